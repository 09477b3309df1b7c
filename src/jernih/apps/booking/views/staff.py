"""Staff pages of booking: plan a day's seats, correct a name, excuse, give another time."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jernih.apps.booking import actions, forms, queries
from jernih.apps.booking.views.figures import seat_days
from jernih.apps.booking.views.words import code_words
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.reasons import HoldReason, MoveReason
from jernih.pure.roles import Permission
from jernih.ui.access import StaffRequest, needs

# ---- supervisor


@needs(Permission.SUPPLY_PLAN)
@never_cache
def supply_list(request: StaffRequest) -> HttpResponse:
    """Show the coming days' seats: planned, released, held; plan another day."""
    office = get_object_or_404(offices.of_staff(request.actor))
    today = timezone.localdate()
    form = forms.SupplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _planned(request, office, form):
        return redirect("booking:supply-list")
    rows = queries.supplies(office.slug, today, today + timedelta(days=42))
    absent = queries.no_shows(office.slug, today - timedelta(days=14), today)
    context = {"office": office, "form": form, "days": seat_days(rows), "absent": absent}
    status = 422 if form.errors else 200
    return render(request, "booking/supply_list.html", context, status=status)


def _planned(request: StaffRequest, office: Office, form: forms.SupplyForm) -> bool:
    wanted = form.cleaned_data
    try:
        actions.plan_supply(
            office_id=office.pk,
            day=wanted["day"],
            seats=wanted["seats"],
            held=wanted["held"],
            held_reason=HoldReason(wanted["reason"]),
            actor=request.actor,
            now=timezone.now(),
        )
    except actions.ClosedDay:
        form.add_error("day", _("The office is closed on this day."))
        return False
    except actions.AlreadyReleased:
        form.add_error("day", _("The seats of this day are published already."))
        return False
    except actions.DayIsPast:
        form.add_error("day", _("This day is over, or nearly so."))
        return False
    except actions.BadPlan:
        form.add_error("held", _("More seats are held back than planned."))
        return False
    messages.success(request, _("Planned. Publish it so that people can see it."))
    return True


@needs(Permission.SUPPLY_RELEASE)
@require_POST
def supply_release(request: StaffRequest, pk: int) -> HttpResponse:
    """Publish the seats of a day; from its opening on people can take them."""
    try:
        actions.release_supply(supply_id=pk, actor=request.actor, now=timezone.now())
    except actions.IllegalRelease:
        messages.error(request, _("This day cannot be published any more."))
    else:
        messages.success(request, _("Published. It is on the public record now."))
    return redirect("booking:supply-list")


@needs(Permission.SUPPLY_HOLD)
@require_POST
def supply_free(request: StaffRequest, pk: int) -> HttpResponse:
    """Offer seats that were held back."""
    typed = request.POST.get("seats", "")
    try:
        freed = actions.free_held_seats(
            supply_id=pk,
            seats=int(typed) if typed.isdigit() else 0,
            actor=request.actor,
            now=timezone.now(),
        )
    except actions.NothingHeld:
        messages.error(request, _("So many seats are not held back."))
    else:
        numbers = ", ".join(freed)
        messages.success(request, _("Offered now: {numbers}").format(numbers=numbers))
    return redirect("booking:supply-list")


@needs(Permission.APPLICATION_EXCUSE)
@require_POST
def no_show_excuse(request: StaffRequest, pk: int) -> HttpResponse:
    """Excuse an absence, so that it no longer counts."""
    actions.excuse_no_show(no_show_id=pk, actor=request.actor, now=timezone.now())
    messages.success(request, _("Excused. It no longer counts."))
    return redirect("booking:supply-list")


@needs(Permission.APPLICATION_EXCUSE)
@never_cache
def number_rescue(request: StaffRequest) -> HttpResponse:
    """Give another time to someone the office could not serve (special move)."""
    form = forms.FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = queries.find_by_code(form.cleaned_data["code"])
        if row is None:
            form.add_error("code", _("We do not know this code. Compare it with your receipt."))
        elif _rescued(request, row, form):
            return redirect("booking:assist-receipt", code=row.code)
    status = 422 if form.errors else 200
    return render(request, "booking/number_rescue.html", {"form": form}, status=status)


def _rescued(request: StaffRequest, row: queries.ApplicationRow, form: forms.FindForm) -> bool:
    try:
        actions.move_numbers(
            ref=row.ref,
            preferences=(),
            any_after=timezone.localdate(),
            reason=MoveReason.OFFICE_FAULT,
            actor=request.actor,
            now=timezone.now(),
        )
    except (actions.Full, actions.NotOffered, actions.TooLate, actions.AlreadyMoved) as refused:
        form.add_error("code", code_words(refused))
        return False
    messages.success(request, _("Moved to the next free time. The reason is on the record."))
    return True


# ---- counter


@needs(Permission.APPLICATION_CORRECT)
@never_cache
def name_correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct letters of a name with the document in hand; never a different person."""
    form = forms.CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _corrected(request, pk, form):
        return redirect("hall:desk")
    status = 422 if form.errors else 200
    return render(request, "booking/name_correct.html", {"form": form, "pk": pk}, status=status)


def _corrected(request: StaffRequest, pk: int, form: forms.CorrectForm) -> bool:
    try:
        actions.correct_name(
            applicant_id=pk,
            nik="".join(form.cleaned_data["nik"].split()),
            name=form.cleaned_data["name"],
            actor=request.actor,
            now=timezone.now(),
        )
    except actions.OtherPerson:
        form.add_error("nik", _("This is the NIK of somebody else. A number cannot be handed on."))
    except actions.TooManyEdits:
        form.add_error("name", _("These are more than two letters: that is another name."))
    except actions.AlreadyCorrected:
        form.add_error("name", _("This name was corrected twice already."))
    except actions.BadPeople as refused:
        form.add_error("name", str(forms.PROBLEMS[refused.problems[0].reason]))
    else:
        messages.success(request, _("The name is corrected. It is on the record."))
        return True
    return False
