"""What the applicant sees of their application once it was sent, ready for templates, in a fixed number of queries.

It holds their own words and what was decided for them. What others wrote (references, notes, reviews, votes) is not
here, and neither are their answers about health and for monitoring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select

from cpd.joining import clocks, queries
from cpd.joining.clocks import Next
from cpd.joining.findings import AppealOutcome, DelayReason, Outcome
from cpd.joining.matters import told_of
from cpd.joining.models import (
    Appeal,
    AppealVote,
    Application,
    Decision,
    DeclarationReview,
    InformationRequest,
    PanelVote,
    Referee,
)
from cpd.joining.vocabulary import ASKABLE, OPEN, UNDECIDED, Actor, Stage
from cpd.joining.workflow import WORKFLOW
from cpd.money import views as bills
from cpd.money.views import Owed
from foundation import clock, locks
from foundation.database import db
from foundation.locks import Box
from foundation.waiting import Standing


@dataclass(frozen=True)
class Point:
    """One stage on the line."""

    label: str
    state: Literal["done", "now", "later"]

    @property
    def spoken(self) -> str:
        """For who cannot see the line."""
        return {"done": "done", "now": "it is here now", "later": "still to come"}[self.state]


@dataclass(frozen=True)
class RefereeLine:
    """A referee and how it stands with them; never what they wrote."""

    name: str
    standing: str
    asked_on: date | None
    due_on: date | None
    waiting: bool


@dataclass(frozen=True)
class DecisionShown:
    """What was decided, with the reasons."""

    sentence: str
    decided_at: datetime
    reasons: str
    conditions: str
    conditions_until: date | None
    advice: str


@dataclass(frozen=True)
class AppealShown:
    """What an appeal panel decided, with the reasons of those who decided so. Nobody's name is here."""

    sentence: str
    decided_at: datetime
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class StepShown:
    """A line of the timeline."""

    at: datetime
    sentence: str


@dataclass(frozen=True)
class Asked:
    """The one list of what we need."""

    id: int
    items: tuple[str, ...]
    topics: tuple[str, ...]
    due_on: date | None
    asked_on: date | None


@dataclass(frozen=True)
class Shown:
    """An application as its applicant sees it."""

    reference: str
    name: str
    route: str
    received_at: datetime
    stage: Stage
    line: tuple[Point, ...]
    where: str
    holder: str
    next: str
    by: date | None
    late: str
    overall_by: date | None
    asked: Asked | None
    referees: tuple[RefereeLine, ...]
    can_name_referee: bool
    decisions: tuple[DecisionShown, ...]
    #: What whoever read the declarations advises, once it is decided.
    advice: tuple[str, ...]
    appeals: tuple[AppealShown, ...]
    fee: Owed | None
    offer_until: date | None
    appeal_until: date | None
    can_appeal: bool
    can_withdraw: bool
    undecided: bool
    steps: tuple[StepShown, ...]
    number: str
    is_open: bool


_LINE = ("Received", "Checks", "Assessment", "Decision", "On the register")
_PLACE = {
    Stage.RECEIVED: 0,
    Stage.COMPLETENESS: 1,
    Stage.VERIFICATION: 1,
    Stage.DECLARATIONS: 1,
    Stage.DECLARATION_PANEL: 1,
    Stage.ASSESSMENT: 2,
    Stage.DECISION: 3,
    Stage.OFFER: 4,
    Stage.INSURANCE: 4,
    Stage.REGISTERED: 4,
}
#: What follows, as the applicant reads it.
_NEXT = {
    Stage.RECEIVED: "We look whether anything is missing",
    Stage.COMPLETENESS: "We tell you whether anything is missing",
    Stage.VERIFICATION: "We finish checking what you told us",
    Stage.DECLARATIONS: "An officer has read your declarations",
    Stage.DECLARATION_PANEL: "The two people say what they find",
    Stage.ASSESSMENT: "The assessor says whether you meet the Standards",
    Stage.DECISION: "The registrar decides, and you have a letter with the reasons",
    Stage.OFFER: "You pay the fee, and are on the register the same day",
    Stage.INSURANCE: "We look at your insurance, and put you on the register",
    Stage.APPEAL: "Three people who had no part in it decide again",
}
_WHERE = {
    Stage.OFFER: "We offer you a place. The fee is not paid yet.",
    Stage.INSURANCE: "You can join. Only insurance that runs is missing.",
    Stage.REGISTERED: "You are on the register.",
    Stage.REFUSED: "We decided that you cannot join now.",
    Stage.APPEAL: "You asked us to decide again.",
    Stage.REFUSAL_STANDS: "The appeal panel agreed that you cannot join now.",
    Stage.EXPIRED: "The time to pay the fee ran out. You can apply again.",
    Stage.WITHDRAWN: "You took this application back. You can apply again at any time.",
    Stage.CLOSED: "We closed this application without a decision.",
}
_OUTCOMES = {
    Outcome.GRANT: "You can join.",
    Outcome.GRANT_WITH_CONDITIONS: "You can join, within conditions.",
    Outcome.REFUSE: "You cannot join now.",
}
_APPEALS = {
    AppealOutcome.UPHOLD: "Three people looked again. The refusal stands.",
    AppealOutcome.OVERTURN: "Three people looked again. You can join.",
    AppealOutcome.REDO: "Three people looked again. Others will decide anew.",
}
_STANDINGS = {
    Standing.NOT_ASKED: "We write to them soon",
    Standing.WAITING: "We wrote to them and wait for their answer",
    Standing.RECEIVED: "Has answered",
    Standing.DECLINED: "Cannot help. Name somebody else",
    Standing.EXPIRED: "Did not answer in time. Name somebody else, or ask us to write again",
    Standing.CALLED_OFF: "Not needed any more",
}


def stage_line(stage: Stage, reached: Sequence[Stage]) -> tuple[Point, ...]:
    """The line of an application that stands at a stage and has been at others."""
    place = _PLACE.get(stage)
    if place is not None:
        passed = place + (stage is Stage.REGISTERED)
        labels = (*_LINE[:-1], "Place offered") if stage in (Stage.OFFER, Stage.INSURANCE) else _LINE
        return tuple(
            Point(label, "done" if number < passed else "now" if number == place else "later")
            for number, label in enumerate(labels)
        )
    last = max((_PLACE[one] for one in reached if one in _PLACE), default=0)
    return (*(Point(label, "done") for label in _LINE[: last + 1]), Point(stage.label, "now"))


def show(application: Application) -> Shown:
    """An application, for its own applicant: whoever calls it has made sure of that."""
    today = clock.today()
    box = locks.box_of(application.lock_id)
    facts = queries.facts([application])[application.id]
    following = clocks.next_step(facts, today)
    request = queries.open_information(application.id) if application.stage in ASKABLE else None
    referees = queries.referees(application.id)
    steps = queries.steps(application.id)
    undecided = application.stage in UNDECIDED
    alive = [one for one in referees if one.waited.standing(today) in (Standing.WAITING, Standing.RECEIVED)]
    wanted = "referee" in (request.topics if request is not None else ())
    decisions = tuple(_decision(one, box) for one in queries.decisions(application.id))
    return Shown(
        reference=application.reference,
        name=application.name,
        route=application.route.label,
        received_at=application.received_at,
        stage=application.stage,
        line=stage_line(application.stage, [one.stage for one in steps]),
        where=_WHERE.get(application.stage) or WORKFLOW.state(application.stage.value).about,
        holder=_holder(application, following),
        next="You send what we asked for" if request is not None else _NEXT.get(application.stage, ""),
        by=(request.due_on if request is not None else None) or following.due_on,
        late=_late(application, following, referees, today, box),
        overall_by=clocks.overall_due_on(facts) if undecided and not facts.disputed_unseen else None,
        asked=_asked(request, box) if request is not None else None,
        referees=tuple(_referee(one, box, today) for one in referees),
        can_name_referee=undecided and (len(alive) < application.targets["referees"] or wanted),
        decisions=decisions,
        advice=_advice(application, box) if decisions else (),
        appeals=_appeals(application, box),
        fee=bills.owed("application", application.reference),
        offer_until=application.offer_until if application.stage is Stage.OFFER else None,
        appeal_until=application.appeal_until if application.stage is Stage.REFUSED else None,
        can_appeal=application.stage is Stage.REFUSED
        and application.appeal_until is not None
        and today <= application.appeal_until,
        can_withdraw=application.stage in OPEN,
        undecided=undecided,
        steps=tuple(StepShown(one.at, one.kind.sentence) for one in reversed(steps)),
        number=application.number or "",
        is_open=application.stage in OPEN,
    )


def _holder(application: Application, following: Next) -> str:
    if following.who is Actor.ASSESSOR and application.assessor_id is None:
        return "A registration officer, who finds an assessor for you"
    return following.who.label


def _late(application: Application, following: Next, referees: Sequence[Referee], today: date, box: Box) -> str:
    """How late it is, and why: as whoever has it said, or as far as one can tell from what is still open."""
    if not following.is_late or following.who is Actor.APPLICANT:
        return ""
    days = f"{following.days_late} working day{'s' if following.days_late != 1 else ''}"
    if application.stage is Stage.APPEAL:
        days = f"{following.days_late} day{'s' if following.days_late != 1 else ''}"
    late = f"This is {days} late."
    said = queries.delays([application]).get(application.id)
    if said is not None:
        why = "" if said.reason is DelayReason.OTHER else f" {said.reason.label}."
        return f"{late}{why} {box.open(said.sealed)}" if said.sealed else f"{late}{why}"
    waiting = [one for one in referees if one.waited.standing(today) is Standing.WAITING]
    gone = [one for one in referees if one.waited.standing(today) in (Standing.DECLINED, Standing.EXPIRED)]
    if application.stage is Stage.VERIFICATION and gone and len(referees) - len(gone) < application.targets["referees"]:
        return f"{late} We need another referee from you."
    if application.stage is Stage.VERIFICATION and waiting:
        return f"{late} We still wait for {'a referee' if len(waiting) == 1 else 'your referees'}."
    if application.stage is Stage.ASSESSMENT and application.assessor_id is None:
        return f"{late} No assessor has been free yet."
    return f"{late} We have more to do than we planned. Write to us, and we tell you more."


def _asked(request: InformationRequest, box: Box) -> Asked:
    return Asked(
        request.id, tuple(box.open_json(request.sealed)), tuple(request.topics), request.due_on, request.asked_on
    )


def _referee(referee: Referee, box: Box, today: date) -> RefereeLine:
    standing = referee.waited.standing(today)
    waiting = standing is Standing.WAITING
    return RefereeLine(
        told_of(referee.sealed, box).name,
        _STANDINGS[standing],
        referee.asked_on,
        referee.due_on if waiting else None,
        waiting,
    )


def _decision(decision: Decision, box: Box) -> DecisionShown:
    return DecisionShown(
        _OUTCOMES[decision.outcome],
        decision.decided_at,
        box.open(decision.reasons_sealed),
        box.open(decision.conditions_sealed) if decision.conditions_sealed else "",
        decision.conditions_until,
        box.open(decision.advice_sealed) if decision.advice_sealed else "",
    )


def _advice(application: Application, box: Box) -> tuple[str, ...]:
    """The advice of the officer and of the panel who read the declarations, without a name."""
    reviewed = select(DeclarationReview.id, DeclarationReview.advice_sealed).where(
        DeclarationReview.application_id == application.id
    )
    voted = select(PanelVote.id, PanelVote.advice_sealed).where(PanelVote.application_id == application.id)
    found = [*db.session.execute(reviewed.order_by(DeclarationReview.id))]
    found += db.session.execute(voted.order_by(PanelVote.id))
    return tuple(dict.fromkeys(box.open(sealed) for _, sealed in found if sealed))


def _appeals(application: Application, box: Box) -> tuple[AppealShown, ...]:
    """The appeals that were decided, oldest first."""
    lodged = db.session.scalars(
        select(Appeal).where(Appeal.application_id == application.id, Appeal.outcome.is_not(None)).order_by(Appeal.id)
    ).all()
    votes = db.session.scalars(
        select(AppealVote).where(AppealVote.appeal_id.in_([one.id for one in lodged])).order_by(AppealVote.id)
    ).all()
    return tuple(
        AppealShown(
            _APPEALS[one.outcome],
            one.decided_at,
            tuple(
                box.open(vote.reasons_sealed)
                for vote in votes
                if vote.appeal_id == one.id and vote.outcome is one.outcome
            ),
        )
        for one in lodged
        if one.outcome is not None and one.decided_at is not None
    )
