"""Worksheets and pledges that cannot be true are named; true ones pass."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from jernih.pure.audit import check
from jernih.pure.audit_integrity import PledgesCheck, ZoneCheck
from jernih.pure.casework import StaffKind
from jernih.pure.events import event_bytes
from jernih.pure.events_integrity import (
    EvidenceAdded,
    EvidenceRemoved,
    ItemAnswered,
    SheetMoved,
    SheetOpened,
)
from jernih.pure.events_pledges import PledgeDeclared, PledgeSigned, PromiseMade
from jernih.pure.pledges import Metric, PledgeKind, SignMethod
from jernih.pure.roles import Role
from jernih.pure.states import SheetState
from jernih.pure.zone import Column, EvidenceKind, Predicate
from jernih.verify.rules import zone_rules

BASE = {"office": "tarakan", "at": datetime(2026, 11, 23, 2, tzinfo=UTC)}
SHEET, OFFICER, TPI = {"sheet": "a" * 32}, {"officer": "s-aaaaaa"}, {"officer": "s-bbbbbb"}
OWN = zone_rules()

OPENED = SheetOpened(**BASE, **SHEET, **OFFICER, year=2026, rules_on=date(2026, 1, 5))
UNIT = ItemAnswered(
    **BASE, **SHEET, **OFFICER, item="P.V.1.a", column=Column.UNIT, letter="A", figures=()
)
SHOWN = EvidenceAdded(
    **BASE, **SHEET, **OFFICER, item="P.V.1.a", evidence="1" * 16, what=EvidenceKind.LINK, size=0,
    commitment="c" * 64,
)  # fmt: skip
BACK = EvidenceRemoved(**BASE, **SHEET, **OFFICER, item="P.V.1.a", evidence="1" * 16)
PROPOSED = SheetMoved(
    **BASE, **SHEET, **OFFICER, state=SheetState.PROPOSED, unit_points=75, tpi_points=0,
    predicate=Predicate.NONE,
)  # fmt: skip
ASSESSED = SheetMoved(
    **BASE, **SHEET, **TPI, state=SheetState.ASSESSED, unit_points=75, tpi_points=38,
    predicate=Predicate.NONE,
)  # fmt: skip
BY_TPI = ItemAnswered(
    **BASE, **SHEET, **TPI, item="P.V.1.a", column=Column.TPI, letter="B", figures=()
)
TRUE = [OPENED, UNIT, SHOWN, PROPOSED, BY_TPI, ASSESSED]


def zone_says(facts, own=OWN):
    report = check(map(event_bytes, facts), checks=[ZoneCheck(own)])
    return [violation.words for violation in report.violations]


def test_a_true_worksheet_passes_and_so_does_one_given_back():
    again = replace(PROPOSED, state=SheetState.FILLING, **TPI)
    taken = replace(UNIT, letter="", figures=())
    rest = [again, taken, BACK, replace(PROPOSED, unit_points=0)]

    assert zone_says(TRUE) == []
    assert zone_says([OPENED, UNIT, SHOWN, PROPOSED, *rest]) == []
    assert zone_says(TRUE, own=None) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([OPENED, OPENED], "begun twice"),
        ([UNIT], "in no worksheet"),
        ([OPENED, BY_TPI], "while its column was closed"),
        ([OPENED, UNIT, PROPOSED, replace(BY_TPI, **OFFICER)], "who answered for the unit"),
        ([OPENED, replace(UNIT, letter="D")], "no answer to this item"),
        ([OPENED, replace(UNIT, item="P.V.1.z")], "no answer to this item"),
        ([SHOWN], "while nothing was filled in"),
        ([OPENED, SHOWN, SHOWN], "came twice"),
        ([OPENED, BACK], "was not there"),
        ([OPENED, UNIT, SHOWN, PROPOSED, BACK], "too late"),
        ([PROPOSED], "nobody began"),
        ([OPENED, UNIT, replace(ASSESSED, tpi_points=0)], "cannot become"),
        ([OPENED, UNIT, replace(PROPOSED, unit_points=76)], "come out"),
        ([OPENED, UNIT, replace(PROPOSED, predicate=Predicate.WBK)], "by its points"),
    ],
)
def test_a_worksheet_that_cannot_be_true_is_named(facts, words):
    said = zone_says(facts)

    assert any(words in one for one in said), said


PLEDGE = {"pledge": "b" * 32}
DECLARED = PledgeDeclared(
    **BASE, **PLEDGE, **OFFICER, what=PledgeKind.PERFORMANCE, year=2026, text_version=1,
    text_hash="d" * 64, held_on=date(2026, 1, 5), led_by=Role.HEAD, witnesses=1, staff=14,
)  # fmt: skip
SIGNED = PledgeSigned(
    **BASE, **PLEDGE, n=1, staff_kind=StaffKind.PNS, method=SignMethod.PASSKEY, commitment="e" * 64
)
PROMISE = PromiseMade(
    **BASE, **PLEDGE, **OFFICER, metric=Metric.WAIT_MINUTES, target=45, due=date(2026, 12, 31),
    owner=Role.SUPERVISOR,
)  # fmt: skip


def pledges_say(facts):
    report = check(map(event_bytes, facts), checks=[PledgesCheck()])
    return [violation.words for violation in report.violations]


def test_a_true_pledge_passes():
    second = replace(SIGNED, n=2, commitment="f" * 64)

    assert pledges_say([DECLARED, SIGNED, second, PROMISE]) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([DECLARED, DECLARED], "declared twice"),
        ([SIGNED], "nobody declared"),
        ([DECLARED, replace(SIGNED, n=2)], "came after 0"),
        ([DECLARED, SIGNED, replace(SIGNED, n=2)], "counts twice"),
        ([PROMISE], "in no pledge"),
        ([DECLARED, PROMISE, replace(PROMISE, target=90)], "promised twice"),
    ],
)
def test_a_pledge_that_cannot_be_true_is_named(facts, words):
    said = pledges_say(facts)

    assert any(words in one for one in said), said
