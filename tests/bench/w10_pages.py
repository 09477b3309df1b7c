"""W10: what a page weighs on its first visit, and how many questions it asks the database.

Bytes: the page as it is, and the sheets, scripts and fonts it asks for, gzip-compressed as a
proxy in front would send them (fonts as they are).
"""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jernih.apps.hall.models import Ticket
from jernih.apps.hall.queries import codes
from tests.bench import offices
from tests.bench.ground import Ground
from tests.bench.report import Row

BUDGET, QUERIES = 60_000, 8
# A page's own scripts import others; a sheet names its fonts.
ASKED = re.compile(r"""(?:href|src|from)=?\s*["'](?P<path>[^"']+\.(?:css|js|svg))["']""")
FONTS = re.compile(r"""url\(["']?([^"')]+\.woff2)""")


def measure(ground: Ground) -> list[Row]:
    """Return one row a page."""
    office = offices.make_office(counters=3)
    day, _ = offices.make_line(office, waiting=40, counters=3)
    ticket = Ticket.objects.filter(hall_day=day).select_related("hall_day__office").first()
    code = codes.new_code(office.slug, day.day, ticket.number)
    Ticket.objects.filter(pk=ticket.pk).update(code_index=codes.index_of(code))
    pages = ("/", "/ambil/", "/nomor/", f"/tempat/{code}/", f"/layar/{office.slug}", "/periksa/")
    return [
        _page(path, name=path.replace(code, "<code>").replace(office.slug, "<office>"))
        for path in pages
    ]


def _page(path: str, *, name: str) -> Row:
    client = Client(headers={"host": "localhost"})
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    html = answer.content.decode()
    total = len(answer.content) + sum(_weights(html).values())
    return Row(
        workload="W10",
        what=f"page {name}, first visit",
        figure=total,
        unit="bytes",
        limit=BUDGET,
        limit_what="budget",
        ratio=total / BUDGET,
        target=f"<= 1; <= {QUERIES} queries",
        note=f"{len(asked)} queries; html gzip {_zipped(answer.content):,}",
    )


def _weights(html: str) -> dict[str, int]:
    found: dict[str, int] = {}
    left = [path for path in ASKED.findall(html) if path.startswith("/static/")]
    while left:
        path = left.pop()
        name = path.removeprefix("/static/")
        file = finders.find(name)
        if path in found or file is None:
            continue
        body = Path(file).read_bytes()
        found[path] = len(body) if name.endswith(".woff2") else _zipped(body)
        folder = path.rpartition("/")[0]
        text = body.decode() if name.endswith((".css", ".js")) else ""
        for more in (*FONTS.findall(text), *(p for p in ASKED.findall(text) if p.startswith("./"))):
            left.append(_joined(folder, more))
    return found


def _joined(folder: str, more: str) -> str:
    parts = folder.split("/")
    for part in more.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _zipped(body: bytes) -> int:
    return len(gzip.compress(body, 6))
