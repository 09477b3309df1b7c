"""The administrator's pages about staff, and what each role may open."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import get_resolver

from jernih.apps.accounts.models import Staff
from jernih.apps.accounts.views import DOORS
from jernih.apps.offices.admin import office_admin
from jernih.pure.roles import GRANTS, Permission, Role
from jernih.ui.access import door_of
from tests.house.test_access import addresses
from tests.staff_makers import make_staff, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

# Whoever holds one of these meets citizens' names.
PERSONAL = {
    Permission.APPLICATION_ASSIST,
    Permission.APPLICATION_CORRECT,
    Permission.TICKET_CALL,
    Permission.TICKET_EXCEPT,
    Permission.COUNTER_RUN,
    Permission.FLOOR_SEE,
}


def new_account(client, **more):
    words = {"full_name": "Sari W", "username": "sari.w", "roles": ["COUNTER"], **more}
    return client.post("/petugas/akun/baru", words)


def test_a_new_account_shows_its_password_once():
    client = signed_in(make_staff(Role.IT_ADMIN))

    response = new_account(client)

    staff = Staff.objects.get(username="sari.w")
    password = re.search(r"(?:[a-z2-9]{4}-){4}[a-z2-9]{4}", response.content.decode())[0]
    assert staff.check_password(password)
    assert staff.has_given_password
    assert staff.office == "tarakan"
    assert "no-store" in response["Cache-Control"]
    assert password not in client.get(f"/petugas/akun/{staff.ref}").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", ""),
        ("username", "sari w!"),
        ("full_name", ""),
        ("roles", []),
        ("roles", ["IT_ADMIN", "COUNTER"]),
        ("roles", ["CLOCK"]),
    ],
)
def test_a_wrong_field_keeps_what_was_typed_and_makes_nothing(field, value):
    client = signed_in(make_staff(Role.IT_ADMIN))

    response = new_account(client, **{field: value})

    assert response.status_code == 422
    assert not Staff.objects.filter(full_name="Sari W").exists()
    if field != "full_name":
        assert 'value="Sari W"' in response.content.decode()


def test_a_name_that_is_taken_is_said_in_words():
    client = signed_in(make_staff(Role.IT_ADMIN))
    new_account(client)

    response = new_account(client)

    assert response.status_code == 422
    assert Staff.objects.filter(username="sari.w").count() == 1


def test_roles_password_and_access_are_changed_on_one_page():
    client = signed_in(make_staff(Role.IT_ADMIN))
    staff = make_staff(Role.HELPER)
    page = f"/petugas/akun/{staff.ref}"

    client.post(f"{page}/peran", {"roles": ["COUNTER", "HELPER"]})
    given = client.post(f"{page}/sandi")
    client.post(f"{page}/akses", {"access": "close"})

    staff.refresh_from_db()
    assert staff.as_actor().roles == {Role.COUNTER, Role.HELPER}
    assert given.status_code == 200
    assert not staff.is_active
    client.post(f"{page}/akses", {"access": "open"})
    staff.refresh_from_db()
    assert staff.is_active
    assert client.get(page).status_code == 200


def test_on_her_own_page_an_administrator_finds_no_buttons_and_a_refusal():
    admin = make_staff(Role.IT_ADMIN)
    client = signed_in(admin)
    page = f"/petugas/akun/{admin.ref}"

    text = client.get(page).content.decode()
    for part in ("peran", "sandi", "akses"):
        client.post(f"{page}/{part}", {"roles": ["HEAD"], "access": "close"})

    admin.refresh_from_db()
    assert f"{page}/sandi" not in text
    assert admin.is_active
    assert admin.as_actor().roles == {Role.IT_ADMIN}


def test_the_home_page_lists_what_one_may_open_and_nothing_else():
    helper = signed_in(make_staff(Role.HELPER)).get("/petugas/").content.decode()
    admin = signed_in(make_staff(Role.IT_ADMIN)).get("/petugas/").content.decode()

    assert "/petugas/akun/" not in helper
    assert "/petugas/akun/" in admin
    assert "/petugas/bantuan/" not in admin


# ---- the IT administrator sees no personal data


def test_the_it_administrator_holds_no_permission_that_shows_people():
    assert not GRANTS[Role.IT_ADMIN] & PERSONAL


def test_every_door_on_the_start_page_says_what_is_behind_it(settings):
    assert {name for _words, name, _permission in settings.STAFF_NAV} == DOORS.keys()


def staff_pages():
    for address, pattern in addresses(get_resolver()):
        door = door_of(pattern.callback)
        if isinstance(door, tuple):
            yield address, door


@pytest.mark.parametrize("role", list(Role))
def test_every_page_opens_to_exactly_the_roles_of_its_door(role):
    if role in (Role.CITIZEN, Role.KIOSK, Role.CLOCK):
        pytest.skip("nobody signs in as one")
    client = signed_in(make_staff(role))

    for address, door in staff_pages():
        path = "/" + re.sub(r"<(\w+):\w+>|<\w+>", _sample, address).replace("^", "")
        if "(" in path or "\\" in path:
            continue
        status = client.get(path).status_code
        if set(door) <= GRANTS[role]:
            # The admin refuses more than its door: no office is added or deleted there.
            assert status != 403 or path.startswith("/petugas/kelola/"), (role, path)
        else:
            assert status == 403, (role, path)


def _sample(found):
    return "1" if found[1] == "int" else "zz"


def test_the_admin_knows_the_office_and_no_case():
    names = {model._meta.label for model in office_admin._registry}

    assert names == {"offices.Office", "offices.Service", "offices.Counter", "offices.Holiday"}


@pytest.mark.parametrize("role", [Role.COUNTER, Role.SUPERVISOR, Role.HEAD])
def test_the_admin_is_closed_to_everyone_else(role):
    assert signed_in(make_staff(role)).get("/petugas/kelola/").status_code == 403


# ---- the first administrator


def test_the_first_administrator_is_made_by_command(capsys, client):
    call_command("make_admin", "dian", "--name", "Dian Permata")

    said = capsys.readouterr().out
    password = re.search(r"(?:[a-z2-9]{4}-){4}[a-z2-9]{4}", said)[0]
    staff = Staff.objects.get(username="dian")
    assert staff.ref in said
    assert staff.as_actor().roles == {Role.IT_ADMIN}
    assert staff.has_given_password
    assert client.login(username="dian", password=password)


def test_a_name_is_not_made_twice_by_command(capsys):
    call_command("make_admin", "dian")

    with pytest.raises(CommandError):
        call_command("make_admin", "dian")
