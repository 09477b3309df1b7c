"""A helper registers someone who cannot do it alone: same seats, same draw, same odds."""

from secrets import token_hex
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from jernih.apps.booking import actions, forms, queries
from jernih.apps.booking.actions import NumbersWanted, Person, draw
from jernih.apps.booking.forms.wishes import AT_ONCE, AssistWishForm, WayForm
from jernih.apps.booking.queries import ServiceRow
from jernih.apps.booking.queries.batches import BatchOffer
from jernih.apps.booking.views.draft import preference
from jernih.apps.booking.views.join import ways_to
from jernih.apps.booking.views.steps import language, today
from jernih.apps.booking.views.words import code_words, service_label, time_choices
from jernih.apps.offices import queries as offices
from jernih.pure import people as rules
from jernih.pure.reasons import PriorityClass
from jernih.pure.roles import Permission
from jernih.ui.access import StaffRequest, needs

Wishes = forms.AssistForm | AssistWishForm


@needs(Permission.APPLICATION_ASSIST)
@never_cache
def assist(request: StaffRequest) -> HttpResponse:
    """Register someone who cannot do it alone; the helper is named."""
    office = get_object_or_404(offices.of_staff(request.actor))
    services = queries.bookable_services(office.slug)
    asked = request.POST if request.method == "POST" else request.GET
    service = next((row for row in services if str(row.id) == asked.get("service")), None)
    if service is None:
        named = [(row.id, service_label(row)) for row in services]
        ask = forms.ServiceForm(services=named)
        return render(request, "booking/assist_service.html", {"form": ask, "office": office})
    count = int(asked["count"]) if asked.get("count") in [str(n) for n in range(1, 9)] else 1
    common: dict[str, Any] = {"office": office, "service": service, "count": count}
    offer = None
    if service.is_drawn:
        ways = ways_to(service.id, count)
        way = WayForm({"way": asked["way"]} if "way" in asked else None, ways=ways["values"])
        is_over = not way.is_valid()
        if is_over and "once_key" not in request.POST:
            return render(request, "booking/assist_way.html", {"form": way, **ways, **common})
        chosen = AT_ONCE if is_over else way.cleaned_data["way"]
        offer = next((row for row in ways["offers"] if row.ref == chosen), None)
        common |= {"way": chosen, "is_over": is_over}
    return _register(request, service, offer, common)


def _register(
    request: StaffRequest, service: ServiceRow, offer: BatchOffer | None, context: dict[str, Any]
) -> HttpResponse:
    """Show the form of people and wishes, or send it."""
    count = context["count"]
    data = request.POST if "once_key" in request.POST else None
    filled = forms.person_forms(data, [], count)
    form = _wish_form(data, service, offer, count)
    if form.is_bound and context.get("is_over"):
        # The draw closed while she typed: all stays, and a free number can be taken instead.
        form.full_clean()
        form.add_error(None, code_words(draw.BatchNotOpen()))
    # A list, not a generator: every form says what is wrong with it.
    if data and all([form.is_valid(), *[one.is_valid() for one in filled]]):
        taken = _assisted(request, service.id, offer, form, filled)
        if taken is not None:
            return redirect("booking:assist-receipt", code=taken.code)
    asked = request.POST if request.method == "POST" else request.GET
    context |= {"form": form, "people": filled, "offer": offer}
    context["once_key"] = asked.get("once_key") or token_hex(16)
    return render(request, "booking/assist.html", context, status=422 if data else 200)


def _wish_form(data: Any, service: ServiceRow, offer: BatchOffer | None, count: int) -> Wishes:
    if offer:
        return AssistWishForm(data, days=offer.days_for(count))
    days = queries.open_days(service.id, now=timezone.now())
    return forms.AssistForm(data, times=time_choices(days, seats=count))


def _assisted(
    request: StaffRequest,
    service_id: int,
    offer: BatchOffer | None,
    form: Wishes,
    filled: list[forms.PersonForm],
) -> actions.Taken | None:
    people = tuple(_person(one) for one in filled)
    forms.show_problems(filled, rules.check_people(people, today=today()))
    if any(one.errors for one in filled):
        return None
    actor, now = request.actor, timezone.now()
    try:
        wanted = _wanted(request, service_id, form, people)
        if offer:
            return draw.assist_batch(batch_id=offer.id, wanted=wanted, actor=actor, now=now)
        return actions.assist_numbers(wanted=wanted, actor=actor, now=now)
    except actions.BadContact as refused:
        form.add_error("contact", code_words(refused))
    except actions.BadPeople as refused:
        forms.show_problems(filled, refused.problems)
    except (actions.AlreadyHolding, actions.Paused) as refused:
        form.add_error(None, code_words(refused, names=[person.name for person in people]))
    except (
        actions.Full,
        actions.NotOffered,
        actions.TooManyPeople,
        draw.BatchNotOpen,
    ) as refused:
        form.add_error(None if offer else "first", code_words(refused))
    return None


def _person(form: forms.PersonForm) -> Person:
    clean = form.cleaned_data
    priority = PriorityClass.PRIORITY if clean["is_priority"] else PriorityClass.GENERAL
    return rules.tidy(
        Person(
            nik=clean["nik"], name=clean["name"], birth_date=clean["birth_date"], priority=priority
        )
    )


def _wanted(
    request: StaffRequest, service_id: int, form: Wishes, people: tuple[Person, ...]
) -> NumbersWanted:
    contact = form.cleaned_data["contact"]
    return NumbersWanted(
        service_id=service_id,
        people=people,
        preferences=tuple(preference(choice) for choice in form.chosen()),
        any_after=form.any_after(today=today()),
        standby=form.cleaned_data.get("standby", False),
        once_key=request.POST.get("once_key", "")[:64],
        contact=actions.read_contact(contact, phone_channel="WHATSAPP") if contact else None,
        session_key="",
        language=language(),
    )


@needs(Permission.APPLICATION_ASSIST)
@never_cache
def assist_receipt(request: StaffRequest, code: str) -> HttpResponse:
    """Show the receipt to read aloud and to print."""
    row = queries.find_by_code(code)
    if row is None:
        raise Http404
    if row.erased_at is not None:
        return redirect("booking:number-detail", code=row.code)
    office = get_object_or_404(offices.of_staff(request.actor))
    return render(request, "booking/assist_receipt.html", {"row": row, "office": office})
