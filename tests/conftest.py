"""What every test stands on: settings of its own, and one throw-away PostgreSQL.

Settings come from here, never from `.env`, so that a run says the same on every machine.
TEST_DATABASE_URL (or DATABASE_URL) set: that server is used, else an embedded one is started,
once for all workers and runs, and stopped by the last of them.
"""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest

ROOT = Path(__file__).resolve().parents[1]

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "jernih.config.settings",
    "JERNIH_DEVELOPMENT": "1",
    "JERNIH_VAR": os.environ.get("JERNIH_TEST_VAR", "var/test"),
    "SECRET_KEY": "only for tests " * 4,
    "SERVER_KEY": "only for tests " * 4,
    "DATABASE_CONNECTION_SECONDS": "0",
    # The public half of report_makers.ROOT_SEED: who signs rosters in tests.
    "ROSTER_KEY": "1124959e10797a925a7a114c4ae2d27838e3bcc726c25b0c9422f8a8b4525e3e",
    # Playwright's loop makes Django believe that tests are asynchronous; they are not.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}
# Workers inherit it: the databases of one run carry its number, so that two runs do not meet.
os.environ.setdefault("JERNIH_TEST_RUN", str(os.getpid()))
if given := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = given

django.setup()

from django.conf import settings  # noqa: E402 - after set-up

from tests import emptying, needs, server  # noqa: E402

if not settings.DATABASE_URL:
    settings.DATABASES["default"].update(server.django_database())
settings.DATABASES["default"].setdefault("TEST", {})
settings.DATABASES["default"]["TEST"]["NAME"] = f"test_{os.environ['JERNIH_TEST_RUN']}"
# Argon2 is slow on purpose; tests sign in hundreds of times.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# whitenoise warns about a folder that is not there, and a warning is a failure here.
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Each test client starts the site's middleware anew; whitenoise need not list all files each time.
settings.WHITENOISE_AUTOREFRESH = True


_connect = socket.socket.connect


def _connect_here(self: socket.socket, address: Any) -> None:
    """Refuse every address outside this machine: tests reach nobody."""
    if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
        raise PermissionError(f"tests reach nobody outside: {address}")
    _connect(self, address)


def _is_here(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


socket.socket.connect = _connect_here  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Have a server before the first database is made, and in it the tables to copy."""
    if settings.DATABASE_URL:
        yield
        return
    with server.running():
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = server.migrated()
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let tests that commit empty the tables quickly afterwards."""
    with django_db_blocker.unblock():
        emptying.install()


@pytest.fixture(autouse=True)
def own_record(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give each test with a database a public record of its own, with its own key."""
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        home = tmp_path_factory.mktemp("record")
        changed = request.getfixturevalue("settings")
        changed.LOG_DIR, changed.LOG_KEY_FILE = home / "log", home / "log-key"
        changed.POLICY_FILE = home / "policy"
        changed.EXPORT_FILE, changed.OWN_CHECK_FILE = home / "export.zip", home / "own-check.json"
        changed.SURVEY_DIR = home / "survey"
        # One for all tests of a worker: to make one and to prove it takes a second.
        changed.NULLIFIER_KEY_FILE = tmp_path_factory.getbasetemp() / "nullifier-key"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which programs of others did not read our log, so that nobody takes it for granted."""
    missing = needs.missing()
    if missing:
        terminalreporter.section("NOT TESTED on this machine", sep="!", red=True, bold=True)
        for name in missing:
            terminalreporter.write_line(f"NOT TESTED: {name}", red=True, bold=True)
