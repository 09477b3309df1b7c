"""An office's own settings in Django's admin: hours, holidays, counters, services; no case."""

from collections.abc import Iterable
from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from jernih.apps.offices.models import Counter, Holiday, Office, OpeningHours, Service
from jernih.pure.roles import Permission
from jernih.ui.access import actor_of, needs


class OfficeAdmin(admin.AdminSite):
    """An admin whose every address has the door of the house."""

    site_header = _("Settings of the office")
    site_title = _("Settings of the office")
    index_title = _("What may be changed here")
    site_url = "/petugas/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Tell whether this member of staff manages offices."""
        return actor_of(request).may(Permission.OFFICE_MANAGE)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send people to the one page where passwords are changed."""
        del request, extra_context
        return redirect("account_change_password")

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Return the addresses, each behind the door; nothing here looks rows up by typing."""
        found = [each for each in super().get_urls() if getattr(each, "name", "") != "autocomplete"]
        for pattern in _patterns(found):
            pattern.callback = needs(Permission.OFFICE_MANAGE)(pattern.callback)
        return found


def _patterns(found: Iterable[URLResolver | URLPattern]) -> Iterable[URLPattern]:
    for each in found:
        if isinstance(each, URLResolver):
            yield from _patterns(each.url_patterns)
        else:
            yield each


class Managed:
    """Grants by the roles of the house instead of Django's own permissions."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Tell whether this part is shown."""
        return actor_of(request).may(Permission.OFFICE_MANAGE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether a row may be seen."""
        return self.has_module_permission(request) and _is_own(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether a row may be changed."""
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, *_rest: Any) -> bool:
        """Tell whether a row may be added."""
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether a row may be deleted."""
        return self.has_view_permission(request, obj)


def _is_own(request: HttpRequest, row: Any) -> bool:
    office = row if isinstance(row, Office) else getattr(row, "office", None)
    return office is None or actor_of(request).belongs_to(office.slug)


class HoursForm(forms.ModelForm):  # type: ignore[type-arg]
    """One weekday by its name, times without seconds."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), coerce=int, choices=list(WEEKDAYS.items()))

    class Meta:
        model = OpeningHours
        fields = ("weekday", "opens_at", "break_from", "break_until", "closes_at")
        widgets: ClassVar = {
            name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in fields[1:]
        }


class HoursInline(Managed, admin.StackedInline):  # type: ignore[type-arg]
    """Seven weekdays at most."""

    model = OpeningHours
    form = HoursForm
    extra = 0
    max_num = 7

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Keep plain time fields: what the admin says of the server's clock misleads."""
        if isinstance(db_field, models.TimeField):
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class OfficeSettings(Managed, admin.ModelAdmin):  # type: ignore[type-arg]
    """An office with its hours. Whether it is a demonstration is fixed when it opens."""

    inlines: ClassVar = [HoursInline]
    list_display = ("name", "slug", "time_zone", "is_demo")
    readonly_fields = ("slug", "is_demo", "opened_on")

    def has_add_permission(self, request: HttpRequest, *_rest: Any) -> bool:  # noqa: ARG002
        """Refuse: an office opens by command, from a plan that someone read."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse: what happened in an office stays."""
        return False


class ServiceSettings(Managed, admin.ModelAdmin):  # type: ignore[type-arg]
    """A service: words, requirements, minutes. Code and letter stand on the record and stay."""

    list_display = ("name", "code", "series", "minutes", "is_active")
    list_filter = ("office",)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Service | None = None
    ) -> tuple[str, ...]:
        """Fix what numbers were given under."""
        del request
        return ("office", "code", "series") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse: switch it off instead."""
        return False


class CounterSettings(Managed, admin.ModelAdmin):  # type: ignore[type-arg]
    """A counter and what it can do."""

    list_display = ("number", "direction", "office")
    filter_horizontal = ("services",)


class HolidaySettings(Managed, admin.ModelAdmin):  # type: ignore[type-arg]
    """A day without service."""

    list_display = ("day", "name", "office")
    date_hierarchy = "day"


office_admin = OfficeAdmin(name="office_admin")
office_admin.login = secure_admin_login(office_admin.login)  # type: ignore[method-assign]
office_admin.register(Office, OfficeSettings)
office_admin.register(Service, ServiceSettings)
office_admin.register(Counter, CounterSettings)
office_admin.register(Holiday, HolidaySettings)
