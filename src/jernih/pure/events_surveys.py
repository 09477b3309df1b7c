"""The facts of surveys: whose signature a token carries, how many were counted, what came of it.

They are facts like those of events.py, which names this file too. Told at night, by the day; a
token stands on the record by its hash, and nobody can tell whose it was (docs/indexes.md).
"""

from datetime import date
from typing import Annotated

from jernih.pure.kinds import Event, Hash, fact
from jernih.pure.survey import Result, Way

Period = Annotated[str, r"2[0-9]{3}-Q[1-4]"]
Modulus = Annotated[str, r"[0-9a-f]{512}"]


@fact("surveys.key-published")
class SurveyKeyPublished(Event):
    """The one key under which the tokens of a quarter are signed, unseen, for everybody alike."""

    period: Period
    key: Hash
    modulus: Modulus


@fact("surveys.box-opened")
class BoxOpened(Event):
    """A box of sealed answers was opened, all of it at once, and added to the counts of a quarter.

    tokens: the hash of each token that came with an answer, in the order of their bytes.
    """

    day: date
    period: Period
    way: Way
    tokens: tuple[Hash, ...]


@fact("surveys.index-published")
class IndexPublished(Event):
    """The indexes of a quarter, with the counts that they come from.

    served: tickets served in the quarter. browser, server, kiosk, paper: answers by the way they
    came. minimum: how many should have answered. asked_no, asked_yes, asked_unsaid: whether
    anybody asked for money. Of too few answers, nothing but their number.
    """

    day: date
    period: Period
    served: int
    browser: int
    server: int
    kiosk: int
    paper: int
    minimum: int
    asked_no: int
    asked_yes: int
    asked_unsaid: int
    results: tuple[Result, ...]

    @property
    def answers(self) -> int:
        """Return how many answered."""
        return self.browser + self.server + self.kiosk + self.paper
