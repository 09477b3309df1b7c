"""Check a BLS signature, with the signature in G1 and the key in G2, or the other way round.

Source: draft-irtf-cfrg-bls-signature-05 sections 2.7 (CoreVerify) and 4.2 (the tags).
"""

from functools import lru_cache
from typing import Final

from jernih.pure.bls.curve import G1, G2, negate
from jernih.pure.bls.encoding import decode_g1, decode_g2
from jernih.pure.bls.hashing import G1_SUITE, G2_SUITE, hash_to_curve
from jernih.pure.bls.pairing import pairings_cancel

TAG_G1: Final = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
TAG_G2: Final = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"

# A verifier asks with the same few keys thousands of times.
_key_in_g1 = lru_cache(maxsize=8)(decode_g1)
_key_in_g2 = lru_cache(maxsize=8)(decode_g2)


def is_signed_in_g1(message: bytes, *, public: bytes, signature: bytes) -> bool:
    """Say whether the owner of this 96-byte key made this 48-byte signature.

    Raises BadPoint for a key or a signature that is no point of its group.
    """
    point = decode_g1(signature)
    hashed = hash_to_curve(G1_SUITE, message, dst=TAG_G1)
    return pairings_cancel([(point, negate(G2.generator)), (hashed, _key_in_g2(public))])


def is_signed_in_g2(message: bytes, *, public: bytes, signature: bytes) -> bool:
    """Say whether the owner of this 48-byte key made this 96-byte signature.

    Raises BadPoint for a key or a signature that is no point of its group.
    """
    point = decode_g2(signature)
    hashed = hash_to_curve(G2_SUITE, message, dst=TAG_G2)
    return pairings_cancel([(negate(G1.generator), point), (_key_in_g1(public), hashed)])
