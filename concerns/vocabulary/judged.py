"""The words of judging: triage, threshold, case examiners, panels, sanctions, appeals (rules 6.6 to 6.9)."""

from __future__ import annotations

import enum


class TriageOutcome(enum.StrEnum):
    """What triage decided of a concern that is ours."""

    LOCAL = "local"
    THRESHOLD = "threshold"
    FAST = "fast"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {
            "local": "It is minor and safe, and both sides are willing to settle it",
            "threshold": "It is ours: on to the threshold test",
            "fast": "It is ours and serious: straight to an investigation",
        }[self.value]


class Ground(enum.StrEnum):
    """What an allegation may rest on."""

    MISCONDUCT = "misconduct"
    COMPETENCE = "competence"
    HEALTH = "health"
    CONVICTION = "conviction"
    OTHER_BODY = "other_body"
    ENTRY = "entry"
    BREACH = "breach"
    DUTY = "duty"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "misconduct": "Misconduct",
            "competence": "Lack of competence",
            "health": "Health",
            "conviction": "Conviction or caution",
            "other_body": "Decision by another body",
            "entry": "Entry gained by fraud or mistake",
            "breach": "Breach of an order or undertaking",
            "duty": "Failure to meet a registration duty",
        }[self.value]


class Factor(enum.StrEnum):
    """What is weighed at the threshold, each ticked and explained."""

    HARM = "harm"
    VULNERABILITY = "vulnerability"
    REPEATED = "repeated"
    TRUST = "trust"
    DISHONESTY = "dishonesty"
    INSIGHT = "insight"
    TIME = "time"
    CONTEXT = "context"
    ELSEWHERE = "elsewhere"
    WISHES = "wishes"
    EVIDENCE = "evidence"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {
            "harm": "Harm done or risked",
            "vulnerability": "Somebody vulnerable",
            "repeated": "It happened again",
            "trust": "Trust was abused",
            "dishonesty": "Dishonesty",
            "insight": "Insight, apology, putting right",
            "time": "Time that has passed",
            "context": "Context and workload",
            "elsewhere": "What an employer or another regulator did",
            "wishes": "What the reporter wishes",
            "evidence": "How strong the evidence is",
        }[self.value]


class Yes(enum.StrEnum):
    """An answer to one limb of the threshold test."""

    YES = "yes"
    DOUBT = "doubt"
    NO = "no"


class Finding(enum.StrEnum):
    """What a case examiner, or both together, find."""

    NO_CASE = "no_case"
    ADVICE = "advice"
    WARNING = "warning"
    AGREED = "agreed"
    REFER = "refer"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {
            "no_case": "No case to answer",
            "advice": "No case to answer, with advice",
            "warning": "A warning, if the registrant accepts it",
            "agreed": "An agreed outcome: undertakings, if the registrant accepts them",
            "refer": "A case to answer: a panel hears it",
        }[self.value]


class HearingKind(enum.StrEnum):
    """What a panel meets for."""

    FINAL = "final"
    INTERIM = "interim"
    INTERIM_REVIEW = "interim_review"
    REVIEW = "review"
    APPEAL = "appeal"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "final": "Hearing",
            "interim": "Interim hearing",
            "interim_review": "Review of an interim order",
            "review": "Review of an order",
            "appeal": "Appeal",
        }[self.value]

    @property
    def is_interim(self) -> bool:
        """Whether its people take no part in the final decision."""
        return self in (HearingKind.INTERIM, HearingKind.INTERIM_REVIEW)


class Sanction(enum.StrEnum):
    """What a panel may decide, the mildest first: the ladder that it walks, with a reason at each rung."""

    NONE = "none"
    ADVICE = "advice"
    WARNING = "warning"
    CONDITIONS = "conditions"
    SUSPENSION = "suspension"
    REMOVAL = "removal"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"none": "No further action", "conditions": "Conditions of practice"}.get(
            self.value, self.value.capitalize()
        )


LADDER = tuple(Sanction)


class InterimGround(enum.StrEnum):
    """Why an interim order may be made. The first says "necessary", not merely wished for."""

    PROTECT = "protect"
    PUBLIC_INTEREST = "public_interest"
    OWN_INTERESTS = "own_interests"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "protect": "It is necessary to protect the public",
            "public_interest": "It is otherwise in the public interest",
            "own_interests": "It is in the registrant’s own interests",
        }[self.value]


class Decided(enum.StrEnum):
    """What an interim panel, a review or an appeal panel decides."""

    NO_ORDER = "no_order"
    INTERIM_CONDITIONS = "interim_conditions"
    INTERIM_SUSPENSION = "interim_suspension"
    CONTINUE = "continue"
    EXTEND = "extend"
    END = "end"
    DISMISSED = "dismissed"
    OVERTURNED = "overturned"
    HEAR_AGAIN = "hear_again"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "no_order": "No order",
            "interim_conditions": "Interim conditions",
            "interim_suspension": "Interim suspension",
            "continue": "The order goes on as it is",
            "extend": "The order runs longer",
            "end": "The order ends now",
            "dismissed": "The decision stands",
            "overturned": "The decision falls",
            "hear_again": "A new panel hears it again",
        }[self.value]


class AppealGround(enum.StrEnum):
    """Why a decision may be appealed (rules 6.9)."""

    PROCESS = "process"
    UNREASONABLE = "unreasonable"
    NEW_EVIDENCE = "new_evidence"

    @property
    def label(self) -> str:
        """As people choose it."""
        return {
            "process": "Something went wrong in how it was decided",
            "unreasonable": "The decision was not reasonable",
            "new_evidence": "There is new evidence",
        }[self.value]
