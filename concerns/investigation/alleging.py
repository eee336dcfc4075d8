"""Putting the concern formally: allegations by ground and Standard, and the numbered facts under each.

Words that were put stay as they were put: what was wrong is withdrawn with a reason, and put anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from concerns.investigation import queries
from concerns.investigation.working import begin
from concerns.models import Allegation, Particular
from concerns.operations.desk import Desk
from concerns.operations.triaging import subject
from concerns.threshold.triage import cited, happened_until
from concerns.vocabulary import Ground
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused

_NEED_STANDARDS = frozenset({Ground.MISCONDUCT, Ground.COMPETENCE, Ground.DUTY})


@operation
def allege(
    reference: str,
    subject_id: int,
    *,
    grounds: Sequence[Ground],
    standards_named: Sequence[str],
    words: str,
    particulars: Sequence[str],
    version: int,
    by: Actor,
) -> int:
    """Put an allegation about somebody, with its particulars in order; gives its number.

    Raises:
        Refused: they are not on the register, somebody else is alleged against here, there is no ground, no Standard
            where one is needed, or no fact.
    """
    desk = begin(reference, version, by)
    _check_about(desk, subject_id)
    if not grounds:
        raise Refused("Choose the ground on which it rests, or several.")
    facts = [one.strip() for one in particulars if one.strip()]
    if not facts:
        raise Refused("Write the facts that are alleged, one after the other.")
    edition, named = cited(standards_named, happened_until(desk.concern.id) or desk.concern.received_on)
    if not named and not _NEED_STANDARDS.isdisjoint(grounds):
        raise Refused("Name the Standards that it may fall below.")
    row = Allegation(
        concern_id=desk.concern.id,
        subject_id=subject_id,
        number=queries.next_number(Allegation, desk.concern.id),
        grounds=[one.value for one in Ground if one in grounds],
        edition=edition,
        standards=named,
        words_sealed=desk.needs(words, "Put the allegation in a sentence."),
        made_at=clock.now(),
        made_by_id=desk.account_id,
    )
    db.session.add(row)
    db.session.flush()
    _list_facts(desk, row, facts)
    desk.record("alleged", allegation=row.number, particulars=len(facts))
    desk.touch()
    return row.number


def _check_about(desk: Desk, subject_id: int) -> None:
    """Whether something can be alleged about this person now."""
    if subject(desk, subject_id).entry_id is None:
        raise Refused("Find this person on the register first.")
    if queries.responses(desk.concern.id).get(subject_id) is not None:
        raise Refused("They were asked to answer already. Ask a manager whether the concern begins anew.")
    if any(one.subject_id != subject_id for one in queries.allegations(desk.concern.id)):
        # Each is heard, decided and may appeal by themselves: one concern cannot be at two stages.
        raise Refused(
            "This concern has allegations about somebody else. Type up a concern of its own about this registrant, "
            "and link the two."
        )


def _list_facts(desk: Desk, row: Allegation, facts: Sequence[str]) -> None:
    for number, fact in enumerate(facts, 1):
        db.session.add(
            Particular(
                allegation_id=row.id,
                number=number,
                words_sealed=desk.box.seal(fact),
                made_at=clock.now(),
                made_by_id=desk.account_id,
            )
        )


@operation
def withdraw(reference: str, number: int, *, reasons: str, version: int, by: Actor) -> None:
    """Withdraw an allegation, with a reason. Its number is not used again.

    Raises:
        Refused: it was withdrawn before, or there is no reason.
    """
    desk = begin(reference, version, by)
    row = next((one for one in queries.allegations(desk.concern.id) if one.number == number), None)
    if row is None:
        raise Refused("There is no such allegation any more.")
    row.withdrawn_sealed = desk.needs(reasons, "Say why it is withdrawn.")
    row.withdrawn_at, row.withdrawn_by_id = clock.now(), desk.account_id
    desk.record("allegation_withdrawn", allegation=number)
    desk.touch()
