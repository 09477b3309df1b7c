"""Requests to a witness: the example of the specification, and no second spelling of any."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.tlog.add_checkpoint import (
    MAX_REQUEST,
    AddCheckpoint,
    BadRequest,
    parse_request,
    parse_size,
    write_request,
)

# C2SP tlog-witness v1.0.0, "Example request body".
EXAMPLE = (
    "old 20852014\n"
    "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
    "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
    "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
    "\n"
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "\u2014 example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
).encode()
HASH = b64encode(bytes(32))


def test_the_example_of_the_specification_is_read_and_written_the_same():
    asked = parse_request(EXAMPLE)

    assert asked.old_size == 20852014
    assert len(asked.proof) == 4
    assert asked.checkpoint.startswith(b"example.com/behind-the-sofa\n20852163\n")
    again = write_request(old_size=asked.old_size, proof=asked.proof, checkpoint=asked.checkpoint)
    assert again == EXAMPLE


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0",
        b"old 0\n",
        b"old 00\n\nx",
        b"old -1\n\nx",
        b"old +1\n\nx",
        b"old 1_0\n\nx",
        b"old  0\n\nx",
        b"Old 0\n\nx",
        b" old 0\n\nx",
        b"old 0 \n\nx",
        b"old 0\r\n\r\nx",
        b"old \xd9\xa1\n\nx",
        b"old 0\nnot base64\n\nx",
        b"old 0\nAAAA\n\nx",
        b"old 0\n" + HASH[:-1] + b"\n\nx",
        b"old 0\n" + HASH[:-2] + b"B=\n\nx",
        b"old 0\n" + HASH + b"\r\n\nx",
        b"old 0\n\xff\n\nx",
        b"old 0\n" + (HASH + b"\n") * 64 + b"\nx",
        b"old 0\n\n" + b"x" * MAX_REQUEST,
    ],
)
def test_any_other_spelling_is_refused(body):
    with pytest.raises(BadRequest):
        parse_request(body)


def test_as_many_hashes_as_a_tree_can_need_are_taken():
    assert len(parse_request(b"old 1\n" + (HASH + b"\n") * 63 + b"\nx").proof) == 63


@pytest.mark.parametrize("body", [b"", b"7", b"7\n\n", b"07\n", b"-7\n", b"7 \n", b"\n", b"7\r\n"])
def test_the_size_a_witness_answers_has_one_spelling(body):
    assert parse_size(b"777\n") == 777
    with pytest.raises(BadRequest):
        parse_size(body)


@given(
    st.integers(0, 10**18 - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=5).map(tuple),
    st.binary(max_size=60),
)
def test_reading_a_request_gives_it_back(old_size, proof, checkpoint):
    body = write_request(old_size=old_size, proof=proof, checkpoint=checkpoint)

    assert parse_request(body) == AddCheckpoint(
        old_size=old_size, proof=proof, checkpoint=checkpoint
    )


@given(st.binary(max_size=120))
def test_any_bytes_are_read_or_refused(body):
    try:
        asked = parse_request(b"old " + body)
    except BadRequest:
        return
    again = write_request(old_size=asked.old_size, proof=asked.proof, checkpoint=asked.checkpoint)
    assert again == b"old " + body
