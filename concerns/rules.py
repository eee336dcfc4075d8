"""May this person, and is it possible now? Two separate questions about a concern; each raises with its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from accounts import authority, roles
from accounts.conflicts import Matter, Somebody
from accounts.permissions import Permission
from accounts.rules import check_no_conflict
from accounts.separation import Part
from concerns.models import Concern
from concerns.vocabulary import Naming, Stage
from concerns.workflow import WORKFLOW
from foundation import clock
from foundation.audit import SYSTEM, Actor
from foundation.errors import NotAllowed, Refused

MATTER = "concern"
CALLED = "this concern"
#: Who acts when a reporter does: they have no account, and for many we do not know who they are.
REPORTER = Actor(SYSTEM.kind, None, "the reporter")
#: Any of these lets somebody read concerns that they have no tie to.
READERS = (Permission.TAKE_IN_CONCERNS, Permission.TRIAGE, Permission.THRESHOLD, Permission.ALLOCATE)
#: These only with a seat in that very concern: the whole of it, or its papers alone.
SEATED = (Permission.INVESTIGATE,)
#: These may check what another took out of a paper before somebody else reads it.
PAPER_MAKERS = (Permission.THRESHOLD, Permission.TAKE_IN_CONCERNS)
PAPER_READERS = (Permission.EXAMINE, Permission.READ_PAPERS, Permission.HEAR_APPEALS, Permission.MONITOR_ORDERS)


def matter(concern: Concern, people: Sequence[Somebody]) -> Matter:
    """A concern as conflicts of interest are checked against it."""
    return Matter(MATTER, str(concern.id), tuple(people))


def check_may_read(by: Actor, found: Matter, *, review_asked: bool = False, seated: bool = False) -> None:
    """Refuse somebody whose roles do not let them read concerns, or who has a tie to somebody in this one.

    An investigating officer reads the concerns they are `seated` in. With `review_asked`, somebody who hears appeals
    may read it too, unless they had an earlier part in it. A broken glass lets an administrator in for its few hours;
    every record read through it is noted elsewhere.
    """
    if by.kind != "account" or by.id is None:
        return
    given = roles.permissions_of(authority.roles_held(by.id))
    if authority.glass_open(by.id, (found.kind, found.id), clock.now()) is not None:
        return
    if not given.isdisjoint(READERS):
        check_no_conflict(by.id, found, called=CALLED)
    elif not given.isdisjoint(SEATED):
        if not seated:
            raise NotAllowed("You may read a concern only while you are listed for it.")
        check_no_conflict(by.id, found, called=CALLED)
    elif Permission.HEAR_APPEALS in given:
        if not review_asked:
            raise NotAllowed("You may read a concern only while its closing is to be looked at again.")
        check_no_conflict(by.id, found, part=Part.REVIEWED_CLOSURE, called=CALLED)
    else:
        raise NotAllowed(roles.refusal(*READERS))


def may(by: Actor, *permissions: Permission) -> bool:
    """Whether somebody has one of these permissions now."""
    if by.kind != "account":
        return True
    held = authority.roles_held(by.id) if by.id is not None else frozenset()
    return not roles.permissions_of(held).isdisjoint(permissions)


def check_any(by: Actor, permissions: Sequence[Permission]) -> None:
    """Refuse somebody who has none of these permissions now."""
    if not may(by, *permissions):
        raise NotAllowed(roles.refusal(*permissions))


def check_has_officer(concern: Concern) -> None:
    """Refuse what nobody should do before somebody has taken a concern: the reporter would not know whom they have."""
    if concern.officer_id is None:
        raise Refused("Nobody has this concern yet. Take it first.")


def check_open(concern: Concern) -> None:
    """Refuse what makes sense only while a concern is open."""
    if concern.stage is Stage.CLOSED:
        raise Refused("This concern is closed.")


def check_closed(concern: Concern) -> None:
    """Refuse what makes sense only when a concern is closed."""
    if concern.stage is not Stage.CLOSED:
        raise Refused("This concern is still open.")


def check_rated(concern: Concern) -> None:
    """Refuse what nobody should do before the risk of a concern was rated."""
    if concern.risk is None:
        raise Refused("Rate the risk of this concern first.")


def check_stage(concern: Concern, *stages: Stage) -> None:
    """Refuse what belongs to other stages."""
    if concern.stage not in stages:
        raise Refused(f"That is not possible now. {WORKFLOW.state(concern.stage.value).about}")


def check_version(concern: Concern, version: int) -> None:
    """Refuse a page that was made before somebody else changed the concern."""
    if concern.version != version:
        raise Refused(
            "Somebody else changed this concern meanwhile. Look at it again, then try once more.", at="version"
        )


def is_anonymous(concern: Concern) -> bool:
    """Whether nothing may be kept that could tell who the reporter is."""
    return concern.naming is Naming.ANONYMOUS
