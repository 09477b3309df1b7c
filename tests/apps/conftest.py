"""Which tests are run on every kind of PostgreSQL that we say we run on."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what commits: there locks, notifications, triggers and our own SQL are at work.

    What is rolled back asks the ORM, whose own makers test it on every server.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is not None and marker.kwargs.get("transaction"):
            item.add_marker(pytest.mark.servers)
