"""One application as its holder, a helper or a counter may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from jernih.apps.booking.models import Applicant, Application, NoShow
from jernih.apps.booking.queries import batches, contacts, erasure, keyed, rules
from jernih.apps.offices.models import Office
from jernih.pure import codes
from jernih.pure.reasons import Channel, PriorityClass
from jernih.pure.states import SEATED_APPLICATION, ApplicationState
from jernih.pure.workdays import business_date, day_bounds


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One person and her number; times are those of her window, UTC.

    salt_hex opens the commitment, proof_hex the nullifier: for the applicant alone.
    """

    position: int
    applicant_id: int
    name: str = field(repr=False)
    nik_last4: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    priority: PriorityClass
    number: str
    starts_at: datetime | None
    ends_at: datetime | None
    commitment: str
    salt_hex: str = field(repr=False)
    nullifier: str
    proof_hex: str = field(repr=False)
    may_correct: bool


@dataclass(frozen=True, kw_only=True)
class ApplicationRow:
    """An application with what may be done with it now; times UTC, day in the office's zone.

    draw: its part in a batch, None for one that took numbers at once.
    """

    ref: str
    code: str = field(repr=False)
    office_slug: str
    office_name: str
    is_demo: bool
    service_id: int
    service_code: str
    service_name: str
    service_name_en: str
    state: ApplicationState
    channel: Channel
    helper: str
    day: date | None
    people: tuple[PersonRow, ...]
    contact_shown: str
    language: str
    applied_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None
    moves: int
    can_move: bool
    can_withdraw: bool
    can_confirm: bool
    confirm_from: datetime | None
    confirm_until: datetime | None
    end_reason: str
    can_erase: bool
    erased_at: datetime | None
    draw: batches.DrawRow | None


@dataclass(frozen=True, kw_only=True)
class NoShowRow:
    """A number that did not come; `ref` is its application."""

    id: int
    day: date
    number: str
    ref: str
    excused_at: datetime | None


def find_by_code(text: str, now: datetime | None = None) -> ApplicationRow | None:
    """Return the application of a typed code, however it is spelled, or None."""
    code = codes.read_code(text)
    return _row(_found().filter(code_index=keyed.code_index(code)), now) if code else None


def application(ref: str, now: datetime | None = None) -> ApplicationRow | None:
    """Return one application by its public ref, or None."""
    return _row(_found().filter(ref=ref), now)


def applicants_to_come(office: Office, *, day: date) -> QuerySet[Applicant]:
    """Return everybody who holds a number for this day and has not come yet, by number."""
    return (
        Applicant.objects.filter(
            application__office=office,
            application__day=day,
            is_live=True,
            seat__state="TAKEN",
        )
        .select_related("application", "seat__slot")
        .order_by("seat__series", "seat__n")
    )


def live_on(indexes: set[str], *, service_id: int) -> set[str]:
    """Return which of these people hold a live application for the service."""
    held = Applicant.objects.filter(nik_index__in=indexes, service_id=service_id, is_live=True)
    return set(held.values_list("nik_index", flat=True))


def absences_of(indexes: Sequence[str]) -> dict[str, list[date]]:
    """Return the days that people missed unexcused, by blind index."""
    days: dict[str, list[date]] = {}
    rows = NoShow.objects.filter(nik_index__in=indexes, excused_at=None)
    for index, day in rows.values_list("nik_index", "day"):
        days.setdefault(index, []).append(day)
    return days


def no_shows(office_slug: str, first: date, last: date) -> tuple[NoShowRow, ...]:
    """Return who did not come on these days, newest first."""
    rows = NoShow.objects.filter(office__slug=office_slug, day__range=(first, last))
    return tuple(
        NoShowRow(id=row.pk, day=row.day, number=row.number, ref=row.ref, excused_at=row.excused_at)
        for row in rows.order_by("-day", "number")
    )


def to_remind(office: Office, *, day: date) -> QuerySet[Application]:
    """Return who holds numbers for `day`, can be written to, and was not reminded yet."""
    return Application.objects.filter(
        office=office, day=day, state=ApplicationState.GRANTED, reminded_at__isnull=True
    ).exclude(contact="")


def unconfirmed(office: Office, *, day: date) -> QuerySet[Application]:
    """Return who was asked to confirm for `day` and has not; not who took a number since."""
    opens_at = rules.confirm_times(office, day=day).opens_at
    asked_from, _ = day_bounds(business_date(opens_at, zone=office.zone), zone=office.zone)
    return Application.objects.filter(
        office=office,
        day=day,
        state=ApplicationState.GRANTED,
        reminded_at__isnull=False,
        granted_at__lt=asked_from,
    )


def _found() -> QuerySet[Application]:
    people = Applicant.objects.select_related("seat__slot").order_by("position")
    return Application.objects.select_related("office", "service", "batch").prefetch_related(
        Prefetch("applicants", queryset=people)
    )


def _row(found: QuerySet[Application], at: datetime | None) -> ApplicationRow | None:
    item, now = found.first(), at or timezone.now()
    if item is None:
        return None
    state = ApplicationState(item.state)
    people = tuple(_person(applicant, state) for applicant in item.applicants.all())
    is_seated = state in SEATED_APPLICATION and item.day is not None
    times = rules.confirm_times(item.office, day=item.day) if item.day and is_seated else None
    starts = [p.starts_at for p in people if p.starts_at]
    ends = [p.ends_at for p in people if p.ends_at]
    return ApplicationRow(
        ref=item.ref,
        code=keyed.code_of(item.ref),
        office_slug=item.office.slug,
        office_name=item.office.name,
        is_demo=item.office.is_demo,
        service_id=item.service_id,
        service_code=item.service.code,
        service_name=item.service.name,
        service_name_en=item.service.name_en,
        state=state,
        channel=Channel(item.channel),
        helper=item.helper,
        day=item.day,
        people=people,
        contact_shown=contacts.mask(item.contact),
        language=item.language,
        applied_at=item.applied_at,
        starts_at=min(starts, default=None),
        ends_at=max(ends, default=None),
        moves=item.moves,
        can_move=is_seated and _can_move(item, now),
        can_withdraw=is_seated,
        can_confirm=state is ApplicationState.GRANTED
        and times is not None
        and times.opens_at <= now < times.until,
        confirm_from=times.opens_at if times else None,
        confirm_until=times.until if times else None,
        end_reason=item.end_reason,
        can_erase=item.erased_at is None and erasure.has_ended(item),
        erased_at=item.erased_at,
        draw=batches.draw_row(item),
    )


def _can_move(item: Application, now: datetime) -> bool:
    assert item.day is not None  # noqa: S101 - the table forbids seats without a day
    moves_max = rules.number("moves_max", on=item.day)
    return item.moves < moves_max and rules.may_move_on(item.office, day=item.day, now=now)


def _person(applicant: Applicant, state: ApplicationState) -> PersonRow:
    seat = applicant.seat
    return PersonRow(
        position=applicant.position,
        applicant_id=applicant.pk,
        name=applicant.name,
        nik_last4=applicant.nik_last4,
        birth_date=applicant.birth_date,
        priority=PriorityClass(applicant.priority),
        number=seat.number if seat else "",
        starts_at=seat.slot.starts_at if seat else None,
        ends_at=seat.slot.ends_at if seat else None,
        commitment=applicant.commitment,
        salt_hex=bytes(applicant.salt).hex(),
        nullifier=applicant.nullifier,
        proof_hex=bytes(applicant.nullifier_proof).hex(),
        may_correct=state in SEATED_APPLICATION or state is ApplicationState.PRESENT,
    )
