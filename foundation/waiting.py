"""Waiting on somebody from outside as one shape: asked, due, reminded, and how it ended.

It ends in one of four ways: what we asked for came, they said no, its day passed, or we no longer need it. A day that
passed has ended the waiting whether a job noted it or not, so a link that is too old never works on a night when no job
ran. Refuses a row that ended twice; the database holds that as well.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Day
from foundation.errors import Refused

#: The columns of which at most one says how it ended.
_ENDS = ("received_on", "declined_on", "expired_on", "called_off_on")


class Standing(enum.StrEnum):
    """Where the waiting stands."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    RECEIVED = "received"
    DECLINED = "declined"
    EXPIRED = "expired"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class Waited:
    """The days of one waiting."""

    asked_on: date | None
    due_on: date | None
    reminders: int = 0
    received_on: date | None = None
    declined_on: date | None = None
    expired_on: date | None = None
    called_off_on: date | None = None

    def standing(self, today: date) -> Standing:
        """Where it stands on a day. Its last day counts."""
        if self.received_on is not None:
            return Standing.RECEIVED
        if self.declined_on is not None:
            return Standing.DECLINED
        if self.called_off_on is not None:
            return Standing.CALLED_OFF
        if self.asked_on is None or self.due_on is None:
            return Standing.NOT_ASKED
        if self.expired_on is not None or today > self.due_on:
            return Standing.EXPIRED
        return Standing.WAITING

    def waits(self, today: date) -> bool:
        """Whether an answer would still be taken."""
        return self.standing(today) is Standing.WAITING

    def days_left(self, today: date) -> int:
        """How many days are left after today; 0 when it is over."""
        return max(0, (self.due_on - today).days) if self.due_on is not None and self.waits(today) else 0

    def reminder_due(self, today: date, *, after: Sequence[int]) -> int | None:
        """Which reminder is due (1 is the first), at so many days after asking; None when none is.

        Only the latest of several that were missed is written: nobody gets two letters in one night.
        """
        if self.asked_on is None or not self.waits(today):
            return None
        reached = sum(today >= self.asked_on + timedelta(days=days) for days in after)
        return reached if reached > self.reminders else None


class Waiting:
    """The columns of one waiting, for a model to take in. `waiting_checks()` goes into its table arguments."""

    asked_on: Mapped[Day | None]
    due_on: Mapped[Day | None]
    reminders: Mapped[int] = mapped_column(default=0)
    received_on: Mapped[Day | None]
    declined_on: Mapped[Day | None]
    expired_on: Mapped[Day | None]
    called_off_on: Mapped[Day | None]

    @property
    def waited(self) -> Waited:
        """Its days."""
        return Waited(
            self.asked_on,
            self.due_on,
            self.reminders or 0,
            self.received_on,
            self.declined_on,
            self.expired_on,
            self.called_off_on,
        )

    def ask(self, today: date, *, days: int) -> None:
        """Ask, or ask again: the waiting begins anew."""
        if self.received_on is not None or self.called_off_on is not None:
            raise Refused("We are not waiting for this any more.")
        self.asked_on, self.due_on = today, today + timedelta(days=days)
        self.reminders = 0
        self.declined_on = self.expired_on = None

    def receive(self, today: date) -> None:
        """What we asked for came."""
        self._end(today)
        self.received_on = today

    def decline(self, today: date) -> None:
        """They said no."""
        self._end(today)
        self.declined_on = today

    def expire(self, today: date) -> None:
        """Note that its day passed."""
        if self.waited.standing(today) is not Standing.EXPIRED:
            raise Refused("There is still time for this.")
        self.expired_on = today

    def call_off(self, today: date) -> None:
        """We no longer need it. What came stays."""
        if self.received_on is not None:
            raise Refused("This has come already.")
        self.declined_on = self.expired_on = None
        self.called_off_on = today

    def _end(self, today: date) -> None:
        sentence = {
            Standing.RECEIVED: "We have this already. Thank you.",
            Standing.DECLINED: "You told us that you cannot help. Call us if that has changed.",
            Standing.EXPIRED: "The time for this has passed. Call us if you still want to answer.",
            Standing.CALLED_OFF: "We do not need this any more. Thank you.",
            Standing.NOT_ASKED: "Nobody has asked for this yet.",
        }.get(self.waited.standing(today))
        if sentence is not None:
            raise Refused(sentence)


def open_index(name: str, column: str) -> Index:
    """An index of the waitings of a table that have not ended, by their last day, with what they belong to."""
    open_ = text(" AND ".join(f"{one} IS NULL" for one in _ENDS))
    return Index(name, "due_on", column, sqlite_where=open_, postgresql_where=open_)


def waiting_checks() -> tuple[CheckConstraint, ...]:
    """What the database itself holds of one waiting."""
    ended = " + ".join(f"(CASE WHEN {name} IS NULL THEN 0 ELSE 1 END)" for name in _ENDS)
    return (
        CheckConstraint(f"{ended} <= 1", name="ends_one_way"),
        CheckConstraint("(asked_on IS NULL) = (due_on IS NULL)", name="asked_has_its_end"),
        CheckConstraint("received_on IS NULL OR asked_on IS NOT NULL", name="received_was_asked_for"),
    )
