"""Every state is in its table, can be reached, and has words."""

import pytest

from jernih.pure.states import LIFECYCLES
from jernih.ui import labels


@pytest.mark.parametrize("name", LIFECYCLES)
def test_every_state_is_a_key_and_can_be_reached(name):
    life = LIFECYCLES[name]
    reached, edge = {life.start}, [life.start]
    while edge:
        new = life.moves[edge.pop()] - reached
        reached |= new
        edge += new

    assert set(life.moves) == set(type(life.start))
    assert reached == set(life.moves)


@pytest.mark.parametrize("name", LIFECYCLES)
def test_every_state_has_words(name):
    labelled = {(type(state), state) for state, _ in labels.STATES}

    assert {(type(state), state) for state in LIFECYCLES[name].moves} - labelled == set()


def test_every_role_has_words():
    labelled = {role for role, _ in labels.ROLES}

    assert set(labels.Role) - labelled == set()
