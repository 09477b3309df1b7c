"""Page tests have the clock of their pages."""

import pytest

from jernih.apps.booking.models import Application
from jernih.apps.ledger.models import Entry
from tests import makers
from tests.clock import clock
from tests.visits import Citizen

__all__ = ["clock"]


@pytest.fixture
def office(clock):
    made = makers.make_office()
    makers.make_supply(made)
    return made


@pytest.fixture
def siti(office):
    return Citizen(office)


@pytest.fixture
def nothing_written(office):
    """Fail if anything but one-time codes was written by the end of the test."""
    before = Entry.objects.count()
    yield
    assert not Application.objects.exists()
    assert Entry.objects.count() == before
