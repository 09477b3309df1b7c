"""Mailboxes: whoever reads slowly costs nobody anything."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from jernih.live.hub import Hub, Stream


class Line:
    """A connection that takes one event, and the next only when told to."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.may_go_on = asyncio.Event()

    async def send(self, message) -> None:
        self.got.append(message["body"])
        await self.may_go_on.wait()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def play(story) -> None:
    async def told() -> None:
        owner = asyncio.ensure_future(asyncio.sleep(60))
        await story(Hub(), owner)
        owner.cancel()

    # A thread of its own: the browser of other tests may keep a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(told())).result()


def test_a_stream_that_is_stuck_keeps_the_newest_state_only():
    async def story(hub: Hub, owner) -> None:
        slow, quick = Line(), Line()
        quick.may_go_on.set()
        topic = hub.board("tarakan")
        for line in (slow, quick):
            hub.join(topic, Stream(line.send, owner))

        for n in range(4):
            topic.publish(b"%d" % n, said=n)
            await settle()
        slow.may_go_on.set()
        await settle()

        assert quick.got == [b"0", b"1", b"2", b"3"]
        assert slow.got == [b"0", b"3"]

    play(story)


def test_a_ping_never_takes_the_place_of_news():
    async def story(hub: Hub, owner) -> None:
        line = Line()
        stream = Stream(line.send, owner)
        stream.put(b"news")
        await settle()
        stream.put(b"more news")
        stream.ping(b"ping")
        line.may_go_on.set()
        await settle()
        stream.ping(b"ping")
        await settle()

        assert line.got == [b"news", b"more news", b"ping"]

    play(story)


def test_a_stream_that_cannot_be_written_to_ends():
    async def story(hub: Hub, owner) -> None:
        async def broken(message) -> None:
            raise OSError

        Stream(broken, owner).put(b"news")
        await settle()

        assert owner.cancelled()

    play(story)


def test_topics_that_nobody_listens_to_are_forgotten_after_a_while():
    async def story(hub: Hub, owner) -> None:
        stream = Stream(Line().send, owner)
        watched = hub.place("tarakan", "a")
        hub.join(watched, stream)
        hub.place("tarakan", "b")
        hub.board("tarakan")

        hub.sweep()
        assert hub.topics() != [watched]
        hub.sweep()
        assert hub.topics() == [watched]

        hub.leave(watched, stream)
        hub.sweep()
        hub.sweep()
        assert (hub.topics(), hub.places, hub.count) == ([], {}, 0)

    play(story)
