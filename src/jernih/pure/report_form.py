"""The questions of sealed reports, and whom to turn to outside: dated files, read strictly.

Source: the files rulebook/forms/*.toml. The hash of the questionnaire stands in every envelope.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from jernih.pure.rulebook import Confidence

MOST_SIGNS: Final = 4_000


class BadForm(ValueError):
    """Said of a file that is no questionnaire, or no list of channels."""


class Kind(StrEnum):
    """How a question is answered."""

    MANY = "many"
    ONE = "one"
    MONEY = "money"
    DAY = "day"
    LINE = "line"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. options: of many and one; most: signs of a line."""

    name: str
    kind: Kind
    group: str
    options: tuple[str, ...] = ()
    most: int = 0


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """All questions, from a day on. hash: of the file, hex."""

    since: date
    source: str
    confidence: Confidence
    hash: str
    questions: tuple[Question, ...]


class About(StrEnum):
    """What a channel outside is for."""

    SERVICE = "SERVICE"
    NO_ANSWER = "NO_ANSWER"
    BRIBE = "BRIBE"


@dataclass(frozen=True, kw_only=True)
class Channel:
    """Somebody outside whom one can turn to. Empty: there is no such way.

    unsure: the ways, by the names of their fields, that only a weak source has.
    """

    name: str
    about: About
    link: str
    phone: str
    chat: str
    mail: str
    since: date
    source: str
    confidence: Confidence
    unsure: tuple[str, ...] = ()


def read_form(text: str) -> Questionnaire:
    """Read a questionnaire. Raises BadForm for another shape, or a name given twice."""
    value = _toml(text)
    if value.keys() != {"since", "source", "confidence", "question"}:
        raise BadForm("a questionnaire has since, source, confidence and questions")
    listed = value["question"]
    if not isinstance(listed, list):
        raise BadForm("the questions are a list")
    questions = tuple(_question(one) for one in listed)
    if len({one.name for one in questions}) != len(questions):
        raise BadForm("a question stands there twice")
    return Questionnaire(
        since=_day(value),
        source=_text(value, "source"),
        confidence=_confidence(value),
        hash=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        questions=questions,
    )


def read_channels(text: str) -> tuple[Channel, ...]:
    """Read the channels outside. Raises BadForm for another shape."""
    value = _toml(text)
    listed = value.get("channel")
    if value.keys() != {"channel"} or not isinstance(listed, list):
        raise BadForm("a list of channels and nothing else")
    return tuple(_channel(one) for one in listed)


def _question(value: object) -> Question:
    must, may = {"name", "kind", "group"}, {"options", "most"}
    if not isinstance(value, dict) or not must <= value.keys() <= must | may:
        raise BadForm("a question has name, kind, group, and perhaps options or most")
    kind, options, most = _text(value, "kind"), value.get("options", []), value.get("most", 0)
    if kind not in list(Kind) or not isinstance(options, list):
        raise BadForm("a question is of a kind we know")
    if not all(isinstance(one, str) and one.isidentifier() for one in options):
        raise BadForm("an option is a name")
    has_options, has_most = kind in (Kind.MANY, Kind.ONE), kind == Kind.LINE
    if bool(options) != has_options or len(set(options)) != len(options):
        raise BadForm("many and one have options, each once; the others have none")
    if type(most) is not int or not has_most * 1 <= most <= has_most * MOST_SIGNS:
        raise BadForm("a line says how long it may be; the others do not")
    name = _text(value, "name")
    if not name.isidentifier() or not name.isascii():
        raise BadForm("a question's name is one ASCII word")
    return Question(
        name=name,
        kind=Kind(kind),
        group=_text(value, "group"),
        options=tuple(options),
        most=most,
    )


def _channel(value: object) -> Channel:
    fields, may = set(Channel.__dataclass_fields__), {"unsure"}
    if not isinstance(value, dict) or not fields - may <= value.keys() <= fields:
        raise BadForm(f"a channel has exactly {', '.join(sorted(fields))}")
    texts = {name: value[name] for name in ("name", "link", "phone", "chat", "mail")}
    if not all(isinstance(one, str) for one in texts.values()):
        raise BadForm("the ways of a channel are texts")
    if value["about"] not in list(About):
        raise BadForm("a channel is for something we know")
    unsure = value.get("unsure", [])
    if not isinstance(unsure, list) or not all(
        isinstance(one, str) and texts.get(one) for one in unsure
    ):
        raise BadForm("unsure are ways that the channel has")
    return Channel(
        about=About(value["about"]),
        since=_day(value),
        source=_text(value, "source"),
        confidence=_confidence(value),
        unsure=tuple(unsure),
        **texts,
    )


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadForm(str(problem)) from None


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str) or not found.strip():
        raise BadForm(f"{name} is a text")
    return found


def _day(value: Mapping[str, Any]) -> date:
    found = value["since"]
    if type(found) is not date:
        raise BadForm("since is a day")
    return found


def _confidence(value: Mapping[str, Any]) -> Confidence:
    found = _text(value, "confidence")
    if found not in list(Confidence):
        raise BadForm(f"confidence is one of {', '.join(Confidence)}")
    return Confidence(found)
