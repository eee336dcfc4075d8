"""Three years of a whole register, day by day, by the real operations, held against the rules as they are written.

`REGISTER_LIVES=1000` lets a thousand people live, which takes its time; by itself it is as many as an ordinary test run
has time for.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from cpd import nightly
from foundation import audit, evidence, outbox
from foundation.database import db
from foundation.outbox import Letter, Standing
from register.reconciliation import check_public_view
from tests.conftest import StillClock
from tests.cpd.fates import Fates
from tests.cpd.life_model import ONE
from tests.cpd.three_years import FIRST, LAST, Town
from tests.frame.mailbox import Mailbox

LIVES = int(os.environ.get("REGISTER_LIVES", "40"))
#: Those who join by an application; the others are on the register from the first day.
JOINERS = max(6, min(30, LIVES // 10))
#: Days on which somebody joins whatever is drawn: a leap day, and changes of the clock.
EDGES = (date(2028, 2, 29), date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 1), date(2026, 3, 29))
#: Letters that the model knows the days of.
KNOWN = ("renewal_reminder", "insurance_reminder", "insurance_ended", "record_check_reminder")


def test_at_every_midnight_of_three_years_the_register_says_what_the_rules_say(
    app: Flask, database: SQLAlchemy, mailbox: Mailbox, set_clock: StillClock
) -> None:
    town = Town(app, set_clock, seed=2027)
    fates = Fates(town)
    fates.settle(LIVES - JOINERS)
    fates.decide_on_more()
    fates.arrive([*EDGES, *(town.some_day(FIRST + ONE, LAST) for _ in range(JOINERS - len(EDGES)))])

    def night() -> None:
        nightly.run(shred=evidence.destroy_all)
        outbox.deliver()

    town.live(night)

    for template in KNOWN:
        assert town.compare_letters(template) == []
    assert each_went_once(mailbox)
    assert check_public_view() == []
    assert audit.verify().broken is None
    assert {"in_time", "last_minute", "late", "first_year", "left", "joined"} <= town.happened.keys()


def each_went_once(mailbox: Mailbox) -> bool:
    """Every letter that was due has left, and none left twice."""
    went = Counter(letter["Message-ID"] for letter in mailbox.letters)
    rows = db.session.execute(select(Letter.standing, func.count()).group_by(Letter.standing)).all()
    standing = {row[0]: row[1] for row in rows}
    assert max(went.values()) == 1
    assert standing.get(Standing.GIVEN_UP, 0) == 0
    return len(went) == standing[Standing.SENT]
