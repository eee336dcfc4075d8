"""The words of the CPD record."""

from __future__ import annotations

import enum


class Company(enum.StrEnum):
    """Who else was there."""

    ALONE = "alone"
    LIVE = "live"
    WRITING = "writing"

    @property
    def label(self) -> str:
        """As people choose it."""
        return {
            "alone": "On my own",
            "live": "With others, live",
            "writing": "With others, in writing",
        }[self.value]

    @property
    def hint(self) -> str:
        """What it takes in."""
        return {"alone": "", "live": "In a room, on the phone or on a call", "writing": "By email or in a forum"}[
            self.value
        ]


class Change(enum.StrEnum):
    """What was done to an activity that is kept."""

    KEPT = "kept"
    CHANGED = "changed"
    DELETED = "deleted"
    RESTORED = "restored"

    @property
    def label(self) -> str:
        """As its history says it."""
        return {
            "kept": "You kept it.",
            "changed": "You changed it.",
            "deleted": "You deleted it.",
            "restored": "You put it back.",
        }[self.value]


class GoalState(enum.StrEnum):
    """Where a goal of somebody's plan stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"open": "Working on it", "done": "Done", "dropped": "Dropped"}[self.value]
