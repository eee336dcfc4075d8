"""May this person, and is it possible now? Each raises with the sentence the person reads."""

from __future__ import annotations

from datetime import date, timedelta

from accounts.permissions import Permission
from accounts.rules import check_may, check_no_conflict
from cpd import registrants
from cpd.leaving import policy, queries
from cpd.leaving.models import DeathReport, Departure, ExtendedLeave, MistakenEnding
from cpd.leaving.vocabulary import DepartureStage, LeaveStanding
from cpd.leaving.workflow import WORKFLOW
from cpd.panels.matters import matter_about
from cpd.registrants import Registrant
from cpd.requirements.spans import Span
from foundation import clock
from foundation.audit import Actor
from foundation.errors import Missing, NotAllowed, Refused

DEPARTURE, LEAVE, DEATH = "departure", "extended_leave", "death_report"
CALLED = "this"


def key(row: Departure | ExtendedLeave | DeathReport | MistakenEnding) -> tuple[str, str]:
    """A row as a matter of `accounts`: parts, panels, audit."""
    return (row.__tablename__, str(row.id))


def check_person(by: Actor) -> int:
    """Refuse what only a person can do; gives their account."""
    if by.kind != "account" or by.id is None:
        raise NotAllowed("Only a person can do this.")
    return by.id


def own_entry(by: Actor) -> Registrant:
    """The registrant at the keyboard.

    Raises:
        NotAllowed: they have no entry.
    """
    found = registrants.of_account(check_person(by))
    if found is None:
        raise NotAllowed("This is for people with an entry on the register.")
    return found


def registrant_of(entry_id: int) -> Registrant:
    """Whom it is about."""
    found = registrants.many([entry_id]).get(entry_id)
    if found is None:
        raise Missing("There is no such entry.")
    return found


def check_own(entry_id: int, by: Actor) -> Registrant:
    """Refuse everybody but the registrant, as if it were not there."""
    registrant = own_entry(by)
    if registrant.entry_id != entry_id:
        raise Missing("There is nothing here with that number.")
    return registrant


def check_on_register(registrant: Registrant) -> None:
    """Refuse somebody who is not on the register now."""
    if not registrant.is_on_register():
        raise Refused("You are not on the register now.")


def check_staff(
    row: Departure | ExtendedLeave | DeathReport | MistakenEnding,
    registrant: Registrant,
    permission: Permission,
    by: Actor,
) -> None:
    """Refuse a member of staff without the permission, or with a tie to the person."""
    check_may(by, permission)
    check_no_conflict(check_person(by), matter_about(key(row), registrant), called=CALLED)


def check_version(row: Departure | ExtendedLeave | DeathReport | MistakenEnding, version: int) -> None:
    """Refuse a page that was made before somebody else changed it."""
    if row.version != version:
        raise Refused("Somebody else changed this meanwhile. Look at it again, then try once more.")


def check_stage(departure: Departure, *stages: DepartureStage) -> None:
    """Refuse what is done at another stage."""
    if departure.stage not in stages:
        raise Refused(f"That step is not possible now. {WORKFLOW.state(departure.stage.value).about}")


def check_said(words: str, sentence: str) -> str:
    """Refuse when nothing was written where it is needed."""
    if not words.strip():
        raise Refused(sentence)
    return words.strip()


def check_leave(registrant: Registrant, span: Span, *, besides: int | None = None) -> None:
    """Refuse leave that is too short, too long, asked for too late, or that shares days with another.

    Raises:
        Refused: with the sentence that says what would do.
    """
    today = clock.today()
    if span.ends_on < span.starts_on:
        raise Refused("The last day comes before the first. Change one of them.")
    shortest = policy.LEAVE_SHORTEST.value(today)
    if span.days < shortest:
        raise Refused(f"Extended leave is for {shortest} days or more. You need not tell us of a shorter time away.")
    longest = policy.LEAVE_LONGEST.value(today)
    if span.ends_on >= clock.add_months(span.starts_on, longest):
        raise Refused(f"One leave lasts at most {longest} months. You can ask for more when it ends.")
    earliest = today - timedelta(days=policy.LEAVE_BACKDATED.value(today))
    if span.starts_on < earliest:
        raise Refused(f"Leave can begin on {_day(earliest)} or later. Talk to us if you could not tell us in time.")
    for other in queries.leaves(registrant.entry_id):
        taken = other.id != besides and other.standing in (LeaveStanding.ASKED, LeaveStanding.AGREED)
        if taken and span.overlaps(Span(other.starts_on, other.ends_on)):
            raise Refused(
                f"You have asked for leave from {_day(other.starts_on)} to {_day(other.ends_on)} already. "
                "Take that back first, or choose other days."
            )


def check_leaving_day(registrant: Registrant, day: date) -> None:
    """Refuse a last day that is over, or on which they would not be on the register any more."""
    if day < clock.today():
        raise Refused("Choose today or a later day.")
    if registrant.ends_on is None or day > registrant.ends_on:
        last = f" It ends on {_day(registrant.ends_on)}." if registrant.ends_on else ""
        raise Refused(f"Choose a day on which you are registered.{last} If you do not renew, you need do nothing.")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
