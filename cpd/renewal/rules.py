"""May this person, and is it possible now? And what is still missing of a renewal. Each refusal is a sentence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from accounts.conflicts import Matter, Somebody, Work
from accounts.permissions import Permission
from accounts.rules import check_may, check_no_conflict
from cpd import registrants
from cpd.registrants import Registrant
from cpd.renewal import fees, policy, queries
from cpd.renewal.models import Renewal
from cpd.renewal.vocabulary import Part, Place, Stage, StepKind
from cpd.renewal.windows import Window, window_of
from cpd.renewal.workflow import WORKFLOW
from foundation import clock
from foundation.audit import Actor
from foundation.errors import NotAllowed, Refused
from foundation.words import say_day

MATTER = "renewal"
CALLED = "this renewal"
NOT_YOURS = "This is for people with an entry on the register."
#: The purposes of these pages for staff.
READ = (Permission.CHECK_APPLICATIONS, Permission.DECIDE_REGISTER)


def check_person(by: Actor) -> int:
    """Refuse what only a person can do; gives their account."""
    if by.kind != "account" or by.id is None:
        raise NotAllowed("Only a person can do this.")
    return by.id


def own(by: Actor) -> Registrant:
    """The registrant at the keyboard.

    Raises:
        NotAllowed: they have no entry.
    """
    found = registrants.of_account(check_person(by))
    if found is None:
        raise NotAllowed(NOT_YOURS)
    return found


def windows(people: Collection[Registrant]) -> dict[int, Window]:
    """The windows of these people by entry, in one statement; those who cannot renew are left out."""
    bridged = queries.bridges([one.entry_id for one in people])
    found = {}
    for one in people:
        held = window_of(
            one.record,
            numbers=policy.numbers_for(one.ends_on or clock.today()),
            division=one.division,
            bridged=bridged.get(one.entry_id, {}),
        )
        if held is not None:
            found[one.entry_id] = held
    return found


def window(registrant: Registrant) -> Window | None:
    """The window of one person."""
    return windows([registrant]).get(registrant.entry_id)


def check_may_begin(held: Window | None, at: datetime) -> tuple[Window, Place]:
    """Refuse who cannot renew or come back here now, and say what they can do."""
    if held is None:
        raise Refused("You cannot renew this entry. You can ask to come back in your application.")
    place = held.place(at)
    if place is Place.NOT_YET:
        raise Refused(f"Renewal opens on {say_day(held.opens_on)}.")
    if not place.may_begin:
        raise Refused("It is too long since you were registered. Apply to come back instead.")
    return held, place


def wants_evidence(registrant: Registrant) -> bool:
    """Whether somebody who sends now has to show their CPD: whoever comes back in the second year."""
    held = window(registrant)
    return held is not None and held.place(clock.now()) is Place.RETURN_B


def place_of_return(renewal: Renewal, held: Window | None) -> tuple[Window, Place]:
    """Where somebody stands whom an officer looks at: as on the day when all of it was here.

    Raises:
        Refused: they cannot come back here any more.
    """
    came = [one.at for one in queries.steps(renewal.id) if one.kind is StepKind.LOOKED_AT]
    return check_may_begin(held, came[-1] if came else clock.now())


def check_own(renewal: Renewal, by: Actor) -> None:
    """Refuse everybody but the registrant."""
    if check_person(by) != renewal.account_id:
        raise NotAllowed("This is somebody else’s renewal.")


def check_version(held: int, version: int) -> None:
    """Refuse a page that was made before somebody else changed what it shows."""
    if held != version:
        raise Refused("Somebody else changed this meanwhile. Look at it again, then try once more.")


def check_stage(renewal: Renewal, *stages: Stage) -> None:
    """Refuse what is done at another stage."""
    if renewal.stage not in stages:
        raise Refused(f"That step is not possible now. {WORKFLOW.state(renewal.stage.value).about}")


def check_said(words: str, sentence: str) -> str:
    """Refuse when nothing was written where reasons are needed."""
    if not words.strip():
        raise Refused(sentence)
    return words.strip()


def check_staff(registrant: Registrant, *permissions: Permission, by: Actor) -> int:
    """Refuse staff without one of these permissions, or with a tie to the registrant; gives their account."""
    account_id = check_person(by)
    for number, permission in enumerate(permissions, start=1):
        try:
            check_may(by, permission)
            break
        except NotAllowed:
            if number == len(permissions):
                raise
    check_no_conflict(account_id, matter(registrant), called="this registrant")
    return account_id


def matter(registrant: Registrant) -> Matter:
    """A registrant as conflicts of interest are checked."""
    facts = registrant.record.particulars_at(clock.now())
    work = (Work(facts.organisation),) if facts.organisation else ()
    return Matter("entry", str(registrant.entry_id), (Somebody(registrant.name, registrant.number, work),))


# ------------------------------------------------------------------------------------------------------ what is missing


def insured_to(registrant: Registrant) -> date | None:
    """Up to when somebody says they are insured: what was seen, or what was told and not turned down."""
    told = queries.told_to([registrant.entry_id]).get(registrant.entry_id)
    days = [day for day in (told, registrant.insured_to) if day is not None]
    return max(days, default=None)


def insurance_day(registrant: Registrant) -> date | None:
    """The day that a notice about somebody's insurance is about: its end, or for none on record the first day of the
    period that they are in; None for who is in no period.
    """
    today = clock.today()
    begun = [one.starts_on for one in registrant.record.periods if one.starts_on <= today]
    return insured_to(registrant) or max(begun, default=None)


def answers_hold_until(renewal: Renewal) -> date | None:
    """Up to when the answers that were sent can be used; None when none were sent."""
    if renewal.sent_at is None:
        return None
    return clock.add_months(clock.day_of(renewal.sent_at), renewal.targets["answers_hold"])


def missing(renewal: Renewal | None, *, insured: date | None, money: fees.Standing | None, today: date) -> list[Part]:
    """What keeps a renewal from being finished, in the order of its page."""
    found: list[Part] = []
    sent = renewal is not None and renewal.stage is not Stage.OPEN
    holds = answers_hold_until(renewal) if renewal is not None else None
    if not sent or holds is None or today > holds:
        found.append(Part.DECLARATIONS)
    if not sent or insured is None or insured < today:
        found.append(Part.INSURANCE)
    if not sent:
        found.append(Part.CPD)
    if not money.is_settled if money is not None else policy.RENEWAL_FEE.value(today) > 0:
        found.append(Part.FEE)
    return found
