"""The facts of the integrity zone: every answer of the worksheet, every piece of evidence.

They are facts like those of events.py, which names them too. Item numbers, letters and figures of
the whole unit, commitments; never a note, never a name, never what a file says.
"""

from datetime import date
from typing import Annotated

from jernih.pure.kinds import Event, Hash, Ref, StaffRef, fact
from jernih.pure.states import SheetState
from jernih.pure.zone import Column, EvidenceKind, Predicate

ItemNo = Annotated[str, r"[PRH][.][IV12]{1,3}[.][1-9][.][a-z]"]
Letter = Annotated[str, r"[A-EYT]?"]
EvidenceRef = Annotated[str, r"[0-9a-f]{16}"]


@fact("integrity.sheet-opened")
class SheetOpened(Event):
    """A unit begins the worksheet of a year; the rules of `rules_on` hold for it to its end."""

    sheet: Ref
    year: int
    rules_on: date
    officer: StaffRef


@fact("integrity.item-answered")
class ItemAnswered(Event):
    """An item got an answer, a letter or figures; neither takes the answer away."""

    sheet: Ref
    item: ItemNo
    column: Column
    letter: Letter
    figures: tuple[int, ...]
    officer: StaffRef


@fact("integrity.evidence-added")
class EvidenceAdded(Event):
    """Evidence of an item: a file, a link, or figures taken from the office's own data."""

    sheet: Ref
    item: ItemNo
    evidence: EvidenceRef
    what: EvidenceKind
    size: int
    commitment: Hash
    officer: StaffRef


@fact("integrity.evidence-removed")
class EvidenceRemoved(Event):
    """Evidence was taken back; that it was there stays."""

    sheet: Ref
    item: ItemNo
    evidence: EvidenceRef
    officer: StaffRef


@fact("integrity.sheet-moved")
class SheetMoved(Event):
    """The worksheet went on, or back; its points in hundredths, by unit and by assessors.

    predicate: what the column of the assessors is good for once assessed, of the unit before.
    """

    sheet: Ref
    state: SheetState
    unit_points: int
    tpi_points: int
    predicate: Predicate
    officer: StaffRef
