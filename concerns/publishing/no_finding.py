"""That a concern ended without a finding: public only when the registrant asks for it, and for a time (rules 6.8).

Two examiners found no case to answer, or a panel heard it and nothing was proved. The words are fixed and name nobody
else. One person of the staff looks at them, another releases them; not before the reporter can no longer ask for
another look. The entry, the list of decisions and its page are read from one record, which goes on its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from accounts.permissions import Permission
from concerns import correspondence, emails, policy, queries, rules
from concerns.examiners import deciding as examining
from concerns.investigation.responding import mine
from concerns.models import Concern, Determination, NoFindingAsked, Subject
from concerns.operations.desk import Desk, sit_down
from concerns.operations.steps import touch
from concerns.operations.triaging import subject
from concerns.operations.unpublishing import take_back
from concerns.panels import effects
from concerns.panels import queries as panels
from concerns.vocabulary import CloseReason, Finding, RequestKind, Sanction, Stage
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed, Refused
from foundation.words import say_day
from register import coming_down
from register import operations as register
from register import policy as register_policy
from register import queries as register_queries
from register.vocabulary import OrderKind

EDITORS, PUBLISHERS = (Permission.PREPARE_TEXT,), (Permission.PUBLISH,)
#: What the public reads under the sentence that every one of them has.
WORDS = {False: "Two case examiners found no case to answer.", True: "A panel heard it. Nothing was proved."}


@operation
def ask(reference: str, *, account_id: int, by: Actor) -> None:
    """The registrant asks that the public reads it.

    Raises:
        Missing: it did not end like that.
        Refused: the time for it is over, or they asked.
    """
    audit.take_turn()
    concern, about = mine(reference, account_id)
    if by.id != account_id:
        raise NotAllowed("Only the registrant asks for this.")
    heard = ended_without(concern, about)
    until = asked_until(concern)
    if heard is None or until is None or about.entry_id is None:
        raise Missing("This concern did not end without a finding.")
    if clock.today() > until:
        raise Refused(f"You could ask for this until {say_day(until)}. That time is over.")
    if standing(concern, about) is not None:
        raise Refused("You have asked for this.")
    db.session.add(
        NoFindingAsked(
            concern_id=concern.id,
            subject_id=about.id,
            entry_id=about.entry_id,
            heard=heard,
            asked_on=clock.today(),
        )
    )
    audit.record(action="concern.no_finding_asked", subject=(rules.MATTER, concern.id), by=by)
    touch(concern)


@operation
def check(reference: str, wish_id: int, *, version: int, by: Actor) -> None:
    """Say, as the first person, that it may be public: nothing in it leads to anybody.

    Raises:
        Refused: nobody asks for it any more, or somebody said so.
    """
    desk = sit_down(reference, by=by, may=EDITORS, version=version)
    row = _row(desk, wish_id)
    if row.checked_at is not None:
        raise Refused("Somebody looked at it. Another person releases it.")
    row.checked_at, row.checked_by_id = clock.now(), desk.account_id
    desk.record("no_finding_checked", wish=row.id)
    desk.touch()


@operation
def release(reference: str, wish_id: int, *, version: int, by: Actor) -> None:
    """Release it, as the second person: the register shows it from now on, for the time of its policy.

    Raises:
        NotAllowed: they looked at it themselves.
        Refused: nobody looked at it, or the reporter may still ask for another look at the closing.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    row = _row(desk, wish_id)
    if row.checked_at is None or row.released_at is not None:
        raise Refused("Somebody looks at it first, or it was released.")
    if row.checked_by_id == desk.account_id:
        raise NotAllowed("You looked at it yourself. Another person releases it.")
    _check_final(desk.concern)
    now = clock.now()
    months = register_policy.NO_FINDING_SHOWN.value(clock.today())
    row.released_at, row.released_by_id = now, desk.account_id
    row.restriction_id = register.impose_restriction(
        effects.number_of(row.entry_id),
        kind=OrderKind.NO_FINDING,
        starts_at=now,
        ends_at=clock.end_of_day(clock.add_months(clock.day_of(now), months)),
        wording=WORDS[row.heard],
        source=desk.concern.reference,
        reason="The registrant asked for it.",
        by=by,
    )
    db.session.flush()
    row.shown_until = register_queries.restriction(row.restriction_id).published_until
    emails.registrant(subject(desk, row.subject_id), desk.concern, emails.NO_FINDING_PUBLIC)
    desk.record("no_finding_released", wish=row.id)
    desk.touch()


def stop(reference: str, wish_id: int, *, reason: str, version: int, by: Actor) -> bool:
    """Stop it before it is public, or take it off the register now and prove that it is gone; says whether it is."""
    _stop(reference, wish_id, reason=reason, version=version, by=by)
    return not coming_down.prove_urgent()


@operation
def _stop(reference: str, wish_id: int, *, reason: str, version: int, by: Actor) -> None:
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    row = _row(desk, wish_id)
    desk.needs(reason, "Say why it may not be public.")
    desk.note(f"No finding, not public: {reason.strip()}")
    if take_back(row, by=by):
        emails.registrant(subject(desk, row.subject_id), desk.concern, emails.TAKEN_DOWN)
    desk.record("no_finding_stopped", wish=row.id)
    desk.touch()


def _row(desk: Desk, wish_id: int) -> NoFindingAsked:
    row = db.session.get(NoFindingAsked, wish_id)
    if row is None or row.concern_id != desk.concern.id or row.taken_back_on is not None:
        raise Refused("Nobody asks for this any more.")
    rules.check_stage(desk.concern, Stage.CLOSED)
    return row


def _check_final(concern: Concern) -> None:
    closing = correspondence.closing(concern.id)
    if closing is not None and clock.today() <= closing.review_until:
        raise Refused(f"The reporter may ask for another look until {say_day(closing.review_until)}. Wait until then.")
    asked = correspondence.requests(concern.id)
    if any(one.kind is RequestKind.CLOSURE_REVIEW and one.answered_at is None for one in asked):
        raise Refused("Somebody looks at the closing again. Wait for the answer.")


def ended_without(concern: Concern, about: Subject) -> bool | None:
    """Whether a panel heard a closed concern and nothing was proved; False: no case to answer; None: neither."""
    closing = correspondence.closing(concern.id) if concern.stage is Stage.CLOSED else None
    if closing is None:
        return None
    if closing.reason is CloseReason.NO_CASE:
        held = examining.decision(concern.id)
        return False if held is not None and held.finding is Finding.NO_CASE else None
    mine_ = [one for one in panels.orders(concern.id) if one.subject_id == about.id and one.kind not in panels.INTERIM]
    if closing.reason is not CloseReason.FINISHED or not mine_:
        return None
    if any(one.kind != Sanction.NONE.value or one.determination_id is None for one in mine_):
        return None
    made = db.session.get_one(Determination, mine_[-1].determination_id)
    return None if any(made.proved.values()) else True


def asked_until(concern: Concern) -> date | None:
    """The last day on which the registrant of a closed concern may ask."""
    if concern.closed_on is None:
        return None
    return clock.add_months(concern.closed_on, policy.NO_FINDING_ASKED.value(concern.closed_on))


def standing(concern: Concern, about: Subject) -> NoFindingAsked | None:
    """What they asked and nobody took back."""
    return db.session.scalar(
        select(NoFindingAsked).where(
            NoFindingAsked.concern_id == concern.id,
            NoFindingAsked.subject_id == about.id,
            NoFindingAsked.taken_back_on.is_(None),
        )
    )


def waiting() -> Sequence[NoFindingAsked]:
    """What waits for somebody of the staff, oldest first."""
    statement = select(NoFindingAsked).where(
        NoFindingAsked.taken_back_on.is_(None), NoFindingAsked.released_at.is_(None)
    )
    return db.session.scalars(statement.order_by(NoFindingAsked.id)).all()


def public_now() -> Sequence[NoFindingAsked]:
    """What the public reads now, the newest first."""
    statement = select(NoFindingAsked).where(
        NoFindingAsked.taken_back_on.is_(None), NoFindingAsked.shown_until > clock.now()
    )
    return db.session.scalars(statement.order_by(NoFindingAsked.id.desc())).all()


def one(wish_id: int) -> tuple[Concern, NoFindingAsked]:
    """One of them with its concern, for its own page.

    Raises:
        Missing: there is none.
    """
    row = db.session.get(NoFindingAsked, wish_id)
    if row is None:
        raise Missing("There is no such wish.")
    return queries.load([row.concern_id])[row.concern_id], row
