"""Two holders at once: one line after the other, one message a number, never fewer than two."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from jernih.apps.complaints import actions
from jernih.pure.casework import Deed
from jernih.pure.roles import Role
from jernih.pure.states import IllegalMove, ReportState
from tests.case_makers import HOLDERS, make_desk, walk

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(deeds: list[Callable[[], object]]) -> Counter[str]:
    """Do all deeds at the same moment, each on a connection of its own; count the answers."""
    ready = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        ready.wait()
        try:
            return type(deed()).__name__
        except (actions.CaseRefusal, actions.NoSuchCase, IllegalMove) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return Counter(pool.map(run, deeds))


def test_of_two_who_write_at_once_one_is_told_and_can_write_again():
    desk = make_desk()
    sealed = [desk.seal(role=role, at=at) for role, at in HOLDERS]

    answers = at_once(
        [
            lambda one=one, who=who: actions.send_message(**desk.by(*who, sealed=one))
            for one, who in zip(sealed, HOLDERS, strict=True)
        ]
    )
    desk.say(actions.send_message)

    assert answers == {"Step": 1, "NumberTaken": 3}
    assert list(desk.report.steps.order_by("number").values_list("number", "message")) == [
        (1, None),
        (2, 1),
        (3, 2),
    ]


def test_all_who_step_back_at_once_leave_two():
    desk = make_desk()

    answers = at_once([lambda who=who: actions.recuse(**desk.by(*who)) for who in HOLDERS])

    held = desk.report.holds.filter(until=None)
    overseers = {desk.actor(Role.OVERSEER, at).ref for at in (0, 1)}
    assert answers["Step"] == 4 - held.count()
    assert held.count() >= 2
    assert overseers & set(held.values_list("staff", flat=True))
    numbers = list(desk.report.steps.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, answers["Step"] + 2))


def test_a_second_word_is_used_once_though_two_use_it_at_once():
    desk = walk(make_desk(), ReportState.TRIAGED)
    desk.agreed(Deed.KEYS_RENEWED)
    files = desk.epoch(*HOLDERS)

    answers = at_once(
        [
            lambda who=who: actions.renew_keys(**desk.by(*who, files=files))
            for who in ((Role.HANDLER, 0), (Role.OVERSEER, 0))
        ]
    )

    assert answers == {"Step": 1, "ApprovalMissing": 1}
    assert desk.report.epoch == 1
