"""Somebody who reads every table and every hidden column tries to tell whose answer was whose."""

import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.db import connection

from jernih.apps.surveys import actions, jobs
from jernih.apps.surveys.models import SealedAnswer
from jernih.pure.events_surveys import BoxOpened
from jernih.pure.roles import CITIZEN
from jernih.pure.survey import Way
from jernih.ui import lockbox
from tests.hall_makers import make_hall
from tests.makers import facts
from tests.survey_makers import CONTENT, CROSS, answer_by_browser, make_key, said, served_codes

pytestmark = pytest.mark.django_db(transaction=True)


def everything():
    """All rows of the survey's tables, with where they lie and which transaction wrote them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("surveys_"):
                cursor.execute(f'SELECT ctid::text, xmin::text, t.* FROM "{table}" t')
                names = [column.name for column in cursor.description]
                found[table] = [dict(zip(names, row, strict=True)) for row in cursor]
    return found


@pytest.mark.parametrize("way", [Way.BROWSER, Way.SERVER])
def test_nobody_who_reads_all_tables_day_and_night_tells_whose_answer_was_whose(way, settings):
    hall = make_hall()
    key = make_key(hall.office, now=hall.now)
    texts = [CONTENT] * 4 + [CROSS]
    for code, text in zip(served_codes(hall, 5), texts, strict=True):
        if way is Way.BROWSER:
            answer_by_browser(code, key, text, now=hall.now)
        else:
            actions.answer_here(code=code, answer=said(text), way=way, actor=CITIZEN, now=hall.now)

    by_day = everything()
    assert jobs.night(hall.now) == 5
    by_night = everything()

    # By day she sees who was given a token, and sealed answers; all of one length, no clock.
    sealed = [bytes(row["sealed"]) for row in by_day["surveys_sealedanswer"]]
    assert len({len(one) for one in sealed}) == 1
    columns = {name for rows in by_day.values() for row in rows for name in row}
    assert not any(name.endswith(("_at", "_on", "time")) for name in columns)
    # By night no row is one person's: what was said stands in sums alone.
    assert by_night["surveys_sealedanswer"] == []
    [count] = by_night["surveys_surveycount"]
    book = count["book"] if isinstance(count["book"], dict) else json.loads(count["book"])
    assert book["asked"] == [4, 1, 0]
    # What ties a ticket to anything: its transaction ties it to a token's hash at most, and the
    # record tells the hashes of all at once, in an order of their own.
    [fact] = facts(hall.office, BoxOpened.kind)
    assert sorted(row["token"] for row in by_night["surveys_spenttoken"]) == list(fact.tokens)
    held = {str(value) for row in by_night["surveys_spenttoken"] for value in row.values()}
    assert not held & {CONTENT, CROSS}
    assert all(
        text not in json.dumps(by_night, default=str) for text in (CONTENT, CROSS, "|YES", "|NO")
    )
    # The copies she took by day stay shut, with every key that is left, and the server's own.
    assert not SealedAnswer.objects.exists()
    left = [file.read_bytes() for file in settings.SURVEY_DIR.glob("*.box")]
    for one in sealed:
        for known in (*left, bytes(32)):
            with pytest.raises(InvalidTag):
                ChaCha20Poly1305(known).decrypt(one[:12], one[12:], b"")
        with pytest.raises(InvalidToken):
            lockbox.unlock(one, purpose="survey")


def test_whoever_copies_the_box_and_its_key_on_the_same_day_reads_answers_but_no_tickets(settings):
    """What remains: docs/threats.md says it. The copy holds token hashes, and tickets do not."""
    hall = make_hall()
    key = make_key(hall.office, now=hall.now)
    [code] = served_codes(hall)
    answer_by_browser(code, key, CROSS, now=hall.now)

    [file] = settings.SURVEY_DIR.glob("*.box")
    [row] = everything()["surveys_sealedanswer"]
    sealed = bytes(row["sealed"])
    opened = ChaCha20Poly1305(file.read_bytes()).decrypt(sealed[:12], sealed[12:], b"").decode()

    spent, _, text = opened.strip().partition("|")
    assert text == CROSS
    [given] = everything()["surveys_tokengiven"]
    assert spent not in map(str, given.values())
