"""Run the check: `python -m jernih.verify ADDRESS`, or as the program of one file."""

import io
import sys

from jernih.verify.command import main


def run() -> int:
    """Run the command line; what a screen has no sign for is spelled out, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    return main()


if __name__ == "__main__":
    raise SystemExit(run())
