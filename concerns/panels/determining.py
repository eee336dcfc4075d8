"""A panel decides: its chair drafts, each member votes, most of them carry it, and the chair signs.

Refuses anybody who is not listed for the hearing, a panel that is not complete, a hearing before its day or without
notice, and a decision that skips a step. A legal adviser has no vote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accounts.permissions import Permission
from concerns import policy, rules
from concerns.investigation import queries as investigation
from concerns.models import Determination, Hearing, Vote
from concerns.operations.desk import Desk, sit_down
from concerns.operations.seating import PANEL, part_of, permission_of
from concerns.operations.triaging import subject
from concerns.panels import effects, ladder, queries
from concerns.panels.ladder import Reached
from concerns.reached import Days, lies_unposted
from concerns.vocabulary import LADDER, Decided, HearingKind, InterimGround, Job, Stage
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from register import operations as register
from register.vocabulary import OrderKind

_ANY = (Permission.VOTE, Permission.CHAIR, Permission.HEAR_APPEALS)
_MAY_DECIDE = {
    HearingKind.INTERIM: (Decided.NO_ORDER, Decided.INTERIM_CONDITIONS, Decided.INTERIM_SUSPENSION),
    HearingKind.INTERIM_REVIEW: (Decided.CONTINUE, Decided.EXTEND, Decided.END),
    HearingKind.REVIEW: (Decided.CONTINUE, Decided.EXTEND, Decided.END),
    HearingKind.APPEAL: (Decided.DISMISSED, Decided.OVERTURNED, Decided.HEAR_AGAIN),
}
_NOT_POSTED = (
    "The letter that tells the registrant of this hearing is not in the post yet. Print and post it under Private "
    "post, and let a manager move the hearing to a later day if it comes too late."
)
_WITH_LENGTH = (Decided.INTERIM_CONDITIONS, Decided.INTERIM_SUSPENSION, Decided.EXTEND)


@dataclass(frozen=True)
class Words:
    """What a determination says: the reasons by step, what the public reads, and what is private."""

    reasons: Mapping[str, str]
    public: str
    private: str = ""
    about_health: bool = False


@dataclass(frozen=True)
class Short:
    """What an interim panel, a review or an appeal panel decides."""

    decided: Decided
    months: int | None = None
    grounds: Sequence[InterimGround] = field(default_factory=tuple)


@operation
def draft(
    reference: str,
    hearing_id: int,
    *,
    words: Words,
    reached: Reached | None = None,
    short: Short | None = None,
    version: int,
    by: Actor,
) -> None:
    """Draft the determination: `reached` for a final hearing, `short` for every other. A draft that lost is followed.

    Raises:
        NotAllowed: the chair alone drafts.
        Refused: the panel is not complete, it is not the day, a draft waits for votes, or a step is missing.
    """
    desk, hearing, job = _begin(reference, hearing_id, version, by)
    if job is not Job.CHAIR:
        raise NotAllowed("The chair drafts the decision.")
    before = queries.draft(hearing.id)
    if before is not None and _carried(desk, hearing, before) is not False:
        raise Refused("A draft waits for votes, or was carried.")
    if (reached is not None) != (hearing.kind is HearingKind.FINAL) or (short is None) != (reached is not None):
        raise Refused("Decide what this hearing is for.")
    if reached is not None:
        _check_final(desk, hearing, reached, about_health=words.about_health)
    if short is not None:
        _check_short(desk, hearing, short, words)
    if not words.public.strip() and not words.about_health:
        raise Refused("Write what the public will read.", at="public")
    db.session.add(
        Determination(
            hearing_id=hearing.id,
            draft=before.draft + 1 if before is not None else 1,
            proved={str(one): yes for one, yes in reached.proved.items()} if reached is not None else {},
            standards=sorted(reached.standards) if reached is not None else [],
            impaired=reached.impaired if reached is not None else None,
            about_health=words.about_health,
            sanction=reached.sanction if reached is not None else None,
            decided=short.decided if short is not None else None,
            grounds=[one.value for one in short.grounds] if short is not None else [],
            months=reached.months if reached is not None else short.months if short is not None else None,
            sexual=reached is not None and reached.sexual,
            without_end=reached is not None and reached.without_end,
            shown_months=reached.shown_months if reached is not None else None,
            reasons_sealed=desk.box.seal_json(dict(words.reasons)),
            wording_sealed=desk.box.seal(words.public.strip()),
            private_sealed=desk.box.seal(words.private.strip()) if words.private.strip() else None,
            drafted_at=clock.now(),
            drafted_by_id=desk.account_id,
        )
    )
    desk.record("determination_drafted", hearing=hearing.id)
    desk.touch()


@operation
def vote(reference: str, hearing_id: int, *, agrees: bool, words: str = "", version: int, by: Actor) -> None:
    """Vote on the draft. Whoever does not agree says why; that is kept with the decision.

    Raises:
        Refused: they voted before, nothing is drafted, or there are no reasons.
    """
    desk, hearing, _ = _begin(reference, hearing_id, version, by)
    row = queries.draft(hearing.id)
    if row is None or row.signed_at is not None or _carried(desk, hearing, row) is False:
        raise Refused("There is no draft to vote on.")
    if desk.account_id in queries.votes(row.id):
        raise Refused("You have voted on this draft.")
    sealed = desk.box.seal(words.strip()) if words.strip() else None
    if not agrees:
        sealed = desk.needs(words, "Say why you do not agree.")
    now = clock.now()
    db.session.add(
        Vote(determination_id=row.id, account_id=desk.account_id, agrees=agrees, words_sealed=sealed, voted_at=now)
    )
    desk.record("voted", hearing=hearing.id)
    desk.touch()


@operation
def sign(reference: str, hearing_id: int, *, version: int, by: Actor) -> None:
    """Sign what was carried: from now on it is decided, and what follows from it happens.

    Raises:
        NotAllowed: the chair alone signs.
        Refused: not all three voted, or most of them did not agree.
    """
    desk, hearing, job = _begin(reference, hearing_id, version, by)
    if job is not Job.CHAIR:
        raise NotAllowed("The chair signs the decision.")
    row = queries.draft(hearing.id)
    if row is None or not _carried(desk, hearing, row):
        raise Refused("All three have to vote, and most of them for it.")
    row.signed_at, row.signed_by_id = clock.now(), desk.account_id
    hearing.decided_on = clock.today()
    desk.record("determination_signed", hearing=hearing.id)
    desk.touch()
    db.session.flush()
    effects.follow(desk, hearing, row)


def _begin(reference: str, hearing_id: int, version: int, by: Actor) -> tuple[Desk, Hearing, Job]:
    desk = sit_down(reference, by=by, may=_ANY, version=version, jobs=PANEL)
    rules.check_open(desk.concern)
    hearing = queries.hearing(desk.concern.id, hearing_id)
    seats = queries.sitting(desk.concern.id, hearing_id)
    job = next((one for one, who in seats.items() if who == desk.account_id and one in PANEL), None)
    if job is None:
        raise NotAllowed("You are not listed for this hearing.")
    rules.check_any(by, (permission_of(job, hearing.kind),))
    if hearing.called_off_at is not None or hearing.decided_on is not None:
        raise Refused("That hearing is over.")
    if not set(PANEL) <= set(seats):
        raise Refused("A panel has three people: a lay chair, a lay member and a registrant. Somebody is missing.")
    if clock.today() < hearing.on:
        raise Refused("The day of this hearing is still to come.")
    if hearing.notice_on is None:
        raise Refused("The registrant was not told of this hearing.")
    if lies_unposted(subject(desk, hearing.subject_id), Days.NOTICE, hearing.id):
        raise Refused(_NOT_POSTED)
    if hearing.kind is HearingKind.FINAL:
        rules.check_stage(desk.concern, Stage.PANEL)
    part = part_of(job, hearing.kind)
    assert part is not None
    desk.take_part(part)
    return desk, hearing, job


def _carried(desk: Desk, hearing: Hearing, row: Determination) -> bool | None:
    seats = queries.sitting(desk.concern.id, hearing.id)
    return ladder.carried(queries.votes(row.id), [seats[job] for job in PANEL])


def _check_final(desk: Desk, hearing: Hearing, reached: Reached, *, about_health: bool) -> None:
    ladder.check(
        reached,
        particulars=investigation.about(desk.concern.id, hearing.subject_id),
        conditions=policy.CONDITIONS_LENGTH.value(),
        suspension=policy.SUSPENSION_LENGTH.value(),
    )
    usual = {one: register.usually_shown(OrderKind(one.value)) for one in LADDER if one.value not in effects.UNSEEN}
    ladder.check_shown(reached, usual=usual, about_health=about_health)


def _check_short(desk: Desk, hearing: Hearing, short: Short, words: Words) -> None:
    if short.decided not in _MAY_DECIDE[hearing.kind]:
        raise Refused("This panel cannot decide that.")
    if not words.reasons.get("decision", "").strip():
        raise Refused("Write your reasons.")
    ordered = short.decided in (Decided.INTERIM_CONDITIONS, Decided.INTERIM_SUSPENSION)
    if ordered != bool(short.grounds):
        raise Refused("Tick the ground of an interim order, and only of one.", at="grounds")
    if any(not words.reasons.get(one.value, "").strip() for one in short.grounds):
        raise Refused("Give the reason for each ground.")
    if (short.months is not None) != (short.decided in _WITH_LENGTH):
        raise Refused("Say for how many months an order runs, and only of one.", at="months")
    if ordered and not 0 < (short.months or 0) <= policy.INTERIM_LENGTH.value():
        raise Refused(f"An interim order lasts at most {policy.INTERIM_LENGTH.value()} months.", at="months")
    if short.decided is Decided.EXTEND:
        _check_longer(desk, hearing, short.months or 0)


def _check_longer(desk: Desk, hearing: Hearing, months: int) -> None:
    """A review lets an order go on for no longer at a time than a panel may order it (rules 6.8)."""
    about = queries.about(hearing.id)
    row = queries.order(desk.concern.id, about.order_id) if about is not None else None
    longest = {
        OrderKind.SUSPENSION.value: policy.SUSPENSION_LENGTH,
        OrderKind.CONDITIONS.value: policy.CONDITIONS_LENGTH,
        OrderKind.UNDERTAKINGS.value: policy.UNDERTAKINGS_LENGTH,
        **dict.fromkeys(queries.INTERIM, policy.INTERIM_LENGTH),
    }.get(row.kind if row is not None else "")
    if longest is None:
        raise Refused("Such an order cannot be made longer.", at="months")
    if not 0 < months <= longest.value():
        raise Refused(f"Such an order goes on for at most {longest.value()} months at a time.", at="months")
