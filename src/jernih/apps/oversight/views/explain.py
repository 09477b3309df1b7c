"""An alarm in words: what was counted, what was expected, how often chance does it, and why not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from jernih.apps.oversight.queries import AlarmRow
from jernih.pure.reasons import AlarmKind
from jernih.ui.labels import label_of
from jernih.ui.templatetags.jernih import day, grouped


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What a page says of an alarm. innocent: reasons to think of before any other."""

    counted: str
    expected: str
    chance: str
    innocent: tuple[str, ...]


_K = AlarmKind
_HARD = gettext_lazy("Harder cases came to this counter, or cases of another kind.")
_DOWN = gettext_lazy("A machine or the network was down.")
_NEW = gettext_lazy("The officer is new, or taught somebody.")
_CHANCE = gettext_lazy("Chance: of many counters and days, some look strange.")
_SEEN = gettext_lazy("The people were really not there: look at the place of the counter.")
_DRIVE = gettext_lazy("A campaign or a visit of a school or village filled the list.")
_CLOCK = gettext_lazy("The clock of a machine was wrong.")

COUNTED: Mapping[AlarmKind, Promise] = {
    _K.SKIPS: gettext_lazy(
        "{skips} of {calls} calls of this month went to somebody who was not next "
        "({permille}); {today} of them on this day."
    ),
    _K.SKIP_REASON: gettext_lazy(
        "{skips} of {calls} calls of this month were out of turn for the reason “{reason}” "
        "({permille}); {today} of them on this day."
    ),
    _K.IDLE: gettext_lazy(
        "The counter was open, free and not on a break, and somebody waited whom it could have "
        "called: {minutes} minutes in {times} rests, the longest {longest_minutes} minutes."
    ),
    _K.SLOW: gettext_lazy(
        "{people} people were served. Their times, compared with what is usual for the service "
        "and the hour, added up to {sum_hundredths} after person {after}."
    ),
    _K.ABSENT: gettext_lazy("{absent} of {calls} called people were marked absent ({permille})."),
    _K.ABSENT_QUICK: gettext_lazy(
        "{absent} of {calls} called people were marked absent less than {seconds} seconds after "
        "the first call."
    ),
    _K.ABSENT_TOO_SOON: gettext_lazy(
        "{absent} people were marked absent before {gap_seconds} seconds were over; the shortest "
        "wait was {shortest_seconds} seconds."
    ),
    _K.ABSENT_SAME: gettext_lazy(
        "{back} people whom this officer had marked absent came back. {own} of them were called "
        "again by the same officer."
    ),
    _K.HELPER_MANY: gettext_lazy(
        "{people} people in {applications} applications on {when}, by one helper."
    ),
    _K.HELPER_FAST: gettext_lazy(
        "{count} of {applications} applications on {when} came less than {seconds} seconds after "
        "the one before."
    ),
    _K.HELPER_HOURS: gettext_lazy(
        "{count} of {applications} applications on {when} were typed outside opening hours."
    ),
    _K.HELPER_PRIORITY: gettext_lazy(
        "{count} of {people} people whom this helper registered in {days} days claimed priority "
        "({permille})."
    ),
    _K.HELPER_ABSENT: gettext_lazy(
        "{count} of {people} people whom this helper registered in {days} days did not come "
        "({permille})."
    ),
    _K.FAVOUR: gettext_lazy(
        "{people} people whom this helper registered were called, on average, "
        "{gain_hundredths} places before their own."
    ),
    _K.ESTIMATES: gettext_lazy(
        "{kept} of {people} people in {days} days were called before the longest wait that we "
        "had told them ({permille})."
    ),
    _K.GHOSTS: gettext_lazy(
        "Of {asked} numbers that the lot chose and somebody looked into, {nobody} belong to "
        "nobody. There were {of} numbers that day."
    ),
    _K.UNEVEN_DRAW: gettext_lazy(
        "In a draw of {applications} applications, the places of some lie together ({detail})."
    ),
}

EXPECTED: Mapping[AlarmKind, Promise] = {
    _K.SKIPS: gettext_lazy("Up to {allowed_permille} raise no question."),
    _K.SKIP_REASON: gettext_lazy("Up to {allowed_permille} raise no question."),
    _K.IDLE: gettext_lazy(
        "Less than {limit} minutes a day; the first {grace_seconds} seconds of each rest are "
        "not counted."
    ),
    _K.SLOW: gettext_lazy("A sum below {limit_hundredths}; one person hardly moves it."),
    _K.ABSENT: gettext_lazy("{others_permille} at the other counters on the same day."),
    _K.ABSENT_QUICK: gettext_lazy("{others_permille} at the other counters on the same day."),
    _K.ABSENT_TOO_SOON: gettext_lazy("None: the system refuses it."),
    _K.ABSENT_SAME: gettext_lazy("One in {desks}, for so many counters were open."),
    _K.HELPER_MANY: gettext_lazy("Up to {limit} raise no question."),
    _K.HELPER_FAST: gettext_lazy("Up to {limit} raise no question."),
    _K.HELPER_HOURS: gettext_lazy("Up to {limit} raise no question."),
    _K.HELPER_PRIORITY: gettext_lazy("{others_permille} of everybody else."),
    _K.HELPER_ABSENT: gettext_lazy("{others_permille} of everybody else."),
    _K.FAVOUR: gettext_lazy("{others_hundredths} places for everybody else."),
    _K.ESTIMATES: gettext_lazy("{aim_permille}, give or take {slack_permille}."),
    _K.GHOSTS: gettext_lazy("None."),
    _K.UNEVEN_DRAW: gettext_lazy("A draw by lot treats every hour, class and size alike."),
}

INNOCENT: Mapping[AlarmKind, Sequence[Promise]] = {
    _K.SKIPS: (
        gettext_lazy("Many sick or very old people came, or parents with small children."),
        gettext_lazy("This counter is the one to which such people are sent."),
        _DOWN,
    ),
    _K.SKIP_REASON: (
        gettext_lazy("Many sick or very old people came, or parents with small children."),
        gettext_lazy("This counter is the one to which such people are sent."),
        _DOWN,
    ),
    _K.IDLE: (
        gettext_lazy("A break that nobody entered, or work with paper between two people."),
        gettext_lazy("The officer helped at another counter."),
        _DOWN,
    ),
    _K.SLOW: (_HARD, _NEW, _DOWN, _CHANCE),
    _K.ABSENT: (
        _SEEN,
        gettext_lazy("The board or the voice near this counter did not work."),
        _CHANCE,
    ),
    _K.ABSENT_QUICK: (
        gettext_lazy("Somebody said that the person had gone home."),
        _SEEN,
        _CHANCE,
    ),
    _K.ABSENT_TOO_SOON: (
        _CLOCK,
        gettext_lazy("The program has a fault; tell its makers."),
    ),
    _K.ABSENT_SAME: (
        gettext_lazy("Only this counter did the service at that hour."),
        _CHANCE,
    ),
    _K.HELPER_MANY: (_DRIVE, gettext_lazy("Another helper was ill.")),
    _K.HELPER_FAST: (
        gettext_lazy("People were prepared on paper first."),
        gettext_lazy("A connection that was cut sent several at once."),
    ),
    _K.HELPER_HOURS: (
        gettext_lazy("An outreach event took place in the evening or on a day off."),
        _CLOCK,
    ),
    _K.HELPER_PRIORITY: (
        gettext_lazy("Old and disabled people need help more often: many helpers look like this."),
        _CHANCE,
    ),
    _K.HELPER_ABSENT: (
        gettext_lazy("These people have no telephone and got no reminder."),
        gettext_lazy("They live far away, and a boat or a bus did not go."),
        _CHANCE,
    ),
    _K.FAVOUR: (
        gettext_lazy("Old and sick people, whom helpers register, are called out of turn rightly."),
        _CHANCE,
    ),
    _K.ESTIMATES: (
        gettext_lazy("Counters closed without notice, or opened."),
        gettext_lazy("Services took longer than in the days before."),
    ),
    _K.GHOSTS: (
        gettext_lazy("The file lies elsewhere, or is under another number."),
        gettext_lazy("The person cannot be reached any more."),
    ),
    _K.UNEVEN_DRAW: (
        _CHANCE,
        gettext_lazy("The program has a fault; draw again by hand before anything else."),
    ),
}

BETS = (_K.SKIPS, _K.SKIP_REASON)


def explained(row: AlarmRow) -> Explanation:
    """Return an alarm in the reader's language."""
    facts = _facts(row)
    return Explanation(
        counted=str(COUNTED[row.kind]).format_map(facts),
        expected=str(EXPECTED[row.kind]).format_map(facts),
        chance=_chance(row),
        innocent=tuple(str(reason) for reason in INNOCENT[row.kind]),
    )


def _chance(row: AlarmRow) -> str:
    one_in = row.figures.get("one_in")
    if one_in is None:
        return _("This passed a fixed limit; chance has no part in it.")
    if row.kind in BETS:
        words = _(
            "Whoever keeps to the allowed share looks like this at most once in {n} months, "
            "however often one looks."
        )
    elif one_in < 2:
        return _("Chance alone does this often.")
    else:
        words = _("Chance alone does this about once in {n} such days.")
    return words.format(n=grouped(one_in))


class _Facts(dict[str, str]):
    """Figures by name; one that an older alarm does not have is a dash."""

    def __missing__(self, name: str) -> str:
        """Return a dash."""
        return "–"


def _facts(row: AlarmRow) -> Mapping[str, str]:
    facts = _Facts({name: _figure(name)(value) for name, value in row.figures.items()})
    facts["detail"] = row.detail
    facts["when"] = _when(row)
    facts["reason"] = str(label_of(row.reason).words) if row.reason else ""
    return facts


def _when(row: AlarmRow) -> str:
    try:
        return day(date.fromisoformat(row.detail))
    except ValueError:
        return day(row.day)


def _figure(name: str) -> Callable[[int], str]:
    if name.endswith("permille"):
        return percent
    if name.endswith("hundredths"):
        return hundredths
    return grouped


def percent(permille: int) -> str:
    """Write a share of 1,000 as percent: 33,3 %."""
    return f"{permille / 10:.1f} %".replace(".", _comma())


def hundredths(value: int) -> str:
    """Write hundredths as a number with two places: 5,00."""
    return f"{value / 100:.2f}".replace(".", _comma())


def _comma() -> str:
    return "." if (get_language() or "").startswith("en") else ","
