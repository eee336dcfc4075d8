"""Any order of what people may do with a concern, as far as it goes: panels, orders, appeals, reviews, the end.

Everybody tries every act. After each the stages follow the text of the rules, the public reads what the rules say and
not a word more, the reporter reads nothing that is not theirs, nobody took two parts that are apart, and the trail fits
together. What the rules say is worked out a second time in `tests.concerns.walk.by_the_text`.

`REGISTER_WALKS=500 python -m pytest tests/concerns/test_any_looking.py` walks for longer than every change has to wait.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random
from typing import ClassVar

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from concerns import queries
from concerns.examiners import deciding
from concerns.models import ExaminerView, Step
from concerns.vocabulary import HOLDING, Finding, HearingKind, Job, Stage, TriageOutcome, Yes
from foundation import audit, clock, locks
from foundation.database import db
from register import decisions as published
from register import publication
from register import queries as register
from register.reconciliation import check_public_view
from tests.concerns import looking, watching
from tests.concerns.arrange import raised, telling
from tests.concerns.test_risk import SIOBHAN
from tests.concerns.test_tracker import registrant
from tests.concerns.walk import people
from tests.concerns.walk.acts import SECRETS
from tests.concerns.walk.by_the_text import LONDON, MAY_FOLLOW, ByTheText
from tests.concerns.walk.decisions import Decisions
from tests.conftest import StillClock
from tests.frame import cast
from tests.frame.house import House

WALKS = int(os.environ.get("REGISTER_WALKS", "8"))
HOURS = (time(0), time(9), time(9), time(9), time(15, 30), time(23, 58), time(23, 59))
LAST_YEAR = 2037
Act = Callable[[Decisions, Random], None]


def time_goes_by(walk: Decisions, dice: Random) -> None:
    """To an hour of a later day: tomorrow, next month, or when an order may have ended."""
    day = clock.today() + timedelta(days=dice.choice((1, 7, 28, 29, 60, 200)))
    if day.year < LAST_YEAR:
        walk.set_clock(datetime.combine(day, dice.choice(HOURS), LONDON))


def goes_the_usual_way(walk: Decisions, dice: Random) -> None:
    """What usually comes next, so that a walk gets somewhere."""
    if walk.concern.paused_on is not None:
        walk.pauses_and_goes_on(dice)
    USUAL[walk.concern.stage](walk, dice)


def _investigated(walk: Decisions, dice: Random) -> None:
    walk.somebody(dice, Job.INVESTIGATOR)
    walk.investigates(dice)
    walk.siobhan_answers(dice)
    walk.reports(dice)


def _examined(walk: Decisions, dice: Random) -> None:
    walk.somebody(dice, Job.EXAMINER_LAY)
    walk.somebody(dice, Job.EXAMINER_REGISTRANT)
    finding = dice.choice((Finding.REFER, Finding.REFER, Finding.REFER, Finding.WARNING, Finding.NO_CASE))
    for _ in range(2):
        walk.examines(dice, finding)
    walk.follows_the_examiners(dice)
    walk.siobhan_takes_the_offer(dice)


def _heard(kind: HearingKind) -> Act:
    def heard(walk: Decisions, dice: Random) -> None:
        walk.lists_a_hearing(dice, kind)
        if clock.today().year < LAST_YEAR:
            walk.set_clock(datetime.combine(clock.today() + timedelta(days=28), time(10), LONDON))
        walk.a_panel_decides(dice)

    return heard


def _published(walk: Decisions, dice: Random) -> None:
    walk.publishes(dice)
    if dice.random() < 0.3:
        walk.siobhan_appeals(dice)
    else:
        time_goes_by(walk, dice)
        walk.ends(dice)


def _followed(walk: Decisions, dice: Random) -> None:
    if dice.random() < 0.5:
        _heard(HearingKind.REVIEW)(walk, dice)
    time_goes_by(walk, dice)
    walk.ends(dice)


def _measured(walk: Decisions, dice: Random) -> None:
    """It turns red, and a panel decides of an interim order."""
    walk.rates(dice, 5)
    _heard(HearingKind.INTERIM)(walk, dice)


USUAL: dict[Stage, Act] = {
    Stage.RECEIVED: lambda walk, dice: walk.takes_it_in(dice),
    Stage.TRIAGE: lambda walk, dice: walk.finds_it_ours(dice, TriageOutcome.THRESHOLD),
    Stage.LOCAL_RESOLUTION: lambda walk, dice: walk.gives_up_settling(dice),
    Stage.THRESHOLD: lambda walk, dice: walk.applies_the_test(dice, Yes.YES),
    Stage.INVESTIGATION: _investigated,
    Stage.EXAMINATION: _examined,
    Stage.PANEL: _heard(HearingKind.FINAL),
    Stage.OUTCOME: _published,
    Stage.APPEAL: _heard(HearingKind.APPEAL),
    Stage.MONITORING: _followed,
    Stage.CLOSED: lambda walk, dice: walk.stops_or_looks_anew(dice),
}
#: Each act as often as it shall be tried.
ACTS: list[Act] = [
    *[goes_the_usual_way] * 14,
    *[time_goes_by] * 4,
    *[_measured] * 2,
    *[_heard(HearingKind.INTERIM_REVIEW)] * 2,
    *[lambda walk, dice: walk.siobhan_appeals(dice)] * 2,
    *[lambda walk, dice: walk.publishes(dice)] * 2,
    *[lambda walk, dice: walk.a_panel_decides(dice)] * 2,
    lambda walk, dice: walk.lists_a_hearing(dice),
    lambda walk, dice: walk.ends(dice),
    lambda walk, dice: walk.takes_down(dice),
    lambda walk, dice: walk.stops_or_looks_anew(dice),
    lambda walk, dice: walk.rates(dice),
    lambda walk, dice: walk.finds_it_ours(dice),
    lambda walk, dice: walk.applies_the_test(dice),
    lambda walk, dice: walk.pauses_and_goes_on(dice),
    lambda walk, dice: walk.lists(dice),
    lambda walk, dice: walk.investigates(dice),
    lambda walk, dice: walk.reports(dice),
    lambda walk, dice: walk.examines(dice),
    lambda walk, dice: walk.follows_the_examiners(dice),
    lambda walk, dice: walk.siobhan_takes_the_offer(dice),
]


class Walk(Decisions, RuleBasedStateMachine):
    """One concern about Siobhan, and a crowd that tries everything."""

    house: ClassVar[House]
    clock: ClassVar[StillClock]
    visited: ClassVar[Counter[str]] = Counter()

    @initialize(start=st.integers(0, 10), dice=st.integers(0, 2**32 - 1))
    def begin(self, start: int, dice: int) -> None:
        """A new concern, brought on the usual way for some steps, so that a walk begins where it has not been."""
        self.set_clock = self.clock
        self.house.restore("sample")
        self.set_clock("2026-11-24 09:00")
        looking.people()
        self.crowd, self.siobhan, self.model = people.Crowd(), registrant(), ByTheText()
        self.drafts, self.health = {}, {}
        self.secret = locks.new_secret()
        self.reference = raised(telling(subjects=SIOBHAN), secret=self.secret).reference
        self.past = {one.starts for one in self.entry().restrictions}
        usual = Random(dice)
        for _ in range(start):
            goes_the_usual_way(self, usual)

    @rule(number=st.integers(0, len(ACTS) - 1), dice=st.integers(0, 2**32 - 1))
    def somebody_acts(self, number: int, dice: int) -> None:
        """One act; what comes first has to come first."""
        act = ACTS[number] if self.concern.stage is not Stage.RECEIVED else goes_the_usual_way
        act(self, Random(dice))
        self.visited[self.concern.stage.value] += 1
        for one in self.model.read(clock.now()):
            self.visited[one.kind if one.in_force else f"{one.kind} before"] += 1

    def entry(self) -> publication.PublicEntry:
        found = publication.public_entry(cast.SIOBHAN)
        assert found is not None
        return found

    # ----------------------------------------------------------------------------------------------------- invariants

    @invariant()
    def every_step_is_one_of_the_rules(self) -> None:
        stages = list(
            db.session.scalars(select(Step.stage).where(Step.concern_id == self.concern.id).order_by(Step.id))
        )
        for before, after in itertools.pairwise(one.value for one in stages):
            assert before == after or after in MAY_FOLLOW[before], f"{before} to {after}"

    @invariant()
    def the_public_reads_what_the_rules_say(self) -> None:
        now, shown = clock.now(), [one for one in self.entry().restrictions if one.starts not in self.past]
        said = self.model.read(now)
        assert {(one.kind.value, one.in_force) for one in shown} == {(one.kind, one.in_force) for one in said}
        assert check_public_view() == []
        listed = [one for one in published.listed(1).decisions if one.number == cast.SIOBHAN]
        assert len(listed) == len(shown) + len(self.past)

    @invariant()
    def no_page_says_more(self) -> None:
        """The entry, the list, every decision, and the mailbox of the reporter, as they come."""
        client = self.house.app.test_client()
        addresses = [f"/register/{cast.SIOBHAN}", "/decisions"]
        addresses += [one.address for one in published.listed(1).decisions if one.number == cast.SIOBHAN]
        public = "".join(client.get(one).text for one in addresses)
        mailbox = self.mailbox(client)
        for word in (*SECRETS, self.reference, *[one.name for one in self.crowd.people]):
            assert word not in public, word
        for word in SECRETS:
            assert word not in mailbox, word
        for number, one in self.model.decisions.items():
            read = one.shown(clock.now())
            assert f"PANEL{one.hearing}." not in public, "the public reads what the editor wrote"
            for word in (f"PUBLIC{number}.", f"FACTS{number}.", f"DECISION{number}."):
                assert word not in public or (read is not None and read.in_words), word
                assert word not in mailbox or one.may_be_told_in_words, f"{word} in the mailbox"
            assert f"PANEL{one.hearing}." not in mailbox or one.may_be_told_in_words, f"{number} in the mailbox"

    def mailbox(self, client: FlaskClient) -> str:
        """The mailbox, opened as its owner opens it."""
        client.get("/concerns/mailbox")
        typed = {"reference": self.reference, "secret": self.secret}
        with client.session_transaction() as held:
            typed["csrf_token"] = held.get("csrf_token", "")
        return client.post("/concerns/mailbox", data=typed, follow_redirects=True).text

    @invariant()
    def nobody_leaves_while_something_is_open(self) -> None:
        [entry_id] = register.entry_ids([cast.SIOBHAN]).values()
        assert register.is_held(entry_id) == (self.concern.stage in HOLDING)

    @invariant()
    def no_examiner_reads_before_writing(self) -> None:
        concern_id = self.concern.id
        every = db.session.scalars(select(ExaminerView).where(ExaminerView.concern_id == concern_id)).all()
        for who in self.crowd.people:
            wrote = {one.round for one in every if one.account_id == who.id}
            for one in deciding.shown_to(concern_id, who.id):
                assert one.account_id == who.id or one.round in wrote

    @invariant()
    def a_closed_concern_leaves_no_interim_order(self) -> None:
        if self.concern.stage is Stage.CLOSED:
            now = clock.now()
            assert not [one for one in self.model.decisions.values() if one.interim and one.shown(now)]

    @invariant()
    def lists_reckon_as_its_page_does(self) -> None:
        assert watching.agree(*(one.id for one in self.crowd.people[::2])) >= 1

    @invariant()
    def a_closed_concern_has_no_hearing_ahead(self) -> None:
        assert self.concern.stage is not Stage.CLOSED or self.ahead() == []

    @invariant()
    def seats_are_one_to_a_job(self) -> None:
        seats = [(one.job, one.hearing_id) for one in queries.seats(self.concern.id)]
        assert len(seats) == len(set(seats))

    def teardown(self) -> None:
        db.session.rollback()
        assert audit.verify().broken is None
        db.session.rollback()


@pytest.mark.one_database
def test_any_looking(house: House, database: SQLAlchemy, set_clock: StillClock) -> None:
    Walk.house, Walk.clock = house, set_clock
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=25,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    # Otherwise nothing was walked. What a walk meets follows from the test, so this asks for little of it.
    assert len(set(Walk.visited) & {one.value for one in Stage}) > 4, Walk.visited
    assert set(Walk.visited) - {one.value for one in Stage}, "the public never read of anything"
