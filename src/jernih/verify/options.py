"""Read the command line of the check."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from jernih.pure.tlog.policy import BadPolicy, Policy, parse_policy
from jernih.verify.sources import CannotCheck
from jernih.verify.words import LANGUAGES, language_of


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Return place, vkey, policy, state, json and lang. Ends the program on a mistaken line."""
    parser = argparse.ArgumentParser(
        prog="jernih.verify",
        description="Check the public record of an office.",
        epilog="Exit: 0 clean, 1 a rule was broken, 2 could not be checked.",
    )
    add = parser.add_argument
    add("place", help="the office's address, a folder with a copy of its log, or a file of export")
    add("--vkey", default="", help="the public key, or a file that holds it")
    add("--policy", type=Path, help="a file with the witnesses you trust (C2SP tlog-policy)")
    add("--state", type=Path, help="remember in this file what was seen, and compare next time")
    add("--json", action="store_true", help="print for programs")
    add_language(parser)
    return parser.parse_args(arguments)


def add_language(parser: argparse.ArgumentParser) -> None:
    """Let a reader choose her language; else it is that of her computer."""
    own = language_of(os.environ.get("LC_ALL") or os.environ.get("LANG") or "")
    parser.add_argument("--lang", choices=LANGUAGES, default=own, help="the language of the report")


def key_text(given: str) -> str:
    """Return the public key that was given, as such or in a file."""
    path = Path(given)
    return path.read_text("utf-8") if given and path.is_file() else given


def read_policy(path: Path | None) -> Policy | None:
    """Return the policy in a file. Raises CannotCheck."""
    if path is None:
        return None
    try:
        return parse_policy(path.read_bytes())
    except (OSError, BadPolicy) as reason:
        raise CannotCheck("{path} cannot be read: {reason}.", path=path, reason=reason) from None
