"""Show the witness to people: which log, how far, since when, and whether anything is wrong."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from html import escape
from typing import Final

from jernih.pure.tlog.note import Key, write_vkey
from jernih.witness.alarm import Alarm, Kind
from jernih.witness.judge import Why
from jernih.witness.store import Latest, Refusal

STYLE: Final = (
    "body{font:1.05rem/1.5 system-ui,sans-serif;max-width:46rem;margin:1rem auto;padding:0 1rem;"
    "color:#14202b;background:#fff}code{overflow-wrap:anywhere;background:#eef1f4;padding:0 .3em}"
    "h1{font-size:1.6rem}h2{font-size:1.25rem;border-top:1px solid #9aa5b1;padding-top:1rem}"
    ".good,.bad,.warn,.demo{padding:.8rem 1rem;border-left:.5rem solid}.good{border-color:#00703c}"
    ".bad{border-color:#b10e1e;background:#fbe9eb;font-weight:bold}.warn{border-color:#8a5a00;"
    "background:#fff6df}.demo{border-color:#5b2d8e;background:#f3ecfa}dt{font-weight:bold}"
)
_STYLE_HASH: Final = b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY: Final = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'"


@dataclass(frozen=True, kw_only=True)
class LogRow:
    """What the page says of one log. alarms: what rings about it now, the worst first."""

    origin: str
    latest: Latest | None
    alarms: Sequence[Alarm]
    refusals: Sequence[Refusal]


def page(*, own: Key, logs: Sequence[LogRow], is_demo: bool) -> bytes:
    """Return the page, Indonesian first, then English."""
    parts = [
        "<!doctype html><html lang=id><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width,initial-scale=1'>",
        f"<title>Saksi {escape(own.name)}</title><style>{STYLE}</style><main>",
    ]
    for tongue in (_INDONESIAN, _ENGLISH):
        parts += _in_one_language(tongue, own=own, logs=logs, is_demo=is_demo)
    return "".join([*parts, "</main></html>"]).encode()


def _in_one_language(
    words: dict[str, str], *, own: Key, logs: Sequence[LogRow], is_demo: bool
) -> Iterator[str]:
    yield f"<section lang={words['lang']}><h1>{words['title']} {escape(own.name)}</h1>"
    if is_demo:
        yield f"<p class=demo>{words['demo']}</p>"
    yield f"<p>{words['what']}</p>"
    for log in logs:
        yield from _log(words, log)
    yield f"<h2>{words['key']}</h2><p><code>{escape(write_vkey(own))}</code></p></section>"


def _log(words: dict[str, str], log: LogRow) -> Iterator[str]:
    yield f"<h2><code>{escape(log.origin)}</code></h2>{_verdict(words, log)}<dl>"
    if log.latest is not None:
        yield f"<dt>{words['size']}<dd>{log.latest.size}"
        yield f"<dt>{words['last']}<dd>{_time(log.latest.signed_at)}"
        yield f"<dt>{words['since']}<dd>{_time(log.latest.since)}"
    yield "</dl>"
    if log.refusals:
        yield f"<h3>{words['refusals']}</h3><ul>"
        for one in log.refusals[:50]:
            yield _refusal(words, one)
        yield "</ul>"


def _verdict(words: dict[str, str], log: LogRow) -> str:
    if log.alarms:
        return f"<p class=bad role=alert>{words[log.alarms[0].kind]}</p>"
    if log.latest is None:
        return f"<p class=warn>{words['nothing']}</p>"
    if any(one.settled_at is None for one in log.refusals):
        return f"<p class=warn>{words['doubt']}</p>"
    return f"<p class=good>{words['good']}</p>"


def _refusal(words: dict[str, str], one: Refusal) -> str:
    settled = f" – {words['settled']} {_time(one.settled_at)}" if one.settled_at else ""
    file = f"<a href='evidence/{escape(one.evidence)}'>{words['file']}</a>"
    return (
        f"<li>{words[one.why]} {words['size']}: {one.size}. {_time(one.first_at)}"
        f"{f' – {_time(one.last_at)} ({one.times}×)' if one.times > 1 else ''}{settled}. {file}"
    )


def _time(seconds: int) -> str:
    moment = datetime.fromtimestamp(seconds).astimezone()
    return f"<time datetime='{moment.isoformat()}'>{moment:%Y-%m-%d %H:%M:%S %Z}</time>"


_INDONESIAN: Final = {
    "lang": "id",
    "title": "Saksi",
    "demo": "Saksi peragaan, di mesin yang sama: bukan saksi sungguhan.",
    "what": "Program ini mencatat seberapa panjang catatan umum kantor di bawah ini, dan "
    "menandatanganinya hanya bila catatan itu bertambah tanpa ada yang diubah atau dihapus.",
    "good": "Baik. Catatan ini hanya bertambah. Tidak ada yang diubah sejak kami menyaksikannya.",
    "nothing": "Belum ada yang dikirim. Kantor belum menghubungi saksi ini.",
    Kind.REFUSED: "KAMI MENOLAK MENANDATANGANI. Kantor mengirim catatan yang tidak terbukti "
    "sebagai lanjutan dari yang kami saksikan. Simpan berkas bukti di bawah, dan minta penjelasan "
    "kantor.",
    "doubt": "Catatan ini sekarang baik, tetapi pernah ada kiriman tanpa bukti yang benar. Itu "
    "bisa berarti kesalahan pengirim. Berkasnya ada di bawah.",
    Kind.SILENT: "SUDAH LEBIH DARI SEHARI TIDAK ADA KABAR. Catatan ini tidak bertambah, atau tidak "
    "dikirim ke saksi ini. Tanyakan kepada kantor, dan lihat apakah halaman kantor masih hidup.",
    Kind.TWO_TREES: "BUKTI KECURANGAN. Kantor ini menandatangani dua catatan yang berbeda untuk "
    "ukuran yang sama. Salin berkas di bawah dan serahkan kepada pengawas. Jangan matikan "
    "komputer ini.",
    "size": "Banyaknya fakta",
    "last": "Terakhir disaksikan",
    "since": "Disaksikan sejak",
    "refusals": "Yang kami tolak",
    "settled": "kemudian terbukti jujur pada",
    "file": "berkas bukti",
    Why.TWO_TREES: "Dua catatan berbeda untuk satu ukuran.",
    Why.NOT_SHOWN: "Tidak terbukti sebagai lanjutan.",
    "key": "Kunci umum saksi ini",
}
_ENGLISH: Final = {
    "lang": "en",
    "title": "Witness",
    "demo": "Demonstration witness on the same machine: not a real witness.",
    "what": "This program notes how long the public record of the office below is, and signs it "
    "only if it grew and nothing in it was changed or taken out.",
    "good": "Good. This record only grew. Nothing was changed since we began to watch it.",
    "nothing": "Nothing was sent yet. The office has not reached this witness.",
    Kind.REFUSED: "WE REFUSE TO SIGN. The office sent a record that was not shown to continue what "
    "we witnessed. Keep the files of evidence below, and ask the office to explain.",
    "doubt": "This record is in order now, but something was sent once without a right proof. "
    "It may have been a mistake of the sender. The file is below.",
    Kind.SILENT: "NO NEWS FOR MORE THAN A DAY. This record does not grow, or is not sent to this "
    "witness. Ask the office, and look whether its page is alive.",
    Kind.TWO_TREES: "PROOF OF FRAUD. This office signed two different records of the same size. "
    "Copy the files below and hand them to its supervisors. Do not switch this computer off.",
    "size": "Number of facts",
    "last": "Last witnessed",
    "since": "Witnessed since",
    "refusals": "What we refused",
    "settled": "later shown to be honest at",
    "file": "evidence",
    Why.TWO_TREES: "Two different records of one size.",
    Why.NOT_SHOWN: "Not shown to continue.",
    "key": "This witness's public key",
}
