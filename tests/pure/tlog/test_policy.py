"""Policies: the example of C2SP read with keys of ours, every spelling it forbids, and the time."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.tlog import note
from jernih.pure.tlog.cosignature import cosign
from jernih.pure.tlog.note import COSIGNATURE, BadNote, Checkpoint, Key
from jernih.pure.tlog.policy import BadPolicy, Policy, parse_policy
from jernih.pure.tlog.tree import EMPTY_ROOT

NAMES = ("X1", "X2", "X3", "Y1", "Y2", "Y3")
SEEDS = {name: Ed25519PrivateKey.from_private_bytes(name.encode() * 16) for name in NAMES}
LOG_SEED = Ed25519PrivateKey.from_private_bytes(b"L" * 32)
LOG = Key(name="log.example/one", public=LOG_SEED.public_key().public_bytes_raw())
KEYS = {
    name: Key(
        name=f"witness.example/{name}",
        public=seed.public_key().public_bytes_raw(),
        kind=COSIGNATURE,
    )
    for name, seed in SEEDS.items()
}
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
TEXT = note.write_checkpoint(Checkpoint(origin=LOG.name, size=0, root=EMPTY_ROOT))
SIGNED = note.sign_note(TEXT, key=LOG, sign=LOG_SEED.sign)


def vkey(name: str) -> str:
    return note.write_vkey(LOG if name == "log" else KEYS[name])


# The example of the specification, its elided keys filled in.
EXAMPLE = f"""log {vkey("log")}

witness X1 {vkey("X1")}
witness X2 {vkey("X2")}
witness X3 {vkey("X3")}
group X-witnesses 2 X1 X2 X3

witness Y1 {vkey("Y1")}
witness Y2 {vkey("Y2")}
witness Y3 {vkey("Y3")}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""
ONE = f"log {vkey('log')}\nwitness X1 {vkey('X1')}\n"


def policy(text: str = EXAMPLE) -> Policy:
    return parse_policy(text.encode())


def cosigned(times: dict[str, datetime]) -> bytes:
    lines = [
        note.write_signature(cosign(TEXT, key=KEYS[name], sign=SEEDS[name].sign, at=at))
        for name, at in times.items()
    ]
    return (SIGNED + "".join(lines)).encode()


def test_the_example_of_the_specification_is_read():
    read = policy()

    assert [log.key for log in read.logs] == [LOG]
    assert [one.name for one in read.witnesses] == list(NAMES)
    assert read.groups["X-witnesses"].needed == 2
    assert read.groups["Y-witnesses"].needed == 1
    assert read.groups["X-and-Y"].needed == 2
    assert read.quorum == "X-and-Y"
    assert read.needs_witnesses


def test_every_choice_of_witnesses_is_judged_as_the_example_says():
    for size in range(7):
        for some in combinations(NAMES, size):
            signed = note.parse_note(cosigned(dict.fromkeys(some, NOON)))
            enough = sum(one[0] == "X" for one in some) >= 2 and any(one[0] == "Y" for one in some)

            assert policy().met_by(signed) == (NOON if enough else None)


def test_the_quorum_stands_since_the_oldest_moment_at_which_enough_had_signed():
    minutes = {"X1": 9, "X2": 3, "X3": 1, "Y1": 2, "Y2": 8}
    times = {name: NOON + timedelta(minutes=late) for name, late in minutes.items()}

    assert policy().met_by(policy().open(cosigned(times))) == NOON + timedelta(minutes=3)


def test_white_space_comments_addresses_and_other_tongues_are_read():
    text = (
        f"# Saksi – Ombudsman\n \t\n\tlog  {vkey('log')}\thttps://kantor.example/log \n"
        f"witness Ömbudsman {vkey('X1')} https://saksi.example\nquorum Ömbudsman\n"
    )

    read = policy(text)

    assert read.logs[0].url == "https://kantor.example/log"
    assert read.witnesses[0].url == "https://saksi.example"
    assert read.quorum == "Ömbudsman"


def test_a_policy_without_witnesses_is_met_by_the_log_alone():
    read = policy(f"log {vkey('log')}\nquorum none\n")

    assert not read.needs_witnesses
    assert read.met_by(read.open(SIGNED.encode())) is None


def test_witnesses_and_logs_may_follow_the_quorum():
    assert len(policy(f"{ONE}quorum X1\nwitness X2 {vkey('X2')}\n").witnesses) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "quorum none",
        "quorum none\r\n",
        "quorum none\n\x7f",
        "quorum none\x0b\n",
        "\n",
        ONE,
        "quorum none\nquorum none\n",
        "quorum\n",
        "quorum none none\n",
        "Quorum none\n",
        "quorum\u00a0none\n",
        "quorum X1\n" + ONE,
        "log\nquorum none\n",
        f"log {vkey('X1')}\nquorum none\n",
        f"log {vkey('log')} a b\nquorum none\n",
        f"log {vkey('log')}\nlog {vkey('log')}\nquorum none\n",
        f"log {vkey('log')}x\nquorum none\n",
        f"witness X1 {vkey('log')}\nquorum none\n",
        f"witness none {vkey('X1')}\nquorum none\n",
        f"witness X1 {vkey('X1')}\nwitness X1 {vkey('X2')}\nquorum none\n",
        f"witness X1 {vkey('X1')}\nwitness X2 {vkey('X1')}\nquorum none\n",
        ONE + "group g any\nquorum none\n",
        ONE + "group g 0 X1\nquorum none\n",
        ONE + "group g 01 X1\nquorum none\n",
        ONE + "group g 2 X1\nquorum none\n",
        ONE + "group g \u0661 X1\nquorum none\n",
        ONE + "group g some X1\nquorum none\n",
        ONE + "group g any X2\nquorum none\n",
        ONE + "group g any g\nquorum none\n",
        ONE + "group g any none\nquorum none\n",
        ONE + "group g any X1 X1\nquorum none\n",
        ONE + "group none any X1\nquorum none\n",
        ONE + "group X1 any X1\nquorum none\n",
        ONE + "group g any X1\ngroup h any X1\nquorum none\n",
        "#" + "x" * 100_000 + "\nquorum none\n",
    ],
)
def test_whatever_the_specification_forbids_is_refused(text):
    with pytest.raises(BadPolicy):
        policy(text)


def test_one_key_under_two_names_is_a_duplicate():
    other = Key(name="other.example", public=KEYS["X1"].public, kind=COSIGNATURE)

    with pytest.raises(BadPolicy, match="Line 3: this key"):
        policy(f"{ONE}witness X2 {note.write_vkey(other)}\nquorum X1\n")


def test_a_log_cannot_be_its_own_witness():
    own = Key(name="own.example", public=LOG.public, kind=COSIGNATURE)

    with pytest.raises(BadPolicy, match="this key"):
        policy(f"{ONE}witness X2 {note.write_vkey(own)}\nquorum X1\n")


def test_bytes_that_are_not_utf_8_are_refused():
    with pytest.raises(BadPolicy):
        parse_policy(b"# \xff\nquorum none\n")


def test_cosignatures_without_the_logs_signature_open_nothing():
    line = note.write_signature(cosign(TEXT, key=KEYS["X1"], sign=SEEDS["X1"].sign, at=NOON))

    with pytest.raises(BadNote, match="not signed by a log"):
        policy().open(f"{TEXT}\n{line}".encode())


def test_a_log_signs_only_under_its_own_name():
    text = note.write_checkpoint(Checkpoint(origin="log.example/two", size=0, root=EMPTY_ROOT))

    with pytest.raises(BadNote, match="not signed by a log"):
        policy().open(note.sign_note(text, key=LOG, sign=LOG_SEED.sign).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw):
    try:
        parse_policy(raw)
    except BadPolicy:
        return
