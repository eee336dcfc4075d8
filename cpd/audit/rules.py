"""May this person, and is it possible now? Two separate questions; each raises with its sentence."""

from __future__ import annotations

from accounts import authority, roles
from accounts.conflicts import Matter
from accounts.permissions import Permission
from accounts.rules import check_no_conflict
from cpd.audit import queries
from cpd.audit.models import Audit
from cpd.audit.vocabulary import Stage
from cpd.audit.workflow import WORKFLOW
from foundation.audit import Actor
from foundation.errors import NotAllowed, Refused

MATTER = "cpd_audit"
CALLED = "this audit"


def key(audit: Audit) -> tuple[str, str]:
    """An audit as a matter of `accounts`: parts, conflicts, audit trail."""
    return (MATTER, str(audit.id))


def check_person(by: Actor) -> int:
    """Refuse what only a person can do; gives their account."""
    if by.kind != "account" or by.id is None:
        raise NotAllowed("Only a person can do this.")
    return by.id


def held_by(by: Actor) -> frozenset[Permission]:
    """What somebody's roles allow now."""
    if by.kind != "account" or by.id is None:
        return frozenset()
    return roles.permissions_of(authority.roles_held(by.id))


def sees_all(held: frozenset[Permission]) -> bool:
    """Whether somebody's work is with every audit: officers and the registrar."""
    return Permission.AUDIT_CPD in held or Permission.DECIDE_REGISTER in held


def is_marker(audit: Audit, account_id: int | None) -> bool:
    """Whether an audit was given to somebody to mark, first or second."""
    return account_id is not None and account_id in (audit.assessor_id, audit.second_id)


def check_may_read(audit: Audit, by: Actor, matter: Matter) -> None:
    """Refuse somebody whose work is not with this audit, or who has a tie to the registrant.

    Officers and registrars read every audit; an assessor the one given to them; the appeal panel the one they are
    listed for; a concerns officer one that was passed to them.
    """
    account_id = check_person(by)
    held = held_by(by)
    business = (
        sees_all(held)
        or (Permission.ASSESS in held and is_marker(audit, account_id))
        or (Permission.HEAR_APPEALS in held and _is_seated(audit, account_id))
        or (Permission.TAKE_IN_CONCERNS in held and bool(queries.worries(audit.id)))
    )
    if not business:
        raise NotAllowed("This audit was not given to you.")
    check_no_conflict(account_id, matter, called=CALLED)


def _is_seated(audit: Audit, account_id: int) -> bool:
    return any(account_id in queries.seats(one.id) for one in queries.appeals(audit.id))


def check_stage(audit: Audit, *stages: Stage) -> None:
    """Refuse what is done at another stage."""
    if audit.stage not in stages:
        raise Refused(f"That step is not possible now. {WORKFLOW.state(audit.stage.value).about}")


def check_open(audit: Audit) -> None:
    """Refuse what makes sense only while an audit is open."""
    if audit.closed_on is not None:
        raise Refused("This audit is over.")


def check_version(audit: Audit, version: int) -> None:
    """Refuse a page that was made before somebody else changed the audit."""
    if audit.version != version:
        raise Refused("Somebody else changed this audit meanwhile. Look at it again, then try once more.")


def check_no_worry(audit: Audit) -> None:
    """Refuse to judge a record of which the concerns officer is asked whether it is honest."""
    if queries.open_worry(audit.id) is not None:
        raise Refused("This audit stands still. A concerns officer is asked to look at it first.")


def check_said(words: str, sentence: str) -> str:
    """Refuse when nothing was written where reasons are needed."""
    if not words.strip():
        raise Refused(sentence)
    return words.strip()
