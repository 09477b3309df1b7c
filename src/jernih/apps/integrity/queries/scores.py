"""Answers of a worksheet, its points and its verdict."""

from jernih.apps.integrity.models import ItemAnswer, Sheet
from jernih.apps.integrity.queries.rules import rules, worksheet
from jernih.pure import zone
from jernih.pure.zone import Answer, Column, Scores, Verdict


def answers_of(sheet: Sheet, column: Column) -> dict[str, Answer]:
    """Return what a column answered, by item; items that were answered only."""
    rows = ItemAnswer.objects.filter(sheet=sheet, column=column)
    return {row.item: answer_of(row) for row in rows if row.letter or row.figures}


def answer_of(row: ItemAnswer) -> Answer:
    """Return the answer that a row keeps."""
    return Answer(letter=row.letter, figures=tuple(row.figures))


def scores_of(sheet: Sheet, column: Column) -> Scores:
    """Return the points of a column, by the rules of the sheet's own day."""
    return zone.score(
        worksheet(sheet.rules_on), answers_of(sheet, column), rules=rules(), on=sheet.rules_on
    )


def verdict_of(sheet: Sheet, scores: Scores) -> Verdict:
    """Return what these points are good for, by the rules of the sheet's own day."""
    return zone.judge(scores, rules=rules(), on=sheet.rules_on)
