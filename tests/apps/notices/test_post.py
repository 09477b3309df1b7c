"""A message is a row in the caller's transaction, once, and not in people's sleep."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from jernih.apps.notices import actions
from jernih.apps.notices.models import Notice
from jernih.pure.states import NoticeState

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)  # 12:00 at Tarakan
NIGHT = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)  # 23:30 at Tarakan
MORNING = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)  # 07:00 the next day


def post(*, now=NOON, **more):
    words = {
        "office": "tarakan",
        "channel": "EMAIL",
        "address": "siti@example.org",
        "purpose": "received",
        "once_key": "received/1",
        "language": "id",
        "subject": "Nomor Anda",
        "body": "A-017",
        "not_before": now,
    }
    with transaction.atomic():
        actions.post(now=now, **{**words, **more})


def jobs():
    """Counted, not emptied: jobs of other tests that commit stay in their table."""
    return ProcrastinateJob.objects.filter(task_name=actions.SEND_JOB).count()


@pytest.mark.django_db
def test_a_posted_message_waits_and_wakes_the_sender():
    before = jobs()

    post()

    notice = Notice.objects.get()
    assert notice.state == NoticeState.WAITING
    assert notice.not_before == NOON
    assert jobs() == before + 1


@pytest.mark.django_db
def test_the_same_key_makes_one_message():
    post()
    post(body="something else")

    assert Notice.objects.get().body == "A-017"


@pytest.mark.django_db
def test_what_is_written_by_hand_is_what_the_model_would_have_written():
    post(expires_at=NOON + timedelta(hours=1), is_urgent=True, subject='Angka 100 %, "kutip"')

    row = Notice.objects.get()
    row.full_clean(validate_unique=False)
    told = {"subject": row.subject, "expires_at": NOON + timedelta(hours=1), "is_urgent": True}
    plain = Notice(created_at=NOON, not_before=NOON, time_zone=settings.TIME_ZONE, **told)
    given = {"id", "office", "channel", "address", "purpose", "once_key", "body"}
    for field in Notice._meta.concrete_fields:
        if field.attname not in given:
            assert getattr(row, field.attname) == getattr(plain, field.attname), field.name
    assert (row.subject, row.body) == ('Angka 100 %, "kutip"', "A-017")


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_sends_nothing():
    class Stop(Exception):
        pass

    def change():
        with transaction.atomic():
            post()
            raise Stop

    before = jobs()

    with pytest.raises(Stop):
        change()

    assert not Notice.objects.exists()
    assert jobs() == before


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_change_is_refused():
    with pytest.raises(actions.NotInTransaction):
        actions.post(
            now=NOON,
            office="tarakan",
            channel="EMAIL",
            address="a@example.org",
            purpose="x",
            once_key="x",
            language="id",
            subject="",
            body="",
            not_before=NOON,
        )


@pytest.mark.django_db
def test_at_night_a_message_waits_for_the_morning_of_the_office():
    before = jobs()

    post(now=NIGHT)

    assert Notice.objects.get().not_before == MORNING
    assert jobs() == before


@pytest.mark.django_db
def test_a_one_time_code_goes_out_at_night_too():
    post(now=NIGHT, is_urgent=True)

    assert Notice.objects.get().not_before == NIGHT


@pytest.mark.django_db
def test_quiet_hours_are_those_of_the_offices_own_zone():
    # 23:30 at Tarakan is 22:30 in Jakarta and still quiet; 00:30 in Jayapura too. Lisbon is awake.
    post(now=NIGHT, time_zone="Europe/Lisbon")

    assert Notice.objects.get().not_before == NIGHT


@pytest.mark.django_db
def test_a_later_message_wakes_nobody_now():
    before = jobs()

    post(not_before=NOON + timedelta(hours=2))

    assert jobs() == before
