"""The words of requests and complaints about data: each with its code, and as people read it. No database, no clock."""

from __future__ import annotations

import enum


class DataKind(enum.StrEnum):
    """What somebody asks about the data we hold."""

    COMPLAINT = "complaint"
    ACCESS = "access"
    CORRECT = "correct"
    DELETE = "delete"
    OBJECT = "object"
    MOVE = "move"

    @property
    def label(self) -> str:
        """As the person chooses it."""
        return {
            "complaint": "I want to complain about how you use my data",
            "access": "I want to see what you hold about me",
            "correct": "Something you hold about me is wrong",
            "delete": "I want you to delete something about me",
            "object": "I want you to stop using my data in some way",
            "move": "I want my data in a form that I can take elsewhere",
        }[self.value]

    @property
    def short(self) -> str:
        """As staff read it."""
        return {
            "complaint": "Complaint",
            "access": "See their data",
            "correct": "Correct",
            "delete": "Delete",
            "object": "Object",
            "move": "Move",
        }[self.value]


class DataChannel(enum.StrEnum):
    """How it reached us. Any way counts from the day it came."""

    ONLINE = "online"
    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"
    IN_PERSON = "in_person"
    SOCIAL = "social"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {
            "online": "Online form",
            "phone": "Telephone call",
            "letter": "Letter",
            "email": "E-mail",
            "in_person": "In person",
            "social": "Social media",
        }.get(self.value, "Another way")


class DataStanding(enum.StrEnum):
    """Where a request stands. `concerns.data_requests.workflow` says what may follow."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class DataOutcome(enum.StrEnum):
    """How it ended."""

    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"
    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "done": "We did what was asked",
            "partly": "We did a part of it",
            "refused": "We did not do it",
            "upheld": "The complaint was right",
            "not_upheld": "We found that we had kept to the law",
            "taken_back": "It was taken back",
        }[self.value]

    @classmethod
    def of(cls, kind: DataKind) -> tuple[DataOutcome, ...]:
        """The ends that a kind may come to."""
        if kind is DataKind.COMPLAINT:
            return (cls.UPHELD, cls.PARTLY, cls.NOT_UPHELD, cls.TAKEN_BACK)
        return (cls.DONE, cls.PARTLY, cls.REFUSED, cls.TAKEN_BACK)
