"""Which address shows what: to everybody, to a reporter, and behind the token to the overseer."""

import hmac
import json
import re
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final
from urllib.parse import parse_qs
from uuid import uuid4

from jernih.mirror import export, follow, overseer, page
from jernih.mirror.bells import as_json
from jernih.mirror.book import Held
from jernih.mirror.follow import Unknown
from jernih.mirror.mirror import Mirror
from jernih.pure.tlog.note import write_vkey

HTML: Final = "text/html; charset=utf-8"
PLAIN: Final = "text/plain; charset=utf-8"
JSON: Final = "application/json"
BYTES: Final = "application/octet-stream"

_CASE: Final = re.compile(r"/pengawas/kasus/([0-9a-f]{32})")
_CASE_ZIP: Final = re.compile(r"/pengawas/kasus/([0-9a-f]{32})\.zip")
_CASE_FILE: Final = re.compile(r"/pengawas/kasus/([0-9a-f]{32})/([a-z0-9-]+\.age)")
# Working out a code takes 32 MiB and a tenth of a second: two at once, the others try again.
_SLOW: Final = BoundedSemaphore(2)


@dataclass(frozen=True, kw_only=True)
class Page:
    """What goes back over HTTP. file: in place of a body. is_passing: it is gone once sent."""

    status: int = HTTPStatus.OK
    body: bytes = b""
    content_type: str = PLAIN
    file: Path | None = None
    is_passing: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


NOT_FOUND: Final = Page(status=HTTPStatus.NOT_FOUND, body=b"not here\n")
_ASKS: Final = Page(
    status=HTTPStatus.UNAUTHORIZED,
    body=b"the overseer's token, please\n",
    headers={"WWW-Authenticate": 'Basic realm="pengawas", charset="UTF-8"'},
)


def get(mirror: Mirror, path: str, *, shown: str) -> Page:
    """Answer a GET. shown: the header Authorization."""
    if path == "/pengawas" or path.startswith("/pengawas/"):
        return _for_overseer(mirror, path) if _is_overseer(mirror, shown) else _ASKS
    match path:
        case "/":
            figures = page.figures(mirror.office, mirror.store)
            return Page(body=page.home(mirror.office, figures), content_type=HTML)
        case "/ikuti":
            return Page(body=follow.form(mirror.office), content_type=HTML)
        case "/vkey":
            return Page(body=f"{write_vkey(mirror.office.key)}\n".encode())
        case "/alarm.json":
            return _alarms(mirror, is_public=True)
    return NOT_FOUND


def post(mirror: Mirror, path: str, body: bytes) -> Page:
    """Answer a POST of a reporter."""
    match path:
        case "/ikuti":
            return _by_code(mirror, _fields(body).get("code", ""))
        case "/ikuti/berkas.zip":
            return _opened(mirror, _fields(body), name="")
        case "/v1/ikuti" | "/v1/berkas":
            said = _object(body)
            name = said.get("name", "-") if path == "/v1/berkas" else None
            return _opened(mirror, said, name=name)
    return NOT_FOUND


def _by_code(mirror: Mirror, typed: str) -> Page:
    if not _SLOW.acquire(blocking=False):
        return Page(
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            body=follow.form(mirror.office, says="busy"),
            content_type=HTML,
        )
    try:
        body = follow.answer(mirror.office, mirror.store, typed)
    finally:
        _SLOW.release()
    return Page(body=body, content_type=HTML)


def _opened(mirror: Mirror, said: Mapping[str, str], *, name: str | None) -> Page:
    """Return a reporter's case; a ZIP of it for an empty name, else the file of that name."""
    try:
        case = follow.find(mirror.store, locator=said.get("locator", ""), auth=said.get("auth", ""))
    except Unknown:
        return NOT_FOUND
    if name is None:
        told = follow.as_json(mirror.office, mirror.store, case)
        return Page(body=json.dumps(told).encode(), content_type=JSON)
    return _file(mirror, case.locator, name) if name else _zip(mirror, case)


def _for_overseer(mirror: Mirror, path: str) -> Page:
    if path in ("/pengawas", "/pengawas/"):
        return Page(body=overseer.overview(mirror.office, mirror.store), content_type=HTML)
    if path == "/pengawas/alarm.json":
        return _alarms(mirror, is_public=False)
    if path == "/pengawas/ekspor.zip":
        return _zip(mirror, None)
    if asked := _CASE_FILE.fullmatch(path):
        return _file(mirror, asked[1], asked[2])
    if asked := _CASE_ZIP.fullmatch(path):
        with mirror.store.reading() as book:
            case = book.held(asked[1])
        return _zip(mirror, case) if case else NOT_FOUND
    if asked := _CASE.fullmatch(path):
        body = overseer.one_case(mirror.office, mirror.store, asked[1])
        return Page(body=body, content_type=HTML) if body else NOT_FOUND
    return NOT_FOUND


def _file(mirror: Mirror, locator: str, name: str) -> Page:
    with mirror.store.reading() as book:
        known = {one.name for one in book.files(locator)}
    if name not in known:
        return NOT_FOUND
    return Page(file=mirror.store.path_of(locator, name), content_type=BYTES)


def _zip(mirror: Mirror, case: Held | None) -> Page:
    place = mirror.store.incoming / f"{uuid4().hex}.zip"
    locators = [case.locator] if case else []
    export.write(mirror.office, mirror.store, place, locators=locators)
    name = f"{case.locator[:8] if case else 'jernih'}.zip"
    shown = {"Content-Disposition": f"attachment; filename={name}"}
    return Page(file=place, is_passing=True, content_type="application/zip", headers=shown)


def _alarms(mirror: Mirror, *, is_public: bool) -> Page:
    with mirror.store.reading() as book:
        alarms = book.alarms(ringing=is_public)
    said = {"alarms": [as_json(one, is_public=is_public) for one in alarms], "v": 1}
    return Page(body=json.dumps(said, indent=1).encode(), content_type=JSON)


def _is_overseer(mirror: Mirror, shown: str) -> bool:
    kind, _, rest = shown.partition(" ")
    token = rest
    if kind == "Basic":
        try:
            token = b64decode(rest, validate=True).decode().partition(":")[2]
        except (BadBase64, ValueError):
            return False
    return hmac.compare_digest(token.encode(), mirror.token.encode())


def _fields(body: bytes) -> dict[str, str]:
    try:
        found = parse_qs(body.decode("ascii"), max_num_fields=8)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}


def _object(body: bytes) -> dict[str, str]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(said, dict):
        return {}
    return {name: value for name, value in said.items() if isinstance(value, str)}
