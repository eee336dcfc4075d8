"""Marking: one assessor; a second one, blind, for every record that is not met and for some, by chance, that are."""

from __future__ import annotations

from accounts.permissions import Permission
from accounts.separation import Part
from cpd.audit import drawing, emails, policy, queries, rules
from cpd.audit.matters import registrant_of
from cpd.audit.models import Audit, Mark
from cpd.audit.models.judged import Marker
from cpd.audit.operations.giving import check_fresh
from cpd.audit.operations.steps import begin, move, note
from cpd.audit.vocabulary import Cause, Finding, Stage, StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from foundation.locks import Box

_PART = {Marker.FIRST: Part.ASSESSED, Marker.SECOND: Part.SECOND_MARKED}


def marker_of(held: Audit, account_id: int | None) -> Marker | None:
    """In which place somebody marks this audit now; None when it is not theirs to mark."""
    if account_id is None:
        return None
    if held.stage is Stage.ASSESSMENT and held.assessor_id == account_id:
        return Marker.FIRST
    if held.stage is Stage.SECOND_MARK and held.second_id == account_id:
        return Marker.SECOND
    return None


@operation
def mark(reference: str, *, finding: Finding, reasons: str, told: str, version: int, by: Actor) -> None:
    """Say what one finds in the record that was sent. `told` is for the registrant.

    Raises:
        NotAllowed: it was not given to them, a tie, or an earlier part.
        Refused: nothing was sent, words are missing, or further time was given before.
    """
    held, box = begin(reference, Permission.ASSESS, by=by, version=version)
    marker = marker_of(held, by.id)
    if marker is None:
        rules.check_stage(held, Stage.ASSESSMENT, Stage.SECOND_MARK)
        raise NotAllowed("This audit was not given to you.")
    rules.check_no_worry(held)
    check_fresh(held, marker, rules.check_person(by))
    # The part is taken only now: being asked is not having marked.
    begin(reference, Permission.ASSESS, by=by, part=_PART[marker])
    sent = queries.submission(held.id)
    if sent is None:
        raise Refused("Nothing was sent yet.")
    check_finding(held, finding)
    why = rules.check_said(reasons, "Give your reasons.")
    if finding.needs_words:
        rules.check_said(told, "Write what the registrant has to know.")
    first_marks = sum(one.marker is Marker.FIRST for one in queries.marks(held.id))
    sitting = first_marks + 1 if marker is Marker.FIRST else first_marks
    db.session.add(
        Mark(
            audit_id=held.id,
            submission_id=sent.id,
            sitting=sitting,
            marker=marker,
            finding=finding,
            reasons_sealed=box.seal(why),
            told_sealed=box.seal(told.strip()) if told.strip() else None,
            marked_at=clock.now(),
            marked_by_id=rules.check_person(by),
        )
    )
    db.session.flush()
    note(held, "marked", by=by, detail={"marker": marker.value, "finding": finding.value})
    if marker is Marker.FIRST:
        _after_first(held, finding, box, by=by)
    else:
        _after_second(held, sitting, by=by)


def check_finding(held: Audit, finding: Finding) -> None:
    """Refuse further time when there was some before, and to ask for more when that was done as often as it may be."""
    if finding is Finding.FURTHER_TIME and held.extra_from is not None:
        raise Refused("Further time was given before. Choose whether it is met or not.")
    if finding is Finding.MORE and queries.times_asked_more(held.id) >= policy.more_times(held.targets, held.chosen_on):
        raise Refused("They were asked for more before. Decide with what is there, or give further time.")


def _after_first(held: Audit, finding: Finding, box: Box, *, by: Actor) -> None:
    if finding is Finding.NOT_MET or (finding.passes and _is_marked_twice(held, box)):
        move(held, "mark_again", None, by=by)
    else:
        carry_out(held, finding, by=by)


def _is_marked_twice(held: Audit, box: Box) -> bool:
    """Whether the quota of its draw wants this record, that was just found met, marked again."""
    met, twice = queries.met_at_first(held)
    seed, share = box.open(held.seed_sealed), held.targets["second_share"]
    return drawing.is_marked_twice(seed, held.reference, before=met - 1, twice=twice, per_cent=share)


def _after_second(held: Audit, sitting: int, *, by: Actor) -> None:
    found = [one.finding for one in queries.marks(held.id) if one.sitting == sitting]
    if all(one.passes for one in found):
        carry_out(held, Finding.MET_WITH_ADVICE if Finding.MET_WITH_ADVICE in found else Finding.MET, by=by)
        return
    alike = all(one is Finding.NOT_MET for one in found)
    cause = Cause.BOTH_NOT_MET if alike else Cause.DISAGREED
    move(held, "pass_to_registrar", StepKind.TO_REGISTRAR, by=by, cause=cause)


def carry_out(held: Audit, finding: Finding, *, by: Actor) -> None:
    """Bring a finding about, short of not met, and tell the registrant. Inside an operation."""
    who = registrant_of(held)
    # Whoever marks a record that comes again marks it from the beginning, and alone at first.
    held.second_id = None
    if finding.passes:
        move(held, "pass", StepKind.MET, by=by)
        emails.met(held, who)
    elif finding is Finding.MORE:
        move(held, "ask_more", StepKind.ASKED_MORE, by=by)
        emails.more_asked(held, who)
    else:
        held.extra_from = clock.today()
        move(held, "give_time", StepKind.FURTHER_TIME, by=by)
        emails.further_time(held, who)
