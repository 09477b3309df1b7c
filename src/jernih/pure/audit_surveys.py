"""Check that a published index is the one of its counts, and its answers those of real tokens.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_surveys.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from jernih.pure import events, survey
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.events import Event
from jernih.pure.events_surveys import BoxOpened, IndexPublished, SurveyKeyPublished
from jernih.pure.index import BadAnswers
from jernih.pure.quarters import bounds_of, quarter_of
from jernih.pure.rulebook import NoRule, Rules, in_force
from jernih.pure.survey import Way


def survey_checks(rules: Rules) -> list[Check]:
    """Return the checks of surveys. rules: those of rulebook/index_scales.toml."""
    return [TokensCheck(), IndexCheck(rules)]


@dataclass
class _Office:
    """What is known of one office. served, answers: by quarter; answers by way too."""

    keys: dict[str, int] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    served: Counter[str] = field(default_factory=Counter)
    answers: Counter[tuple[str, Way]] = field(default_factory=Counter)
    published: dict[str, int] = field(default_factory=dict)


class _OfOffices(Check):
    def __init__(self) -> None:
        """Start with no office."""
        self._offices: dict[str, _Office] = defaultdict(_Office)

    def _served(self, _index: int, event: Any) -> tuple[Violation, ...]:
        self._offices[event.office].served[quarter_of(event.day)] += 1
        return ()


class TokensCheck(_OfOffices):
    """One key a quarter for everybody; each token counts once; no more of them than tickets."""

    rule: ClassVar[str] = "surveys.tokens"

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at keys, boxes and served tickets."""
        return {
            SurveyKeyPublished: self._key,
            BoxOpened: self._opened,
            events.Served: self._served,
        }

    def _key(self, index: int, event: Any) -> Iterator[Violation]:
        keys = self._offices[event.office].keys
        if event.period in keys:
            # With a key for each of us the office would know its signature again.
            words = f"{event.office}: there are two keys for the survey of {event.period}."
            yield self.wrong(words, keys[event.period], index)
        keys[event.period] = index

    def _opened(self, index: int, event: Any) -> Iterator[Violation]:
        office, place = self._offices[event.office], f"{event.office} on {event.day}"
        again = office.tokens & {*event.tokens}
        if again or len({*event.tokens}) < len(event.tokens):
            yield self.wrong(f"{place}: a token was counted twice.", index)
        if list(event.tokens) != sorted(event.tokens):
            yield self.wrong(f"{place}: the order of tokens tells when they came.", index)
        if event.period != quarter_of(event.day):
            yield self.wrong(f"{place}: answers went into the counts of {event.period}.", index)
        office.tokens.update(event.tokens)
        if len(office.tokens) > office.served.total():
            words = f"{len(office.tokens)} answers came from {office.served.total()} tickets"
            yield self.wrong(f"{place}: {words} that were served.", index)


class IndexCheck(_OfOffices):
    """A published index comes from the counts beside it, and those from the boxes opened."""

    rule: ClassVar[str] = "surveys.index"

    def __init__(self, rules: Rules) -> None:
        """Judge by these rules."""
        super().__init__()
        self._rules = rules

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at boxes, served tickets and what is published of them."""
        return {
            BoxOpened: self._opened,
            IndexPublished: self._published,
            events.Served: self._served,
        }

    def _opened(self, index: int, event: Any) -> Iterator[Violation]:
        office = self._offices[event.office]
        office.answers[event.period, event.way] += len(event.tokens)
        if event.period in office.published:
            words = f"{event.office}: answers were added to {event.period} after it was published."
            yield self.wrong(words, office.published[event.period], index)

    def _published(self, index: int, event: Any) -> Iterator[Violation]:
        office, place = self._offices[event.office], f"{event.office}, {event.period}"
        if event.period in office.published:
            yield self.wrong(f"{place}: published twice.", office.published[event.period], index)
        office.published[event.period] = index
        if event.day <= bounds_of(event.period)[1]:
            yield self.wrong(f"{place}: published before the quarter was over.", index)
        if event.served != office.served[event.period]:
            words = f"{event.served} tickets are said to be served"
            yield self.wrong(f"{place}: {words}; {office.served[event.period]} were.", index)
        for way in Way:
            told, opened = getattr(event, way.lower()), office.answers[event.period, way]
            if told != opened:
                words = f"{told} answers by {way.lower()}; the boxes had {opened}"
                yield self.wrong(f"{place}: {words}.", index)
        yield from self._reckoned(index, event, place)

    def _reckoned(self, index: int, event: Any, place: str) -> Iterator[Violation]:
        try:
            fair = self._fair(event)
        except (BadAnswers, NoRule) as reason:
            yield self.wrong(f"{place}: the counts cannot be true: {reason}.", index)
            return
        if event.results != fair:
            yield self.wrong(f"{place}: other indexes come from these counts.", index)
        least = survey.smallest_sample(event.served, rules=self._rules, on=event.day)
        if event.minimum != least:
            words = f"the smallest sample is said to be {event.minimum}; it is {least}"
            yield self.wrong(f"{place}: {words}.", index)

    def _fair(self, event: Any) -> tuple[survey.Result, ...]:
        """Return the results that come from an event's own counts. Raises BadAnswers, NoRule."""
        rules, on = self._rules, event.day
        asked = (event.asked_no, event.asked_yes, event.asked_unsaid)
        if event.answers < in_force(rules, "publish_minimum", on=on):
            if sum(asked):
                raise BadAnswers("too few answered to show what they said")
            return ()
        scales = survey.scales_on(rules, on=on)
        tallies = {
            told.instrument: survey.tally_of(told, scale=scales[told.instrument])
            for told in event.results
        }
        if {tally.n for tally in tallies.values()} | {sum(asked)} != {event.answers}:
            raise BadAnswers("not everybody who answered is in every count")
        if len(tallies) != len(scales):
            raise BadAnswers("an instrument is left out")
        return survey.results(
            survey.Book(tallies=tallies, asked=asked), served=event.served, rules=rules, on=on
        )
