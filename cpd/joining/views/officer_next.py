"""What must happen next with an application, what stands in its way, and what the person who looks can do now.

The form of an act checks everything again; here is only what is worth showing.
"""

from __future__ import annotations

from cpd.joining import clocks, queries
from cpd.joining.findings import HealthStanding, SeatKind
from cpd.joining.operations.panels import SIZE
from cpd.joining.rules import CORRECTABLE
from cpd.joining.views.officer_due import due
from cpd.joining.views.officer_rows import Rows
from cpd.joining.views.officer_shown import Act, NextStep, Viewer
from cpd.joining.vocabulary import ASKABLE, OPEN, UNDECIDED, Stage
from foundation import clock
from foundation.waiting import Standing
from foundation.words import say_count, say_day

PATH = "/staff/applications"
_WORDS = {
    Stage.RECEIVED: "The service begins the check by itself.",
    Stage.COMPLETENESS: "Look whether anything is missing. Say that it is complete, or ask for what is missing.",
    Stage.VERIFICATION: "Check what it says, line by line.",
    Stage.DECLARATIONS: "Read the declarations, and say whether anything stands in the way.",
    Stage.DECLARATION_PANEL: "Two people of the panel say what they find.",
    Stage.ASSESSMENT: "An assessor says whether the Standards are met.",
    Stage.DECISION: "The registrar decides.",
    Stage.OFFER: "The fee is paid, and finance writes it down.",
    Stage.INSURANCE: "Look at the insurance they sent, put its days right, and put them on the register.",
    Stage.APPEAL: "Three people decide about the appeal.",
    Stage.REGISTERED: "Nothing: they are on the register.",
    Stage.REFUSED: "Nothing, unless they appeal.",
    Stage.REFUSAL_STANDS: "Nothing: the refusal stands.",
    Stage.EXPIRED: "Nothing, unless money turns out to have come in time.",
    Stage.WITHDRAWN: "Nothing: they took it back.",
    Stage.CLOSED: "Nothing: it was closed.",
}


def next_step(rows: Rows, viewer: Viewer) -> NextStep:
    """The next thing to do, with what this person can do about it."""
    application = rows.application
    stage = application.stage
    clocked = due(clocks.next_step(rows.facts, clock.today()), stage, application.nation)
    if stage in ASKABLE and application.paused_on is not None:
        words = "The applicant sends what we asked for. Until then our clock stands still."
        return NextStep(words, clocked, _asked(rows), _paused_acts(rows, viewer))
    words = _WORDS[stage]
    if stage is Stage.REFUSED and application.appeal_until is not None:
        words = f"Nothing, unless they appeal. They can until {say_day(application.appeal_until)}."
    return NextStep(words, clocked, tuple(_waits_for(rows, viewer)), tuple(_primary(rows, viewer)))


def _path(rows: Rows) -> str:
    return f"{PATH}/{rows.application.reference}"


def _asked(rows: Rows) -> tuple[str, ...]:
    waiting = next((one for one in rows.lists if one.over_on is None), None)
    if waiting is None or waiting.due_on is None:
        return ()
    over = " That day has passed." if waiting.due_on < clock.today() else ""
    return (f"They have until {say_day(waiting.due_on)}.{over}",)


def _paused_acts(rows: Rows, viewer: Viewer) -> tuple[Act, ...]:
    if not viewer.checks:
        return ()
    path = _path(rows)
    return (Act("Give them more time", f"{path}/more-time"), Act("We no longer need it", f"{path}/call-off"))


# ------------------------------------------------------------------------------------------------- what it waits for


def _waits_for(rows: Rows, viewer: Viewer) -> list[str]:
    application, stage, today = rows.application, rows.application.stage, clock.today()
    found = _why_late(rows)
    if stage in UNDECIDED and application.officer_id is None:
        found.append("Nobody looks after it yet.")
    if stage is Stage.VERIFICATION:
        left = [one for one in rows.to_check if not one.done]
        if left:
            found.append(f"{_count(len(left), 'line is', 'lines are')} not checked yet.")
        waiting = [one for one in rows.referees if one.waited.standing(today) is Standing.WAITING]
        found += [f"A referee has not answered yet; the link works until {_day(one.due_on)}." for one in waiting]
        found += _too_few(rows)
    if stage is Stage.DECLARATION_PANEL:
        found += _panel(rows, SeatKind.DECLARATIONS)
    if stage is Stage.APPEAL:
        found += _panel(rows, SeatKind.APPEAL)
    if stage is Stage.ASSESSMENT:
        name = rows.name(application.assessor_id)
        found.append(f"{name} has it." if name else "No assessor has it yet.")
    if stage is Stage.DECISION and viewer.decides and _health_waits(rows):
        found.append("The health officer has not finished yet.")
    if stage is Stage.OFFER and any(one.settled_on is None for one in rows.invoices):
        found.append("The fee is not settled yet.")
    return found


def _why_late(rows: Rows) -> list[str]:
    if not clocks.next_step(rows.facts, clock.today()).is_late:
        return []
    said = queries.delays([rows.application]).get(rows.application.id)
    if said is None:
        return ["Nobody has told the applicant yet why it is late."]
    more = f" {rows.box.open(said.sealed)}" if said.sealed else ""
    return [f"Late because: {said.reason.label}.{more}"]


def _too_few(rows: Rows) -> list[str]:
    today, wanted = clock.today(), rows.application.targets["referees"]
    alive = sum(one.waited.standing(today) in (Standing.WAITING, Standing.RECEIVED) for one in rows.referees)
    return [] if alive >= wanted else ["Too few referees are left. The applicant has to name another."]


def _panel(rows: Rows, kind: SeatKind) -> list[str]:
    seats, voted = rows.seated(kind), rows.voted(kind)
    found = []
    if len(seats) < SIZE[kind]:
        found.append(f"{len(seats)} of {SIZE[kind]} seats are taken.")
    waiting = [rows.name(one.account_id) for one in seats if one.account_id not in voted]
    if waiting:
        found.append(f"Still to say what they find: {', '.join(waiting)}.")
    return found


def _health_waits(rows: Rows) -> bool:
    return rows.health is not None and rows.health.standing is HealthStanding.WAITING


def _count(count: int, one: str, many: str) -> str:
    return f"{say_count(count)} {one if count == 1 else many}"


def _day(day: object) -> str:
    return say_day(day) if isinstance(day, type(clock.today())) else "no day"


# ------------------------------------------------------------------------------------------------------- what to do


def _primary(rows: Rows, viewer: Viewer) -> list[Act]:
    application, stage, path = rows.application, rows.application.stage, _path(rows)
    found: list[Act] = []
    if stage is Stage.COMPLETENESS and viewer.checks:
        found = [
            Act("Say that it is complete", f"{path}/complete", at_once=True),
            Act("Ask for what is missing", f"{path}/ask"),
        ]
    elif stage is Stage.VERIFICATION and viewer.checks:
        ready = all(one.done and not one.problem for one in rows.to_check)
        found = [Act("Say that everything is checked", f"{path}/checked", at_once=True)] if ready else []
        found += [] if ready else [Act("Go to the check list", "#checks")]
    elif stage is Stage.DECLARATIONS and viewer.checks:
        found = [Act("Say what the declarations come to", f"{path}/review"), Act("Read them", "#declarations")]
    elif stage is Stage.DECLARATION_PANEL:
        found = _panel_acts(rows, viewer, SeatKind.DECLARATIONS)
    elif stage is Stage.ASSESSMENT:
        if viewer.assesses and application.assessor_id == viewer.account_id:
            found.append(Act("Say what you find", f"{path}/assess"))
        if viewer.checks:
            words = "Give it to another assessor" if application.assessor_id else "Give it to an assessor"
            found.append(Act(words, f"{path}/assessor"))
    elif stage is Stage.DECISION and viewer.decides:
        found = [
            Act("Decide", f"{path}/decide"),
            Act("Ask for an assessment first", f"{path}/to-assessment"),
        ]
        if clocks.next_step(rows.facts, clock.today()).is_late:
            found.append(Act("Say why it is late", f"{path}/late"))
    elif stage is Stage.INSURANCE and viewer.checks:
        found = [Act("Put them on the register", f"{path}/admit", at_once=True), Act("Go to the check list", "#checks")]
    elif stage is Stage.OFFER and viewer.invoices:
        found = [Act("Go to the invoice", "#money")]
    elif stage is Stage.APPEAL:
        found = _panel_acts(rows, viewer, SeatKind.APPEAL)
    return found


def _panel_acts(rows: Rows, viewer: Viewer, kind: SeatKind) -> list[Act]:
    path, seats = _path(rows), rows.seated(kind)
    appeal = kind is SeatKind.APPEAL
    found = []
    may = viewer.hears if appeal else viewer.votes
    if may and viewer.account_id in {one.account_id for one in seats} - rows.voted(kind):
        found.append(Act("Say what you find", f"{path}/{'appeal-vote' if appeal else 'vote'}"))
    if viewer.checks and len(seats) < SIZE[kind]:
        found.append(Act("List somebody for the panel", f"{path}/{'appeal-seat' if appeal else 'seat'}"))
    return found


def _hold_acts(rows: Rows, viewer: Viewer) -> list[Act]:
    if not viewer.decides:
        return []
    path = _path(rows)
    if queries.hold(rows.application.id) is None:
        return [Act("Keep it from being deleted", f"{path}/hold")]
    return [
        Act("It must still be kept", f"{path}/hold-review"),
        Act("It need not be kept any more", f"{path}/hold-lift"),
    ]


def other_acts(rows: Rows, viewer: Viewer) -> tuple[Act, ...]:
    """What else an officer, or the registrar, can do now."""
    application, path = rows.application, _path(rows)
    found = _hold_acts(rows, viewer)
    if not viewer.checks:
        return tuple(found)
    if application.stage in OPEN:
        if application.officer_id != viewer.account_id:
            found.append(Act("Take it on", f"{path}/take-on", at_once=True))
        found.append(Act("Give it to another officer", f"{path}/give-to"))
    if application.stage in ASKABLE:
        if application.paused_on is None and application.stage is not Stage.COMPLETENESS:
            found.append(Act("Ask the applicant for something", f"{path}/ask"))
        if application.stage in _ASSESSABLE:
            found.append(Act("Give it to an assessor", f"{path}/assessor"))
        if application.stage in CORRECTABLE:
            found.append(Act("Put something right", f"{path}/correct"))
    found.append(Act("Write a note", f"{path}/note"))
    if application.paused_on is None and clocks.next_step(rows.facts, clock.today()).is_late:
        found.append(Act("Say why it is late", f"{path}/late"))
    if application.stage in ASKABLE or application.stage is Stage.OFFER:
        found.append(Act("Close it without a decision", f"{path}/close"))
    return tuple(found)


_ASSESSABLE = (Stage.VERIFICATION, Stage.DECLARATIONS, Stage.DECLARATION_PANEL)
