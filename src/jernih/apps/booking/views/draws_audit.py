"""After a draw: an outsider holds some of the people, chosen by lot, against their documents."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jernih.apps.booking.actions import draw
from jernih.apps.booking.forms import draw as forms
from jernih.apps.booking.queries import draw_result
from jernih.apps.booking.views import draw_words
from jernih.apps.booking.views.draws_staff import batch_of_staff, page_of
from jernih.pure.roles import Permission
from jernih.pure.states import BatchState, IllegalMove
from jernih.ui.access import StaffRequest, needs


@never_cache
@require_safe
@needs(Permission.RECORD_AUDIT)
def batch_audit(request: StaffRequest, ref: str) -> HttpResponse:
    """Show whose documents are to be looked at; the seed of the draw chose them."""
    batch = batch_of_staff(request, ref)
    if batch.state != BatchState.DRAWN:
        raise IllegalMove(f"{batch.state} has no result to check")
    visits = draw_result.visits_to_check(batch)
    done = sum(1 for visit in visits if visit.answers)
    wrong = sum(1 for visit in visits if False in visit.answers)
    more = {"visits": visits, "done": done, "wrong": wrong}
    return page_of(request, batch, "batch_audit", **more)


@never_cache
@needs(Permission.RECORD_AUDIT)
def nullifier_open(request: StaffRequest, ref: str, application: str, person: int) -> HttpResponse:
    """Hold one person against the document in hand; the answer goes on the record."""
    batch = batch_of_staff(request, ref)
    row = draw_result.result_row(batch, application)
    if row is None or person >= len(row.numbers):
        raise Http404
    form = forms.DocumentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            is_true = draw.open_nullifier(
                batch_id=batch.pk,
                ref=application,
                person=person,
                nik=form.cleaned_data["nik"],
                actor=request.actor,
                now=timezone.now(),
            )
        except (draw.BadDocument, draw.NothingToOpen) as refused:
            form.add_error("nik", draw_words.refusal_words(refused))
        else:
            _say(request, is_true=is_true)
            return redirect("booking:batch-audit", ref=batch.ref)
    more = {"row": row, "person": person, "number": row.numbers[person]}
    return page_of(request, batch, "nullifier_open", form=form, **more)


def _say(request: StaffRequest, *, is_true: bool) -> None:
    if is_true:
        messages.success(request, _("It is the person who applied. This is on the record."))
    else:
        words = _(
            "This is not the person who applied. This is on the record, for everybody to see."
        )
        messages.error(request, words)
