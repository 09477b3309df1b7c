"""The bytes for the receipt printer, one golden slip and what could go wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import escpos
from jernih.pure.escpos import BadSlip, Slip

SLIP = Slip(
    office="Kantor Imigrasi Tarakan",
    title="Nomor antrean",
    number="A-017",
    lines=("Paspor baru", "09.00-09.30"),
    qr="https://x.id/t/ABCDE",
    foot=("Silakan tunggu. Nomor Anda akan dipanggil.",),
    mark="DEMONSTRASI",
)
GOLDEN = (
    b"\x1b@\x1bt\x13\x1ba\x01"
    b"\x1bE\x01DEMONSTRASI\n\x1bE\x00"
    b"\x1bE\x01Kantor Imigrasi Tarakan\n\x1bE\x00\n"
    b"Nomor antrean\n\x1d!\x55\x1bE\x01A-017\n\x1bE\x00\x1d!\x00\n"
    b"Paspor baru\n09.00-09.30\n\n"
    b"\x1d(k\x04\x00\x31\x41\x32\x00"
    b"\x1d(k\x03\x00\x31\x43\x06"
    b"\x1d(k\x03\x00\x31\x45\x31"
    b"\x1d(k\x17\x00\x31\x50\x30https://x.id/t/ABCDE"
    b"\x1d(k\x03\x00\x31\x51\x30\n"
    b"\x1ba\x00Silakan tunggu. Nomor Anda akan dipanggil.\n"
    b"\x1dV\x42\x00"
)


def slip(**more):
    return Slip(**{"office": "K", "title": "N", "number": "A-001", "lines": (), "qr": "x", **more})


def printed(data):
    """Take the slip apart again: the text a printer would put on paper."""
    lengths = {b"\x1b@": 2, b"\x1bt": 3, b"\x1ba": 3, b"\x1bE": 3, b"\x1d!": 3, b"\x1dV": 4}
    text, at = b"", 0
    while at < len(data):
        two = data[at : at + 2]
        if two == b"\x1d(":
            at += 5 + int.from_bytes(data[at + 3 : at + 5], "little")
        elif two in lengths:
            at += lengths[two]
        else:
            text += data[at : at + 1]
            at += 1
    return text.decode("cp858").split("\n")


def test_a_slip_is_these_very_bytes():
    assert escpos.slip_bytes(SLIP) == GOLDEN


def test_a_real_number_bears_no_mark():
    assert b"DEMONSTRASI" not in escpos.slip_bytes(slip())


def test_long_lines_are_wrapped_at_words():
    rows = printed(escpos.slip_bytes(slip(lines=("paspor " * 20,))))

    assert all(len(row) <= escpos.COLUMNS for row in rows)
    assert sum(row.count("paspor") for row in rows) == 20


def test_letters_the_printer_does_not_know_become_question_marks():
    assert "Ra?man é" in printed(escpos.slip_bytes(slip(lines=("Raḥman é",))))


@given(st.text(max_size=120))
def test_no_text_can_give_the_printer_a_command(text):
    rows = printed(escpos.slip_bytes(slip(office=text, lines=(text,), foot=(text,), mark=text)))

    assert all(row.isprintable() for row in rows)
    assert "A-001" in rows


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=700))
def test_the_square_code_holds_exactly_what_was_given(text):
    data = escpos.slip_bytes(slip(qr=text))
    at = data.index(b"\x31\x50\x30")

    length = int.from_bytes(data[at - 2 : at], "little")

    assert data[at + 3 : at + length] == text.encode()


@pytest.mark.parametrize("text", ["", "é", "a\nb", "x" * 701])
def test_what_does_not_fit_in_a_square_code_is_refused(text):
    with pytest.raises(BadSlip):
        escpos.slip_bytes(slip(qr=text))


def test_a_whole_proof_fits_a_code_of_its_own_kind_and_no_more():
    """Finer dots for a longer one, so that the paper holds it; correction L in place of M."""
    short, long = (escpos.slip_bytes(slip(qr="A" * n, is_dense=True)) for n in (2_000, 4_000))

    assert b"\x1d(k\x03\x001C\x04" in short
    assert b"\x1d(k\x03\x001C\x03" in long
    assert b"\x1d(k\x03\x001E0" in short
    with pytest.raises(escpos.BadSlip, match="4000"):
        escpos.slip_bytes(slip(qr="A" * 4_001, is_dense=True))
