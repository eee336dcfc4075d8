"""Beginning, and beginning again when answers have become too old. An account has one draft of it at a time."""

from __future__ import annotations

from cpd.joining import queries as applications
from cpd.registrants import Registrant
from cpd.renewal import fees, queries, rules
from cpd.renewal.models import Renewal
from cpd.renewal.operations import asking
from cpd.renewal.operations.steps import move, note_step, to_change
from cpd.renewal.policy import kept_on
from cpd.renewal.vocabulary import Part, Place, Stage, StepKind
from cpd.renewal.windows import Window
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.journey import drafts
from foundation.journey.drafts import Hand
from foundation.journey.pages import Content
from foundation.references import renewal_reference

JOURNEY_NAME = "renewal"


def owner(account_id: int) -> str:
    """Whose a draft is, as drafts name it."""
    return f"account:{account_id}"


def draft_reference(renewal: Renewal) -> str:
    """The reference of the draft for the next sending: the first has the renewal's own."""
    return renewal.reference if renewal.round == 0 else f"{renewal.reference}-{renewal.round + 1}"


def reference_of(hand: Hand) -> str:
    """The reference of the renewal that a draft belongs to."""
    return "-".join(hand.reference.split("-")[:3])


@operation
def begin(*, content: Content, by: Actor) -> Hand:
    """Begin, or go on with what was begun: two presses make one. `content` is what the form knows already.

    Raises:
        NotAllowed: they have no entry.
        Refused: it is not open, too late, or decided already.
    """
    audit.take_turn()
    registrant = rules.own(by)
    window, place = rules.check_may_begin(rules.window(registrant), clock.now())
    if place is not Place.OPEN and (applied := applications.open_of(rules.check_person(by))) is not None:
        raise Refused(f"You have applied to come back, and that application is open ({applied.reference}).")
    renewal = queries.after(registrant.entry_id, window.ends_on)
    if renewal is None or renewal.stage in (Stage.RENEWED, Stage.OVER):
        # A period that was renewed and is not there any more was taken back, since they left before it began.
        renewal = _new(registrant, window, place, by=by)
    elif renewal.stage is Stage.SENT_ON:
        raise Refused("We asked you to apply to come back instead.")
    elif renewal.account_id != by.id:
        renewal.account_id = rules.check_person(by)
    asking.ask(renewal, registrant, place, over_on=window.over_on, by=by)
    hand = Hand(draft_reference(renewal), owner=owner(renewal.account_id))
    if renewal.stage is Stage.OPEN and not drafts.is_taken(hand.reference):
        drafts.start(JOURNEY_NAME, reference=hand.reference, owner=hand.owner, content=content)
    return hand


def _new(registrant: Registrant, window: Window, place: Place, *, by: Actor) -> Renewal:
    today = clock.today()
    opened_on = today if place.is_return else window.opens_on
    renewal = Renewal(
        reference=_reference(today.year),
        entry_id=registrant.entry_id,
        account_id=rules.check_person(by),
        stage=Stage.OPEN,
        since_on=today,
        ends_on=window.ends_on,
        opened_on=opened_on,
        begun_at=clock.now(),
        targets=kept_on(opened_on),
        round=0,
        worrying=False,
        provisional=False,
        fee=[],
    )
    db.session.add(renewal)
    db.session.flush()
    note_step(renewal, StepKind.BEGUN, by=by, detail={"reference": renewal.reference, "place": place.value})
    return renewal


def _reference(year: int) -> str:
    while queries.find(reference := renewal_reference(year)) is not None or drafts.is_taken(reference):
        continue
    return reference


@operation
def answer_again(reference: str, *, by: Actor) -> None:
    """Open it again, since the answers that were sent have become too old to use.

    Raises:
        Refused: they still hold, or it is no longer open.
    """
    renewal = to_change(reference)
    rules.check_own(renewal, by)
    rules.check_stage(renewal, Stage.SENT)
    registrant = rules.own(by)
    rules.check_may_begin(rules.window(registrant), clock.now())
    missing = rules.missing(
        renewal, insured=rules.insured_to(registrant), money=fees.standing(renewal), today=clock.today()
    )
    if Part.DECLARATIONS not in missing:
        raise Refused("We have your answers. They can still be used.")
    move(renewal, "reopen", StepKind.REOPENED, by=by)
