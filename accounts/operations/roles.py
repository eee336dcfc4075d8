"""Giving and ending roles, and ending somebody's access at once.

A powerful role is proposed by one person and agreed by another, neither of them the one who gets it. Refuses a role
that does not go with another one held, a time-limited role without a last day, and leaving nobody who looks after
accounts.
"""

from __future__ import annotations

from datetime import datetime

from accounts import authority, notices, roles
from accounts.models import Account, Ended, Role, RoleGrant
from accounts.operations.sessions import end_all
from accounts.permissions import Permission
from accounts.rules import check_may
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, one_at_a_time, operation
from foundation.errors import Missing, NotAllowed, Refused

_ONE_LEFT = "Nobody would be left to look after accounts. Give somebody else the administrator's role first."


def _open_account(account_id: int) -> Account:
    account = authority.staff_account(account_id)
    if account is None:
        raise Missing("There is no such member of staff.")
    if account.closed_at is not None:
        raise Refused(f"The access of {account.name} has ended.")
    return account


def _open_grant(grant_id: int) -> tuple[RoleGrant, Account]:
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None:
        raise Missing("There is no such role.")
    if grant.ended_at is not None:
        raise Refused("That has ended already. Look at it again.")
    return grant, _open_account(grant.account_id)


def _reason(text: str) -> str:
    if not text.strip():
        raise Refused("Say why, so that somebody can follow it later.")
    return text.strip()


@operation
def propose_role(
    account_id: int,
    *,
    role: Role,
    reason: str,
    starts_at: datetime | None = None,
    until: datetime | None = None,
    by: Actor,
) -> RoleGrant:
    """Give a role, or propose it where a second person has to agree.

    Raises:
        NotAllowed: for oneself, or without the right to.
        Refused: held or proposed already, does not go with another role, or no last day where one is needed.
    """
    check_may(by, Permission.MANAGE_PEOPLE)
    if by.kind == "account" and by.id == account_id:
        raise NotAllowed("Nobody gives a role to themselves.")
    one_at_a_time("roles")
    account = _open_account(account_id)
    _check_fits(account, role)
    now = clock.now()
    begins = max(starts_at or now, now)
    if role in roles.TIME_LIMITED and until is None:
        raise Refused(f"The role {roles.LABELS[role].lower()} needs a last day.")
    if until is not None and until <= begins:
        raise Refused("The last day has to come after the first.")
    alone = by.kind != "account" or role not in roles.POWERFUL
    grant = RoleGrant(
        account_id=account_id,
        role=role,
        wanted_from=starts_at,
        granted_at=begins if alone else None,
        until=until,
        proposed_at=now,
        proposed_by=by.label,
        proposed_by_id=by.id if by.kind == "account" else None,
        reason=_reason(reason),
    )
    db.session.add(grant)
    db.session.flush()
    if alone:
        notices.role_given(account, role=roles.LABELS[role], until=until)
    _note("role.give" if alone else "role.propose", grant, by)
    return grant


def _check_fits(account: Account, role: Role, *, besides: int | None = None) -> None:
    held = {one.role for one in authority.open_grants_of(account.id) if one.id != besides}
    if role in held:
        raise Refused(f"{account.name} has that role already, or it waits for a second person.")
    why_not = roles.why_not_together(role, held)
    if why_not is not None:
        raise Refused(why_not)


@operation
def agree_role(grant_id: int, *, by: Actor) -> None:
    """Agree, as the second person, to a role that somebody else proposed.

    Raises:
        NotAllowed: the one who proposed it, the one who gets it, or without the right to.
        Refused: it does not wait any more.
    """
    check_may(by, Permission.AGREE_ROLES)
    one_at_a_time("roles")
    grant, account = _open_grant(grant_id)
    if grant.granted_at is not None:
        raise Refused(f"{grant.approved_by or grant.proposed_by} has agreed to that already.")
    if by.kind != "account" or by.id is None:
        raise NotAllowed("A second person has to agree, signed in with an account of their own.")
    if by.id == grant.proposed_by_id:
        raise NotAllowed("You proposed this role, so somebody else has to agree to it.")
    if by.id == grant.account_id:
        raise NotAllowed("Nobody agrees to a role of their own.")
    _check_fits(account, grant.role, besides=grant.id)
    now = clock.now()
    if grant.until is not None and grant.until <= now:
        raise Refused("Its last day is over. Propose it again with a later one.")
    grant.granted_at = max(grant.wanted_from or now, now)
    grant.approved_at, grant.approved_by, grant.approved_by_id = now, by.label, by.id
    notices.role_given(account, role=roles.LABELS[grant.role], until=grant.until)
    _note("role.agree", grant, by)


@operation
def decline_role(grant_id: int, *, reason: str, by: Actor) -> None:
    """Turn down a role that was proposed, or take one's own proposal back."""
    if _is_proposer(grant_id, by):
        check_may(by, Permission.MANAGE_PEOPLE)
    else:
        check_may(by, Permission.AGREE_ROLES)
    grant, _ = _open_grant(grant_id)
    if grant.granted_at is not None:
        raise Refused("That role has been given meanwhile. End it instead.")
    _end(grant, reason, by)
    _note("role.decline", grant, by)


def _is_proposer(grant_id: int, by: Actor) -> bool:
    """Whether somebody proposed this role themselves."""
    grant = db.session.get(RoleGrant, grant_id)
    return grant is not None and by.id is not None and grant.proposed_by_id == by.id


@operation
def end_role(grant_id: int, *, reason: str, by: Actor) -> None:
    """End a role now. From the next page on, it gives nothing.

    Raises:
        Refused: it is over already, or nobody would be left to look after accounts.
    """
    check_may(by, Permission.MANAGE_PEOPLE)
    one_at_a_time("roles")
    grant, account = _open_grant(grant_id)
    _check_somebody_left(grant.role, account)
    _end(grant, reason, by)
    notices.role_ended(account, role=roles.LABELS[grant.role])
    _note("role.end", grant, by)


def _check_somebody_left(role: Role, account: Account) -> None:
    if role is Role.ADMINISTRATOR and authority.administrators_besides(account.id) == 0:
        raise Refused(_ONE_LEFT)


def _end(grant: RoleGrant, reason: str, by: Actor) -> None:
    grant.ended_at, grant.ended_by, grant.ended_because = clock.now(), by.label, _reason(reason)


@operation
def end_access(account_id: int, *, reason: str, by: Actor) -> int:
    """Close somebody's account: their roles end and they are signed out everywhere, all in one step.

    Says how many sessions were ended.

    Raises:
        NotAllowed: for oneself.
        Refused: it has ended already, or nobody would be left to look after accounts.
    """
    check_may(by, Permission.MANAGE_PEOPLE)
    if by.kind == "account" and by.id == account_id:
        raise NotAllowed("You cannot end your own access. Ask another administrator.")
    one_at_a_time("roles")
    account = _open_account(account_id)
    why = _reason(reason)
    grants = authority.open_grants_of(account_id)
    now = clock.now()
    for grant in grants:
        if grant.holds_at(now):
            _check_somebody_left(grant.role, account)
        _end(grant, why, by)
    account.closed_at = now
    sessions = end_all(account_id, because=Ended.ACCESS_ENDED)
    notices.access_ended(account)
    audit.record(
        action="account.end_access",
        subject=("account", account_id),
        by=by,
        detail={"roles": sorted(grant.role.value for grant in grants), "sessions": sessions, "reason": why},
    )
    return sessions


def _note(action: str, grant: RoleGrant, by: Actor) -> None:
    until = grant.until.isoformat() if grant.until else None
    detail = {
        "role": grant.role.value,
        "grant": grant.id,
        "until": until,
        "reason": grant.ended_because or grant.reason,
    }
    audit.record(action=action, subject=("account", grant.account_id), by=by, detail=detail)
