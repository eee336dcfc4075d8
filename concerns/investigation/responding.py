"""The registrant's answer: asked once all is alleged, 28 days, once longer, given through their own account.

The last day counts to its end. Refuses a second answer, and an answer by anybody but the registrant.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date, timedelta

from concerns import emails, policy, reached
from concerns import queries as concern_queries
from concerns.investigation import queries
from concerns.investigation.working import begin
from concerns.models import Concern, Response, Subject
from concerns.operations.steps import note_step, rate_within_a_day
from concerns.operations.triaging import subject
from concerns.reached import Days
from concerns.vocabulary import Stage, StepKind
from foundation import audit, clock, evidence, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed, Refused
from register import queries as register


class Stance(enum.StrEnum):
    """What a registrant says of one particular."""

    ADMITTED = "admitted"
    DENIED = "denied"
    NEITHER = "neither"

    @property
    def label(self) -> str:
        """As they choose it."""
        return {"admitted": "It is true", "denied": "It is not true"}.get(self.value, "I cannot say, or will not")


@operation
def ask(reference: str, subject_id: int, *, version: int, by: Actor) -> date:
    """Ask a registrant to answer what is alleged of them; says until when.

    Raises:
        Refused: they were not told of the concern, nothing is alleged of them, or they were asked before.
    """
    desk = begin(reference, version, by)
    about = subject(desk, subject_id)
    if about.told_on is None:
        raise Refused("Tell them of the concern first.")
    if not queries.about(desk.concern.id, subject_id):
        raise Refused("Nothing is alleged of them yet.")
    if queries.responses(desk.concern.id).get(subject_id) is not None:
        raise Refused("They were asked already.")
    written_on = reached.counts_from(about)
    row = Response(concern_id=desk.concern.id, subject_id=subject_id, asked_at=clock.now(), asked_by_id=desk.account_id)
    row.ask(written_on, days=policy.RESPONSE.value(written_on))
    db.session.add(row)
    db.session.flush()
    note_step(desk.concern, StepKind.RESPONSE_ASKED, by=by, detail={"subject": subject_id})
    emails.registrant(about, desk.concern, emails.ANSWER, due=row.due_on, days=(Days.ANSWER, row.id))
    assert row.due_on is not None
    return row.due_on


@operation
def extend(reference: str, subject_id: int, *, reasons: str, version: int, by: Actor) -> date:
    """Give a registrant more time, once, while theirs has not ended; says until when.

    Raises:
        Refused: it was extended before, or is over or answered.
    """
    desk = begin(reference, version, by)
    row = _asked(desk.concern, subject_id)
    if row.extended_on is not None:
        raise Refused("Their time was extended once already.")
    if not row.waited.waits(clock.today()):
        raise Refused("Nobody waits for their answer any more.")
    row.extension_sealed = desk.needs(reasons, "Say why they need more time.")
    row.extended_on = clock.today()
    assert row.due_on is not None
    row.due_on += timedelta(days=policy.RESPONSE_AGAIN.value(clock.today()))
    emails.registrant(subject(desk, subject_id), desk.concern, emails.MORE_TIME, due=row.due_on)
    desk.record("response_extended", subject=subject_id)
    desk.touch()
    return row.due_on


@operation
def respond(
    reference: str, *, account_id: int, stances: Mapping[int, Stance], words: str, once: str = "", by: Actor
) -> None:
    """The registrant answers: what they say of each particular by its id, and their own words. Files wait for `once`.

    Raises:
        Missing: they were not asked in this concern.
        Refused: they answered before, the time is over, or a particular has no answer.
    """
    audit.take_turn()
    concern, about = mine(reference, account_id)
    if by.id != account_id:
        raise NotAllowed("Only the registrant answers for themself.")
    row = _asked(concern, about.id)
    if concern.stage is not Stage.INVESTIGATION:
        raise Refused("The time for this has passed. Write to the officer who looks after the concern.")
    row.receive(clock.today())
    asked = queries.about(concern.id, about.id)
    if set(asked) - set(stances):
        raise Refused("Say of each fact whether it is true.")
    if not words.strip():
        raise Refused("Write something, even if it is only that you add nothing.")
    box = locks.box_of(concern.lock_id)
    said = {str(one): stances[one].value for one in asked}
    row.words_sealed = box.seal_json({"stances": said, "words": words.strip()})
    row.answered_at, row.draft_sealed = clock.now(), None
    if once:
        evidence.move(("answering", once), ("response", str(row.id)))
    rate_within_a_day(concern)
    note_step(concern, StepKind.RESPONSE_ENDED, by=by, detail={"subject": about.id})


@operation
def save(reference: str, *, account_id: int, stances: Mapping[int, str], words: str, by: Actor) -> Response:
    """Keep what the registrant wrote so far. Nobody else reads it before they send it.

    Raises:
        Missing: they were not asked in this concern.
        Refused: they answered before, or the time is over.
    """
    audit.take_turn()
    row = asked_of_me(reference, account_id=account_id, by=by)
    concern = concern_queries.get(reference)
    asked = queries.about(concern.id, row.subject_id)
    said = {str(one): Stance(stances[one]).value for one in asked if stances.get(one)}
    row.draft_sealed = locks.box_of(concern.lock_id).seal_json({"stances": said, "words": words.strip()})
    return row


def asked_of_me(reference: str, *, account_id: int, by: Actor) -> Response:
    """What a registrant may still answer; its files wait for `("answering", id)` until it is sent.

    Raises:
        Missing: they were not asked in this concern.
        Refused: they answered before, or the time is over.
    """
    concern, about = mine(reference, account_id)
    if by.id != account_id:
        raise NotAllowed("Only the registrant answers for themself.")
    row = _asked(concern, about.id)
    if row.answered_at is not None:
        raise Refused("You have answered. You can answer only once.")
    if concern.stage is not Stage.INVESTIGATION or not row.waited.waits(clock.today()):
        raise Refused("The time for this has passed. Write to the officer who looks after the concern.")
    return row


def mine(reference: str, account_id: int) -> tuple[Concern, Subject]:
    """The concern and the place in it of the registrant who holds this account, once they were told of it.

    Raises:
        Missing: there is none, or they do not know of it.
    """
    number = register.entry_of_account(account_id)
    entry_id = register.entry_ids([number]).get(number) if number else None
    concern = concern_queries.find(reference)
    if concern is not None and entry_id is not None:
        for one in concern.subjects:
            if one.entry_id == entry_id and one.told_on is not None:
                return concern, one
    raise concern_queries.no_such(reference)


def _asked(concern: Concern, subject_id: int) -> Response:
    row = queries.responses(concern.id).get(subject_id)
    if row is None:
        raise Missing("They were not asked to answer.")
    return row
