"""One live process for the tests of a worker; each test has an office of its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.live.listening import Live, running_live


@pytest.fixture(scope="session")
def live(django_db_setup: None, django_db_blocker: Any) -> Iterator[Live]:
    with django_db_blocker.unblock(), running_live(LIVE_ORIGINS="http://a.test") as running:
        yield running
