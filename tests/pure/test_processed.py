from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jernih.pure.processed import (
    MAX_BYTES,
    MAX_FAULTS,
    BadFile,
    Fault,
    FileFault,
    count_files,
    read_day,
)

DAY = date(2026, 11, 25)
SERVICES = {
    "paspor-baru": "paspor-baru",
    "Paspor baru": "paspor-baru",
    "New passport": "paspor-baru",
    "penggantian": "penggantian",
    "Penggantian paspor": "penggantian",
}


def counted(*lines: str) -> dict[str, int]:
    return count_files("\r\n".join(lines).encode(), day=DAY, services=SERVICES)


def faults(*lines: str) -> list[tuple[int, FileFault, str]]:
    with pytest.raises(BadFile) as refused:
        counted(*lines)
    return [(one.line, one.fault, one.word) for one in refused.value.faults]


def test_every_line_is_one_file():
    assert counted(
        "No. Permohonan,Nama,Jenis Permohonan,Tanggal",
        "123,SITI,Paspor Baru,25/11/2026",
        "124,BUDI,PASPOR BARU,2026-11-25 09:30:00",
        "",
        "125,ANI,penggantian paspor,25-11-2026",
    ) == {"paspor-baru": 2, "penggantian": 1}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("head", ["Layanan{}Jumlah", "jenis_layanan{}TOTAL", "Service{}count"])
def test_a_list_of_counts_is_read_too(separator, head):
    lines = (head.format(separator), f"new passport{separator}12", f"penggantian{separator}0")

    assert counted(*lines) == {"paspor-baru": 12, "penggantian": 0}


def test_a_file_from_excel_begins_with_a_mark():
    text = "\ufeffjenis;jumlah\npaspor-baru;3\n"

    assert count_files(text.encode(), day=DAY, services=SERVICES) == {"paspor-baru": 3}


def test_a_day_without_any_file_is_a_list_without_lines():
    assert counted("Jenis;Jumlah") == {}


def test_a_running_number_names_no_file():
    assert counted("No,Layanan,Jumlah", "1,paspor-baru,2", "1,penggantian,2") == {
        "paspor-baru": 2,
        "penggantian": 2,
    }


def test_all_that_is_wrong_is_said_by_its_line():
    assert faults(
        "no. berkas,jenis,tanggal,jumlah petugas",
        "1,Paspor diplomatik,25/11/2026,x",
        "2,paspor-baru,24/11/2026,x",
        "3,paspor-baru,kemarin,x",
        "4,,25/11/2026,x",
        "1,paspor-baru,25/11/2026,x",
        "5,paspor-baru,25/11/2026",
    ) == [
        (2, FileFault.SERVICE_UNKNOWN, "Paspor diplomatik"),
        (3, FileFault.DAY_OTHER, "24/11/2026"),
        (4, FileFault.DAY_UNREADABLE, "kemarin"),
        (5, FileFault.SERVICE_EMPTY, ""),
        (6, FileFault.FILE_TWICE, "2"),
        (7, FileFault.CELLS, ""),
    ]


@pytest.mark.parametrize("cell", ["", "-1", "1.5", "1e3", "١٢", "100001", " "])
def test_a_count_is_a_whole_number(cell):
    assert faults("jenis;jumlah", f"paspor-baru;{cell}") == [
        (2, FileFault.COUNT_UNREADABLE, cell.strip())
    ]


def test_lines_are_counted_as_an_editor_counts_them():
    assert faults("jenis,catatan", '"paspor-baru","dua', 'baris"', "lain,x") == [
        (4, FileFault.SERVICE_UNKNOWN, "lain")
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", FileFault.EMPTY),
        (b" \r\n\t", FileFault.EMPTY),
        (b"PK\x03\x04\x00\x00", FileFault.NOT_TEXT),
        ("jenis;jumlah\ncafé;1".encode("latin-1"), FileFault.NOT_TEXT),
        ("jenis;jumlah\n".encode("utf-16"), FileFault.NOT_TEXT),
        (b"x" * (MAX_BYTES + 1), FileFault.TOO_LARGE),
        (b"nama;nomor\nSiti;1", FileFault.NO_SERVICE_COLUMN),
        (b"jenis;layanan\npaspor-baru;1", FileFault.COLUMN_TWICE),
        (b'jenis\n"paspor', FileFault.CELLS),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(content, fault):
    with pytest.raises(BadFile) as refused:
        count_files(content, day=DAY, services=SERVICES)

    assert [one.fault for one in refused.value.faults] == [fault]


def test_a_long_list_of_mistakes_stops():
    lines = ["jenis", *["x"] * 500]

    assert len(faults(*lines)) == MAX_FAULTS


def test_a_long_wrong_word_is_cut():
    assert faults("jenis", "x" * 500) == [(2, FileFault.SERVICE_UNKNOWN, "x" * 60)]


@pytest.mark.parametrize(
    "text", ["2026-11-31", "31/02/2026", "25/11/26", "2026", "", "25/11/2026x"]
)
def test_what_is_no_day_is_none(text):
    assert read_day(text) is None


@given(st.binary(max_size=200))
@example(b",")
@example(b";;\n\t")
def test_no_file_does_anything_but_count_or_be_refused(content):
    try:
        found = count_files(content, day=DAY, services=SERVICES)
    except BadFile as refused:
        found, told = {}, refused.faults
    else:
        told = (Fault(line=0, fault=FileFault.EMPTY),)

    assert told
    assert set(found) <= set(SERVICES.values())


@given(st.lists(st.sampled_from(["paspor-baru", "penggantian"]), max_size=30))
def test_as_many_files_are_counted_as_lines_stand_there(services):
    found = counted("jenis,no_berkas", *(f"{name},{n}" for n, name in enumerate(services)))

    assert found == {name: services.count(name) for name in set(services)}
