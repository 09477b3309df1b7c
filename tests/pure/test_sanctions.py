"""The catalogue of sanctions: for each kind of staff, lightest first, dated and sourced."""

from datetime import date
from pathlib import Path

import pytest

from jernih.pure import rulebook
from jernih.pure.casework import SanctionLevel, StaffKind
from jernih.pure.sanctions import NoSuchSanction, catalogue, sanction_named

FILE = Path(rulebook.__file__).parents[1] / "rulebook" / "sanctions.toml"
RULES = rulebook.read_rules(FILE.read_text())
NOW = date(2026, 11, 24)


def test_each_kind_of_staff_has_sanctions_of_each_level_lightest_first():
    levels = list(SanctionLevel)

    for kind in StaffKind:
        known = [levels.index(one.level) for one in catalogue(RULES, on=NOW) if one.kind is kind]
        assert known == sorted(known)
        assert set(known) == {0, 1, 2}


def test_civil_servants_have_the_nine_of_pp_94():
    found = [one for one in catalogue(RULES, on=NOW) if one.kind is StaffKind.PNS]

    assert [one.level.value for one in found] == ["LIGHT"] * 3 + ["MEDIUM"] * 3 + ["HEAVY"] * 3
    assert [one.months for one in found if one.level is SanctionLevel.MEDIUM] == [6, 9, 12]
    assert all(one.source.startswith("PP 94/2021 Art. 8") for one in found)


def test_what_was_not_in_force_on_a_day_is_not_in_its_catalogue():
    before = catalogue(RULES, on=date(2021, 8, 30))

    assert not [one for one in before if one.kind is StaffKind.PNS]
    with pytest.raises(NoSuchSanction):
        sanction_named(before, "PNS_HEAVY_DISMISSED")
    assert sanction_named(catalogue(RULES, on=NOW), "PNS_HEAVY_DISMISSED").months == 0


@pytest.mark.parametrize("name", ["PNS_HEAVY", "NOBODY_HEAVY_X", "PNS_SEVERE_X"])
def test_a_name_that_says_no_kind_or_level_is_refused(name):
    text = f'[[{name}]]\nsince = 2020-01-01\nvalue = 0\nsource = "nobody"\n'

    with pytest.raises(rulebook.BadRulebook):
        catalogue(rulebook.read_rules(text), on=NOW)
