"""Listing people for a panel of one application: two for its declarations, three for an appeal. Nobody with a tie."""

from __future__ import annotations

from accounts import authority
from accounts.conflicts import Choice
from accounts.permissions import Permission
from accounts.roles import holders_of
from accounts.rules import check_may_take_part, check_no_conflict, who_is_clear
from accounts.separation import Part
from cpd.joining import queries, rules
from cpd.joining.findings import SeatKind
from cpd.joining.matters import matter
from cpd.joining.models import Application, Seat
from cpd.joining.operations.steps import note
from cpd.joining.operations.tasks import begin
from cpd.joining.vocabulary import Stage
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused

SIZE = {SeatKind.DECLARATIONS: 2, SeatKind.APPEAL: 3}
_STAGE = {SeatKind.DECLARATIONS: Stage.DECLARATION_PANEL, SeatKind.APPEAL: Stage.APPEAL}
_PERMISSION = {SeatKind.DECLARATIONS: Permission.VOTE, SeatKind.APPEAL: Permission.HEAR_APPEALS}
_PART = {SeatKind.DECLARATIONS: Part.REVIEWED_DECLARATION, SeatKind.APPEAL: Part.HEARD_APPEAL}


@operation
def seat(reference: str, *, kind: SeatKind, account_id: int, by: Actor) -> None:
    """List somebody for a panel.

    Raises:
        Refused: the panel is full, they are on it, or they hold no role for it.
        NotAllowed: they have a tie to somebody in it, or an earlier part.
    """
    application, box = begin(reference, Permission.CHECK_APPLICATIONS, by=by)
    rules.check_stage(application, _STAGE[kind])
    held = queries.seats(application.id, kind, application.round)
    if len(held) >= SIZE[kind]:
        raise Refused(f"This panel has its {SIZE[kind]} people.")
    if account_id not in authority.able_to(holders_of(_PERMISSION[kind])):
        raise Refused("Choose somebody whose role is to sit on panels.")
    check_fresh(application, kind, account_id)
    check_no_conflict(account_id, matter(application, box), called=rules.CALLED)
    again = next((one for one in _all(application, kind) if one.account_id == account_id), None)
    if again is not None and again.left_at is None:
        raise Refused("They are on this panel already.")
    if again is not None:
        again.left_at = again.left_by_id = None
    else:
        db.session.add(
            Seat(
                application_id=application.id,
                kind=kind,
                round=application.round,
                account_id=account_id,
                seated_at=clock.now(),
                seated_by_id=rules.check_person(by),
            )
        )
    db.session.flush()
    note(application, "seated", by=by, detail={"panel": kind.value, "account": account_id})


@operation
def unseat(reference: str, *, kind: SeatKind, account_id: int, by: Actor) -> None:
    """Take somebody off a panel, before they said what they find."""
    application, _ = begin(reference, Permission.CHECK_APPLICATIONS, by=by)
    held = {one.account_id: one for one in queries.seats(application.id, kind, application.round)}
    if account_id not in held:
        raise Refused("They are not on this panel.")
    if account_id in _voted(application, kind):
        raise Refused("They have said what they find, so they stay.")
    held[account_id].left_at = clock.now()
    held[account_id].left_by_id = rules.check_person(by)
    note(application, "unseated", by=by, detail={"panel": kind.value, "account": account_id})


def _all(application: Application, kind: SeatKind) -> list[Seat]:
    found = db.session.query(Seat).filter_by(application_id=application.id, kind=kind, round=application.round)
    return list(found)


def _voted(application: Application, kind: SeatKind) -> set[int]:
    if kind is SeatKind.DECLARATIONS:
        return {one.member_id for one in queries.votes(application.id, queries.sitting(application.id))}
    appeal = queries.appeal(application.id, application.round)
    return {one.member_id for one in queries.appeal_votes(appeal.id)} if appeal is not None else set()


def check_fresh(application: Application, kind: SeatKind, account_id: int) -> None:
    """Refuse somebody with a part that excludes this one, and the officer whose review it is."""
    check_may_take_part(account_id, rules.key(application), _PART[kind], called=rules.CALLED)
    if kind is SeatKind.APPEAL and queries.heard_before(application, account_id):
        raise NotAllowed("An appeal is heard by people with no earlier part. You heard the one before it.")
    if kind is SeatKind.DECLARATIONS and any(
        one.reviewed_by_id == account_id for one in queries.reviews(application.id)
    ):
        raise NotAllowed("Whoever passed the declarations on does not sit on the panel that looks at them.")


def check_seated(application: Application, kind: SeatKind, account_id: int) -> None:
    """Refuse somebody who is not listed for the panel, or could not be any more."""
    if account_id not in {one.account_id for one in queries.seats(application.id, kind, application.round)}:
        raise NotAllowed("You are not listed for this panel.")
    check_fresh(application, kind, account_id)


def candidates(application: Application, kind: SeatKind) -> Choice:
    """Who of those with the role is clear, and what keeps the others away."""
    able = authority.able_to(holders_of(_PERMISSION[kind]))
    return who_is_clear(able, matter(application), part=_PART[kind], called=rules.CALLED)
