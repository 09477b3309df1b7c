"""Addresses, words and codes of messages are not kept longer than needed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jernih.apps.notices.jobs import forget_old_notices
from jernih.apps.notices.models import Notice
from jernih.pure.states import NoticeState
from tests.notice_makers import make_notice, run

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_code_is_forgotten_when_it_is_of_no_use_and_its_row_stays(settings):
    settings.IS_DEMO, settings.EMAIL_HOST = True, ""
    soon = timezone.now() + timedelta(seconds=30)
    code = make_notice(1, expires_at=soon)
    receipt = make_notice(2)
    run()
    Notice.objects.filter(pk=code.pk).update(expires_at=timezone.now())

    assert forget_old_notices(timestamp=0) == 1
    assert forget_old_notices(timestamp=0) == 0

    code.refresh_from_db()
    receipt.refresh_from_db()
    assert (code.address, code.subject, code.body) == ("", "", "")
    assert code.state == NoticeState.SENT
    assert receipt.address == "siti2@example.org"


def test_a_receipt_is_forgotten_after_the_days_of_the_rulebook(settings):
    settings.IS_DEMO, settings.EMAIL_HOST = True, ""
    receipt = make_notice()
    run()
    Notice.objects.update(created_at=timezone.now() - timedelta(days=31))

    forget_old_notices(timestamp=0)

    receipt.refresh_from_db()
    assert receipt.body == ""


def test_what_still_waits_is_not_forgotten():
    notice = make_notice()
    Notice.objects.update(created_at=timezone.now() - timedelta(days=31))

    forget_old_notices(timestamp=0)

    notice.refresh_from_db()
    assert notice.body
