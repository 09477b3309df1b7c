"""Take a number: service, people, time, contact, code, review. A step can be left and resumed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from jernih.apps.booking import actions, forms, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.views import draft as drafts
from jernih.apps.booking.views import join
from jernih.apps.booking.views.draft import Draft
from jernih.apps.booking.views.steps import go, language, page, today
from jernih.apps.booking.views.words import (
    code_words,
    people_words,
    service_label,
    time_choices,
    time_days,
)
from jernih.apps.offices import queries as offices
from jernih.pure import people as rules
from jernih.pure.roles import CITIZEN
from jernih.ui.access import public


@public
def apply(request: HttpRequest) -> HttpResponse:
    """Step 1: what for, and with how many."""
    draft = drafts.read(request)
    office = offices.the_office()
    services = queries.bookable_services(office.slug) if office else ()
    named = [(row.id, service_label(row)) for row in services]
    initial = {"service": draft.service_id or None, "count": draft.count}
    if request.GET.get("service"):
        initial["service"] = next(
            (row.id for row in services if row.code == request.GET["service"]), None
        )
    form = forms.ServiceForm(request.POST or None, services=named, initial=initial)
    if request.method == "POST" and form.is_valid() and office:
        draft.office = office.slug
        draft.service_id = int(form.cleaned_data["service"])
        draft.count = form.cleaned_data["count"]
        if next(row for row in services if row.id == draft.service_id).is_drawn:
            return go(draft, "apply-way")
        draft.go_for(batch="")
        return go(draft, "apply-people")
    return page(request, "apply_service", draft, form=form, services=services)


@public
def apply_people(request: HttpRequest) -> HttpResponse:
    """Step 2: who."""
    draft = drafts.read(request)
    if not draft.service_id:
        return go(draft, "apply")
    filled = forms.person_forms(request.POST or None, draft.people, draft.count)
    warnings: list[str] = []
    # All of them are asked, so that every mistake is said at once.
    right = [form.is_valid() for form in filled] if request.method == "POST" else [False]
    if all(right):
        draft.people = [form.typed() for form in filled]
        problems = rules.check_people(draft.persons(), today=today())
        forms.show_problems(filled, problems)
        warnings = people_words(problem for problem in problems if problem.is_warning)
        if not any(form.errors for form in filled):
            for words in warnings:
                messages.warning(request, words)
            return go(draft, "apply-time")
    return page(request, "apply_people", draft, form=filled)


@public
def apply_time(request: HttpRequest) -> HttpResponse:
    """Step 3: when."""
    draft = drafts.read(request)
    if not draft.people:
        return go(draft, "apply-people")
    if draft.batch:
        return join.wishes(request, draft)
    days = queries.open_days(draft.service_id, now=timezone.now())
    first, second, third = [*draft.choices, "", "", ""][:3]
    initial: dict[str, Any] = {"first": first or "ANY", "second": second, "third": third}
    initial["any_after"] = draft.any_after
    times = time_choices(days, seats=len(draft.people))
    form = forms.TimeForm(request.POST or None, times=times, initial=initial)
    if request.method == "POST" and form.is_valid():
        draft.choices = form.chosen()
        draft.any_after = form.cleaned_data["any_after"] or not draft.choices
        return go(draft, "apply-contact")
    chosen = form["first"].value()
    shown = time_days(days, seats=len(draft.people), chosen=chosen)
    return page(request, "apply_time", draft, form=form, days=shown, chosen=chosen)


@public
def apply_contact(request: HttpRequest) -> HttpResponse:
    """Step 4: where the one-time code goes."""
    draft = drafts.read(request)
    if not draft.people:
        return go(draft, "apply-people")
    initial = {"kind": draft.contact_kind or "WHATSAPP", "contact": draft.contact}
    form = forms.ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            channel = "SMS" if wanted["kind"] == "SMS" else "WHATSAPP"
            contact = actions.read_contact(wanted["contact"], phone_channel=channel)
        except actions.BadContact as refused:
            form.add_error("contact", code_words(refused))
            return page(request, "apply_contact", draft, form=form)
        draft.contact_kind, draft.contact = contact.kind, contact.address
        draft.contact_shown = contact.shown
        return _send_code(request, draft, form)
    return page(request, "apply_contact", draft, form=form)


def _send_code(request: HttpRequest, draft: Draft, form: forms.ContactForm) -> HttpResponse:
    if queries.proven_contact(draft.session_key, timezone.now()) == _contact(draft):
        return go(draft, "apply-review")
    try:
        actions.ask_code(
            office_slug=draft.office,
            contact=_contact(draft),
            session_key=draft.session_key,
            language=language(),
            now=timezone.now(),
        )
    except actions.TooSoon:
        pass  # The code sent a moment ago is still on its way: go on and type it.
    except actions.TooMany as refused:
        form.add_error("contact", code_words(refused))
        return page(request, "apply_contact", draft, form=form)
    return go(draft, "apply-code")


@public
def apply_code(request: HttpRequest) -> HttpResponse:
    """Type the six digits; or have them sent again."""
    draft = drafts.read(request)
    if not draft.contact:
        return go(draft, "apply-contact")
    if request.method == "POST" and "again" in request.POST:
        return _code_again(request, draft)
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.prove_contact(
                contact=_contact(draft),
                session_key=draft.session_key,
                code=form.cleaned_data["code"],
                now=timezone.now(),
            )
        except (actions.WrongCode, actions.CodeDead) as refused:
            form.add_error("code", code_words(refused))
        else:
            return go(draft, "apply-review")
    return page(request, "apply_code", draft, form=form)


def _code_again(request: HttpRequest, draft: Draft) -> HttpResponse:
    try:
        actions.ask_code(
            office_slug=draft.office,
            contact=_contact(draft),
            session_key=draft.session_key,
            language=language(),
            now=timezone.now(),
        )
    except (actions.TooSoon, actions.TooMany) as refused:
        messages.warning(request, code_words(refused))
    else:
        messages.success(request, _("A new code is on its way. The old one no longer works."))
    return go(draft, "apply-code")


@public
def apply_review(request: HttpRequest) -> HttpResponse:
    """Look at everything once more, then take the numbers."""
    draft = drafts.read(request)
    if not (draft.service_id and draft.people and draft.contact):
        return go(draft, "apply")
    if request.method == "POST":
        return _take(request, draft)
    services = queries.bookable_services(draft.office)
    service = next((row for row in services if row.id == draft.service_id), None)
    more: dict[str, Any] = {"preferences": [drafts.preference(choice) for choice in draft.choices]}
    more |= {"people": draft.persons(), "service": service}
    if draft.batch:
        more |= join.review(draft)
    return page(request, "apply_review", draft, **more)


def _take(request: HttpRequest, draft: Draft) -> HttpResponse:
    wanted = draft.wanted(language=language(), today=today())
    try:
        if draft.batch:
            taken = join.join(draft, wanted)
        else:
            taken = actions.take_numbers(wanted=wanted, actor=CITIZEN, now=timezone.now())
    except actions.BadPeople as refused:
        return _wrong_people(request, draft, refused)
    except (actions.AlreadyHolding, actions.Paused) as refused:
        messages.error(request, code_words(refused, names=[p["name"] for p in draft.people]))
        return go(draft, "apply-people")
    except (actions.Full, actions.NotOffered, actions.TooManyPeople) as refused:
        messages.error(request, code_words(refused))
        return go(draft, "apply-time")
    except actions.Unproven as refused:
        messages.error(request, code_words(refused))
        return go(draft, "apply-contact")
    except draw.BatchNotOpen as refused:
        messages.error(request, code_words(refused))
        return go(draft, "apply-way")
    return drafts.drop(redirect("booking:number-detail", code=taken.code))


def _wrong_people(request: HttpRequest, draft: Draft, refused: actions.BadPeople) -> HttpResponse:
    kept = [{**person, "is_priority": person["priority"] == "P"} for person in draft.people]
    filled = [forms.PersonForm(_as_posted(k, at), prefix=f"p{at}") for at, k in enumerate(kept)]
    for form in filled:
        form.is_valid()
    forms.show_problems(filled, refused.problems)
    return page(request, "apply_people", draft, form=filled)


def _as_posted(kept: dict[str, Any], at: int) -> dict[str, Any]:
    year, month, day = kept["birth_date"].split("-")
    posted = {f"p{at}-name": kept["name"], f"p{at}-nik": kept["nik"]}
    posted |= {f"p{at}-birth_date_0": day, f"p{at}-birth_date_1": month}
    posted |= {f"p{at}-birth_date_2": year}
    return posted | ({f"p{at}-is_priority": "on"} if kept["is_priority"] else {})


def _contact(draft: Draft) -> actions.Contact:
    return actions.Contact(
        kind=draft.contact_kind, address=draft.contact, shown=draft.contact_shown
    )
