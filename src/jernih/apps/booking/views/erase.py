"""Her right to be forgotten: asked for on the number's page, done at once, not undone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jernih.apps.booking import actions, queries
from jernih.apps.offices import queries as offices
from jernih.pure.roles import CITIZEN
from jernih.ui.access import public


@never_cache
@public
def number_erase(request: HttpRequest, code: str) -> HttpResponse:
    """Say what is wiped and what stays, and wipe it after one question."""
    row = queries.find_by_code(code)
    if row is None:
        raise Http404
    if row.erased_at is not None:
        return redirect("booking:number-detail", code=row.code)
    if request.method == "POST":
        try:
            actions.erase_application(ref=row.ref, actor=CITIZEN, now=timezone.now())
        except actions.NotEnded:
            messages.warning(request, _("This number still counts. Give it back first."))
        else:
            messages.success(request, _("Your data are erased."))
        return redirect("booking:number-detail", code=row.code)
    today = timezone.localdate()
    context = {
        "row": row,
        "office": offices.the_office(),
        "keep_days": queries.number("personal_keep_days", on=row.day or today),
        "absence_days": queries.number("no_show_keep_days", on=row.day or today),
    }
    return render(request, "booking/number_erase.html", context)
