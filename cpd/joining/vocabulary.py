"""The words of the joining room: each with its code in data, and as people read it. No database, no clock."""

from __future__ import annotations

import enum


class Route(enum.StrEnum):
    """By which way somebody asks to come onto the register."""

    EXPERIENCE = "experience"
    CERTIFICATE = "certificate"
    RECOGNISED_GRADE = "recognised_grade"
    RETURN = "return"
    RESTORATION = "restoration"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "experience": "My experience as a case manager",
            "certificate": "A Certificate of Proficiency",
            "recognised_grade": "A grade of another body",
            "return": "I am coming back after a break",
            "restoration": "I am coming back after I was removed",
        }[self.value]

    @property
    def comes_back(self) -> bool:
        """Whether the person has a number already, and keeps it."""
        return self in (Route.RETURN, Route.RESTORATION)


class Stage(enum.StrEnum):
    """Where an application stands. `cpd.joining.workflow` says who acts there and what may follow."""

    RECEIVED = "received"
    COMPLETENESS = "completeness"
    VERIFICATION = "verification"
    DECLARATIONS = "declarations"
    DECLARATION_PANEL = "declaration_panel"
    ASSESSMENT = "assessment"
    DECISION = "decision"
    OFFER = "offer"
    INSURANCE = "insurance"
    REGISTERED = "registered"
    REFUSED = "refused"
    APPEAL = "appeal"
    REFUSAL_STANDS = "refusal_stands"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """As lists show it."""
        return _STAGES[self]


_STAGES = {
    Stage.RECEIVED: "Received",
    Stage.COMPLETENESS: "Checking that it is complete",
    Stage.VERIFICATION: "Checking what it says",
    Stage.DECLARATIONS: "Reading the declarations",
    Stage.DECLARATION_PANEL: "With the declarations panel",
    Stage.ASSESSMENT: "Being assessed",
    Stage.DECISION: "Waiting for the decision",
    Stage.OFFER: "Offered a place",
    Stage.INSURANCE: "Waiting for insurance that runs",
    Stage.REGISTERED: "On the register",
    Stage.REFUSED: "Refused",
    Stage.APPEAL: "Appeal",
    Stage.REFUSAL_STANDS: "Refused, after an appeal",
    Stage.EXPIRED: "The offer ran out",
    Stage.WITHDRAWN: "Taken back by the applicant",
    Stage.CLOSED: "Closed",
}
#: The institute has to do something, or the applicant has.
OPEN = frozenset(
    {
        Stage.RECEIVED,
        Stage.COMPLETENESS,
        Stage.VERIFICATION,
        Stage.DECLARATIONS,
        Stage.DECLARATION_PANEL,
        Stage.ASSESSMENT,
        Stage.DECISION,
        Stage.OFFER,
        Stage.INSURANCE,
        Stage.APPEAL,
    }
)
#: Before any decision.
UNDECIDED = OPEN - {Stage.OFFER, Stage.INSURANCE, Stage.APPEAL}
#: At these the applicant can be asked for something, and what was seen is written down.
ASKABLE = UNDECIDED | {Stage.INSURANCE}


class Actor(enum.StrEnum):
    """Who has to do the next thing."""

    SYSTEM = "system"
    APPLICANT = "applicant"
    OFFICER = "officer"
    PANEL = "panel"
    ASSESSOR = "assessor"
    REGISTRAR = "registrar"
    APPEAL_PANEL = "appeal_panel"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        """As the applicant reads it."""
        return {
            "system": "Our service",
            "applicant": "You",
            "officer": "A registration officer",
            "panel": "Two people of the declarations panel",
            "assessor": "An assessor",
            "registrar": "The registrar",
            "appeal_panel": "The appeal panel",
            "nobody": "Nobody",
        }[self.value]


class StepKind(enum.StrEnum):
    """A line of the timeline, in fixed words."""

    RECEIVED = "received"
    CHECK_BEGUN = "check_begun"
    COMPLETE = "complete"
    INFORMATION_ASKED = "information_asked"
    INFORMATION_GIVEN = "information_given"
    INFORMATION_TAKEN_BACK = "information_taken_back"
    REFEREE_ASKED = "referee_asked"
    REFEREE_ANSWERED = "referee_answered"
    REFEREE_DECLINED = "referee_declined"
    REFEREE_EXPIRED = "referee_expired"
    REFEREE_NAMED = "referee_named"
    VERIFIED = "verified"
    DECLARATIONS_CLEARED = "declarations_cleared"
    DECLARED_ANEW = "declared_anew"
    PANEL_ASKED = "panel_asked"
    PANEL_DONE = "panel_done"
    ASSESSOR_GIVEN = "assessor_given"
    ASSESSED = "assessed"
    BACK_TO_ASSESSMENT = "back_to_assessment"
    GRANTED = "granted"
    REFUSED = "refused"
    FEE_ASKED = "fee_asked"
    FEE_SETTLED = "fee_settled"
    INSURANCE_ASKED = "insurance_asked"
    ADMITTED = "admitted"
    OFFER_EXTENDED = "offer_extended"
    OFFER_EXPIRED = "offer_expired"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    APPEALED = "appealed"
    REFUSAL_STANDS = "refusal_stands"
    OVERTURNED = "overturned"
    REDONE = "redone"

    @property
    def sentence(self) -> str:
        """As the applicant reads it."""
        return _STEPS[self]


_STEPS = {
    StepKind.RECEIVED: "We have your application.",
    StepKind.CHECK_BEGUN: "We look whether anything is missing.",
    StepKind.COMPLETE: "Your application is complete.",
    StepKind.INFORMATION_ASKED: "We asked you for something more.",
    StepKind.INFORMATION_GIVEN: "You sent what we asked for.",
    StepKind.INFORMATION_TAKEN_BACK: "We no longer need what we asked for.",
    StepKind.REFEREE_ASKED: "We wrote to a referee.",
    StepKind.REFEREE_ANSWERED: "A referee has answered.",
    StepKind.REFEREE_DECLINED: "A referee cannot help. Name somebody else.",
    StepKind.REFEREE_EXPIRED: "A referee did not answer in time.",
    StepKind.REFEREE_NAMED: "You named another referee.",
    StepKind.VERIFIED: "We checked what you told us.",
    StepKind.DECLARATIONS_CLEARED: "We read your declarations. Nothing stands in the way.",
    StepKind.DECLARED_ANEW: "You changed an answer to a declaration.",
    StepKind.PANEL_ASKED: "Two people will look at your declarations.",
    StepKind.PANEL_DONE: "The two people have looked at your declarations.",
    StepKind.ASSESSOR_GIVEN: "An assessor has your application.",
    StepKind.ASSESSED: "The assessor has finished.",
    StepKind.BACK_TO_ASSESSMENT: "The registrar asked for an assessment before deciding.",
    StepKind.GRANTED: "We decided that you can join.",
    StepKind.REFUSED: "We decided that you cannot join now. Our letter says why.",
    StepKind.FEE_ASKED: "We offered you a place and told you the fee.",
    StepKind.FEE_SETTLED: "The fee is settled.",
    StepKind.INSURANCE_ASKED: "Your insurance has ended. We asked you for the new certificate.",
    StepKind.ADMITTED: "You are on the register.",
    StepKind.OFFER_EXTENDED: "You have more time to pay the fee.",
    StepKind.OFFER_EXPIRED: "The time to pay the fee ran out.",
    StepKind.WITHDRAWN: "You took your application back.",
    StepKind.CLOSED: "We closed this application.",
    StepKind.APPEALED: "You asked us to decide again. Three other people will.",
    StepKind.REFUSAL_STANDS: "The appeal panel agreed with the decision.",
    StepKind.OVERTURNED: "The appeal panel decided that you can join.",
    StepKind.REDONE: "The appeal panel asked other people to decide again.",
}


class RefereeTie(enum.StrEnum):
    """How a referee knows the applicant. The last three cannot be referees (rules 6.2)."""

    MANAGER = "manager"
    SUPERVISOR = "supervisor"
    COLLEAGUE = "colleague"
    INSTRUCTS = "instructs"
    OTHER_PROFESSIONAL = "other_professional"
    OTHER = "other"
    FAMILY = "family"
    BUSINESS_PARTNER = "business_partner"
    WORKS_FOR_APPLICANT = "works_for_applicant"

    @property
    def label(self) -> str:
        """As the applicant reads it."""
        return {
            "manager": "My manager, now or before",
            "supervisor": "My supervisor",
            "colleague": "We work together",
            "instructs": "Somebody who gives me work, such as a solicitor",
            "other_professional": "Another professional who knows my work",
            "other": "They know me in another way",
            "family": "Family, or we live together",
            "business_partner": "We own a business together",
            "works_for_applicant": "They work for me",
        }[self.value]

    @property
    def is_professional(self) -> bool:
        """Whether they can speak of the applicant's work."""
        return self in _PROFESSIONAL

    @property
    def may_vouch(self) -> bool:
        """Whether they stand far enough away."""
        return self not in TOO_CLOSE


_PROFESSIONAL = frozenset(
    {
        RefereeTie.MANAGER,
        RefereeTie.SUPERVISOR,
        RefereeTie.COLLEAGUE,
        RefereeTie.INSTRUCTS,
        RefereeTie.OTHER_PROFESSIONAL,
    }
)
TOO_CLOSE = frozenset({RefereeTie.FAMILY, RefereeTie.BUSINESS_PARTNER, RefereeTie.WORKS_FOR_APPLICANT})


class Address(enum.StrEnum):
    """How we know that a referee is who they are said to be (rules 6.2: organisation email or staff call back)."""

    ORGANISATION = "organisation"
    CALL_NEEDED = "call_needed"
    CALLED = "called"


class CheckItem(enum.StrEnum):
    """What an officer makes sure of (rules 6.2, verification)."""

    IDENTITY = "identity"
    QUALIFICATION = "qualification"
    WORK = "work"
    OTHER_REGISTER = "other_register"
    INSURANCE = "insurance"
    RECORD_CHECK = "record_check"
    REFERENCE = "reference"

    @property
    def label(self) -> str:
        """As officers read it."""
        return {
            "identity": "Identity",
            "qualification": "Qualification",
            "work": "Work and gaps",
            "other_register": "Other register",
            "insurance": "Insurance",
            "record_check": "Criminal record check",
            "reference": "Reference",
        }[self.value]


class CheckOutcome(enum.StrEnum):
    """What came of making sure."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    NOT_NEEDED = "not_needed"


class IdentityDocument(enum.StrEnum):
    """A paper with a photograph, as it was seen."""

    PASSPORT = "passport"
    DRIVING_PHOTOCARD = "driving_photocard"
    IDENTITY_CARD = "identity_card"
    RESIDENCE_PERMIT = "residence_permit"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "passport": "Passport",
            "driving_photocard": "Driving photocard",
            "identity_card": "Identity card",
            "residence_permit": "Residence permit",
        }[self.value]
