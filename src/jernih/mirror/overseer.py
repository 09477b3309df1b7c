"""Show the overseer all that is held: every case, its days, steps, deadlines and sealed files."""

from collections.abc import Iterator, Sequence
from html import escape

from jernih.mirror.book import Alarm, Held, HeldFile, HeldStep
from jernih.mirror.html import Words, day_text, document, heading, table
from jernih.mirror.office import Office
from jernih.mirror.store import Store
from jernih.pure.case_clock import Deadline

SHOWN_ALARMS = 200


def overview(office: Office, store: Store) -> bytes:
    """Return the page of all cases."""
    with store.reading() as book:
        cases = [(one, book.steps(one.locator)) for one in book.all_held()]
        alarms = book.alarms()

    def part(words: Words) -> Iterator[str]:
        yield f"{heading(words, 'alarms')}{_alarms(words, alarms)}"
        yield f"{heading(words, 'held', count=len(cases))}"
        heads = [words[name] for name in ("locator", "received", "steps", "deadlines")]
        yield table(heads, [_row(words, office, *one) for one in cases])
        yield f"<p><a href='/pengawas/ekspor.zip'>{words['export']}</a></p>"

    return document("overseer", part, is_demo=office.is_demo)


def one_case(office: Office, store: Store, locator: str) -> bytes | None:
    """Return the page of one case, None for one that we do not hold."""
    with store.reading() as book:
        case = book.held(locator)
        if case is None:
            return None
        steps, files = book.steps(locator), book.files(locator)
        alarms = [one for one in book.alarms() if one.ring.locator == locator]

    def part(words: Words) -> Iterator[str]:
        yield f"<p><code>{case.locator}</code></p><dl><dt>{words['received']}"
        yield f"<dd>{day_text(case.received_on)}<dt>{words['promised']}"
        yield f"<dd>{day_text(case.promised_on)}</dl>{_alarms(words, alarms)}"
        yield _deadlines(words, office, office.clock.deadlines(case, steps))
        yield step_table(words, steps)
        yield f"{heading(words, 'files')}<ul>"
        for file in files:
            yield f"<li><a href='/pengawas/kasus/{locator}/{file.name}'>{file.name}</a> "
            yield f"{file.size} {words['size']} <code>{file.hash}</code>"
        yield f"</ul><p><a href='/pengawas/kasus/{locator}.zip'>{words['export_one']}</a></p>"
        yield f"<p><a href='/pengawas/'>{words['back']}</a></p>"

    return document("case", part, is_demo=office.is_demo)


def for_reporter(
    words: Words, office: Office, case: Held, steps: Sequence[HeldStep], files: Sequence[HeldFile]
) -> Iterator[str]:
    """Yield what a reporter sees of her own case."""
    yield f"<p>{words['received']}: {day_text(case.received_on)}</p>"
    yield _deadlines(words, office, office.clock.deadlines(case, steps))
    yield step_table(words, steps)
    yield f"{heading(words, 'files')}<ul>"
    yield "".join(f"<li>{file.name}, {file.size} {words['size']}" for file in files)
    yield "</ul>"


def step_table(words: Words, steps: Sequence[HeldStep]) -> str:
    """Return the steps of a case."""
    if not steps:
        return f"{heading(words, 'steps')}<p>{words['none']}</p>"
    rows = [
        [
            str(one.told.number),
            escape(words.get(one.told.deed, one.told.deed)),
            day_text(one.told.day),
            day_text(one.received_on),
        ]
        for one in steps
    ]
    heads = ["", words["deed"], words["day"], words["came"]]
    return f"{heading(words, 'steps')}{table(heads, rows)}"


def _row(words: Words, office: Office, case: Held, steps: list[HeldStep]) -> list[str]:
    last = words.get(steps[-1].told.deed, steps[-1].told.deed) if steps else words["none"]
    short = f"<a href='/pengawas/kasus/{case.locator}'>{case.locator[:8]}</a>"
    running = "<br>".join(
        _deadline(words, office, one) for one in office.clock.deadlines(case, steps)
    )
    return [short, day_text(case.received_on), f"{len(steps)}: {escape(last)}", running]


def _deadlines(words: Words, office: Office, found: Sequence[Deadline]) -> str:
    rows = "".join(f"<li>{_deadline(words, office, one)}" for one in found)
    return f"{heading(words, 'deadlines')}<ul>{rows}</ul>"


def _deadline(words: Words, office: Office, one: Deadline) -> str:
    today = office.clock.today()
    how = "met" if one.ended_on else "running"
    if one.stands_still(today):
        how = "paused"
    said = words[how]
    if one.is_late(today):
        said = f"<span class=late>{words['missed']}</span>"
    return f"{words[one.kind.value]}: {day_text(one.due)} ({said})"


def _alarms(words: Words, alarms: Sequence[Alarm]) -> str:
    if not alarms:
        return f"<p class=good>{words['good']}</p>"
    rows = []
    for alarm in alarms[:SHOWN_ALARMS]:
        about = words.get(alarm.ring.about, alarm.ring.about)
        ends = f" {words['until']} {day_text(alarm.until)}" if alarm.until else ""
        short = alarm.ring.locator[:8]
        where = f"<code>{short}</code> " if short else ""
        rows.append(
            f"<li{'' if alarm.until else ' class=late'}>{words[alarm.ring.kind.value]} "
            f"{escape(about)} {where}{words['since']} {day_text(alarm.since)}{ends}"
        )
    return f"<ul>{''.join(rows)}</ul>"
