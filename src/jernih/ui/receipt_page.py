"""The page that checks receipts: whom it trusts, and a copy of it to keep on one's own disk."""

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from jernih.pure.tlog.note import write_vkey
from jernih.pure.tlog.policy import Policy
from jernih.ui.label import Words

LOOK_AGAIN_SECONDS: Final = "3"
STATIC: Final = Path(__file__).parent / "static"
# Each after those that it imports.
MODULES: Final = (
    "receipt/sha2",
    "receipt/bytes",
    "receipt/canonical",
    "receipt/ed25519",
    "receipt/signature",
    "receipt/note",
    "receipt/proof",
    "receipt/check",
    "receipt/unpack",
    "receipt_check",
)
# What a receipt proves, by the kind of its fact.
PROVES: Final[dict[str, Words]] = {
    "booking.taken": _("That you took a number"),
    "booking.moved": _("That your number was moved to another day"),
    "booking.corrected": _("That your name was corrected"),
    "draw.applied": _("That you are in the draw"),
    "hall.checked-in": _("That you arrived at the office"),
    "hall.walked-in": _("That you got a number at the door"),
    "complaints.filed": _("That your report came in"),
}
_IMPORT: Final = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export ", re.MULTILINE)


class Shown(Protocol):
    """A receipt as a page shows it. file: None until the fact is signed."""

    @property
    def file(self) -> bytes | None:
        """Return the receipt's bytes."""


def check_address() -> str:
    """Return the full address of the page that checks receipts, for QR codes."""
    return f"{settings.SITE_URL}{reverse('portal:receipt-check')}"


def receipts_page(
    request: HttpRequest,
    template: str,
    *,
    receipts: Sequence[Shown],
    address: Callable[[int], str],
    context: dict[str, Any],
) -> HttpResponse:
    """Show receipts, and look again by itself until each of them is there.

    address: where the nth receipt, from 0, can be fetched as a file.
    """
    numbered = [(receipt, address(nth)) for nth, receipt in enumerate(receipts)]
    page = render(request, template, context | {"receipts": numbered, "check": check_address()})
    if not all(receipt.file for receipt in receipts):
        page["Refresh"] = LOOK_AGAIN_SECONDS
    return page


def receipt_file(content: bytes | None, *, numbers: tuple[str, ...]) -> HttpResponse:
    """Give a receipt as a file to keep. Raises Http404 before it is there."""
    if content is None:
        raise Http404
    # A kind that phones know would get another ending from them.
    response = HttpResponse(content, content_type="application/octet-stream")
    name = "-".join(["bukti", *numbers[:1]])
    response["Content-Disposition"] = f'attachment; filename="{name}.tlog-proof"'
    return response


def policy_values(policy: Policy | None) -> dict[str, Any] | None:
    """Return what the browser needs of a policy, as plain values; None where there is none."""
    if policy is None:
        return None
    return {
        "witnesses": [[one.name, write_vkey(one.key)] for one in policy.witnesses],
        "groups": {
            name: {"needed": group.needed, "members": list(group.members)}
            for name, group in policy.groups.items()
        },
        "quorum": policy.quorum,
    }


def saved_page(body: str, *, title: str, language: str) -> bytes:
    """Return the whole page in one file that needs no network, and is not allowed to use one.

    body: HTML. The same body gives the same bytes, so that two people can compare their copies.
    """
    script, style = one_script(), (STATIC / "css" / "receipt_saved.css").read_text("utf-8")
    policy = (
        f"default-src 'none'; script-src '{_pin(script)}'; style-src '{_pin(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f'<body>\n<main>\n{body}\n</main>\n<script type="module">{script}</script>\n'
        "</body>\n</html>\n"
    ).encode()


@lru_cache(maxsize=1)
def one_script() -> str:
    """Return all modules as one, in an order in which none waits for a later one."""
    parts = [(STATIC / "js" / f"{name}.js").read_text("utf-8") for name in MODULES]
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", part)) for part in parts)


def _pin(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"
