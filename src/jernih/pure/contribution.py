"""Let outsiders add a secret of their own to a draw: bound before, shown after the list is frozen.

Bytes, normative:

    secret     = 32 random bytes, from the contributor, not from the office
    commitment = SHA256("jernih/contrib/v1" || BATCH || secret) in hex, lower case; nothing between
                 the three: BATCH always has 32 hex digits and the secret always 32 bytes

The secret of one batch is worth nothing in another. Vectors: tests/vectors/contribution.json.
"""

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

SECRET_BYTES: Final = 32
GROUP: Final = 4

_COMMIT: Final = b"jernih/contrib/v1"
_BATCH: Final = re.compile(r"[0-9a-f]{32}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_TYPED: Final = re.compile(r"[0-9A-Fa-f]{64}")


class BadContribution(ValueError):
    """Said of a secret, commitment or batch that is not spelled as the rule wants."""


class WrongReveal(ValueError):
    """Said of a secret that is not the one its contributor was bound to."""


def commit(batch: str, *, secret: bytes) -> str:
    """Return the hash that binds a contributor to a secret without showing it, in hex.

    batch: its ref, 32 hex digits. secret: 32 bytes. Raises BadContribution.
    """
    if not _BATCH.fullmatch(batch):
        raise BadContribution("a batch is named by 32 hex digits in lower case")
    if len(secret) != SECRET_BYTES:
        raise BadContribution(f"a secret is {SECRET_BYTES} bytes, not {len(secret)}")
    return sha256(_COMMIT + batch.encode("ascii") + secret).hexdigest()


def check_commitments(commitments: Iterable[str]) -> None:
    """Raise BadContribution unless each is a hash and no two are the same.

    Who repeats another's commitment could only repeat her reveal, and add nothing to the draw.
    """
    for commitment, times in Counter(commitments).items():
        if not _HASH.fullmatch(commitment):
            raise BadContribution("a commitment is 64 hex digits in lower case")
        if times > 1:
            raise BadContribution("two contributors have the same commitment")


def check_reveal(commitment: str, *, batch: str, secret: bytes) -> None:
    """Raise WrongReveal unless this secret opens the commitment, or BadContribution."""
    if commit(batch, secret=secret) != commitment:
        raise WrongReveal("this secret does not open the commitment for this batch")


def read_secret(text: str) -> bytes:
    """Return the secret somebody typed from paper: 64 hex digits; spaces and case are forgiven.

    Raises BadContribution.
    """
    digits = "".join(text.split())
    if not _TYPED.fullmatch(digits):
        raise BadContribution(f"a secret is {SECRET_BYTES * 2} digits 0-9 and a-f, in any groups")
    return bytes.fromhex(digits)


def show_secret(secret: bytes) -> str:
    """Return a secret as one writes it on paper: sixteen groups of four."""
    digits = secret.hex()
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))
