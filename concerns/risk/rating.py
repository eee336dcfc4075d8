"""Rating a concern, and setting aside what is red by itself, which takes two people (rules 6.7).

Every rating is a row of its own with its reasons. What the reporter ticked as red stays red until two people agree;
what an officer adds can be taken away only in the same way.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from accounts.permissions import Permission
from accounts.separation import Part
from concerns import clocks, policy, rules
from concerns.models import Concern, Lowering, Rating
from concerns.operations.desk import Desk, sit_down
from concerns.risk import engine, queries
from concerns.risk.engine import Seen
from concerns.vocabulary import Band, Cause, Flag, Job
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, Refused

RATERS = (Permission.TAKE_IN_CONCERNS, Permission.THRESHOLD, Permission.INVESTIGATE)


@operation
def rate(
    reference: str,
    *,
    likelihood: int,
    impact: int,
    flags: Collection[Flag] = (),
    cause: Cause = Cause.FIRST,
    reasons: str,
    version: int,
    by: Actor,
) -> Band:
    """Rate a concern; says the band. What is red by itself and was told stays, whatever `flags` says.

    What two people set aside holds for what was known then: ticked again for new information, it is red again.

    Raises:
        Refused: numbers outside one to five, no reasons, or the concern is closed.
    """
    desk = _sit_down(reference, version, by)
    if not (1 <= likelihood <= 5 and 1 <= impact <= 5):
        raise Refused("Choose both from one to five.")
    sealed = desk.needs(reasons, "Write the reasons for your rating.")
    concern = desk.concern
    before = queries.last(concern.id)
    if before is None:
        cause = Cause.FIRST
    elif cause in (Cause.FIRST, Cause.LOWERED):
        cause = Cause.ROUTINE
    held = frozenset(flags) | must_stand(concern)
    back = frozenset(flags) if cause is Cause.NEW_INFORMATION else frozenset()
    seen = Seen(likelihood, impact, held, queries.set_aside(concern.id) - back, is_pattern(concern))
    desk.take_part(Part.RATED)
    return _put(desk, seen, cause, sealed)


def must_stand(concern: Concern) -> frozenset[Flag]:
    """What nobody leaves out alone: what was told, what the register says, and what an earlier rating saw."""
    before = queries.last(concern.id)
    earlier = engine.read(before.flags) if before is not None else frozenset()
    told = engine.told(concern.worries, danger=concern.danger)
    return told | queries.from_register(concern) | earlier


def is_pattern(concern: Concern) -> bool:
    """Whether it is the third concern about one person in three years (in the institute's own numbers)."""
    on = concern.received_on
    since = clock.add_months(on, -policy.PATTERN_MONTHS.value(on))
    return queries.concerns_about(concern, since=since) >= policy.PATTERN.value(on)


def next_rating_on(band: Band, today: date) -> date:
    """By when a rating is looked at again if nothing new comes."""
    every = policy.RERATE_RED if band is Band.RED else policy.RERATE
    return today + timedelta(days=every.value(today))


@operation
def ask_to_lower(reference: str, *, flags: Collection[Flag], reasons: str, version: int, by: Actor) -> int:
    """Ask that automatic reds be set aside; gives the id of the question. Nothing is lower until somebody else agrees.

    Raises:
        Refused: none of them holds, somebody has asked already, or there are no reasons.
    """
    desk = _sit_down(reference, version, by)
    rules.check_rated(desk.concern)
    held = queries.last(desk.concern.id)
    assert held is not None
    asked = frozenset(flags) & (engine.read(held.flags) - queries.set_aside(desk.concern.id))
    if not asked:
        raise Refused("Choose what should be set aside, from what makes it red now.")
    if _open(desk.concern) is not None:
        raise Refused("Somebody has asked already. A second person answers that first.")
    desk.take_part(Part.LOWERED_RISK)
    lowering = Lowering(
        concern_id=desk.concern.id,
        flags=sorted(flag.value for flag in asked),
        reasons_sealed=desk.needs(reasons, "Write why this concern is not red."),
        asked_at=clock.now(),
        asked_by_id=desk.account_id,
    )
    db.session.add(lowering)
    db.session.flush()
    desk.record("lowering_asked", flags=lowering.flags)
    desk.touch()
    return lowering.id


@operation
def answer_lowering(reference: str, *, agrees: bool, words: str, version: int, by: Actor) -> Band:
    """Agree as the second person that reds are set aside, or not; says the band it has now.

    Raises:
        NotAllowed: whoever asked answers themself.
        Refused: there are no words.
    """
    desk = _sit_down(reference, version, by)
    asked, held = _open(desk.concern), queries.last(desk.concern.id)
    if asked is None or held is None:
        raise Missing("Nobody has asked to lower the risk of this concern.")
    desk.take_part(Part.AGREED_LOWER_RISK)
    asked.answer_sealed = desk.needs(words, "Write your reasons.")
    asked.agreed, asked.answered_at, asked.answered_by_id = agrees, clock.now(), desk.account_id
    desk.record("lowering_answered", agreed=agrees)
    desk.touch()
    if not agrees:
        return held.band
    db.session.flush()
    aside = engine.read(held.set_aside) | engine.read(asked.flags)
    seen = Seen(held.likelihood, held.impact, engine.read(held.flags), aside, held.pattern)
    return _put(desk, seen, Cause.LOWERED, desk.needs(words, "Write your reasons."))


def _put(desk: Desk, seen: Seen, cause: Cause, reasons_sealed: str) -> Band:
    concern, today = desk.concern, clock.today()
    band = engine.band(seen)
    db.session.add(
        Rating(
            concern_id=concern.id,
            cause=cause,
            stage=concern.stage,
            likelihood=seen.likelihood,
            impact=seen.impact,
            flags=sorted(flag.value for flag in seen.flags),
            set_aside=sorted(flag.value for flag in seen.flags & seen.set_aside),
            pattern=seen.pattern,
            band=band,
            reasons_sealed=reasons_sealed,
            rated_on=today,
            rated_at=clock.now(),
            rated_by_id=desk.account_id,
        )
    )
    concern.risk, concern.rate_due_on = band, next_rating_on(band, today)
    desk.record("rated", band=band.value, cause=cause.value)
    desk.touch()
    db.session.flush()
    return band


def interim_question_due(rated_on: date) -> date:
    """By when it is decided whether to apply for an interim order, once a concern is red."""
    return clocks.due_on(rated_on, policy.INTERIM_DECIDE.value(rated_on))


def _open(concern: Concern) -> Lowering | None:
    return next((one for one in queries.lowerings(concern.id) if one.answered_at is None), None)


def _sit_down(reference: str, version: int, by: Actor) -> Desk:
    seats = () if rules.may(by, Permission.TAKE_IN_CONCERNS, Permission.THRESHOLD) else (Job.INVESTIGATOR,)
    desk = sit_down(reference, by=by, may=RATERS, version=version, jobs=seats)
    rules.check_open(desk.concern)
    return desk
