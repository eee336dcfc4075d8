"""The words of a CPD audit: why somebody is in it, where it stands, what is found."""

from __future__ import annotations

import enum


class Frame(enum.StrEnum):
    """How somebody stands in the frozen list of a draw."""

    IN = "in"
    NEW = "new"
    PASSED = "passed"
    UNDER_WAY = "under_way"

    @property
    def label(self) -> str:
        """As staff count them."""
        return {
            "in": "In the draw",
            "new": "Left out: registered for less than a year",
            "passed": "Left out: met an audit not long ago",
            "under_way": "Left out: an audit of theirs is under way",
        }[self.value]


class DrawStage(enum.StrEnum):
    """How far a draw that was asked for has come."""

    ASKED = "asked"
    DRAWING = "drawing"
    MADE = "made"
    NOBODY = "nobody"


class Why(enum.StrEnum):
    """Why somebody is audited."""

    DRAWN = "drawn"
    LATE_RENEWAL = "late_renewal"
    EARLIER_FAIL = "earlier_fail"
    UNFINISHED = "unfinished"
    CONCERN = "concern"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {
            "drawn": "Drawn by chance",
            "late_renewal": "Renewed late, or came back after a break",
            "earlier_fail": "Did not meet an earlier audit",
            "unfinished": "An earlier audit was not finished when they left or lapsed",
            "concern": "Linked to a concern",
            "other": "Another reason",
        }[self.value]

    @property
    def told(self) -> str:
        """As the person reads it. A concern is never named here."""
        return {
            "drawn": "You were drawn by chance.",
            "late_renewal": "You renewed late.",
            "earlier_fail": "Your record did not meet an earlier audit.",
            "unfinished": "An earlier audit of your record was not finished.",
            "concern": "We ask some people besides those drawn by chance.",
            "other": "We ask some people besides those drawn by chance.",
        }[self.value]


class Stage(enum.StrEnum):
    """Where an audit stands."""

    CHOSEN = "chosen"
    DEFERRED = "deferred"
    ASKED = "asked"
    ASSESSMENT = "assessment"
    SECOND_MARK = "second_mark"
    MORE = "more"
    FURTHER_TIME = "further_time"
    REGISTRAR = "registrar"
    NOTICE = "notice"
    APPEAL = "appeal"
    MET = "met"
    REMOVED = "removed"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {
            "chosen": "Chosen, not told yet",
            "deferred": "Waits for the end of leave",
            "asked": "Waits for the record",
            "assessment": "With the assessor",
            "second_mark": "With a second assessor",
            "more": "Asked for more",
            "further_time": "Has further time",
            "registrar": "With the registrar",
            "notice": "Notice of removal",
            "appeal": "Appeal",
            "met": "Met",
            "removed": "Removed",
            "stopped": "Stopped",
        }[self.value]


OVER = frozenset({Stage.MET, Stage.REMOVED, Stage.STOPPED})
OPEN = frozenset(Stage) - OVER
#: Where the registrant has something to send.
SENDS = frozenset({Stage.ASKED, Stage.MORE, Stage.FURTHER_TIME})


class Actor(enum.StrEnum):
    """Who acts at a stage."""

    SYSTEM = "system"
    REGISTRANT = "registrant"
    OFFICER = "officer"
    ASSESSOR = "assessor"
    REGISTRAR = "registrar"
    APPEAL_PANEL = "appeal_panel"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {
            "system": "The service",
            "registrant": "The registrant",
            "officer": "An officer",
            "assessor": "An assessor",
            "registrar": "The registrar",
            "appeal_panel": "The appeal panel",
            "nobody": "Nobody",
        }[self.value]


class Finding(enum.StrEnum):
    """What an assessor finds in a record, or the registrar in the end."""

    MET = "met"
    MET_WITH_ADVICE = "met_with_advice"
    MORE = "more"
    FURTHER_TIME = "further_time"
    NOT_MET = "not_met"

    @property
    def label(self) -> str:
        """As an assessor chooses it."""
        return {
            "met": "Met",
            "met_with_advice": "Met, with advice",
            "more": "More information is needed",
            "further_time": "Not enough yet: give further time to make it good",
            "not_met": "Not met",
        }[self.value]

    @property
    def passes(self) -> bool:
        """Whether the record is enough."""
        return self in (Finding.MET, Finding.MET_WITH_ADVICE)

    @property
    def needs_words(self) -> bool:
        """Whether the registrant has to be told something in words."""
        return self is not Finding.MET


class Cause(enum.StrEnum):
    """Why an audit lies with the registrar."""

    NOTHING_SENT = "nothing_sent"
    BOTH_NOT_MET = "both_not_met"
    DISAGREED = "disagreed"

    @property
    def sentence(self) -> str:
        """As staff read it."""
        return {
            "nothing_sent": "Nothing was sent in time.",
            "both_not_met": "Two assessors, apart from each other, find that it is not met.",
            "disagreed": "Two assessors, apart from each other, do not agree.",
        }[self.value]


class AppealOutcome(enum.StrEnum):
    """What three people decide about an appeal."""

    UPHOLD = "uphold"
    OVERTURN = "overturn"
    REDO = "redo"

    @property
    def label(self) -> str:
        """As a panel member chooses it."""
        return {
            "uphold": "The decision stands",
            "overturn": "The record meets what is asked",
            "redo": "Others assess it again",
        }[self.value]


class StepKind(enum.StrEnum):
    """A line on the timeline that the registrant sees."""

    CHOSEN = "chosen"
    DEFERRED = "deferred"
    TOLD = "told"
    MORE_TIME = "more_time"
    NO_MORE_TIME = "no_more_time"
    SENT = "sent"
    ASSESSED = "assessed"
    ASKED_MORE = "asked_more"
    FURTHER_TIME = "further_time"
    NOTHING_SENT = "nothing_sent"
    TO_REGISTRAR = "to_registrar"
    MET = "met"
    NOT_MET = "not_met"
    APPEALED = "appealed"
    APPEAL_UPHELD = "appeal_upheld"
    APPEAL_WON = "appeal_won"
    REDONE = "redone"
    REMOVED = "removed"
    STOPPED = "stopped"

    @property
    def sentence(self) -> str:
        """As both sides read it."""
        return _STEPS[self]


_STEPS = {
    StepKind.CHOSEN: "You were chosen for a CPD audit.",
    StepKind.DEFERRED: "Your audit waits until your leave is over.",
    StepKind.TOLD: "We asked for your CPD record.",
    StepKind.MORE_TIME: "We gave more time.",
    StepKind.NO_MORE_TIME: "More time was asked for and not given.",
    StepKind.SENT: "You sent your record.",
    StepKind.ASSESSED: "An assessor looked at your record.",
    StepKind.ASKED_MORE: "We asked for more information.",
    StepKind.FURTHER_TIME: "We gave further time to make the record good.",
    StepKind.NOTHING_SENT: "The time ran out and nothing had come.",
    StepKind.TO_REGISTRAR: "It went to the registrar.",
    StepKind.MET: "Your record meets what is asked.",
    StepKind.NOT_MET: "The registrar decided that it is not met.",
    StepKind.APPEALED: "You appealed.",
    StepKind.APPEAL_UPHELD: "Three other people decided that the decision stands.",
    StepKind.APPEAL_WON: "Three other people decided that your record meets what is asked.",
    StepKind.REDONE: "Three other people asked others to assess it again.",
    StepKind.REMOVED: "You were taken off the register.",
    StepKind.STOPPED: "The audit was stopped.",
}
