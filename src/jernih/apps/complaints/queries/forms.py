"""What the report form asks, and whom one can turn to outside: read once from the rulebook."""

from functools import cache
from importlib.resources import files

from jernih.pure.report_form import Channel, Questionnaire, read_channels, read_form


@cache
def questionnaire() -> Questionnaire:
    """Return the questions of a sealed report."""
    return read_form(_text("report_form.toml"))


@cache
def channels() -> tuple[Channel, ...]:
    """Return whom one can turn to outside the office."""
    return read_channels(_text("channels.toml"))


def _text(name: str) -> str:
    return (files("jernih") / "rulebook" / "forms" / name).read_text(encoding="utf-8")
