"""Show the mirror to everybody: whether anything rings, and counts to the end of yesterday."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from jernih.mirror.book import Alarm
from jernih.mirror.html import Words, day_text, document, heading
from jernih.mirror.office import Office
from jernih.mirror.store import Store
from jernih.pure.tlog.note import write_vkey


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the public may count: never what came today, for that would tell an hour."""

    held: int
    open: int
    late: int
    heard_on: date | None
    record_on: date | None
    alarms: Sequence[Alarm]


def figures(office: Office, store: Store) -> Figures:
    """Return the figures as of the end of yesterday; alarms as they ring now."""
    today = office.clock.today()
    with store.reading() as book:
        cases = [one for one in book.all_held() if one.received_on < today]
        steps = {one.locator: book.steps(one.locator) for one in cases}
        return Figures(
            held=len(cases),
            open=sum(office.is_open(steps[one.locator]) for one in cases),
            late=sum(bool(office.clock.overdue(one, steps[one.locator])) for one in cases),
            heard_on=_day(book.note("heard_on")),
            record_on=_day(book.note("record_on")),
            alarms=book.alarms(ringing=True),
        )


def home(office: Office, shown: Figures) -> bytes:
    """Return the page for everybody."""

    def part(words: Words) -> Iterator[str]:
        yield f"<p>{words['what']}</p>"
        yield f"<p>{words['office']}: <code>{escape(office.origin)}</code></p>"
        yield verdict(words, shown.alarms)
        yield f"{heading(words, 'as_of')}<dl><dt>{words['held']}<dd>{shown.held}"
        yield f"<dt>{words['open']}<dd>{shown.open}<dt>{words['late']}<dd>{shown.late}"
        for name, day in (("heard", shown.heard_on), ("record", shown.record_on)):
            yield f"<dt>{words[name]}<dd>{day_text(day) if day else words['never']}"
        yield "</dl>"
        if not office.clock.has_holidays:
            yield f"<p>{words['no_holidays']}</p>"
        yield f"<p><a href='/ikuti'>{words['follow']}</a></p>"
        yield f"{heading(words, 'key')}<p><code>{escape(write_vkey(office.key))}</code></p>"

    return document("home", part, is_demo=office.is_demo)


def verdict(words: Words, alarms: Sequence[Alarm]) -> str:
    """Return what rings, each kind once with its first day; or that nothing does."""
    if not alarms:
        return f"<p class=good>{words['good']}</p>"
    since: dict[str, date] = {}
    for alarm in alarms:
        kind = alarm.ring.kind.value
        since[kind] = min(alarm.since, since.get(kind, alarm.since))
    rows = "".join(
        f"<li>{words[kind]} {words['since']} {day_text(day)}" for kind, day in since.items()
    )
    return f"<div class=bad role=alert><strong>{words['rings']}</strong><ul>{rows}</ul></div>"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
