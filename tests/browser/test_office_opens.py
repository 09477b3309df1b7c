"""The office of `jernih run` answers, and says the right things to a browser."""

import urllib.request


def test_every_answer_carries_a_policy_without_anything_inline(site):
    with urllib.request.urlopen(f"{site.url}/healthz") as answer:
        policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_live_answers_beside_web(site):
    with urllib.request.urlopen(f"{site.live}/live/healthz") as answer:
        assert answer.read() == b"ok"


def test_the_home_page_opens_without_a_complaint(open_page, axe):
    page = open_page("/", phone=True)

    assert axe(page) == []
