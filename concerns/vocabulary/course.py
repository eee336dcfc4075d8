"""How a concern runs: its stages, what the timeline says, its clocks, why it stands still, and why it ends."""

from __future__ import annotations

import enum


class Stage(enum.StrEnum):
    """Where a concern stands. `concerns.workflow` says who acts there and what may follow."""

    RECEIVED = "received"
    TRIAGE = "triage"
    LOCAL_RESOLUTION = "local_resolution"
    THRESHOLD = "threshold"
    INVESTIGATION = "investigation"
    EXAMINATION = "examination"
    PANEL = "panel"
    OUTCOME = "outcome"
    APPEAL = "appeal"
    MONITORING = "monitoring"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """As staff read it."""
        return _STAGES[self]


_STAGES = {
    Stage.RECEIVED: "Received",
    Stage.TRIAGE: "Triage",
    Stage.LOCAL_RESOLUTION: "Local resolution",
    Stage.THRESHOLD: "Threshold",
    Stage.INVESTIGATION: "Investigation",
    Stage.EXAMINATION: "Case to answer",
    Stage.PANEL: "Panel",
    Stage.OUTCOME: "Outcome",
    Stage.APPEAL: "Appeal",
    Stage.MONITORING: "Order in force",
    Stage.CLOSED: "Closed",
}
#: Those at which a concern is open, in the order of the work.
OPEN_STAGES = tuple(one for one in Stage if one is not Stage.CLOSED)
#: Something is open, from the moment it is linked to an entry on: nobody leaves the register before it is settled, or
#: found not to be ours (rules 6.4). Otherwise whoever hears of it could leave before anybody has read it.
HOLDING = frozenset(
    {
        Stage.RECEIVED,
        Stage.TRIAGE,
        Stage.LOCAL_RESOLUTION,
        Stage.THRESHOLD,
        Stage.INVESTIGATION,
        Stage.EXAMINATION,
        Stage.PANEL,
        Stage.OUTCOME,
        Stage.APPEAL,
    }
)


class PauseReason(enum.StrEnum):
    """Why the clock of a stage stands still: a short list, and nothing else (rules 6.6)."""

    POLICE_OR_COURT = "police_or_court"
    HEALTH = "health"
    THIRD_PARTY = "third_party"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {
            "police_or_court": "The police or a court ask us to wait",
            "health": "The registrant is too unwell to take part",
            "third_party": "We wait for somebody outside, whom we name",
        }[self.value]


class Job(enum.StrEnum):
    """What somebody is listed for in one concern. Their role alone does not let them into it."""

    INVESTIGATOR = "investigator"
    EXAMINER_LAY = "examiner_lay"
    EXAMINER_REGISTRANT = "examiner_registrant"
    CHAIR = "chair"
    MEMBER_LAY = "member_lay"
    MEMBER_REGISTRANT = "member_registrant"
    ADVISER = "adviser"
    COMPLIANCE = "compliance"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {
            "investigator": "Investigating officer",
            "examiner_lay": "Case examiner (lay)",
            "examiner_registrant": "Case examiner (registrant)",
            "chair": "Chair (lay)",
            "member_lay": "Panel member (lay)",
            "member_registrant": "Panel member (registrant)",
            "adviser": "Legal adviser",
        }.get(self.value, "Compliance officer")


class StepKind(enum.StrEnum):
    """What stands on the timeline that a reporter may read. Each has fixed words; nothing typed by staff is here."""

    RECEIVED = "received"
    REPLIED = "replied"
    TRIAGE_BEGAN = "triage_began"
    HANDED_OVER = "handed_over"
    CONTACTED = "contacted"
    DELAY_EXPLAINED = "delay_explained"
    REGISTRANT_TOLD = "registrant_told"
    ADDED = "added"
    CORRECTED = "corrected"
    NAMED = "named"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    CARRIED_ON = "carried_on"
    CLOSED = "closed"
    REVIEW_ASKED = "review_asked"
    REVIEW_ANSWERED = "review_answered"
    REOPENED = "reopened"
    LOCAL_BEGAN = "local_began"
    LOCAL_ENDED = "local_ended"
    FOUND_OURS = "found_ours"
    INVESTIGATION_BEGAN = "investigation_began"
    WAITING_BEGAN = "waiting_began"
    WAITING_ENDED = "waiting_ended"
    RESPONSE_ASKED = "response_asked"
    RESPONSE_ENDED = "response_ended"
    TO_EXAMINERS = "to_examiners"
    OUTCOME_OFFERED = "outcome_offered"
    TO_PANEL = "to_panel"
    INTERIM_ORDER = "interim_order"
    HEARING_LISTED = "hearing_listed"
    DECIDED = "decided"
    APPEALED = "appealed"
    APPEAL_DECIDED = "appeal_decided"
    MONITORING_BEGAN = "monitoring_began"
    REVIEWED = "reviewed"

    @property
    def words(self) -> str:
        """As the timeline says it."""
        return _STEPS[self]


_STEPS = {
    StepKind.RECEIVED: "We received your concern",
    StepKind.REPLIED: "A person replied for the first time",
    StepKind.TRIAGE_BEGAN: "We began to look at whether it is ours",
    StepKind.HANDED_OVER: "Another officer took it over",
    StepKind.CONTACTED: "We were in touch",
    StepKind.DELAY_EXPLAINED: "We said why it takes longer",
    StepKind.REGISTRANT_TOLD: "We told the case manager about it",
    StepKind.ADDED: "You told us more",
    StepKind.CORRECTED: "You put something right",
    StepKind.NAMED: "You told us your name",
    StepKind.WITHDRAWAL_ASKED: "You asked to take it back",
    StepKind.CARRIED_ON: "We decided to carry on",
    StepKind.CLOSED: "We closed it",
    StepKind.REVIEW_ASKED: "You asked us to look at the closing again",
    StepKind.REVIEW_ANSWERED: "We answered that",
    StepKind.REOPENED: "We opened it again",
    StepKind.LOCAL_BEGAN: "Everybody in it agreed to try to settle it",
    StepKind.LOCAL_ENDED: "Settling it did not work, so we go on",
    StepKind.FOUND_OURS: "We found that it is ours to look into",
    StepKind.INVESTIGATION_BEGAN: "We began to investigate",
    StepKind.WAITING_BEGAN: "We have to wait before we can go on",
    StepKind.WAITING_ENDED: "We can go on",
    StepKind.RESPONSE_ASKED: "We asked the case manager to answer",
    StepKind.RESPONSE_ENDED: "The case manager’s time to answer ended",
    StepKind.TO_EXAMINERS: "Two case examiners look at all of it",
    StepKind.OUTCOME_OFFERED: "The case examiners offered to end it by agreement",
    StepKind.TO_PANEL: "The case examiners passed it to a panel",
    StepKind.INTERIM_ORDER: "A temporary measure is in force. Nothing has been found",
    StepKind.HEARING_LISTED: "A day was set for a hearing",
    StepKind.DECIDED: "It was decided",
    StepKind.APPEALED: "The case manager asked other people to look at the decision",
    StepKind.APPEAL_DECIDED: "That was answered",
    StepKind.MONITORING_BEGAN: "We follow whether the decision is kept",
    StepKind.REVIEWED: "A panel looked at the order again",
}


class ClockName(enum.StrEnum):
    """What must happen by a day."""

    REPLY = "reply"
    TRIAGE = "triage"
    CONTACT = "contact"
    LOCAL_RESOLUTION = "local_resolution"
    THRESHOLD = "threshold"
    INVESTIGATION = "investigation"
    EXAMINATION = "examination"
    PANEL = "panel"
    OUTCOME = "outcome"
    APPEAL = "appeal"


class CloseReason(enum.StrEnum):
    """Why a concern is closed (rules 6.6 and 6.7)."""

    NEVER_REGISTERED = "never_registered"
    NOT_ABOUT_PRACTICE = "not_about_practice"
    TOO_LONG_AGO = "too_long_ago"
    FEES = "fees"
    LITIGATION = "litigation"
    EMPLOYMENT = "employment"
    ORGANISATION = "organisation"
    NOTHING_TO_CHECK = "nothing_to_check"
    DECIDED_ELSEWHERE = "decided_elsewhere"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    BELOW_THRESHOLD = "below_threshold"
    NO_CASE = "no_case"
    DISCONTINUED = "discontinued"
    FINISHED = "finished"

    @property
    def label(self) -> str:
        """As people read it."""
        return _CLOSE_REASONS[self]


_CLOSE_REASONS = {
    CloseReason.NEVER_REGISTERED: "The person was never on our register",
    CloseReason.NOT_ABOUT_PRACTICE: "It is not about their work, behaviour or health",
    CloseReason.TOO_LONG_AGO: "It was too long ago to look into fairly",
    CloseReason.FEES: "It is only about a bill",
    CloseReason.LITIGATION: "It is a different opinion in a court case",
    CloseReason.EMPLOYMENT: "It is between a worker and their employer",
    CloseReason.ORGANISATION: "It is about an organisation, not a person",
    CloseReason.NOTHING_TO_CHECK: "There was nothing we could check",
    CloseReason.DECIDED_ELSEWHERE: "Another body has dealt with it and people are safe",
    CloseReason.RESOLVED: "It was put right to the satisfaction of all",
    CloseReason.WITHDRAWN: "The reporter took it back, and nobody is at risk",
    CloseReason.DUPLICATE: "It is the same as another concern, which goes on",
    CloseReason.BELOW_THRESHOLD: "It could not show a serious enough departure from the Standards",
    CloseReason.NO_CASE: "There is no case to answer",
    CloseReason.DISCONTINUED: "We cannot go on with it",
    CloseReason.FINISHED: "Everything that was decided has been done",
}


#: What somebody may choose at triage. The others belong to later stages, each with its own act.
AT_TRIAGE = tuple(
    reason
    for reason in CloseReason
    if reason not in (CloseReason.BELOW_THRESHOLD, CloseReason.NO_CASE, CloseReason.DISCONTINUED, CloseReason.FINISHED)
)
#: Closings that their reporter wished for or agreed to, or of which they knew what was decided: no bad news any more.
AS_WISHED = frozenset({CloseReason.WITHDRAWN, CloseReason.RESOLVED, CloseReason.FINISHED})
#: Closings that a reporter may ask an independent lay reviewer to look at again (rules 6.9).
REVIEWABLE = frozenset({*AT_TRIAGE, CloseReason.BELOW_THRESHOLD, CloseReason.NO_CASE, CloseReason.DISCONTINUED})
