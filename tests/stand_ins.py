"""Stand-ins for servers outside: a mailbox over real SMTP, a gateway over real HTTP."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller


class Mailbox:
    """Takes mail, or refuses it with `answer`."""

    def __init__(self, answer="250 OK"):
        self.answer, self.mails = answer, []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.answer.startswith("550"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if self.answer != "250 OK":
            return self.answer
        self.mails.append(envelope.content.decode())
        return self.answer


@contextmanager
def mail_server(settings, *, answer="250 OK", port=0) -> Iterator[Mailbox]:
    box = Mailbox(answer)
    controller = Controller(box, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    try:
        yield box
    finally:
        controller.stop()


class Gateway(BaseHTTPRequestHandler):
    """Stands in for WhatsApp and SMS gateways."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((dict(self.headers), json.loads(body)))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *args):
        pass


@contextmanager
def gateway(answer=200):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.answer, server.seen = answer, []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server, f"http://127.0.0.1:{server.server_port}/messages"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
