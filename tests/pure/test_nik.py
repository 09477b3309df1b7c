"""The national ID number: every refusal, the women's days, the centuries, the districts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import nik_regions
from jernih.pure.nik import NikReason, NikRefused, NikWarning, read_nik

births = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def spell(birth, *, female=False, district="657101", serial="0001"):
    return f"{district}{birth.day + 40 * female:02}{birth:%m%y}{serial}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", NikReason.LENGTH),
        ("657101170845000", NikReason.LENGTH),
        ("65710117084500011", NikReason.LENGTH),
        ("657101170845000A", NikReason.NOT_DIGITS),
        ("6571 0117 0845 0001", NikReason.NOT_DIGITS),
        ("٦571011708450001", NikReason.NOT_DIGITS),
        ("²571011708450001", NikReason.NOT_DIGITS),
        ("6571011708450001\n", NikReason.NOT_DIGITS),
        ("2071011708450001", NikReason.PROVINCE),
        ("0071011708450001", NikReason.PROVINCE),
        ("6571010008450001", NikReason.DATE),
        ("6571013208450001", NikReason.DATE),
        ("6571014008450001", NikReason.DATE),
        ("6571017208450001", NikReason.DATE),
        ("6571011700450001", NikReason.DATE),
        ("6571011713450001", NikReason.DATE),
        ("6571013104450001", NikReason.DATE),
        ("6571012902450001", NikReason.DATE),
        ("6571011708450000", NikReason.SERIAL),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_its_reason(text, reason):
    with pytest.raises(NikRefused) as refused:
        read_nik(text)

    assert refused.value.reason is reason


def test_a_true_number_from_tarakan_is_read():
    nik = read_nik("6571025708990123")

    assert (nik.province, nik.regency, nik.district) == ("65", "6571", "657102")
    assert nik.is_female
    assert nik.last_four == "0123"
    assert nik.birth_days == (date(1999, 8, 17), date(2099, 8, 17))
    assert nik.warnings == ()


@given(births, st.booleans(), st.integers(1, 9999).map("{:04}".format))
def test_everyone_agrees_with_her_own_number(birth, female, serial):
    nik = read_nik(spell(birth, female=female, serial=serial))

    assert nik.agrees_with(birth)
    assert nik.is_female is female


@given(births, births)
def test_another_birth_date_agrees_only_a_century_apart(birth, other):
    same = (birth.day, birth.month, birth.year % 100) == (other.day, other.month, other.year % 100)

    assert read_nik(spell(birth)).agrees_with(other) is same


@given(st.text(max_size=20) | st.text("0123456789", min_size=14, max_size=18))
def test_any_text_is_read_as_it_is_or_refused(text):
    try:
        nik = read_nik(text)
    except NikRefused:
        return

    assert nik.digits == text


@given(st.text("0123456789X", min_size=8, max_size=20))
def test_a_refusal_never_repeats_what_was_typed(text):
    with pytest.raises(NikRefused) as refused:
        read_nik(text + "X")

    assert text not in str(refused.value)


def test_a_leap_day_of_the_year_00_can_only_be_2000():
    assert read_nik("6571012902000001").birth_days == (date(2000, 2, 29),)


@pytest.mark.parametrize("district", ["657199", "659901", "110600", "650001"])
def test_an_unknown_district_is_a_warning_and_no_refusal(district):
    nik = read_nik(spell(date(1980, 1, 2), district=district))

    assert nik.warnings == (NikWarning.UNKNOWN_DISTRICT,)


def test_a_whole_number_never_shows_when_printed():
    nik = read_nik("6571025708990123")

    assert "6571" not in repr(nik)
    assert "1999" not in repr(nik)


def test_the_list_has_all_provinces_regencies_and_districts_once():
    regencies, districts = [], []
    for province, entries in nik_regions.PROVINCES.items():
        for entry in entries.split():
            regency, ranges = entry.split(":")
            regencies.append(province + regency)
            for each in ranges.split(","):
                first, _, last = each.partition("-")
                districts += [
                    f"{province}{regency}{n:02}" for n in range(int(first), int(last or first) + 1)
                ]

    assert len(nik_regions.PROVINCES) == 38
    assert len(regencies) == len(set(regencies)) == 514
    assert len(districts) == len(set(districts)) == 7277
    assert all(map(nik_regions.is_known_district, districts))
    assert {"657101", "657102", "657103", "657104"} == {d for d in districts if d[:4] == "6571"}
