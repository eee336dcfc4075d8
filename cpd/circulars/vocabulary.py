"""The words of a circular: who gets it, where it stands, what happened to it."""

from __future__ import annotations

import enum


class Group(enum.StrEnum):
    """Who gets a circular."""

    REGISTERED = "registered"
    NATION = "nation"
    AREA = "area"
    RENEWAL_DUE = "renewal_due"
    LAPSED = "lapsed"
    CPD_AUDIT = "cpd_audit"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {
            "registered": "Everybody on the register",
            "nation": "Everybody on the register in one nation",
            "area": "Everybody on the register with one area of work",
            "renewal_due": "Everybody who can renew now and has not",
            "lapsed": "Everybody whose registration lapsed and can still be found",
            "cpd_audit": "Everybody who was told of a CPD audit that is under way",
        }[self.value]


class Standing(enum.StrEnum):
    """Where a circular stands."""

    DRAFT = "draft"
    OFFERED = "offered"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"
    THROWN_AWAY = "thrown_away"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {
            "draft": "Being written",
            "offered": "Waits for a second person",
            "sending": "Going out",
            "sent": "Sent",
            "stopped": "Stopped",
            "thrown_away": "Thrown away",
        }[self.value]


OPEN = frozenset({Standing.DRAFT, Standing.OFFERED, Standing.SENDING})


class Happened(enum.StrEnum):
    """One thing that happened to a circular."""

    WRITTEN = "written"
    CHANGED = "changed"
    LISTED = "listed"
    OFFERED = "offered"
    SENT_BACK = "sent_back"
    RELEASED = "released"
    STOPPED = "stopped"
    SENT = "sent"
    THROWN_AWAY = "thrown_away"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {
            "written": "Written",
            "changed": "Changed",
            "listed": "The list of people was put together",
            "offered": "A second person was asked to release it",
            "sent_back": "Sent back to its writer",
            "released": "Released",
            "stopped": "Stopped",
            "sent": "The last letter was written",
            "thrown_away": "Thrown away",
        }[self.value]


#: Whoever did one of these had a hand in the letter, and cannot be its second person.
HAND_IN_IT = frozenset({Happened.WRITTEN, Happened.CHANGED, Happened.LISTED, Happened.OFFERED})


class Fate(enum.StrEnum):
    """What became of one person on the list."""

    WAITING = "waiting"
    WRITTEN = "written"
    PAPER = "paper"
    ON_PAPER = "on_paper"
    NO_ADDRESS = "no_address"
    NOT_KNOWN = "not_known"
    LEFT_GROUP = "left_group"
    SAME_ADDRESS = "same_address"
    CALLED_BACK = "called_back"

    @property
    def label(self) -> str:
        """As staff count them."""
        return {
            "waiting": "By email, still to be written",
            "written": "Written, by email",
            "paper": "On paper, still to be written",
            "on_paper": "Written, to go by post",
            "no_address": "We have no email address",
            "not_known": "We do not know something that the letter says about them",
            "left_group": "Not in the group any more",
            "same_address": "Somebody else on the list has the same address",
            "called_back": "Called back before it was sent",
        }[self.value]


#: Whoever still gets a letter, and whoever was written to.
TO_WRITE = (Fate.WAITING, Fate.PAPER)
REACHED = (Fate.WRITTEN, Fate.ON_PAPER)
