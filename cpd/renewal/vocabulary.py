"""The words of renewal: where somebody stands with it, what is still missing, and what has happened."""

from __future__ import annotations

import enum


class Place(enum.StrEnum):
    """Where somebody stands at a moment, seen from their last period alone (rules 6.4)."""

    NOT_YET = "not_yet"
    OPEN = "open"
    LATE = "late"
    RETURN_A = "return_a"
    RETURN_B = "return_b"
    TOO_LATE = "too_late"
    NOT_HERE = "not_here"

    @property
    def is_return(self) -> bool:
        """Whether it is coming back, and no longer going on."""
        return self in (Place.RETURN_A, Place.RETURN_B)

    @property
    def may_begin(self) -> bool:
        """Whether they may renew or come back here now."""
        return self in (Place.OPEN, Place.LATE, Place.RETURN_A, Place.RETURN_B)


class Band(enum.StrEnum):
    """How a renewal came about, once it has."""

    IN_TIME = "in_time"
    LATE = "late"
    RETURN_A = "return_a"
    RETURN_B = "return_b"

    @property
    def label(self) -> str:
        """As staff read it."""
        return _BANDS[self]


_BANDS = {
    Band.IN_TIME: "Renewed in time",
    Band.LATE: "Renewed late",
    Band.RETURN_A: "Came back within a year",
    Band.RETURN_B: "Came back in the second year",
}


#: What the public reads of who is suspended for want of insurance. No finding, and nothing about conduct.
NOT_SHOWN = (
    "We were not shown current insurance. May not work as an IRCM registered case manager until we are. "
    "This is not about conduct."
)


class Queue(enum.StrEnum):
    """Whose it is to talk to somebody about an answer that nobody disputes (rules 6.3, last column)."""

    REGISTRATION = "registration"
    CPD = "cpd"
    AUDIT = "audit"
    RETURN_ROUTE = "return_route"
    CLAIMS = "claims"
    LEARNING = "learning"

    @property
    def label(self) -> str:
        """As staff read it."""
        return _QUEUES[self]


_QUEUES = {
    Queue.REGISTRATION: "Registration",
    Queue.CPD: "CPD",
    Queue.AUDIT: "Audit",
    Queue.RETURN_ROUTE: "Return route",
    Queue.CLAIMS: "Claims",
    Queue.LEARNING: "Learning",
}
#: Beside the codes of questions: the CPD record itself did not meet what is asked for.
CPD_RECORD = "CPD"


class Stage(enum.StrEnum):
    """Where one renewal stands."""

    OPEN = "open"
    SENT = "sent"
    LOOKED_AT = "looked_at"
    RENEWED = "renewed"
    SENT_ON = "sent_on"
    OVER = "over"

    @property
    def label(self) -> str:
        """As staff read it."""
        return _STAGES[self]

    @property
    def is_open(self) -> bool:
        """Whether something can still come of it."""
        return self in (Stage.OPEN, Stage.SENT, Stage.LOOKED_AT)


_STAGES = {
    Stage.OPEN: "Begun",
    Stage.SENT: "Sent, something is missing",
    Stage.LOOKED_AT: "An officer looks",
    Stage.RENEWED: "Renewed",
    Stage.SENT_ON: "Has to apply to come back",
    Stage.OVER: "Nothing came of it",
}


class Part(enum.StrEnum):
    """The four things without which nothing is renewed."""

    DECLARATIONS = "declarations"
    INSURANCE = "insurance"
    CPD = "cpd"
    FEE = "fee"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "declarations": "Your declarations",
            "insurance": "Insurance",
            "cpd": "CPD statement",
            "fee": "The fee",
        }[self.value]


class StepKind(enum.StrEnum):
    """A line of what has happened."""

    BEGUN = "begun"
    SENT = "sent"
    REOPENED = "reopened"
    FEE_ASKED = "fee_asked"
    FEE_SETTLED = "fee_settled"
    PAYMENT_FAILED = "payment_failed"
    BRIDGED = "bridged"
    LOOKED_AT = "looked_at"
    RENEWED = "renewed"
    LAPSED = "lapsed"
    PROVISIONAL = "provisional"
    SENT_ON = "sent_on"
    OVER = "over"

    @property
    def sentence(self) -> str:
        """As the registrant reads it."""
        return _STEPS[self]


_STEPS = {
    StepKind.BEGUN: "You began.",
    StepKind.SENT: "You sent your declarations, insurance and CPD statement.",
    StepKind.REOPENED: "We needed your answers once more.",
    StepKind.FEE_ASKED: "We asked for the fee.",
    StepKind.FEE_SETTLED: "The fee was settled.",
    StepKind.PAYMENT_FAILED: "A payment did not go through.",
    StepKind.BRIDGED: "You stay on the register while you put the payment right.",
    StepKind.LOOKED_AT: "An officer began to look at it.",
    StepKind.RENEWED: "Your registration was renewed.",
    StepKind.LAPSED: "Your registration had lapsed before that. Your record shows it.",
    StepKind.PROVISIONAL: "Somebody looks at what you told us. You stay registered meanwhile.",
    StepKind.SENT_ON: "We asked you to apply to come back instead.",
    StepKind.OVER: "The time for this ran out.",
}


class Watch(enum.StrEnum):
    """What we write about before its day comes."""

    RENEWAL = "renewal"
    INSURANCE = "insurance"
    RECORD_CHECK = "record_check"


class CameBy(enum.StrEnum):
    """How we came to know of a certificate."""

    RENEWAL = "renewal"
    UPDATE = "update"


class Seen(enum.StrEnum):
    """What an officer found when they looked at a certificate."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    OVERTAKEN = "overtaken"


class ReachedBy(enum.StrEnum):
    """How staff reached somebody whom no letter reached."""

    PHONE = "phone"
    TEXT = "text"
    POST = "post"
    NOT_REACHED = "not_reached"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {
            "phone": "Spoke on the telephone",
            "text": "Sent a text message",
            "post": "Sent a letter by post",
            "not_reached": "Tried, and did not reach them",
        }[self.value]
