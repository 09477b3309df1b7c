"""What becomes of a batch that was given up, as the record tells it."""

from jernih.pure import events, events_draw, events_office
from jernih.pure.audit import check
from jernih.pure.audit_all import all_checks
from jernih.pure.events import event_bytes
from tests.draw_records import (
    OPENS_AT,
    OWN,
    QUOTAS,
    life_goes_on,
    ref,
    rules,
    told,
)
from tests.pure.after_draws import (
    AT,
    DAY,
    DRAWN,
    MINUTE,
    STORY,
    given_up,
    offered,
    taken,
)


def test_all_numbers_of_a_batch_given_up_are_offered():
    later = life_goes_on()

    assert rules(given_up(offered(7), later)) == []
    assert rules(given_up(later)) == ["draw.capacity"]
    assert rules(given_up(offered(6), later)) == ["draw.leftover"]
    in_calendar = [STORY.until_open()[0], given_up()[-1], later]
    assert rules(in_calendar) == []


def test_they_can_be_taken_after_their_rest():
    early, later = OPENS_AT + DAY + MINUTE, OPENS_AT + 2 * DAY

    assert rules(given_up(offered(7), taken("A-003", at=later))) == []
    assert rules(given_up(offered(7), taken("A-003", at=early))) == ["draw.leftover"]


def test_who_was_in_it_is_out_of_it_and_her_data_may_go():
    gone = told(events_draw.ApplicationWithdrawn, OPENS_AT + DAY - MINUTE, ref=ref(1))
    erased = [told(events_office.Erased, AT, ref=ref(n)) for n in (1, 2)]
    confirmed = told(events.Confirmed, AT, ref=ref(2))
    facts = given_up(offered(7))
    facts.insert(-2, gone)

    def said(*facts):
        found = check(map(event_bytes, facts), checks=all_checks(QUOTAS, draw=OWN)).violations
        return [one.rule for one in found]

    assert said(*facts, *erased) == []
    assert said(*facts, confirmed) == ["booking.application"]
    assert "booking.erased" in said(*DRAWN, *erased)
