"""Ask those who have not signed yet, by message, once a week."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from jernih.apps.conduct import queries
from jernih.apps.conduct.models import Pledge
from jernih.apps.notices import actions as notices
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.pledges import PledgeKind
from jernih.pure.roles import Actor, Permission, require
from jernih.ui.labels import label_of

LANGUAGE = "id"


@transaction.atomic(durable=True)
def remind_unsigned(*, office_id: int, actor: Actor, now: datetime) -> int:
    """Leave a message to everybody who has not signed a pledge of this year; say to how many.

    In the same week again: no second message. Who has no address is reminded by her start page
    alone. Raises Refused.
    """
    require(actor, Permission.PLEDGE_REMIND)
    office = Office.objects.get(pk=office_id)
    require(actor, Permission.PLEDGE_REMIND, office=office.slug)
    today = offices.today(office, now)
    week = f"{today:%G-%V}"
    sent = 0
    for pledge in Pledge.objects.filter(office=office, year=today.year).order_by("pk"):
        for person in queries.unsigned(pledge):
            if person.email:
                sent += 1
                _post(pledge, address=person.email, key=f"{person.ref}-{week}", now=now)
    return sent


def _post(pledge: Pledge, *, address: str, key: str, now: datetime) -> None:
    with translation.override(LANGUAGE):
        name = str(label_of(PledgeKind(pledge.kind)).words)
        subject = _("Please sign: %(name)s") % {"name": f"{name} {pledge.year}"}
        link = settings.SITE_URL + reverse("conduct:pledge-sign", args=[pledge.ref])
        body = _("You have not signed yet. It takes one minute, and only you can do it:")
    notices.post(
        now=now,
        office=pledge.office.slug,
        channel="EMAIL",
        address=address,
        purpose="pledge-unsigned",
        once_key=f"pledge-{pledge.ref}-{key}",
        language=LANGUAGE,
        subject=subject,
        body=f"{body}\n{link}\n",
        not_before=now,
        expires_at=now + timedelta(days=7),
        time_zone=pledge.office.time_zone,
    )
