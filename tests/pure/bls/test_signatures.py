import pytest

from jernih.pure.bls.curve import ORDER, multiply
from jernih.pure.bls.encoding import BadPoint, PointFault
from jernih.pure.bls.hashing import G1_SUITE, G2_SUITE, hash_to_curve
from jernih.pure.bls.signatures import TAG_G1, TAG_G2, is_signed_in_g1, is_signed_in_g2
from tests.pure.bls.referee import compress, outside_group, some_point

CHECK = {"g1": is_signed_in_g1, "g2": is_signed_in_g2}
HASH = {"g1": (G1_SUITE, TAG_G1), "g2": (G2_SUITE, TAG_G2)}
OTHER = {"g1": "g2", "g2": "g1"}
BOTH = pytest.mark.parametrize("name", CHECK)


def sign(name: str, secret: int, message: bytes) -> bytes:
    suite, tag = HASH[name]
    return compress(multiply(secret, hash_to_curve(suite, message, dst=tag)))


@BOTH
@pytest.mark.parametrize(("secret", "message"), [(2, b""), (ORDER - 2, bytes(range(200)))])
def test_a_signature_is_good_for_its_key_and_message_alone(name, secret, message):
    is_signed = CHECK[name]
    public = compress(some_point(OTHER[name], secret))
    stranger = compress(some_point(OTHER[name], secret + 1))

    signature = sign(name, secret, message)

    assert is_signed(message, public=public, signature=signature)
    assert not is_signed(message + b"x", public=public, signature=signature)
    assert not is_signed(message, public=stranger, signature=signature)
    assert not is_signed(message, public=public, signature=sign(name, secret + 1, message))


@BOTH
def test_the_mirror_image_of_a_signature_is_bad(name):
    signature = bytearray(sign(name, 7, b"round"))
    signature[0] ^= 0x20

    public = compress(some_point(OTHER[name], 7))

    assert not CHECK[name](b"round", public=public, signature=bytes(signature))


@BOTH
def test_a_key_of_nothing_signs_nothing(name):
    length = len(compress(some_point(OTHER[name], 1)))
    nothing = b"\xc0" + bytes(length - 1)

    with pytest.raises(BadPoint) as caught:
        CHECK[name](b"round", public=nothing, signature=sign(name, 7, b"round"))

    assert caught.value.fault is PointFault.INFINITY


@BOTH
def test_a_key_outside_the_group_signs_nothing(name):
    public = compress(outside_group(OTHER[name]))

    with pytest.raises(BadPoint) as caught:
        CHECK[name](b"round", public=public, signature=sign(name, 7, b"round"))

    assert caught.value.fault is PointFault.NOT_IN_GROUP
