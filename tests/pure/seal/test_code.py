from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.seal import code
from tests.pure.seal.people import CODE, GOLDEN

CODES = GOLDEN["codes"]
codes = st.binary(min_size=13, max_size=13).map(code.new_code)


@pytest.mark.parametrize("one", CODES, ids=lambda one: one["code"])
def test_all_keys_follow_from_a_code_as_elsewhere(one):
    bare = code.new_code(bytes.fromhex(one["chance"]))
    keys = code.derive(bare, origin=one["origin"])

    assert (bare, code.show(bare)) == (one["code"], one["shown"])
    assert keys.locator == one["locator"]
    for name in ("auth", "x25519", "ed25519", "salt", "handle"):
        assert getattr(keys, name).hex() == one[name]
    for name in ("auth_hash", "identity", "recipient", "signs"):
        assert getattr(keys, name) == one[name]
    assert keys.auth_hash == sha256(bytes.fromhex(one["auth"])).hexdigest()


def test_another_record_makes_other_keys_of_the_same_code():
    here, there = (code.derive(CODE, origin=origin) for origin in ("a.invalid", "b.invalid"))

    assert here.locator != there.locator
    assert here.x25519 != there.x25519


def test_keys_are_not_shown_by_accident():
    keys = code.derive(CODE, origin="a.invalid")

    assert repr(keys) == f"ReporterKeys(locator='{keys.locator}')"


@pytest.mark.parametrize(("text", "bare"), GOLDEN["forgiven"])
def test_what_people_write_is_forgiven(text, bare):
    assert code.read(text) == bare


@pytest.mark.parametrize("text", GOLDEN["refused_codes"])
def test_what_is_no_code_is_said_so(text):
    with pytest.raises(code.BadCode):
        code.read(text)


@given(codes)
def test_every_code_reads_as_it_is_shown(bare):
    assert code.read(code.show(bare)) == bare
    assert code.read(code.show(bare).lower().replace("0", "o").replace("1", "l")) == bare


@given(codes, st.integers(0, 23), st.sampled_from(code.ALPHABET))
def test_a_wrong_character_is_noticed_but_for_one_in_a_million(bare, at, sign):
    shown = code.show(bare).replace("-", "")
    bent = shown[:at] + sign + shown[at + 1 :]
    if bent[:20] != bare and code.check_group(bent[:20]) == bent[20:]:
        return  # the one in a million

    if bent == shown:
        assert code.read(bent) == bare
    else:
        with pytest.raises(code.BadCode, match="does not fit"):
            code.read(bent)


@pytest.mark.parametrize("size", [0, 12, 14])
def test_a_code_needs_thirteen_bytes_of_chance(size):
    with pytest.raises(code.BadCode, match="not 13"):
        code.new_code(bytes(size))
