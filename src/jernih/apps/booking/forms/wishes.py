"""Where numbers are drawn: into the draw or not, and which days in which order."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from jernih.apps.booking.queries.batches import BatchDay
from jernih.ui.templatetags.jernih import clock_bare, day

AT_ONCE = "NOW"


class WayForm(forms.Form):
    """Into a draw, or a number that is free now."""

    way = forms.ChoiceField(
        label=_("What do you want to do?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of them."),
            "invalid_choice": _("This is no longer offered. Choose from the list."),
        },
    )

    def __init__(self, *args: Any, ways: Sequence[str], **options: Any) -> None:
        """Offer these: refs of batches, and AT_ONCE."""
        super().__init__(*args, **options)
        self.fields["way"].choices = [(way, way) for way in ways]  # type: ignore[attr-defined]
        if self.initial.get("way") not in ways:
            self.initial["way"] = ways[0] if ways else ""

    def batch(self) -> str:
        """Return the ref of the batch that was chosen, "" for a number at once."""
        way = self.cleaned_data["way"]
        return "" if way == AT_ONCE else way


class WishForm(forms.Form):
    """Days of a draw in one's own order, each with a time if it matters, and what else would do."""

    any_from = forms.ChoiceField(
        label=_("If none of these is left"),
        required=False,
        error_messages={"invalid_choice": _("This day is not in the draw.")},
    )
    standby = forms.BooleanField(
        label=_("I can come when I am told one hour before"),
        help_text=_(
            "If the draw gives you no number: those that others give back go to whoever ticks "
            "this, in the order of the draw."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, days: Sequence[BatchDay], chosen: Sequence[str] = (), **options: Any
    ) -> None:
        """Offer these days. chosen: what was wished before, best first, as `chosen` tells it."""
        super().__init__(*args, **options)
        self.days = days
        kept = {choice[:10]: (rank, choice) for rank, choice in enumerate(chosen, 1)}
        for at, row in enumerate(days):
            rank, choice = kept.get(row.day.isoformat(), ("", ""))
            self.fields[f"rank_{at}"] = _rank_field(len(days), initial=rank)
            self.fields[f"time_{at}"] = _start_field(row, initial=choice if "T" in choice else "")
        offered = [(row.day.isoformat(), _from_words(at, row)) for at, row in enumerate(days)]
        any_from = self.fields["any_from"]
        any_from.choices = [*offered, ("", _("No other day"))]  # type: ignore[attr-defined]
        any_from.initial = offered[0][0] if offered else ""

    def is_ranked(self) -> bool:
        """Tell whether something else than any day is wished, or wrong: the days are to be seen."""
        any_day = self.days[0].day.isoformat() if self.days else ""
        is_else = self["any_from"].value() != any_day or any(
            row["rank"].value() for row in self.rows()
        )
        return is_else or bool(self.errors)

    def rows(self) -> list[dict[str, Any]]:
        """Return each day with its fields, for the page."""
        return [
            {"day": row.day, "seats": row.seats, "rank": self[f"rank_{at}"]}
            | {"time": self[f"time_{at}"]}
            for at, row in enumerate(self.days)
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse two days in one place, a time without a place, and no wish at all."""
        clean, seen = dict(self.cleaned_data), set()
        for at in range(len(self.days)):
            rank = clean.get(f"rank_{at}")
            if rank in seen:
                self.add_error(f"rank_{at}", _("Another day has this place. Each has its own."))
            elif not rank and clean.get(f"time_{at}"):
                self.add_error(f"rank_{at}", _("Which choice is this day?"))
            seen |= {rank} - {None, ""}
        if not (seen or clean.get("any_from") or self.errors):
            self.add_error("any_from", _("Choose at least one day, or any day."))
        return clean

    def chosen(self) -> list[str]:
        """Return the wishes, best first: a day, or the moment of its window."""
        ranked = [
            (self.cleaned_data[f"rank_{at}"], self.cleaned_data[f"time_{at}"], row.day.isoformat())
            for at, row in enumerate(self.days)
            if self.cleaned_data[f"rank_{at}"]
        ]
        return [moment or when for _rank, moment, when in sorted(ranked)]


class AssistWishForm(WishForm):
    """The same as a helper fills it in for someone else."""

    contact = forms.CharField(
        label=_("Mobile number or e-mail address"),
        help_text=_("Leave empty if the person has none."),
        required=False,
        max_length=254,
    )

    def any_after(self, *, today: date) -> date | None:  # noqa: ARG002
        """Return from which day on any day of the draw would do, or None."""
        any_from = self.cleaned_data["any_from"]
        return date.fromisoformat(any_from) if any_from else None


def _rank_field(places: int, *, initial: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Your choice"),
        choices=[
            ("", _("Not ranked")),
            *((n, _("Choice {n}").format(n=n)) for n in range(1, places + 1)),
        ],
        coerce=int,
        empty_value="",
        required=False,
        initial=initial,
    )


def _start_field(row: BatchDay, *, initial: str) -> forms.ChoiceField:
    times = [
        (localtime(at).isoformat(), _("from {time}").format(time=clock_bare(at)))
        for at in row.starts
    ]
    return forms.ChoiceField(
        label=_("Time"), choices=[("", _("Any time")), *times], required=False, initial=initial
    )


def _from_words(at: int, row: BatchDay) -> Any:
    if at == 0:
        return _("Any other day of this draw")
    return _("Any day from {day} on").format(day=day(row.day))
