"""Tests that share an office stay with one worker: its start costs as much as thirty pages."""

import os

import pytest


@pytest.mark.xdist_group("groups")
def test_a_group_of_tests_is_known_to_the_workers(request):
    if "PYTEST_XDIST_WORKER" not in os.environ or not request.config.getoption("loadgroup", False):
        pytest.skip("one process, or workers without groups")
    assert request.node.nodeid.endswith("@groups")
