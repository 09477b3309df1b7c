"""Make the program a stranger runs, one file: the same bytes on every computer, from the source.

python3 -m jernih.verify.pack jernih-verify.pyz      in src/, with any Python from 3.11 on
"""

import io
import sys
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import jernih

NAME: Final = "jernih-verify.pyz"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o644 << 16
_MAIN: Final = """import sys

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".")

from jernih.verify.__main__ import run

sys.exit(run())
"""
_MIRROR: Final = "mirror.__main__ import main as run"
_WITNESS: Final = "witness.__main__ import main as run"


@cache
def program() -> bytes:
    """Return the program: verify, pure and the rulebook, and the line that starts them.

    Nothing is compressed: what a compressor makes differs from one computer to the next.
    """
    return _packed(_texts("verify", main=_MAIN))


@cache
def witness() -> bytes:
    """Return the program of somebody who watches us from outside, in one file, made the same way.

    jernih-witness.pyz --log VKEY --name NAME
    """
    return _packed(_texts("witness", main=_MAIN.replace("verify.__main__ import run", _WITNESS)))


@cache
def mirror() -> bytes:
    """Return the program of the overseer's mirror; it reads the record as verify does.

    jernih-mirror.pyz --office VKEY --url https://OFFICE
    """
    main = _MAIN.replace("verify.__main__ import run", _MIRROR)
    return _packed(_texts("verify", main=main) | _texts("mirror", main=main))


def _packed(texts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, text in sorted(texts.items()):
            info = ZipInfo(name, date_time=_EPOCH)
            info.create_system, info.external_attr = _UNIX, _READABLE
            archive.writestr(info, text.encode())
    return out.getvalue()


def fingerprint(content: bytes) -> str:
    """Return the SHA-256 of a file, in hex, as `sha256sum` says it."""
    return sha256(content).hexdigest()


def _texts(part: str, *, main: str) -> dict[str, str]:
    # Read as text, so that line ends are the same wherever the source was fetched.
    home = Path(jernih.__file__).parent
    files = [
        *(home / part).rglob("*.py"),
        *(home / "pure").rglob("*.py"),
        *(home / "rulebook").glob("*.toml"),
        *(home / "rulebook" / "forms").glob("zone_items*.toml"),
    ]
    texts = {
        f"jernih/{path.relative_to(home).as_posix()}": path.read_text("utf-8") for path in files
    }
    return texts | {"jernih/__init__.py": "", "__main__.py": main}


def main() -> int:
    """Write the program into the file that is named, and say its fingerprint."""
    place = Path(sys.argv[1] if sys.argv[1:] else NAME)
    content = program()
    place.write_bytes(content)
    print(f"{fingerprint(content)}  {place}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
