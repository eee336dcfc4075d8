"""Tells one story of the demo after another: who acts, on which day, through which operation."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from concerns import queries, rules
from concerns.operations import having, triaging, writing
from concerns.operations.receiving import receive
from concerns.risk import rating
from concerns.telling import Telling
from foundation import clock, locks
from foundation.audit import Actor
from foundation.references import SAYABLE


@dataclass
class Teller:
    """Tells one story after another: who acts, and on which day."""

    officer: Actor
    manager: Actor
    chance: random.Random
    today: date

    def at(self, working_days_ago: int, hour: int = 10) -> datetime:
        """An hour of a working day so many working days ago; never later than now."""
        day = clock.add_working_days(self.today, -working_days_ago) if working_days_ago else self.today
        return min(datetime.combine(day, time(hour), clock.LONDON), clock.now())

    def code(self, length: int) -> str:
        """Sayable signs, the same from the same seed."""
        return "".join(self.chance.choice(SAYABLE) for _ in range(length))

    def raise_one(self, told: Telling, ago: int, *, code: str = "", secret: str = "") -> str:
        """A concern that came so many working days ago; its reference."""
        with clock.played_back(self.at(ago)):
            return self.raise_now(told, code=code, secret=secret)

    def raise_now(self, told: Telling, *, code: str = "", secret: str = "") -> str:
        """A concern that comes at this moment of the story; its reference."""
        reference = f"CN-{clock.today().year}-{code or self.code(6)}"
        kept = locks.read_secret(secret or self.code(20)) or locks.new_secret()
        receive(told, reference=reference, secret_hash=locks.secret_hash(kept), by=rules.REPORTER)
        return reference

    def do(self, ago: int, act: Callable[[], object], hour: int = 11) -> None:
        """Let something happen so many working days ago."""
        with clock.played_back(self.at(ago, hour)):
            act()

    def once(self) -> str:
        """What a page would have been given."""
        return f"{self.chance.getrandbits(128):032x}"

    def take(self, reference: str, ago: int) -> None:
        """The officer takes it."""
        self.do(ago, lambda: having.take(reference, version=version_of(reference), by=self.officer))

    def reply(self, reference: str, ago: int, words: str) -> None:
        """The officer writes to the reporter."""
        self.do(ago, lambda: writing.write_message(reference, words, once=self.once(), by=self.officer), 12)

    def triage(self, reference: str, ago: int) -> None:
        """The risk is rated, and triage begins."""
        why = "One person is affected, and it may happen again."
        self.do(
            ago,
            lambda: rating.rate(
                reference, likelihood=2, impact=3, reasons=why, version=version_of(reference), by=self.officer
            ),
            13,
        )
        self.do(ago, lambda: triaging.begin_triage(reference, version=version_of(reference), by=self.officer), 14)

    def note(self, reference: str, ago: int, words: str) -> None:
        """A note for colleagues."""
        self.do(ago, lambda: writing.write_note(reference, words, once=self.once(), by=self.officer), 15)


def version_of(reference: str) -> int:
    return queries.get(reference).version
