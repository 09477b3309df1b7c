"""What each number of the rulebook means, in plain words, with its unit: `rulebook/*.toml`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jernih.pure.rulebook import Confidence
from jernih.ui.label import Words
from jernih.ui.labels import FEES
from jernih.ui.rule_words_zone import ZONE, ZONE_SOURCES

SUBJECTS: Mapping[str, Promise] = {
    "fees": _("Official prices, in rupiah"),
    "quotas": _("The queue"),
    "lanes": _("How people are called"),
    "draw": _("The draw"),
    "record": _("The record and time"),
    "monitor": _("What the monitor counts as strange"),
    "complaints": _("Reports and complaints"),
    "intake": _("When many reports come at once"),
    "gifts": _("Gifts"),
    "index_scales": _("Surveys and their indexes"),
    "sanctions": _("Sanctions"),
    "zone_weights": _("The integrity zone"),
}

SURE: Mapping[Confidence, Promise] = {
    Confidence.HIGH: _("read in an official source, or in two independent ones"),
    Confidence.MEDIUM: _("read on one page only"),
    Confidence.LOW: _("read on a weak page"),
    Confidence.ASSUMED: _("assumed, to be confirmed by the office"),
}

# Sources that are sentences; all others are names of rules and pages, the same in every language.
SOURCES: Mapping[str, Promise] = {
    **ZONE_SOURCES,
    "Decision of the office": _("Decision of the office"),
    "Decision of the office: off": _("Decision of the office: off"),
    "Decision of the office (UU 27/2022: no longer than needed)": _(
        "Decision of the office (UU 27/2022: no longer than needed)"
    ),
    "Decision of the office: 30 days to complain and 60 to answer (UU 25/2009 Art. 42, 46), "
    "then wiped (UU 27/2022 Art. 43, 44)": _(
        "Decision of the office: 30 days to complain and 60 to answer (UU 25/2009 Art. 42, 46), "
        "then wiped (UU 27/2022 Art. 43, 44)"
    ),
    "Custom: Friday 14:00 for the weeks to come (dia.upi.edu)": _(
        "Custom: Friday 14:00 for the weeks to come (dia.upi.edu)"
    ),
    "Not confirmed: how six stars become an index up to 4; mean / 6 * 4 is the plain reading": _(
        "Not confirmed: how six stars become an index up to 4; mean / 6 * 4 is the plain reading"
    ),
    "Decision of the office: an answer is never opened alone": _(
        "Decision of the office: an answer is never opened alone"
    ),
    "Decision of the office: nobody is to be found in a small count (UU 27/2022)": _(
        "Decision of the office: nobody is to be found in a small count (UU 27/2022)"
    ),
    "Normal distribution, 95 %": _("Normal distribution, 95 %"),
    "Krejcie and Morgan 1970, one degree of freedom, 95 % (PermenPANRB 14/2017 uses the table)": _(
        "Krejcie and Morgan 1970, one degree of freedom, 95 % (PermenPANRB 14/2017 uses the table)"
    ),
    "PermenPANRB 14/2017: the mean of 1 to 4, times 25; weights are exactly 1/9 "
    "(pn-payakumbuh.go.id: 87.56)": _(
        "PermenPANRB 14/2017: the mean of 1 to 4, times 25; weights are exactly 1/9 "
        "(pn-payakumbuh.go.id: 87.56)"
    ),
    "docs/monitor.md, rule 1": _("The monitor's rule, version 1"),
    "Ville 1939: an e-process passes a threshold by chance at most once in so many": _(
        "Ville 1939: an e-process passes a threshold by chance at most once in so many"
    ),
    "Page 1954: half of the shift that is to be found": _(
        "Page 1954: half of the shift that is to be found"
    ),
    "docs/calling.md, rule 1": _("The calling rule, version 1"),
    "Regular service 4 working days (kanimpati)": _("Regular service 4 working days (kanimpati)"),
    "Tarakan: quota of 40 a day (tarakaninfo 2022-06)": _(
        "Tarakan: quota of 40 a day (tarakaninfo 2022-06)"
    ),
    "M-Paspor: one move, by the day before (detik d-5953177)": _(
        "M-Paspor: one move, by the day before (detik d-5953177)"
    ),
    "M-Paspor practice: at latest the day before (detik d-5953177)": _(
        "M-Paspor practice: at latest the day before (detik d-5953177)"
    ),
}

RULES: Mapping[str, Mapping[str, Words]] = {
    "fees": FEES,
    "lanes": {
        "calling_rule_version": _("Version of the calling rule"),
        "priority_every": _("Calls of other lines between two priority calls, when both wait"),
        "early_minutes": _("Check-in opens before the time window: minutes"),
        "late_minutes": _("A place is kept after the time window: minutes"),
        "recall_max": _("A number is called again at most: times"),
        "recall_gap_seconds": _("Between two calls of one number: seconds"),
        "near_ahead": _("A message goes out when so many people are before someone"),
    },
    "complaints": {
        "acknowledge_days": _("Receipt of a report is confirmed within: working days"),
        "plan_days": _("What will be done is planned within: working days"),
        "resolve_information_days": _("A question is answered within: working days"),
        "resolve_plain_days": _("A complaint about service ends within: working days"),
        "resolve_supervisory_days": _("A report about conduct ends within: working days"),
        "object_days": _("Who reported may object after the end for: working days"),
        "pause_waits_for_reporter_days": _(
            "A clock stands still for an answer of the reporter, at most: days"
        ),
        "pause_waits_for_authority_days": _(
            "A clock stands still for another authority, at most: days"
        ),
        "pause_force_majeure_days": _("A clock stands still in a disaster, at most: days"),
        "least_count": _("Numbers below this are not published"),
        "keep_days": _("Sealed files are destroyed after the end of a report: days"),
        "grievance_keep_days": _(
            "Words of a complaint about service are wiped after its end: days"
        ),
        "remind_days": _("A reminder goes out before a last day: days"),
    },
    "index_scales": {
        "skm_statements": _("SKM: statements"),
        "skm_points": _("SKM: points at most"),
        "skm_top": _("SKM: the index goes up to"),
        "skm_grade_a": _("SKM: grade A from, in hundredths"),
        "skm_grade_b": _("SKM: grade B from, in hundredths"),
        "skm_grade_c": _("SKM: grade C from, in hundredths"),
        "skm_grade_d": _("SKM: grade D from, in hundredths"),
        "spkp_statements": _("SPKP: statements"),
        "spkp_points": _("SPKP: points at most"),
        "spkp_top": _("SPKP: the index goes up to"),
        "spak_statements": _("SPAK: statements"),
        "spak_points": _("SPAK: points at most"),
        "spak_top": _("SPAK: the index goes up to"),
        "sample_chi_square": _("Smallest sample: chi-square, in thousandths"),
        "sample_margin": _("Smallest sample: margin of error, in hundredths"),
        "interval_errors": _("Interval of an index: standard errors, in hundredths"),
        "publish_minimum": _("What people said is shown from so many answers on"),
        "box_minimum": _("A box of answers is opened from so many on"),
        "answer_days": _("After the service answers are taken for: days"),
        "publish_days": _("After a quarter the clock publishes what nobody published, after: days"),
    },
    "gifts": {
        "declare_days": _("Staff declare a gift within: working days"),
        "forward_days": _("The keeper of the register forwards it within: working days"),
        "commission_days": _("It has reached KPK within: working days"),
        "complete_days": _("What is missing may be added for: working days"),
        "event_ceiling": _("Wedding, birth, religion or custom: no report up to, in rupiah"),
        "calamity_ceiling": _("After a calamity: no report up to, in rupiah"),
        "farewell_ceiling": _("Farewell or birthday: no report up to, in rupiah"),
        "colleague_ceiling": _("Between colleagues, one gift: no report up to, in rupiah"),
        "colleague_year_ceiling": _("Between colleagues, a year: no report up to, in rupiah"),
        "burden_value": _("From this value on the receiver has to prove it is no bribe: rupiah"),
        "exempt_family": _("From family without a conflict of interest: no report"),
        "exempt_seminar": _("Seminar kits given to all: no report"),
        "exempt_prize": _("Prizes outside of duty: no report"),
        "exempt_official": _("Official fees within the standard: no report"),
        "exempt_hospitality": _("Common hospitality: no report"),
        "personal_keep_days": _("Names in a closed declaration are kept for: days"),
    },
    "zone_weights": ZONE,
    "sanctions": {
        "PNS_LIGHT_SPOKEN_REPRIMAND": _("PNS, light: spoken reprimand"),
        "PNS_LIGHT_WRITTEN_REPRIMAND": _("PNS, light: written reprimand"),
        "PNS_LIGHT_STATEMENT_OF_DISSATISFACTION": _("PNS, light: statement of dissatisfaction"),
        "PNS_MEDIUM_ALLOWANCE_CUT_SHORT": _("PNS, medium: allowance cut, shortest"),
        "PNS_MEDIUM_ALLOWANCE_CUT_MIDDLE": _("PNS, medium: allowance cut, longer"),
        "PNS_MEDIUM_ALLOWANCE_CUT_LONG": _("PNS, medium: allowance cut, longest"),
        "PNS_HEAVY_POST_LOWERED": _("PNS, heavy: a post one level lower"),
        "PNS_HEAVY_POST_TAKEN": _("PNS, heavy: taken from the post"),
        "PNS_HEAVY_DISMISSED": _("PNS, heavy: dismissed"),
        "PPPK_LIGHT_SPOKEN_REPRIMAND": _("PPPK, light: spoken reprimand"),
        "PPPK_LIGHT_WRITTEN_REPRIMAND": _("PPPK, light: written reprimand"),
        "PPPK_MEDIUM_ALLOWANCE_CUT": _("PPPK, medium: allowance cut"),
        "PPPK_HEAVY_AGREEMENT_ENDED": _("PPPK, heavy: agreement ended"),
        "PPNPN_LIGHT_FIRST_WARNING": _("PPNPN, light: first warning"),
        "PPNPN_LIGHT_SECOND_WARNING": _("PPNPN, light: second warning"),
        "PPNPN_MEDIUM_THIRD_WARNING": _("PPNPN, medium: third warning"),
        "PPNPN_MEDIUM_PAY_CUT": _("PPNPN, medium: pay cut"),
        "PPNPN_HEAVY_CONTRACT_ENDED": _("PPNPN, heavy: contract ended"),
    },
    "intake": {
        "work_bits_floor": _("Work of a browser for one sending, on a calm day: bits"),
        "work_bits_ceiling": _("The same in a flood, at most: bits"),
        "work_calm_per_minute": _("So many sendings a minute are calm"),
    },
    "record": {
        "heartbeat_minutes": _(
            "A sign of life on the record, while the hall is open, every: minutes"
        ),
        "heartbeat_grace_minutes": _("A gap between two of them is noted when longer by: minutes"),
        "silence_minutes": _("Without a sign of life nobody may be called longer than: minutes"),
        "clock_tolerance_minutes": _("A clock may differ from what is proven by: minutes"),
    },
    "quotas": {
        "seats_a_day": _("Numbers a day, all services together"),
        "priority_reserve": _("Of these, kept for priority visitors"),
        "standby_reserve": _("Standby numbers (S) a day"),
        "window_minutes": _("Length of a time window: minutes"),
        "family_max": _("People in one application, at most"),
        "one_time_code_minutes": _("A one-time code is good for: minutes"),
        "one_time_code_tries": _("Wrong tries of one code, at most"),
        "one_time_code_resend_seconds": _("Wait before another code: seconds"),
        "one_time_codes_an_hour": _("Codes an hour for one address or visit, at most"),
        "contact_proof_minutes": _("A proven address stays proven for: minutes"),
        "moves_max": _("An application may be moved: times"),
        "move_days_before": _("A move is possible until so many days before"),
        "release_weekday": _("Weekday on which numbers are released (0 is Monday)"),
        "release_hour": _("Hour of the release, by the office's clock"),
        "release_notice_minutes": _("Announced before numbers can be taken: minutes"),
        "release_weeks": _("Numbers are released for so many weeks ahead"),
        "returned_rest_hours": _("A number given back rests for at least: hours"),
        "returned_evening_hour": _("Hour at which returned numbers of tomorrow are offered again"),
        "confirm_days_before": _("A number is confirmed so many days before"),
        "confirm_from_hour": _("Confirm from this hour on"),
        "confirm_until_hour": _("Confirm until this hour"),
        "quiet_from_hour": _("No messages from this hour on"),
        "quiet_until_hour": _("No messages until this hour"),
        "no_show_limit": _("Absences without excuse before a pause"),
        "no_show_pause_days": _("Length of the pause: days"),
        "no_show_keep_days": _("An absence counts for: days"),
        "name_edits_max": _("Letters of a name that may be corrected at once, at most"),
        "name_corrections_max": _("Corrections of one name, at most"),
        "processing_days": _("From interview to passport: working days"),
        "message_keep_days": _("Messages are kept for: days"),
        "personal_keep_days": _("Names, birth dates and addresses are kept after the visit: days"),
    },
    "draw": {
        "batches_ahead": _("Draws in the calendar ahead"),
        "announced_days_before": _("A draw is announced before its first day: days"),
        "opens_days_before": _("It opens before its first day: days"),
        "opens_hour": _("Hour at which it opens"),
        "closes_days_before": _("It closes before its first day: days"),
        "closes_hour": _("Hour at which it closes"),
        "draws_days_before": _("It is drawn before its first day: days"),
        "draws_hour": _("Hour of the draw"),
        "freeze_minutes": _("The list is published before the public random number: minutes"),
        "reveal_minutes": _("Contributors show their secrets before it: minutes"),
        "fallback_hours": _("A source of randomness is waited for: hours"),
        "priority_percent": _("Of a day's drawn numbers, kept for priority first: percent"),
        "long_after": _("Lost draws after which somebody counts as long waiting"),
        "long_percent": _("Of a day's drawn numbers, kept for the long waiting: percent"),
        "leftover_rest_hours": _("Numbers nobody wanted can be taken after the draw: hours"),
        "standby_notice_minutes": _("Whoever gets a number late hears of it before: minutes"),
        "audit_sample": _("Visits of one draw whose papers an outsider checks"),
    },
    "monitor": {
        "skip_permille": _("Calls out of turn that raise no question: of 1,000"),
        "reason_permille": _("The same for one reason: of 1,000"),
        "skip_threshold": _("Evidence that raises the alarm: by chance once in so many months"),
        "idle_grace_seconds": _("A counter may rest between two people: seconds"),
        "idle_minutes": _("Rest beyond that, a day, while others wait: minutes"),
        "slow_slack": _("Slowness that is not counted: hundredths of the usual spread"),
        "slow_limit": _("Summed slowness that raises the alarm: hundredths of the usual spread"),
        "slow_history_days": _("Days from which the usual time of a service is taken"),
        "slow_least": _("People from whom a usual time is taken, at least"),
        "miss_quick_seconds": _("Marked absent so soon after the call is quick: seconds"),
        "list_percent": _("Of a day's alarms that are chance, at most: percent"),
        "compare_least": _("Calls of colleagues to compare with, at least"),
        "helper_clients": _("People one helper registers a day without a question"),
        "helper_seconds": _("An application is typed in no less than: seconds"),
        "helper_allowed": _("Quicker ones, or outside opening hours, a day at most"),
        "estimate_permille": _("People served before the longest wait we named: of 1,000"),
        "estimate_slack_permille": _("It may be so far from that: of 1,000"),
        "estimate_least": _("Estimates from which this is judged, at least"),
        "figure_days": _("Days from which figures are taken"),
        "figure_counters": _("Counters in a public picture, at least"),
        "ghost_permille": _("A sample finds it when so many numbers are nobody's: of 1,000"),
        "ghost_wait_seconds": _("The beacon chooses the sample after closing: seconds"),
        "inspection_days": _("An inspection ends within: working days"),
    },
}


def rule_words(subject: str, name: str) -> str:
    """Return what a number means; one that nobody has put in words yet shows its name."""
    words = RULES.get(subject, {}).get(name)
    return str(words) if words is not None else name.replace("_", " ")


def source_words(source: str) -> str:
    """Return who says so, in the reader's language where it is a sentence."""
    return str(SOURCES.get(source, source))


def subject_words(subject: str) -> str:
    """Return the title of a rulebook file."""
    return str(SUBJECTS.get(subject, subject))
