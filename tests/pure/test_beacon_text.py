import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.beacon import (
    CHAINS,
    DEFAULT_CHAIN,
    QUICKNET,
    BadPulse,
    Pulse,
    PulseFault,
    randomness,
    verify,
)
from jernih.pure.beacon_text import MAX_CHARACTERS, parse_newest, parse_signature, spell
from tests.vectors import load

PULSES = {
    (one["chain"], one["round"]): Pulse(
        chain=CHAINS[one["chain"]],
        round=one["round"],
        signature=one["signature"],
        previous_signature=one["previous_signature"],
    )
    for one in load("beacon")["rounds"]
}
QUICK, CHAINED = PULSES["QUICKNET", 1000], PULSES["DEFAULT_CHAIN", 72785]
SIGNATURE = QUICK.signature
RANDOMNESS = randomness(QUICK).hex()


def read(text: str, pulse: Pulse = QUICK) -> Pulse:
    return parse_signature(text, chain=pulse.chain, number=pulse.round)


def fault_of(text: str, pulse: Pulse = QUICK) -> PulseFault | None:
    try:
        read(text, pulse)
    except BadPulse as bad:
        return bad.fault
    return None


def in_groups(text: str, between: str, size: int = 8) -> str:
    return between.join(text[at : at + size] for at in range(0, len(text), size))


def answer(pulse: Pulse = QUICK, **changed: object) -> str:
    """Return what drand's server answers, with something changed."""
    said = {"round": pulse.round, "signature": pulse.signature, **changed}
    return json.dumps({name: value for name, value in said.items() if value != "absent"})


@pytest.mark.parametrize(
    "text",
    [
        SIGNATURE,
        SIGNATURE.upper(),
        f"  {SIGNATURE}\n",
        f"0x{SIGNATURE}",
        in_groups(SIGNATURE, " "),
        in_groups(SIGNATURE, "\r\n", 32),
        in_groups(SIGNATURE, "-", 4),
        in_groups(SIGNATURE, "\u00a0"),
        in_groups(SIGNATURE, "\u200b"),
        "\ufeff" + SIGNATURE,
        f"DRAND:QUICKNET:1000:{SIGNATURE.upper()}",
        f"drand : quicknet : 1000 : {in_groups(SIGNATURE, ' ')}".replace("drand :", "drand:"),
        answer(),
        answer(randomness=RANDOMNESS),
        answer(randomness=RANDOMNESS.upper(), previous_signature=""),
        answer(previous_signature=None, round="1000"),
        answer(round="absent"),
        json.dumps(json.loads(answer()), indent=4),
    ],
)
def test_a_signature_is_read_in_whatever_form_it_comes(text):
    assert read(text) == QUICK


@pytest.mark.parametrize("pulse", PULSES.values(), ids=lambda one: f"{one.chain.name}-{one.round}")
def test_what_we_spell_is_read_again_and_is_true(pulse):
    line = spell(pulse)

    assert read(line, pulse) == pulse
    assert read(line.lower(), pulse) == pulse
    assert read(answer(pulse, previous_signature=pulse.previous_signature), pulse) == pulse
    assert verify(read(line, pulse))


def test_the_line_has_only_what_a_small_code_can_hold():
    alphanumeric = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")

    assert spell(QUICK) == f"DRAND:QUICKNET:1000:{SIGNATURE.upper()}"
    assert spell(CHAINED).startswith("DRAND:DEFAULT:72785:82F5D3D2")
    assert set(spell(QUICK) + spell(CHAINED)) <= alphanumeric


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", PulseFault.EMPTY),
        (" \n\u200b", PulseFault.EMPTY),
        ("a" * (MAX_CHARACTERS + 1), PulseFault.TOO_LONG),
        ("hello", PulseFault.SPELLING),
        (SIGNATURE[:-1], PulseFault.SPELLING),
        (SIGNATURE.replace("0", "O"), PulseFault.SPELLING),
        ("３" + SIGNATURE[1:], PulseFault.SPELLING),
        (SIGNATURE[:-2], PulseFault.LENGTH),
        (SIGNATURE * 2, PulseFault.LENGTH),
        (CHAINED.signature, PulseFault.LENGTH),
        (RANDOMNESS, PulseFault.RANDOMNESS_GIVEN),
        ("tEZ5uaWa8uyHaxprGtUuqbFhX8OYKxlXY1D5NEfLESXjQrc6jdK6y+R+S2sw1OOZ", PulseFault.SPELLING),
        (f"drand:default:1000:{SIGNATURE}", PulseFault.OTHER_CHAIN),
        ("drand:", PulseFault.OTHER_CHAIN),
        ("drand:quicknet", PulseFault.NOT_UNDERSTOOD),
        (f"drand:quicknet:1001:{SIGNATURE}", PulseFault.OTHER_ROUND),
        (f"drand:quicknet:one:{SIGNATURE}", PulseFault.NOT_UNDERSTOOD),
        (f"drand:quicknet:-1000:{SIGNATURE}", PulseFault.NOT_UNDERSTOOD),
        (f"drand:quicknet:１０００:{SIGNATURE}", PulseFault.NOT_UNDERSTOOD),
        ("drand:quicknet:1000", PulseFault.LENGTH),
        (f"drand:quicknet:1000:{SIGNATURE}:{SIGNATURE}", PulseFault.PREVIOUS_UNWANTED),
        (f"drand:quicknet:1000:{SIGNATURE}::x", PulseFault.NOT_UNDERSTOOD),
        ("{", PulseFault.NOT_UNDERSTOOD),
        ("{}", PulseFault.NO_SIGNATURE),
        ('{"a":' + "[" * 3_900, PulseFault.NOT_UNDERSTOOD),
        ('{"round": ' + "9" * 3_900 + "}", PulseFault.OTHER_ROUND),
        (answer(round=1001), PulseFault.OTHER_ROUND),
        (answer(round=-1000), PulseFault.OTHER_ROUND),
        (answer(round="-1000"), PulseFault.NOT_UNDERSTOOD),
        (answer(round="9" * 3_000), PulseFault.NOT_UNDERSTOOD),
        (answer(round=1000.0), PulseFault.NOT_UNDERSTOOD),
        (answer(round=True), PulseFault.NOT_UNDERSTOOD),
        (answer(round=None), PulseFault.NOT_UNDERSTOOD),
        (answer(round=""), PulseFault.NOT_UNDERSTOOD),
        (answer(signature=""), PulseFault.NO_SIGNATURE),
        (answer(signature=None), PulseFault.NO_SIGNATURE),
        (answer(signature="absent"), PulseFault.NO_SIGNATURE),
        (answer(signature=[SIGNATURE]), PulseFault.NOT_UNDERSTOOD),
        (answer(signature=7), PulseFault.NOT_UNDERSTOOD),
        (answer(signature=RANDOMNESS), PulseFault.RANDOMNESS_GIVEN),
        (answer(previous_signature=SIGNATURE), PulseFault.PREVIOUS_UNWANTED),
        (answer(randomness=RANDOMNESS[::-1]), PulseFault.RANDOMNESS_DIFFERS),
        (answer(randomness="?"), PulseFault.SPELLING),
        (answer()[:-1] + ', "round": 1000}', PulseFault.NOT_UNDERSTOOD),
    ],
)
def test_what_is_wrong_is_said_by_its_name(text, fault):
    assert fault_of(text) is fault


def test_a_round_before_one_is_never_asked_for():
    assert fault_of("drand:quicknet:0:" + SIGNATURE) is PulseFault.OTHER_ROUND


@pytest.mark.parametrize(
    "text",
    [
        CHAINED.signature,
        answer(CHAINED),
        f"drand:default:72785:{CHAINED.signature}",
        f"drand:default:72785:{CHAINED.signature}:",
    ],
)
def test_a_chained_round_needs_the_one_before(text):
    assert fault_of(text, CHAINED) is PulseFault.PREVIOUS_MISSING


@given(st.text(), st.sampled_from(["", "{", "drand:", "drand:quicknet:1000:", '{"signature":"']))
def test_any_text_is_read_or_refused_but_never_a_crash(text, before):
    for chain in (QUICKNET, DEFAULT_CHAIN):
        try:
            pulse = parse_signature(before + text, chain=chain, number=1000)
        except BadPulse:
            continue
        assert len(pulse.signature) == 2 * chain.signature_bytes


@pytest.mark.parametrize(
    "said",
    ["not found", "[]", "{}", '{"round":', "[" * 3000, '{"round": true}', '{"round": "1000"}'],
)
def test_what_names_no_round_is_not_the_newest(said):
    with pytest.raises(BadPulse):
        parse_newest(said, chain=QUICKNET)


def test_the_newest_round_is_the_one_that_it_names():
    said = {"round": 1000, "signature": SIGNATURE, "randomness": ""}

    assert parse_newest(json.dumps(said), chain=QUICKNET).round == 1000
    with pytest.raises(BadPulse):
        parse_newest(json.dumps(said | {"randomness": "00" * 32}), chain=QUICKNET)
