"""Say a sentence in English, and remember how it is said in Indonesian."""

from typing import Final

from jernih.verify.words_id import WORDS

LANGUAGES: Final = ("id", "en")


class Said(str):
    """An English sentence that knows what it was made from; elsewhere it is a text like any."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> "Said":
        """Fill the template; a number is said as it is."""
        said = super().__new__(cls, template.format(**values) if values else template)
        said.template, said.values = template, values
        return said


def tell(words: str, *, language: str) -> str:
    """Return a sentence in a language; what has no Indonesian words stays English."""
    if language != "id" or not isinstance(words, Said):
        return words
    found = WORDS.get(words.template, words.template)
    values = {
        name: tell(value, language="id") if isinstance(value, Said) else value
        for name, value in words.values.items()
    }
    return found.format(**values) if values else found


def language_of(locale: str) -> str:
    """Return the language of a locale as in LANG (`id_ID.UTF-8`); all but Indonesian is English."""
    return "id" if locale.lower().partition("_")[0].partition(".")[0] in ("id", "in") else "en"
