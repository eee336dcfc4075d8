"""Making a statement: the entry as it stands at a whole second, and the code that seals what is said of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from foundation import clock
from foundation.database import as_json
from register import publication, queries
from register.publication import PublicEntry
from register.statements import code
from register.statements.code import Claim


@dataclass(frozen=True, slots=True)
class Statement:
    """An entry as it was said at a moment, with the code that leads back to it."""

    entry: PublicEntry
    made_at: datetime
    code: str


def make(number: str, *, key: bytes) -> Statement | None:
    """A statement of what the public may see now, or None when there is no such entry to show. Writes nothing.

    It speaks of a whole second, and of what was recorded by then, so that it can be worked out again from its code.
    """
    second = clock.now().replace(microsecond=0)
    entry = said_at(number, second)
    if entry is None:
        return None
    return Statement(entry, second, code.write(Claim(number, second, digest(entry)), key))


def said_at(number: str, second: datetime) -> PublicEntry | None:
    """What the register said of an entry at a second, from what had been recorded by then."""
    ids = queries.entry_ids([number])
    return publication.public_entries(ids.values(), now=second, known_at=second).get(ids.get(number, 0))


def digest(entry: PublicEntry) -> int:
    """A short digest of the facts that were said. Our sentences about them may be reworded without changing it."""
    facts = [
        entry.number,
        entry.name,
        entry.status.value,
        entry.first_registered,
        entry.period_from,
        entry.period_to,
        entry.breaks,
        entry.town,
        entry.areas,
        entry.works_with,
        entry.organisation,
        entry.languages,
        entry.certificate,
        [(one.body, one.number, one.checked_on) for one in entry.other_registrations],
        entry.insurance_to,
        [(one.kind.value, one.starts, one.ends, one.in_force, one.text) for one in entry.restrictions],
        entry.former_names,
        entry.statement,
    ]
    whole = hashlib.sha256(as_json(facts).encode()).digest()
    return int.from_bytes(whole, "big") >> (len(whole) * 8 - code.DIGEST_BITS)
