from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jernih.pure import events, events_draw, events_office, reasons
from jernih.pure.audit import Report, check
from jernih.pure.audit_office import GRACE, office_checks
from jernih.pure.events import Event, event_bytes
from tests.pure import booking_facts as booking
from tests.pure.booking_facts import HASH, QUOTAS, ref
from tests.pure.hall_facts import DAY, OFFICE, ONE, Story, true_day

AFTER = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
KEPT = timedelta(days=90)


def report(*facts: Event) -> Report:
    return check(map(event_bytes, facts), checks=office_checks(QUOTAS))


def rules(*facts: Event) -> list[str]:
    return [one.rule for one in report(*facts).violations]


def compared(service: str, processed: int, served: int) -> events_office.Reconciled:
    return events_office.Reconciled(
        office=OFFICE,
        at=AFTER,
        day=DAY,
        service=service,
        processed=processed,
        served=served,
        officer=ONE,
        commitment=HASH,
    )


def erased(n: int, *, at: datetime = AFTER) -> events_office.Erased:
    return events_office.Erased(office=OFFICE, at=at, ref=ref(n))


def wiped(*, at: datetime = AFTER) -> events_office.WalkInsErased:
    return events_office.WalkInsErased(office=OFFICE, at=at, day=DAY)


def much_later(fact: Event, *, days: int) -> Event:
    """A harmless fact so long after the day, for the end of a record."""
    return replace(booking.confirmed(99), at=AFTER + timedelta(days=days))


def served_day() -> Story:
    """Two come for `new` and are served, one of them after being sent on to the interview."""
    story = Story().opened().sat(1, ONE, "new", "interview").came(1).came(2)
    story.called("A-001", after=1).served("A-001")
    story.called("A-002").did(events.ServiceStarted, "A-002")
    story.did(events.Transferred, "A-002", from_service="new", service="interview")
    story.called("A-002").served("A-002")
    return story.stood().closed(served=2)


# ---- files


def test_whoever_was_sent_on_counts_for_what_she_came_for():
    assert rules(*served_day().facts, compared("new", 2, 2)) == []
    assert rules(*served_day().facts, compared("interview", 0, 0)) == []
    assert rules(*served_day().facts, compared("interview", 1, 1)) == ["hall.files"]


@pytest.mark.parametrize("claim", [0, 1, 3])
def test_a_false_number_of_served_is_found_however_well_it_fits_the_files(claim):
    found = report(*served_day().facts, compared("new", claim, claim)).violations

    assert [one.rule for one in found] == ["hall.files"]
    assert f"{claim} numbers for new" in found[0].words
    assert "the record shows 2" in found[0].words


def test_a_day_is_compared_after_it_is_closed():
    *before, end = served_day().facts

    assert rules(*before, compared("new", 2, 2), end) == ["hall.files"]
    assert rules(compared("new", 2, 2)) == ["hall.files"]


def test_a_difference_is_said_and_not_blamed():
    found = report(*served_day().facts, compared("new", 3, 2))

    assert found.is_clean
    assert found.notes == (
        "The ministry's files were held against 1 of 1 days.",
        f"{OFFICE} on {DAY}: 3 files and 2 numbers served for new.",
    )


def test_of_two_comparisons_the_last_counts():
    found = report(*served_day().facts, compared("new", 3, 2), compared("new", 2, 2))

    assert found.notes == ("The ministry's files were held against 1 of 1 days.",)


def test_days_that_nobody_compared_are_said_too():
    assert report(*served_day().facts).notes == (
        "The ministry's files were held against 0 of 1 days.",
    )
    assert report().notes == ()


# ---- papers seen


def test_whose_papers_were_seen_comes_in_at_once_at_the_desk():
    at_desk = reasons.Channel.DESK

    assert rules(*Story().opened().saw(1).came(1, channel=at_desk).facts) == []
    assert rules(*Story().opened().saw(1).came(1).facts) == ["hall.identity"]
    assert rules(*Story().opened().saw(1).came(2, channel=at_desk).facts) == ["hall.identity"]
    assert rules(*Story().opened().saw(1).sat().facts) == ["hall.identity"]
    # The record may end between two facts that come together.
    assert rules(*Story().opened().saw(1).facts) == []


# ---- erasure


def ended(n: int = 1) -> list[Event]:
    return [booking.released(), booking.taken(n, "A-001"), booking.withdrawn(n, "A-001")]


def test_people_are_erased_once_after_their_application_has_ended():
    assert rules(*ended(), erased(1)) == []
    assert rules(*ended()[:2], erased(1)) == ["booking.erased"]
    assert rules(*ended(), erased(1), erased(1)) == ["booking.erased"]
    assert rules(erased(1)) == ["booking.erased"]


def test_whoever_came_is_erased_after_the_day_was_closed():
    *before, end = true_day().facts
    taken = [booking.taken(n, f"A-00{n}") for n in range(1, 6)]
    all_erased = [erased(n) for n in range(1, 6)]

    assert rules(*taken, *before, end, *all_erased, wiped()) == []
    assert rules(*taken, *before, erased(1), end) == ["booking.erased"]


def test_an_absent_one_is_erased_after_her_day():
    story = [booking.taken(1, "A-001"), booking.stayed_away(1, "A-001")]

    assert rules(*story, erased(1)) == []


@pytest.mark.parametrize(
    "deed",
    [booking.confirmed(1), booking.moved(1, "A-001", "A-002"), booking.stayed_away(1, "A-001")],
    ids=lambda deed: deed.kind,
)
def test_nothing_happens_to_an_application_after_its_people_were_erased(deed):
    assert rules(*ended(), erased(1), deed) == ["booking.erased"]


def test_people_who_are_not_erased_in_time_are_a_broken_promise():
    last = (KEPT + GRACE).days - 1  # given back the day before DAY

    assert rules(*ended(), much_later(ended()[0], days=last - 1)) == []
    assert rules(*ended(), much_later(ended()[0], days=last)) == ["booking.erased"]
    assert rules(*ended(), erased(1), much_later(ended()[0], days=last)) == []


def test_who_never_ended_is_not_late():
    assert rules(*ended()[:2], much_later(ended()[0], days=900)) == []


def applied(n: int) -> events_draw.Applied:
    return events_draw.Applied(
        office=OFFICE,
        at=booking.MORNING,
        batch=ref(1000),
        ref=ref(n),
        service="passport",
        classes=(reasons.PriorityClass.GENERAL,),
        wishes=(),
        any_after="",
        standby=False,
        lost=(),
        channel=reasons.Channel.WEB,
        helper="",
        commitments=(HASH,),
        nullifiers=(HASH,),
    )


def test_whoever_drew_nothing_is_erased_when_she_waits_no_longer():
    over = events_draw.WaitingEnded(office=OFFICE, at=AFTER, batch=ref(1000), ref=ref(1))
    left = events_draw.ApplicationWithdrawn(office=OFFICE, at=AFTER, batch=ref(1000), ref=ref(1))

    assert rules(applied(1), over, erased(1)) == []
    assert rules(applied(1), left, erased(1)) == []
    assert rules(applied(1), erased(1)) == ["booking.erased"]
    assert rules(applied(1), over, much_later(over, days=100)) == ["booking.erased"]


def test_nobody_is_seated_by_lot_after_she_was_erased():
    over = events_draw.WaitingEnded(office=OFFICE, at=AFTER, batch=ref(1000), ref=ref(1))
    row = events_draw.DrawnRow(ref=ref(1), day="2026-11-25", numbers=("A-001",))
    none = events_draw.DrawnRow(ref=ref(1), day="", numbers=())
    drawn = events_draw.SeatsDrawn(office=OFFICE, at=AFTER, batch=ref(1000), first=1, rows=(row,))
    seated = events_draw.StandbySeated(
        office=OFFICE, at=AFTER, batch=ref(1000), ref=ref(1), day=DAY, numbers=("A-001",)
    )

    assert rules(applied(1), over, erased(1), drawn) == ["booking.erased"]
    assert rules(applied(1), over, erased(1), replace(drawn, rows=(none,))) == []
    assert rules(applied(1), over, erased(1), seated) == ["booking.erased"]


def test_names_given_at_the_door_are_erased_after_the_day_and_in_time():
    story = Story().opened().walked(1).closed(expired=1).facts
    last = (KEPT + GRACE).days

    assert rules(*story, wiped()) == []
    assert rules(*story[:-1], wiped(), story[-1]) == ["hall.erased"]
    assert rules(*story, much_later(story[0], days=last - 1)) == []
    assert rules(*story, much_later(story[0], days=last)) == ["hall.erased"]
    assert rules(*story, wiped(), much_later(story[0], days=last)) == []


def test_before_the_first_rule_nothing_was_promised():
    facts = [*ended(), much_later(ended()[0], days=900)]

    assert check(map(event_bytes, facts), checks=office_checks({})).is_clean
