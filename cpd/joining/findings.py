"""What people find and decide about an application, in codes and as read. No database, no clock."""

from __future__ import annotations

import enum


class ReviewFinding(enum.StrEnum):
    """What an officer says of declarations. Only a panel or the registrar can go further."""

    CLEAR = "clear"
    CLEAR_WITH_ADVICE = "clear_with_advice"
    REFER = "refer"

    @property
    def label(self) -> str:
        """As officers choose it."""
        return {
            "clear": "Nothing stands in the way",
            "clear_with_advice": "Nothing stands in the way, with advice to the applicant",
            "refer": "Two people of the panel should look",
        }[self.value]


class PanelFinding(enum.StrEnum):
    """What one of the two people of the declarations panel says."""

    CLEAR = "clear"
    CLEAR_WITH_ADVICE = "clear_with_advice"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        """As panel members choose it."""
        return {
            "clear": "Nothing stands in the way",
            "clear_with_advice": "Nothing stands in the way, with advice to the applicant",
            "refuse": "The registrar should refuse",
        }[self.value]


class HealthFinding(enum.StrEnum):
    """What the health officer tells the others, and nothing more."""

    NOTHING = "nothing"
    SUPPORT = "support"
    CONDITIONS = "conditions"
    NOT_SAFE = "not_safe"

    @property
    def label(self) -> str:
        """As the registrar reads it."""
        return {
            "nothing": "Nothing stands in the way",
            "support": "Nothing stands in the way, with support in place",
            "conditions": "Safe with conditions",
            "not_safe": "Not safe to practise now",
        }[self.value]


class HealthStanding(enum.StrEnum):
    """Whether the health officer has something to read."""

    NOTHING_TO_READ = "nothing_to_read"
    WAITING = "waiting"
    READ = "read"


class AssessmentFinding(enum.StrEnum):
    """What an assessor finds."""

    MEETS = "meets"
    MORE_EVIDENCE = "more_evidence"
    DOES_NOT_MEET = "does_not_meet"

    @property
    def label(self) -> str:
        """As assessors choose it."""
        return {
            "meets": "Meets the Standards",
            "more_evidence": "More evidence is needed",
            "does_not_meet": "Does not meet the Standards",
        }[self.value]


class Outcome(enum.StrEnum):
    """What the registrar decides."""

    GRANT = "grant"
    GRANT_WITH_CONDITIONS = "grant_with_conditions"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        """As the registrar chooses it."""
        return {
            "grant": "Grant",
            "grant_with_conditions": "Grant with conditions",
            "refuse": "Refuse",
        }[self.value]


class AppealGround(enum.StrEnum):
    """Why somebody appeals (rules 6.9)."""

    PROCESS = "process"
    UNREASONABLE = "unreasonable"
    NEW_EVIDENCE = "new_evidence"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "process": "Something went wrong in how you decided",
            "unreasonable": "The decision is not reasonable",
            "new_evidence": "There is something you did not know",
        }[self.value]


class AppealOutcome(enum.StrEnum):
    """What an appeal panel decides."""

    UPHOLD = "uphold"
    OVERTURN = "overturn"
    REDO = "redo"

    @property
    def label(self) -> str:
        """As panel members choose it."""
        return {
            "uphold": "The refusal stands",
            "overturn": "The applicant can join",
            "redo": "Other people decide again",
        }[self.value]


class CloseReason(enum.StrEnum):
    """Why the institute closes an application that nobody decided."""

    DIED = "died"
    DUPLICATE = "duplicate"
    NOT_COMPLETED = "not_completed"

    @property
    def label(self) -> str:
        """As officers choose it."""
        return {
            "died": "The applicant has died",
            "duplicate": "The same person has another application",
            "not_completed": "What we asked for never came",
        }[self.value]


class DelayReason(enum.StrEnum):
    """Why an application is late."""

    MANY = "many"
    SOMEBODY_ELSE = "somebody_else"
    ABSENCE = "absence"
    CAREFUL = "careful"
    NOBODY_FREE = "nobody_free"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As the applicant reads it."""
        return {
            "many": "We have more applications than we planned for",
            "somebody_else": "We wait for somebody outside, such as another register or an insurer",
            "absence": "The person who has it is away",
            "careful": "It needs more time than most to do it well",
            "nobody_free": "Nobody who may take it on has been free yet",
            "other": "Something else",
        }[self.value]


class SeatKind(enum.StrEnum):
    """Which panel somebody is listed for."""

    DECLARATIONS = "declarations"
    APPEAL = "appeal"


def of_two(findings: tuple[PanelFinding, PanelFinding]) -> PanelFinding | None:
    """What the two people find together; None when one would refuse and the other would not.

    Then the assessment goes on and the registrar decides with both views at hand.
    """
    refusing = findings.count(PanelFinding.REFUSE)
    if refusing == 2:
        return PanelFinding.REFUSE
    if refusing == 1:
        return None
    return PanelFinding.CLEAR_WITH_ADVICE if PanelFinding.CLEAR_WITH_ADVICE in findings else PanelFinding.CLEAR


def of_three(outcomes: tuple[AppealOutcome, AppealOutcome, AppealOutcome]) -> AppealOutcome:
    """What most of the three decide. When no two agree, other people decide again."""
    return next((one for one in AppealOutcome if outcomes.count(one) >= 2), AppealOutcome.REDO)
