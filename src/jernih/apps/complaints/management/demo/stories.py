"""What happens in the reports of a demonstration, counted in working days before today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jernih.apps.complaints.actions.seal_here import PlainFile
from jernih.apps.complaints.management.demo.desk import Desk
from jernih.pure.casework import Authority, CaseClass, Deed, Finding, Made, PauseReason

Step = tuple[int, Callable[[Desk], None]]
FIRST, SECOND, OUTSIDE, OTHER = "aduan1", "aduan2", "ombudsman", "ombudsman2"
_D: Final = Deed
_MINUTES: Final = PlainFile(
    name="berita-acara.txt",
    type="text/plain",
    body=b"Berita acara pemeriksaan langsung (contoh).\nRuang foto, dua petugas hadir.\n",
)


@dataclass(frozen=True, kw_only=True)
class Story:
    """One report. name: for the file of codes; filed, and the first of each step: days ago."""

    name: str
    filed: int
    words: str
    answers: Mapping[str, Any]
    steps: tuple[Step, ...] = ()
    concerned: tuple[str, ...] = ()
    made: Made = Made.BROWSER


def _say(ago: int, deed: Deed, who: str, words: str, **fields: Any) -> Step:
    return ago, lambda desk: desk.say(deed, who, words, **fields)


def _begun(
    who: str, *days: int, case_class: CaseClass = CaseClass.SUPERVISORY
) -> tuple[Step, Step]:
    """Return receipt and assessment, on these days."""
    read, assessed = days
    return (
        _say(read, _D.ACKNOWLEDGED, who, "Laporan Anda sudah kami baca. Kami telaah dulu."),
        _say(assessed, _D.TRIAGED, who, "Kami telaah menurut isinya.", case_class=case_class),
    )


def _planned(ago: int, who: str) -> Step:
    return ago, lambda desk: desk.say(
        _D.PLANNED,
        who,
        "Kami datang tanpa pemberitahuan dan melihat ruang foto.",
        day=desk.today,
        checkers=2,
    )


def _visited(ago: int, who: str) -> Step:
    def visit(desk: Desk) -> None:
        words = "Kami melihat dua orang didahulukan dari pintu samping."
        desk.say(_D.VISITED, who, words, day=desk.today, file=_MINUTES)

    return ago, visit


def _asked(ago: int, who: str) -> Step:
    words = "Seorang warga, █████, melaporkan bahwa Anda meminta uang. Apa jawaban Anda?"
    return _say(ago, _D.REPLY_ASKED, who, words)


def _found(ago: int, who: str, finding: Finding) -> Step:
    return _say(ago, _D.FOUND, who, "Bersandar pada berita acara.", finding=finding)


def _checked(who: str, *days: int, finding: Finding) -> tuple[Step, ...]:
    """Return plan, visit, right of reply and finding, on these days."""
    planned, visited, replied, found = days
    return (
        _planned(planned, who),
        _visited(visited, who),
        _asked(replied, who),
        _found(found, who, finding),
    )


def _sanctioned(ago: int, who: str, code: str) -> Step:
    def decide(desk: Desk) -> None:
        words = "Surat keputusan contoh."
        desk.say(_D.SANCTIONED, who, words, code=code, letter_on=desk.today)

    return ago, decide


def _closed(ago: int, who: str) -> Step:
    return _say(ago, _D.CLOSED, who, "Pemeriksaan selesai. Terima kasih sudah melapor.")


def _objected(ago: int) -> Step:
    words = "Saya keberatan: saksi saya belum ditanya."
    return ago, lambda desk: desk.answer(words, _D.OBJECTED)


_BROKER: Final = {"seen": ("BROKER",), "asked": 500_000, "place": "Tempat parkir"}
_ROOM: Final = {"seen": ("SPECIAL_ROOM", "MONEY_PAID"), "paid": 300_000, "stage": "PHOTO"}

STORIES: Final[tuple[Story, ...]] = (
    Story(
        name="diumumkan",
        filed=16,
        answers=_ROOM,
        words="Saya membayar tiga ratus ribu agar difoto lebih dulu.",
        steps=(
            *_begun(FIRST, 16, 15),
            *_checked(FIRST, 15, 14, 14, 14, finding=Finding.PROVEN),
            _sanctioned(13, OUTSIDE, "PNS_LIGHT_WRITTEN_REPRIMAND"),
            _closed(13, FIRST),
            (1, lambda desk: desk.publish(asks=FIRST, agrees=OUTSIDE)),
        ),
    ),
    Story(
        name="dibuka lagi",
        filed=14,
        answers=_BROKER,
        words="Seorang calo menawarkan nomor antrean di tempat parkir.",
        steps=(
            *_begun(SECOND, 13, 12),
            *_checked(SECOND, 11, 9, 9, 8, finding=Finding.NOT_PROVEN),
            _closed(7, SECOND),
            _objected(5),
            _say(3, _D.REOPENED, OUTSIDE, "Anda benar. Kami tanyai saksi Anda."),
        ),
    ),
    Story(
        name="selesai, pelapor keberatan",
        filed=12,
        answers=_BROKER,
        words="Calo itu disapa ramah oleh petugas di pintu.",
        steps=(
            *_begun(FIRST, 11, 10),
            *_checked(FIRST, 9, 7, 7, 6, finding=Finding.NOT_PROVEN),
            _closed(4, FIRST),
            _objected(2),
        ),
    ),
    Story(
        name="sanksi diputuskan, hanya pihak luar",
        filed=11,
        answers=_ROOM,
        words="Petugas pengaduan sendiri yang meminta uang. Saya takut ia membaca ini.",
        concerned=(SECOND,),
        steps=(
            *_begun(OUTSIDE, 10, 9),
            *_checked(OUTSIDE, 8, 6, 5, 4, finding=Finding.PROVEN),
            _sanctioned(2, OTHER, "PNS_MEDIUM_ALLOWANCE_CUT_SHORT"),
        ),
    ),
    Story(
        name="terbukti, menunggu pejabat pemutus",
        filed=10,
        answers=_ROOM,
        words="Di loket saya diminta menambah uang lelah.",
        steps=(
            *_begun(FIRST, 9, 8),
            *_checked(FIRST, 7, 5, 4, 2, finding=Finding.PROVEN),
            (1, lambda desk: desk.hand_over(asks=FIRST, agrees=OUTSIDE, to="pemutus")),
        ),
    ),
    Story(
        name="dilimpahkan ke luar",
        filed=9,
        answers=_BROKER,
        words="Calo mengancam saya setelah saya menolak.",
        made=Made.SERVER,
        steps=(
            *_begun(SECOND, 8, 7),
            _say(
                4, _D.REFERRED, SECOND, "Ancaman adalah urusan polisi.", authority=Authority.POLICE
            ),
        ),
    ),
    Story(
        name="belum dibaca, lewat waktu",
        filed=8,
        answers={"seen": ("RUDE",)},
        words="Saya dibentak saat bertanya tentang biaya.",
    ),
    Story(
        name="sedang diperiksa langsung",
        filed=7,
        answers=_ROOM,
        words="Ada ruang di belakang untuk yang membayar.",
        steps=(
            *_begun(FIRST, 6, 5),
            (5, lambda desk: desk.note("aduan1", "Periksa pada hari Selasa: hari paling ramai.")),
            _planned(4, FIRST),
            _visited(2, FIRST),
            _asked(1, FIRST),
        ),
    ),
    Story(
        name="ditelaah, menunggu pelapor",
        filed=5,
        answers=_BROKER,
        words="Ada yang menjual nomor.",
        made=Made.HELPER,
        steps=(
            *_begun(SECOND, 4, 3),
            _say(
                3,
                _D.PAUSED,
                SECOND,
                "Di mana, dan kapan?",
                reason=PauseReason.WAITS_FOR_REPORTER,
            ),
            (1, lambda desk: desk.answer("Di depan gerbang, Senin pagi.")),
        ),
    ),
    Story(
        name="penerimaan dikonfirmasi",
        filed=2,
        answers=_BROKER,
        words="Petugas parkir menawarkan jalan pintas.",
        steps=(_say(1, _D.ACKNOWLEDGED, FIRST, "Laporan Anda sudah kami baca. Kami telaah dulu."),),
    ),
    Story(
        name="baru masuk",
        filed=1,
        answers={"seen": ("GIFT",), "counter": "2"},
        words="Petugas loket menerima bingkisan di depan saya.",
    ),
)
