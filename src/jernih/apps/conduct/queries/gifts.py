"""What pages show of gifts: lists, one declaration, who may sign."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from jernih.apps.accounts.models import Staff
from jernih.apps.conduct.models import Gift, Handover
from jernih.apps.conduct.queries import locked
from jernih.apps.conduct.queries.rules import dues_of, is_given_up
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure import gifts
from jernih.pure.roles import Actor, Permission
from jernih.pure.states import GiftState
from jernih.pure.workdays import Calendar


@dataclass(frozen=True, kw_only=True)
class GiftRow:
    """One declaration in a list. next_due: the nearest open clock."""

    ref: str
    state: GiftState
    answer: gifts.GiftAnswer
    kind: gifts.GiftKind
    rule: gifts.GiftRule
    happened_on: date
    declared_on: date
    by: str
    next_due: gifts.Due | None
    is_overdue: bool


@dataclass(frozen=True, kw_only=True)
class LineRow:
    """One line of the log."""

    at: datetime
    deed: gifts.GiftDeed
    by: str
    words: str


@dataclass(frozen=True, kw_only=True)
class HandoverRow:
    """One hand-over; is_mine: it waits for the reader's signature."""

    pk: int
    ref: str
    from_place: gifts.Custody
    to_place: gifts.Custody
    given_by: str
    given_at: datetime
    received_by: str
    received_at: datetime | None
    words: str
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class GiftDetail:
    """One declaration as its declarer and the keeper see it."""

    gift: Gift
    row: GiftRow
    words: dict[str, str]
    dues: tuple[gifts.Due, ...]
    lines: tuple[LineRow, ...]
    handovers: tuple[HandoverRow, ...]
    photos: tuple[int, ...]
    place: gifts.Custody
    decision: gifts.GiftDecision | None
    end: gifts.GiftEnd | None
    ends: frozenset[gifts.GiftEnd]
    is_own: bool


def visible(actor: Actor, office: Office) -> QuerySet[Gift]:
    """Return the declarations this member of staff may open: her own; the keeper, all."""
    found = Gift.objects.filter(office=office)
    return found if actor.may(Permission.GIFT_KEEP) else found.filter(declared_by=actor.ref)


def own_gifts(office: Office, *, actor: Actor, today: date) -> list[GiftRow]:
    """Return what somebody declared herself, newest first."""
    found = Gift.objects.filter(office=office, declared_by=actor.ref).order_by("-pk")
    return _rows(office, found, today=today)


def register(office: Office, *, today: date, is_open: bool) -> list[GiftRow]:
    """Return declarations for the keeper: open ones by their nearest clock, else newest first."""
    found = Gift.objects.filter(office=office).order_by("-pk")
    if not is_open:
        return _rows(office, found.filter(state=GiftState.CLOSED)[:100], today=today)
    rows = _rows(office, found.exclude(state=GiftState.CLOSED), today=today)
    return sorted(rows, key=lambda row: row.next_due.on if row.next_due else date.max)


def to_sign(office: Office, *, actor: Actor) -> list[HandoverRow]:
    """Return hand-overs that wait for somebody's signature."""
    found = Handover.objects.filter(
        gift__office=office, received_by=actor.ref, received_at=None
    ).select_related("gift")
    names = _names(office)
    return [_handover(row, names, actor) for row in found.order_by("pk")]


def detail(gift: Gift, *, actor: Actor, today: date) -> GiftDetail:
    """Return all there is of one declaration."""
    calendar, names = offices.calendar_of(gift.office), _names(gift.office)
    return GiftDetail(
        gift=gift,
        row=_row(gift, names, today=today, calendar=calendar),
        words=locked.words_of(gift),
        dues=dues_of(gift, calendar=calendar),
        lines=tuple(
            LineRow(
                at=line.at,
                deed=gifts.GiftDeed(line.deed),
                by=names.get(line.by, line.by),
                words=locked.said(line.sealed),
            )
            for line in gift.lines.order_by("pk")
        ),
        handovers=tuple(_handover(one, names, actor) for one in gift.handovers.order_by("pk")),
        photos=tuple(gift.photos.exclude(body=None).order_by("pk").values_list("pk", flat=True)),
        place=gifts.Custody(gift.place),
        decision=gifts.GiftDecision(gift.decision) if gift.decision else None,
        end=gifts.GiftEnd(gift.end) if gift.end else None,
        ends=gifts.ends(
            GiftState(gift.state),
            answer=gifts.GiftAnswer(gift.answer),
            rule=gifts.GiftRule(gift.rule),
            is_given_up=is_given_up(gift, today=today, calendar=calendar),
        ),
        is_own=gift.declared_by == actor.ref,
    )


def keepers(office: Office) -> list[str]:
    """Return who keeps the register at this office."""
    return [one.ref for one in colleagues(office) if one.as_actor().may(Permission.GIFT_KEEP)]


def colleagues(office: Office) -> list[Staff]:
    """Return the open accounts of an office, by name."""
    found = Staff.objects.filter(office=office.slug, is_active=True)
    return list(found.prefetch_related("staff_roles").order_by("full_name", "pk"))


def last_words(office: Office, *, actor: Actor) -> dict[str, str]:
    """Return what somebody told of herself last time, so that she need not type it again."""
    last = Gift.objects.filter(office=office, declared_by=actor.ref).order_by("-pk").first()
    told = locked.words_of(last) if last else {}
    return {
        name: told.get(name, "") for name in ("own_nik", "own_post", "own_phone", "own_address")
    }


def _names(office: Office) -> dict[str, str]:
    return dict(Staff.objects.filter(office=office.slug).values_list("ref", "full_name"))


def _rows(office: Office, found: QuerySet[Gift], *, today: date) -> list[GiftRow]:
    calendar, names = offices.calendar_of(office), _names(office)
    return [_row(gift, names, today=today, calendar=calendar) for gift in found]


def _row(gift: Gift, names: dict[str, str], *, today: date, calendar: Calendar) -> GiftRow:
    dues = dues_of(gift, calendar=calendar)
    waiting = [due for due in dues if due.met_on is None]
    return GiftRow(
        ref=gift.ref,
        state=GiftState(gift.state),
        answer=gifts.GiftAnswer(gift.answer),
        kind=gifts.GiftKind(gift.kind),
        rule=gifts.GiftRule(gift.rule),
        happened_on=gift.happened_on,
        declared_on=gift.declared_on,
        by=names.get(gift.declared_by, gift.declared_by),
        next_due=min(waiting, key=lambda due: due.on, default=None),
        is_overdue=any(due.is_overdue(today) for due in dues),
    )


def _handover(row: Handover, names: dict[str, str], actor: Actor) -> HandoverRow:
    return HandoverRow(
        pk=row.pk,
        ref=row.gift.ref,
        from_place=gifts.Custody(row.from_place),
        to_place=gifts.Custody(row.to_place),
        given_by=names.get(row.given_by, row.given_by),
        given_at=row.given_at,
        received_by=names.get(row.received_by, row.received_by),
        received_at=row.received_at,
        words=locked.said(row.sealed),
        is_mine=row.received_at is None and row.received_by == actor.ref,
    )
