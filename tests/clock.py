"""The clock of pages: views ask the time themselves, so a test of pages sets it for them.

Import the fixture in a conftest.py: `from tests.clock import clock`.
"""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.makers import NOW


class Clock:
    """What time it is for every page, until a test says otherwise."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def at(self, moment: datetime) -> None:
        self.now = moment

    def later(self, **span: float) -> None:
        """Let time pass: minutes=5, seconds=30 …"""
        self.now += timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday 23 November 2026, ten o'clock at Tarakan, for all pages of this test."""
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    return made
