"""Whole lives of a concern: any order of what a reporter and officers may do, held against the model of the rules.

After every act: the clocks are those of the model, nothing that staff write for colleagues is on the reporter's page,
nothing anybody wrote is lost, every stage has its step and its line in the audit trail, who was left waiting stands on
the list, and what somebody without a name did has a day and no time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from accounts.models import Role
from concerns import clocks, queries, worklist
from concerns.models import Closure, Concern, Message, Request, Statement, Step
from concerns.operations import answering, following_up, having, mailbox, triaging, writing
from concerns.telling import Reach
from concerns.views import officer_view, reporter_view
from concerns.vocabulary import Answer, ClockName, CloseReason, Direction, Naming, RequestKind, StatementKind, Way
from concerns.worklist import Show
from foundation import audit, clock
from foundation.audit import AuditRecord
from foundation.database import db
from foundation.errors import DomainError
from tests.accounts.staff import Person, hire
from tests.concerns import officers, watching
from tests.concerns.arrange import anonymous, raised, telling
from tests.concerns.model import Life
from tests.conftest import StillClock
from tests.frame.house import House

INTERNAL = "for colleagues only"
#: An hour at which nothing happens but what the test does: a time that shows up was kept.
HOUR = "15:47"


class Lives(RuleBasedStateMachine):
    """One concern, its reporter, two officers and somebody who looks again."""

    house: ClassVar[House]
    set_clock: ClassVar[StillClock]

    @initialize(named=st.booleans())
    def begin(self, named: bool) -> None:
        self.house.restore("empty")
        self.set_clock(f"2026-11-24 {HOUR}:13")
        self.officers = [hire(Role.CONCERNS_OFFICER, name=f"Officer {number}") for number in (1, 2)]
        self.reviewer = hire(Role.APPEAL_PANEL, name="Somebody Lay")
        self.reference = raised(telling() if named else anonymous()).reference
        self.named = named
        self.life = Life(clock.today())
        self.written: list[str] = []
        self.told: list[str] = []
        self.internal = 0
        self.sent_back = False
        #: Whether another look at the closing that stands was asked for.
        self.looked_at = False
        self.number = 0
        db.session.rollback()

    # ----------------------------------------------------------------------------------------------------------- acting

    @property
    def concern(self) -> Concern:
        return queries.get(self.reference)

    @property
    def officer(self) -> Person:
        held = self.concern.officer_id
        return next((one for one in self.officers if one.id == held), self.officers[0])

    def words(self, what: str) -> str:
        self.number += 1
        return f"{what} number {self.number}."

    def does(self, act: Callable[[], Any], *, possible: bool | None = None) -> bool:
        """Whether an act was allowed. What is refused changes nothing."""
        before, refused = fingerprint(), ""
        try:
            act()
        except DomainError as error:
            refused = error.sentence
            db.session.rollback()
        if possible is not None:
            assert (not refused) == possible, refused or "was allowed"
        if refused:
            assert refused.endswith(".")
            assert fingerprint() == before
        return not refused

    def note(self, what: str) -> None:
        self.life += (what, clock.today())

    @rule(days=st.integers(1, 20))
    def time_goes_by(self, days: int) -> None:
        self.set_clock.move(days=days)

    @rule(same=st.booleans())
    def reporter_writes(self, same: bool) -> None:
        words, once = self.words("From the reporter"), f"{self.number:032x}"
        mailbox.write_to_us(self.reference, words, once=once)
        if same:
            assert mailbox.write_to_us(self.reference, words, once=once).again
        self.written.append(words)
        self.note("wrote")

    @rule(kind=st.sampled_from([StatementKind.ADDED, StatementKind.CORRECTED]))
    def reporter_tells_more(self, kind: StatementKind) -> None:
        words = self.words("More")
        page = {"page": "more", "title": "More", "answers": [{"question": "What?", "answer": words}]}
        following_up.tell_more(self.reference, kind, page)
        self.told.append(words)
        self.note("wrote")
        # Of somebody without a name we do not know whether they added it before or after a call of the same day.
        self.set_clock.move(days=1)

    @rule()
    def reporter_takes_back(self) -> None:
        self.does(lambda: following_up.take_back(self.reference, self.words("Please stop")))

    @rule()
    def reporter_asks_for_another_look(self) -> None:
        words = self.words("Look again")
        may = self.life.may_ask_for_review(clock.today()) and not self.looked_at
        asked = self.does(lambda: following_up.ask_for_another_look(self.reference, words), possible=may)
        if asked:
            self.looked_at = True
            self.note("asked")

    @rule(naming=st.sampled_from([Naming.NAMED, Naming.CONFIDENTIAL]))
    def reporter_gives_a_name(self, naming: Naming) -> None:
        reach = Reach(email="later@reporters.example", ways=(Way.EMAIL,))
        given = self.does(lambda: following_up.give_name(self.reference, name="Late Named", naming=naming, reach=reach))
        self.named = self.named or given

    @rule()
    def reporter_reads(self) -> None:
        mailbox.note_reading(self.reference)
        shown = reporter_view.mailbox(self.concern)
        assert not shown.new

    @rule(second=st.booleans())
    def officer_takes(self, second: bool) -> None:
        by = self.officers[second].actor
        self.does(lambda: having.take(self.reference, version=self.concern.version, by=by))

    @rule()
    def officer_writes(self) -> None:
        words, once = self.words("From the officer"), f"{self.number:032x}"
        had = self.concern.officer_id is not None

        def write() -> None:
            writing.write_message(self.reference, words, once=once, by=self.officer.actor)

        if self.does(write, possible=had):
            write()
            self.written.append(words)
            self.note("spoke")

    @rule()
    def officer_calls(self) -> None:
        said = f"{INTERNAL}: {self.words('On the telephone')}"
        writing.record_contact(
            self.reference,
            way=Way.PHONE,
            made_on=clock.today(),
            words=said,
            once=f"{self.number:032x}",
            by=self.officer.actor,
        )
        self.internal += 1
        self.note("called")

    @rule()
    def officer_notes(self) -> None:
        words, once = f"{INTERNAL}: {self.words('A note')}", f"{self.number:032x}"
        writing.write_note(self.reference, words, once=once, by=self.officer.actor)
        self.internal += 1

    @rule(late_by=st.integers(1, 40))
    @precondition(lambda self: self.life.replied)
    def officer_explains_a_delay(self, late_by: int) -> None:
        def explain() -> None:
            writing.explain_delay(
                self.reference,
                clock_name=ClockName.TRIAGE,
                words=self.words("It takes longer"),
                expected_on=clock.today() + timedelta(days=late_by),
                version=self.concern.version,
                by=self.officer.actor,
            )

        had = self.concern.officer_id is not None
        if self.does(explain, possible=self.life.open and had):
            self.note("called")

    @rule()
    def officer_hands_over(self) -> None:
        to = next(one for one in self.officers if one is not self.officer)
        note = f"{INTERNAL}: {self.words('Hand over')}"
        handed = self.does(
            lambda: having.hand_over(
                self.reference, to=to.id, note=note, version=self.concern.version, by=self.officer.actor
            )
        )
        self.internal += handed

    @rule()
    def officer_begins_triage(self) -> None:
        may = self.life.stage == "received" and self.life.replied and self.concern.officer_id is not None

        if may and self.concern.risk is None:
            officers.rated(self.officer, self.reference)

        def begin() -> None:
            triaging.begin_triage(self.reference, version=self.concern.version, by=self.officer.actor)

        if self.does(begin, possible=may):
            self.note("triage_began")

    @rule(stale=st.booleans())
    def officer_closes(self, stale: bool) -> None:
        if self.life.waits_since == clock.today():
            self.set_clock.move(days=1)
        self.set_clock.move(seconds=1)
        may = self.life.open and self.concern.officer_id is not None and not stale
        words = self.words("We close it")
        version = self.concern.version - stale

        def close() -> None:
            triaging.close(
                self.reference, reason=CloseReason.ORGANISATION, words=words, version=version, by=self.officer.actor
            )

        if self.does(close, possible=may):
            self.note("closed")

    @rule(how=st.sampled_from([Answer.CLOSED, Answer.CARRIED_ON]))
    def officer_answers_the_wish_to_take_back(self, how: Answer) -> None:
        def reply() -> None:
            answering.answer_withdrawal(
                self.reference, how, reasons=self.words("Because"), version=self.concern.version, by=self.officer.actor
            )

        waits = bool(self.requests(RequestKind.WITHDRAWAL, waiting=True))
        had = self.concern.officer_id is not None
        self.set_clock.move(seconds=1)
        if self.life.waits_since == clock.today():
            self.set_clock.move(days=1)
        if self.does(reply, possible=waits and had and self.life.open):
            self.note("closed" if how is Answer.CLOSED else "called")

    @rule(how=st.sampled_from([Answer.UPHELD, Answer.SENT_BACK]))
    def somebody_else_looks_again(self, how: Answer) -> None:
        def look() -> None:
            answering.answer_review(
                self.reference, how, reasons=self.words("Because"), version=self.concern.version, by=self.reviewer.actor
            )

        waits = bool(self.requests(RequestKind.CLOSURE_REVIEW, waiting=True))
        if self.does(look, possible=waits and not (self.sent_back and how is Answer.SENT_BACK)):
            self.note("answered")
            if how is Answer.SENT_BACK:
                self.sent_back, self.looked_at = True, False
                self.note("reopened")

    def requests(self, kind: RequestKind, *, waiting: bool = False) -> list[Request]:
        wanted = select(Request).where(Request.kind == kind)
        found = db.session.scalars(wanted).all()
        return [one for one in found if not waiting or one.answered_at is None]

    # ------------------------------------------------------------------------------------------------------- invariants

    @invariant()
    def clocks_are_those_of_the_rules(self) -> None:
        concern, today = self.concern, clock.today()
        held = queries.facts([concern])[concern.id]
        assert concern.stage.value == self.life.stage
        assert {one.name.value: one.on for one in clocks.running(held)} == self.life.promises()
        assert {one.name.value for one in clocks.late(held, today)} == self.life.late(today)
        assert clocks.left_waiting(held, today) == self.life.left_waiting(today)

    @invariant()
    def who_was_left_waiting_is_on_the_list(self) -> None:
        late = bool(self.life.late(clock.today()))
        assert worklist.lists(0).on(Show.LATE) == [self.concern.id] * late
        assert watching.agree(self.officers[0].id) == 1

    @invariant()
    def nothing_internal_is_on_the_reporters_page(self) -> None:
        page = f"{reporter_view.mailbox(self.concern)} {reporter_view.told(self.concern)}"
        assert INTERNAL not in page
        for one in [*self.officers, self.reviewer]:
            assert one.email not in page
            assert one.name not in page
        assert HOUR not in page

    @invariant()
    def nothing_is_lost(self) -> None:
        page = str(officer_view.view(self.reference))
        for words in [*self.written, *self.told]:
            assert words in page
        assert page.count(INTERNAL) == self.internal
        theirs = reporter_view.mailbox(self.concern)
        assert len(theirs.messages) == len(self.written)
        assert {one.words for one in theirs.messages if not one.new} <= set(self.written)

    @invariant()
    def every_stage_has_its_step_and_its_line(self) -> None:
        concern = self.concern
        steps = queries.steps(concern.id)
        assert steps[-1].stage is concern.stage
        lines = db.session.scalars(select(AuditRecord.action).where(AuditRecord.subject_id == str(concern.id))).all()
        for step in steps:
            assert f"concern.{step.kind.value}" in lines
        closings = db.session.scalars(select(Closure.id)).all()
        assert len(closings) == sum(step.kind.value == "closed" for step in steps)
        assert audit.verify().broken is None

    @invariant()
    def who_has_no_name_leaves_days_only(self) -> None:
        if self.named:
            return
        assert self.concern.received_at is None
        own = select(Message).where(Message.direction == Direction.TO_US)
        assert all(one.sent_at is None for one in db.session.scalars(own))
        assert all(one.given_at is None for one in db.session.scalars(select(Statement)))
        assert all(one.asked_at is None for one in db.session.scalars(select(Request)))
        assert all(one.at is None for one in db.session.scalars(select(Step)) if one.by_account_id is None)
        theirs = select(AuditRecord.at).where(AuditRecord.actor_label == "the reporter")
        assert all(at == clock.start_of_day(clock.day_of(at)) for at in db.session.scalars(theirs))

    def teardown(self) -> None:
        db.session.rollback()


def fingerprint() -> tuple[int, ...]:
    """How much there is of everything that an act writes."""
    db.session.rollback()
    kinds = (Message, Statement, Request, Closure, Step, AuditRecord)
    return tuple(len(db.session.scalars(select(kind.id)).all()) for kind in kinds)


def test_any_life(house: House, database: SQLAlchemy, set_clock: StillClock, dialect: str) -> None:
    Lives.house, Lives.set_clock = house, set_clock
    examples = 12 if dialect == "sqlite" else 5
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # A life that goes wrong is told as it was: making it shorter takes minutes.
            phases=(Phase.explicit, Phase.generate),
            database=None,
        ),
    )


def test_the_hour_of_these_lives_is_one_that_would_be_seen(set_clock: StillClock) -> None:
    at: datetime = set_clock(f"2026-11-24 {HOUR}:13")
    assert HOUR in str(at)
