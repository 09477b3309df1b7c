"""Where a holder makes her key, locks it anew, replaces it; and where rosters are brought in."""

import json
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jernih.apps.complaints import actions, queries
from jernih.apps.complaints.forms.deeds import AcceptForm, RosterForm
from jernih.apps.complaints.queries import rosters
from jernih.apps.complaints.views.staff import office_of
from jernih.apps.offices import queries as offices
from jernih.pure.roles import Actor, Permission
from jernih.pure.seal.roster import Roster
from jernih.ui.access import StaffRequest, needs


def _relock(*, key: actions.LockedKey, actor: Actor, now: datetime) -> object:
    return actions.relock_key(key=key, actor=actor)


DOINGS: dict[str, Callable[..., object]] = {
    "baru": actions.register_key,
    "sandi": _relock,
    "ganti": actions.replace_key,
}


@needs(Permission.CASE_SEE)
@require_safe
@never_cache
def key_set(request: StaffRequest) -> HttpResponse:
    """Make a key in the browser, change its passphrase, or replace it."""
    context = {"office": office_of(request), "key": queries.key_of(request.actor)}
    return render(request, "complaints/key_set.html", context)


@needs(Permission.CASE_SEE)
@require_POST
@never_cache
def key_keep(request: StaffRequest, deed: str) -> HttpResponse:
    """Keep a key as its owner's browser locked it."""
    key, keep = _locked(request), DOINGS.get(deed)
    if key is None or keep is None:
        return JsonResponse({"words": _("This is not possible now.")}, status=422)
    try:
        keep(key=key, actor=request.actor, now=timezone.now())
    except actions.KeyInUse:
        return JsonResponse({"words": _("You have a key already.")}, status=409)
    except (actions.NoKey, actions.BadFields):
        return JsonResponse({"words": _("This is not possible now.")}, status=422)
    return JsonResponse({"done": True})


@needs(Permission.CASE_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def roster_detail(request: StaffRequest) -> HttpResponse:
    """Show whose keys open reports, and bring in the overseer's next roster."""
    form = RosterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_roster(
                note=form.cleaned_data["note"], actor=request.actor, now=timezone.now()
            )
        except actions.BadRoster:
            form.add_error("note", _("This roster is not signed by the overseer, or not newer."))
        except actions.AskedAlready:
            form.add_error("note", _("A roster of this number is here already."))
        else:
            messages.success(request, _("It counts as soon as a second person accepts it."))
            return redirect("complaints:roster-detail")
    return _roster_page(request, form, AcceptForm())


@needs(Permission.ROSTER_KEEP)
@require_POST
def roster_accept(request: StaffRequest, serial: int) -> HttpResponse:
    """Let a roster count that somebody else brought in."""
    form = AcceptForm(request.POST)
    if form.is_valid():
        try:
            actions.accept_roster(
                serial=serial,
                words=form.cleaned_data["words"],
                actor=request.actor,
                now=timezone.now(),
            )
        except actions.BadFields:
            form.add_error("words", _("These are other words. Compare them with the letter."))
        except actions.SameEyes:
            form.add_error("words", _("Four eyes: another person accepts what you brought in."))
        except actions.BadRoster:
            form.add_error("words", _("This roster does not wait any more."))
        else:
            messages.success(request, _("The roster counts from now on."))
            return redirect("complaints:roster-detail")
    return _roster_page(request, RosterForm(), form)


@needs(Permission.ROSTER_KEEP)
@require_POST
def holder_end(request: StaffRequest, staff: str) -> HttpResponse:
    """End the key and all holds of somebody who leaves."""
    try:
        count = actions.end_holder(staff=staff, actor=request.actor, now=timezone.now())
    except actions.NoKey:
        messages.error(request, _("There is no key of this person in use."))
    except actions.TooFewHolders:
        messages.error(request, _("Too few would hold this case. Hand it over first."))
    else:
        words = _("The key is ended. Cases whose keys must be renewed: %(count)s.")
        messages.success(request, words % {"count": count})
    return redirect("complaints:roster-detail")


def _roster_page(request: StaffRequest, form: RosterForm, accept: AcceptForm) -> HttpResponse:
    office = office_of(request)
    today = offices.today(office, timezone.now())
    found: Roster | None = rosters.newest(office)
    waiting = [
        row for row in queries.roster_rows(office, actor=request.actor) if not row.accepted_at
    ]
    context = {
        "office": office,
        "roster": found,
        "days": (found.ends_on - today).days if found else 0,
        "words": _words(),
        "waiting": waiting,
        "form": form,
        "accept": accept,
        "failed": form if form.errors else accept if accept.errors else None,
    }
    return render(
        request, "complaints/roster_detail.html", context, status=422 if context["failed"] else 200
    )


def _words() -> str:
    try:
        return rosters.roster_words()
    except rosters.NoRosterKey:
        return ""


def _locked(request: HttpRequest) -> actions.LockedKey | None:
    try:
        said = json.loads(request.body)
        return actions.LockedKey(
            recipient=str(said["recipient"]),
            signs=str(said["signs"]),
            locked=str(said["locked"]),
            by_passkey=str(said.get("by_passkey") or ""),
            has_paper=said.get("has_paper") is True,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
