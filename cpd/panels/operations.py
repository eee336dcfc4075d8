"""Listing people for a panel, and each of them saying what they find.

Nobody with a tie to the person or with an earlier part sits, nobody sees what another found before they said it
themselves, and what was said is never changed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from accounts import authority
from accounts.conflicts import Choice, Conflict, Matter, choose
from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.roles import holders_of
from accounts.rules import check_may_take_part, check_no_conflict, conflicts_of
from accounts.separation import Part
from cpd.panels import queries
from cpd.panels.models import PanelFound, PanelPlace
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused

_EARLIER = "They had an earlier part in it."


@dataclass(frozen=True)
class Panel:
    """A panel: about what, how many sit, by which part, and who cannot because of what they did before."""

    matter: Matter
    size: int
    part: Part
    called: str
    entry_id: int
    kept_away: Collection[int] = ()

    @property
    def key(self) -> tuple[str, str]:
        """The matter as `accounts` knows it."""
        return (self.matter.kind, self.matter.id)


@operation
def seat(panel: Panel, *, account_id: int, by: Actor) -> None:
    """List somebody.

    Raises:
        Refused: the panel is full, they are on it, or they hold no role for it.
        NotAllowed: they have a tie to somebody in it, or an earlier part.
    """
    held = queries.seated(panel.key)
    if len(held) >= panel.size:
        raise Refused(f"This panel has its {panel.size} people.")
    if any(one.account_id == account_id for one in held):
        raise Refused("They are on this panel already.")
    if account_id not in authority.able_to(holders_of(Permission.VOTE)):
        raise Refused("Choose somebody whose role is to sit on panels.")
    _check_fresh(panel, account_id)
    again = db.session.scalar(
        select(PanelPlace).where(
            PanelPlace.matter_kind == panel.key[0],
            PanelPlace.matter_id == panel.key[1],
            PanelPlace.account_id == account_id,
        )
    )
    if again is not None:
        again.left_at = again.left_by_id = None
    else:
        db.session.add(
            PanelPlace(
                matter_kind=panel.key[0],
                matter_id=panel.key[1],
                account_id=account_id,
                seated_at=clock.now(),
                seated_by_id=by.id,
            )
        )
    db.session.flush()
    audit.record(action="panel.seated", subject=panel.key, by=by, detail={"account": account_id})


@operation
def unseat(panel: Panel, *, account_id: int, by: Actor) -> None:
    """Take somebody off, before they said what they find.

    Raises:
        Refused: they are not on it, or have said it.
    """
    held = {one.account_id: one for one in queries.seated(panel.key)}
    if account_id not in held:
        raise Refused("They are not on this panel.")
    if any(one.member_id == account_id for one in queries.found(panel.key)):
        raise Refused("They have said what they find, so they stay.")
    held[account_id].left_at, held[account_id].left_by_id = clock.now(), by.id
    audit.record(action="panel.unseated", subject=panel.key, by=by, detail={"account": account_id})


@operation
def find(
    panel: Panel, *, finding: str, reasons_sealed: str, advice_sealed: str | None, by: Actor
) -> Sequence[PanelFound] | None:
    """Say, as one of them, what one finds. Gives all findings when everybody has said theirs, else nothing.

    Raises:
        NotAllowed: not listed, or with an earlier part.
        Refused: said already.
    """
    if by.kind != "account" or by.id is None or not queries.is_seated(panel.key, by.id):
        raise NotAllowed("You are not listed for this panel.")
    _check_fresh(panel, by.id)
    if any(one.member_id == by.id for one in queries.found(panel.key)):
        raise Refused("You have said what you find. It cannot be changed.")
    take_part(panel.key, panel.part, called=panel.called, about_entry_id=panel.entry_id, by=by)
    db.session.add(
        PanelFound(
            matter_kind=panel.key[0],
            matter_id=panel.key[1],
            member_id=by.id,
            finding=finding,
            reasons_sealed=reasons_sealed,
            advice_sealed=advice_sealed,
            found_at=clock.now(),
        )
    )
    db.session.flush()
    audit.record(action="panel.found", subject=panel.key, by=by)
    said = queries.found(panel.key)
    return said if len(said) >= panel.size else None


def candidates(panel: Panel) -> Choice:
    """Who of those with the role is clear, and what keeps the others away."""
    sit = {one.account_id for one in queries.seated(panel.key)}
    able = [one for one in authority.able_to(holders_of(Permission.VOTE)) if one not in sit]
    found = conflicts_of(able, panel.matter, part=panel.part, called=panel.called)
    for account_id in panel.kept_away:
        if account_id in found:
            found[account_id].append(Conflict("earlier part", _EARLIER))
    return choose(found)


def _check_fresh(panel: Panel, account_id: int) -> None:
    if account_id in panel.kept_away:
        raise NotAllowed("Somebody with an earlier part in it does not sit on its panel.")
    check_may_take_part(account_id, panel.key, panel.part, called=panel.called, about_entry_id=panel.entry_id)
    check_no_conflict(account_id, panel.matter, called=panel.called)
