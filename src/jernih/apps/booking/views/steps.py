"""What every step of taking a number does: show itself, keep the draft, go on to the next."""

from datetime import date
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from jernih.apps.booking.views import draft as drafts
from jernih.apps.booking.views.draft import Draft
from jernih.apps.offices import queries as offices

STEPS = 5


def page(
    request: HttpRequest, name: str, draft: Draft, *, form: object = None, **more: Any
) -> HttpResponse:
    """Show one step; one with mistakes answers 422, and what was typed stays."""
    shown = form if isinstance(form, list) else [form]
    is_wrong = any(isinstance(part, django_forms.BaseForm) and part.errors for part in shown)
    context = {"draft": draft, "form": form, "steps": STEPS, "office": offices.the_office(), **more}
    response = render(request, f"booking/{name}.html", context, status=422 if is_wrong else 200)
    return drafts.keep(response, draft)


def go(draft: Draft, name: str) -> HttpResponse:
    """Send the visitor to a step, her draft kept."""
    return drafts.keep(redirect(f"booking:{name}"), draft)


def language() -> str:
    """Return the two letters of the page's language."""
    return (get_language() or "id")[:2]


def today() -> date:
    """Return the office's date."""
    return timezone.localdate()
