"""Writing a circular, freezing whom it goes to, and asking a second person for it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import delete, insert

from accounts.permissions import Permission
from accounts.rules import check_may
from cpd.circulars import emails, groups, queries
from cpd.circulars.models import Circular, Recipient
from cpd.circulars.operations.steps import move, note, sit_down
from cpd.circulars.vocabulary import TO_WRITE, Fate, Group, Happened, Standing
from cpd.circulars.wording import PLACEHOLDERS, unknown
from cpd.registrants import Registrant
from cpd.vocabulary import Nation
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from register.post import readers
from register.vocabulary import PracticeArea

LONGEST_SUBJECT = 120
LONGEST_BODY = 10_000
_CHUNK = 1000


@dataclass(frozen=True)
class Words:
    """What a circular says, and to whom."""

    subject: str
    body: str
    people: Group
    nation: Nation | None = None
    area: PracticeArea | None = None


@operation
def write(words: Words, *, by: Actor) -> int:
    """Begin a circular; its number."""
    check_may(by, Permission.CIRCULATE)
    if by.id is None:
        raise NotAllowed("Only a person can write to registrants.")
    _check(words)
    audit.take_turn()
    circular = Circular(standing=Standing.DRAFT, written_by_id=by.id, written_at=clock.now())
    _put(circular, words)
    db.session.add(circular)
    note(circular, Happened.WRITTEN, by=by)
    return circular.id


@operation
def change(circular_id: int, words: Words, *, version: int, by: Actor) -> None:
    """Change a circular that nobody was asked to release. Its list is put together anew."""
    circular = sit_down(circular_id, version=version, by=by)
    _check_draft(circular)
    _check(words)
    _put(circular, words)
    _forget_list(circular)
    note(circular, Happened.CHANGED, by=by)


def put_list_together(circular_id: int, *, version: int, by: Actor) -> int:
    """Freeze the list of people as the group stands now; says how many are to be written to.

    Everybody is looked at before anything is locked, so that others can go on working.
    """
    check_may(by, Permission.CIRCULATE)
    circular = queries.get(circular_id)
    found: list[tuple[int, str, Fate]] = []
    members = groups.members(groups.wanted(circular))
    while some := list(islice(members, _CHUNK)):
        papered = readers.on_paper({one.entry_id: one.email for one in some})
        found += [(one.entry_id, one.number, _fate(circular, one, one.entry_id in papered)) for one in some]
    _freeze(circular_id, found, version=version, by=by)
    return sum(fate in TO_WRITE for _, _, fate in found)


@operation
def _freeze(circular_id: int, found: Sequence[tuple[int, str, Fate]], *, version: int, by: Actor) -> None:
    circular = sit_down(circular_id, version=version, by=by)
    _check_draft(circular)
    _forget_list(circular)
    for start in range(0, len(found), _CHUNK):
        rows = [
            {"circular_id": circular.id, "entry_id": entry_id, "fate": fate}
            for entry_id, _, fate in found[start : start + _CHUNK]
        ]
        db.session.execute(insert(Recipient), rows)
    circular.listed_at = clock.now()
    circular.list_hash = hashlib.sha256("\n".join(number for _, number, _ in found).encode("ascii")).hexdigest()
    note(circular, Happened.LISTED, by=by)


@operation
def offer(circular_id: int, *, version: int, by: Actor) -> None:
    """Ask a second person to release it.

    Raises:
        Refused: its list is not there yet, or nobody on it can be written to.
    """
    circular = sit_down(circular_id, version=version, by=by)
    if circular.listed_at is None:
        raise Refused("First see who gets it.")
    counts = queries.fates([circular.id])[circular.id]
    if not any(counts.get(one) for one in TO_WRITE):
        raise Refused("Nobody on the list can be written to. Change the letter or the group.")
    move(circular, "offer")
    note(circular, Happened.OFFERED, by=by)


@operation
def throw_away(circular_id: int, *, version: int, by: Actor) -> None:
    """Give it up before anything was sent."""
    circular = sit_down(circular_id, version=version, by=by)
    move(circular, "throw_away")
    note(circular, Happened.THROWN_AWAY, by=by)


def _fate(circular: Circular, person: Registrant, papered: bool) -> Fate:
    if emails.filled(circular, person) is None:
        return Fate.NOT_KNOWN
    return Fate.PAPER if papered else Fate.WAITING


def _put(circular: Circular, words: Words) -> None:
    circular.subject, circular.body = words.subject.strip(), words.body.strip()
    circular.people = words.people
    circular.nation = words.nation if words.people is Group.NATION else None
    circular.area = words.area if words.people is Group.AREA else None


def _forget_list(circular: Circular) -> None:
    db.session.execute(delete(Recipient).where(Recipient.circular_id == circular.id))
    circular.listed_at = circular.list_hash = None


def _check_draft(circular: Circular) -> None:
    if circular.standing is not Standing.DRAFT:
        raise Refused("It cannot be changed any more. Ask for it to be sent back to you first.")


def _check(words: Words) -> None:
    """Refuse what could not be sent."""
    if not words.subject.strip() or not words.body.strip():
        raise Refused("Write what it is about, and the letter itself.")
    if len(words.subject) > LONGEST_SUBJECT or len(words.body) > LONGEST_BODY:
        raise Refused("The letter is too long. Make it shorter.")
    if words.people is Group.NATION and words.nation is None:
        raise Refused("Choose the nation.")
    if words.people is Group.AREA and words.area is None:
        raise Refused("Choose the area of work.")
    strange = unknown(f"{words.subject}\n{words.body}")
    if strange:
        known = ", ".join(f"[{one}]" for one in PLACEHOLDERS)
        raise Refused(f"We do not know {', '.join(strange)}. In square brackets you can write: {known}.")
