"""Three draws of a demonstration: one done, one waiting for its beacon round, one open.

The one that is done uses a real round of drand, for no other can be had without a network; so the
facts of its life carry moments of September 2026, while its seats are for the weeks to come.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Final

from jernih.apps.booking import actions as booking
from jernih.apps.booking import queries as booked
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Batch
from jernih.apps.booking.queries.draw import BatchTimes
from jernih.apps.hall.management.demo import draws, people
from jernih.apps.hall.management.demo.book import prove_contact
from jernih.apps.hall.management.demo.plan import FAMILY_SIZES
from jernih.apps.offices.models import Office, Service
from jernih.pure import contribution
from jernih.pure.people import Preference
from jernih.pure.roles import CITIZEN, CLOCK, Actor, Role

# drand quicknet, round 32281667; as in tests/vectors/beacon.json.
ROUND_AT: Final = datetime(2026, 9, 17, 12, 32, 45, tzinfo=UTC)
ROUND_SIGNATURE: Final = (
    "b0f5ae301358ff87a9d3dd539ed4a07c0148b1ab4f7b61a8ca43c7e9ca7ca955"
    "3e4faae9188deb30b2cd1a7f447e3e5b"
)
CONTRIBUTORS: Final = ("ombudsman-contoh", "universitas-contoh", "warga-contoh")
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Show:
    """One batch to show: its week, its times, how many apply, how many contributors reveal."""

    name: str
    times: BatchTimes
    applications: int
    reveals: int = 0


def show(office: Office, *, applications: int, now: datetime) -> int:
    """Make the three batches of each drawn service that has none; say how many were made.

    applications: to the one that is drawn; fewer to those that wait and are open.
    """
    made = 0
    for service in booked.draw.drawn_services(office):
        if Batch.objects.filter(service=service).exists():
            continue
        weeks = booked.draw.weeks_to_plan(service, now=now)
        for one, play in zip(
            _shows(weeks, applications, now), (_play_drawn, _play_closed, _play_open), strict=True
        ):
            play(_open(service, one), one)
            made += 1
    return made


def _shows(weeks: list[date], applications: int, now: datetime) -> tuple[Show, Show, Show]:
    first, second, third = weeks[:3]
    on_the_hour = now.replace(minute=0, second=0, microsecond=0)
    return (
        Show(
            name="drawn",
            times=_times(first, ROUND_AT - 5 * DAY, ROUND_AT - 28 * HOUR, ROUND_AT),
            applications=applications,
            reveals=2,
        ),
        Show(
            name="waiting",
            times=_times(second, on_the_hour - 4 * DAY, on_the_hour - HOUR, on_the_hour + 2 * HOUR),
            applications=applications * 2 // 7,
            reveals=1,
        ),
        Show(
            name="open",
            times=_times(third, on_the_hour - DAY, on_the_hour + 3 * DAY, on_the_hour + 4 * DAY),
            applications=applications // 9,
        ),
    )


def _times(
    first_day: date, opens_at: datetime, closes_at: datetime, draws_at: datetime
) -> BatchTimes:
    return BatchTimes(
        first_day=first_day,
        last_day=first_day + WEEK - DAY,
        announces_at=opens_at - 3 * DAY,
        opens_at=opens_at,
        closes_at=closes_at,
        draws_at=draws_at,
    )


def _open(service: Service, one: Show) -> Batch:
    times = one.times
    batch = draw.plan_batch(
        service_id=service.pk,
        first_day=times.first_day,
        times=times,
        actor=CLOCK,
        now=times.announces_at - DAY,
    )
    for name in CONTRIBUTORS:
        draw.name_contributor(
            batch_id=batch.pk,
            name=name,
            commitment=contribution.commit(batch.ref, secret=_secret(batch, name)),
            actor=CLOCK,
            now=times.announces_at - HOUR,
        )
    draw.announce_batch(batch_id=batch.pk, actor=CLOCK, now=times.opens_at - DAY)
    batch = draw.open_batch(batch_id=batch.pk, actor=CLOCK, now=times.opens_at)
    _apply(batch, one)
    return batch


def _apply(batch: Batch, one: Show) -> None:
    # Spread over the time it is open, or over what of it is past.
    gap = min(DAY, one.times.closes_at - one.times.opens_at) / (one.applications + 1)
    for n in range(one.applications):
        _join(batch, key=f"{batch.ref}/{n}", now=one.times.opens_at + n * gap)


def _join(batch: Batch, *, key: str, now: datetime) -> None:
    size = FAMILY_SIZES[draws.between(0, len(FAMILY_SIZES) - 1, key, "size")]
    days = sorted(batch.supplies.values_list("day", flat=True))
    days.sort(key=lambda day: draws.share(key, "wish", day))
    once_key = sha256(key.encode()).hexdigest()[:32]
    wanted = booking.NumbersWanted(
        service_id=batch.service_id,
        people=people.invented_family(key, people=size, on=batch.first_day),
        preferences=tuple(Preference(day=day) for day in days[: draws.between(1, 3, key, "days")]),
        any_after=batch.first_day if draws.happens(0.6, key, "any") else None,
        standby=draws.happens(0.3, key, "standby"),
        once_key=once_key,
    )
    if draws.happens(0.8, key, "assisted"):
        _unless_known(
            lambda: draw.assist_batch(
                batch_id=batch.pk, wanted=wanted, actor=_helper(batch.office), now=now
            )
        )
        return
    contact = booking.Contact(kind="EMAIL", address=f"contoh-{once_key[:10]}@demo.invalid")
    proven_at = prove_contact(batch.office, contact, session_key=once_key, now=now)
    _unless_known(
        lambda: draw.join_batch(
            batch_id=batch.pk,
            wanted=replace(wanted, contact=contact, session_key=once_key),
            actor=CITIZEN,
            now=proven_at,
        )
    )


def _unless_known(join: Callable[[], object]) -> None:
    try:
        join()
    except booking.AlreadyHolding:
        # Somebody invented before has the same ID number; one less does not matter here.
        return


def _play_open(batch: Batch, one: Show) -> None:
    """Leave it open."""


def _play_closed(batch: Batch, one: Show) -> None:
    draw.close_batch(batch_id=batch.pk, actor=CLOCK, now=one.times.closes_at)
    for name in CONTRIBUTORS[: one.reveals]:
        draw.reveal_secret(
            batch_id=batch.pk,
            name=name,
            secret=_secret(batch, name).hex(),
            actor=_overseer(batch.office),
            now=one.times.closes_at + timedelta(minutes=10),
        )


def _play_drawn(batch: Batch, one: Show) -> None:
    _play_closed(batch, one)
    draw.fix_seed(
        batch_id=batch.pk,
        evidence=ROUND_SIGNATURE,
        actor=CLOCK,
        now=ROUND_AT + timedelta(seconds=4),
    )
    draw.draw_batch(batch_id=batch.pk, actor=CLOCK, now=ROUND_AT + timedelta(minutes=1))


def _secret(batch: Batch, name: str) -> bytes:
    return sha256(f"demo/{batch.ref}/{name}".encode()).digest()


def _helper(office: Office) -> Actor:
    return Actor(roles=frozenset({Role.HELPER}), ref="s-demohp", office=office.slug)


def _overseer(office: Office) -> Actor:
    return Actor(roles=frozenset({Role.OVERSEER}), ref="s-demoov", office=office.slug)
