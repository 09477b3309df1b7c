"""A worksheet goes from its first answer to its verdict; each change is on the record."""

import json

import pytest

from jernih.apps.integrity import actions, queries
from jernih.apps.integrity.models import Evidence, ItemAnswer, Sheet
from jernih.apps.integrity.queries.measures import MEASURES, measure
from jernih.apps.ledger.models import Entry
from jernih.apps.surveys.models import PublishedIndex
from jernih.pure import zone
from jernih.pure.pledges import Metric
from jernih.pure.roles import Refused, Role
from jernih.pure.states import IllegalMove, SheetState
from jernih.pure.zone import Answer, BadAnswer, Column, Predicate
from tests import pictures
from tests.makers import NOW, make_office
from tests.staff_makers import make_staff
from tests.zone_makers import answer, answer_all, make_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def head(office):
    return make_staff(Role.HEAD, office=office.slug).as_actor()


@pytest.fixture
def tpi(office):
    return make_staff(Role.AUDITOR, office=office.slug).as_actor()


@pytest.fixture
def sheet(office, head):
    return make_sheet(office, head)


def facts(kind):
    found = [json.loads(bytes(entry.body)) for entry in Entry.objects.order_by("pk")]
    return [body for body in found if body["kind"] == f"integrity.{kind}"]


def move(sheet, who, to):
    return actions.move_sheet(ref=sheet.ref, to=to, actor=who, now=NOW)


def test_a_year_goes_from_the_first_answer_to_the_assessors_verdict(office, sheet, head, tpi):
    answer_all(sheet, head)
    move(sheet, head, SheetState.PROPOSED)
    answer_all(sheet, tpi, Column.TPI)
    answer(sheet, tpi, "H.2.1.a", figures=(3599,), column=Column.TPI)
    done = move(sheet, tpi, SheetState.ASSESSED)

    unit, assessed = queries.columns(done)
    assert unit.scores.total == 100
    assert unit.verdict.predicate is Predicate.WBBM
    assert assessed.verdict.predicate is Predicate.WBK
    moved = facts("sheet-moved")
    assert [one["state"] for one in moved] == ["PROPOSED", "ASSESSED"]
    assert moved[1]["predicate"] == "WBK"
    assert moved[1]["unit_points"] == 10_000
    assert moved[1]["tpi_points"] == zone.hundredths(assessed.scores.total) == 9825
    assert len(facts("item-answered")) == 113 * 2 + 1


def test_the_record_says_what_changed_and_never_a_note_or_a_name(sheet, head):
    answer(sheet, head, "P.V.1.a", "B", note="rahasia kanari")
    answer(sheet, head, "P.V.1.a", "B", note="catatan lain kanari")
    actions.answer_item(
        ref=sheet.ref, no="P.V.1.a", column=Column.UNIT, told=actions.Told(answer=None), actor=head,
        now=NOW,
    )  # fmt: skip

    told = facts("item-answered")
    assert [(one["item"], one["letter"]) for one in told] == [("P.V.1.a", "B"), ("P.V.1.a", "")]
    assert b"kanari" not in b"".join(bytes(entry.body) for entry in Entry.objects.all())
    assert queries.answers_of(sheet, Column.UNIT) == {}


def test_an_answer_off_its_scale_leaves_no_trace(sheet, head):
    with pytest.raises(BadAnswer):
        answer(sheet, head, "P.V.1.a", "D")
    many = {
        "P.V.1.a": actions.Told(answer=Answer(letter="A")),
        "R.V.3.a": actions.Told(answer=Answer(figures=(0, 0))),
    }
    with pytest.raises(BadAnswer):
        actions.answer_many(ref=sheet.ref, column=Column.UNIT, told=many, actor=head, now=NOW)
    with pytest.raises(KeyError):
        answer(sheet, head, "P.V.9.a", "A")

    assert not ItemAnswer.objects.exists()
    assert facts("item-answered") == []


def test_there_is_one_worksheet_a_year_and_none_of_far_away(office, sheet, head):
    with pytest.raises(actions.YearTaken):
        make_sheet(office, head)
    with pytest.raises(actions.NotThisYear):
        make_sheet(office, head, year=2030)

    assert Sheet.objects.count() == 1


def test_each_column_is_open_to_its_own_people_at_its_own_time(office, sheet, head, tpi):
    with pytest.raises(Refused):
        answer(sheet, tpi, "P.V.1.a", "A")
    with pytest.raises(actions.NotYourColumn):
        answer(sheet, tpi, "P.V.1.a", "A", column=Column.TPI)
    with pytest.raises(actions.NothingAnswered):
        move(sheet, head, SheetState.PROPOSED)
    answer(sheet, head, "P.V.1.a", "A")
    move(sheet, head, SheetState.PROPOSED)
    with pytest.raises(actions.NotYourColumn):
        answer(sheet, head, "P.V.1.a", "B")
    with pytest.raises(Refused):
        move(sheet, head, SheetState.ASSESSED)
    with pytest.raises(actions.NothingAnswered):
        move(sheet, tpi, SheetState.ASSESSED)
    move(sheet, tpi, SheetState.FILLING)
    with pytest.raises(IllegalMove):
        move(sheet, tpi, SheetState.ASSESSED)
    with pytest.raises(Refused):
        make_sheet(office, tpi, year=2027)


def test_whoever_answered_for_the_unit_does_not_assess_it(office, sheet, head):
    both = make_staff(Role.SUPERVISOR, Role.AUDITOR, office=office.slug).as_actor()
    answer(sheet, both, "P.V.1.a", "A")
    move(sheet, head, SheetState.PROPOSED)

    with pytest.raises(actions.OwnColumn):
        answer(sheet, both, "P.V.1.a", "A", column=Column.TPI)
    with pytest.raises(actions.OwnColumn):
        move(sheet, both, SheetState.FILLING)


def test_staff_of_another_office_change_nothing(sheet):
    other = make_staff(Role.HEAD, office=make_office().slug).as_actor()

    with pytest.raises(Refused):
        answer(sheet, other, "P.V.1.a", "A")


# --- evidence ---


def show(sheet, who, **shown):
    shown = actions.Shown(**{"name": "bukti.jpg", **shown})
    return actions.add_evidence(ref=sheet.ref, no="P.V.1.a", shown=shown, actor=who, now=NOW)


def test_evidence_is_a_commitment_on_the_record_and_locked_on_the_disk(sheet, head):
    body = pictures.jpeg()
    row = show(sheet, head, body=body)
    show(sheet, head, name="", link="https://contoh.id/foto")
    actions.remove_evidence(ref=sheet.ref, evidence=row.ref, actor=head, now=NOW)
    actions.remove_evidence(ref=sheet.ref, evidence=row.ref, actor=head, now=NOW)

    first, second = facts("evidence-added")
    assert (first["what"], first["size"], second["what"]) == ("FILE", len(body), "LINK")
    assert row.sha256 not in json.dumps(first)
    assert [one["evidence"] for one in facts("evidence-removed")] == [row.ref]
    assert Evidence.objects.get(ref=row.ref).body is None
    assert [one.is_removed for one in queries.evidence_of(sheet)] == [True, False]


def test_the_file_of_evidence_lies_locked(sheet, head):
    row = show(sheet, head, body=pictures.jpeg())

    assert pictures.jpeg()[:40] not in bytes(row.body)


@pytest.mark.parametrize(
    "shown",
    [
        {"body": b"MZ\x90 a program"},
        {"body": b"PK\x03\x04 not a document"},
        {"link": "javascript:alert(1)"},
        {"link": "https://"},
        {"link": ""},
        {"body": b"%PDF-" + bytes(15_000_001)},
    ],
    ids=["program", "archive", "script", "no host", "nothing", "too large"],
)
def test_what_is_no_evidence_is_refused_and_nothing_is_kept(sheet, head, shown):
    with pytest.raises(actions.BadEvidence):
        show(sheet, head, **shown)

    assert not Evidence.objects.exists()
    assert facts("evidence-added") == []


def test_evidence_ends_somewhere(sheet, head):
    for _ in range(20):
        show(sheet, head, link="https://contoh.id/")

    with pytest.raises(actions.TooMuchEvidence):
        show(sheet, head, link="https://contoh.id/")


def test_proposed_the_evidence_stands_still(sheet, head):
    answer(sheet, head, "P.V.1.a", "A")
    row = show(sheet, head, link="https://contoh.id/")
    move(sheet, head, SheetState.PROPOSED)

    with pytest.raises(actions.NotYourColumn):
        show(sheet, head, link="https://contoh.id/")
    with pytest.raises(actions.NotYourColumn):
        actions.remove_evidence(ref=sheet.ref, evidence=row.ref, actor=head, now=NOW)


def test_our_own_figures_become_evidence_as_they_are_now(sheet, head):
    row = actions.take_figures(ref=sheet.ref, no="P.V.1.b", actor=head, now=NOW)

    assert row.figures[0] == ["GIFTS_DECLARED", 0]
    assert facts("evidence-added")[0]["what"] == "FIGURES"
    with pytest.raises(KeyError):
        actions.take_figures(ref=sheet.ref, no="P.I.1.a", actor=head, now=NOW)


def test_own_figures_cost_the_same_few_questions_however_many_items(
    sheet, django_assert_max_num_queries
):
    with django_assert_max_num_queries(25):
        found = queries.own_figures(sheet, now=NOW)

    assert len(found) >= 15


# --- the plan ---


def test_a_step_of_the_plan_has_an_owner_a_day_and_an_end(sheet, head):
    step = actions.plan_step(
        ref=sheet.ref, no="P.V.1.a", words="Pasang spanduk", owner=head.ref, due_on=NOW.date(),
        actor=head, now=NOW,
    )  # fmt: skip
    actions.finish_step(step_id=step.pk, actor=head, now=NOW)
    actions.finish_step(step_id=step.pk, actor=head, now=NOW)

    assert [row.done_on is not None for row in queries.plan_of(sheet, today=NOW.date())] == [True]
    with pytest.raises(actions.StrangeOwner):
        actions.plan_step(
            ref=sheet.ref, no="P.V.1.a", words="x", owner="s-nobody", due_on=NOW.date(), actor=head,
            now=NOW,
        )  # fmt: skip


# --- years ---


def test_a_year_is_public_once_it_was_proposed(office, sheet, head):
    answer(sheet, head, "P.V.1.a", "A")
    assert queries.public_years(office) == []

    move(sheet, head, SheetState.PROPOSED)

    [row] = queries.public_years(office)
    assert (row.year, row.state, row.predicate) == (2026, SheetState.PROPOSED, Predicate.NONE)
    assert row.total == row.areas[4] == zone.Fraction(3, 4)


# --- promises beside facts ---


def test_a_promised_index_is_measured_by_the_newest_published_quarter_of_its_year(office):
    def published(period, index):
        PublishedIndex.objects.create(
            office=office, period=period, day=NOW.date(),
            figures={"results": [{"instrument": "SKM", "index": index}]},
        )  # fmt: skip

    def measured(metric, year=2026):
        return measure(metric, office, year=year, today=NOW.date())

    assert measured(Metric.SATISFACTION) is None
    published("2025-Q4", 9000)
    published("2026-Q1", 8756)
    published("2026-Q2", 8831)

    assert measured(Metric.SATISFACTION) == 8831
    assert measured(Metric.SATISFACTION, year=2025) == 9000
    assert measured(Metric.ANTI_CORRUPTION) is None
    assert set(MEASURES) == set(Metric)
