"""Pages of staff: what I may open, and, for the IT administrator, who works here."""

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jernih.apps.accounts import actions, queries
from jernih.apps.accounts.forms import NewStaffForm, RolesForm
from jernih.apps.accounts.models import Staff
from jernih.pure.roles import Permission, Role
from jernih.ui import errors
from jernih.ui.access import StaffRequest, needs, public


@dataclass(frozen=True)
class Entry:
    """One place that staff may open. icon: of components/door.html."""

    title: str
    href: str
    text: Promise | str
    icon: str


# What stands on the doors of the home page, by address; settings.STAFF_NAV says which there are.
DOORS: dict[str, tuple[Promise | str, str]] = {
    "hall:desk": (gettext_lazy("Call the next number, start, finish."), "number"),
    "hall:floor": (gettext_lazy("Counters, lines and exceptions at this moment."), "people"),
    "hall:arrivals": (gettext_lazy("Arrivals, and numbers for those who have none."), "scan"),
    "hall:files": (gettext_lazy("The ministry's files of a day, held against us."), "check"),
    "booking:assist": (gettext_lazy("Register someone who cannot do it alone."), "people"),
    "booking:supply-list": (gettext_lazy("How many numbers there are on which day."), "clock"),
    "booking:batch-list": (
        gettext_lazy("Weeks whose numbers are drawn, and where each stands."),
        "check",
    ),
    "oversight:alarm-list": (
        gettext_lazy("What looked strange on a day, and what came of it."),
        "check",
    ),
    "accounts:staff-list": (gettext_lazy("Accounts, roles, passwords."), "people"),
    "complaints:case-list": (
        gettext_lazy("Sealed reports that your key opens, and what is due."),
        "report",
    ),
    "complaints:grievance-list": (
        gettext_lazy("What people complain of or ask about our service, by its last day."),
        "people",
    ),
    "complaints:grievance-board": (
        gettext_lazy("How the office keeps its days with complaints about service."),
        "clock",
    ),
    "conduct:gift-list": (
        gettext_lazy("Somebody gave or offered you something: declare it in two minutes."),
        "report",
    ),
    "conduct:gift-register": (gettext_lazy("What was declared, its clocks, its items."), "report"),
    "conduct:pledge-list": (
        gettext_lazy("What the office promised, and your own signature under it."),
        "check",
    ),
    "integrity:sheet": (
        gettext_lazy("The worksheet (LKE), its evidence, and what is still missing."),
        "check",
    ),
    "surveys:paper": (gettext_lazy("Enter what somebody answered on paper."), "people"),
    "surveys:publish": (
        gettext_lazy("How many answered, and publishing the figures of a quarter."),
        "report",
    ),
    "offices:outbox": (gettext_lazy("Whether messages go out; counts only."), "report"),
    "office_admin:index": (gettext_lazy("Hours, holidays, counters, services."), "clock"),
}


@public
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """List what this member of staff may open."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    staff = request.user
    context = {
        "entries": _entries(request),
        "roles": [role for role in Role if role in request.actor.roles],
        "ref": staff.ref,
        "has_second_factor": queries.has_second_factor(staff),
    }
    return render(request, "accounts/home.html", context)


@needs(Permission.STAFF_MANAGE)
@require_safe
def staff_list(request: StaffRequest) -> HttpResponse:
    """Show who works here."""
    return render(request, "accounts/staff_list.html", {"rows": queries.staff_of(request.actor)})


@needs(Permission.STAFF_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("password")
def staff_create(request: StaffRequest) -> HttpResponse:
    """Make an account and show its first password, once."""
    office = request.actor.office
    form = NewStaffForm(request.POST or None, office=office)
    if not form.is_valid():
        return _form_page(request, form)
    person = actions.NewStaff(
        username=form.cleaned_data["username"],
        full_name=form.cleaned_data["full_name"],
        office=office or form.cleaned_data["office"],
        roles=form.cleaned_data["roles"],
    )
    password = actions.new_password()
    try:
        staff = actions.create_staff(
            person=person, password=password, actor=request.actor, now=timezone.now()
        )
    except actions.NameTaken:
        form.add_error("username", _("Someone has this sign-in name already; choose another."))
        return _form_page(request, form)
    return _password_page(request, staff, password)


@needs(Permission.STAFF_MANAGE)
@require_safe
def staff_detail(request: StaffRequest, ref: str) -> HttpResponse:
    """Show one account, its roles and what was done to it."""
    staff = _staff(request, ref)
    row = queries.staff_row(staff, actor=request.actor)
    form = RolesForm(initial={"roles": [role.value for role in row.roles]})
    return _detail(request, staff, form)


@needs(Permission.STAFF_MANAGE)
@require_POST
def staff_roles(request: StaffRequest, ref: str) -> HttpResponse:
    """Give and take roles."""
    staff = _staff(request, ref)
    form = RolesForm(request.POST)
    if not form.is_valid():
        return _detail(request, staff, form, status=422)
    try:
        actions.change_roles(
            staff_id=staff.pk,
            roles=form.cleaned_data["roles"],
            actor=request.actor,
            now=timezone.now(),
        )
    except actions.NotYourself:
        messages.error(request, _("Nobody changes her own account; another administrator does."))
    else:
        messages.success(request, _("The roles are changed; they hold from now on."))
    return redirect("accounts:staff-detail", ref=ref)


@needs(Permission.STAFF_MANAGE)
@never_cache
@require_POST
@sensitive_variables("password")
def staff_password(request: StaffRequest, ref: str) -> HttpResponse:
    """Give a new one-time password and show it, once."""
    staff = _staff(request, ref)
    password = actions.new_password()
    try:
        actions.give_password(
            staff_id=staff.pk, password=password, actor=request.actor, now=timezone.now()
        )
    except actions.NotYourself:
        messages.error(request, _("Nobody changes her own account; another administrator does."))
        return redirect("accounts:staff-detail", ref=ref)
    return _password_page(request, staff, password)


@needs(Permission.STAFF_MANAGE)
@require_POST
def staff_unguard(request: StaffRequest, ref: str) -> HttpResponse:
    """Remove the second step of someone who lost her phone."""
    staff = _staff(request, ref)
    try:
        actions.drop_second_factor(staff_id=staff.pk, actor=request.actor, now=timezone.now())
    except actions.NotYourself:
        messages.error(request, _("Nobody changes her own account; another administrator does."))
    else:
        messages.success(request, _("The second step is removed; a new one is set up at sign-in."))
    return redirect("accounts:staff-detail", ref=ref)


@needs(Permission.STAFF_MANAGE)
@require_POST
def staff_access(request: StaffRequest, ref: str) -> HttpResponse:
    """Close an account, or open it again."""
    staff = _staff(request, ref)
    is_opening = request.POST.get("access") == "open"
    change = actions.reopen_account if is_opening else actions.close_account
    try:
        change(staff_id=staff.pk, actor=request.actor, now=timezone.now())
    except actions.NotYourself:
        messages.error(request, _("Nobody changes her own account; another administrator does."))
    else:
        messages.success(
            request, _("The account is open again.") if is_opening else _("The account is closed.")
        )
    return redirect("accounts:staff-detail", ref=ref)


@public
def closed(request: HttpRequest) -> HttpResponse:
    """Answer for pages of the sign-in library that this office does not offer."""
    return cast(HttpResponseNotFound, errors.page_not_found(request))


def _entries(request: StaffRequest) -> list[Entry]:
    found = []
    for label, url_name, permission in settings.STAFF_NAV:
        if not request.actor.may(Permission[permission]):
            continue
        try:
            href = reverse(url_name)
        except NoReverseMatch:
            continue
        text, icon = DOORS.get(url_name, ("", "check"))
        found.append(Entry(_(label), href, text, icon))
    return found


def _staff(request: StaffRequest, ref: str) -> Staff:
    seen = Staff.objects.all()
    if request.actor.office:
        seen = seen.filter(office=request.actor.office)
    return get_object_or_404(seen, ref=ref)


def _form_page(request: StaffRequest, form: NewStaffForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "accounts/staff_create.html", {"form": form}, status=status)


def _detail(
    request: StaffRequest, staff: Staff, form: RolesForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "row": queries.staff_row(staff, actor=request.actor),
        "changes": queries.changes_of(staff),
        "form": form,
    }
    return render(request, "accounts/staff_detail.html", context, status=status)


def _password_page(request: StaffRequest, staff: Staff, password: str) -> HttpResponse:
    row = queries.staff_row(staff, actor=request.actor)
    return render(request, "accounts/staff_password.html", {"row": row, "password": password})
