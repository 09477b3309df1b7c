"""The front door without JavaScript; and staff who sign in with a passkey."""

from tests.browser.people import confirm, sign_in, sign_out


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
    sign_out(page)
    page.goto("/petugas/masuk/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/petugas/")

    assert "Lukas Tandi" in page.locator("h1").inner_text()
