"""Who may not fill the envelope of a letter about a concern: whoever is tied to its reader, or to somebody in a concern
that the reader was told of. They learn nothing of it on the list of private post either.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from accounts import authority, policy
from accounts.conflicts import Matter, conflicts
from concerns import parties, queries
from concerns.models import Subject
from foundation import clock
from foundation.database import db


def kept_from(account_id: int, entry_ids: Collection[int]) -> frozenset[int]:
    """Of these entries, those whose letters about concerns somebody may not see: the same few statements for all."""
    told = select(Subject.entry_id, Subject.concern_id).where(
        Subject.entry_id.in_(entry_ids), Subject.told_on.is_not(None)
    )
    pairs = [(entry, one) for entry, one in db.session.execute(told) if entry is not None]
    people = parties.of(list(queries.load({concern_id for _, concern_id in pairs}).values()))
    matters: list[tuple[int, Matter | None]] = list(parties.registrants(entry_ids).items())
    matters += [(entry, people[one].matter if one in people else None) for entry, one in pairs]
    declared = authority.declared_by([account_id])[account_id]
    on, years = clock.today(), policy.TIES_COUNT.value()
    return frozenset(
        entry
        for entry, matter in matters
        if matter is None or conflicts(declared, matter, on=on, years=years, account_id=account_id)
    )
