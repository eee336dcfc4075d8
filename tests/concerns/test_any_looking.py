"""Any order of what people may do with a concern: it never comes where the rules forbid, and nobody takes two parts.

Everybody tries every act at every stage. After each: the stage follows the table, holds stand while something is open,
the public sees no order but one that was released or is interim, no two parts of one person exclude each other, no view
of an examiner is shown to the other too early, and the trail fits together.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from accounts.models import PartTaken, Role
from accounts.separation import excluded
from concerns import queries
from concerns.examiners import deciding, offering
from concerns.investigation import alleging, responding, working
from concerns.investigation import queries as investigation
from concerns.investigation.responding import Stance
from concerns.models import Concern, ExaminerView, Order, Step
from concerns.operations import closing, pausing, seating
from concerns.panels import determining, hearings, ladder, orders
from concerns.panels import queries as panels
from concerns.panels.determining import Short, Words
from concerns.panels.ladder import Reached
from concerns.risk import rating
from concerns.threshold import deciding as threshold
from concerns.threshold import triage
from concerns.vocabulary import (
    HOLDING,
    AppealGround,
    Decided,
    Factor,
    Finding,
    Ground,
    HearingKind,
    InterimGround,
    Job,
    PauseReason,
    Sanction,
    Stage,
    TriageOutcome,
    Yes,
)
from concerns.workflow import WORKFLOW
from foundation import audit, clock
from foundation.database import db
from foundation.errors import DomainError
from register import queries as register
from register.models import Restriction
from tests.accounts.staff import Person, hire
from tests.concerns import looking, officers
from tests.concerns.arrange import telling
from tests.concerns.test_panels import ALL_RUNGS
from tests.concerns.test_risk import SIOBHAN
from tests.conftest import StillClock
from tests.frame import cast
from tests.frame.house import House

#: Everybody holds many roles, so that only the matter itself can keep them apart.
CROWD = (
    (Role.CONCERNS_OFFICER, Role.CONCERNS_MANAGER, Role.INVESTIGATING_OFFICER),
    (Role.CONCERNS_OFFICER, Role.CONCERNS_MANAGER, Role.CASE_EXAMINER),
    (Role.INVESTIGATING_OFFICER, Role.CASE_EXAMINER, Role.PANEL_MEMBER),
    (Role.CASE_EXAMINER, Role.PANEL_CHAIR),
    (Role.CASE_EXAMINER, Role.PANEL_MEMBER, Role.APPEAL_PANEL),
    (Role.PANEL_CHAIR, Role.PANEL_MEMBER),
    (Role.PANEL_MEMBER, Role.APPEAL_PANEL),
    (Role.PANEL_MEMBER,),
    (Role.PUBLICATION_EDITOR, Role.REGISTRAR),
    (Role.REGISTRAR,),
)
WHO = st.integers(0, len(CROWD) - 1)
REASONS = {"decision": "Because."} | {one.value: "Needed." for one in InterimGround} | ALL_RUNGS


class Walk(RuleBasedStateMachine):
    """One concern about Siobhan, and a crowd that tries everything."""

    house: ClassVar[House]
    set_clock: ClassVar[StillClock]
    reached: ClassVar[set[Stage]] = set()

    @initialize()
    def begin(self) -> None:
        self.house.restore("sample")
        self.set_clock("2026-11-24 09:00")
        held = looking.people()
        self.crowd = [hire(*roles, name=f"Crowd {number}") for number, roles in enumerate(CROWD)]
        self.officer = self.crowd[0]
        self.reference = officers.in_triage(self.officer, telling(subjects=SIOBHAN))
        held.reference, held.officer, held.manager = self.reference, self.officer, self.crowd[1]
        looking.told(held)
        assert held.siobhan is not None
        self.siobhan: Person = held.siobhan
        self.before = {one.id for one in db.session.scalars(select(Restriction))}
        self.was = Stage.TRIAGE

    @property
    def concern(self) -> Concern:
        return officers.now(self.reference)

    def tries(self, act: Callable[..., Any]) -> bool:
        """Whether an act was allowed. It may be refused, but only in a sentence."""
        refused = ""
        try:
            act()
        except DomainError as error:
            refused = error.sentence
            db.session.rollback()
        assert not refused or refused.endswith(".")
        return not refused

    def does(self, act: Callable[..., Any], who: int, *args: Any, **more: Any) -> None:
        """Somebody tries an act on the newest page, and when they may not, everybody else does until one may."""
        for number in range(len(CROWD)):
            seen, by = self.concern.version, self.crowd[(who + number) % len(CROWD)].actor
            if self.tries(lambda seen=seen, by=by: act(self.reference, *args, version=seen, by=by, **more)):
                break
        self.reached.add(self.concern.stage)

    @property
    def subject_id(self) -> int:
        return self.concern.subjects[0].id

    @rule(days=st.integers(1, 60))
    def time_goes_by(self, days: int) -> None:
        if clock.today().year < 2033:
            self.set_clock.move(days=days)

    @rule(who=WHO, likelihood=st.integers(1, 5))
    def rates(self, who: int, likelihood: int) -> None:
        self.does(rating.rate, who, likelihood=likelihood, impact=5, reasons="Because.")

    @rule(who=WHO, outcome=st.sampled_from(TriageOutcome))
    def finds_it_ours(self, who: int, outcome: TriageOutcome) -> None:
        self.does(triage.find_ours, who, outcome, happened_on=looking.WHEN, standards_named=["3.1"], reasons="Because.")

    @rule(who=WHO)
    def gives_up_settling(self, who: int) -> None:
        self.does(triage.give_up_settling, who, reasons="Because.")

    @rule(who=WHO, serious=st.sampled_from(Yes))
    def applies_the_test(self, who: int, serious: Yes) -> None:
        self.does(
            threshold.apply_test,
            who,
            serious=serious,
            matters=Yes.YES,
            fair=Yes.YES,
            grounds=[Ground.MISCONDUCT],
            factors={Factor.HARM: "Harm."},
            reasons="Because.",
            words="Closed.",
        )

    @rule(who=WHO)
    def pauses_and_goes_on(self, who: int) -> None:
        if self.concern.paused_on is None:
            self.does(pausing.pause, who, reason=PauseReason.HEALTH, words="Because.")
        else:
            self.does(pausing.resume, who, words="Because.")

    @rule(who=WHO, account=WHO, job=st.sampled_from([Job.INVESTIGATOR, Job.EXAMINER_LAY, Job.EXAMINER_REGISTRANT]))
    def lists(self, who: int, account: int, job: Job) -> None:
        number = looking.PEER if job is Job.EXAMINER_REGISTRANT else ""
        self.does(seating.list_for, who, job, account_id=self.crowd[account].id, number=number)

    @rule(who=WHO)
    def investigates(self, who: int) -> None:
        self.does(working.make_plan, who, words="A plan.")
        self.does(
            alleging.allege,
            who,
            self.subject_id,
            grounds=[Ground.MISCONDUCT],
            standards_named=["3.1"],
            words="That.",
            particulars=["One."],
        )
        self.does(responding.ask, who, self.subject_id)

    @rule()
    def siobhan_answers(self) -> None:
        asked = investigation.about(self.concern.id, self.subject_id)
        self.tries(
            lambda: responding.respond(
                self.reference,
                account_id=self.siobhan.id,
                stances=dict.fromkeys(asked, Stance.DENIED),
                words="No.",
                by=self.siobhan.actor,
            )
        )

    @rule(who=WHO)
    def reports(self, who: int) -> None:
        self.does(working.write_report, who, words="Found.")
        self.does(working.send_to_examiners, who)

    @rule(who=WHO, finding=st.sampled_from(Finding))
    def examines(self, who: int, finding: Finding) -> None:
        self.does(deciding.write_view, who, finding, reasons="Because.", terms="Terms.")

    @rule(who=WHO)
    def follows_the_examiners(self, who: int) -> None:
        self.does(deciding.close_without_case, who, words="No case.")
        self.does(offering.offer, who, self.subject_id, terms="Terms.", facts="Facts.", months=12)

    @rule(accepts=st.booleans())
    def siobhan_takes_the_offer(self, accepts: bool) -> None:
        act = offering.accept if accepts else offering.decline
        self.tries(lambda: act(self.reference, account_id=self.siobhan.id, by=self.siobhan.actor))

    @rule(who=WHO, kind=st.sampled_from(HearingKind))
    def lists_a_hearing(self, who: int, kind: HearingKind) -> None:
        days = 7 if kind.is_interim else 28
        made = panels.orders(self.concern.id)
        order_id = made[-1].id if made and kind not in (HearingKind.FINAL, HearingKind.INTERIM) else None
        self.does(hearings.decide_interim, who, apply=True, reasons="Because.")
        on = clock.today() + timedelta(days=days)
        self.does(hearings.list_hearing, who, self.subject_id, kind, on=on, order_id=order_id)
        for one in panels.hearings(self.concern.id):
            self.does(hearings.give_notice, who, one.id)

    @rule(who=WHO, seats=st.permutations(range(len(CROWD))))
    def seats_a_panel(self, who: int, seats: list[int]) -> None:
        for one in [row.id for row in panels.hearings(self.concern.id) if row.decided_on is None]:
            for account, job in itertools.product(seats, (Job.CHAIR, Job.MEMBER_LAY, Job.MEMBER_REGISTRANT)):
                if job in panels.sitting(self.concern.id, one):
                    continue
                number = looking.PEER if job is Job.MEMBER_REGISTRANT else ""
                self.does(seating.list_for, who, job, account_id=self.crowd[account].id, number=number, hearing_id=one)

    @rule(sanction=st.sampled_from(Sanction), short=st.sampled_from(Decided))
    def a_panel_decides(self, sanction: Sanction, short: Decided) -> None:
        months = {Sanction.WARNING: 12, Sanction.CONDITIONS: 6, Sanction.SUSPENSION: 3}.get(sanction)
        asked = investigation.about(self.concern.id, self.subject_id)
        reached = Reached(dict.fromkeys(asked, True), ["3.1"], True, sanction, months, ALL_RUNGS)
        ordered = short in (Decided.INTERIM_CONDITIONS, Decided.INTERIM_SUSPENSION)
        other = Short(
            short, 3 if ordered or short is Decided.EXTEND else None, [InterimGround.PROTECT] if ordered else []
        )
        for row in panels.hearings(self.concern.id):
            hearing_id, final = row.id, row.kind is HearingKind.FINAL
            for who in range(len(CROWD)):
                self.does(
                    determining.draft,
                    who,
                    hearing_id,
                    words=Words(REASONS, "What the public reads."),
                    reached=reached if final else None,
                    short=None if final else other,
                )
            for who in range(len(CROWD)):
                self.does(determining.vote, who, hearing_id, agrees=True)
            for who in range(len(CROWD)):
                self.does(determining.sign, who, hearing_id)

    @rule(writer=st.integers(8, 9), publisher=st.integers(8, 9))
    def publishes(self, writer: int, publisher: int) -> None:
        for one in [row.id for row in panels.orders(self.concern.id)]:
            self.does(orders.prepare_text, writer, one, wording="The words.")
            self.does(orders.release, publisher, one)

    @rule()
    def siobhan_appeals(self) -> None:
        for one in [row.id for row in panels.orders(self.concern.id)]:
            self.tries(
                lambda one=one: orders.lodge_appeal(
                    self.reference,
                    one,
                    account_id=self.siobhan.id,
                    grounds=[AppealGround.PROCESS],
                    words="It was not fair.",
                    by=self.siobhan.actor,
                )
            )

    @rule(who=WHO)
    def ends(self, who: int) -> None:
        self.does(orders.monitor, who)
        self.does(orders.finish, who, words="Done.")

    @rule(who=WHO, stop=st.booleans())
    def stops_or_looks_anew(self, who: int, stop: bool) -> None:
        if stop:
            self.does(closing.discontinue, who, words="Over.", note="Because.")
        else:
            self.does(closing.look_anew, who, note="Because.")

    @rule(who=WHO, finding=st.sampled_from([Finding.NO_CASE, Finding.WARNING, Finding.REFER, Finding.REFER]))
    def goes_the_usual_way(self, who: int, finding: Finding) -> None:
        """What usually comes next, so that a walk gets somewhere."""
        if self.concern.paused_on is not None:
            self.pauses_and_goes_on(who)
        match self.concern.stage:
            case Stage.TRIAGE:
                self.finds_it_ours(who, TriageOutcome.THRESHOLD)
            case Stage.LOCAL_RESOLUTION:
                self.gives_up_settling(who)
            case Stage.THRESHOLD:
                self.applies_the_test(who, Yes.YES)
            case Stage.INVESTIGATION:
                self.somebody(Job.INVESTIGATOR, who)
                self.investigates(who)
                self.siobhan_answers()
                self.reports(who)
            case Stage.EXAMINATION:
                self.somebody(Job.EXAMINER_LAY, who)
                self.somebody(Job.EXAMINER_REGISTRANT, who + 1)
                for _ in range(2):
                    self.examines(who, finding)
                self.follows_the_examiners(who)
            case Stage.PANEL:
                self.lists_a_hearing(who, HearingKind.FINAL)
                self.seats_a_panel(who, list(range(len(CROWD))))
                self.time_goes_by(28)
            case Stage.OUTCOME:
                self.publishes(8, 9)
                self.time_goes_by(30)
                self.ends(who)
            case _:
                self.time_goes_by(30)

    def somebody(self, job: Job, who: int) -> None:
        """Whoever may do a job, if nobody does it yet."""
        for number in range(len(CROWD)):
            if queries.seat(self.concern.id, job) is None:
                self.lists(who, (who + number) % len(CROWD), job)

    # ------------------------------------------------------------------------------------------------------- invariants

    @invariant()
    def every_step_is_one_of_the_table(self) -> None:
        stages = list(
            db.session.scalars(select(Step.stage).where(Step.concern_id == self.concern.id).order_by(Step.id))
        )
        moves = {(origin, move.to_state) for move in WORKFLOW.moves for origin in move.from_states}
        for before, after in itertools.pairwise(stages):
            assert before is after or (before.value, after.value) in moves, f"{before} to {after}"

    @invariant()
    def nobody_leaves_while_something_is_open(self) -> None:
        [entry_id] = register.entry_ids([cast.SIOBHAN]).values()
        assert register.is_held(entry_id) == (self.concern.stage in HOLDING)

    @invariant()
    def the_public_sees_nothing_unreleased(self) -> None:
        made = {one.id for one in db.session.scalars(select(Restriction))} - self.before
        if not made:
            return
        held = db.session.scalars(select(Order)).all()
        released = {one.kind for one in held if one.told_on is not None or one.appeal_until or one.effected_at}
        kinds = {one.kind.value for one in db.session.scalars(select(Restriction).where(Restriction.id.in_(made)))}
        assert kinds <= released
        for one in held:
            if one.restriction_id is not None and one.kind not in panels.INTERIM and one.determination_id:
                assert one.starts_at is not None
                assert one.told_on is not None

    @invariant()
    def nobody_takes_two_parts_that_are_apart(self) -> None:
        taken: dict[int, list[Any]] = {}
        wanted = select(PartTaken).where(PartTaken.matter_kind == "concern")
        for one in db.session.scalars(wanted):
            taken.setdefault(one.account_id, []).append(one.part)
        for parts in taken.values():
            for first, second in itertools.combinations(parts, 2):
                assert excluded(second, [first]) is None, f"{first} and {second}"

    @invariant()
    def no_examiner_reads_before_writing(self) -> None:
        concern_id = self.concern.id
        every = db.session.scalars(select(ExaminerView).where(ExaminerView.concern_id == concern_id)).all()
        for who in self.crowd:
            wrote = {one.round for one in every if one.account_id == who.id}
            for one in deciding.shown_to(concern_id, who.id):
                assert one.account_id == who.id or one.round in wrote

    @invariant()
    def a_closed_concern_leaves_no_interim_order(self) -> None:
        if self.concern.stage is Stage.CLOSED:
            assert not [
                one
                for one in panels.orders(self.concern.id)
                if one.kind in panels.INTERIM and panels.in_force(one, clock.now())
            ]

    @invariant()
    def seats_are_one_to_a_job(self) -> None:
        seats = [(one.job, one.hearing_id) for one in queries.seats(self.concern.id)]
        assert len(seats) == len(set(seats))

    def teardown(self) -> None:
        db.session.rollback()
        assert audit.verify().broken is None
        db.session.rollback()


def test_any_looking(house: House, database: SQLAlchemy, set_clock: StillClock) -> None:
    Walk.house, Walk.set_clock = house, set_clock
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    # Otherwise nothing was walked: all but the ends are reached by chance alone.
    assert len(Walk.reached) > 2, Walk.reached


def test_the_ladder_is_whole() -> None:
    assert set(ladder.STEPS) & {one.value for one in Sanction} == set()
