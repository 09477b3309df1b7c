"""Dates, times, money, codes, states and pictures in templates: `{% load jernih %}`."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import segno
from django import template
from django.utils import formats, timezone
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from jernih.pure import pledges, zone, zone_sheet
from jernih.ui import labels, receipt_page

register = template.Library()

QR_QUIET_MODULES = 4


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day in full: Selasa, 24 November 2026."""
    return _dated(value, "l, j F Y")


@register.filter
def day_short(value: date | datetime | None) -> str:
    """Write a day for tables: 24 Nov 2026."""
    return _dated(value, "j M Y")


@register.filter
def clock(value: datetime | None) -> str:
    """Write a time with its zone: 09.30 WITA."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{local:%H.%M} {local.tzname()}"


@register.filter
def clock_bare(value: datetime | None) -> str:
    """Write a time without its zone, where a range or a table says it once: 09.30."""
    return "" if value is None else f"{timezone.localtime(value):%H.%M}"


@register.filter
def moment(value: datetime | None) -> str:
    """Write a day and a time: Selasa, 24 November 2026, 09.30 WITA."""
    return "" if value is None else f"{day(value)}, {clock(value)}"


@register.filter
def slot(value: object, name: str) -> SafeString:
    """Write a value where a script can renew it by its name, also inside a sentence."""
    return format_html('<span data-of="{}">{}</span>', name, "" if value is None else value)


@register.filter
def clock_slot(value: datetime | None, name: str) -> SafeString:
    """Write a time as `slot`; its zone stands behind it also while there is no time."""
    zone = timezone.localtime(value).tzname()
    return format_html('<span data-of="{}">{}</span> {}', name, clock_bare(value), zone)


@register.simple_tag
def when(wanted: str, holding: Collection[str]) -> SafeString:
    """Write the attributes of what shows only while a sentence of this name holds."""
    hidden = "" if wanted in holding else " hidden"
    return format_html('data-when="{}"{}', wanted, hidden)


@register.filter
def iso(value: date | datetime | None) -> str:
    """Write a day or moment for `<time datetime>`."""
    return "" if value is None else value.isoformat()


@register.filter
def rupiah(value: int | Decimal | None) -> str:
    """Write an amount of whole rupiah: Rp350.000, in both languages."""
    return "" if value is None else f"Rp{int(value):,}".replace(",", ".")


@register.filter
def grouped(value: int | None) -> str:
    """Write a count with thousands marked: 1.234 (English 1,234)."""
    if value is None:
        return ""
    mark = "," if (get_language() or "").startswith("en") else "."
    return f"{value:,}".replace(",", mark)


@register.filter
def code_groups(value: str | None) -> str:
    """Write a code in groups of five: ABCDE-FGHJK-MNPQR-STVWX."""
    bare = (value or "").replace("-", "").upper()
    return "-".join(bare[at : at + 5] for at in range(0, len(bare), 5))


@register.filter
def number_parts(value: str) -> list[str]:
    """Split a ticket number A-017 into letter and digits."""
    return value.split("-", 1)


@register.filter
def words(member: StrEnum) -> str:
    """Return the label of a state, role or reason."""
    return str(labels.label_of(member))


@register.filter
def tone(member: StrEnum) -> str:
    """Return good, wait, act, bad or quiet for a state, role or reason."""
    return labels.label_of(member).tone


@register.simple_tag
def qr(content: str, label: str = "") -> SafeString:
    """Draw a QR code as inline SVG that scales by CSS and is always on white."""
    return _drawn(segno.make(content, micro=False, error="m"), label)


@register.simple_tag
def qr_receipt(address: str, packed: str, label: str = "") -> SafeString:
    """Draw a packed receipt as a QR code behind an address; nothing if it is too much for one."""
    try:
        # Two parts, which it takes though it does not say so: the second it writes densely.
        parts: Any = [f"{address}#", packed]
        made = segno.make(parts, micro=False, error="l", boost_error=False)
    except segno.DataOverflowError:
        return mark_safe("")
    return _drawn(made, label)


def _drawn(made: segno.QRCode, label: str) -> SafeString:
    svg = made.svg_inline(
        omitsize=True,
        border=QR_QUIET_MODULES,
        light="#fff",
        svgclass="j-qr",
        lineclass=None,
        title=label or None,
    )
    role = 'role="img"' if label else 'aria-hidden="true"'
    return mark_safe(svg.replace("<svg ", f"<svg {role} ", 1))  # noqa: S308 - segno escapes the title


def _dated(value: date | datetime | None, pattern: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return formats.date_format(value, pattern)


@register.filter
def times(count: int) -> range:
    """Return something to loop over so many times."""
    return range(int(count))


@register.filter
def fee_words(name: str) -> str:
    """Return what a price of the rulebook is for; an unlabelled one is a bug (KeyError)."""
    return str(labels.FEES[name])


@register.filter
def receipt_words(kind: str) -> str:
    """Return what a receipt of this kind of fact proves; an unlabelled one is a bug (KeyError)."""
    return str(receipt_page.PROVES[kind])


@register.filter
def weekday(number: int) -> str:
    """Write a weekday, 0 is Monday: Senin."""
    return str(WEEKDAYS[number])


@register.filter
def points(value: Fraction | None) -> str:
    """Write exact points with two decimals, half of a hundredth up: 3,67."""
    if value is None:
        return ""
    return formats.number_format(Decimal(zone.hundredths(value)) / 100, 2)


@register.filter
def points_up(value: Fraction) -> str:
    """Write what is missing, never as less than it is: 0,01."""
    return formats.number_format(Decimal(zone.hundredths_up(value)) / 100, 2)


@register.filter
def said(words: zone_sheet.Said | pledges.PledgeText) -> str:
    """Write words that come in both languages in the reader's."""
    return words.en if (get_language() or "id").startswith("en") else words.id


@register.filter
def in_unit(value: int, metric: pledges.Metric) -> str:
    """Write a promised or measured figure as people read it: 45, or 88,31 for an index."""
    shown = Decimal(value).scaleb(-metric.decimals)
    return formats.number_format(shown, metric.decimals, force_grouping=True)
