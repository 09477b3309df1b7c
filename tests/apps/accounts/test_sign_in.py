"""Staff sign in; nobody else does, and nobody makes an account for herself."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from jernih.apps.accounts import actions
from jernih.apps.accounts.models import Staff
from jernih.pure.roles import Role
from tests.staff_makers import NOON, PASSWORD, make_staff, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
SIGN_IN, HOME = "/petugas/masuk/login/", "/petugas/"


def sign_in(client, staff, password=PASSWORD):
    return client.post(SIGN_IN, {"login": staff.username, "password": password})


def code_now(secret):
    counter = int(time.time()) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_staff_sign_in_and_land_on_their_page():
    client, staff = Client(), make_staff(Role.COUNTER)

    response = sign_in(client, staff)

    assert response.url == HOME
    assert client.get(HOME).status_code == 200


def test_strangers_are_sent_to_sign_in():
    response = Client().get("/petugas/akun/")

    assert response.status_code == 302
    assert response.url.startswith(SIGN_IN)


def test_nobody_signs_up():
    client = Client()
    words = {"username": "calo", "password1": PASSWORD, "password2": PASSWORD}

    page = client.get("/petugas/masuk/signup/")
    client.post("/petugas/masuk/signup/", words)

    assert b"<form" not in page.content.split(b"<main")[1]
    assert not Staff.objects.exists()


@pytest.mark.parametrize(
    "path",
    ["email/", "password/reset/", "password/set/", "confirm-email/", "signup/passkey/"],
)
def test_no_mail_opens_an_account(path):
    client = signed_in(make_staff(Role.COUNTER))

    assert client.get(f"/petugas/masuk/{path}").status_code == 404
    assert client.post(f"/petugas/masuk/{path}", {"email": "x@example.org"}).status_code == 404


def test_after_five_wrong_passwords_the_right_one_must_wait_too():
    client, staff = Client(), make_staff(Role.COUNTER)

    for _ in range(5):
        sign_in(client, staff, "wrong")
    response = sign_in(client, staff)

    assert response.status_code != 302
    assert "_auth_user_id" not in client.session


def test_wrong_tries_count_in_the_database_so_that_every_process_knows(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_a_closed_account_is_out_at_the_next_request():
    staff = make_staff(Role.COUNTER)
    client = signed_in(staff)
    assert client.get(HOME).status_code == 200

    actions.close_account(staff_id=staff.pk, actor=actions.CONSOLE, now=NOON)

    assert client.get(HOME).status_code == 302
    sign_in(client, staff)
    assert client.get(HOME).status_code == 302


def test_a_password_that_others_know_must_be_changed_first():
    staff = make_staff(Role.COUNTER)
    actions.give_password(
        staff_id=staff.pk, password="given-once-1234", actor=actions.CONSOLE, now=NOON
    )
    client = Client()
    sign_in(client, staff, "given-once-1234")

    assert client.get(HOME).url == reverse("account_change_password")
    assert client.get("/").url == reverse("account_change_password")

    client.post(
        reverse("account_change_password"),
        {
            "oldpassword": "given-once-1234",
            "password1": "my very own words 7",
            "password2": "my very own words 7",
        },
    )

    staff.refresh_from_db()
    assert not staff.has_given_password
    assert client.get(HOME).status_code == 200


def test_in_earnest_nobody_works_without_a_second_step(settings):
    settings.STAFF_SECOND_FACTOR = True
    client, staff = Client(), make_staff(Role.COUNTER)
    sign_in(client, staff)

    assert client.get(HOME).url == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200


def test_with_an_authenticator_app_a_password_alone_opens_nothing(settings):
    settings.STAFF_SECOND_FACTOR = True
    client, staff = Client(), make_staff(Role.COUNTER)
    sign_in(client, staff)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert Authenticator.objects.filter(user=staff, type=Authenticator.Type.TOTP).exists()
    assert client.get(HOME).status_code == 200

    other = Client()
    first = sign_in(other, staff)

    assert first.url.startswith(reverse("mfa_authenticate"))
    assert other.get(HOME).status_code == 302
    recovery = Authenticator.objects.get(user=staff, type=Authenticator.Type.RECOVERY_CODES)
    other.post(first.url, {"code": recovery.wrap().get_unused_codes()[0]})
    assert other.get(HOME).status_code == 200


def test_idle_staff_are_signed_out(settings):
    client = signed_in(make_staff(Role.COUNTER))
    client.get(HOME)
    session = client.session
    session["staff_seen"] -= settings.STAFF_IDLE_MINUTES * 60 + 1
    session.save()

    response = client.get(HOME)

    assert response.status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_session_ends_after_a_working_day_however_busy(settings):
    client = signed_in(make_staff(Role.COUNTER))
    client.get(HOME)
    session = client.session
    session["staff_since"] -= settings.SESSION_COOKIE_AGE + 1
    session.save()

    assert client.get(HOME).status_code == 302


def test_staff_see_and_end_their_other_sessions():
    staff = make_staff(Role.COUNTER)
    here, there = Client(), Client()
    sign_in(here, staff)
    sign_in(there, staff)
    assert UserSession.objects.filter(user=staff).count() == 2

    here.post(reverse("usersessions_list"))

    assert here.get(HOME).status_code == 200
    assert there.get(HOME).status_code == 302


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "account_reauthenticate",
        "account_logout",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "usersessions_list",
    ],
)
def test_every_page_of_sign_in_has_our_look_and_nothing_inline(name):
    client, staff = Client(), make_staff(Role.COUNTER)
    sign_in(client, staff)

    response = client.get(reverse(name), follow=True)

    text = response.content.decode()
    assert response.status_code == 200
    assert "j-staffbar" in text
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick=" not in text


def test_who_lost_her_phone_gets_in_again_by_the_administrator(settings):
    settings.STAFF_SECOND_FACTOR = True
    admin, staff = make_staff(Role.IT_ADMIN), make_staff(Role.COUNTER)
    for each in (admin, staff):
        Authenticator.objects.create(user=each, type=Authenticator.Type.TOTP, data={"secret": "x"})
    old = signed_in(staff)
    assert old.get(HOME).status_code == 200

    page = f"/petugas/akun/{staff.ref}"
    assert f"{page}/langkah-kedua" in signed_in(admin).get(page).content.decode()
    signed_in(admin).post(f"{page}/langkah-kedua")

    assert old.get(HOME).status_code == 302, "signed out everywhere"
    client = Client()
    assert sign_in(client, staff).url == HOME
    assert client.get(HOME).url == reverse("mfa_index")
    assert staff.changes.last().kind == "UNGUARDED"


def test_nobody_removes_her_own_second_step():
    admin = make_staff(Role.IT_ADMIN)
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={"secret": "x"})

    signed_in(admin).post(f"/petugas/akun/{admin.ref}/langkah-kedua")

    assert Authenticator.objects.filter(user=admin).exists()
