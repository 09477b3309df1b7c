"""Staff add a second step by an app or a passkey, sign in with it, and take it away again."""

import base64
import hmac
import struct
import time

import pytest
from playwright.sync_api import expect

from tests.browser import people


def six_digits(secret: str, *, at: float) -> str:
    """What an authenticator app shows (RFC 6238, SHA-1, 30 seconds)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    made = hmac.digest(key, struct.pack(">Q", int(at) // 30), "sha1")
    start = made[-1] & 15
    return f"{(struct.unpack('>I', made[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def submit(page) -> None:
    with page.expect_navigation():
        page.locator("main form .govuk-button").first.click()


@pytest.mark.parametrize(("language", "name"), [("id", "pimpinan"), ("en", "loket3")])
def test_an_app_is_asked_at_sign_in_until_it_is_taken_away(
    staff, password_of, look, language, name
):
    page = staff(name, "/petugas/masuk/2fa/totp/activate/", language=language)
    people.confirm(page, password_of(name))
    page.locator("main summary").click()
    secret = page.locator("main .j-code").inner_text()
    # allauth reads the machine's own clock, not the office's.
    page.fill("#id_code", six_digits(secret, at=time.time()))
    submit(page)
    look(page, "second-step-codes")
    page.goto("/petugas/masuk/2fa/recovery-codes/generate/")
    look(page, "second-step-new-codes")

    people.sign_out(page)
    page.goto("/petugas/masuk/login/")
    page.fill("#id_login", name)
    page.fill("#id_password", password_of(name))
    submit(page)
    look(page, "second-step-asked")
    page.fill("#id_code", "000000")
    submit(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.fill("#id_code", six_digits(secret, at=time.time()))
    submit(page)
    page.wait_for_url("**/petugas/")

    page.goto("/petugas/masuk/2fa/reauthenticate/")
    look(page, "second-step-again")
    page.goto("/petugas/masuk/reauthenticate/?next=/petugas/masuk/2fa/totp/deactivate/")
    people.confirm(page, password_of(name))
    look(page, "second-step-off")
    submit(page)
    page.goto("/petugas/")
    expect(page.locator(".j-notice")).to_have_count(1)
