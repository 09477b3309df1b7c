"""What is to be done for an item: planned, and done. Inside the office; the record has no words."""

from datetime import date, datetime

from django.db import transaction

from jernih.apps.accounts.models import Staff
from jernih.apps.integrity.actions import steps
from jernih.apps.integrity.actions.refusals import StrangeOwner
from jernih.apps.integrity.models import PlanStep
from jernih.apps.offices import queries as offices
from jernih.pure.roles import Actor, Permission


@transaction.atomic(durable=True)
def plan_step(
    *, ref: str, no: str, words: str, owner: str, due_on: date, actor: Actor, now: datetime
) -> PlanStep:
    """Say who does what for an item, and until when. Raises Refused, StrangeOwner, KeyError."""
    sheet = steps.locked(ref, actor, Permission.SHEET_FILL)
    steps.item_of(sheet, no)
    if not Staff.objects.filter(office=sheet.office.slug, ref=owner, is_active=True).exists():
        raise StrangeOwner(owner)
    return PlanStep.objects.create(
        sheet=sheet,
        item=no,
        words=words.strip()[:300],
        owner=owner,
        due_on=due_on,
        at=now,
        by=actor.ref,
    )


@transaction.atomic(durable=True)
def finish_step(*, step_id: int, actor: Actor, now: datetime) -> PlanStep:
    """Note that something is done; done before: nothing. Raises Refused."""
    found = PlanStep.objects.select_related("sheet").get(pk=step_id)
    sheet = steps.locked(found.sheet.ref, actor, Permission.SHEET_FILL)
    step = PlanStep.objects.get(pk=step_id)
    if step.done_on is None:
        step.done_on = offices.today(sheet.office, now)
        step.save(update_fields=["done_on"])
    return step
