"""Lock a key to a passphrase as a holder's browser does: an armoured age file, scrypt 2^17.

Source: https://age-encryption.org/v1. The age library for Python takes twice as many rounds, which
five people at every first start would feel. Held against that library: test_demo_reports.py.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LOG_ROUNDS: Final = 17
_BLOCK: Final = 8
_LABEL: Final = b"age-encryption.org/v1/scrypt"
# The first and last piece of what is sealed; larger things this is not for.
_ONLY_PIECE: Final = bytes(11) + b"\x01"
_PIECE: Final = 65_536


def lock(plain: bytes, passphrase: str) -> str:
    """Return an age file in ASCII armour. plain: at most 64 KiB."""
    if len(plain) > _PIECE:
        raise ValueError("larger than one piece")
    file_key, salt, nonce = (secrets.token_bytes(16) for _ in range(3))
    wrapped = ChaCha20Poly1305(_slow_key(passphrase, salt)).encrypt(bytes(12), file_key, None)
    header = f"age-encryption.org/v1\n-> scrypt {_b64(salt)} {LOG_ROUNDS}\n{_b64(wrapped)}\n---"
    mac = hmac.digest(_derived(file_key, b"", b"header"), header.encode(), "sha256")
    stream = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    body = nonce + stream.encrypt(_ONLY_PIECE, plain, None)
    return _armoured(f"{header} {_b64(mac)}\n".encode() + body)


def _slow_key(passphrase: str, salt: bytes) -> bytes:
    rounds = 1 << LOG_ROUNDS
    room = 2 * 128 * rounds * _BLOCK
    return hashlib.scrypt(
        passphrase.encode(), salt=_LABEL + salt, n=rounds, r=_BLOCK, p=1, maxmem=room, dklen=32
    )


def _derived(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt or None, info=info).derive(file_key)


def _b64(body: bytes) -> str:
    return base64.b64encode(body).decode().rstrip("=")


def _armoured(body: bytes) -> str:
    text = base64.b64encode(body).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    begin, end = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"
    return "\n".join([begin, *lines, end, ""])
