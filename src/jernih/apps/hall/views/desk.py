"""The counter's one screen: next, and what can be done with whoever stands there."""

from collections.abc import Callable
from enum import StrEnum
from secrets import token_hex
from typing import TypeVar

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jernih.apps.hall import actions, forms, queries
from jernih.apps.hall.models import CounterDay
from jernih.apps.hall.views.words import desk_words
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.reasons import BreakReason, ExceptionReason, ParkReason
from jernih.pure.roles import Actor, Permission
from jernih.ui.access import StaffRequest, needs
from jernih.ui.label import Words
from jernih.ui.labels import choices


def _mine(request: StaffRequest, office: Office) -> CounterDay | None:
    day = offices.today(office, timezone.now())
    return queries.counter_of(request.actor.ref, office, day)


@needs(Permission.COUNTER_RUN)
@never_cache
def desk(request: StaffRequest) -> HttpResponse:
    """Show the console of the officer's counter, or let her open one."""
    office = get_object_or_404(offices.of_staff(request.actor))
    mine = _mine(request, office)
    if mine is None:
        return _choose(request, office)
    screen = queries.counter_screen(mine, now=timezone.now())
    context = {"office": office, "screen": screen, "press_key": token_hex(16)}
    context |= {"break_reasons": choices(BreakReason), "park_reasons": _park_reasons()}
    part = "hall/_desk_part.html" if request.headers.get("X-Part") else "hall/desk.html"
    return render(request, part, context)


def _park_reasons() -> list[tuple[str, Words]]:
    return [row for row in choices(ParkReason) if row[0] != ParkReason.DAY_ENDED]


def _choose(request: StaffRequest, office: Office) -> HttpResponse:
    rows = queries.counter_choices(office, offices.today(office, timezone.now()))
    free = [(row.number, _counter_label(row)) for row in rows if not row.officer]
    form = forms.OpenCounterForm(request.POST or None, counters=free)
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_counter(
                office_id=office.pk,
                counter=int(form.cleaned_data["counter"]),
                services=(),
                actor=request.actor,
                now=timezone.now(),
            )
        except actions.HallRefusal as refused:
            form.add_error("counter", desk_words(refused))
        else:
            return redirect("hall:desk")
    status = 422 if form.errors else 200
    context = {"office": office, "form": form, "rows": rows}
    return render(request, "hall/desk_open.html", context, status=status)


def _counter_label(row: queries.CounterChoice) -> str:
    return _("Counter {number}").format(number=row.number) + (
        f" · {row.direction}" if row.direction else ""
    )


Reason = TypeVar("Reason", bound=StrEnum)
Deed = Callable[[StaffRequest, CounterDay], str]


def _next(request: StaffRequest, mine: CounterDay) -> str:
    answer = actions.call_next(
        counter_day_id=mine.pk,
        press_key=request.POST.get("press_key", "")[:64] or token_hex(16),
        finish_current=request.POST.get("finish") == "1",
        actor=request.actor,
        now=timezone.now(),
    )
    return "" if answer.ticket else _("Nobody waits for your counter at the moment.")


def _on_ticket(act: Callable[..., object], said: str = "") -> Deed:
    def deed(request: StaffRequest, mine: CounterDay) -> str:
        act(
            counter_day_id=mine.pk,
            number=request.POST.get("number", ""),
            actor=request.actor,
            now=timezone.now(),
        )
        return said

    return deed


def _park(request: StaffRequest, mine: CounterDay) -> str:
    actions.park_ticket(
        counter_day_id=mine.pk,
        number=request.POST.get("number", ""),
        reason=_reason(ParkReason, request),
        actor=request.actor,
        now=timezone.now(),
    )
    return ""


def _transfer(request: StaffRequest, mine: CounterDay) -> str:
    actions.transfer_ticket(
        counter_day_id=mine.pk,
        number=request.POST.get("number", ""),
        service=request.POST.get("service", ""),
        actor=request.actor,
        now=timezone.now(),
    )
    return ""


def _pause(request: StaffRequest, mine: CounterDay) -> str:
    actions.start_break(
        counter_day_id=mine.pk,
        reason=_reason(BreakReason, request),
        actor=request.actor,
        now=timezone.now(),
    )
    return ""


def _resume(request: StaffRequest, mine: CounterDay) -> str:
    actions.end_break(counter_day_id=mine.pk, actor=request.actor, now=timezone.now())
    return ""


def _close(request: StaffRequest, mine: CounterDay) -> str:
    actions.close_counter(counter_day_id=mine.pk, actor=request.actor, now=timezone.now())
    return _("Your counter is closed. Thank you.")


def _back(request: StaffRequest, mine: CounterDay) -> str:
    """Let a paused or missed number of today rejoin the line."""
    act = actions.unpark_ticket if request.POST.get("from") == "parked" else actions.re_enter_ticket
    act(
        hall_day_id=mine.hall_day_id,
        number=request.POST.get("number", ""),
        actor=request.actor,
        now=timezone.now(),
    )
    return _("Back in the line.")


DEEDS: dict[str, Deed] = {
    "berikut": _next,
    "ulang": _on_ticket(actions.recall_ticket),
    "mulai": _on_ticket(actions.start_ticket),
    "selesai": _on_ticket(actions.finish_ticket),
    "terlewat": _on_ticket(actions.miss_ticket),
    "batal": _on_ticket(actions.return_ticket),
    "tunda": _park,
    "alih": _transfer,
    "istirahat": _pause,
    "lanjut": _resume,
    "tutup": _close,
    "kembali": _back,
}


def _reason(kind: type[Reason], request: StaffRequest) -> Reason:
    try:
        return kind(request.POST.get("reason", ""))
    except ValueError:
        raise Http404 from None


@needs(Permission.COUNTER_RUN)
@require_POST
def desk_act(request: StaffRequest, deed: str) -> HttpResponse:
    """Do one thing at the counter, then show the console again."""
    if deed not in DEEDS:
        raise Http404
    mine = _mine(request, get_object_or_404(offices.of_staff(request.actor)))
    if mine is None:
        messages.warning(request, _("Your counter is not open. Open it, or end the break."))
        return redirect("hall:desk")
    try:
        said = DEEDS[deed](request, mine)
    except actions.HallRefusal as refused:
        messages.error(request, desk_words(refused))
    else:
        if said:
            messages.info(request, said)
    return redirect("hall:desk")


@needs(Permission.TICKET_EXCEPT)
@never_cache
def desk_exception(request: StaffRequest) -> HttpResponse:
    """Call someone who is not next, with a coded reason that everybody can see."""
    office = get_object_or_404(offices.of_staff(request.actor))
    mine = _mine(request, office)
    if mine is None:
        return redirect("hall:desk")
    form = forms.ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _excepted(request, mine, form):
        return redirect("hall:desk")
    screen = queries.counter_screen(mine, now=timezone.now())
    status = 422 if form.errors else 200
    context = {"office": office, "form": form, "screen": screen}
    return render(request, "hall/desk_exception.html", context, status=status)


def _excepted(request: StaffRequest, mine: CounterDay, form: forms.ExceptionForm) -> bool:
    second = _second(request, form)
    if form.errors:
        return False
    try:
        actions.call_by_exception(
            counter_day_id=mine.pk,
            number=form.cleaned_data["number"],
            reason=ExceptionReason(form.cleaned_data["reason"]),
            second=second,
            actor=request.actor,
            now=timezone.now(),
        )
    except actions.HallRefusal as refused:
        is_alone = isinstance(refused, actions.SecondNeeded)
        form.add_error("second_name" if is_alone else "number", desk_words(refused))
        return False
    return True


def _second(request: StaffRequest, form: forms.ExceptionForm) -> Actor | None:
    """Return the second officer if she typed her own password here."""
    name = form.cleaned_data["second_name"]
    if not name:
        return None
    password = form.cleaned_data["second_password"]
    user = authenticate(request, username=name, password=password)
    if user is None:
        form.add_error("second_password", _("User name and password do not belong together."))
        return None
    return user.as_actor()
