"""Read the command line of the check."""

import argparse
from collections.abc import Sequence
from pathlib import Path


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Return place, vkey, state and json. Ends the program on a mistaken line."""
    parser = argparse.ArgumentParser(
        prog="jernih.verify", description="Check the public record of an office."
    )
    parser.add_argument("place", help="the office's address, or a folder with a copy of its log")
    parser.add_argument("--vkey", default="", help="the public key, or a file that holds it")
    parser.add_argument("--state", type=Path, help="remember in this file what was seen")
    parser.add_argument("--json", action="store_true", help="print for programs")
    return parser.parse_args(arguments)


def key_text(given: str) -> str:
    """Return the public key that was given, as such or in a file."""
    path = Path(given)
    return path.read_text("utf-8") if given and path.is_file() else given
