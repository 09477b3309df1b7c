"""Check receipts twice: by our Python, and by the browser's JavaScript in Node."""

import json
import subprocess
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jernih.pure import receipt
from jernih.pure.receipt import Verdict
from jernih.pure.tlog.note import Key, write_vkey
from jernih.pure.tlog.policy import Policy
from jernih.ui.receipt_page import policy_values
from tests.logs import KEY
from tests.receipts import is_signed
from tests.two_hands import FOLDER, NODE

SCRIPT = FOLDER.parents[4] / "tests" / "node" / "check_receipts.mjs"


Older = Sequence[tuple[Key, int]]


def ours(
    raw: bytes, *, typed: Mapping[str, str], policy: Policy | None, older: Older = ()
) -> dict[str, Any]:
    found = receipt.check_receipt(raw, key=KEY, older=older, policy=policy, verify=is_signed)
    is_good = found.verdict == Verdict.GOOD and found.receipt is not None
    return {
        "verdict": found.verdict,
        "since": int(found.since.timestamp()) if found.since else None,
        "opened": list(receipt.opened_by(found.receipt, typed)) if is_good else [],
    }


def asked(
    raw: bytes, *, typed: Mapping[str, str], policy: Policy | None, older: Older = ()
) -> dict[str, Any]:
    """What the browser's code is asked for the same."""
    return {
        "deed": "check",
        "raw": b64encode(raw).decode(),
        "vkey": write_vkey(KEY),
        "older": [[write_vkey(key), last] for key, last in older],
        "policy": policy_values(policy),
        "typed": dict(typed),
    }


def theirs(some: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the browser's code makes of them."""
    done = subprocess.run(
        [NODE, SCRIPT, FOLDER],
        input="".join(json.dumps(one) + "\n" for one in some),
        text=True,
        capture_output=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]
