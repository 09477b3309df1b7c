"""The law of gifts to staff: what must be reported, by when, and how a declaration may end.

Source: UU 20/2001 Art. 12B, 12C; KPK Reg 2/2019 as changed by 1/2026; rulebook/gifts.toml.
Vectors: tests/pure/test_gifts.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from jernih.pure.rulebook import Rules, in_force
from jernih.pure.states import GiftState
from jernih.pure.workdays import Calendar, add_working_days


class GiftAnswer(StrEnum):
    """What the receiver did on the spot."""

    REFUSED = "REFUSED"
    ACCEPTED = "ACCEPTED"
    UNREFUSABLE = "UNREFUSABLE"


class GiftKind(StrEnum):
    """What was given."""

    MONEY = "MONEY"
    FOOD = "FOOD"
    GOODS = "GOODS"
    VOUCHER = "VOUCHER"
    TRAVEL = "TRAVEL"
    FAVOUR = "FAVOUR"


class GiverRelation(StrEnum):
    """Who the giver is to the receiver."""

    APPLICANT = "APPLICANT"
    AGENT = "AGENT"
    VENDOR = "VENDOR"
    COLLEAGUE = "COLLEAGUE"
    FAMILY = "FAMILY"
    OTHER = "OTHER"


class GiftOccasion(StrEnum):
    """On what occasion it was given."""

    SERVICE = "SERVICE"
    WEDDING = "WEDDING"
    BIRTH = "BIRTH"
    RELIGIOUS = "RELIGIOUS"
    CALAMITY = "CALAMITY"
    FAREWELL = "FAREWELL"
    SEMINAR = "SEMINAR"
    PRIZE = "PRIZE"
    OFFICIAL = "OFFICIAL"
    HOSPITALITY = "HOSPITALITY"
    OTHER = "OTHER"


class GiftRule(StrEnum):
    """Why a gift must be reported, or need not be."""

    JOB_RELATED = "JOB_RELATED"
    OVER_CEILING = "OVER_CEILING"
    OVER_YEAR = "OVER_YEAR"
    NO_EXEMPTION = "NO_EXEMPTION"
    EXEMPT_KIND = "EXEMPT_KIND"
    UNDER_CEILING = "UNDER_CEILING"


class GiftClock(StrEnum):
    """The clocks of a declaration."""

    DECLARE = "DECLARE"
    COMPLETE = "COMPLETE"
    FORWARD = "FORWARD"
    COMMISSION = "COMMISSION"


class GiftDecision(StrEnum):
    """What the commission decided."""

    STATE = "STATE"
    RECIPIENT = "RECIPIENT"
    RETURNED = "RETURNED"


class GiftEnd(StrEnum):
    """Why a declaration is closed."""

    REFUSED = "REFUSED"
    NOT_NEEDED = "NOT_NEEDED"
    NOT_COMPLETED = "NOT_COMPLETED"
    DECIDED = "DECIDED"


class Custody(StrEnum):
    """Where the thing itself is."""

    GIVER = "GIVER"
    RECIPIENT = "RECIPIENT"
    REGISTER = "REGISTER"
    COMMISSION = "COMMISSION"
    STATE = "STATE"
    CHARITY = "CHARITY"


class GiftDeed(StrEnum):
    """A line of a declaration's log."""

    DECLARED = "DECLARED"
    ASKED = "ASKED"
    ADDED = "ADDED"
    CHECKED = "CHECKED"
    OFFERED = "OFFERED"
    RECEIVED = "RECEIVED"
    FORWARDED = "FORWARDED"
    DECIDED = "DECIDED"
    CLOSED = "CLOSED"


MUST: Final = frozenset(
    {GiftRule.JOB_RELATED, GiftRule.OVER_CEILING, GiftRule.OVER_YEAR, GiftRule.NO_EXEMPTION}
)
# Whoever comes for the office's work: there is no least value, and no occasion that excuses it.
JOB_RELATED: Final = frozenset({GiverRelation.APPLICANT, GiverRelation.AGENT, GiverRelation.VENDOR})
_CEILINGS: Final[Mapping[GiftOccasion, str]] = {
    GiftOccasion.WEDDING: "event_ceiling",
    GiftOccasion.BIRTH: "event_ceiling",
    GiftOccasion.RELIGIOUS: "event_ceiling",
    GiftOccasion.CALAMITY: "calamity_ceiling",
    GiftOccasion.FAREWELL: "farewell_ceiling",
}
_EXEMPT: Final[Mapping[GiftOccasion, str]] = {
    GiftOccasion.SEMINAR: "exempt_seminar",
    GiftOccasion.PRIZE: "exempt_prize",
    GiftOccasion.OFFICIAL: "exempt_official",
    GiftOccasion.HOSPITALITY: "exempt_hospitality",
}
# Where a thing may go from where it is; the two ends at the right are for ever.
MOVES: Final[Mapping[Custody, frozenset[Custody]]] = {
    Custody.RECIPIENT: frozenset({Custody.REGISTER, Custody.CHARITY, Custody.GIVER}),
    Custody.REGISTER: frozenset(
        {Custody.RECIPIENT, Custody.COMMISSION, Custody.STATE, Custody.CHARITY, Custody.GIVER}
    ),
    Custody.COMMISSION: frozenset({Custody.REGISTER, Custody.STATE}),
    Custody.STATE: frozenset(),
    Custody.CHARITY: frozenset(),
    Custody.GIVER: frozenset(),
}
_ENDS_AT: Final[Mapping[GiftDecision, frozenset[Custody]]] = {
    GiftDecision.STATE: frozenset({Custody.COMMISSION, Custody.STATE, Custody.CHARITY}),
    GiftDecision.RECIPIENT: frozenset({Custody.RECIPIENT, Custody.CHARITY}),
    GiftDecision.RETURNED: frozenset({Custody.GIVER, Custody.CHARITY}),
}


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the rule looks at. value: rupiah. before: of this giver in this year, rupiah."""

    kind: GiftKind
    relation: GiverRelation
    occasion: GiftOccasion
    value: int
    before: int = 0


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days of a declaration so far."""

    happened_on: date
    declared_on: date
    asked_on: date | None = None
    completed_on: date | None = None
    forwarded_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Due:
    """One clock: the last day, and the day on which it was met."""

    clock: GiftClock
    on: date
    met_on: date | None

    def is_overdue(self, today: date) -> bool:
        """Tell whether its day is over and nothing was done."""
        return self.met_on is None and today > self.on

    @property
    def was_late(self) -> bool:
        """Tell whether it was met too late."""
        return self.met_on is not None and self.met_on > self.on


def judge(gift: Given, *, rules: Rules, on: date) -> GiftRule:
    """Return whether a gift must be reported, by the rules of its day, and why.

    A gift from an applicant, an agent or a vendor always must, whatever its value.
    """
    if gift.relation in JOB_RELATED or gift.occasion is GiftOccasion.SERVICE:
        return GiftRule.JOB_RELATED
    if gift.relation is GiverRelation.FAMILY and _is_exempt("exempt_family", rules, on):
        return GiftRule.EXEMPT_KIND
    if gift.occasion in _EXEMPT and _is_exempt(_EXEMPT[gift.occasion], rules, on):
        return GiftRule.EXEMPT_KIND
    ceiling = _ceiling(_CEILINGS.get(gift.occasion, ""), rules, on)
    if ceiling:
        return GiftRule.UNDER_CEILING if gift.value <= ceiling else GiftRule.OVER_CEILING
    if gift.relation is GiverRelation.COLLEAGUE and gift.kind is not GiftKind.MONEY:
        return _colleague(gift, rules, on)
    return GiftRule.NO_EXEMPTION


def dues(
    days: Days, *, answer: GiftAnswer, rule: GiftRule, rules: Rules, calendar: Calendar
) -> tuple[Due, ...]:
    """Return the clocks that run for a declaration, each with its last day, in working days.

    One refused, or one that need not be reported, is not forwarded: only the first clock runs.
    """
    met = days.closed_on
    found = [_due(GiftClock.DECLARE, days.happened_on, days.declared_on, rules, calendar)]
    if days.asked_on is not None:
        done = days.completed_on or met
        found.append(_due(GiftClock.COMPLETE, days.asked_on, done, rules, calendar))
    if answer is not GiftAnswer.REFUSED and rule in MUST:
        done = days.forwarded_on or met
        found.append(_due(GiftClock.FORWARD, days.declared_on, done, rules, calendar))
        found.append(_due(GiftClock.COMMISSION, days.happened_on, done, rules, calendar))
    return tuple(found)


def ends(
    state: GiftState, *, answer: GiftAnswer, rule: GiftRule, is_given_up: bool
) -> frozenset[GiftEnd]:
    """Return how a declaration may end now, if at all.

    is_given_up: it was to be completed and the days for that are over.
    """
    if state is GiftState.DECIDED:
        return frozenset({GiftEnd.DECIDED})
    if state is GiftState.INCOMPLETE and is_given_up:
        return frozenset({GiftEnd.NOT_COMPLETED})
    if state is GiftState.COMPLETE and answer is GiftAnswer.REFUSED:
        return frozenset({GiftEnd.REFUSED})
    if state is GiftState.COMPLETE and rule not in MUST:
        return frozenset({GiftEnd.NOT_NEEDED})
    return frozenset()


def may_end_at(place: Custody, decision: GiftDecision | None) -> bool:
    """Tell whether a declaration may be closed with the thing where it is.

    Decided: it is where the decision says. Else: it does not lie with the register.
    """
    if decision is None:
        return place not in (Custody.REGISTER, Custody.COMMISSION)
    return place in _ENDS_AT[decision]


def _colleague(gift: Given, rules: Rules, on: date) -> GiftRule:
    if gift.value > _ceiling("colleague_ceiling", rules, on):
        return GiftRule.OVER_CEILING
    if gift.before + gift.value > _ceiling("colleague_year_ceiling", rules, on):
        return GiftRule.OVER_YEAR
    return GiftRule.UNDER_CEILING


def _is_exempt(name: str, rules: Rules, on: date) -> bool:
    return _ceiling(name, rules, on) > 0


def _ceiling(name: str, rules: Rules, on: date) -> int:
    begun = [rule for rule in rules.get(name, ()) if rule.since <= on]
    return begun[-1].value if begun else 0


def _due(
    clock: GiftClock, start: date, met_on: date | None, rules: Rules, calendar: Calendar
) -> Due:
    # Each clock is judged by the rule of the day on which it started.
    count = in_force(rules, f"{clock.value.lower()}_days", on=start)
    return Due(clock=clock, on=add_working_days(start, count, calendar=calendar), met_on=met_on)
