from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.roles import Role
from jernih.pure.seal import holders
from tests.pure.seal.people import GOLDEN, ROSTER

REFS = [person.ref for person in ROSTER.people]
SECTIONS = sorted({person.section for person in ROSTER.people})
REFUSALS = {kind.__name__: kind for kind in (holders.NoOverseer, holders.TooFewHolders)}


@pytest.mark.parametrize("one", GOLDEN["holders"], ids=str)
def test_who_holds_a_report_follows_from_whom_it_is_about(one):
    asked = {
        "concerned": one["concerned"],
        "sections": one["sections"],
        "is_outside_only": one["outside_only"],
    }
    if "refused" in one:
        with pytest.raises(REFUSALS[one["refused"]]):
            holders.holders_of(ROSTER, **asked)
    else:
        assert [person.ref for person in holders.holders_of(ROSTER, **asked)] == one["holders"]


@given(
    st.permutations(ROSTER.people),
    st.sets(st.sampled_from(REFS)),
    st.sets(st.sampled_from(SECTIONS)),
    st.booleans(),
)
def test_the_accused_never_holds_and_an_overseer_always_does(people, concerned, sections, outside):
    one = replace(ROSTER, people=tuple(people))
    try:
        found = holders.holders_of(
            one, concerned=concerned, sections=sections, is_outside_only=outside
        )
    except holders.CannotHold:
        return

    assert len(found) >= 2
    assert not {person.ref for person in found} & concerned
    assert any(person.role == Role.OVERSEER for person in found)
    assert not [p for p in found if p.role == Role.HANDLER and (outside or p.section in sections)]
    assert not [p for p in found if p.role == Role.DECIDER]
    assert [p.ref for p in found] == sorted(p.ref for p in found)


def test_one_handler_alone_inside_is_as_good_as_none():
    found = holders.holders_of(ROSTER, concerned=["s-000001", "s-000002"])

    assert {person.role for person in found} == {Role.OVERSEER}


def test_a_channel_is_ready_with_two_overseers_and_not_before():
    holders.check_ready(ROSTER)
    handlers = ROSTER.of_role(Role.HANDLER)

    with pytest.raises(holders.TooFewHolders, match="1 would hold"):
        holders.check_ready(replace(ROSTER, people=(*handlers, ROSTER.person("s-000004"))))
    with pytest.raises(holders.NoOverseer):
        holders.check_ready(replace(ROSTER, people=handlers))
