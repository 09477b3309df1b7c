"""Let a reporter see her case here, also when the office's server is off.

She shows the locator and what opens it; or types her code into the page, where everything is
worked out in memory and forgotten. Unknown and wrong look alike.
"""

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from jernih.mirror.book import Held, HeldFile, HeldStep
from jernih.mirror.html import Words, document
from jernih.mirror.office import Office
from jernih.mirror.overseer import for_reporter
from jernih.mirror.store import Store
from jernih.pure.seal import code as codes
from jernih.pure.seal.code import BadCode

_NOBODY = bytes(32)


class Unknown(Exception):
    """No case here opens with that."""


def find(store: Store, *, locator: str, auth: str) -> Held:
    """Return the case that this opens. locator, auth: hex. Raises Unknown."""
    try:
        shown = sha256(bytes.fromhex(auth)).digest()
    except ValueError:
        raise Unknown from None
    with store.reading() as book:
        case = book.held(locator)
    known = bytes.fromhex(case.auth_hash) if case else _NOBODY
    if not hmac.compare_digest(shown, known) or case is None:
        raise Unknown
    return case


def as_json(office: Office, store: Store, case: Held) -> dict[str, Any]:
    """Return what a reporter may see of her case, for machines."""
    steps, files = _parts(store, case)
    found = office.clock.deadlines(case, steps)
    return {
        "case": case.locator,
        "commitment": case.commitment,
        "day": case.received_on.isoformat(),
        "deadlines": [
            {
                "due": one.due.isoformat(),
                "ended": one.ended_on.isoformat() if one.ended_on else "",
                "kind": one.kind.value,
            }
            for one in found
        ],
        "files": [{"hash": one.hash, "name": one.name, "size": one.size} for one in files],
        "signature": case.signature,
        "steps": [
            {
                "day": one.told.day.isoformat(),
                "deed": one.told.deed,
                "fields": dict(one.told.fields),
                "number": one.told.number,
                "received": one.received_on.isoformat(),
                "role": one.told.role,
            }
            for one in steps
        ],
        "v": 1,
    }


def form(office: Office, *, says: str = "") -> bytes:
    """Return the page that asks for the code. says: a key of the words, for what went wrong."""

    def part(words: Words) -> Iterator[str]:
        if says:
            yield f"<p class=bad role=alert>{words[says]}</p>"
        yield f"<p>{words['follow_what']}</p><p>{words['follow_truth']}</p>"
        name = f"code-{words['lang']}"
        yield f"<form method=post action='/ikuti'><label for={name}>{words['code']}</label>"
        yield f"<input id={name} name=code maxlength=60 autocomplete=off spellcheck=false required>"
        yield f"<br><button>{words['show']}</button></form><p><a href='/'>{words['back']}</a></p>"

    return document("follow", part, is_demo=office.is_demo)


def answer(office: Office, store: Store, typed: str) -> bytes:
    """Return the page of the case whose code was typed; what follows from it is forgotten."""
    try:
        keys = codes.derive(codes.read(typed), origin=office.origin)
    except BadCode:
        return form(office, says="mistyped")
    try:
        case = find(store, locator=keys.locator, auth=keys.auth.hex())
    except Unknown:
        return form(office, says="unknown")
    steps, files = _parts(store, case)

    def part(words: Words) -> Iterator[str]:
        yield from for_reporter(words, office, case, steps, files)
        yield "<form method=post action='/ikuti/berkas.zip'>"
        yield f"<input type=hidden name=locator value='{case.locator}'>"
        yield f"<input type=hidden name=auth value='{keys.auth.hex()}'>"
        yield f"<button>{words['download']}</button></form><p>{words['download_what']}</p>"

    return document("follow", part, is_demo=office.is_demo)


def _parts(store: Store, case: Held) -> tuple[list[HeldStep], list[HeldFile]]:
    with store.reading() as book:
        return book.steps(case.locator), book.files(case.locator)
