"""A token that the browser's code blinds is signed and found good by ours."""

import json
import subprocess

from jernih.pure import blind
from tests.pure.test_blind import KEY, PUBLIC, chance
from tests.two_hands import FOLDER, NODE, SCRIPT


def test_the_browsers_code_blinds_what_we_sign_and_refuses_what_we_did_not():
    command = [NODE, SCRIPT.with_name("blind_tokens.mjs"), FOLDER, PUBLIC.modulus.hex()]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as node:
        told = {
            name: bytes.fromhex(text) for name, text in json.loads(node.stdout.readline()).items()
        }
        signed = blind.sign_blinded(KEY, told["blinded"], chance=chance())
        said, _ = node.communicate(f"{signed.hex()}\n{'01' * 256}\n")

    signature, refused = said.split()
    prepared = blind.prepare(told["token"], prefix=told["prefix"])
    blind.verify(PUBLIC, prepared, signature=bytes.fromhex(signature))
    assert refused == "refused"
