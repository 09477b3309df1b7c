"""Staff and front-door pages in a browser: no barriers, and sign-in with a passkey."""

from pathlib import Path

import pytest

PUBLIC = (
    "/",
    "/biaya/",
    "/lapor/",
    "/periksa/",
    "/data/",
    "/privasi/",
    "/sehat/",
    "/demo/pesan/",
    "/kantor/tarakan/",
    "/petugas/masuk/login/",
    "/petugas/masuk/signup/",
)
STAFF = (
    "/petugas/",
    "/petugas/akun/",
    "/petugas/akun/baru",
    "/petugas/pesan/",
    "/petugas/masuk/password/change/",
    "/petugas/masuk/logout/",
    "/petugas/masuk/sessions/",
    "/petugas/masuk/2fa/",
    "/petugas/masuk/2fa/webauthn/",
    "/petugas/masuk/2fa/webauthn/add/",
    "/petugas/masuk/2fa/totp/activate/",
)


@pytest.fixture
def password_of(site):
    kept = Path(site.environment["JERNIH_VAR"]) / "demo-sign-ins-tarakan.txt"
    known = dict(line.split() for line in kept.read_text().splitlines())
    return known.__getitem__


def sign_in(page, username, password):
    page.goto("/petugas/masuk/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/petugas/")


def confirm(page, password):
    """Some pages want the password once more."""
    if "reauthenticate" in page.url:
        page.fill("#id_password", password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_front_door_has_no_barrier(open_page, axe, language):
    page = open_page("/", phone=True, language=language)
    problems = []

    for path in PUBLIC:
        page.goto(path)
        problems += [*axe(page), *([f"{path} is too wide"] if overflow(page) > 0 else [])]

    assert problems == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_of_staff_have_no_barrier(open_page, axe, password_of, language):
    page = open_page("/petugas/", phone=True, language=language)
    sign_in(page, "admin", password_of("admin"))
    problems = []

    for path in STAFF:
        page.goto(path)
        confirm(page, password_of("admin"))
        problems += [*axe(page), *([f"{path} is too wide"] if overflow(page) > 0 else [])]

    assert problems == []


def test_the_four_doors_lead_somewhere_without_javascript(open_page):
    page = open_page("/", phone=True, java_script_enabled=False)

    for n in range(4):
        page.goto("/")
        page.locator(".j-door a").nth(n).click()
        assert page.locator("h1").count() == 1


def test_staff_sign_in_without_a_password_once_they_have_a_passkey(open_page, password_of):
    page = open_page("/petugas/")
    sign_in(page, "auditor", password_of("auditor"))
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto("/petugas/masuk/2fa/webauthn/add/")
    confirm(page, password_of("auditor"))
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)

    page.goto("/petugas/")
    page.locator(".j-staffbar .j-link-button").click()
    page.goto("/petugas/masuk/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/petugas/")

    assert "Lukas Tandi" in page.locator("h1").inner_text()
