"""Take the worksheet along as XLSX or PDF, bring a filled one, open evidence."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jernih.apps.integrity import actions, forms, queries
from jernih.apps.integrity.models import Evidence, Sheet
from jernih.apps.integrity.queries import export
from jernih.apps.integrity.views.common import (
    SAYS,
    column_open,
    sheet_or_404,
)
from jernih.pure.roles import Permission
from jernih.pure.zone import Column, EvidenceKind
from jernih.ui import lockbox, paper
from jernih.ui.access import StaffRequest, needs

LAYOUT: Final = Path(__file__).parent.parent / "templates" / "integrity" / "lke.typ"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Permission.SHEET_SEE)
@require_safe
@never_cache
def sheet_file(request: StaffRequest, year: int, kind: str) -> HttpResponse:
    """Give the worksheet in its official order: xlsx or pdf."""
    found, now = sheet_or_404(request, year), timezone.now()
    match kind:
        case "xlsx":
            answer = HttpResponse(export.as_workbook(found), content_type=XLSX)
        case "pdf":
            content = export.as_paper(found, now=timezone.localtime(now))
            body = paper.pdf(LAYOUT, content=content, made_at=now)
            answer = HttpResponse(body, content_type="application/pdf")
        case _:
            raise Http404
    name = f"lke-{found.office.slug}-{found.year}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@needs(Permission.SHEET_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sheet_import(request: StaffRequest, year: int) -> HttpResponse:
    """Take a filled worksheet: all that stands in its column, or nothing."""
    found = sheet_or_404(request, year)
    column = column_open(request, found)
    if column is None:
        messages.error(request, str(SAYS[actions.NotYourColumn]))
        return redirect("integrity:sheet-year", year=year)
    if request.method != "POST":
        context = {"sheet": found, "form": forms.WorkbookForm(), "column": column}
        return render(request, "integrity/sheet_import.html", context)
    form = forms.WorkbookForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            filled = forms.read_workbook(
                form.cleaned_data["file"].read(), sheet=queries.edition_of(found), column=column
            )
            changed = actions.answer_many(
                ref=found.ref,
                column=column,
                told=_told(found, column, filled),
                actor=request.actor,
                now=timezone.now(),
            )
        except forms.BadWorkbook as bad:
            for line in bad.lines:
                form.add_error("file", line)
        except actions.ZoneRefusal as refusal:
            form.add_error("file", str(SAYS[type(refusal)]))
        else:
            words = ngettext("%(n)s answer changed.", "%(n)s answers changed.", changed)
            messages.success(request, words % {"n": changed})
            return redirect("integrity:sheet-year", year=year)
    messages.error(request, _("Nothing was saved."))
    context = {"sheet": found, "form": form, "column": column}
    return render(request, "integrity/sheet_import.html", context, status=422)


@needs(Permission.SHEET_SEE)
@require_safe
@never_cache
def evidence_file(request: StaffRequest, year: int, ref: str) -> HttpResponse:
    """Give one file of evidence, to keep and not to run."""
    found = sheet_or_404(request, year)
    files = Evidence.objects.filter(sheet=found, kind=EvidenceKind.FILE).exclude(body=None)
    row = get_object_or_404(files, ref=ref)
    body = lockbox.unlock(row.body or b"", purpose=actions.BODY)
    answer = HttpResponse(body, content_type=row.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    return answer


def _told(
    found: Sheet, column: Column, filled: Mapping[str, forms.Filled]
) -> dict[str, actions.Told]:
    """Return what to keep: empty cells leave what was there."""
    answers = queries.answers_of(found, column)
    notes = dict(found.answers.filter(column=column).values_list("item", "note"))
    return {
        no: actions.Told(answer=one.answer or answers.get(no), note=one.note or notes.get(no, ""))
        for no, one in filled.items()
    }
