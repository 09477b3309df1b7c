"""Many phones of one office: how few questions it takes to tell them all."""

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection

from jernih.live.hub import Hub
from jernih.live.phones import Phones
from tests.hall_makers import HallMade, make_desk, make_hall, make_ticket, press_next
from tests.live.listening import database_url

pytestmark = pytest.mark.django_db(transaction=True)


class Line:
    """A line to the database that counts how often it is taken, and can be cut."""

    def __init__(self, opened) -> None:
        self.opened, self.taken, self.is_cut = opened, 0, False
        self._one = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def reading(self):
        async with self._one:
            if self.is_cut:
                raise ConnectionError
            self.taken += 1
            yield self.opened


def play(hall: HallMade, story) -> None:
    async def told() -> None:
        async with await psycopg.AsyncConnection.connect(database_url(), autocommit=True) as line:
            counted = Line(line)
            await story(Phones(Hub(), counted.reading, lambda: hall.now), counted)

    # A thread of its own: the browser of other tests may keep a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(told())).result()


@pytest.fixture
def hall() -> HallMade:
    made = make_hall()
    made.office.is_demo = True
    made.office.save()
    make_desk(made)
    return made


async def meanwhile(deed, *words):
    """Let something happen in the hall, in a thread with a connection of its own."""

    def done():
        try:
            return deed(*words)
        finally:
            connection.close()

    return await asyncio.to_thread(done)


def says(topic, number: str) -> bool:
    return f'"number":"{number}"'.encode() in topic.newest


def test_thirty_phones_that_come_at_once_are_looked_up_and_read_for_together(hall):
    tickets = [make_ticket(hall) for _ in range(30)]

    async def story(phones: Phones, line: Line) -> None:
        found = await asyncio.gather(*(phones.find(ticket.code_index) for ticket in tickets))

        assert all(map(says, found, [ticket.number for ticket in tickets]))
        # The first asks alone, all others with the next statement; then the line, once.
        assert line.taken <= 4

    play(hall, story)


def test_whoever_comes_later_is_answered_from_memory(hall):
    first, second = make_ticket(hall), make_ticket(hall)

    async def story(phones: Phones, line: Line) -> None:
        await phones.find(first.code_index)
        before = line.taken

        assert says(await phones.find(second.code_index), second.number)
        assert line.taken == before

    play(hall, story)


def test_who_got_her_number_a_moment_ago_is_told_it(hall):
    first = make_ticket(hall)

    async def story(phones: Phones, line: Line) -> None:
        await phones.find(first.code_index)
        latest = await meanwhile(make_ticket, hall)

        assert says(await phones.find(latest.code_index), latest.number)

    play(hall, story)


def test_the_same_step_and_minute_are_not_played_again_and_a_call_is(hall):
    ticket, desk = make_ticket(hall), hall.day.counters.get()

    async def story(phones: Phones, line: Line) -> None:
        topic = await phones.find(ticket.code_index)
        said = topic.newest
        await phones.tell(hall.office.slug)
        assert topic.newest is said

        await meanwhile(press_next, hall, desk)
        await phones.tell(hall.office.slug)
        assert b'"state":"CALLED"' in topic.newest

    play(hall, story)


def test_while_the_database_is_away_a_known_phone_hears_what_was_said_last(hall):
    known, other = make_ticket(hall), make_ticket(hall)

    async def story(phones: Phones, line: Line) -> None:
        before = await phones.find(known.code_index)
        line.is_cut = True
        phones.forget()

        assert await phones.find(known.code_index) is before
        with pytest.raises(ConnectionError):
            await phones.find(other.code_index)

        line.is_cut = False
        assert says(await phones.find(other.code_index), other.number)

    play(hall, story)


def test_a_key_that_nobody_holds_is_nobody(hall):
    async def story(phones: Phones, line: Line) -> None:
        assert await phones.find("0" * 64) is None

    play(hall, story)


def test_who_asks_while_a_statement_fails_is_answered_by_the_next(hall):
    first, second = make_ticket(hall), make_ticket(hall)

    async def story(phones: Phones, line: Line) -> None:
        async with await psycopg.AsyncConnection.connect(database_url()) as other:
            await other.execute("LOCK TABLE hall_ticket")
            fails = asyncio.create_task(phones.find(first.code_index))
            while not await waits_for_a_lock(other, line.opened.info.backend_pid):
                await asyncio.sleep(0)
            newcomer = asyncio.create_task(phones.find(second.code_index))
            await asyncio.sleep(0)
            await other.execute("SELECT pg_cancel_backend(%s)", [line.opened.info.backend_pid])

            with pytest.raises(psycopg.errors.QueryCanceled):
                await fails
        assert says(await asyncio.wait_for(newcomer, timeout=20), second.number)

    play(hall, story)


async def waits_for_a_lock(other, pid: int) -> bool:
    asked = await other.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pid = %s", [pid])
    return await asked.fetchone() is not None
