"""Turn a ticket into the bytes an 80 mm receipt printer understands (ESC/POS).

Source: Epson's ESC/POS command reference: ESC @, ESC t, ESC a, ESC E, GS !, GS ( k, GS V.
Vectors: tests/pure/test_escpos.py.
"""

from dataclasses import dataclass
from textwrap import wrap

COLUMNS = 48
CODE_PAGE, CODE_PAGE_NUMBER = "cp858", 19
QR_MODULE_DOTS = 6
QR_LONGEST = 700
# A whole proof in one code: as much as the largest code holds, in dots that still fit the paper.
DENSE_LONGEST, DENSE_SHORT = 4_000, 2_000
DENSE_DOTS, DENSEST_DOTS = 4, 3

INIT = b"\x1b@"
CODE_PAGE_SET = b"\x1bt" + bytes([CODE_PAGE_NUMBER])
LEFT, CENTRE = b"\x1ba\x00", b"\x1ba\x01"
BOLD, PLAIN = b"\x1bE\x01", b"\x1bE\x00"
NORMAL, DOUBLE, HUGE = b"\x1d!\x00", b"\x1d!\x11", b"\x1d!\x55"
FEED_AND_CUT = b"\x1dV\x42\x00"
FEED = b"\n"


class BadSlip(ValueError):
    """Said of a slip that cannot be printed."""


@dataclass(frozen=True, kw_only=True)
class Slip:
    """A printed ticket; all words are in the language of whoever takes it.

    number: as on the board, printed largest. title: what the number is. lines: service, window,
    place. qr: what the square code holds, ASCII, at most 700 characters. foot: what to do now.
    mark: printed above all, "" for none (demonstration, copy). is_dense: the code may hold 4,000
    characters, is drawn finer, and mends less.
    """

    office: str
    title: str
    number: str
    lines: tuple[str, ...]
    qr: str
    foot: tuple[str, ...] = ()
    mark: str = ""
    is_dense: bool = False


def slip_bytes(slip: Slip) -> bytes:
    """Return the bytes to send to the printer, cut included. Raises BadSlip."""
    parts = [INIT, CODE_PAGE_SET, CENTRE]
    if slip.mark:
        parts += [BOLD, _lines(slip.mark), PLAIN]
    parts += [BOLD, _lines(slip.office), PLAIN, FEED]
    parts += [_lines(slip.title), HUGE, BOLD, _lines(slip.number, size=6), PLAIN, NORMAL, FEED]
    parts += [_lines(line) for line in slip.lines]
    parts += [FEED, *_qr(slip.qr, is_dense=slip.is_dense), FEED, LEFT]
    parts += [_lines(line) for line in slip.foot]
    return b"".join([*parts, FEED_AND_CUT])


def _lines(text: str, *, size: int = 1) -> bytes:
    """Return the text wrapped to the paper's width; size: how much wider than normal."""
    # A control character in a name would be a command to the printer.
    clean = "".join(c if c.isprintable() else " " for c in text)
    rows = wrap(clean, COLUMNS // size, break_on_hyphens=False)
    return b"".join(row.encode(CODE_PAGE, errors="replace") + FEED for row in rows)


def _qr(text: str, *, is_dense: bool) -> list[bytes]:
    """Return the commands for one QR code: model 2, size, correction M or L, store, print."""
    longest = DENSE_LONGEST if is_dense else QR_LONGEST
    if not (text.isascii() and text.isprintable() and 0 < len(text) <= longest):
        raise BadSlip(f"a square code holds 1 to {longest} printable ASCII characters")
    fine = DENSE_DOTS if len(text) <= DENSE_SHORT else DENSEST_DOTS
    return [
        _qr_command(b"\x41", b"\x32\x00"),
        _qr_command(b"\x43", bytes([fine if is_dense else QR_MODULE_DOTS])),
        _qr_command(b"\x45", b"\x30" if is_dense else b"\x31"),
        _qr_command(b"\x50", b"\x30" + text.encode("ascii")),
        _qr_command(b"\x51", b"\x30"),
    ]


def _qr_command(function: bytes, what: bytes) -> bytes:
    body = b"\x31" + function + what
    return b"\x1d(k" + len(body).to_bytes(2, "little") + body
