"""Who gives which role to whom: every step kept, nobody for herself, machines apart from people."""

import pytest

from jernih.apps.accounts import actions, queries
from jernih.apps.accounts.models import Staff, StaffChange
from jernih.pure.roles import CITIZEN, Refused, Role
from tests.staff_makers import NOON, make_staff, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_pseudonyms_are_spelled_as_the_record_wants_and_differ():
    refs = {make_staff(Role.COUNTER).ref for _ in range(20)}

    assert len(refs) == 20
    assert all(len(ref) == 8 and ref.startswith("s-") for ref in refs)


def test_every_role_given_or_taken_is_kept_with_who_did_it():
    admin, staff = make_staff(Role.IT_ADMIN), make_staff(Role.HELPER)

    actions.change_roles(staff_id=staff.pk, roles=[Role.COUNTER], actor=admin.as_actor(), now=NOON)

    lines = [(c.kind, c.role, c.changed_by) for c in staff.changes.order_by("pk")]
    assert lines == [
        ("CREATED", "", ""),
        ("GRANTED", "HELPER", ""),
        ("GRANTED", "COUNTER", admin.ref),
        ("TAKEN", "HELPER", admin.ref),
    ]
    assert staff.as_actor().roles == {Role.COUNTER}
    assert queries.changes_of(staff)[0].by == admin.full_name


def test_a_role_taken_away_is_gone_at_the_next_request():
    staff = make_staff(Role.IT_ADMIN)
    client = signed_in(staff)
    assert client.get("/petugas/akun/").status_code == 200

    actions.change_roles(staff_id=staff.pk, roles=[Role.HELPER], actor=actions.CONSOLE, now=NOON)

    assert client.get("/petugas/akun/").status_code == 403


def test_who_looks_after_machines_gets_no_role_with_people():
    staff = make_staff(Role.COUNTER)

    with pytest.raises(actions.NotMixed):
        actions.change_roles(
            staff_id=staff.pk,
            roles=[Role.COUNTER, Role.IT_ADMIN],
            actor=actions.CONSOLE,
            now=NOON,
        )

    assert staff.as_actor().roles == {Role.COUNTER}


def test_nobody_changes_her_own_account():
    admin = make_staff(Role.IT_ADMIN)
    actor = admin.as_actor()

    for change in (actions.close_account, actions.reopen_account):
        with pytest.raises(actions.NotYourself):
            change(staff_id=admin.pk, actor=actor, now=NOON)
    with pytest.raises(actions.NotYourself):
        actions.change_roles(staff_id=admin.pk, roles=[Role.HEAD], actor=actor, now=NOON)
    with pytest.raises(actions.NotYourself):
        actions.give_password(staff_id=admin.pk, password="x", actor=actor, now=NOON)


def test_an_administrator_of_one_office_leaves_other_offices_alone():
    admin = make_staff(Role.IT_ADMIN, office="tarakan")
    other = make_staff(Role.COUNTER, office="nunukan")

    with pytest.raises(Refused):
        actions.close_account(staff_id=other.pk, actor=admin.as_actor(), now=NOON)

    client = signed_in(admin)
    assert client.get(f"/petugas/akun/{other.ref}").status_code == 404
    assert other.full_name not in client.get("/petugas/akun/").content.decode()


@pytest.mark.parametrize("role", [role for role in actions.STAFF_ROLES if role != Role.IT_ADMIN])
def test_nobody_else_makes_accounts(role):
    with pytest.raises(Refused):
        actions.create_staff(
            person=actions.NewStaff(
                username="x", full_name="X", office="tarakan", roles=frozenset({Role.HEAD})
            ),
            password="x",
            actor=make_staff(role).as_actor(),
            now=NOON,
        )


def test_a_citizen_changes_no_account():
    staff = make_staff(Role.COUNTER)

    with pytest.raises(Refused):
        actions.close_account(staff_id=staff.pk, actor=CITIZEN, now=NOON)


def test_a_sign_in_name_is_given_once_whatever_its_capitals():
    make_staff(Role.COUNTER, username="sari")

    with pytest.raises(actions.NameTaken):
        make_staff(Role.COUNTER, username="SARI")

    assert Staff.objects.count() == 1


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.KIOSK, Role.CLOCK])
def test_parts_that_nobody_plays_are_given_to_nobody(role):
    with pytest.raises(ValueError, match="no roles for staff"):
        make_staff(role)


def test_closing_and_opening_twice_is_one_line_each():
    staff = make_staff(Role.COUNTER)

    for change in (
        actions.close_account,
        actions.close_account,
        actions.reopen_account,
        actions.reopen_account,
    ):
        change(staff_id=staff.pk, actor=actions.CONSOLE, now=NOON)

    kinds = list(staff.changes.order_by("pk").values_list("kind", flat=True))
    assert kinds[2:] == [StaffChange.Kind.CLOSED, StaffChange.Kind.REOPENED]
