"""As what somebody sits when they examine or judge: who lists them later cannot choose, it goes with the person."""

from __future__ import annotations

from sqlalchemy import select

from accounts import authority
from accounts.models import SitsAs
from accounts.permissions import Permission
from accounts.rules import check_may
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed, Refused
from foundation.references import read_number


@operation
def say_sits_as(account_id: int, number: str, *, by: Actor) -> None:
    """Say that somebody is a lay person (no number), or the registrant with that number.

    Raises:
        Missing: there is no such member of staff.
        NotAllowed: whoever says it does not look after people, or says it of themself.
        Refused: that is no registration number, or it is the number of somebody else.
    """
    check_may(by, Permission.MANAGE_PEOPLE)
    audit.take_turn()
    if by.id == account_id:
        raise NotAllowed("Somebody else has to say this of you.")
    if authority.staff_account(account_id) is None:
        raise Missing("There is no such member of staff.")
    theirs = None
    if number.strip():
        theirs = read_number(number).number
        if theirs is None:
            raise Refused("That is no registration number. It looks like CM004271S.")
        whose = db.session.scalar(select(SitsAs.account_id).where(SitsAs.number == theirs))
        if whose is not None and whose != account_id:
            raise Refused("That is the number of somebody else here. Each person has their own.")
    held = db.session.scalar(select(SitsAs).where(SitsAs.account_id == account_id))
    if held is None:
        held = SitsAs(account_id=account_id)
        db.session.add(held)
    held.number, held.said_at, held.said_by_id = theirs, clock.now(), by.id
    audit.record(action="account.sits_as", subject=("account", account_id), by=by, detail={"lay": theirs is None})
