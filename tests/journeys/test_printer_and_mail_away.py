"""Printer off, mail server down: numbers stay valid, work goes on, messages go out later, once."""

import re
import socket
import threading
from contextlib import contextmanager

import pytest

from jernih.apps.hall import queries
from jernih.apps.hall.models import Ticket
from jernih.apps.hall.views import printing
from jernih.apps.notices import jobs
from jernih.apps.notices.models import Notice
from jernih.pure.states import TicketState
from tests.apps.notices.test_send_due_notices import mail_server
from tests.journeys.days import make_day
from tests.record import check_record
from tests.visits import Citizen, numbers_on, people_of, says

pytestmark = pytest.mark.django_db


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def printer():
    """Stand in for a ticket printer: takes one connection and keeps its bytes."""
    received = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(10)

        def listen() -> None:
            line, _address = door.accept()
            with line:
                line.settimeout(10)
                while part := line.recv(4096):
                    received.extend(part)

        listener = threading.Thread(target=listen)
        listener.start()
        yield door.getsockname()[1], received
        listener.join(10)


def test_with_the_printer_off_the_number_is_valid_and_the_kiosk_says_so(clock, settings):
    day = make_day(clock)
    row = day.booked()
    day.open()
    settings.TICKET_PRINTER = f"127.0.0.1:{closed_port()}"

    page = day.kiosk().show(row.code)

    assert numbers_on(page) == people_of(row)
    assert says(
        page,
        "The printer does not answer. Your number is valid: remember it, or photograph this"
        " screen.",
    )
    assert "data-print-now" not in page.content.decode()
    assert Ticket.objects.get().state == TicketState.WAITING
    assert day.counter().next() == people_of(row)[0]
    check_record()


def test_a_real_printer_receives_the_ticket_byte_for_byte(clock, settings):
    day = make_day(clock)
    row = day.booked()
    day.open()

    with printer() as (port, received):
        settings.TICKET_PRINTER = f"127.0.0.1:{port}"
        page = day.kiosk().show(row.code)

    ticket = Ticket.objects.get()
    paper = queries.ticket_print(ticket)
    assert numbers_on(page) == people_of(row)
    assert bytes(received) == printing._bytes(paper, language="id")
    assert received.startswith(b"\x1b@")
    assert f"/tempat/{paper.code}/".encode() in received
    assert people_of(row)[0].encode() in received
    check_record()


def test_a_device_file_prints_too_and_a_reprint_gives_the_same_paper(clock, settings, tmp_path):
    day = make_day(clock)
    row = day.booked()
    day.open()
    device = tmp_path / "lp0"
    settings.TICKET_PRINTER = str(device)
    kiosk = day.kiosk()

    kiosk.show(row.code)
    once = device.read_bytes()
    kiosk.client.post(f"{kiosk.home}cetak/", {"code": row.code})

    assert device.read_bytes() == once * 2
    assert Ticket.objects.count() == 1
    check_record()


def test_with_the_mail_server_down_numbers_are_given_and_messages_follow_once(clock, settings):
    day = make_day(clock)
    siti = Citizen(day.office)
    row = siti.take()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port()

    jobs.send_due_notices(0)
    due = Notice.objects.filter(address=siti.address, sent_at=None).count()
    day.open()
    shown = day.kiosk().show(row.code)
    clock.later(hours=2)
    with mail_server(settings) as box:
        jobs.send_due_notices(0)
        jobs.send_due_notices(0)

    assert due >= 1
    assert numbers_on(shown) == people_of(row)
    told = [mail for mail in box.mails if people_of(row)[0] in mail]
    marks = [re.search(r"Message-ID: \S+", mail)[0] for mail in box.mails]
    assert len(told) >= 1
    assert len(set(marks)) == len(marks)
    assert (
        not Notice.objects.filter(address=siti.address, sent_at=None)
        .exclude(state="DROPPED")
        .exists()
    )
    check_record()
