"""What a reporter may fetch with her code: her receipt, and her rows on the boards."""

import json
from dataclasses import dataclass

from jernih.apps.complaints.models import Board, Report
from jernih.apps.ledger import queries as ledger
from jernih.apps.ledger.queries.receipts import receipt_of
from jernih.pure.accountability import Row, handle_of, parse_board
from jernih.pure.casework import Deed
from jernih.pure.quarters import bounds_of, quarter_of
from jernih.pure.receipt import seals_in
from jernih.pure.seal.manifest import manifest_hash, parse_manifest


@dataclass(frozen=True, kw_only=True)
class OwnReceipt:
    """The proof that a report stands on the record. file: None until a night has told it.

    manifest: what opens the seal, beside the salt in the file; with it anybody sees it is hers.
    """

    file: bytes | None
    manifest: str


@dataclass(frozen=True, kw_only=True)
class OwnRow:
    """A report's row in a quarter. row: None where the board lacks it, though it must not."""

    period: str
    handle: str
    row: Row | None


def receipt_for(report: Report) -> OwnReceipt:
    """Return the receipt of a report: the fact of its day, with the salt of its own seal alone."""
    told = ledger.facts_saying(
        report.commitment, office=report.office.slug, kinds="complaints.filed"
    ).first()
    manifest = manifest_hash(parse_manifest(report.manifest.encode()))
    if told is None or not report.salt:
        return OwnReceipt(file=None, manifest=manifest)
    seals = seals_in(json.loads(bytes(told.body)))
    salts = [bytes.fromhex(report.salt) if seal == report.commitment else b"" for seal in seals]
    return OwnReceipt(file=receipt_of(told, salts), manifest=manifest)


def rows_of(report: Report) -> list[OwnRow]:
    """Return a report's row on each board that must have one, newest first."""
    if report.recorded_on is None or not report.salt:
        return []
    since = quarter_of(report.recorded_on)
    boards = Board.objects.filter(office=report.office, period__gte=since).order_by("-period")
    found = []
    for board in boards:
        handle = handle_of(bytes.fromhex(report.salt), board.period)
        row = parse_board(bytes(board.rows)).find(handle)
        if row is not None or _must_stand(report, board.period):
            found.append(OwnRow(period=board.period, handle=handle, row=row))
    return found


def _must_stand(report: Report, period: str) -> bool:
    first = bounds_of(period)[0]
    if report.recorded_on is None or report.recorded_on >= first:
        return True
    turns = report.steps.filter(deed__in=[Deed.CLOSED, Deed.REOPENED], on__lt=first)
    last = turns.order_by("-number").values_list("deed", flat=True).first()
    return last != Deed.CLOSED
