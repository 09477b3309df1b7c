"""Tickets on paper: to a network printer where the office has one, else by the browser."""

import socket
from collections.abc import Iterable
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext as _

from jernih.apps.hall.queries import TicketPrint
from jernih.apps.ledger.queries.receipts import ReceiptRow
from jernih.apps.offices.models import Office
from jernih.pure import escpos
from jernih.ui.receipt_page import check_address
from jernih.ui.templatetags.jernih import clock, moment, receipt_words

SECONDS = 3


class Printed(StrEnum):
    """What became of the paper. The number is valid in every case."""

    BY_BROWSER = "BY_BROWSER"
    PRINTED = "PRINTED"
    PRINTER_AWAY = "PRINTER_AWAY"


def print_tickets(rows: Iterable[TicketPrint], *, language: str) -> Printed:
    """Send tickets to the office's printer, and say what became of them."""
    return _print(_bytes(row, language=language) for row in rows)


def print_proofs(rows: Iterable[ReceiptRow], *, office: Office) -> Printed:
    """Send proofs to the office's printer, each as a code that holds all of it."""
    return _print(_proof_bytes(row, office) for row in rows)


def _print(slips: Iterable[bytes]) -> Printed:
    address = settings.TICKET_PRINTER
    if not address:
        return Printed.BY_BROWSER
    try:
        send(address, b"".join(slips))
    except OSError:
        return Printed.PRINTER_AWAY
    return Printed.PRINTED


def send(address: str, data: bytes) -> None:
    """Write to `host:port` (raw TCP, port 9100) or to a device file. Raises OSError."""
    if address.startswith("/"):
        with open(address, "ab") as device:
            device.write(data)
        return
    host, _colon, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=SECONDS) as printer:
        printer.sendall(data)


def _bytes(row: TicketPrint, *, language: str) -> bytes:
    service = row.service_en if language == "en" else row.service
    slip = escpos.Slip(
        office=row.office_name,
        title=_("Your number"),
        number=row.number,
        lines=(service, _("Arrived at {at}").format(at=clock(row.arrived_at))),
        qr=f"{settings.SITE_URL}/tempat/{row.code}/",
        foot=(_("This number is free. Watch the board and listen for your number."),),
        mark=_("Demonstration: not a real number") if row.is_demo else "",
    )
    return escpos.slip_bytes(slip)


def _proof_bytes(row: ReceiptRow, office: Office) -> bytes:
    slip = escpos.Slip(
        office=office.name,
        title=_("My proof"),
        number=", ".join(row.numbers),
        lines=(receipt_words(row.kind), moment(row.at)),
        qr=f"{check_address()}#{row.packed}",
        is_dense=True,
        foot=(
            _("This code is the whole proof. A phone that reads it checks it, also from paper."),
        ),
        mark=_("Demonstration: not a real number") if office.is_demo else "",
    )
    return escpos.slip_bytes(slip)
