"""Which tests are run on every kind of PostgreSQL that we say we run on."""

import pytest

LONG = ("test_demo_day", "test_demo_draws", "test_power_cuts")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what commits: there locks, notifications, triggers and our own SQL are at work.

    What is rolled back asks the ORM, whose own makers test it on every server. What plays whole
    days, or is killed again and again, is left to the full run before a release.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        if item.path.stem in LONG or marker is None:
            continue
        if marker.kwargs.get("transaction"):
            item.add_marker(pytest.mark.servers)
