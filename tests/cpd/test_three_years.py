"""Three years of a whole register, day by day, by the real operations, held against the rules as they are written.

`REGISTER_LIVES=1000` lets a thousand people live, which takes its time; by itself it is as many as an ordinary test run
has time for.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event, func, select

from cpd import nightly
from cpd.disclosures.operations import sweeping as disclosures
from cpd.leaving.operations import nightly as leaving
from cpd.renewal.operations import nightly as renewal
from foundation import audit, evidence, outbox
from foundation.database import db
from foundation.outbox import Letter, Standing
from register.reconciliation import check_public_view
from tests.conftest import StillClock
from tests.cpd.fates import Fates
from tests.cpd.joining.test_at_once import at_once
from tests.cpd.life_model import ONE, moment
from tests.cpd.three_years import FIRST, LAST, Town
from tests.frame.mailbox import Mailbox

LIVES = int(os.environ.get("REGISTER_LIVES", "40"))
#: Those who join by an application; the others are on the register from the first day.
JOINERS = max(6, min(30, LIVES // 10))
#: Days on which somebody joins whatever is drawn: a leap day, and changes of the clock.
EDGES = (date(2028, 2, 29), date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 1), date(2026, 3, 29))
YEAR = date(2026, 12, 31)
#: How a night goes: most only in the rooms that the model knows, which is quicker; the others are the whole job.
NIGHTS = ("rooms", "once", "stopped", "two machines")
#: Letters that the model knows the days of.
KNOWN = ("renewal_reminder", "insurance_reminder", "insurance_ended", "record_check_reminder")


def test_at_every_midnight_of_three_years_the_register_says_what_the_rules_say(
    app: Flask, database: SQLAlchemy, mailbox: Mailbox, set_clock: StillClock, dialect: str
) -> None:
    # What days and calendars do is the same on both databases; what statements and locks do shows within a year.
    last = LAST if dialect == "sqlite" or "REGISTER_LIVES" in os.environ else YEAR
    town = Town(app, set_clock, seed=2027)
    fates = Fates(town)
    town.set_clock(moment(FIRST))
    fates.set_fees()
    fates.settle(LIVES - JOINERS)
    fates.decide_on_more()
    fates.arrive([*EDGES, *(town.some_day(FIRST + ONE, LAST) for _ in range(JOINERS - len(EDGES)))])

    def night() -> None:
        how = town.chance.choices(NIGHTS, (66, 24, 7, 3))[0]
        if how == "two machines":
            at_once(app, run, run)
        elif how == "rooms":
            run_rooms()
        else:
            with suppress(Stopped), stopping_after(town.chance.randint(0, 45) if how == "stopped" else None):
                run()
            if how == "stopped":
                run()
        outbox.deliver()

    town.live(night, last=last)

    for template in KNOWN:
        assert town.compare_letters(template) == []
    written = {template for (template, _), days in town.expected.items() if days}
    # Record checks are watched for three years: within the first, few are due.
    assert written | ({"record_check_reminder"} if last is not LAST else set()) == set(KNOWN)
    assert each_went_once(mailbox)
    assert check_public_view() == []
    assert audit.verify().broken is None
    assert {"in_time", "late", "left", "joined", "bridged"} <= town.happened.keys()
    assert last is not LAST or {"last_minute", "first_year"} <= town.happened.keys()
    # Of a few people, nobody may wish to leave while a concern is open.
    assert LIVES < 500 or "left_after_a_concern" in town.happened


def run() -> None:
    """The job of the night."""
    nightly.run(shred=evidence.destroy_all)


def run_rooms() -> None:
    """Of the job, the rooms that have something to do for these people."""
    leaving.run(shred=evidence.destroy_all)
    renewal.run(shred=evidence.destroy_all)
    disclosures.run(shred=evidence.destroy_all)


class Stopped(Exception):
    """The machine went out."""


@contextmanager
def stopping_after(operations: int | None) -> Iterator[None]:
    """Let the machine go out before one more operation than these is written down; never when left out."""
    done = 0

    def count(_session: object) -> None:
        nonlocal done
        done += 1
        if operations is not None and done > operations:
            raise Stopped

    event.listen(db.session, "before_commit", count)
    try:
        yield
    finally:
        event.remove(db.session, "before_commit", count)
        db.session.rollback()


def each_went_once(mailbox: Mailbox) -> bool:
    """Every letter that was due has left, and none left twice."""
    went = Counter(letter["Message-ID"] for letter in mailbox.letters)
    rows = db.session.execute(select(Letter.standing, func.count()).group_by(Letter.standing)).all()
    standing = {row[0]: row[1] for row in rows}
    assert max(went.values()) == 1
    assert standing.get(Standing.GIVEN_UP, 0) == 0
    return len(went) == standing[Standing.SENT]
