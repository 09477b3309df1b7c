"""One answer a ticket, by a token that nobody can forge or use twice; counted by the box."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jernih.apps.hall import queries as hall_queries
from jernih.apps.ledger.models import Entry
from jernih.apps.surveys import actions, jobs, queries
from jernih.apps.surveys.models import Box, SealedAnswer, SpentToken, SurveyCount, TokenGiven
from jernih.pure import audit
from jernih.pure.audit_surveys import survey_checks
from jernih.pure.events_surveys import BoxOpened, IndexPublished
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from jernih.pure.states import TicketState
from jernih.pure.survey import Way
from tests.hall_makers import (
    check_in,
    code_of,
    make_application,
    make_desk,
    make_hall,
    make_ticket,
    press_next,
    walk_to,
)
from tests.makers import facts
from tests.survey_makers import (
    CROSS,
    answer_by_browser,
    get_token,
    make_key,
    said,
    served_codes,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return make_hall()


@pytest.fixture
def key(hall):
    return make_key(hall.office, now=hall.now)


def here(hall, code, way=Way.SERVER, actor=CITIZEN, text=None):
    answer = said(text) if text else said()
    actions.answer_here(code=code, answer=answer, way=way, actor=actor, now=hall.now)


def opened(hall):
    return actions.open_boxes(office_id=hall.office.pk, actor=CLOCK, now=hall.now)


def nothing_saved():
    return not (TokenGiven.objects.exists() or SpentToken.objects.exists())


def test_an_answer_by_a_blind_token_is_counted_with_others(hall, key):
    for nth, code in enumerate(served_codes(hall, 5)):
        answer_by_browser(
            code, key, CROSS if nth == 4 else "444433334|66666655|66665|NO", now=hall.now
        )

    assert opened(hall) == 5

    book = queries.books_of(hall.office, period="2026-Q4")[Way.BROWSER]
    assert book.asked == (4, 1, 0)
    assert not SealedAnswer.objects.exists()
    [fact] = facts(hall.office, BoxOpened.kind)
    assert (fact.way, len(fact.tokens)) == (Way.BROWSER, 5)


def test_a_box_with_few_answers_stays_shut(hall):
    codes = served_codes(hall, 5)
    for code in codes[:4]:
        here(hall, code)

    assert opened(hall) == 0
    assert SealedAnswer.objects.count() == 4

    here(hall, codes[4])

    assert opened(hall) == 5


def test_a_ticket_has_one_token(hall, key):
    [code] = served_codes(hall)
    get_token(code, key, now=hall.now)

    with pytest.raises(actions.AlreadyAnswered):
        get_token(code, key, now=hall.now)
    with pytest.raises(actions.AlreadyAnswered):
        here(hall, code)
    assert not SealedAnswer.objects.exists()


def test_a_browser_that_lost_the_answer_gets_the_same_signature_again(hall, key):
    [code] = served_codes(hall)
    ask = {"code": code, "key": key.key, "blinded": b"\1" * 256, "actor": CITIZEN, "now": hall.now}

    assert actions.sign_token(**ask) == actions.sign_token(**ask)
    assert TokenGiven.objects.count() == 1


def test_each_of_a_family_answers_once_with_the_code_they_share(hall):
    application, desk = make_application(hall, people=2), make_desk(hall)
    check_in(hall, application)
    for _ in range(2):
        walk_to(hall, desk, press_next(hall, desk), TicketState.SERVED)

    for _ in range(2):
        here(hall, code_of(application))

    with pytest.raises(actions.AlreadyAnswered):
        here(hall, code_of(application))
    assert SealedAnswer.objects.count() == 2


def test_a_token_is_spent_once(hall, key):
    [code] = served_codes(hall)
    token = get_token(code, key, now=hall.now)
    give = {"office": hall.office.slug, "token": token, "actor": CITIZEN, "now": hall.now}
    actions.take_answer(answer=said(), **give)

    with pytest.raises(actions.SpentAlready):
        actions.take_answer(answer=said(CROSS), **give)
    assert SealedAnswer.objects.count() == 1


@pytest.mark.parametrize(
    "bend",
    [
        lambda token: replace(token, token=b"x" * 32),
        lambda token: replace(token, token=b"short"),
        lambda token: replace(token, prefix=b"x" * 32),
        lambda token: replace(token, signature=bytes(256)),
        lambda token: replace(token, signature=token.signature[1:]),
        lambda token: replace(token, key="f" * 64),
    ],
)
def test_a_forged_token_is_refused_and_nothing_is_kept(hall, key, bend):
    [code] = served_codes(hall)
    token = bend(get_token(code, key, now=hall.now))

    with pytest.raises(actions.ForgedToken):
        actions.take_answer(
            office=hall.office.slug, token=token, answer=said(), actor=CITIZEN, now=hall.now
        )
    assert not SpentToken.objects.exists()
    assert not Box.objects.exists()


def test_nobody_answers_before_the_end_of_the_service_or_long_after(hall):
    waiting = hall_queries.ticket_code(make_ticket(hall))
    with pytest.raises(actions.NotServed):
        here(hall, waiting)
    with pytest.raises(actions.UnknownCode):
        here(hall, "AAAA-AAAA-AAAA")

    hall2 = make_hall()
    [code] = served_codes(hall2)
    hall2.now += timedelta(days=31)
    with pytest.raises(actions.TooLate):
        here(hall2, code)
    assert nothing_saved()


def test_a_token_of_the_quarter_before_still_counts_and_of_an_older_one_no_more(hall, key):
    codes = served_codes(hall, 2)
    first, second = (get_token(code, key, now=hall.now) for code in codes)
    give = {"office": hall.office.slug, "answer": said(), "actor": CITIZEN}

    actions.take_answer(token=first, now=hall.now + timedelta(days=60), **give)

    with pytest.raises(actions.ForgedToken):
        actions.take_answer(token=second, now=hall.now + timedelta(days=200), **give)


def test_what_was_not_blinded_under_our_key_gets_no_signature(hall, key):
    [code] = served_codes(hall)

    for blinded in (b"", b"\xff" * 256):
        with pytest.raises(actions.ForgedToken):
            actions.sign_token(code=code, key=key.key, blinded=blinded, actor=CITIZEN, now=hall.now)
    assert not TokenGiven.objects.exists()


def test_paper_is_entered_by_a_helper_of_this_office_alone(hall):
    codes = served_codes(hall, 2)
    helper = hall.staff("helper", Role.HELPER)

    here(hall, codes[0], way=Way.PAPER, actor=helper)

    assert Box.objects.get().way == Way.PAPER
    stranger = replace(helper, office="elsewhere")
    for actor, way in ((CITIZEN, Way.PAPER), (stranger, Way.PAPER), (CITIZEN, Way.BROWSER)):
        with pytest.raises(Refused):
            here(hall, codes[1], way=way, actor=actor)
    assert TokenGiven.objects.count() == 1


def test_a_quarter_is_published_once_with_the_counts_it_comes_from(hall, key):
    head = hall.staff("headof", Role.HEAD)
    codes = served_codes(hall, 12)
    for code in codes[:6]:
        answer_by_browser(code, key, now=hall.now)
    for code in codes[6:11]:
        here(hall, code, text=CROSS)
    assert opened(hall) == 11
    later = hall.now + timedelta(days=40)
    publish = {"office_id": hall.office.pk, "period": "2026-Q4", "actor": head}

    with pytest.raises(actions.NotOver):
        actions.publish_index(now=hall.now, **publish)
    with pytest.raises(Refused):
        actions.publish_index(now=later, **publish | {"actor": CITIZEN})
    row = actions.publish_index(now=later, **publish)
    with pytest.raises(actions.PublishedAlready):
        actions.publish_index(now=later, **publish)

    [fact] = facts(hall.office, IndexPublished.kind)
    assert (fact.served, fact.answers, fact.browser, fact.server) == (12, 11, 6, 5)
    assert (fact.minimum, fact.asked_no, fact.asked_yes) == (12, 6, 5)
    assert row.figures["results"][0]["index"] == fact.results[0].index
    lines = [bytes(entry.body) for entry in Entry.objects.order_by("pk")]
    assert audit.check(lines, checks=survey_checks(queries.rules())).violations == ()


def test_the_clock_publishes_what_nobody_published_and_opens_boxes_at_night(hall):
    for code in served_codes(hall, 5):
        here(hall, code)
    night = hall.now + timedelta(hours=12)

    assert jobs.night(night) == 5
    assert jobs.night(night) == 0
    jobs.night(hall.now + timedelta(days=55))

    [fact] = facts(hall.office, IndexPublished.kind)
    assert (fact.period, fact.answers, fact.results) == ("2026-Q4", 5, ())
    assert SurveyCount.objects.get().answers == 5


def test_a_lost_key_costs_the_sealed_answers_and_nothing_else(hall, settings):
    codes = served_codes(hall, 10)
    for code in codes[:5]:
        here(hall, code)
    for file in settings.SURVEY_DIR.glob("*.box"):
        file.unlink()
    for code in codes[5:]:
        here(hall, code)

    assert opened(hall) == 5
    assert not SealedAnswer.objects.exists()


def test_a_key_open_to_others_is_not_used(hall, key, settings):
    [code] = served_codes(hall)
    for file in settings.SURVEY_DIR.glob("*.pem"):
        file.chmod(0o644)

    with pytest.raises(actions.BadSurveyKey):
        get_token(code, key, now=hall.now)
