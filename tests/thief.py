"""Somebody who holds the log's key and can write every file: what she can make, and no more."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from jernih.pure.tlog.note import (
    Checkpoint,
    Key,
    parse_checkpoint,
    parse_note,
    parse_skey,
    sign_note,
    write_checkpoint,
    write_vkey,
)
from tests.logs import write_log


@dataclass(frozen=True)
class Thief:
    """A copy of the key, made by whoever could read the file."""

    name: str
    secret: Ed25519PrivateKey

    @property
    def key(self) -> Key:
        return Key(name=self.name, public=self.secret.public_key().public_bytes_raw())

    @property
    def vkey(self) -> str:
        return write_vkey(self.key)

    def sign(self, head: Checkpoint) -> bytes:
        return sign_note(write_checkpoint(head), key=self.key, sign=self.secret.sign).encode()

    def write(self, folder: Path, entries: list[bytes]) -> Checkpoint:
        """Write a whole log of these entries, every file in its place, truly signed."""
        write_log(folder, entries, origin=self.name)
        head = parse_checkpoint(parse_note((folder / "checkpoint").read_bytes()).text)
        (folder / "checkpoint").write_bytes(self.sign(head))
        (folder / "vkey").write_text(f"{self.vkey}\n")
        return head


def steal_key() -> Thief:
    """Read the key that this office signs with, from its real file."""
    name, seed = parse_skey(Path(settings.LOG_KEY_FILE).read_text().strip())
    return Thief(name, Ed25519PrivateKey.from_private_bytes(seed))
