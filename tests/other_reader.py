"""Say whether an entry is in the tree of a tlog-proof: a second hand, with nothing of ours in it.

The root is found as RFC 9162, section 2.1.3.2, tells it in steps; signatures are not looked at.
"""

import sys
from base64 import b64decode
from hashlib import sha256
from pathlib import Path


def is_in(entry: bytes, text: str) -> bool:
    head, _, note = text.partition("\n\n")
    lines = [line for line in head.split("\n")[1:] if not line.startswith("extra ")]
    fn = int(lines[0].split()[1])
    _origin, size, root = note.split("\n")[:3]
    sn = int(size) - 1
    r = sha256(b"\x00" + entry).digest()
    for p in map(b64decode, lines[1:]):
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = sha256(b"\x01" + p + r).digest()
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\x01" + r + p).digest()
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == b64decode(root)


if __name__ == "__main__":
    given, *proofs = map(Path, sys.argv[1:])
    for one in proofs:
        print("in" if is_in(given.read_bytes(), one.read_text("utf-8")) else "out")
