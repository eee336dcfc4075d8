"""Random walks: whatever people do in whatever order, an application is in one true state that its facts explain.

What may follow what is written here a second time, from the table of rules 6.2, without a look at `workflow.py`.
"""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from cpd.joining import queries
from cpd.joining.clocks import is_paused, stage_due_on
from cpd.joining.findings import (
    AppealGround,
    AppealOutcome,
    AssessmentFinding,
    Outcome,
    PanelFinding,
    ReviewFinding,
)
from cpd.joining.findings import SeatKind as Panel
from cpd.joining.models import Application
from cpd.joining.operations import (
    appealing,
    checking,
    deciding,
    declaring,
    health,
    information,
    nightly,
    references,
    withdrawing,
)
from cpd.joining.policy import REGISTRATION_FEE
from cpd.joining.vocabulary import Stage
from cpd.joining.workflow import WORKFLOW
from cpd.money import operations as money
from cpd.money import queries as bills
from cpd.money.vocabulary import PaidBy
from cpd.vocabulary import Nation
from foundation import clock, policy
from foundation.database import db
from foundation.errors import DomainError
from register import publication
from tests.accounts.staff import SHELL
from tests.cpd.joining.arrange import GIVEN, REFEREES, Answer, Case, answers, case, tokens
from tests.cpd.joining.clock_model import TARGETS, due

S = Stage
#: Rules 6.2, column "exits", and 6.9. Anybody may take an application back, and an officer close it, until the end.
MAY_FOLLOW = {
    S.RECEIVED: {S.COMPLETENESS},
    S.COMPLETENESS: {S.VERIFICATION},
    S.VERIFICATION: {S.DECLARATIONS, S.ASSESSMENT},
    S.DECLARATIONS: {S.ASSESSMENT, S.DECLARATION_PANEL},
    S.DECLARATION_PANEL: {S.ASSESSMENT, S.DECISION},
    S.ASSESSMENT: {S.DECISION, S.DECLARATIONS},
    S.DECISION: {S.OFFER, S.REGISTERED, S.REFUSED, S.ASSESSMENT, S.DECLARATIONS},
    S.OFFER: {S.REGISTERED, S.INSURANCE, S.EXPIRED},
    S.INSURANCE: {S.REGISTERED},
    S.EXPIRED: {S.REGISTERED, S.INSURANCE, S.OFFER},
    S.REFUSED: {S.APPEAL},
    S.APPEAL: {S.REFUSAL_STANDS, S.OFFER, S.INSURANCE, S.REGISTERED, S.ASSESSMENT},
}
ENDS = {S.REGISTERED, S.REFUSAL_STANDS, S.WITHDRAWN, S.CLOSED}
OVER = ENDS | {S.REFUSED, S.EXPIRED}


def test_the_table_says_what_the_rules_say() -> None:
    found: dict[Stage, set[Stage]] = {}
    for move in WORKFLOW.moves:
        for origin in move.from_states:
            found.setdefault(Stage(origin), set()).add(Stage(move.to_state))
    for stage in set(Stage) - OVER:
        wanted = MAY_FOLLOW[stage] | {S.WITHDRAWN} | (set() if stage is S.APPEAL else {S.CLOSED})
        assert found[stage] == wanted, stage
    assert {stage: found.get(stage, set()) for stage in OVER} == {
        **{stage: set() for stage in ENDS},
        S.REFUSED: {S.APPEAL},
        S.EXPIRED: {S.REGISTERED, S.INSURANCE, S.OFFER},
    }


def verbs(held: Case, chance: random.Random) -> list:
    """Everything that anybody might try now, sensible or not."""
    office, reference = held.office, held.reference
    version = held.version

    def answer_what_was_asked() -> None:
        asked = queries.open_information(held.application.id)
        if asked is not None:
            information.answer(asked.id, ["Here it is."], by=held.applicant.actor)

    def pay() -> None:
        for invoice in bills.of_matter("application", held.reference):
            money.record_payment(
                invoice.reference,
                amount=chance.choice((4000, 9000)),
                way=PaidBy.CARD,
                paid_on=clock.today(),
                bank_reference=str(chance.random()),
                by=office.finance.actor,
            )

    def fail() -> None:
        for invoice in bills.of_matter("application", held.reference):
            money.record_failed_payment(invoice.reference, failed_on=clock.today(), by=office.finance.actor)

    def see_health() -> None:
        finding = chance.choice(list(health.HealthFinding))
        health.find(reference, finding=finding, words="Looked.", by=office.health_officer.actor)

    def lodge() -> None:
        appealing.appeal(reference, grounds=[AppealGround.PROCESS], words="Again.", by=held.applicant.actor)

    def refer_or_clear() -> None:
        held.review(chance.choice(list(ReviewFinding)))

    def panel() -> None:
        held.sit()
        held.panel_votes(chance.choice(list(PanelFinding)), chance.choice(list(PanelFinding)))

    def appeal_panel() -> None:
        held.sit(Panel.APPEAL)
        for person in office.appeal_panel:
            appealing.vote(reference, outcome=chance.choice(list(AppealOutcome)), reasons="With care.", by=person.actor)

    def assess() -> None:
        again = held.application.round > 1
        assessor = office.second_assessor if again else office.assessor
        held.give_assessor(assessor).assess(chance.choice(list(AssessmentFinding)), by=assessor)

    def decide() -> None:
        registrar = office.second_registrar if held.application.round > 1 else office.registrar
        held.decide(chance.choice((Outcome.GRANT, Outcome.GRANT, Outcome.REFUSE)), by=registrar)

    def referees_answer() -> None:
        for token in tokens():
            with suppress(DomainError):
                references.give(token, GIVEN)
        again = replace(REFEREES[0], name="Cy Third", email=f"{chance.random()}@other.example")
        with suppress(DomainError):
            references.name_another(reference, again, by=held.applicant.actor)

    def verify() -> None:
        referees_answer()
        held.tick_everything().verify()

    wanted_here = {
        S.COMPLETENESS: [held.complete],
        S.VERIFICATION: [referees_answer, verify],
        S.DECLARATIONS: [refer_or_clear],
        S.DECLARATION_PANEL: [panel],
        S.ASSESSMENT: [assess],
        S.DECISION: [decide],
        S.OFFER: [pay, fail],
        S.EXPIRED: [pay, fail],
        S.REFUSED: [lodge],
        S.APPEAL: [appeal_panel],
    }
    if chance.random() < 0.5:
        return [*wanted_here.get(held.stage, []), answer_what_was_asked, see_health]
    sensible = [
        held.complete,
        referees_answer,
        verify,
        refer_or_clear,
        panel,
        assess,
        decide,
        pay,
        fail,
        lodge,
        see_health,
        answer_what_was_asked,
        appeal_panel,
        lambda: information.ask(reference, topics=[], items=["x"], version=version, by=office.officer.actor),
        lambda: deciding.send_to_assessment(reference, why="Look.", version=version, by=office.registrar.actor),
        lambda: declaring.answer_anew(
            reference, Answer("D05", 1, chance.choice(("yes", "no")), "x"), by=held.applicant.actor
        ),
        lambda: declaring.told_in_error(reference, "D05", by=held.applicant.actor),
        lambda: nightly.run(shred=lambda owner: None),
        lambda: references.decline(tokens()[-1], "No time."),
    ]
    rare = [
        lambda: withdrawing.withdraw(reference, by=held.applicant.actor),
        lambda: checking.close(
            reference, reason=checking.CloseReason.DUPLICATE, version=version, by=office.officer.actor
        ),
    ]
    return sensible * 8 + rare


def check_state(held: Case, before: Stage, nation: Nation) -> Stage:
    """Everything that is always true of an application."""
    application: Application = held.application
    facts = queries.facts([application])[application.id]
    stage = application.stage
    steps = queries.steps(application.id)
    assert (application.closed_on is not None) == (stage in OVER)
    assert (application.number is not None) == (stage is S.REGISTERED)
    assert (application.paused_on is not None) == (stage not in OVER and is_paused(facts.pauses))
    if stage in OVER or application.paused_on is not None:
        assert application.due_on is None
    elif stage.value in TARGETS:
        pauses = [(one.asked_on, one.over_on) for one in facts.pauses]
        assert application.due_on == due(application.since_on, TARGETS[stage.value], nation.value, pauses)
    else:
        assert application.due_on == stage_due_on(facts)
    assert steps[-1].stage is stage
    trail = [one.stage for one in steps]
    for earlier, later in pairwise(trail):
        allowed = MAY_FOLLOW.get(earlier, set()) | {S.WITHDRAWN, S.CLOSED, earlier}
        assert later in allowed, (earlier, later)
    if stage is S.REGISTERED:
        assert publication.public_entry(application.number).may_use_title
        assert queries.decisions(application.id)[-1].outcome is not Outcome.REFUSE
    if before in ENDS:
        assert stage is before
    return stage


@pytest.mark.parametrize("seed", range(12))
def test_a_random_walk_ends_in_a_true_state(database, set_clock, seed: int) -> None:
    chance = random.Random(seed)
    day = date(2026, 11, 23) + timedelta(days=chance.randrange(200))
    set_clock(f"{day} 10:00")
    if chance.random() < 0.6:
        policy.decide(REGISTRATION_FEE, value=8000, effective_from=clock.today(), reason="A test", by=SHELL)
    nation = chance.choice(list(Nation))
    said = chance.choice(({}, {"D05": "yes"}))
    ill = Answer("D07", 1, chance.choice(("yes", "no")), "x")
    held = case(nation=nation, answers=answers(**said), health=ill)
    stage, done = S.COMPLETENESS, 0
    for _ in range(70):
        db.session.rollback()
        verb = chance.choice(verbs(held, chance))
        try:
            verb()
            done += 1
        except DomainError:
            pass
        stage = check_state(held, stage, nation)
        if chance.random() < 0.3:
            set_clock.move(days=chance.choice((1, 1, 2, 5)))
        if stage in ENDS:
            break
    assert done >= 1
