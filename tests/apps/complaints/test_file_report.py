"""A sealed report comes in whole or not at all, and its promise is the office's word."""

import json
from dataclasses import replace

import pytest
from django.db import connection

from jernih.apps.complaints.actions import draft as drafts
from jernih.apps.complaints.actions import file as filing
from jernih.apps.complaints.actions import follow, work
from jernih.apps.complaints.actions.seal_here import PlainFile, Told, code_of
from jernih.apps.complaints.models import CaseFile, Draft, Report
from jernih.apps.complaints.queries import opened
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.apps.ledger import actions as ledger
from jernih.apps.ledger.actions.key import load_key
from jernih.pure.casework import Deed, Made
from jernih.pure.roles import CITIZEN, CLOCK, Actor, Role
from jernih.pure.seal import manifest as manifests
from tests.makers import DAY_BEFORE, NEXT_DAY, NOW, make_office
from tests.report_makers import make_roster, make_sealing, new_keys

pytestmark = pytest.mark.django_db(transaction=True)
ADMIN = Actor(roles=frozenset({Role.CLOCK}))
CANARIES = tuple(f"KENARI{n:02}BERKICAU" for n in range(40))


@pytest.fixture
def office():
    ledger.make_key(actor=ADMIN)
    return make_office()


def opening_of(keys, sealing, *, roster, **changes) -> filing.Opening:
    said = filing.Opening(
        locator=keys.locator,
        auth_hash=keys.auth_hash,
        recipient=keys.recipient,
        signs=keys.signs,
        holders=tuple(one.ref for one in sealing.holders),
        roster=roster.roster.serial,
        salt=keys.salt.hex(),
        manifest=manifests.write_manifest(sealing.manifest).decode(),
    )
    return replace(said, **changes)


def file_now(office, opening, files):
    return filing.file_report(
        office_id=office.pk,
        opening=opening,
        files=files,
        made=Made.BROWSER,
        actor=CITIZEN,
        now=NOW,
    )


def test_a_report_sealed_by_another_hand_is_taken_and_promised_twice_alike(office):
    roster = make_roster(office)
    _, keys = new_keys()
    sealing = make_sealing(roster, keys, attached=(b"a photo",))
    opening = opening_of(keys, sealing, roster=roster)

    first = file_now(office, opening, sealing.files)
    again = file_now(office, opening, sealing.files)

    commitment = manifests.commitment_of(sealing.manifest, salt=keys.salt)
    manifests.open_promise(first, commitment=commitment, public=load_key().key.public)
    assert first == again
    assert Report.objects.get().steps.get().deed == Deed.FILED


@pytest.mark.parametrize("name", ["kunci-0.age", "laporan.age"])
def test_a_broken_file_keeps_nothing(office, name):
    roster = make_roster(office)
    _, keys = new_keys()
    sealing = make_sealing(roster, keys)
    broken = sealing.files | {name: b"MZ" + sealing.files[name][2:]}

    with pytest.raises(filing.NotTaken):
        file_now(office, opening_of(keys, sealing, roster=roster), broken)

    assert not Report.objects.exists()
    assert not CaseFile.objects.exists()


def test_a_stale_roster_and_holders_it_does_not_allow_are_refused(office):
    old = make_roster(office)
    _, keys = new_keys()
    sealing = make_sealing(old, keys)
    opening = opening_of(keys, sealing, roster=old)
    handlers = tuple(one.ref for one in old.roster.of_role(Role.HANDLER))

    with pytest.raises(filing.WrongHolders):
        file_now(office, replace(opening, holders=handlers), sealing.files)
    make_roster(office, serial=2, refs=tuple(old.keys), keys=old.keys)
    with pytest.raises(filing.StaleRoster):
        file_now(office, opening, sealing.files)


def test_a_cut_line_goes_on_where_it_stood_and_is_finished_twice_alike(office):
    roster = make_roster(office)
    _, keys = new_keys()
    sealing = make_sealing(roster, keys)
    opening = opening_of(keys, sealing, roster=roster)
    draft = drafts.begin_draft(office_id=office.pk, opening=opening, actor=CITIZEN, now=NOW)
    body = sealing.files["laporan.age"]
    drafts.add_piece(ref=draft.ref, name="laporan.age", at=0, piece=body[:100], now=NOW)

    with pytest.raises(drafts.WrongPlace) as wrong:
        drafts.add_piece(ref=draft.ref, name="laporan.age", at=7, piece=b"x", now=NOW)
    same = drafts.begin_draft(office_id=office.pk, opening=opening, actor=CITIZEN, now=NOW)
    sizes = drafts.sizes_of(same)
    for name, whole in sealing.files.items():
        at = sizes.get(name, 0)
        drafts.add_piece(ref=draft.ref, name=name, at=at, piece=whole[at:], now=NOW)
    first = drafts.finish_draft(ref=draft.ref, actor=CITIZEN, now=NOW)

    assert wrong.value.size == 100
    assert same.ref == draft.ref
    assert first == drafts.finish_draft(ref=draft.ref, actor=CITIZEN, now=NOW)


def test_what_was_never_finished_is_forgotten_and_its_row_tells_no_hour(office):
    roster = make_roster(office)
    _, keys = new_keys()
    opening = opening_of(keys, make_sealing(roster, keys), roster=roster)
    draft = drafts.begin_draft(office_id=office.pk, opening=opening, actor=CITIZEN, now=NOW)

    assert (draft.expires_at.hour, draft.expires_at.minute) == (0, 0)
    assert drafts.forget_drafts(actor=CLOCK, now=DAY_BEFORE) == 0
    assert drafts.forget_drafts(actor=CLOCK, now=NEXT_DAY) == 1
    assert not Draft.objects.exists()


def test_what_the_server_seals_is_in_no_table_and_opens_with_the_code(office):
    make_roster(office)
    told = Told(
        answers={"who": CANARIES[0], "place": CANARIES[1]},
        words=" ".join(CANARIES[2:30]),
        files=tuple(
            PlainFile(name=f"{CANARIES[n]}.txt", type="text/plain", body=CANARIES[n + 1].encode())
            for n in range(30, 40, 2)
        ),
        form="0" * 64,
    )
    code = code_of(told, chance=bytes(32))

    follow.seal_and_file(
        told,
        code=code,
        spared=follow.Spared(),
        office=office,
        made=Made.SERVER,
        actor=CITIZEN,
        now=NOW,
    )

    keys = follow.keys_of(code)
    case = opened.seen_case(opened.report_of(keys), keys)
    assert case.words == told.words
    assert len(case.files) == 5
    kept = everything_kept()
    assert [one for one in CANARIES if one.encode() in kept] == []


def everything_kept() -> bytes:
    """Every table, each value as it is stored."""
    with connection.cursor() as cursor:
        parts = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                parts += [
                    bytes(one) if isinstance(one, memoryview) else str(one).encode() for one in row
                ]
    return b"\0".join(parts)


def test_a_reporter_writes_and_withdraws_and_a_wrong_code_looks_like_an_unknown_one(office):
    make_roster(office)
    told = Told(answers={}, words="Calo di pintu.", files=(), form="0" * 64)
    code = code_of(told, chance=bytes(32))
    follow.seal_and_file(
        told,
        code=code,
        spared=follow.Spared(is_outside_only=True),
        office=office,
        made=Made.SERVER,
        actor=CITIZEN,
        now=NOW,
    )
    keys = follow.keys_of(code)
    for deed in (Deed.MESSAGE, Deed.WITHDRAWN):
        follow.write_as_reporter(
            deed, keys=keys, words=deed.value, files=(), actor=CITIZEN, now=NOW
        )

    case = opened.seen_case(opened.report_of(keys), keys)
    assert [(step.deed, step.words, step.is_broken) for step in case.steps[1:]] == [
        (Deed.MESSAGE, "MESSAGE", False),
        (Deed.WITHDRAWN, "WITHDRAWN", False),
    ]
    assert case.report.is_outside_only
    for locator, auth in ((keys.locator, bytes(32)), ("0" * 32, keys.auth)):
        with pytest.raises(NoSuchCase):
            opened.report_by(locator, auth)


def test_work_counts_once_and_grows_with_the_flood_but_never_beyond_its_ceiling():
    given = [work.give_challenge(now=NOW) for _ in range(50)]
    done = next(n for n in map(str, range(10**6)) if _does(given[0], n))

    work.check_work(given[0].challenge, done, now=NOW)

    assert given[0].bits == 10
    assert given[0].bits < given[-1].bits <= 16
    assert work.bits_for(10**9, calm=10, floor=10, ceiling=16) == 16
    for challenge in (given[0].challenge, given[0].challenge[:-1] + "x"):
        with pytest.raises(work.NoWork):
            work.check_work(challenge, done, now=NOW)


def _does(given: work.Challenge, nonce: str) -> bool:
    try:
        work.check_work(given.challenge, nonce, now=NOW)
    except work.NoWork:
        return False
    work.cache.clear()
    return True


def test_a_promise_is_json_of_the_office(office):
    roster = make_roster(office)
    _, keys = new_keys()
    sealing = make_sealing(roster, keys)

    promise = json.loads(file_now(office, opening_of(keys, sealing, roster=roster), sealing.files))

    assert promise["office"] == office.slug
