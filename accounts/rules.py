"""May this person do it? The questions that other rooms ask before anything is assigned, opened or decided.

Each raises with the very sentence the person reads. What the answers rest on are tables: `accounts.roles`,
`accounts.separation`, `accounts.conflicts`.
"""

from __future__ import annotations

from collections.abc import Collection

from accounts import authority, policy, roles, separation
from accounts.conflicts import Choice, Conflict, Matter, choose, conflicts
from accounts.permissions import Permission
from accounts.separation import NOT_TWICE_RUNNING, Part
from foundation import clock
from foundation.audit import Actor
from foundation.errors import NotAllowed


def check_may(by: Actor, permission: Permission) -> None:
    """Refuse somebody whose roles, as they stand at this moment, do not give a permission.

    The system itself and somebody at the shell of the machine may.
    """
    check_may_one(by, (permission,))


def check_may_one(by: Actor, permissions: Collection[Permission]) -> None:
    """`check_may` for what any of these permissions allows."""
    if by.kind != "account":
        return
    held = authority.roles_held(by.id) if by.id is not None else frozenset()
    if roles.permissions_of(held).isdisjoint(permissions):
        raise NotAllowed(roles.refusal(*permissions))


def check_may_take_part(
    account_id: int,
    matter: tuple[str, str],
    part: Part,
    *,
    called: str = "this matter",
    about_entry_id: int | None = None,
) -> None:
    """Refuse a part to somebody who took another one in the same matter, or took it last about the same person.

    `called` names the matter in the sentence: "this application".
    """
    held = authority.parts_taken([account_id], matter)[account_id]
    sentence = separation.refusal(part, held, matter=called)
    if sentence is not None:
        raise NotAllowed(sentence)
    again = NOT_TWICE_RUNNING.get(part)
    if again is not None and about_entry_id is not None:
        last = authority.last_to_take(part, about_entry_id=about_entry_id, besides=matter)
        if last == account_id:
            raise NotAllowed(again)


def conflicts_of(
    account_ids: Collection[int], matter: Matter, *, part: Part | None = None, called: str = "this matter"
) -> dict[int, list[Conflict]]:
    """What keeps each of these people away from a matter, in two statements.

    With `part`, an earlier part that excludes it counts as well.
    """
    declared = authority.declared_by(account_ids)
    taken = authority.parts_taken(account_ids, (matter.kind, matter.id))
    today, years = clock.today(), policy.TIES_COUNT.value()
    found = {}
    for account_id in account_ids:
        earlier = separation.refusal(part, taken[account_id], matter=called) if part is not None else None
        found[account_id] = conflicts(
            declared[account_id],
            matter,
            on=today,
            years=years,
            account_id=account_id,
            earlier_parts=[earlier] if earlier else [],
        )
    return found


def check_no_conflict(
    account_id: int, matter: Matter, *, part: Part | None = None, called: str = "this matter"
) -> None:
    """Refuse somebody with a tie to anybody in the matter, with every reason."""
    found = conflicts_of([account_id], matter, part=part, called=called)[account_id]
    if found:
        raise NotAllowed(" ".join(["You have a conflict of interest here.", *(one.sentence for one in found)]))


def who_is_clear(
    account_ids: Collection[int], matter: Matter, *, part: Part | None = None, called: str = "this matter"
) -> Choice:
    """Who of these candidates may take a matter on, and what keeps the others away."""
    return choose(conflicts_of(account_ids, matter, part=part, called=called))
