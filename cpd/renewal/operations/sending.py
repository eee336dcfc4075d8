"""Taking the answers in: all of it or nothing, frozen, and renewed at once when the fee is settled.

Sending twice makes one. A worrying answer never stops it: it opens a matter of its own (`cpd.disclosures`).
"""

from __future__ import annotations

from collections.abc import Callable

from cpd import folders, record_checks
from cpd.declarations import Asked, asked_at
from cpd.disclosures.operations import telling_us
from cpd.disclosures.telling import HEALTH, Said
from cpd.registrants import Registrant
from cpd.renewal import emails, fees, learning, queries, rules
from cpd.renewal.applying import Renewing
from cpd.renewal.models import Renewal, RenewalAnswer, RenewalHealth, RenewalStatement
from cpd.renewal.operations import asking, beginning, finishing, insuring, talking
from cpd.renewal.operations.steps import move, to_change
from cpd.renewal.vocabulary import CameBy, Place, Stage, StepKind
from cpd.renewal.windows import Window
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.evidence import belonging
from foundation.journey import drafts
from foundation.journey.drafts import Hand, Opened

#: Asked in a place of their own, or not at all here.
_APART = frozenset({"D08", "D20", "D22"})


def asked_on_renewal() -> frozenset[str]:
    """The codes of the declarations that have to be answered on a renewal, besides health."""
    return frozenset(one.code for one in asked_at(Asked.RENEWAL, clock.today())) - _APART - {HEALTH}


@operation
def hand_in(hand: Hand, *, read: Callable[[Opened], Renewing], by: Actor) -> Renewal:
    """Take a draft in, with its files. One that was sent gives the same renewal again.

    Raises:
        Missing: the draft is gone.
        Refused: something is missing or cannot be, or it is too late.
    """
    audit.take_turn()
    draft = drafts.open_to_send(hand)
    if draft.sent_as is not None:
        return queries.get(draft.sent_as)
    renewing = read(draft)
    renewal = send(beginning.reference_of(hand), renewing, by=by)
    told = queries.insurance(renewal.entry_id)[0]
    belonging.move(draft.files, ("insurance", str(told.id)), only=renewing.certificate_files)
    belonging.move(draft.files, ("renewal", str(renewal.id)))
    drafts.finish(draft.id, sent_as=renewal.reference)
    return renewal


@operation
def send(reference: str, renewing: Renewing, *, by: Actor) -> Renewal:
    """Take the answers of a renewal in, and renew when nothing else is missing.

    Raises:
        Refused: something is missing, the insurance is over, or it is too late.
    """
    renewal = to_change(reference)
    rules.check_own(renewal, by)
    rules.check_stage(renewal, Stage.OPEN)
    registrant = rules.own(by)
    window, place = rules.check_may_begin(rules.window(registrant), clock.now())
    if window.ends_on != renewal.ends_on:
        raise Refused("Something has changed on the register. Begin again, please.")
    _check_complete(renewing, place)
    renewal.round += 1
    renewal.sent_at = clock.now()
    renewal.insured_to = renewing.cover.ends_on
    _keep(renewal, registrant, window, place, renewing)
    talking.keep(renewal, registrant, renewing)
    insuring.keep(registrant, renewing.cover, came_by=CameBy.RENEWAL, by=by)
    told = renewing.record_check
    if told is not None and told.from_on is not None:
        record_checks.note(registrant.entry_id, scheme=told.scheme, level=told.level, from_on=told.from_on)
    opened = telling_us.open_from_renewal(
        registrant.entry_id,
        (*renewing.answers, renewing.health),
        renewal=queries.told_as(renewal, renewal.round),
        by=by,
    )
    renewal.worrying = renewal.worrying or bool(opened)
    move(renewal, "send", StepKind.SENT, by=by, detail={"round": renewal.round})
    asking.ask(renewal, registrant, place, over_on=window.over_on, by=by)
    db.session.flush()
    if not finishing.try_to_finish(renewal, by=by) and renewal.stage is Stage.SENT:
        money = fees.standing(renewal)
        missing = rules.missing(renewal, insured=rules.insured_to(registrant), money=money, today=clock.today())
        emails.sent(renewal, registrant, missing=missing, money=money)
    return renewal


def _check_complete(renewing: Renewing, place: Place) -> None:
    answered = {one.code for one in renewing.answers if one.said in ("yes", "no")}
    wanted = asked_on_renewal()
    if not wanted <= answered or renewing.health.code != HEALTH or renewing.health.said not in ("yes", "no"):
        raise Refused("Something is still missing. Look at your answers again.")
    if place is Place.RETURN_B and not renewing.evidence_files:
        raise Refused("You have been off the register for more than a year. Send something that shows your CPD.")
    agreed = next(one for one in renewing.answers if one.code == "D01")
    if agreed.said != "yes":
        raise Refused("You can only renew if you agree to the Standards and the terms.")
    if renewing.cover.ends_on < clock.today():
        raise Refused("This insurance is over. We need insurance that still runs.")


def _keep(renewal: Renewal, registrant: Registrant, window: Window, place: Place, renewing: Renewing) -> None:
    box, now = folders.box_for(registrant.entry_id), clock.now()
    judged = learning.judged(registrant, window, place, clock.today())
    renewal.cpd = judged.verdict.value if judged is not None else None
    public = {
        "areas": list(renewing.areas),
        "works_with": renewing.works_with.value if renewing.works_with is not None else "",
    }
    frozen = {
        "pages": renewing.statement,
        "public": public,
        "cpd": judged.as_plain() if judged is not None else None,
        "cover": renewing.cover.ends_on.isoformat(),
    }
    db.session.add(
        RenewalStatement(renewal_id=renewal.id, round=renewal.round, sealed=box.seal_json(frozen), given_at=now)
    )
    for one in renewing.answers:
        db.session.add(
            RenewalAnswer(
                renewal_id=renewal.id,
                round=renewal.round,
                code=one.code,
                question_version=one.version,
                branch=one.branch,
                sealed=box.seal_json({"said": one.said, "words": one.words}),
                given_at=now,
            )
        )
    _keep_health(renewal, renewing.health)


def _keep_health(renewal: Renewal, said: Said) -> None:
    lock, own = locks.new_lock()
    db.session.add(
        RenewalHealth(
            renewal_id=renewal.id,
            round=renewal.round,
            lock_id=lock.id,
            question_version=said.version,
            sealed=own.seal_json({"said": said.said, "words": said.words}),
            given_at=clock.now(),
        )
    )
