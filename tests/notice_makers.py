"""Make messages that are due, and run their jobs."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from jernih.apps.notices import actions
from jernih.apps.notices.jobs import send_due_notices
from jernih.apps.notices.models import Notice


def make_notice(n=1, **more):
    now = timezone.now()
    words = {
        "office": "tarakan",
        "channel": "EMAIL",
        "address": f"siti{n}@example.org",
        "purpose": "received",
        "once_key": f"received/{n}",
        "language": "id",
        "subject": "Nomor Anda",
        "body": "A-017, pukul 09.30",
        "not_before": now - timedelta(seconds=1),
        "is_urgent": True,
    }
    with transaction.atomic():
        actions.post(now=now, **{**words, **more})
    return Notice.objects.get(once_key=f"received/{n}")


def run():
    return send_due_notices(timestamp=0)


def make_due(notice):
    Notice.objects.filter(pk=notice.pk).update(not_before=timezone.now() - timedelta(seconds=1))
