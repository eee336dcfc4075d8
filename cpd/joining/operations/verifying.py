"""Making sure of what an application says: identity, qualifications, work, other registers, insurance, references.

An officer notes what they saw, on which day, and its last four signs; never a copy. Another body's register is looked
at by a person: nothing is fetched. Refuses to finish while something was not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.permissions import Permission
from accounts.separation import Part
from cpd.joining import queries, rules
from cpd.joining.applying import Details
from cpd.joining.matters import details_of, told_of
from cpd.joining.models import Application, Check
from cpd.joining.operations.references import known_long_enough, read_given
from cpd.joining.operations.steps import move, note
from cpd.joining.operations.tasks import begin
from cpd.joining.vocabulary import Address, CheckItem, CheckOutcome, IdentityDocument, Stage, StepKind
from foundation import clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.locks import Box
from foundation.waiting import Standing

CHECK = Permission.CHECK_APPLICATIONS


@dataclass(frozen=True)
class Checked:
    """What an officer made sure of. `seen` is in their own words: which register, which page, what it said."""

    item: CheckItem
    outcome: CheckOutcome
    seen: str
    seen_on: date
    place: int = 0
    document: IdentityDocument | None = None
    last_four: str = ""
    seen_live: bool | None = None


@dataclass(frozen=True)
class ToCheck:
    """One line of the check list."""

    item: CheckItem
    place: int
    label: str
    done: bool
    #: Nothing, or why it cannot be ticked off yet.
    problem: str = ""


@operation
def record_check(reference: str, checked: Checked, *, by: Actor) -> None:
    """Note what was looked at.

    Raises:
        Refused: it is not on the list, was looked at on a day to come, or says too little or too much.
    """
    application, box = begin(reference, CHECK, by=by, part=Part.CHECKED)
    rules.check_stage(application, *rules.CORRECTABLE)
    if checked.seen_on > clock.today():
        raise Refused("The day on which you looked cannot be one to come.")
    seen = rules.check_said(checked.seen, "Say what you saw.")
    if (checked.item, checked.place) not in {(one.item, one.place) for one in check_list(application, box)}:
        raise Refused("That is not on the list of this application.")
    document, last_four, live = None, None, None
    if checked.item is CheckItem.IDENTITY and checked.outcome is CheckOutcome.CONFIRMED:
        document, last_four, live = _identity(checked)
    db.session.add(
        Check(
            application_id=application.id,
            item=checked.item,
            place=checked.place,
            outcome=checked.outcome,
            document=document,
            last_four=last_four,
            seen_live=live,
            seen_on=checked.seen_on,
            sealed=box.seal(seen),
            checked_at=clock.now(),
            checked_by_id=rules.check_person(by),
        )
    )
    db.session.flush()
    note(application, "checked", by=by, detail={"item": checked.item.value, "outcome": checked.outcome.value})


def _identity(checked: Checked) -> tuple[IdentityDocument, str, bool]:
    last_four = checked.last_four.strip().upper()
    if checked.document is None or len(last_four) != 4 or not last_four.isalnum():
        raise Refused("Choose which paper you saw, and note the last four signs of its number and nothing more.")
    if checked.seen_live is None:
        raise Refused("Say whether you saw it live or as a certified copy.")
    return checked.document, last_four, checked.seen_live


def check_list(application: Application, box: Box | None = None, told: Details | None = None) -> list[ToCheck]:
    """Everything that has to be looked at, what was, and what stands in the way."""
    opened = box or locks.box_of(application.lock_id)
    details = told or details_of(application, opened)
    done = queries.checks(application.id)
    wanted = [*_wanted(details), *_references(application, opened)]
    return [ToCheck(item, place, label, (item, place) in done, problem) for item, place, label, problem in wanted]


def _wanted(details: Details) -> list[tuple[CheckItem, int, str, str]]:
    found = [(CheckItem.IDENTITY, 0, "Name and day of birth against a paper with a photograph", "")]
    found += [
        (CheckItem.QUALIFICATION, place, f"{one.name}, {one.awarded_by}", "")
        for place, one in enumerate(details.qualifications, start=1)
    ]
    found.append((CheckItem.WORK, 0, "Work, hours and gaps", ""))
    found += [
        (CheckItem.OTHER_REGISTER, place, f"{one.body} {one.number}", "")
        for place, one in enumerate(details.elsewhere, start=1)
    ]
    found.append((CheckItem.INSURANCE, 0, "Insurance certificate", ""))
    if details.record_check.eligible:
        found.append((CheckItem.RECORD_CHECK, 0, "Criminal record check: level, number, date", ""))
    return found


def _references(application: Application, box: Box) -> list[tuple[CheckItem, int, str, str]]:
    today = clock.today()
    found = []
    for one in queries.referees(application.id):
        standing = one.waited.standing(today)
        if standing in (Standing.DECLINED, Standing.CALLED_OFF, Standing.EXPIRED):
            continue
        problem = ""
        if standing is not Standing.RECEIVED:
            problem = "They have not answered yet."
        elif one.address is Address.CALL_NEEDED:
            problem = "Their address could be anybody’s. Ring their organisation first."
        found.append((CheckItem.REFERENCE, one.number, told_of(one.sealed, box).name, problem))
    return found


@operation
def finish(reference: str, *, version: int, by: Actor) -> None:
    """Say that everything was looked at. Without anything to review in the declarations it goes on to be assessed.

    Raises:
        Refused: something on the list was not looked at, or too few references can be relied on.
    """
    application, box = begin(reference, CHECK, by=by, part=Part.CHECKED, version=version)
    rules.check_stage(application, Stage.VERIFICATION)
    rules.check_not_waiting(application)
    check_finished(application, box)
    name = "verify" if application.declared else "verify_nothing_declared"
    move(application, name, StepKind.VERIFIED, by=by)


def check_finished(application: Application, box: Box) -> None:
    """Refuse while something was not looked at, or not confirmed where it has to be."""
    left = [one for one in check_list(application, box) if one.problem or not one.done]
    if left:
        first = left[0]
        raise Refused(f"Not looked at yet: {first.label}. {first.problem}".strip())
    done = queries.checks(application.id)
    if done[CheckItem.IDENTITY, 0].outcome is not CheckOutcome.CONFIRMED:
        raise Refused("We cannot go on before it is sure who the applicant is.")
    _check_references(application, box)


def _check_references(application: Application, box: Box) -> None:
    done = queries.checks(application.id)
    good, professional = 0, 0
    for one in queries.referees(application.id):
        check = done.get((CheckItem.REFERENCE, one.number))
        said = queries.reference_of(one.id)
        if check is None or check.outcome is not CheckOutcome.CONFIRMED or said is None:
            continue
        given = read_given(said.sealed, box)
        if known_long_enough(given, clock.day_of(said.given_at)):
            good += 1
            professional += given.tie.is_professional
    wanted = application.targets["referees"]
    if good < wanted or not professional:
        raise Refused(
            f"We need {wanted} references that we can rely on, one from a professional. Ask for another referee."
        )
