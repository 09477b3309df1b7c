"""RFC 9474's own values, and what may never pass: a forged, a bent, a twice spelled signature."""

import secrets

import pytest

from jernih.pure import blind
from jernih.pure.blind import BadToken
from jernih.pure.vrf_key import BadKey, PrivateKey
from tests.vectors import load

RFC = load("blind")["rfc"]
OWN = load("vrf")["keys"]["2048"]
KEY = PrivateKey(int(OWN["p"], 16), int(OWN["q"], 16))
PUBLIC = KEY.public
TOKEN, PREFIX, SALT = b"t" * 32, b"p" * 32, b"s" * 48


def chance():
    return secrets.randbelow(PUBLIC.n - 2) + 2


def signed():
    prepared = blind.prepare(TOKEN, prefix=PREFIX)
    hidden = blind.blind(PUBLIC, prepared, salt=SALT, chance=chance())
    answer = blind.sign_blinded(KEY, hidden.message, chance=chance())
    return prepared, blind.finish(PUBLIC, prepared, signed=answer, unblind=hidden.unblind)


@pytest.mark.parametrize("golden", RFC, ids=lambda golden: golden["name"])
def test_every_step_gives_the_bytes_of_the_rfc(golden):
    key = PrivateKey(int(golden["p"], 16), int(golden["q"], 16))
    prepared = bytes.fromhex(golden["msg_prefix"] + golden["msg"])
    unblind = int(golden["inv"], 16)

    hidden = blind.blind(
        key.public,
        prepared,
        salt=bytes.fromhex(golden["salt"]),
        chance=pow(unblind, -1, key.public.n),
    )
    answer = blind.sign_blinded(key, hidden.message, chance=2)
    signature = blind.finish(key.public, prepared, signed=answer, unblind=hidden.unblind)

    assert hidden.message.hex() == golden["blinded_msg"]
    assert answer.hex() == golden["blind_sig"]
    assert signature.hex() == golden["sig"]


def test_the_signer_sees_nothing_that_is_in_the_signature():
    first, second = (
        blind.blind(PUBLIC, blind.prepare(TOKEN, prefix=PREFIX), salt=SALT, chance=chance())
        for _ in range(2)
    )

    assert first.message != second.message
    assert signed()[1] == signed()[1]


@pytest.mark.parametrize(
    "bend",
    [
        lambda signature: signature[:-1] + bytes([signature[-1] ^ 1]),
        lambda signature: signature[:-1],
        lambda signature: signature + b"\0",
        lambda _: bytes(256),
        lambda signature: (int.from_bytes(signature, "big") + PUBLIC.n).to_bytes(257, "big"),
        lambda _: PUBLIC.modulus,
    ],
)
def test_a_bent_signature_is_none(bend):
    prepared, signature = signed()

    with pytest.raises(BadToken):
        blind.verify(PUBLIC, prepared, signature=bend(signature))


def test_a_signature_of_one_token_is_none_of_another():
    _, signature = signed()

    with pytest.raises(BadToken):
        blind.verify(PUBLIC, blind.prepare(b"x" * 32, prefix=PREFIX), signature=signature)


def test_a_signature_without_salt_is_not_ours():
    prepared = blind.prepare(TOKEN, prefix=PREFIX)
    hidden = blind.blind(PUBLIC, prepared, salt=b"", chance=chance())
    answer = blind.sign_blinded(KEY, hidden.message, chance=chance())

    with pytest.raises(BadToken):
        blind.finish(PUBLIC, prepared, signed=answer, unblind=hidden.unblind)


@pytest.mark.parametrize(
    "use",
    [
        lambda: blind.prepare(b"short", prefix=PREFIX),
        lambda: blind.prepare(TOKEN, prefix=b""),
        lambda: blind.blind(PUBLIC, b"m", salt=b"short", chance=2),
        lambda: blind.blind(PUBLIC, b"m", salt=SALT, chance=0),
        lambda: blind.blind(PUBLIC, b"m", salt=SALT, chance=KEY.p),
        lambda: blind.sign_blinded(KEY, b"short", chance=2),
        lambda: blind.sign_blinded(KEY, bytes(256), chance=2),
        lambda: blind.sign_blinded(KEY, PUBLIC.modulus, chance=2),
        lambda: blind.finish(PUBLIC, b"m", signed=b"short", unblind=1),
    ],
)
def test_what_does_not_fit_is_refused(use):
    with pytest.raises(BadToken):
        use()


def test_factors_that_are_no_primes_give_nothing_away():
    with pytest.raises(BadKey):
        blind.sign_blinded(PrivateKey(KEY.p + 2, KEY.q), b"\1" * 256, chance=2)
