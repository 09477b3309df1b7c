from dataclasses import replace
from datetime import timedelta

import pytest

from jernih.pure import canonical
from jernih.pure.roles import Role
from jernih.pure.seal import bech32, roster
from jernih.pure.seal.roster import BadRoster, Reason
from tests.pure.seal.people import (
    GOLDEN,
    NOTE,
    ROSTER,
    ROSTER_KEY,
    ROSTER_SEED,
    TEXT,
    TODAY,
    sealed_roster,
    sign_with,
)

FIRST, SECOND = ROSTER.people[:2]


def opened(raw, *, today=TODAY, least=0):
    return roster.open_roster(raw, key=ROSTER_KEY, today=today, least=least)


def with_json(**fields):
    body = canonical.encode({**canonical.decode(TEXT.split("\n")[2].encode()), **fields})
    serial = fields.get("serial", ROSTER.serial)
    return f"{roster.VERSION}\n{serial}\n{body.decode()}\n"


def person_json(**fields):
    return [{**vars(FIRST), **fields}, *(vars(one) for one in ROSTER.people[1:])]


def test_the_golden_roster_is_opened_and_written_again():
    found = opened(NOTE)

    assert found == ROSTER
    assert sealed_roster().encode() == NOTE
    assert [one.label for one in found.escrow] == [
        "Inspektorat Jenderal",
        "Ombudsman",
        "Universitas",
    ]
    assert [one.ref for one in found.of_role(Role.OVERSEER)] == ["s-000004", "s-000005"]
    assert found.person("s-000006").role == Role.DECIDER
    assert found.person("s-zzzzzz") is None


def test_the_words_of_a_key_are_those_on_the_posters():
    assert list(roster.words(ROSTER_KEY.public)) == GOLDEN["roster"]["words"]
    # The paper's own example, 127.0.0.1.
    assert [roster._proquint(number) for number in (0x7F00, 0x0001)] == ["lusab", "babad"]


@pytest.mark.parametrize(
    ("today", "least", "reason"),
    [
        (ROSTER.starts_on - timedelta(1), 0, Reason.TOO_EARLY),
        (ROSTER.ends_on + timedelta(1), 0, Reason.TOO_LATE),
        (TODAY, ROSTER.serial + 1, Reason.OLDER),
    ],
)
def test_a_roster_that_is_not_of_today_is_refused(today, least, reason):
    with pytest.raises(BadRoster) as refused:
        opened(NOTE, today=today, least=least)

    assert refused.value.reason == reason


def test_a_roster_holds_on_its_first_and_on_its_last_day():
    for day in (ROSTER.starts_on, ROSTER.ends_on):
        assert opened(NOTE, today=day, least=ROSTER.serial) == ROSTER


def test_a_roster_of_another_hand_is_refused():
    forged = roster.write_roster(ROSTER, key=ROSTER_KEY, sign=sign_with(bytes(32)))

    for raw in (forged.encode(), NOTE.replace(b"Agnes", b"Agnis"), b"", TEXT.encode()):
        with pytest.raises(BadRoster) as refused:
            opened(raw)
        assert refused.value.reason == Reason.UNSIGNED


def test_the_key_of_another_record_opens_nothing():
    other = roster.roster_key(ROSTER_KEY.public, origin="elsewhere.invalid")

    with pytest.raises(BadRoster, match="not signed by the key given"):
        roster.open_roster(NOTE, key=other, today=TODAY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT.removesuffix("\n"), "three lines"),
        (TEXT + "more\n", "three lines"),
        (TEXT.replace("roster/v1", "roster/v2", 1), "three lines"),
        (TEXT.replace("\n3\n", "\n4\n", 1), "serials differ"),
        (TEXT.replace("\n3\n", "\n03\n", 1), "serials differ"),
        (TEXT.replace('{"escrow"', '{ "escrow"', 1), "canonical"),
        (TEXT.replace('{"escrow"', '{"\udcff"', 1), "canonical"),
        (with_json(more=1), "exactly"),
        (with_json(people="all"), "list of at most 15"),
        (with_json(people=person_json(role="HEAD")), "role is not spelled"),
        (with_json(people=person_json(name=" ")), "a name is empty"),
        (with_json(people=person_json(name="x" * 81)), "at most 80"),
        (with_json(people=person_json(name="a\nb")), "control character"),
        (with_json(people=person_json(recipient="age1" + "q" * 58)), "recipient age1"),
        (
            with_json(people=person_json(recipient=bech32.write_recipient(bytes(32)))),
            "everybody could open",
        ),
        (with_json(people=person_json(recipient=SECOND.recipient)), "a recipient stands"),
        (
            with_json(people=person_json(recipient=ROSTER.escrow[0].recipient)),
            "a recipient stands",
        ),
        (with_json(people=person_json(ref=SECOND.ref)), "a pseudonym stands"),
        (with_json(people=person_json(signs=SECOND.signs)), "a signing key stands"),
        (with_json(people=person_json(role="OVERSEER")), "no section but outside"),
        (with_json(escrow=[vars(one) for one in ROSTER.escrow[:2]]), "2 trustees"),
        (
            with_json(escrow=[{**vars(one), "label": "A"} for one in ROSTER.escrow]),
            "a label stands",
        ),
        (with_json(**{"from": "2027-11-01"}), "ends before it begins"),
        (with_json(until="2027-02-29"), "not a day"),
        (with_json(serial=0), "serial is not a whole number"),
        (with_json(serial=True), "serial is not a whole number"),
    ],
)
def test_what_no_roster_may_say_is_refused_in_words(text, words):
    with pytest.raises(BadRoster, match=words) as refused:
        roster.parse_text(text)

    assert refused.value.reason == Reason.BROKEN


def test_nothing_is_signed_that_could_not_be_opened():
    for bent in (
        replace(ROSTER, escrow=ROSTER.escrow[:2]),
        replace(ROSTER, office="\ud800"),
    ):
        with pytest.raises(BadRoster):
            roster.write_roster(bent, key=ROSTER_KEY, sign=sign_with(ROSTER_SEED))
