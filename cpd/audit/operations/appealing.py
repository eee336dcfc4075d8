"""Appeals against "not met": in time, decided by three people with no earlier part. The entry stays meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from accounts import authority
from accounts.conflicts import Choice
from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.roles import holders_of
from accounts.rules import check_may_take_part, check_no_conflict, who_is_clear
from accounts.separation import Part
from cpd import folders
from cpd.audit import emails, queries, rules
from cpd.audit.matters import matter, registrant_of
from cpd.audit.models import Appeal, Audit
from cpd.audit.operations.deciding import notice_ends
from cpd.audit.operations.sending import check_own
from cpd.audit.operations.steps import begin, move, note, to_change
from cpd.audit.vocabulary import AppealOutcome, Stage, StepKind
from cpd.joining.findings import AppealGround
from cpd.panels.models import PanelFound, PanelPlace
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused

SIZE = 3


def check_may_appeal(held: Audit) -> None:
    """Refuse when there is nothing to appeal against, or it is too late."""
    rules.check_stage(held, Stage.NOTICE)
    if any(one.round == held.round for one in queries.appeals(held.id)):
        raise Refused("Three people have decided your appeal. Their decision stands.")
    if clock.today() > held.since_on + timedelta(days=held.targets["appeal"]):
        raise Refused("The time to appeal is over.")


@operation
def appeal(reference: str, *, grounds: Sequence[AppealGround], words: str, by: Actor) -> int:
    """Ask for another decision; gives the appeal's id. Files: `("cpd_audit", audit id)`.

    Raises:
        Refused: too late, no grounds, or no words.
    """
    held = to_change(reference)
    check_own(held, by)
    check_may_appeal(held)
    if not grounds:
        raise Refused("Choose at least one reason.")
    said = rules.check_said(words, "Tell us in your own words why we should decide again.")
    kept = Appeal(
        audit_id=held.id,
        round=held.round,
        grounds=[one.value for one in dict.fromkeys(grounds)],
        sealed=folders.box_for(held.entry_id).seal(said),
        lodged_at=clock.now(),
    )
    db.session.add(kept)
    db.session.flush()
    move(held, "appeal", StepKind.APPEALED, by=by)
    emails.appeal_received(held, registrant_of(held))
    return kept.id


def _open(held: Audit) -> Appeal:
    rules.check_stage(held, Stage.APPEAL)
    found = queries.open_appeal(held.id)
    if found is None:
        raise Refused("There is no appeal to decide.")
    return found


@operation
def seat(reference: str, *, account_id: int, by: Actor) -> None:
    """List somebody to hear the appeal.

    Raises:
        Refused: three are listed, they are among them, or they hold no role for it.
        NotAllowed: they have a tie to the registrant, or an earlier part.
    """
    held, _box = begin(reference, Permission.AUDIT_CPD, by=by)
    lodged = _open(held)
    listed = queries.seats(lodged.id)
    if len(listed) >= SIZE:
        raise Refused(f"This panel has its {SIZE} people.")
    if account_id in listed:
        raise Refused("They are on this panel already.")
    if account_id not in authority.able_to(holders_of(Permission.HEAR_APPEALS)):
        raise Refused("Choose somebody whose role is to hear appeals.")
    check_fresh(held, account_id)
    check_no_conflict(account_id, matter(held), called=rules.CALLED)
    key = (queries.APPEAL, str(lodged.id))
    again = db.session.scalar(
        select(PanelPlace).where(
            PanelPlace.matter_kind == key[0], PanelPlace.matter_id == key[1], PanelPlace.account_id == account_id
        )
    )
    if again is not None:
        again.left_at = again.left_by_id = None
    else:
        place = PanelPlace(matter_kind=key[0], matter_id=key[1], account_id=account_id)
        place.seated_at, place.seated_by_id = clock.now(), rules.check_person(by)
        db.session.add(place)
    db.session.flush()
    note(held, "seated", by=by, detail={"account": account_id})


@operation
def unseat(reference: str, *, account_id: int, by: Actor) -> None:
    """Take somebody off the panel, before they said what they find."""
    held, _box = begin(reference, Permission.AUDIT_CPD, by=by)
    lodged = _open(held)
    if account_id in {one.member_id for one in queries.votes(lodged.id)}:
        raise Refused("They have said what they find, so they stay.")
    place = db.session.scalar(
        select(PanelPlace).where(
            PanelPlace.matter_kind == queries.APPEAL,
            PanelPlace.matter_id == str(lodged.id),
            PanelPlace.account_id == account_id,
            PanelPlace.left_at.is_(None),
        )
    )
    if place is None:
        raise Refused("They are not on this panel.")
    place.left_at, place.left_by_id = clock.now(), rules.check_person(by)
    note(held, "unseated", by=by, detail={"account": account_id})


def check_fresh(held: Audit, account_id: int) -> None:
    """Refuse somebody with an earlier part in this audit, an earlier appeal included."""
    check_may_take_part(account_id, rules.key(held), Part.HEARD_APPEAL, called=rules.CALLED)
    before = [one for one in queries.appeals(held.id) if one.outcome is not None]
    if any(account_id == vote.member_id for one in before for vote in queries.votes(one.id)):
        raise NotAllowed("An appeal is heard by people with no earlier part. You heard the one before it.")


def candidates(held: Audit) -> Choice:
    """Who of the appeal panel is clear, and what keeps the others away."""
    able = authority.able_to(holders_of(Permission.HEAR_APPEALS))
    return who_is_clear(able, matter(held), part=Part.HEARD_APPEAL, called=rules.CALLED)


@operation
def vote(reference: str, *, outcome: AppealOutcome, reasons: str, by: Actor) -> AppealOutcome | None:
    """Say, as one of three, how one decides; gives what came of it once all three have.

    Raises:
        NotAllowed: they are not listed, or have an earlier part.
        Refused: they have decided, a concerns officer is asked first, fewer than three are listed, or reasons are
            missing.
    """
    held, box = begin(reference, Permission.HEAR_APPEALS, by=by)
    lodged, member_id = _open(held), rules.check_person(by)
    listed, earlier = queries.seats(lodged.id), queries.votes(lodged.id)
    if member_id not in listed:
        raise NotAllowed("You are not listed for this panel.")
    rules.check_no_worry(held)
    check_fresh(held, member_id)
    if any(one.member_id == member_id for one in earlier):
        raise Refused("You have decided already.")
    if len(listed) < SIZE:
        raise Refused("This panel is not complete yet: three people decide.")
    said = rules.check_said(reasons, "Give your reasons, in words that the registrant can follow.")
    take_part(rules.key(held), Part.HEARD_APPEAL, called=rules.CALLED, about_entry_id=held.entry_id, by=by)
    db.session.add(
        PanelFound(
            matter_kind=queries.APPEAL,
            matter_id=str(lodged.id),
            member_id=member_id,
            finding=outcome.value,
            reasons_sealed=box.seal(said),
            found_at=clock.now(),
        )
    )
    db.session.flush()
    note(held, "appeal_vote", by=by)
    if len(earlier) + 1 < SIZE:
        return None
    together = of_three([*(AppealOutcome(one.finding) for one in earlier), outcome])
    lodged.outcome, lodged.decided_at = together, clock.now()
    _carry_out(held, together, by=by)
    return together


def of_three(votes: Sequence[AppealOutcome]) -> AppealOutcome:
    """What most of three decide. When no two agree, others look again."""
    outcome, most = Counter(votes).most_common(1)[0]
    return outcome if most > 1 else AppealOutcome.REDO


def _carry_out(held: Audit, outcome: AppealOutcome, *, by: Actor) -> None:
    who = registrant_of(held)
    if outcome is AppealOutcome.OVERTURN:
        move(held, "overturn", StepKind.APPEAL_WON, by=by)
        emails.met(held, who)
    elif outcome is AppealOutcome.UPHOLD:
        move(held, "uphold", StepKind.APPEAL_UPHELD, by=by)
        # The job of the night takes them off, once the notice is over and nothing else has to be settled.
        held.due_on = notice_ends(held)
        db.session.flush()
        emails.appeal_upheld(held, who)
    else:
        held.round += 1
        held.assessor_id = held.second_id = None
        if queries.submission(held.id) is None:
            held.extra_from = clock.today()
            move(held, "redo_with_time", StepKind.FURTHER_TIME, by=by)
            emails.further_time(held, who)
        else:
            move(held, "redo", StepKind.REDONE, by=by)
            emails.redone(held, who)
