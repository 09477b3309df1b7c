"""Clean input of surveys: one choice a statement, and the code of a ticket."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jernih.pure.index import Instrument, Scale
from jernih.pure.survey import Answer, Asked
from jernih.ui import survey_words as words
from jernih.ui.label import Words
from jernih.ui.widgets import CodeInput

_MISSING = {"required": _("Please choose one."), "invalid_choice": _("Please choose one.")}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the questionnaire, as a page shows it. nth: from 1. points: 4 or 6, 0 else."""

    nth: int
    title: Words
    points: int
    fields: list[forms.BoundField]


class AnswerForm(forms.Form):
    """All statements of the three instruments, and what was asked for at the end."""

    asked = forms.ChoiceField(
        label=_("Did anybody here ask you for money, a gift or a favour?"),
        choices=[(one.value, label) for one, label in words.ASKED.items()],
        widget=forms.RadioSelect,
        error_messages=_MISSING,
    )

    def __init__(
        self, *args: Any, scales: Mapping[Instrument, Scale], code: str = "", **options: Any
    ) -> None:
        """Ask what these scales count. code: of the ticket, where the page takes one."""
        super().__init__(*args, **options)
        self._scales = scales
        self.code = code
        for one, scale in scales.items():
            for name, statement in zip(names(one, scale), words.STATEMENTS[one], strict=True):
                self.fields[name] = forms.ChoiceField(
                    label=statement.asks,  # type: ignore[arg-type]
                    choices=_points(scale),
                    widget=forms.RadioSelect,
                    error_messages=_MISSING,
                )
        self.order_fields([name for name in self.fields if name != "asked"])

    def parts(self) -> Iterator[Part]:
        """Yield the parts in the order in which they are asked."""
        for nth, (one, scale) in enumerate(self._scales.items(), start=1):
            fields = [self[name] for name in names(one, scale)]
            yield Part(nth=nth, title=words.TITLES[one], points=scale.points, fields=fields)
        last = len(self._scales) + 1
        yield Part(nth=last, title=_("One last question"), points=0, fields=[self["asked"]])

    def answer(self) -> Answer:
        """Return what was said; only of a valid form."""
        points = {
            one: tuple(int(self.cleaned_data[name]) for name in names(one, scale))
            for one, scale in self._scales.items()
        }
        return Answer(points=points, asked=Asked(self.cleaned_data["asked"]))


class CodeForm(forms.Form):
    """The code of a ticket, typed or scanned."""

    code = forms.CharField(
        label=_("Code from the ticket"),
        max_length=300,
        widget=CodeInput,
        error_messages={"required": _("Show the QR code, or type the code.")},
    )


def names(instrument: Instrument, scale: Scale) -> list[str]:
    """Return the names of an instrument's fields, in order."""
    return [f"{instrument.lower()}_{nth}" for nth in range(1, scale.statements + 1)]


def _points(scale: Scale) -> list[tuple[str, Words]]:
    spoken: tuple[Words, ...] = words.POINTS.get(scale.points, ())
    return [
        (str(points), spoken[points - 1] if spoken else str(points))
        for points in range(1, scale.points + 1)
    ]
