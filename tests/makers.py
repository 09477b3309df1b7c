"""Make an office, a day's numbers, people and applications: plain functions, by real actions.

The day is Wednesday 25 November 2026 at Tarakan (UTC+8); it is now Monday, ten o'clock there.
"""

import secrets
import tomllib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.db import transaction

from jernih.apps.booking import actions, queries
from jernih.apps.booking.models import Applicant, Application, Seat, Supply
from jernih.apps.ledger.models import Entry
from jernih.apps.notices.models import Notice
from jernih.apps.offices import actions as offices
from jernih.apps.offices.management.commands.open_office import TARAKAN
from jernih.apps.offices.models import Office, Service
from jernih.pure.events import Event, parse_event
from jernih.pure.people import Person, Preference
from jernih.pure.roles import CITIZEN, CLOCK, Actor, Role
from jernih.pure.states import ApplicationState

DAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY_BEFORE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ON_THE_DAY = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
NEXT_DAY = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
BORN = date(1990, 1, 1)
NEW, REPLACEMENT = "paspor-baru", "penggantian"
IT_ADMIN = Actor(roles=frozenset({Role.IT_ADMIN}), ref="s-itadmi")
_numbers = count(1)


def make_office(*, is_demo: bool = False, now: datetime = NOW, **changes: Any) -> Office:
    """Tarakan as it opens, under a slug of its own."""
    plan = tomllib.loads(TARAKAN.read_text(encoding="utf-8"))
    plan |= {"services": tuple(plan["services"]), "counters": tuple(plan["counters"])}
    plan |= {"slug": f"kantor-{next(_numbers)}"} | changes
    return offices.open_office(
        plan=offices.OfficePlan(**plan), is_demo=is_demo, actor=IT_ADMIN, now=now
    )


def staff(office: Office, role: Role, ref: str = "s-aaaaaa") -> Actor:
    return Actor(roles=frozenset({role}), ref=ref, office=office.slug)


def service_of(office: Office, code: str = NEW) -> Service:
    return Service.objects.get(office=office, code=code)


def make_supply(
    office: Office,
    *,
    day: date = DAY,
    service: str = NEW,
    now: datetime = NOW,
    is_released: bool = True,
    **plan: Any,
) -> Supply:
    """A planned day, released and open at once; returns the supply of one service."""
    rows = Supply.objects.filter(office=office, day=day)
    if not rows:
        actions.plan_supply(office_id=office.pk, day=day, actor=CLOCK, now=now, **plan)
    for row in rows.all() if is_released else ():
        if not row.released_at:
            actions.release_supply(supply_id=row.pk, actor=CLOCK, now=now)
    return rows.get(service__code=service)


def make_nik(born: date = BORN, *, is_female: bool = False) -> str:
    day = born.day + 40 * is_female
    return f"657101{day:02}{born:%m%y}{next(_numbers) % 9999 + 1:04}"


def make_person(**changes: Any) -> Person:
    born = changes.get("birth_date", BORN)
    return Person(**{"nik": make_nik(born), "name": "Siti Aminah", "birth_date": born} | changes)


def make_contact(address: str = "") -> actions.Contact:
    return queries.read_contact(address or f"siti{next(_numbers)}@contoh.id")


def sent_code(contact: actions.Contact) -> str:
    """The newest one-time code, as the message tells it."""
    body = Notice.objects.filter(address=contact.address, purpose="one-time-code").latest("pk").body
    return next(word.strip(".") for word in body.split() if word.strip(".").isdigit())


def make_proof(
    office: Office, contact: actions.Contact, *, session_key: str = "", now: datetime = NOW
) -> str:
    """A contact that was proven in a visit; returns the visit's secret."""
    session_key = session_key or secrets.token_hex(16)
    actions.ask_code(
        office_slug=office.slug,
        contact=contact,
        session_key=session_key,
        language="id",
        now=now,
    )
    actions.prove_contact(
        contact=contact, session_key=session_key, code=sent_code(contact), now=now
    )
    return session_key


def make_wanted(
    office: Office,
    *,
    service: str = NEW,
    people: int | Sequence[Person] = 1,
    now: datetime = NOW,
    **changes: Any,
) -> actions.NumbersWanted:
    """What somebody sends who has proven her contact; a day after NOW unless said otherwise."""
    wanted: dict[str, Any] = {
        "service_id": service_of(office, service).pk,
        "people": tuple(make_person() for _ in range(people))
        if isinstance(people, int)
        else tuple(people),
        "preferences": (Preference(day=DAY),),
        "once_key": secrets.token_hex(16),
    }
    if "contact" not in changes:
        contact = make_contact()
        wanted |= {"contact": contact, "session_key": make_proof(office, contact, now=now)}
    return actions.NumbersWanted(**wanted | changes)


def make_application(
    office: Office,
    *,
    at: ApplicationState = ApplicationState.GRANTED,
    day: date = DAY,
    service: str = NEW,
    people: int | Sequence[Person] = 1,
    now: datetime = NOW,
    **changes: Any,
) -> Application:
    """An application that walked to this state by real actions, on a day with supply."""
    make_supply(office, day=day, service=service, now=now)
    changes.setdefault("preferences", (Preference(day=day),))
    wanted = make_wanted(office, service=service, people=people, now=now, **changes)
    taken = actions.take_numbers(wanted=wanted, actor=CITIZEN, now=now)
    _walk_to(at, taken.ref, office, day)
    return Application.objects.get(ref=taken.ref)


def make_assisted(
    office: Office, helper: Actor, *, now: datetime = NOW, **changes: Any
) -> Application:
    """An application that a helper made for someone who cannot."""
    make_supply(office, now=now)
    wanted = make_wanted(office, contact=None, now=now, **changes)
    taken = actions.assist_numbers(wanted=wanted, actor=helper, now=now)
    return Application.objects.get(ref=taken.ref)


def _walk_to(at: ApplicationState, ref: str, office: Office, day: date) -> None:
    morning = datetime(day.year, day.month, day.day, tzinfo=UTC)
    eve = morning - timedelta(hours=22)  # ten in the morning of the day before
    if at == ApplicationState.WITHDRAWN:
        actions.withdraw(ref=ref, actor=CITIZEN, now=NOW)
    if at in (ApplicationState.CONFIRMED, ApplicationState.PRESENT):
        actions.confirm(ref=ref, actor=CITIZEN, now=eve)
    if at == ApplicationState.PRESENT:
        check_in(ref, now=morning)
    if at == ApplicationState.EXPIRED:
        end_day(office, day=day)


def end_day(office: Office, *, day: date = DAY) -> actions.DaySettled:
    """End a day as the hall does when it closes, in a transaction of its own."""
    midnight = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
    with transaction.atomic():
        return actions.settle_day(office, day=day, now=midnight)


def check_in(ref: str, *, now: datetime = ON_THE_DAY, positions: Sequence[int] = ()) -> None:
    """Note presence as the hall does, in a transaction of its own."""

    with transaction.atomic():
        application = actions.lock_application(ref)
        people = Applicant.objects.filter(application=application).select_related(
            "application", "seat"
        )
        if positions:
            people = people.filter(position__in=positions)
        actions.record_presence(list(people), now=now)


def numbers_of(application: Application) -> list[str]:
    seats = Seat.objects.filter(applicant__application=application).order_by("applicant__position")
    return [seat.number for seat in seats]


def facts(office: Office, kind: str = "") -> list[Event]:
    """What the record says of this office, in order; of one kind if given."""
    bodies = Entry.objects.filter(office=office.slug).order_by("pk").values_list("body", flat=True)
    told = [parse_event(bytes(body)) for body in bodies]
    return [fact for fact in told if kind in ("", fact.kind)]


__all__ = [
    "BORN",
    "CITIZEN",
    "CLOCK",
    "DAY",
    "DAY_BEFORE",
    "IT_ADMIN",
    "NEW",
    "NEXT_DAY",
    "NOW",
    "ON_THE_DAY",
    "REPLACEMENT",
    "check_in",
    "end_day",
    "facts",
    "make_application",
    "make_assisted",
    "make_contact",
    "make_nik",
    "make_office",
    "make_person",
    "make_proof",
    "make_supply",
    "make_wanted",
    "numbers_of",
    "sent_code",
    "service_of",
    "staff",
]
