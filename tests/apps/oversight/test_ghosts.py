"""Numbers chosen by the beacon are held against people; nobody can choose which."""

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from jernih.apps.oversight import actions, queries
from jernih.apps.oversight.models import Alarm, GhostAnswer, JudgedDay
from jernih.pure.beacon import QUICKNET, BadPulse, time_of
from jernih.pure.monitor import ghosts
from jernih.pure.roles import Refused, Role
from tests import oversight_makers as makers
from tests.visits import Desk, says, words

pytestmark = pytest.mark.django_db
DAY = "2026-11-25"


def known_round():
    """A round of quicknet whose signature was published, from the vectors of the beacon."""
    vectors = json.loads((Path(__file__).parents[2] / "vectors" / "beacon.json").read_text("utf-8"))
    return next(one for one in rounds_in(vectors))


def rounds_in(thing):
    if isinstance(thing, dict):
        if thing.get("chain") in ("quicknet", "QUICKNET") and "signature" in thing:
            yield thing
        for value in thing.values():
            yield from rounds_in(value)
    if isinstance(thing, list):
        for value in thing:
            yield from rounds_in(value)


@pytest.fixture
def sampled(clock):
    """A judged day that was closed a minute before a round whose word we have."""
    hall = makers.strange_hall()
    makers.judged(hall)
    pulse = known_round()
    at = time_of(QUICKNET, pulse["round"])
    JudgedDay.objects.update(closed_at=at - timedelta(seconds=60))
    clock.at(at + timedelta(minutes=1))
    return hall, pulse["signature"], at + timedelta(minutes=1)


def draw(hall, word, now, *, actor=None):
    return actions.draw_ghosts(
        office_id=hall.office.pk,
        day=DAY,
        word=word,
        actor=actor or makers.auditor(hall),
        now=now,
    )


def answer(hall, number, answer, now):
    return actions.answer_ghost(
        office_id=hall.office.pk,
        day=DAY,
        number=number,
        answer=answer,
        actor=makers.auditor(hall),
        now=now,
    )


def test_the_round_after_the_close_chooses_and_anybody_can_repeat_it(sampled):
    hall, word, now = sampled

    sample = draw(hall, word, now)

    chosen = list(sample.numbers.order_by("place").values_list("number", flat=True))
    randomness = sha256(bytes.fromhex(word)).digest()
    came = [f"A-{n:03}" for n in range(1, 6)]
    assert chosen == ghosts.chosen(
        came, office=hall.office.slug, day=JudgedDay.objects.get().day, randomness=randomness,
        size=59,
    )  # fmt: skip
    assert draw(hall, "anything at all", now).pk == sample.pk


def test_no_other_word_and_not_before_its_time(sampled):
    hall, word, now = sampled
    bent = ("0" if word[0] != "0" else "8") + word[1:]

    with pytest.raises(BadPulse):
        draw(hall, bent, now)
    with pytest.raises(actions.RoundNotYet):
        draw(hall, word, now - timedelta(minutes=2))
    with pytest.raises(Refused):
        draw(hall, word, now, actor=makers.supervisor(hall))
    with pytest.raises(actions.DayNotClosed):
        actions.draw_ghosts(
            office_id=hall.office.pk, day="2026-11-24", word=word,
            actor=makers.auditor(hall), now=now,
        )  # fmt: skip
    assert queries.sample_of(hall.office, JudgedDay.objects.get().day) is None


def test_all_real_says_how_many_may_not_be(sampled):
    hall, word, now = sampled
    numbers = [one.number for one in draw(hall, word, now).numbers.all()]
    for number in numbers:
        answer(hall, number, GhostAnswer.REAL, now)

    row = queries.sample_of(hall.office, JudgedDay.objects.get().day)

    # All five of five were asked about: none is known, not reckoned.
    assert (row.answered, row.nobody, row.largest_permille) == (5, 0, 0)
    assert not Alarm.objects.filter(kind="GHOSTS").exists()


def test_a_number_of_nobody_raises_an_alarm_about_the_office(sampled):
    hall, word, now = sampled
    numbers = [one.number for one in draw(hall, word, now).numbers.all()]
    answer(hall, numbers[0], GhostAnswer.NOBODY, now)
    answer(hall, numbers[1], GhostAnswer.NOBODY, now)

    [alarm] = Alarm.objects.filter(kind="GHOSTS")

    assert alarm.subject == ""
    assert alarm.figures == {"nobody": 1, "asked": 1, "of": 5}
    with pytest.raises(actions.NotInSample):
        answer(hall, "Z-999", GhostAnswer.REAL, now)


def test_an_auditor_draws_and_answers_by_the_pages(sampled):
    hall, word, _ = sampled
    desk = Desk(hall.office, Role.AUDITOR)
    path = f"pengawasan/hari/{DAY}/"

    assert desk.do(f"{path}undi/", word="").status_code == 422
    assert desk.do(f"{path}undi/", word="zz").status_code == 422
    page = desk.do(f"{path}undi/", word=word)
    assert says(page, "The lot has chosen. Look into these numbers.")
    assert "5 dari 5 nomor" in words(page)
    page = desk.do(f"{path}jawab/", number="A-001", answer="REAL")
    assert says(page, "Noted.")
    assert desk.do(f"{path}jawab/", number="A-001", answer="MAYBE").status_code == 404
    assert desk.do(f"{path}jawab/", number="Z-001", answer="REAL").status_code == 404
    assert desk.do("pengawasan/hari/2026-11-24/undi/", word=word).status_code == 404
