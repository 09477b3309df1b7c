"""Join two shares of a report into the key that opens it; what the trustees run, off line."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from jernih.pure.seal import bech32, shamir
from jernih.verify.findings import CANNOT, CLEAN

# A line that `age` passes over, and then the identity.
_NOTE: Final = "# Jernih: joined from {count} shares; opens titipan-…age of one report\n"


def join(arguments: Sequence[str]) -> int:
    """Print the escrow identity that these files of shares make, as `age -i` reads it."""
    places = _options(arguments).shares
    try:
        secret = shamir.join([Path(place).read_bytes() for place in places])
    except (OSError, shamir.BadShare) as reason:
        print(f"The shares could not be joined: {reason}.", file=sys.stderr)
        print("Bagian kunci tidak dapat digabungkan.", file=sys.stderr)
        return CANNOT
    print(_NOTE.format(count=len(places)) + bech32.write_identity(secret))
    return CLEAN


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="jernih join",
        description="Join shares of a report's escrow key. Gabungkan bagian kunci titipan.",
        epilog="Two that do not belong together give a key that opens nothing; three are checked.",
    )
    parser.add_argument("shares", nargs="+", help="two or three files, opened with `age -d`")
    return parser.parse_args(arguments)
