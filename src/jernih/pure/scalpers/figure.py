"""Draw the scalper's market as an SVG picture: who has what of each slot, system by system.

Plain shapes and attributes, no script and no style sheet; its own white ground, so that it
reads on a dark page too. Source: docs/simulation.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from jernih.pure.scalpers.rounds import Row
from jernih.pure.scalpers.table import NAMES

INK, QUIET, LINE, GROUND = "#0b0c0c", "#484949", "#cecece", "#ffffff"
SEEKERS, SCALPER = "#1d70b8", "#f47738"
LABELS, PANEL, GAP, TOP, STEP, BAR, MARGIN = 292, 176, 16, 108, 34, 20, 16
LEAST = 780  # for the caption


@dataclass(frozen=True)
class Words:
    """All that one language says in the picture."""

    language: int
    point: str
    title: str
    seekers: str
    scalper: str
    demand: str
    caption: str
    told: str


ENGLISH = Words(
    language=0,
    point=".",
    title="Who gains from a scarce slot",
    seekers="seekers keep (number inside)",
    scalper="scalper earns (number at the right)",
    demand="{seekers} seekers, {slots} slots",
    caption="Benefit a slot; a slot is worth 0 to 1 to a seeker. "
    "Mean of {rounds} rounds, seed {seed}. jernih simulate scalpers",
    told="{demand}: {name}: seekers keep {kept}, scalper earns {earned}.",
)
INDONESIAN = Words(
    language=1,
    point=",",
    title="Siapa mendapat manfaat dari kursi yang langka",
    seekers="bagian pemohon (angka di dalam)",
    scalper="keuntungan calo (angka di kanan)",
    demand="{seekers} pemohon, {slots} kursi",
    caption="Manfaat per kursi; bagi pemohon satu kursi bernilai 0 sampai 1. "
    "Rata-rata {rounds} putaran, seed {seed}. jernih simulate scalpers",
    told="{demand}: {name}: bagian pemohon {kept}, keuntungan calo {earned}.",
)


def svg(rows: Sequence[Row], *, slots: int, rounds: int, seed: int, words: Words) -> str:
    """Return the picture: one panel a demand, one bar a system, every figure in its description."""
    panels = [list(group) for _, group in groupby(rows, key=lambda row: row.seekers)]
    width = max(LEAST, LABELS + len(panels) * (PANEL + GAP) + MARGIN)
    height = TOP + STEP * len(panels[0]) + 52
    said = [_told(row, slots=slots, words=words) for row in rows]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title desc" '
        f'lang="{("en", "id")[words.language]}" font-family="Arial, Helvetica, sans-serif">',
        f'<title id="title">{escape(words.title)}</title>',
        f'<desc id="desc">{escape(" ".join(said))}</desc>',
        f'<rect width="{width}" height="{height}" rx="6" fill="{GROUND}"/>',
        _text(MARGIN, 32, words.title, size=20, weight="bold"),
        *_legend(words),
        *_names(panels[0], words),
    ]
    for n, panel in enumerate(panels):
        parts += _panel(panel, LABELS + n * (PANEL + GAP), slots=slots, words=words)
    caption = words.caption.format(rounds=rounds, seed=seed)
    return "\n".join([*parts, _text(MARGIN, height - 16, caption, colour=QUIET), "</svg>", ""])


def _legend(words: Words) -> list[str]:
    second = MARGIN + 18 + 7 * len(words.seekers) + 16
    return [
        _box(MARGIN, 48, 12, SEEKERS, height=12),
        _text(MARGIN + 18, 59, words.seekers),
        _box(second, 48, 12, SCALPER, height=12),
        _text(second + 18, 59, words.scalper),
    ]


def _names(rows: Sequence[Row], words: Words) -> list[str]:
    return [
        _text(MARGIN, TOP + STEP * n + 15, NAMES[row.system][words.language], weight=_weight(row))
        for n, row in enumerate(rows)
    ]


def _panel(rows: Sequence[Row], left: int, *, slots: int, words: Words) -> list[str]:
    """Return the bars of one demand; the whole width of a bar's ground is a benefit of 1."""
    scale, foot = PANEL - 36, TOP + STEP * len(rows) - 8
    head = words.demand.format(seekers=rows[0].seekers, slots=slots)
    parts = [_text(left, TOP - 18, head, weight="bold")]
    for share in (0, 0.5, 1):
        at = left + scale * share
        parts.append(f'<path d="M{at:.1f} {TOP - 8}V{foot}" stroke="{LINE}"/>')
        parts.append(_text(at, foot + 14, _number(share, words), size=11, colour=QUIET))
    for n, row in enumerate(rows):
        top, kept = TOP + STEP * n, scale * (row.value - row.profit)
        earned = scale * row.profit
        parts.append(_box(left, top, kept, SEEKERS))
        if earned:
            parts.append(_box(left + kept, top, earned, SCALPER))
        if kept > 32:
            inside = _number(row.value - row.profit, words)
            parts.append(_text(left + 5, top + 15, inside, colour=GROUND))
        number = _number(row.profit, words)
        at = left + kept + earned + 3
        # The ground behind the number keeps a line of the scale from crossing it.
        parts.append(_box(at, top, 4 + 7 * len(number), GROUND))
        parts.append(_text(at + 2, top + 15, number, weight=_weight(row)))
    return parts


def _told(row: Row, *, slots: int, words: Words) -> str:
    return words.told.format(
        demand=words.demand.format(seekers=row.seekers, slots=slots),
        name=NAMES[row.system][words.language],
        kept=_number(row.value - row.profit, words),
        earned=_number(row.profit, words),
    )


def _number(share: float, words: Words) -> str:
    """Return two digits behind the point; a bare 0 is an exact one."""
    return f"{share:.2f}".replace(".", words.point) if share else "0"


def _weight(row: Row) -> str:
    return "bold" if row.system == "batch" else "normal"


def _box(left: float, top: float, width: float, colour: str, *, height: int = BAR) -> str:
    return f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{height}" fill="{colour}"/>'


def _text(
    left: float, foot: int, words: str, *, size: int = 13, weight: str = "normal", colour: str = INK
) -> str:
    return (
        f'<text x="{left:.1f}" y="{foot}" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}">{escape(words)}</text>'
    )
