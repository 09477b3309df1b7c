"""What can happen to a sealed report, its keys, and the roster.

Staff who hold a report name it by its locator and bring what their browser sealed (`Sealed`: the
number of pesan-N.age, and the files by name). All raise Refused (no such permission), NoSuchCase
(absent and forbidden alike), IllegalMove (its state), NumberTaken (seal again under .expected),
BadFile, or a CaseRefusal that says which rule.

- steps: acknowledge, triage(case_class), send_message, plan_check(day, checkers),
  record_visit(day), ask_reply, pause_case(reason), resume_case, keep_note(number, body)
- find: record_finding(finding), give_sanction(decision), refer_case(authority), close_case,
  reopen_case, publish_outcome
- approve: ask_approval(deed, to, is_leaving), answer_approval(number, is_agreed); for HANDED_OVER,
  KEYS_RENEWED, PUBLISHED, and CLOSED without a check. Then one of the two does the deed.
- hold: recuse, hand_over(files), renew_keys(files), end_holder(staff)
- files: fetch_file(name), export_case
- keys: register_key, relock_key, replace_key (LockedKey), propose_roster, accept_roster(words)
- reporter: withdraw_report, object_to_outcome (by locator and auth, 32 bytes)
"""

from jernih.apps.complaints.actions.append import Sealed
from jernih.apps.complaints.actions.approve import answer_approval, ask_approval
from jernih.apps.complaints.actions.files import export_case, fetch_file
from jernih.apps.complaints.actions.find import (
    Decision,
    close_case,
    give_sanction,
    publish_outcome,
    record_finding,
    refer_case,
    reopen_case,
)
from jernih.apps.complaints.actions.hold import end_holder, hand_over, recuse, renew_keys
from jernih.apps.complaints.actions.keys import (
    LockedKey,
    accept_roster,
    propose_roster,
    register_key,
    relock_key,
    replace_key,
)
from jernih.apps.complaints.actions.refusals import (
    ApprovalMissing,
    AskedAlready,
    BadFields,
    BadFile,
    BadRoster,
    CaseRefusal,
    CheckFirst,
    KeyInUse,
    MayNotHold,
    NoKey,
    NotWaiting,
    NumberTaken,
    SameEyes,
    SanctionFirst,
    TooEarly,
    TooFewHolders,
    WindowClosed,
)
from jernih.apps.complaints.actions.reporter import object_to_outcome, withdraw_report
from jernih.apps.complaints.actions.steps import (
    acknowledge,
    ask_reply,
    keep_note,
    pause_case,
    plan_check,
    record_visit,
    resume_case,
    send_message,
    triage,
)
from jernih.apps.complaints.queries.rights import NoSuchCase

__all__ = [
    "ApprovalMissing",
    "AskedAlready",
    "BadFields",
    "BadFile",
    "BadRoster",
    "CaseRefusal",
    "CheckFirst",
    "Decision",
    "KeyInUse",
    "LockedKey",
    "MayNotHold",
    "NoKey",
    "NoSuchCase",
    "NotWaiting",
    "NumberTaken",
    "SameEyes",
    "SanctionFirst",
    "Sealed",
    "TooEarly",
    "TooFewHolders",
    "WindowClosed",
    "accept_roster",
    "acknowledge",
    "answer_approval",
    "ask_approval",
    "ask_reply",
    "close_case",
    "end_holder",
    "export_case",
    "fetch_file",
    "give_sanction",
    "hand_over",
    "keep_note",
    "object_to_outcome",
    "pause_case",
    "plan_check",
    "propose_roster",
    "publish_outcome",
    "record_finding",
    "record_visit",
    "recuse",
    "refer_case",
    "register_key",
    "relock_key",
    "renew_keys",
    "reopen_case",
    "replace_key",
    "resume_case",
    "send_message",
    "triage",
    "withdraw_report",
]
