"""Who may do what: the roles of an office, their permissions, and the one question asked.

Permissions are named app:thing:verb. docs/roles.md shows the matrix and is made from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A part someone plays; a person may play several."""

    CITIZEN = "CITIZEN"
    KIOSK = "KIOSK"
    HELPER = "HELPER"
    COUNTER = "COUNTER"
    SUPERVISOR = "SUPERVISOR"
    HEAD = "HEAD"
    # The complaint section's people; who decides on sanctions; who keeps the gift register.
    HANDLER = "HANDLER"
    DECIDER = "DECIDER"
    GIFT_KEEPER = "GIFT_KEEPER"
    AUDITOR = "AUDITOR"
    OVERSEER = "OVERSEER"
    IT_ADMIN = "IT_ADMIN"
    CLOCK = "CLOCK"


class Permission(StrEnum):
    """One thing that may be done, app:thing:verb."""

    APPLICATION_MAKE = "booking:application:make"
    APPLICATION_CHANGE = "booking:application:change"
    APPLICATION_ASSIST = "booking:application:assist"
    APPLICATION_CORRECT = "booking:application:correct"
    APPLICATION_EXPIRE = "booking:application:expire"
    APPLICATION_EXCUSE = "booking:application:excuse"
    APPLICATION_ERASE = "booking:application:erase"
    SUPPLY_PLAN = "booking:supply:plan"
    SUPPLY_RELEASE = "booking:supply:release"
    SUPPLY_HOLD = "booking:supply:hold"
    BATCH_PLAN = "booking:batch:plan"
    BATCH_RUN = "booking:batch:run"
    BATCH_REVEAL = "booking:batch:reveal"
    BATCH_SEED = "booking:batch:seed"
    BATCH_FALLBACK = "booking:batch:fallback"
    HALL_OPEN = "hall:day:open"
    TICKET_CHECK_IN = "hall:ticket:check-in"
    TICKET_WALK_IN = "hall:ticket:walk-in"
    TICKET_LEAVE = "hall:ticket:leave"
    TICKET_CALL = "hall:ticket:call"
    TICKET_EXCEPT = "hall:ticket:except"
    TICKET_VOUCH = "hall:ticket:vouch"
    COUNTER_RUN = "hall:counter:run"
    FLOOR_SEE = "hall:floor:see"
    FLOOR_RULE = "hall:floor:rule"
    FILES_COMPARE = "hall:files:compare"
    DAY_ERASE = "hall:day:erase"
    ALARM_SEE = "oversight:alarm:see"
    ALARM_INSPECT = "oversight:alarm:inspect"
    ALARM_REOPEN = "oversight:alarm:reopen"
    DAY_JUDGE = "oversight:day:judge"
    GHOSTS_DRAW = "oversight:ghosts:draw"
    INSPECTIONS_COUNT = "oversight:inspections:count"
    REPORT_FILE = "complaints:report:file"
    REPORT_FOLLOW = "complaints:report:follow"
    CASE_SEE = "complaints:case:see"
    CASE_HOLD = "complaints:case:hold"
    CASE_DECIDE = "complaints:case:decide"
    CASE_CLOCK = "complaints:case:clock"
    ROSTER_KEEP = "complaints:roster:keep"
    GRIEVANCE_FILE = "complaints:grievance:file"
    GRIEVANCE_HANDLE = "complaints:grievance:handle"
    GRIEVANCE_BOARD = "complaints:grievance:board"
    GIFT_DECLARE = "conduct:gift:declare"
    GIFT_KEEP = "conduct:gift:keep"
    GIFT_CLOCK = "conduct:gift:clock"
    SURVEY_ANSWER = "surveys:answer:give"
    SURVEY_ENTER = "surveys:answer:enter"
    SURVEY_RUN = "surveys:box:open"
    INDEX_PUBLISH = "surveys:index:publish"
    PLEDGE_SIGN = "conduct:pledge:sign"
    PLEDGE_LEAD = "conduct:pledge:lead"
    PLEDGE_REMIND = "conduct:pledge:remind"
    SHEET_SEE = "integrity:sheet:see"
    SHEET_FILL = "integrity:sheet:fill"
    SHEET_LEAD = "integrity:sheet:lead"
    SHEET_ASSESS = "integrity:sheet:assess"
    OFFICE_MANAGE = "offices:office:manage"
    FIGURES_SEE = "portal:figures:see"
    RECORD_AUDIT = "ledger:record:audit"
    RECORD_SEQUENCE = "ledger:record:sequence"
    KEY_ROTATE = "ledger:key:rotate"
    LOSS_ACCEPT = "ledger:loss:accept"
    STAFF_MANAGE = "accounts:staff:manage"
    NOTICE_SEND = "notices:notice:send"
    OUTBOX_SEE = "notices:outbox:see"


_P = Permission

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.CITIZEN: frozenset(
        {
            _P.APPLICATION_MAKE,
            _P.APPLICATION_CHANGE,
            _P.APPLICATION_ERASE,
            _P.TICKET_LEAVE,
            _P.REPORT_FILE,
            _P.REPORT_FOLLOW,
            _P.GRIEVANCE_FILE,
            _P.SURVEY_ANSWER,
            # A secret opens its own commitment, and a round carries its own signature: whoever
            # brings them need not be known.
            _P.BATCH_REVEAL,
            _P.BATCH_SEED,
        }
    ),
    Role.KIOSK: frozenset({_P.TICKET_CHECK_IN, _P.TICKET_WALK_IN, _P.SURVEY_ANSWER}),
    Role.HELPER: frozenset(
        {
            _P.REPORT_FILE,
            _P.GRIEVANCE_FILE,
            _P.GIFT_DECLARE,
            _P.PLEDGE_SIGN,
            _P.APPLICATION_ASSIST,
            _P.SURVEY_ENTER,
            _P.TICKET_CHECK_IN,
            _P.TICKET_WALK_IN,
        }
    ),
    Role.COUNTER: frozenset(
        {
            _P.APPLICATION_CORRECT,
            _P.TICKET_CALL,
            _P.TICKET_EXCEPT,
            _P.TICKET_VOUCH,
            _P.COUNTER_RUN,
            _P.GIFT_DECLARE,
            _P.PLEDGE_SIGN,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            _P.SHEET_SEE,
            _P.SHEET_FILL,
            _P.SUPPLY_PLAN,
            _P.SUPPLY_RELEASE,
            _P.SUPPLY_HOLD,
            _P.BATCH_PLAN,
            _P.BATCH_REVEAL,
            _P.BATCH_SEED,
            _P.BATCH_FALLBACK,
            _P.APPLICATION_EXCUSE,
            _P.HALL_OPEN,
            _P.TICKET_VOUCH,
            _P.TICKET_WALK_IN,
            _P.TICKET_CHECK_IN,
            _P.FLOOR_SEE,
            _P.FLOOR_RULE,
            _P.FILES_COMPARE,
            _P.ALARM_SEE,
            _P.ALARM_INSPECT,
            _P.DAY_JUDGE,
            _P.FIGURES_SEE,
            _P.OUTBOX_SEE,
            _P.GIFT_DECLARE,
            _P.PLEDGE_SIGN,
        }
    ),
    # Of sealed reports the head sees what the public sees.
    Role.HEAD: frozenset(
        {
            _P.SHEET_SEE,
            _P.SHEET_FILL,
            _P.SHEET_LEAD,
            _P.PLEDGE_LEAD,
            _P.FLOOR_SEE,
            _P.INDEX_PUBLISH,
            _P.FIGURES_SEE,
            _P.SUPPLY_PLAN,
            _P.ALARM_SEE,
            _P.GRIEVANCE_BOARD,
            _P.GIFT_DECLARE,
            _P.PLEDGE_SIGN,
        }
    ),
    Role.HANDLER: frozenset(
        {
            _P.CASE_SEE,
            _P.CASE_HOLD,
            _P.GRIEVANCE_FILE,
            _P.GRIEVANCE_HANDLE,
            _P.GRIEVANCE_BOARD,
            _P.GIFT_DECLARE,
            _P.PLEDGE_SIGN,
        }
    ),
    Role.DECIDER: frozenset({_P.CASE_SEE, _P.CASE_DECIDE, _P.GIFT_DECLARE, _P.PLEDGE_SIGN}),
    Role.GIFT_KEEPER: frozenset({_P.GIFT_KEEP, _P.GIFT_DECLARE, _P.PLEDGE_SIGN}),
    # The internal assessors (TPI) of the zone, too.
    Role.AUDITOR: frozenset(
        {
            _P.SHEET_SEE,
            _P.SHEET_ASSESS,
            _P.FLOOR_SEE,
            _P.FIGURES_SEE,
            _P.RECORD_AUDIT,
            _P.ALARM_SEE,
            _P.ALARM_INSPECT,
            _P.ALARM_REOPEN,
            _P.DAY_JUDGE,
            _P.GHOSTS_DRAW,
        }
    ),
    # Outsiders bring their secret, and the beacon's word, without asking the office.
    Role.OVERSEER: frozenset(
        {
            _P.SHEET_SEE,
            _P.FIGURES_SEE,
            _P.RECORD_AUDIT,
            _P.BATCH_REVEAL,
            _P.BATCH_SEED,
            _P.CASE_SEE,
            _P.CASE_HOLD,
            _P.CASE_DECIDE,
            _P.ROSTER_KEEP,
        }
    ),
    # Of messages: counts and refusals, never an address or a word.
    Role.IT_ADMIN: frozenset(
        {
            _P.STAFF_MANAGE,
            _P.OFFICE_MANAGE,
            _P.OUTBOX_SEE,
            # On the machine itself, by a command; both stand on the record.
            _P.KEY_ROTATE,
            _P.LOSS_ACCEPT,
            _P.GIFT_DECLARE,
            _P.PLEDGE_SIGN,
        }
    ),
    Role.CLOCK: frozenset(
        {
            _P.APPLICATION_EXPIRE,
            _P.APPLICATION_ERASE,
            # From the standing roster; a supervisor may plan a day otherwise.
            _P.SUPPLY_PLAN,
            _P.SUPPLY_RELEASE,
            _P.BATCH_PLAN,
            _P.BATCH_RUN,
            _P.BATCH_SEED,
            _P.HALL_OPEN,
            _P.FLOOR_RULE,
            _P.DAY_ERASE,
            _P.DAY_JUDGE,
            _P.INSPECTIONS_COUNT,
            _P.RECORD_SEQUENCE,
            _P.NOTICE_SEND,
            _P.CASE_CLOCK,
            _P.GIFT_CLOCK,
            _P.SURVEY_RUN,
            _P.INDEX_PUBLISH,
            _P.PLEDGE_REMIND,
        }
    ),
}


class Refused(Exception):
    """Said to someone who may not do this."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Whoever acts: a staff pseudonym and roles, or a citizen, a kiosk, the clock.

    ref: the public pseudonym of a member of staff, empty for everybody else.
    office: the slug of the office someone belongs to, empty for all offices.
    """

    roles: frozenset[Role]
    ref: str = ""
    office: str = ""

    def may(self, permission: Permission) -> bool:
        """Tell whether any of the roles grants this."""
        return any(permission in GRANTS[role] for role in self.roles)

    def belongs_to(self, office: str) -> bool:
        """Tell whether this actor works in that office, or in all of them."""
        return self.office in ("", office)


CLOCK = Actor(roles=frozenset({Role.CLOCK}))
CITIZEN = Actor(roles=frozenset({Role.CITIZEN}))


def kiosk(office: str) -> Actor:
    """Return the actor that a kiosk of this office is."""
    return Actor(roles=frozenset({Role.KIOSK}), office=office)


def require(actor: Actor, permission: Permission, *, office: str = "") -> None:
    """Do nothing if the actor may do this (in this office), else raise Refused."""
    if not actor.may(permission):
        raise Refused(permission.value)
    if office and not actor.belongs_to(office):
        raise Refused(f"{permission.value} in {office}")
