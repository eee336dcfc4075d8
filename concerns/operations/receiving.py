"""Taking a concern in: everything it holds, its clocks, its first step and its letter, in one transaction.

For an anonymous report no time is kept, no account, no way to reach the reporter, and no letter is written in that
moment: officers are told of it later, by the hourly job.
"""

from __future__ import annotations

from concerns import clocks, emails, policy, queries, rules, targets
from concerns.models import Affected, Concern, Reporter, Statement, Subject
from concerns.operations.holding import hold_linked
from concerns.operations.steps import note_step
from concerns.telling import AffectedTold, Reach, SubjectTold, Telling
from concerns.vocabulary import WORRIES_BY_CODE, Channel, Naming, OnRegister, Queue, Stage, StatementKind, StepKind
from concerns.workflow import WORKFLOW
from foundation import clock, locks
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.locks import Box
from register import queries as register


@operation
def receive(telling: Telling, *, reference: str, secret_hash: str, by: Actor) -> Concern:
    """Take a concern in under a reference that the reporter already has.

    `by` is the member of staff who typed it up, or `rules.REPORTER`. Files are moved to `("statement", id)` of its
    first statement by whoever holds them, inside the same operation (`operations.sending`).

    Raises:
        Refused: nobody it is about, a day that is yet to come, or a reference that is taken.
    """
    _check(telling, reference)
    anonymous = telling.naming is Naming.ANONYMOUS
    today = clock.today()
    received_on = telling.received_on or today
    ourselves = telling.channel is Channel.INSTITUTE
    lock, box = locks.new_lock()
    concern = Concern(
        reference=reference,
        queue=_queue(telling),
        channel=telling.channel,
        naming=telling.naming,
        stage=Stage(WORKFLOW.start.name),
        relation=telling.relation,
        lock_id=lock.id,
        secret_hash=secret_hash,
        received_on=received_on,
        received_at=None if anonymous else clock.now(),
        began_anonymous=anonymous,
        taken_by_id=by.id,
        worries=[code for code in telling.worries if code in WORRIES_BY_CODE],
        danger=telling.danger,
        ongoing=telling.ongoing,
        reply_due_on=clocks.due_on(received_on, policy.REPLY.value(today)),
        triage_due_on=clocks.due_on(received_on, policy.TRIAGE.value(today)),
        contact_days=0 if ourselves else policy.CONTACT.value(today),
        replied_on=received_on if ourselves else None,
        announced=False,
        rate_due_on=clocks.due_on(received_on, policy.RATE.value(today)),
    )
    db.session.add(concern)
    db.session.flush()
    targets.set_from_receipt(concern)
    for told in telling.subjects:
        db.session.add(_subject(concern, told, box))
    db.session.add(_reporter(concern, telling, box))
    if telling.affected is not None:
        db.session.add(_affected(concern, telling.affected, box))
    add_statement(concern, StatementKind.FIRST, telling.statement, box=box, by=by)
    note_step(concern, StepKind.RECEIVED, by=by, detail={"reference": reference, "channel": telling.channel.value})
    db.session.flush()
    if not anonymous:
        # A hold has the minute at which it was placed: of who tells us without a name, the first officer places it.
        hold_linked(concern, by=SYSTEM)
        emails.received(concern, telling.reach)
    return concern


def add_statement(concern: Concern, kind: StatementKind, words: object, *, box: Box, by: Actor) -> Statement:
    """Freeze what a reporter told us, after what they told us before. Inside the caller's operation."""
    nameless = by is rules.REPORTER and rules.is_anonymous(concern)
    statement = Statement(
        concern_id=concern.id,
        number=queries.statement_count(concern.id) + 1,
        kind=kind,
        words_sealed=box.seal_json(words),
        given_on=clock.today(),
        given_at=None if nameless else clock.now(),
        taken_by_id=by.id,
    )
    db.session.add(statement)
    if kind is not StatementKind.FIRST:
        concern.heard_on = clock.today()
    db.session.flush()
    return statement


def _check(telling: Telling, reference: str) -> None:
    if not telling.subjects:
        raise Refused("Tell us who it is about, as well as you can.")
    if telling.received_on is not None and telling.received_on > clock.today():
        raise Refused("The day it reached us is yet to come.")
    if queries.reference_taken(reference):
        raise Refused("This was sent before. We have it.")


def _queue(telling: Telling) -> Queue:
    """Its own list when nobody it is about was ever on the register."""
    never = all(told.on_register in (OnRegister.NEVER, OnRegister.SAYS_SO) for told in telling.subjects)
    return Queue.NEVER_REGISTERED if never else Queue.CONCERNS


def _subject(concern: Concern, told: SubjectTold, box: Box) -> Subject:
    entry_id = register.entry_ids([told.number]).get(told.number) if told.number else None
    return Subject(
        concern_id=concern.id,
        entry_id=entry_id,
        on_register=told.on_register,
        name_sealed=box.seal(told.name),
        about_sealed=box.seal(told.about) if told.about else None,
    )


def _reporter(concern: Concern, telling: Telling, box: Box) -> Reporter:
    if telling.naming is Naming.ANONYMOUS:
        # What would make it easier for them tells nobody who they are, and is all that is kept.
        kept = Reach(needs=telling.reach.needs)
        return Reporter(concern_id=concern.id, reach_sealed=box.seal_json(kept.as_plain()) if kept.needs else None)
    return Reporter(
        concern_id=concern.id,
        name_sealed=box.seal(telling.name) if telling.name else None,
        reach_sealed=box.seal_json(telling.reach.as_plain()),
        account_id=telling.account_id,
    )


def _affected(concern: Concern, told: AffectedTold, box: Box) -> Affected:
    return Affected(
        concern_id=concern.id,
        who=told.who,
        name_sealed=box.seal(told.name) if told.name else None,
        is_child=told.is_child,
        speaking=told.speaking,
        capacity=told.capacity,
        nation=told.nation,
        knows=told.knows,
        reason_sealed=box.seal(told.reason) if told.reason else None,
    )
