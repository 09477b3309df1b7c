"""A gift goes from the declaration to its end; four eyes hold; the night tells counts alone."""

from datetime import date, timedelta

import pytest
from django.db import connection

from jernih.apps.conduct import actions, jobs, queries
from jernih.apps.conduct.models import Gift, GiftNight, GiftPhoto
from jernih.apps.ledger.models import Entry
from jernih.pure import gifts
from jernih.pure.photo import BadPhoto
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from jernih.pure.states import GiftState, IllegalMove
from tests import pictures
from tests.gift_makers import GIVER, TODAY, make_gift, told
from tests.makers import NOW, make_office
from tests.staff_makers import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def people(office):
    """An officer, two keepers."""
    roles = (Role.COUNTER, Role.GIFT_KEEPER, Role.GIFT_KEEPER)
    return [make_staff(role, office=office.slug).as_actor() for role in roles]


def at_the_register(gift, officer, keeper):
    row = actions.offer_item(
        ref=gift.ref, to=gifts.Custody.REGISTER, second=keeper.ref, words="utuh", actor=officer,
        now=NOW,
    )  # fmt: skip
    actions.receive_item(handover_id=row.pk, actor=keeper, now=NOW)


def test_a_gift_goes_all_the_way(office, people):
    officer, keeper, other = people
    gift = make_gift(office, officer)
    by_keeper = {"ref": gift.ref, "actor": keeper, "now": NOW}

    actions.ask_for_more(words="Nilainya?", **by_keeper)
    actions.add_to_gift(ref=gift.ref, words="150 ribu.", actor=officer, now=NOW)
    at_the_register(gift, officer, keeper)
    actions.check_gift(**by_keeper)
    actions.forward_gift(**by_keeper)
    actions.decide_gift(decision=gifts.GiftDecision.STATE, decree="B/12/KPK", **by_keeper)
    with pytest.raises(actions.ItemElsewhere):
        actions.close_gift(end=gifts.GiftEnd.DECIDED, **by_keeper)
    row = actions.offer_item(to=gifts.Custody.STATE, second=other.ref, words="", **by_keeper)
    with pytest.raises(actions.ItemElsewhere):
        actions.close_gift(end=gifts.GiftEnd.DECIDED, **by_keeper)
    actions.receive_item(handover_id=row.pk, actor=other, now=NOW)
    actions.close_gift(end=gifts.GiftEnd.DECIDED, **by_keeper)

    gift.refresh_from_db()
    assert (gift.state, gift.place, gift.completed_on) == ("CLOSED", "STATE", TODAY)
    assert gift.lines.count() == 11


def test_nobody_keeps_the_register_of_her_own_gift(office, people):
    keeper = people[1]
    gift = make_gift(office, keeper)

    for step in (actions.check_gift, actions.forward_gift):
        with pytest.raises(actions.OwnGift):
            step(ref=gift.ref, actor=keeper, now=NOW)
    with pytest.raises(actions.WrongHands):
        actions.offer_item(
            ref=gift.ref, to=gifts.Custody.REGISTER, second=keeper.ref, words="", actor=keeper,
            now=NOW,
        )  # fmt: skip


def test_nobody_signs_for_both_hands(office, people):
    officer, keeper, other = people
    gift = make_gift(office, officer)
    offer = {"ref": gift.ref, "to": gifts.Custody.REGISTER, "words": "", "now": NOW}

    with pytest.raises(actions.NotTheHolder):
        actions.offer_item(second=other.ref, actor=keeper, **offer)
    with pytest.raises(actions.WrongHands):
        actions.offer_item(second=officer.ref, actor=officer, **offer)
    row = actions.offer_item(second=keeper.ref, actor=officer, **offer)
    with pytest.raises(actions.AlreadyUnderWay):
        actions.offer_item(second=other.ref, actor=officer, **offer)
    for who in (officer, other):
        with pytest.raises(Refused):
            actions.receive_item(handover_id=row.pk, actor=who, now=NOW)
    with pytest.raises(Refused):
        actions.take_back_offer(handover_id=row.pk, actor=keeper, now=NOW)
    actions.take_back_offer(handover_id=row.pk, actor=officer, now=NOW)

    gift.refresh_from_db()
    assert gift.place == gifts.Custody.RECIPIENT


def test_a_refused_gift_is_written_down_and_never_forwarded(office, people):
    officer, keeper, _other = people
    gift = make_gift(office, officer, answer=gifts.GiftAnswer.REFUSED)
    actions.check_gift(ref=gift.ref, actor=keeper, now=NOW)

    with pytest.raises(actions.NothingToForward):
        actions.forward_gift(ref=gift.ref, actor=keeper, now=NOW)
    with pytest.raises(actions.NotAnEnd):
        actions.close_gift(ref=gift.ref, end=gifts.GiftEnd.NOT_NEEDED, actor=keeper, now=NOW)
    closed = actions.close_gift(ref=gift.ref, end=gifts.GiftEnd.REFUSED, actor=keeper, now=NOW)

    assert (closed.state, closed.place) == (GiftState.CLOSED, gifts.Custody.GIVER)


def test_what_must_be_reported_cannot_be_closed_away(office, people):
    officer, keeper, _other = people
    gift = make_gift(office, officer)
    actions.ask_for_more(ref=gift.ref, words="Foto?", actor=keeper, now=NOW)
    end = {"ref": gift.ref, "end": gifts.GiftEnd.NOT_COMPLETED, "actor": keeper}

    with pytest.raises(actions.NotAnEnd):
        actions.close_gift(now=NOW + timedelta(days=28), **end)
    actions.close_gift(now=NOW + timedelta(days=31), **end)
    with pytest.raises(IllegalMove):
        actions.close_gift(now=NOW + timedelta(days=31), **end)


def test_small_gifts_of_one_colleague_add_up_however_his_name_is_written(office, people):
    officer = people[0]
    same = {"relation": gifts.GiverRelation.COLLEAGUE, "occasion": gifts.GiftOccasion.OTHER}
    names = ("Budi Santoso", "  budi  SANTOSO", "Budi santoso", "Budi Santoso")

    made = [
        make_gift(office, officer, value=450_000, words={"giver": name}, **same) for name in names
    ]

    assert [one.rule for one in made] == ["UNDER_CEILING"] * 3 + ["OVER_YEAR"]


def test_who_may_not_or_what_cannot_be_leaves_no_trace(office, people):
    with pytest.raises(Refused):
        make_gift(office, CITIZEN)
    with pytest.raises(Refused):
        make_gift(office, make_staff(Role.COUNTER, office="elsewhere").as_actor())
    with pytest.raises(actions.NotYet):
        make_gift(office, people[0], happened_on=TODAY + timedelta(days=1))
    with pytest.raises(BadPhoto):
        make_gift(office, people[0], photos=(b"MZ\x90 an executable named .jpg",))
    gift = make_gift(office, people[0])
    with pytest.raises(Refused):
        actions.add_to_gift(ref=gift.ref, words="x", actor=people[1], now=NOW)
    with pytest.raises(Refused):
        actions.check_gift(ref=gift.ref, actor=people[0], now=NOW)
    with pytest.raises(actions.WordsMissing):
        actions.ask_for_more(ref=gift.ref, words=" ", actor=people[1], now=NOW)
    actions.check_gift(ref=gift.ref, actor=people[1], now=NOW)
    with pytest.raises(IllegalMove):
        actions.add_to_gift(ref=gift.ref, words="x", actor=people[0], now=NOW)

    assert Gift.objects.count() == 1


def test_no_word_of_a_declaration_lies_open_in_the_tables(office, people):
    officer, keeper, _other = people
    gift = make_gift(office, officer, photos=(pictures.jpeg(),))
    at_the_register(gift, officer, keeper)

    tables = ("gift", "giftline", "giftphoto", "handover")
    with connection.cursor() as cursor:
        dump = b""
        for table in tables:
            cursor.execute(f"SELECT t::text FROM conduct_{table} t")
            dump += repr(cursor.fetchall()).encode()

    for word in ("kanari", GIVER, "6571010101900001", "utuh"):
        assert word.encode() not in dump
        assert word.encode().hex().encode() not in dump
    assert pictures.CANARY.hex().encode() not in dump
    assert queries.words_of(gift)["giver"] == GIVER


def test_the_night_counts_once_and_names_nobody(office, people):
    officer, keeper, _other = people
    assert actions.count_gifts(office_id=office.pk, actor=CLOCK, now=NOW) is None
    make_gift(office, officer, answer=gifts.GiftAnswer.REFUSED)
    gift = make_gift(office, officer)
    actions.check_gift(ref=gift.ref, actor=keeper, now=NOW)
    actions.forward_gift(ref=gift.ref, actor=keeper, now=NOW)

    assert jobs.night(NOW) == 1
    assert jobs.night(NOW) == 0
    late = actions.count_gifts(office_id=office.pk, actor=CLOCK, now=NOW + timedelta(days=1))

    night = GiftNight.objects.earliest("day")
    assert (night.declared, night.refused, night.forwarded, night.open) == (2, 1, 1, 2)
    assert (late.declared, late.open, late.overdue) == (0, 2, 0)
    body = bytes(Entry.objects.order_by("pk")[Entry.objects.count() - 2].body)
    assert b"conduct.gifts-counted" in body
    for told_of in (officer.ref, gift.ref, "150000", GIVER):
        assert told_of.encode() not in body
    with pytest.raises(Refused):
        actions.count_gifts(office_id=office.pk, actor=keeper, now=NOW)


def test_what_is_long_over_is_wiped_and_still_counted(office, people):
    officer, keeper, _other = people
    gift = make_gift(office, officer, answer=gifts.GiftAnswer.REFUSED, photos=(pictures.png(),))
    actions.check_gift(ref=gift.ref, actor=keeper, now=NOW)
    actions.close_gift(ref=gift.ref, end=gifts.GiftEnd.REFUSED, actor=keeper, now=NOW)
    erase = {"office_id": office.pk, "actor": CLOCK}

    assert actions.erase_old_gifts(now=NOW + timedelta(days=1825), **erase) == 0
    assert actions.erase_old_gifts(now=NOW + timedelta(days=1827), **erase) == 1
    assert actions.erase_old_gifts(now=NOW + timedelta(days=1828), **erase) == 0

    gift.refresh_from_db()
    assert (queries.words_of(gift), gift.giver_index) == ({}, "")
    assert not GiftPhoto.objects.exclude(body=None).exists()
    assert not gift.lines.exclude(sealed=None).exists()


def test_overdue_is_said_of_who_waits_too_long(office, people):
    gift = make_gift(office, people[0], happened_on=date(2026, 11, 2))
    night = actions.count_gifts(office_id=office.pk, actor=CLOCK, now=NOW + timedelta(days=15))

    assert night.overdue == 1
    [row] = queries.register(office, today=TODAY + timedelta(days=15), is_open=True)
    assert (row.ref, row.is_overdue) == (gift.ref, True)
    assert told().value == gift.value
