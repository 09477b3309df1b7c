"""Papers about reporting: the proof card of one report, and the poster for the wall."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jernih.apps.complaints.actions.file import promise_of
from jernih.apps.complaints.models import Report
from jernih.apps.complaints.queries import clocks, own, rosters
from jernih.apps.offices import queries as offices
from jernih.pure.receipt import parse_receipt
from jernih.pure.seal.manifest import parse_promise
from jernih.ui import labels, paper
from jernih.ui.access import public
from jernih.ui.receipt_page import check_address
from jernih.ui.templatetags.jernih import day as day_words

_LAYOUTS: Final = Path(__file__).parent.parent / "templates" / "complaints"
LANGUAGES: Final = ("id", "en")


@require_safe
@public
def report_poster(request: HttpRequest) -> HttpResponse:
    """Give the poster: where to report, and the six words of the overseer, in both languages."""
    office = offices.the_office()
    address = f"{settings.SITE_URL}{reverse('complaints:report-doors')}"
    content = {
        "lang": get_language(),
        "title": _("Report here"),
        "office": office.name if office else settings.OFFICE_NAME,
        "demo": _("Demonstration: not a real office") if settings.IS_DEMO else "",
        "address": address.split("://", 1)[-1],
        "qr": paper.qr_svg(address),
        "qr_alt": _("QR code: leads to the page for reports"),
        "words": _six_words(),
        "parts": [_in(language, _poster_words) for language in LANGUAGES],
    }
    made = paper.pdf(_LAYOUTS / "poster.typ", content=content, made_at=_today())
    return as_pdf(made, name="poster")


def card_of(report: Report) -> bytes:
    """Return the proof card of a report: days and proofs; neither her code nor what she wrote."""
    today = offices.today(report.office, timezone.now())
    address = f"{settings.SITE_URL}{reverse('complaints:report-follow')}"
    content = {
        "lang": get_language(),
        "title": _("Proof card of a report"),
        "office": report.office.name,
        "demo": _("Demonstration: not a real office") if report.office.is_demo else "",
        "intro": _("This office has a sealed report. Here is what proves it."),
        "rows": _rows(report, today=today),
        "code": _("Her code, by hand if she wishes. Whoever has it can read the report:"),
        "qr": paper.qr_svg(address),
        "qr_alt": _("QR code: leads to the page where a code is asked for; it holds no code"),
        "follow": _("Follow the report: {address}").format(address=_bare(address)),
        "check": _("Check the proof: {address}").format(address=_bare(check_address())),
        "outside": _("No answer in time? Ombudsman, telephone 137. Bring this card."),
        "mark": (_("Mark on the public record"), report.commitment),
        "promise": (
            _("The office's signature, that it came"),
            parse_promise(promise_of(report))[1].hex(),
        ),
        "footer": _("Whoever holds this card knows that somebody reported. Made on {day}.").format(
            day=day_words(today)
        ),
    }
    return paper.pdf(_LAYOUTS / "card.typ", content=content, made_at=_at(today))


def as_pdf(body: bytes, *, name: str) -> HttpResponse:
    """Return a PDF that a browser shows."""
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _rows(report: Report, *, today: date) -> list[tuple[str, str]]:
    rows = [(_("Came in on"), day_words(report.filed_on))]
    for one in clocks.clock_rows(report, today=today):
        due = _("at the latest on {day}").format(day=day_words(one.deadline.due))
        if one.deadline.ended_on:
            due = _("done on {day}").format(day=day_words(one.deadline.ended_on))
        late = f" ({_('late')})" if one.is_duty and one.is_late else ""
        rows.append((str(labels.label_of(one.kind)), due + late))
    file = own.receipt_for(report).file
    line = str(parse_receipt(file).proof.index + 1) if file else _("from the coming night on")
    return [*rows, (_("Line in the public record"), line)]


def _poster_words() -> dict[str, Any]:
    return {
        "lang": get_language(),
        "heading": _("Did someone ask you for money?"),
        "lead": _("Report it. No account, no name. Whoever you report cannot read it."),
        "steps": [
            _("Scan the code, or type the address."),
            _("Tell what happened. Your phone locks it."),
            _("Keep your code: with it you read our answer."),
        ],
        "words": _("The overseer's six words. The page must show the same:"),
        "outside": _("Or outside this office: Ombudsman, telephone 137."),
        "free": _("Reporting costs nothing. You pay only the official price, never to a person."),
    }


def _in(language: str, words: Any) -> dict[str, Any]:
    with override(language):
        return dict(words())


def _six_words() -> str:
    try:
        return rosters.roster_words()
    except rosters.NoRosterKey:
        return ""


def _bare(address: str) -> str:
    return address.split("://", 1)[-1]


def _today() -> datetime:
    return _at(timezone.localdate())


def _at(day: date) -> datetime:
    # A paper about reports knows no hour.
    return datetime.combine(day, time(), tzinfo=UTC)
