"""Whoever finds a hole finds where to tell it, and the file never runs out."""

from datetime import datetime

from django.test import Client
from django.utils import timezone


def test_security_txt_names_a_contact_and_is_good_for_half_a_year(settings):
    settings.SECURITY_CONTACT = "mailto:keamanan@contoh.invalid"

    page = Client().get("/.well-known/security.txt")
    fields = dict(
        line.split(": ", 1) for line in page.content.decode().splitlines() if line[0] != "#"
    )

    assert page["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:keamanan@contoh.invalid"
    assert fields["Canonical"].endswith("/.well-known/security.txt")
    left = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert 170 < left.days < 365
