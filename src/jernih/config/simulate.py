"""`jernih simulate scalpers`: play the market for slots, and write down who gains."""

import argparse
import sys
from pathlib import Path

from jernih.config import env
from jernih.pure.scalpers import figure, table
from jernih.pure.scalpers.rounds import simulate

MOST = 100_000


def run(words: list[str]) -> int:
    """Play what the command line asks. Raises env.Plain where a file cannot be written."""
    asked = _parser().parse_args(words)
    rows = simulate(seed=asked.seed, rounds=asked.rounds, slots=asked.slots, seekers=asked.seekers)
    how = {"slots": asked.slots, "rounds": asked.rounds, "seed": asked.seed}
    if asked.csv:
        _write(asked.csv, table.csv(rows, **how))
    if asked.svg:
        _write(asked.svg, figure.svg(rows, words=figure.ENGLISH, **how))
    if asked.svg_id:
        _write(asked.svg_id, figure.svg(rows, words=figure.INDONESIAN, **how))
    sys.stdout.write(table.json(rows, **how) if asked.json else table.text(rows, **how))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jernih simulate", description="Play a model many times. See docs/simulation.md."
    )
    games = parser.add_subparsers(dest="game", required=True, metavar="GAME")
    game = games.add_parser(
        "scalpers", help="who gains when slots are raced for, and who when they are drawn"
    )
    game.add_argument("--seed", type=int, default=1, help="another seed, other people (1)")
    game.add_argument("--rounds", type=_count, default=200, help="rounds of each market (200)")
    game.add_argument("--slots", type=_count, default=100, help="slots of each market (100)")
    game.add_argument(
        "--seekers",
        type=_counts,
        default=[80, 300, 1000],
        help="people who seek a slot, one number for each demand (80,300,1000)",
    )
    game.add_argument("--csv", type=Path, metavar="FILE", help="write the figures here")
    game.add_argument("--svg", type=Path, metavar="FILE", help="draw them here, in English")
    game.add_argument("--svg-id", type=Path, metavar="FILE", help="the same in Indonesian")
    game.add_argument("--json", action="store_true", help="print JSON, not a table")
    return parser


def _count(word: str) -> int:
    if not (word.isascii() and word.isdigit() and 1 <= int(word) <= MOST):
        raise argparse.ArgumentTypeError(f"{word!r} is not a number from 1 to {MOST}")
    return int(word)


def _counts(words: str) -> list[int]:
    counts = [_count(word.strip()) for word in words.split(",")]
    if len(set(counts)) != len(counts):
        raise argparse.ArgumentTypeError(f"a number stands twice in {words!r}")
    return counts


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise env.Plain(f"{file} cannot be written: {problem.strerror}") from problem
