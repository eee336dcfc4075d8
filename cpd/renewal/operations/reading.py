"""Opening somebody's renewal to look at: who may, and a line in the trail each time. Health is never in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cpd import folders, registrants
from cpd.declarations import Declaration, get, worrying
from cpd.joining.rules import reads_as
from cpd.registrants import Registrant
from cpd.renewal import queries, rules
from cpd.renewal.models import InsuranceTold, Renewal, RenewalTalk
from foundation import audit, evidence
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Missing
from foundation.locks import Box


@dataclass(frozen=True)
class AnswerRead:
    """One declaration with its answer."""

    declaration: Declaration
    said: str
    words: str
    given_at: datetime
    worrying: bool


@dataclass(frozen=True)
class Opened:
    """All that staff may read of one person's renewals."""

    registrant: Registrant
    renewals: tuple[Renewal, ...]
    answers: tuple[AnswerRead, ...]
    #: What was frozen when the newest was sent: pages, and what the CPD record came to.
    statement: dict[str, Any]
    certificates: tuple[tuple[InsuranceTold, dict[str, Any]], ...]
    #: What there is and was to talk about: the codes of the questions, and what came of it.
    talks: tuple[tuple[RenewalTalk, list[str], str], ...] = ()


def _registrant(number: str) -> Registrant:
    found = registrants.of_number(number)
    if found is None:
        raise Missing("There is no entry with that number.")
    return found


@operation
def open_registrant(number: str, *, by: Actor) -> Opened:
    """Open it for staff whose work it is and who have no tie to the person.

    Raises:
        Missing: there is no such entry.
        NotAllowed: not with these roles or ties.
    """
    registrant = _registrant(number)
    rules.check_staff(registrant, *rules.READ, by=by)
    audit.record(action="renewal.opened", subject=("entry", registrant.entry_id), by=by)
    renewals = tuple(queries.of_entry(registrant.entry_id))
    held = queries.insurance(registrant.entry_id)
    if not renewals and not held:
        return Opened(registrant, (), (), {}, ())
    try:
        box = folders.box_of(registrant.entry_id)
    except Missing:
        return Opened(registrant, renewals, (), {}, ())
    frozen = queries.statement_of(renewals[0]) if renewals else None
    return Opened(
        registrant,
        renewals,
        _answers(renewals[0], box, by) if renewals else (),
        box.open_json(frozen.sealed) if frozen is not None else {},
        tuple((one, box.open_json(one.sealed)) for one in held),
        tuple(
            (one, box.open_json(one.sealed)["codes"], box.open(one.note_sealed) if one.note_sealed else "")
            for one in queries.talks(registrant.entry_id)
        ),
    )


def _answers(renewal: Renewal, box: Box, by: Actor) -> tuple[AnswerRead, ...]:
    readers = reads_as(by)
    found = []
    for one in queries.answers(renewal):
        declaration = get(one.code, one.question_version, one.branch)
        if declaration is None or declaration.readers.isdisjoint(readers):
            continue
        said = box.open_json(one.sealed)
        bad = worrying(declaration, said["said"])
        found.append(AnswerRead(declaration, said["said"], said["words"], one.given_at, bad))
    return tuple(found)


@operation
def open_file(number: str, token: str, *, by: Actor) -> int:
    """Check that somebody may open a file of a registrant's; says which it is. `foundation.evidence` records it.

    Raises:
        Missing: no such file here.
        NotAllowed: not with these roles or ties.
    """
    registrant = _registrant(number)
    rules.check_staff(registrant, *rules.READ, by=by)
    file = evidence.find(token)
    certificates = {str(one.id) for one in queries.insurance(registrant.entry_id)}
    renewals = {str(one.id) for one in queries.of_entry(registrant.entry_id)}
    ours = {"insurance": certificates, "renewal": renewals}.get(file.owner_kind, set())
    if file.owner_id not in ours:
        raise Missing("There is no such file here.")
    return file.id
