from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.people import Person, PersonFault, check_people, edits, tidy

TODAY = date(2026, 11, 25)
SITI = Person(nik="6571015708900001", name="Siti Aminah", birth_date=date(1990, 8, 17))
F = PersonFault


def faults(*people):
    return [(p.person, p.field, p.reason) for p in check_people(people, today=TODAY)]


def test_a_person_as_on_the_card_has_no_problem():
    assert faults(SITI) == []


@pytest.mark.parametrize(
    "name",
    ["Suharto", "D'Artagnan", "Ni Made Ayu", "H. Abd. Rahman, S.H.", "Anne-Marie", "Y" * 100],
)
def test_names_of_real_people_are_taken(name):
    assert faults(replace(SITI, name=name)) == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", F.NAME_EMPTY),
        ("'.", F.NAME_EMPTY),
        ("Siti 2", F.NAME_SIGNS),
        ("<b>Siti</b>", F.NAME_SIGNS),
        ("Siti\u202eanimA", F.NAME_SIGNS),
        ("Y" * 101, F.NAME_LONG),
    ],
)
def test_what_is_no_name_is_said(name, fault):
    assert faults(replace(SITI, name=name)) == [(0, "name", fault)]


@pytest.mark.parametrize(
    ("nik", "fault"),
    [
        ("", F.NIK_LENGTH),
        ("657101570890000", F.NIK_LENGTH),
        ("657101570890000A", F.NIK_LETTERS),
        ("9971015708900001", F.NIK_PROVINCE),
        ("6571013202900001", F.NIK_DATE),
        ("6571015708900000", F.NIK_SERIAL),
    ],
)
def test_what_is_no_nik_is_said(nik, fault):
    assert faults(replace(SITI, nik=nik)) == [(0, "nik", fault)]


def test_a_birth_date_that_disagrees_with_the_nik_is_said_at_the_date():
    born = replace(SITI, birth_date=date(1990, 8, 18))

    assert faults(born) == [(0, "birth_date", F.NIK_BIRTH_DATE)]


def test_nobody_was_born_tomorrow_or_before_1900():
    assert (0, "birth_date", F.BIRTH_FUTURE) in faults(replace(SITI, birth_date=date(2090, 8, 17)))
    assert (0, "birth_date", F.BIRTH_OLD) in faults(replace(SITI, birth_date=date(1890, 8, 17)))


def test_one_person_stands_in_a_family_once():
    assert faults(SITI, replace(SITI, name="Siti")) == [(1, "nik", F.NIK_TWICE)]


def test_an_unknown_district_is_a_warning_only():
    [problem] = check_people([replace(SITI, nik="6571995708900001")], today=TODAY)

    assert (problem.reason, problem.is_warning) == (F.NIK_DISTRICT, True)


def test_pasted_spaces_and_phone_apostrophes_are_put_right():
    typed = replace(SITI, nik=" 6571 0157 0890 0001 ", name="  Siti\u00a0 Nur\u2019aini ")

    assert (tidy(typed).nik, tidy(typed).name) == (SITI.nik, "Siti Nur'aini")


def test_a_person_in_a_log_shows_nothing():
    assert "6571" not in repr(SITI)
    assert "Siti" not in repr(SITI)


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("Siti", "siti", 0),
        ("Siti", "Sitti", 1),
        ("Siti", "Budi", 3),
        ("", "Siti", 4),
        ("ab", "ba", 2),
    ],
)
def test_edits_are_counted_letter_by_letter(before, after, count):
    assert edits(before, after) == count


@given(st.text(max_size=12), st.text(max_size=12))
def test_edits_are_the_same_both_ways_and_none_for_the_same_name(one, two):
    assert edits(one, two) == edits(two, one)
    assert edits(one, one) == 0
