"""What a dishonest office could make of a true draw: it has the key, and tells a rounder story.

Each copy is told anew from where the office bent it, and signed; only the rules can notice.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from jernih.pure import events_draw
from tests.draw_records import (
    CLOSES_AT,
    DRAWN_AT,
    P,
    Story,
    announced,
    applied,
    hashed,
    life_goes_on,
    planned,
    ref,
    released,
    told,
)

Facts = list[Any]


def added_after_close() -> Facts:
    """A friend joins the frozen list, and is drawn with the others."""
    frozen = Story().closed()
    story = Story(root=frozen.list_root)
    story.late = [applied(90, at=CLOSES_AT + timedelta(minutes=5))]
    return [frozen if isinstance(fact, events_draw.BatchClosed) else fact for fact in story.facts()]


def removed() -> Facts:
    """Someone was on the list that was frozen, and is no more on the record."""
    root = Story().closed().list_root
    story = Story(root=root)
    story.people = [one for one in story.people if one.ref != ref(7)]
    return story.facts()


def class_changed() -> Facts:
    """A general application becomes a priority one when the list is known."""
    story = Story(root=Story().closed().list_root)
    story.people = [
        replace(one, classes=(P,)) if one.ref == ref(5) else one for one in story.people
    ]
    return story.facts()


def list_root_changed() -> Facts:
    """Another root was frozen than that of the list; seed and result follow from it."""
    return Story(root=hashed("another list")).facts()


def seed_swapped() -> Facts:
    """A nicer seed, and the result that follows from it."""
    return Story(seed=hashed("a nicer seed")).facts()


def order_swapped() -> Facts:
    """The ninth in the draw changes places with the first, and the seats follow."""
    order = Story().drawn_order()
    order[0], order[8] = order[8], order[0]
    return Story(order=order).facts()


def seat_swapped() -> Facts:
    """Two people of one day get each other's numbers."""
    story = Story()
    rows = story.rows()
    first, second = [at for at, row in enumerate(rows) if row.numbers and row.day == rows[0].day][
        :2
    ]
    rows[first], rows[second] = (
        replace(rows[first], numbers=rows[second].numbers),
        replace(rows[second], numbers=rows[first].numbers),
    )
    return story.facts(rows)


def second_draw() -> Facts:
    """The first result did not please: another seed, another result."""
    first, second = Story(), Story(seed=hashed("once more"))
    return [
        *first.until_seeded(),
        *first.result(),
        second.seeded(),
        *second.result(),
        life_goes_on(),
    ]


def second_batch() -> Facts:
    """After the list was known, another batch is planned for the same days."""
    again = planned(batch="ffffffff" + "0" * 24, at=CLOSES_AT + timedelta(hours=1))
    story = Story()
    return [
        *story.until_closed(),
        replace(
            again,
            opens_at=CLOSES_AT + timedelta(hours=2),
            closes_at=CLOSES_AT + timedelta(hours=3),
        ),
        *story.revealed(),
        story.seeded(),
        *story.result(),
        life_goes_on(),
    ]


def given_up_after_close() -> Facts:
    """The frozen list does not please, so the batch is given up."""
    cancelled = told(
        events_draw.BatchCancelled,
        CLOSES_AT + timedelta(hours=1),
        reason=events_draw.CancelReason.MISTAKE,
    )
    return [*Story().until_closed(), cancelled, life_goes_on()]


def result_withheld() -> Facts:
    """The seed is known, and no result comes."""
    return [*Story().until_seeded(), life_goes_on()]


def seed_withheld() -> Facts:
    """The round is known, and nobody fixes the seed."""
    story = Story()
    return [*story.until_closed(), *story.revealed(), life_goes_on()]


def capacity_lowered() -> Facts:
    """Three numbers that were announced are in no draw and on no offer."""
    story = Story()
    rooms = story.day_rooms()
    windows = rooms[0].windows
    story.rooms = [replace(rooms[0], windows=windows[:-1]), *rooms[1:]]
    return story.facts()


def announced_again() -> Facts:
    """A second announcement has fewer seats."""
    story, fewer = Story(), [released(*_MONDAY), Story().supplies[1]]
    facts = story.facts()
    at = next(n for n, fact in enumerate(facts) if isinstance(fact, events_draw.BatchOpened))
    return [*facts[:at], announced(fewer), *facts[at:]]


def reveal_late() -> Facts:
    """A contributor's secret comes ten minutes before the round, and is used."""
    story = Story()
    story.reveals["university"] = DRAWN_AT - timedelta(minutes=10)
    return story.facts()


_MONDAY = (Story().supplies[0].day, 2, 2)
TAMPERED: Mapping[str, tuple[str, Callable[[], Facts]]] = {
    "application added after close": ("draw.list", added_after_close),
    "application removed": ("draw.list", removed),
    "class changed": ("draw.list", class_changed),
    "list root changed": ("draw.list", list_root_changed),
    "seed swapped": ("draw.seed", seed_swapped),
    "order swapped": ("draw.order", order_swapped),
    "seat swapped": ("draw.seats", seat_swapped),
    "second draw": ("draw.second-draw", second_draw),
    "result withheld": ("draw.withheld", result_withheld),
    "capacity lowered after announcement": ("draw.capacity", capacity_lowered),
    "reveal accepted late": ("draw.reveals", reveal_late),
}
# Other ways to do the same. What happens in another batch, the file of this one cannot show.
OTHER_WAYS: Mapping[str, tuple[str, Callable[[], Facts]]] = {
    "given up after close": ("draw.second-draw", given_up_after_close),
    "seed withheld": ("draw.withheld", seed_withheld),
    "announced again with fewer": ("draw.capacity", announced_again),
}
IN_ANOTHER_BATCH = {"second batch": ("draw.second-draw", second_batch)}
