"""Pages about an office: when it is open, what things cost, what to bring; its outbox."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from jernih.apps.notices import queries as notices
from jernih.apps.offices import queries
from jernih.apps.offices.models import Office
from jernih.pure.roles import Permission
from jernih.ui.access import StaffRequest, needs, public


@public
@require_safe
def office_detail(request: StaffRequest, slug: str) -> HttpResponse:
    """Show one office: hours, holidays, services with requirements and official prices."""
    office = get_object_or_404(Office, slug=slug)
    now = timezone.now()
    today = queries.today(office, now)
    context = {
        "office": office,
        "today": today,
        "is_open_today": queries.is_open_on(office, today),
        "hours": queries.hours_of(office),
        "holidays": queries.holidays_from(office, today),
        "services": queries.services_of(office, language=translation.get_language(), on=today),
        "processing_days": queries.rule("quotas", "processing_days", on=today),
    }
    return render(request, "offices/office_detail.html", context)


@needs(Permission.OUTBOX_SEE)
@require_safe
def outbox(request: StaffRequest) -> HttpResponse:
    """Show whether messages go out: counts and what channels said, never a message."""
    now = timezone.now()
    context = {
        "rows": notices.outbox(office=request.actor.office, now=now),
        "late": notices.waiting_too_long(now=now),
        "has_mail": bool(settings.EMAIL_HOST),
    }
    return render(request, "offices/outbox.html", context)
