"""The supervisor's page on which the ministry's files meet the numbers served."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from jernih.apps.hall import actions, forms, queries
from jernih.apps.hall.views.words import file_words
from jernih.apps.offices import queries as offices
from jernih.pure.processed import MAX_BYTES, BadFile, Fault, FileFault
from jernih.pure.roles import Permission
from jernih.ui.access import StaffRequest, needs
from jernih.ui.templatetags.jernih import day


@needs(Permission.FILES_COMPARE)
@never_cache
def files(request: StaffRequest) -> HttpResponse:
    """Take a day's list of files, and show how it meets the numbers served."""
    office = get_object_or_404(offices.of_staff(request.actor))
    days = queries.files_days(office)
    form = forms.FilesForm(
        request.POST or None, request.FILES or None, days=[_choice(row) for row in days]
    )
    if request.method == "POST" and form.is_valid() and _compared(request, form):
        return redirect("hall:files")
    status = 422 if form.errors else 200
    context = {"office": office, "form": form, "days": days}
    return render(request, "hall/files.html", context, status=status)


def _choice(row: queries.FilesDay) -> tuple[int, str]:
    words = day(row.day)
    return row.hall_day_id, f"{words} · " + (_("compared") if row.is_compared else _("not yet"))


def _compared(request: StaffRequest, form: forms.FilesForm) -> bool:
    file = form.cleaned_data["file"]
    try:
        if file.size > MAX_BYTES:
            raise BadFile(Fault(line=0, fault=FileFault.TOO_LARGE))
        count = actions.compare_files(
            hall_day_id=int(form.cleaned_data["day"]),
            content=file.read(),
            actor=request.actor,
            now=timezone.now(),
        )
    except BadFile as refused:
        for fault in refused.faults:
            form.add_error("file", file_words(fault))
        return False
    said = ngettext(
        "{n} file was counted. The comparison is public now.",
        "{n} files were counted. The comparison is public now.",
        count,
    )
    messages.success(request, said.format(n=count))
    return True
