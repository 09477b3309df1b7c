"""Give each person one value a batch that nobody can link to the person, and prove it.

RSA-FDH-VRF-SHA256 of RFC 9381, section 4. Bytes, normative (n: the modulus; k: its octets;
I2OSP, OS2IP: number to k octets and back, big-endian; MGF1 with SHA-256: RFC 8017, B.2.1):

    alpha     = "jernih/nullifier/v1" 00 NIK "|" BATCH       NIK: 16 digits; BATCH: 32 hex digits
    m         = OS2IP(MGF1(01 01 || u32be(k) || I2OSP(n, k) || alpha, k-1))
    pi        = I2OSP(m ^ (1/65537) mod n, k)                the proof, for the person alone
    beta      = SHA256(01 02 || pi)
    nullifier = beta in hex, lower case                      on the record
    key ref   = SHA256("jernih/vrf-key-ref/v1" 00 || I2OSP(n, k)) in hex

The same NIK twice in one batch gives the same nullifier twice. RFC 9381 promises that only for
honestly made keys ("trusted uniqueness") and leaves the rest open; vrf_key.py closes it, and a
verifier accepts no nullifier under a key whose proof it has not checked. See decision 0026.
Vectors: tests/vectors/vrf.json.
"""

import re
from hashlib import sha256
from typing import Final

from jernih.pure import vrf_key
from jernih.pure.vrf_key import BadKey, PrivateKey, PublicKey

_NULLIFIER: Final = b"jernih/nullifier/v1\0"
_KEY_REF: Final = b"jernih/vrf-key-ref/v1\0"
_SUITE: Final = b"\x01"  # RSA-FDH-VRF-SHA256
# [0-9] and not \d, which would also take the digits of other scripts: a second spelling.
_NIK: Final = re.compile(r"[0-9]{16}")
_BATCH: Final = re.compile(r"[0-9a-f]{32}")


class BadProof(ValueError):
    """Said of a proof that does not belong to this key and input."""


class BadInput(ValueError):
    """Said of a NIK or a batch that is not spelled as the record wants. It repeats neither."""


def nullifier_alpha(nik: str, *, batch: str) -> bytes:
    """Return what is proven for one person in one batch: 69 bytes. Raises BadInput."""
    if not _NIK.fullmatch(nik):
        raise BadInput("a NIK is sixteen digits and nothing else")
    if not _BATCH.fullmatch(batch):
        raise BadInput("a batch is named by 32 hex digits in lower case")
    return _NULLIFIER + nik.encode("ascii") + b"|" + batch.encode("ascii")


def nullifier(proof: bytes) -> str:
    """Return what stands on the record for a proof; only as good as `verify` of that proof."""
    return sha256(_SUITE + b"\x02" + proof).hexdigest()


def open_nullifier(key: PublicKey, *, nik: str, batch: str, proof: bytes) -> str:
    """Return the one nullifier of this person in this batch, shown by its proof.

    Raises BadProof, BadInput or BadKey.
    """
    return verify(key, alpha=nullifier_alpha(nik, batch=batch), proof=proof).hex()


def prove(key: PrivateKey, *, alpha: bytes, blind: int = 1) -> bytes:
    """Return the proof `pi` of an input, k bytes, always the same.

    blind: a fresh random number from 2 to n-1. It changes nothing of the result, but hides the
    time the work takes, which depends on the key. Raises BadKey.
    """
    public = key.public
    vrf_key.check_key(public)
    message = _message(public, alpha)
    blinded = message * pow(blind, public.e, public.n) % public.n
    power = vrf_key.root(key, blinded, exponent=public.e) * pow(blind, -1, public.n) % public.n
    # One wrong half of the work, given away, would give the factors away with it.
    if pow(power, public.e, public.n) != message:
        raise BadKey("the key does not fit together: its factors are not primes")
    return power.to_bytes(public.octets, "big")


def verify(key: PublicKey, *, alpha: bytes, proof: bytes) -> bytes:
    """Return `beta`, 32 bytes, of an input that is proven. Raises BadProof or BadKey."""
    vrf_key.check_key(key)
    if len(proof) != key.octets:
        raise BadProof(f"a proof under this key is {key.octets} bytes, not {len(proof)}")
    power = int.from_bytes(proof, "big")
    # Without this, power + n would be a second proof with another beta.
    if power >= key.n:
        raise BadProof("the proof is a number beyond the key's")
    if pow(power, key.e, key.n) != _message(key, alpha):
        raise BadProof("the proof belongs to another key or another input")
    return bytes.fromhex(nullifier(proof))


def key_ref(key: PublicKey) -> str:
    """Return the name under which the record speaks of a key, in hex."""
    return sha256(_KEY_REF + key.modulus).hexdigest()


def _message(key: PublicKey, alpha: bytes) -> int:
    seed = _SUITE + b"\x01" + key.octets.to_bytes(4, "big") + key.modulus + alpha
    return int.from_bytes(vrf_key.mgf1(seed, key.octets - 1), "big")
