"""Run the check: `python -m jernih.verify ADDRESS`."""

from jernih.verify.command import main

if __name__ == "__main__":
    raise SystemExit(main())
