"""The figures of the scalper's market as text, as CSV and as JSON. Source: docs/simulation.md."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from itertools import groupby
from json import dumps

from jernih.pure.scalpers.rounds import Row

# The first words are for a terminal, the second for the figure's Indonesian readers.
NAMES: dict[str, tuple[str, str]] = {
    "race": ("First come, first served; no scalper", "Siapa cepat dia dapat; tanpa calo"),
    "race-slow-bot": (
        "First come, first served; scalper wins 50 %",
        "Siapa cepat dia dapat; calo menang 50 %",
    ),
    "race-fast-bot": (
        "First come, first served; scalper wins 95 %",
        "Siapa cepat dia dapat; calo menang 95 %",
    ),
    "batch": ("Draw, by the rules", "Undian, sesuai aturan"),
    "batch-fakes": ("Draw; 200 made-up people enter", "Undian; 200 nama palsu ikut"),
    "batch-fakes-released": (
        "Broken: freed slots go to the quickest",
        "Salah: kursi batal untuk yang tercepat",
    ),
    "batch-entries": ("Broken: ten entries a client", "Salah: sepuluh kali daftar per klien"),
}
HEADS = ("price", "booked", "sold", "profit", "payoff", "served", "value")
NOTES = (
    "price   of one slot; - where the scalper finds nothing to sell and stays away",
    "booked  share of the slots that the scalper booked, sold or not",
    "sold    share of the slots that he sold",
    "profit  his, a slot (a slot is worth 0 to 1 to a seeker)",
    "payoff  of the mean seeker: what a slot is worth to her, less the price, or 0 without one",
    "served  share of the seekers who get a slot",
    "value   what seekers and scalper have together, a slot",
)


def text(rows: Sequence[Row], *, slots: int, rounds: int, seed: int) -> str:
    """Return the table for a terminal, 100 columns wide."""
    wide = max(len(english) for english, _ in NAMES.values())
    lines = [f"{slots} slots, {rounds} rounds, seed {seed}"]
    for seekers, group in groupby(rows, key=lambda row: row.seekers):
        lines += ["", f"{f'{seekers} seekers':<{wide}}" + "".join(f"{h:>8}" for h in HEADS)]
        lines += [f"{NAMES[row.system][0]:<{wide}}" + _figures(row) for row in group]
    return "\n".join([*lines, "", *NOTES, ""])


def csv(rows: Sequence[Row], *, slots: int, rounds: int, seed: int) -> str:
    """Return one line a row under a line of names; an empty price is no price."""
    names = [field.name for field in fields(Row)]
    lines = [",".join(["seed", "rounds", "slots", *names])]
    for row in rows:
        cells = [_cell(getattr(row, name)) for name in names]
        lines.append(",".join([str(seed), str(rounds), str(slots), *cells]))
    return "\n".join([*lines, ""])


def json(rows: Sequence[Row], *, slots: int, rounds: int, seed: int) -> str:
    """Return one object with what was asked and a list of rows."""
    told = {"seed": seed, "rounds": rounds, "slots": slots, "rows": [asdict(r) for r in rows]}
    return dumps(told, indent=1) + "\n"


def _figures(row: Row) -> str:
    price = "-" if row.price is None else f"{row.price:.2f}"
    rest = (row.booked, row.sold, row.profit, row.payoff, row.served, row.value)
    return f"{price:>8}" + "".join(f"{figure:8.3f}" for figure in rest)


def _cell(value: float | str | None) -> str:
    if isinstance(value, float):
        return f"{value:.6f}"
    return "" if value is None else str(value)
