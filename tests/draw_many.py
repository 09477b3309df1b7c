"""Lists of a draw as an office could write them, right or wrong, for whoever reads many at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from jernih.pure import events_draw
from jernih.pure.audit_draw_book import entry_of
from jernih.pure.spelling import BadSpelling
from tests.draw_records import MONDAY, OPENS_AT, TUESDAY, G, P, Story, applied, hashed, ref, told


class BytesContent:
    """A file that is no file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, at: int, size: int) -> bytes:
        return self._data[at : at + size]


def many(events: Sequence[Any]) -> list[Any]:
    """A whole draw in which these applications came and went, closed with who is then on it."""
    on: dict[str, Any] = {}
    for event in events:
        if not isinstance(event, events_draw.Applied):
            on.pop(event.ref, None)
        elif _can_be_listed(event):
            on.setdefault(event.ref, event)
    story = Story(people=list(on.values()), leave=(), rules={"long_after": 2})
    *until_closed, closed = story.until_closed()
    before = until_closed[: len(until_closed) - len(on)]
    return [*before, *events, closed, *story.revealed(), story.seeded(), *story.result()]


def _can_be_listed(event: Any) -> bool:
    try:
        entry_of(event, long_after=0)
    except BadSpelling:
        return False
    return True


WISH = st.builds(
    events_draw.WishedDay,
    day=st.sampled_from([MONDAY, TUESDAY, TUESDAY, MONDAY + timedelta(days=2)]),
    starts_at=st.sampled_from(["", "", "", "2023-09-04T01:00:00Z", "2023-09-31T01:00:00Z"]),
)


@st.composite
def application(draw: Any) -> Any:
    n = draw(st.integers(0, 12))
    classes = tuple(draw(st.lists(st.sampled_from([G, G, P]), min_size=1, max_size=4)))
    one = applied(n, classes=classes, at=OPENS_AT + timedelta(hours=draw(st.integers(0, 100))))
    if draw(st.booleans()):
        return one
    people = [hashed("person", draw(st.integers(0, 30))) for _ in classes]
    return replace(
        one,
        nullifiers=tuple(people[: draw(st.sampled_from([1, 4, 4, 4]))]),
        wishes=tuple(draw(st.lists(WISH, max_size=3))),
        any_after=draw(st.sampled_from(["", "", "2023-09-05", "2023-09-30", "2023-09-31"])),
        lost=tuple(ref(100 + lost) for lost in draw(st.lists(st.integers(0, 9), max_size=3))),
        standby=draw(st.booleans()),
    )


LEFT = st.builds(
    lambda n: told(events_draw.ApplicationWithdrawn, OPENS_AT + timedelta(hours=50), ref=ref(n)),
    st.integers(0, 12),
)
# Each ref comes at most once in half of them: then the short way has something to say.
told_of = st.one_of(
    st.lists(st.one_of(application(), application(), LEFT), max_size=12),
    st.lists(application(), max_size=12, unique_by=lambda one: one.ref),
)
