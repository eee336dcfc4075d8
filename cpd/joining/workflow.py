"""The life of an application as a table: where it stands, who acts there, and what may follow (rules 6.2).

A draft is `foundation.journey`'s. While we wait for something we asked the applicant for, an application stays where it
stands and its clock does not run (`cpd.joining.clocks`): that is a row of its own, not a stage.
"""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.joining.vocabulary import UNDECIDED, Actor, Stage
from foundation.workflow import Move, State, Workflow

CHECK = Permission.CHECK_APPLICATIONS.value
_ON_THE_TIMELINE = "The applicant sees it on the timeline, and nothing is asked of them."


def _from(*stages: Stage) -> frozenset[str]:
    return frozenset(stage.value for stage in stages)


def _state(stage: Stage, owner: Actor, about: str, *, final: bool = False) -> State:
    return State(stage.value, owner.value, about, final)


WORKFLOW = Workflow(
    "application",
    (
        _state(Stage.RECEIVED, Actor.SYSTEM, "We have the application."),
        _state(Stage.COMPLETENESS, Actor.OFFICER, "We look whether anything is missing."),
        _state(Stage.VERIFICATION, Actor.OFFICER, "We check what the application says."),
        _state(Stage.DECLARATIONS, Actor.OFFICER, "We read the declarations."),
        _state(Stage.DECLARATION_PANEL, Actor.PANEL, "Two people look at the declarations."),
        _state(Stage.ASSESSMENT, Actor.ASSESSOR, "An assessor looks whether the Standards are met."),
        _state(Stage.DECISION, Actor.REGISTRAR, "The registrar decides."),
        _state(Stage.OFFER, Actor.APPLICANT, "A place is offered. The fee is not paid yet."),
        _state(Stage.INSURANCE, Actor.OFFICER, "Only insurance that runs is missing. We look at it when it comes."),
        _state(Stage.REGISTERED, Actor.NOBODY, "The applicant is on the register.", final=True),
        _state(Stage.REFUSED, Actor.NOBODY, "The application was refused."),
        _state(Stage.APPEAL, Actor.APPEAL_PANEL, "Three other people look at the refusal."),
        _state(Stage.REFUSAL_STANDS, Actor.NOBODY, "The refusal stands after an appeal.", final=True),
        _state(Stage.EXPIRED, Actor.NOBODY, "The fee was not paid in time."),
        _state(Stage.WITHDRAWN, Actor.NOBODY, "The applicant took the application back.", final=True),
        _state(Stage.CLOSED, Actor.NOBODY, "The application was closed without a decision.", final=True),
    ),
    (
        Move(
            "begin_check",
            _from(Stage.RECEIVED),
            Stage.COMPLETENESS.value,
            None,
            letter="application_received",
        ),
        Move(
            "confirm_complete",
            _from(Stage.COMPLETENESS),
            Stage.VERIFICATION.value,
            CHECK,
            letter="application_complete",
        ),
        Move(
            "verify",
            _from(Stage.VERIFICATION),
            Stage.DECLARATIONS.value,
            CHECK,
            silent_because=_ON_THE_TIMELINE,
        ),
        Move(
            "verify_nothing_declared",
            _from(Stage.VERIFICATION),
            Stage.ASSESSMENT.value,
            CHECK,
            silent_because=_ON_THE_TIMELINE,
        ),
        Move(
            "clear_declarations",
            _from(Stage.DECLARATIONS),
            Stage.ASSESSMENT.value,
            CHECK,
            silent_because="Advice, if any, stands in the letter about the decision, so that it is not read as one.",
        ),
        Move(
            "declare_anew",
            _from(Stage.ASSESSMENT, Stage.DECISION),
            Stage.DECLARATIONS.value,
            None,
            silent_because="The applicant has just told us, and the page thanks them.",
        ),
        Move(
            "refer_declarations",
            _from(Stage.DECLARATIONS),
            Stage.DECLARATION_PANEL.value,
            CHECK,
            letter="application_panel",
        ),
        Move(
            "panel_passes",
            _from(Stage.DECLARATION_PANEL),
            Stage.ASSESSMENT.value,
            Permission.VOTE.value,
            silent_because="What the two found stands in the letter about the decision, so that it is not read as one.",
        ),
        Move(
            "panel_would_refuse",
            _from(Stage.DECLARATION_PANEL),
            Stage.DECISION.value,
            Permission.VOTE.value,
            silent_because="The registrar has not decided yet, and may decide otherwise.",
        ),
        Move(
            "assess",
            _from(Stage.ASSESSMENT),
            Stage.DECISION.value,
            Permission.ASSESS.value,
            silent_because="The registrar has not decided yet, and may decide otherwise.",
        ),
        Move(
            "send_to_assessment",
            _from(Stage.DECISION),
            Stage.ASSESSMENT.value,
            Permission.DECIDE_APPLICATIONS.value,
            silent_because=_ON_THE_TIMELINE,
        ),
        Move(
            "offer",
            _from(Stage.DECISION),
            Stage.OFFER.value,
            Permission.DECIDE_APPLICATIONS.value,
            letter="application_offer",
        ),
        Move(
            "admit_at_once",
            _from(Stage.DECISION),
            Stage.REGISTERED.value,
            Permission.DECIDE_APPLICATIONS.value,
            letter="application_admitted",
        ),
        Move(
            "refuse",
            _from(Stage.DECISION),
            Stage.REFUSED.value,
            Permission.DECIDE_APPLICATIONS.value,
            letter="application_refused",
        ),
        Move(
            "settle",
            _from(Stage.OFFER, Stage.EXPIRED),
            Stage.REGISTERED.value,
            Permission.INVOICE.value,
            letter="application_admitted",
        ),
        Move(
            "settle_uninsured",
            _from(Stage.OFFER, Stage.EXPIRED),
            Stage.INSURANCE.value,
            Permission.INVOICE.value,
            letter="application_insurance",
        ),
        Move(
            "admit_insured",
            _from(Stage.INSURANCE),
            Stage.REGISTERED.value,
            CHECK,
            letter="application_admitted",
        ),
        Move(
            "expire",
            _from(Stage.OFFER),
            Stage.EXPIRED.value,
            None,
            letter="application_offer_expired",
        ),
        Move(
            "offer_again",
            _from(Stage.EXPIRED),
            Stage.OFFER.value,
            Permission.INVOICE.value,
            letter="fee_payment_failed",
        ),
        Move(
            "withdraw",
            _from(*UNDECIDED, Stage.OFFER, Stage.INSURANCE, Stage.APPEAL),
            Stage.WITHDRAWN.value,
            None,
            letter="application_withdrawn",
        ),
        Move(
            "close",
            _from(*UNDECIDED, Stage.OFFER, Stage.INSURANCE),
            Stage.CLOSED.value,
            CHECK,
            letter="application_closed",
        ),
        Move(
            "appeal",
            _from(Stage.REFUSED),
            Stage.APPEAL.value,
            None,
            letter="application_appeal_received",
        ),
        Move(
            "uphold",
            _from(Stage.APPEAL),
            Stage.REFUSAL_STANDS.value,
            Permission.HEAR_APPEALS.value,
            letter="application_appeal_decided",
        ),
        Move(
            "overturn_to_offer",
            _from(Stage.APPEAL),
            Stage.OFFER.value,
            Permission.HEAR_APPEALS.value,
            letter="application_offer",
        ),
        Move(
            "overturn_and_admit",
            _from(Stage.APPEAL),
            Stage.REGISTERED.value,
            Permission.HEAR_APPEALS.value,
            letter="application_admitted",
        ),
        Move(
            "overturn_to_insurance",
            _from(Stage.APPEAL),
            Stage.INSURANCE.value,
            Permission.HEAR_APPEALS.value,
            letter="application_insurance",
        ),
        Move(
            "redo",
            _from(Stage.APPEAL),
            Stage.ASSESSMENT.value,
            Permission.HEAR_APPEALS.value,
            letter="application_appeal_decided",
        ),
    ),
)
#: From which stage on nobody can check or review any more what was checked there.
ORDER = tuple(Stage(state.name) for state in WORKFLOW.states)


def owner(stage: Stage) -> Actor:
    """Who acts at a stage, unless we wait for the applicant."""
    return Actor(WORKFLOW.state(stage.value).owner)
