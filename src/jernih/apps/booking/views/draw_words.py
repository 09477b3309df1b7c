"""A draw in words: its life in order, and every refusal as a sentence that says what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jernih.apps.booking import queries
from jernih.apps.booking.actions import BookingRefusal, draw
from jernih.apps.booking.models import Batch
from jernih.apps.booking.queries.draw_pages import BatchCard
from jernih.pure.beacon import PulseFault
from jernih.pure.events_draw import Source
from jernih.pure.states import BatchState
from jernih.ui.labels import label_of
from jernih.ui.templatetags.jernih import day, moment


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a batch's life, as the timeline shows it."""

    time: str
    text: str
    note: str = ""
    tone: str = ""
    is_done: bool = False
    is_now: bool = False


SAID: Mapping[type[BookingRefusal], Promise | str] = {
    draw.AlreadyPlanned: _("The week from {first_day} stands in the calendar already."),
    draw.BadContributor: _(
        "This is not the secret of any contributor of this batch. Compare it with your paper."
    ),
    draw.BadDocument: _("The NIK has 16 digits. Count them on the KTP."),
    draw.BadTimes: _(
        "These times cannot be kept: a batch opens, closes at least an hour before it is drawn, "
        "and is drawn before its first day."
    ),
    draw.BatchTooLate: _("It is too late for the week from {first_day}: it would be open by now."),
    draw.NoMoreSources: _("All sources that were declared have been tried."),
    draw.NoSeats: _(
        "No day of this week has a number to give: holidays, or no counter for the service. "
        "Nothing was changed."
    ),
    draw.NotDrawn: _("The numbers of this service are taken at once, not drawn."),
    draw.NothingToOpen: _("There is nobody of this place any more: the data are erased."),
    draw.NotWitnessed: _(
        "This round does not count: people outside the office had not signed the frozen list by "
        "{by}. The draw waits for the same time of another day, which nobody can know yet."
    ),
    draw.NotYet: _("It is too early for that: possible from {at} on."),
    draw.RevealTooLate: _(
        "The hour for secrets was over at {until}. The rule leaves this one out; the draw is as "
        "good without it."
    ),
    draw.RoundStands: _("Round {round} counts; nothing was changed."),
}
EVIDENCE: Mapping[str, Promise | str] = {
    "NUMBERS": _("These numbers cannot be those of the declared lotteries. Compare again."),
    "THROWS": _("This is no record of five times five throws. Compare it with the paper."),
}


def refusal_words(refused: BookingRefusal) -> str:
    """Say a refusal of a draw. One without words is a bug (KeyError)."""
    if isinstance(refused, draw.BadEvidence):
        words = EVIDENCE.get(refused.why)
        return str(words if words else label_of(PulseFault(refused.why)).words)
    facts = {name: _shown(value) for name, value in vars(refused).items()}
    return str(SAID[type(refused)]).format(**facts)


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else str(value)


def batch_name(row: BatchCard) -> str:
    """Return the service of a batch in the language of the page."""
    return row.name_en if (get_language() or "id").startswith("en") else row.name


def life(batch: Batch, *, applications: int) -> list[Step]:
    """Return the steps of a batch, in order, with what is known of each."""
    steps = [
        _step(_("In the calendar"), batch.planned_at, batch.planned_at),
        *_before_the_draw(batch, applications),
    ]
    if batch.cancelled_at:
        steps = [step for step in steps if step.is_done]
        words = str(_("Given up before the list was frozen; nobody loses a chance"))
        steps.append(Step(time=moment(batch.cancelled_at), text=words, tone="bad", is_done=True))
        return steps
    steps += _witnessing(batch) + _fallbacks(batch) if batch.closed_at else []
    steps += _draw_itself(batch)
    return _with_now(steps)


def _before_the_draw(batch: Batch, applications: int) -> list[Step]:
    office, first_day = batch.office, batch.first_day
    rule_says = queries.draw.batch_times(office, first_day=first_day).announces_at
    announces_at = min(rule_says, batch.opens_at - timedelta(days=1))
    counted = _("{count} applications on the frozen list").format(count=applications)
    steps = [
        _step(
            _("Announced: seats, rule, round and contributors are fixed"),
            batch.announced_at,
            announces_at,
        ),
        _step(
            _("Open: when you apply in this time does not matter"), batch.opened_at, batch.opens_at
        ),
        _step(
            _("Closed: the list is frozen and its root published"),
            batch.closed_at,
            batch.closes_at,
            note=counted if batch.closed_at else "",
        ),
    ]
    if batch.announced_at and batch.contributors.exists():
        until = queries.draw.reveals_until(batch)
        is_over = bool(batch.seeded_at) or timezone.now() >= until
        steps.append(
            Step(
                time=moment(until),
                text=str(_("Secrets of the contributors count if they came before")),
                is_done=bool(batch.closed_at) and is_over,
            )
        )
    return steps


def _witnessing(batch: Batch) -> list[Step]:
    """Say who outside the office froze the list too, and which rounds were given up for them."""
    freeze = queries.draw_frozen.freeze_of(batch)
    if freeze is None:
        return []
    text = _("Witnessed: people outside the office have signed the frozen list")
    if freeze.since is None:
        text = _("Witnesses outside the office sign the frozen list by then")
    names = [name for name, _at in freeze.signed] or freeze.witnesses
    signed = Step(
        time=moment(freeze.since or freeze.by),
        text=str(text),
        note=", ".join(names),
        is_done=freeze.since is not None,
    )
    moves = [
        Step(
            time=moment(datetime.fromisoformat(fact["at"])),
            text=str(_("Not witnessed in time: the round of another day counts")),
            note=_("Round {round}").format(round=fact["round"]),
            tone="wait",
            is_done=True,
        )
        for fact in queries.draw_result.facts_of(batch, "draw.round-moved")
    ]
    return [*moves, signed]


def _fallbacks(batch: Batch) -> list[Step]:
    return [
        Step(
            time=moment(datetime.fromisoformat(fact["at"])),
            text=str(_("The source could not be had in time; the next one declared is used")),
            note=_("{source}, entered by {officer}").format(
                source=label_of(Source(fact["source"])).words, officer=fact["officer"]
            ),
            tone="wait",
            is_done=True,
        )
        for fact in queries.draw_result.facts_of(batch, "draw.fallback-entered")
    ]


def _draw_itself(batch: Batch) -> list[Step]:
    known_at = queries.draw.known_at(batch) if batch.announced_at else batch.draws_at
    source = queries.draw_pages.source_of(batch)
    note = str(label_of(source).words) if source else ""
    if batch.round:
        note = _("{source}, round {round}").format(source=note, round=batch.round)
    return [
        Step(
            time=moment(known_at),
            text=str(_("From here on the word of the source can be had")),
            note=note,
            is_done=bool(batch.seeded_at) or (bool(batch.closed_at) and timezone.now() >= known_at),
        ),
        _step(_("Its word is here: the seed is known, the result is certain"), batch.seeded_at),
        _step(_("Drawn: order and seats are published"), batch.drawn_at),
    ]


def _step(
    words: Promise | str, at: datetime | None, planned: datetime | None = None, *, note: str = ""
) -> Step:
    return Step(time=moment(at or planned), text=str(words), note=note, is_done=at is not None)


def _with_now(steps: list[Step]) -> list[Step]:
    done = [at for at, step in enumerate(steps) if step.is_done]
    if len(done) == len(steps):
        return steps
    last = done[-1]
    now = steps[last]
    steps[last] = Step(
        time=now.time, text=now.text, note=now.note, tone=now.tone, is_done=True, is_now=True
    )
    return steps


def is_real_past_round(batch: Batch) -> bool:
    """Tell whether a demonstration's batch was drawn by a round long before its days."""
    if not batch.office.is_demo or batch.state != BatchState.DRAWN:
        return False
    return batch.first_day - batch.draws_at.date() > timedelta(days=21)
