"""The frame of an investigation: the desk of its officer, the plan, the report, and sending it to the examiners.

Whoever does any of this takes the part of the investigator, so they never decide whether there is a case to answer.
"""

from __future__ import annotations

from accounts.separation import Part
from concerns import reached, rules
from concerns.investigation import queries
from concerns.models import Plan, Report
from concerns.operations.desk import INVESTIGATORS, Desk, sit_down
from concerns.operations.steps import move
from concerns.reached import Days
from concerns.vocabulary import Job, Stage, StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.waiting import Standing


def begin(reference: str, version: int | None, by: Actor) -> Desk:
    """Put a concern under investigation on the desk of its investigating officer.

    Raises:
        NotAllowed: they are not listed for it, or have a part or a tie that excludes them.
        Refused: it stands elsewhere.
    """
    desk = sit_down(
        reference, by=by, may=INVESTIGATORS, version=version, part=Part.INVESTIGATED, jobs=(Job.INVESTIGATOR,)
    )
    rules.check_stage(desk.concern, Stage.INVESTIGATION)
    return desk


@operation
def make_plan(reference: str, *, words: str, version: int, by: Actor) -> None:
    """Write the plan, or a new one in its place."""
    desk = begin(reference, version, by)
    now = clock.now()
    db.session.add(
        Plan(
            concern_id=desk.concern.id,
            words_sealed=desk.needs(words, "Write what you will find out, from whom, and by when."),
            made_on=clock.day_of(now),
            made_at=now,
            made_by_id=desk.account_id,
        )
    )
    desk.record("plan_made")
    desk.touch()


@operation
def write_report(reference: str, *, words: str, version: int, by: Actor) -> None:
    """Write what was found, neutrally, for the case examiners; or a new report in its place."""
    desk = begin(reference, version, by)
    db.session.add(
        Report(
            concern_id=desk.concern.id,
            words_sealed=desk.needs(words, "Write what was found: what speaks for each particular, and what against."),
            made_at=clock.now(),
            made_by_id=desk.account_id,
        )
    )
    desk.record("report_written")
    desk.touch()


@operation
def send_to_examiners(reference: str, *, version: int, by: Actor) -> None:
    """Send the finished investigation to the case examiners.

    Raises:
        Refused: something is missing, and which.
    """
    desk = begin(reference, version, by)
    missing = what_is_missing(desk.concern.id)
    if missing:
        raise Refused(f"{missing[0]}")
    move(desk.concern, "to_examiners", StepKind.TO_EXAMINERS, by=by)


def what_is_missing(concern_id: int) -> list[str]:
    """What an investigation still needs before examiners look at it, each as a sentence."""
    today = clock.today()
    found = []
    if queries.plan(concern_id) is None:
        found.append("Write the plan first.")
    alleged = queries.allegations(concern_id)
    particulars = queries.particulars(concern_id)
    if not alleged:
        found.append("Put the allegations first.")
    found += [f"Allegation {one.number} has no particulars." for one in alleged if not particulars.get(one.id)]
    responses = queries.responses(concern_id)
    for subject_id in dict.fromkeys(one.subject_id for one in alleged):
        held = responses.get(subject_id)
        if held is None:
            found.append("Ask the registrant to answer first.")
        elif held.waited.standing(today) is Standing.WAITING:
            found.append("The registrant still has time to answer.")
        elif held.waited.standing(today) is Standing.EXPIRED and held.id in reached.unposted(Days.ANSWER):
            found.append("The letter that asks the registrant to answer is not in the post yet. See Private post.")
    if any(one.waited.standing(today) is Standing.WAITING for one in queries.inquiries(concern_id)):
        found.append("We still wait for something we asked for. Call it off if it is not needed.")
    report = queries.report(concern_id)
    if report is None:
        found.append("Write the report first.")
    elif any(one.answered_at is not None and one.answered_at > report.made_at for one in responses.values()):
        found.append("The registrant answered after the report. Write it anew.")
    return found
