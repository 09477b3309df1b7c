"""People who use the pages: a citizen at her phone, staff at their desks, the kiosk.

Each walks by the pages alone, as a browser without JavaScript does.
"""

import html
import re
import secrets
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from django.utils.functional import Promise

from jernih.apps.booking import queries as booking
from jernih.apps.notices.models import Notice
from jernih.apps.offices.models import Office
from jernih.pure.people import Person
from jernih.pure.reasons import PriorityClass
from jernih.pure.roles import Role
from tests import makers
from tests.staff_makers import make_staff

UNSEEN = {"script", "style", "template", "title"}
VOID = {"br", "hr", "img", "input", "link", "meta"}


class _Words(HTMLParser):
    """Collects what someone sees: nothing inside what is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        # How many tags deep in something unseen.
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_unseen = self.depth or tag in UNSEEN or "hidden" in dict(attrs)
        self.depth += bool(is_unseen) and tag not in VOID

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.depth -= self.depth > 0

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.found.append(data)


def words(page: HttpResponse) -> str:
    """All words that someone reads on a page, one space between any two."""
    parser = _Words()
    parser.feed(page.content.decode())
    return " ".join(" ".join(parser.found).split())


def indonesian(msgid: str | Promise, **facts: object) -> str:
    """A sentence as an Indonesian page says it; fails if nobody has translated it."""
    with translation.override("en"):
        english = str(msgid)
    with translation.override("id"):
        said = translation.gettext(english)
    assert said != english, f"no Indonesian words for {english!r}"
    return said.format(**facts) if facts else said


def says(page: HttpResponse, msgid: str | Promise, **facts: object) -> bool:
    """Tell whether a page says this sentence in Indonesian."""
    return indonesian(msgid, **facts) in words(page)


def value_of(page: HttpResponse, name: str) -> str:
    """What stands in the field of this name."""
    tag = re.search(rf'<input[^>]*\bname="{re.escape(name)}"[^>]*>', page.content.decode())
    assert tag, f"no field {name}"
    found = re.search(r'\bvalue="([^"]*)"', tag[0])
    return html.unescape(found[1]) if found else ""


def posted(*people: Person) -> dict[str, Any]:
    """These people as the form of persons sends them."""
    fields: dict[str, Any] = {}
    for at, person in enumerate(people):
        fields |= {f"p{at}-name": person.name, f"p{at}-nik": person.nik}
        fields |= {
            f"p{at}-birth_date_{part}": value
            for part, value in enumerate(f"{person.birth_date:%d %m %Y}".split())
        }
        if person.priority == PriorityClass.PRIORITY:
            fields[f"p{at}-is_priority"] = "on"
    return fields


class Citizen:
    """Somebody who takes a number by the pages of /ambil/."""

    def __init__(self, office: Office, **client: Any) -> None:
        self.office, self.client = office, Client(**client)
        self.address = f"siti{secrets.token_hex(4)}@contoh.id"

    def post(self, step: str, **fields: Any) -> HttpResponse:
        return self.client.post(f"/ambil/{step}", fields)

    def choose(self, *, service: str = makers.NEW, count: int = 1) -> HttpResponse:
        return self.post("", service=makers.service_of(self.office, service).pk, count=count)

    def name(self, *people: Person) -> HttpResponse:
        return self.post("orang/", **posted(*people))

    def wish(self, first: str = "ANY", **more: Any) -> HttpResponse:
        return self.post("waktu/", first=first, **more)

    def give_address(self, contact: str = "", kind: str = "EMAIL") -> HttpResponse:
        return self.post("kontak/", kind=kind, contact=contact or self.address)

    def sent_code(self) -> str:
        sent = Notice.objects.filter(address=self.address, purpose="one-time-code").latest("pk")
        return re.search(r"\b\d{6}\b", sent.body)[0]

    def type_code(self, code: str = "") -> HttpResponse:
        return self.post("kode/", code=code or self.sent_code())

    def come_to(self, step: str, *people: Person, service: str = makers.NEW) -> None:
        """Walk to this step, all before it rightly done."""
        people = people or (makers.make_person(),)
        way = {
            "orang/": lambda: self.choose(service=service, count=len(people)),
            "waktu/": lambda: self.name(*people),
            "kontak/": self.wish,
            "kode/": self.give_address,
            "periksa/": self.type_code,
        }
        for name, do in way.items():
            page = do()
            assert page.status_code == 302, words(page)
            assert page["Location"] == f"/ambil/{name}"
            if name == step:
                return

    def take(self, *people: Person, service: str = makers.NEW) -> booking.ApplicationRow:
        """Take numbers for these people, or for one; the whole way by the pages."""
        self.come_to("periksa/", *people, service=service)
        return self.number(self.post("periksa/"))

    def number(self, page: HttpResponse) -> booking.ApplicationRow:
        """The application whose page we were sent to."""
        assert page.status_code == 302, words(page)
        found = re.fullmatch(r"/nomor/(\w{20})/", page["Location"])
        assert found, page["Location"]
        row = booking.find_by_code(found[1])
        assert row is not None
        return row


class Kiosk:
    """The browser that stands in the hall."""

    def __init__(self, office: Office) -> None:
        self.home, self.client = f"/kios/{office.slug}/", Client()
        self.client.get(f"{self.home}pasang/{office.kiosk_key}/")

    def show(self, code: str, **more: Any) -> HttpResponse:
        return self.client.post(self.home, {"code": code, **more})

    def ask(self, service: str = makers.NEW, lane: str = "PRIORITY", **more: Any) -> HttpResponse:
        wish = {"service": service, "lane": lane, "press_key": secrets.token_hex(16), **more}
        return self.client.post(f"{self.home}tanpa-nomor/", wish)


class Desk:
    """A member of staff with one role, signed in, at the pages of /petugas/."""

    def __init__(self, office: Office, *roles: Role, username: str = "") -> None:
        self.staff = make_staff(*roles, username=username, office=office.slug)
        self.sign_in()

    def sign_in(self) -> None:
        """Sign in anew: whoever was away for an hour is signed out."""
        self.client = Client()
        self.client.force_login(self.staff)

    def see(self, path: str) -> HttpResponse:
        return self.client.get(f"/petugas/{path}")

    def do(self, path: str, **fields: Any) -> HttpResponse:
        """Send a form, and return the page that one lands on."""
        return self.client.post(f"/petugas/{path}", fields, follow=True)

    def open_counter(self, number: int) -> HttpResponse:
        return self.do("loket/", counter=number)

    def next(self, **more: Any) -> str:
        """Press *next*; the number that stands at the counter then, or nothing."""
        return at_counter(self.do("loket/berikut/", press_key=secrets.token_hex(16), **more))

    def deal(self, deed: str, number: str, **more: Any) -> HttpResponse:
        """Do something with the number at the counter: mulai, selesai, ulang …"""
        return self.do(f"loket/{deed}/", number=number, **more)


def at_counter(page: HttpResponse) -> str:
    """The number in large letters on a counter's page."""
    found = re.search(r'j-now__number">([A-Z]-\d+)<', page.content.decode())
    return found[1] if found else ""


def numbers_on(page: HttpResponse) -> list[str]:
    """Every number in large letters on the kiosk's screen."""
    return re.findall(r'j-kiosk__number">([A-Z]-\d+)<', page.content.decode())


def people_of(row: booking.ApplicationRow) -> Sequence[str]:
    return [person.number for person in row.people]
