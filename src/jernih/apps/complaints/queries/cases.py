"""Reports as those who hold them see them: lists, one report with all of it, what may be done."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from jernih.apps.accounts.models import Staff
from jernih.apps.complaints.models import Report, Step
from jernih.apps.complaints.queries import holders, log, rights
from jernih.pure.casework import CaseClass, Deed, Finding, Made, Outcome, PauseReason
from jernih.pure.roles import Actor, Permission, Role
from jernih.pure.states import REPORT, ReportState


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One report in a list. name: the first signs of its address, for people."""

    locator: str
    name: str
    state: ReportState
    case_class: CaseClass | None
    made: Made
    filed_on: date
    state_on: date
    messages: int
    is_outside_only: bool
    is_withdrawn: bool
    is_paused: bool


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One line of the log. by: the name of who did it, for colleagues; empty for the reporter."""

    number: int
    deed: Deed
    on: date
    role: Role
    by: str
    message: int | None
    fields: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """One sealed file; is_erased: its content is gone by the schedule."""

    name: str
    size: int
    hash: str
    came_on: date
    is_erased: bool


@dataclass(frozen=True, kw_only=True)
class HolderRow:
    """Somebody who holds the report now."""

    staff: str
    full_name: str
    since: date
    is_decider: bool
    is_self: bool


@dataclass(frozen=True, kw_only=True)
class ApprovalRow:
    """What is asked, or agreed and not yet done. may_answer, may_use: by who looks."""

    number: int
    deed: Deed
    asked_by: str
    asked_on: date
    to: str
    is_leaving: bool
    is_agreed: bool
    may_answer: bool
    may_use: bool


@dataclass(frozen=True, kw_only=True)
class CaseDetail:
    """One report with everything that its page shows, and what its browser needs to seal.

    next_message, next_note: the numbers that are free. previous: SHA-256 that the next message
    names. key_file: the newest kunci-E.age. may: what this actor may do now.
    """

    row: CaseRow
    office: str
    office_name: str
    roster: int
    recipient: str
    signs: str
    epoch: int
    key_file: str
    commitment: str
    is_mirrored: bool
    is_recorded: bool
    finding: Finding | None
    outcome: Outcome | None
    paused_for: PauseReason | None
    object_until: date | None
    needs_new_keys: bool
    next_message: int
    next_note: int
    previous: str
    steps: tuple[StepRow, ...]
    files: tuple[FileRow, ...]
    holders: tuple[HolderRow, ...]
    approvals: tuple[ApprovalRow, ...]
    may: frozenset[Deed] = field(default_factory=frozenset)


def inbox(actor: Actor) -> list[CaseRow]:
    """Return every report this actor may see, oldest first."""
    found = rights.cases_of(actor).annotate(
        messages=Count("files", filter=Q(files__name__startswith="pesan-"), distinct=True),
        standing=Count("pauses", filter=Q(pauses__until=None), distinct=True),
    )
    return [
        _row(report, messages=report.messages, is_paused=bool(report.standing)) for report in found
    ]


def case_detail(actor: Actor, locator: str) -> CaseDetail:
    """Return one report. Raises NoSuchCase for absent and forbidden alike."""
    report = rights.case_of(actor, locator)
    files = _files(report)
    messages, notes = _numbered(files, "pesan"), _numbered(files, "catatan")
    pause = log.waiting_since(report)
    return CaseDetail(
        row=_row(report, messages=messages, is_paused=pause is not None),
        office=report.office.slug,
        office_name=report.office.name,
        roster=report.roster,
        recipient=report.recipient,
        signs=report.signs,
        epoch=report.epoch,
        key_file=f"kunci-{report.epoch}.age",
        commitment=report.commitment,
        is_mirrored=report.mirrored is not None,
        is_recorded=report.recorded_on is not None,
        finding=log.finding_of(report),
        outcome=log.outcome_of(report),
        paused_for=PauseReason(pause.reason) if pause else None,
        object_until=log.object_until(report),
        needs_new_keys=needs_new_keys(report),
        next_message=messages + 1,
        next_note=notes + 1,
        previous=_previous(files, messages),
        steps=steps_of(report),
        files=files,
        holders=_holders(report, actor),
        approvals=_approvals(report, actor),
        may=may_now(report, actor),
    )


def steps_of(report: Report) -> tuple[StepRow, ...]:
    """Return the log of a report, in order, with the names of colleagues."""
    rows = list(report.steps.order_by("number"))
    names = _names({row.by for row in rows})
    return tuple(_step(row, names) for row in rows)


def needs_new_keys(report: Report) -> bool:
    """Tell whether somebody let go of the report and its keys are still the old ones."""
    lines = report.steps.order_by("number").values_list("deed", flat=True)
    fresh = True
    for deed in lines:
        if deed == Deed.RECUSED:
            fresh = False
        elif deed in (Deed.KEYS_RENEWED, Deed.HANDED_OVER):
            fresh = True
    return not fresh


_MOVES = {
    Deed.ACKNOWLEDGED: ReportState.ACKNOWLEDGED,
    Deed.TRIAGED: ReportState.TRIAGED,
    Deed.PLANNED: ReportState.CHECKING,
    Deed.FOUND: ReportState.FOUND,
    Deed.SANCTIONED: ReportState.SANCTIONED,
    Deed.REFERRED: ReportState.REFERRED,
    Deed.CLOSED: ReportState.CLOSED,
    Deed.REOPENED: ReportState.REOPENED,
    Deed.PUBLISHED: ReportState.PUBLISHED,
}
_ANY_TIME = frozenset({Deed.MESSAGE, Deed.RECUSED, Deed.HANDED_OVER, Deed.KEYS_RENEWED})
_ON_THE_WAY = frozenset({Deed.PLANNED, Deed.VISITED, Deed.REPLY_ASKED})


def may_now(report: Report, actor: Actor) -> frozenset[Deed]:
    """Return the deeds that the report's state and the actor's role leave open.

    The actions ask again, and more (a visit before a finding, a second person's word).
    """
    state = ReportState(report.state)
    moves = {deed for deed, then in _MOVES.items() if then in REPORT.moves[state]}
    if state is ReportState.FOUND:
        moves -= _not_by_finding(report, actor)
    if not actor.may(Permission.CASE_HOLD):
        return frozenset(moves & {Deed.SANCTIONED} | {Deed.MESSAGE, Deed.RECUSED})
    if state is ReportState.CHECKING:
        moves |= _ON_THE_WAY
    if state not in (ReportState.CLOSED, ReportState.PUBLISHED):
        moves.add(Deed.RESUMED if log.waiting_since(report) else Deed.PAUSED)
    return frozenset(moves | _ANY_TIME)


def _not_by_finding(report: Report, actor: Actor) -> frozenset[Deed]:
    """Return what a finding leaves to others, or to nobody: sanctions for what was proven only."""
    found = log.finding_of(report)
    is_another = actor.ref not in log.those_who_found(report)
    closed = {Deed.SANCTIONED, Deed.CLOSED}
    if found is Finding.NOT_PROVEN:
        closed.discard(Deed.CLOSED)
    if found is Finding.PROVEN and is_another and actor.may(Permission.CASE_DECIDE):
        closed.discard(Deed.SANCTIONED)
    return frozenset(closed)


def _row(report: Report, *, messages: int, is_paused: bool) -> CaseRow:
    return CaseRow(
        locator=report.locator,
        name=report.locator[:8],
        state=ReportState(report.state),
        case_class=CaseClass(report.case_class) if report.case_class else None,
        made=Made(report.made),
        filed_on=report.filed_on,
        state_on=report.state_on,
        messages=messages,
        is_outside_only=report.is_outside_only,
        is_withdrawn=report.is_withdrawn,
        is_paused=is_paused,
    )


def _step(row: Step, names: dict[str, str]) -> StepRow:
    return StepRow(
        number=row.number,
        deed=Deed(row.deed),
        on=row.on,
        role=Role(row.role),
        by=names.get(row.by, row.by),
        message=row.message,
        fields=row.fields,
    )


def _files(report: Report) -> tuple[FileRow, ...]:
    rows = (
        report.files.order_by("pk")
        .annotate(gone=Count("pk", filter=Q(body=None)))
        .values_list("name", "size", "hash", "came_on", "gone")
    )
    return tuple(
        FileRow(name=name, size=size, hash=hashed, came_on=came_on, is_erased=bool(gone))
        for name, size, hashed, came_on, gone in rows
    )


def _numbered(files: tuple[FileRow, ...], kind: str) -> int:
    return sum(file.name.startswith(f"{kind}-") for file in files)


def _previous(files: tuple[FileRow, ...], messages: int) -> str:
    name = f"pesan-{messages}.age" if messages else "laporan.age"
    return next((file.hash for file in files if file.name == name), "")


def _holders(report: Report, actor: Actor) -> tuple[HolderRow, ...]:
    rows = list(holders.holds_now(report))
    names, deciders = _names({row.staff for row in rows}), holders.deciders_of(report)
    return tuple(
        HolderRow(
            staff=row.staff,
            full_name=names.get(row.staff, row.staff),
            since=row.since,
            is_decider=row.staff in deciders,
            is_self=row.staff == actor.ref,
        )
        for row in rows
    )


def _approvals(report: Report, actor: Actor) -> tuple[ApprovalRow, ...]:
    rows = log.standing_approvals(report)
    names = _names({row.asked_by for row in rows} | {row.fields.get("to", "") for row in rows})
    may = actor.may(Permission.CASE_HOLD)
    return tuple(
        ApprovalRow(
            number=row.number,
            deed=Deed(row.deed),
            asked_by=names.get(row.asked_by, row.asked_by),
            asked_on=row.asked_on,
            to=names.get(row.fields.get("to", ""), row.fields.get("to", "")),
            is_leaving=bool(row.fields.get("leaves", False)),
            is_agreed=bool(row.is_agreed),
            may_answer=may and row.is_agreed is None and row.asked_by != actor.ref,
            may_use=may and bool(row.is_agreed) and actor.ref in (row.asked_by, row.answered_by),
        )
        for row in rows
    )


def _names(refs: set[str]) -> dict[str, str]:
    return dict(Staff.objects.filter(ref__in=refs - {""}).values_list("ref", "full_name"))
