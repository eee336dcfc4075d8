"""Every stage with every role: who may do what where, by a table read from rules 6.2 and 6.10, and nobody else.

Each attempt is really made, in a transaction that is rolled back. Who lacks the role is told that they may not, at any
stage; who has it at the wrong stage is told that it is not possible now; and the right one at the right stage goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from accounts.models import Realm, Role
from cpd.joining import queries
from cpd.joining.findings import (
    AppealGround,
    AppealOutcome,
    AssessmentFinding,
    CloseReason,
    HealthFinding,
    Outcome,
    PanelFinding,
    ReviewFinding,
    SeatKind,
)
from cpd.joining.operations import (
    appealing,
    assessing,
    checking,
    deciding,
    declaring,
    health,
    information,
    insuring,
    nightly,
    panels,
    reading,
    verifying,
    withdrawing,
)
from cpd.joining.operations.deciding import Deciding
from cpd.joining.operations.verifying import Checked
from cpd.joining.policy import REGISTRATION_FEE
from cpd.joining.vocabulary import CheckItem, CheckOutcome, Stage
from cpd.money import operations as money
from cpd.money import queries as bills
from cpd.money.vocabulary import PaidBy
from foundation import clock, policy
from foundation.audit import Actor
from foundation.database import db, transaction
from foundation.errors import DomainError, NotAllowed
from tests.accounts.staff import SHELL, Person, hire
from tests.cpd.joining.arrange import DETAILS, Answer, Case, Office, answers, case

pytestmark = pytest.mark.usefixtures("database")

ANYBODY_ELSE = "somebody else with an account"
APPLICANT = "the applicant"
S = Stage
BEFORE_DECISION = {S.COMPLETENESS, S.VERIFICATION, S.DECLARATIONS, S.DECLARATION_PANEL, S.ASSESSMENT, S.DECISION}
ALL = set(Stage) - {S.RECEIVED}
OFFICER = {Role.REGISTRATION_OFFICER}


@dataclass(frozen=True)
class Row:
    """A verb: who may, where, and how it is done."""

    who: set[object]
    where: set[Stage]
    do: Callable[[Case, int, Actor], object]


def settle(held: Case, version: int, by: Actor) -> object:
    [invoice] = bills.of_matter("application", held.reference)
    return money.record_payment(
        invoice.reference,
        amount=invoice.amount,
        way=PaidBy.BANK_TRANSFER,
        paid_on=clock.today(),
        bank_reference="B1",
        by=by,
    )


def held_id(held: Case) -> int:
    return queries.get(held.reference).id


def seat_somebody(kind: SeatKind, role: Role) -> Callable[[Case, int, Actor], object]:
    return lambda held, version, by: panels.seat(held.reference, kind=kind, account_id=SPARE[role].id, by=by)


SPARE: dict[Role, Person] = {}
TABLE: dict[str, Row] = {
    "look after it": Row(
        OFFICER,
        BEFORE_DECISION | {S.OFFER, S.INSURANCE, S.APPEAL},
        lambda h, v, by: checking.take_on(h.reference, by=by),
    ),
    "say that it is complete": Row(
        OFFICER, {S.COMPLETENESS}, lambda h, v, by: checking.confirm_complete(h.reference, version=v, by=by)
    ),
    "ask for more": Row(
        OFFICER,
        BEFORE_DECISION,
        lambda h, v, by: information.ask(h.reference, topics=["other"], items=["A copy"], version=v, by=by),
    ),
    "write a note": Row(OFFICER, ALL, lambda h, v, by: checking.write_note(h.reference, "Rang them.", by=by)),
    "note what was seen": Row(
        OFFICER,
        (BEFORE_DECISION - {S.DECLARATION_PANEL}) | {S.INSURANCE},
        lambda h, v, by: verifying.record_check(
            h.reference, Checked(CheckItem.WORK, CheckOutcome.CONFIRMED, "Seen.", clock.today()), by=by
        ),
    ),
    "finish verifying": Row(
        OFFICER, {S.VERIFICATION}, lambda h, v, by: verifying.finish(h.reference, version=v, by=by)
    ),
    "review the declarations": Row(
        OFFICER,
        {S.DECLARATIONS},
        lambda h, v, by: declaring.review(h.reference, finding=ReviewFinding.CLEAR, reasons="Small.", version=v, by=by),
    ),
    "list a panel member": Row(OFFICER, {S.DECLARATION_PANEL}, seat_somebody(SeatKind.DECLARATIONS, Role.PANEL_MEMBER)),
    "list somebody for the appeal": Row(OFFICER, {S.APPEAL}, seat_somebody(SeatKind.APPEAL, Role.APPEAL_PANEL)),
    "find as one of two": Row(
        {Role.PANEL_MEMBER},
        {S.DECLARATION_PANEL},
        lambda h, v, by: declaring.vote(h.reference, finding=PanelFinding.CLEAR, reasons="Small.", by=by),
    ),
    "give it to an assessor": Row(
        OFFICER,
        {S.VERIFICATION, S.DECLARATIONS, S.DECLARATION_PANEL, S.ASSESSMENT},
        lambda h, v, by: assessing.give_assessor(h.reference, account_id=SPARE[Role.ASSESSOR].id, version=v, by=by),
    ),
    "assess it": Row(
        {Role.ASSESSOR},
        {S.ASSESSMENT},
        lambda h, v, by: assessing.assess(
            h.reference, finding=AssessmentFinding.MEETS, reasons="Well shown.", version=v, by=by
        ),
    ),
    "grant it": Row(
        {Role.REGISTRAR},
        {S.DECISION},
        lambda h, v, by: deciding.decide(h.reference, Deciding(Outcome.GRANT, "Sound."), version=v, by=by),
    ),
    "refuse it": Row(
        {Role.REGISTRAR},
        {S.DECISION},
        lambda h, v, by: deciding.decide(h.reference, Deciding(Outcome.REFUSE, "Not yet."), version=v, by=by),
    ),
    "ask for an assessment first": Row(
        {Role.REGISTRAR},
        {S.DECISION},
        lambda h, v, by: deciding.send_to_assessment(h.reference, why="Look at 7.5.", version=v, by=by),
    ),
    "close it": Row(
        OFFICER,
        BEFORE_DECISION | {S.OFFER, S.INSURANCE},
        lambda h, v, by: checking.close(h.reference, reason=CloseReason.DUPLICATE, version=v, by=by),
    ),
    "take it back": Row(
        {APPLICANT},
        BEFORE_DECISION | {S.OFFER, S.INSURANCE, S.APPEAL},
        lambda h, v, by: withdrawing.withdraw(h.reference, by=by),
    ),
    "appeal": Row(
        {APPLICANT},
        {S.REFUSED},
        lambda h, v, by: appealing.appeal(h.reference, grounds=[AppealGround.NEW_EVIDENCE], words="Look again.", by=by),
    ),
    "decide the appeal": Row(
        {Role.APPEAL_PANEL},
        {S.APPEAL},
        lambda h, v, by: appealing.vote(h.reference, outcome=AppealOutcome.UPHOLD, reasons="Sound.", by=by),
    ),
    "put who is insured on the register": Row(
        OFFICER, set(), lambda h, v, by: insuring.admit(h.reference, version=v, by=by)
    ),  # while we wait for the certificate, nowhere
    "record the fee": Row({Role.FINANCE}, {S.OFFER, S.EXPIRED}, settle),
    "open the health answer": Row({Role.HEALTH_OFFICER}, ALL, lambda h, v, by: health.open_health(h.reference, by=by)),
    "say what follows for health": Row(
        {Role.HEALTH_OFFICER},
        BEFORE_DECISION - {S.DECISION},  # there nothing waits any more, or it could not be granted
        lambda h, v, by: health.find(h.reference, finding=HealthFinding.SUPPORT, words="Looked.", by=by),
    ),
    "take back what was told in error": Row(
        {APPLICANT, *OFFICER},
        ALL,
        lambda h, v, by: declaring.told_in_error(h.reference, "D05", by=by),
    ),
}


def brought_to(stage: Stage, set_clock) -> tuple[Case, Office]:
    """An application at a stage, by real steps; a declaration needs a look and health waits, until the decision."""
    office = Office()
    details = DETAILS
    if stage is S.INSURANCE:
        details = replace(DETAILS, insured=replace(DETAILS.insured, ends_on=date(2026, 12, 1)))
    ill = stage in BEFORE_DECISION - {S.DECISION}
    held = case(
        office,
        details=details,
        answers=answers(D05="yes"),
        health=Answer("D07", 1, "yes" if ill else "no", "Something."),
    )
    if stage in (S.OFFER, S.EXPIRED):
        policy.decide(REGISTRATION_FEE, value=9000, effective_from=clock.today(), reason="A test", by=SHELL)
    if stage is S.WITHDRAWN:
        withdrawing.withdraw(held.reference, by=held.applicant.actor)
        return held, office
    if stage is S.CLOSED:
        checking.close(held.reference, reason=CloseReason.DUPLICATE, version=held.version, by=office.officer.actor)
        return held, office
    held.to({S.EXPIRED: S.OFFER, S.REFUSAL_STANDS: S.APPEAL, S.INSURANCE: S.APPEAL}.get(stage, stage))
    if stage is S.VERIFICATION:
        held.referees_answer().tick_everything()
    if stage in (S.APPEAL, S.REFUSAL_STANDS, S.INSURANCE):
        appealing.appeal(held.reference, grounds=[AppealGround.PROCESS], words="Look again.", by=held.applicant.actor)
    if stage is S.REFUSAL_STANDS:
        held.sit(SeatKind.APPEAL)
        for person in office.appeal_panel:
            appealing.vote(held.reference, outcome=AppealOutcome.UPHOLD, reasons="Sound.", by=person.actor)
    if stage is S.INSURANCE:
        set_clock.move(days=10)
        held.sit(SeatKind.APPEAL)
        for person in office.appeal_panel:
            appealing.vote(held.reference, outcome=AppealOutcome.OVERTURN, reasons="Sound.", by=person.actor)
    if stage is S.EXPIRED:
        set_clock.move(days=29)
        nightly.expire_offers()
    assert held.stage is stage
    return held, office


class Undo(Exception):
    """Ends an attempt that worked."""


def attempt(row: Row, held: Case, by: Actor, version: int | None = None) -> str:
    """What came of an attempt, which leaves nothing behind; so the version stays the same from one to the next."""
    db.session.rollback()
    if version is None:
        version = held.version
    try:
        with transaction("an attempt"):
            row.do(held, version, by)
            raise Undo
    except Undo:
        return "done"
    except NotAllowed:
        return "not allowed"
    except (DomainError, ValueError):
        return "not now"


@pytest.mark.parametrize("stage", sorted(ALL, key=lambda one: list(Stage).index(one)), ids=lambda one: one.value)
def test_every_role_at_every_stage(stage: Stage, set_clock, dialect: str) -> None:
    set_clock("2026-11-23 10:00")
    held, office = brought_to(stage, set_clock)
    people: dict[object, Person] = {role: hire(role, name=f"Fresh {role.value}") for role in Role}
    people[APPLICANT] = held.applicant
    people[ANYBODY_ELSE] = hire(realm=Realm.PUBLIC, name="Somebody Else")
    SPARE.clear()
    SPARE.update({role: hire(role, name=f"Spare {role.value}") for role in (Role.PANEL_MEMBER, Role.APPEAL_PANEL)})
    SPARE[Role.ASSESSOR] = hire(Role.ASSESSOR, name="Spare assessor")
    if stage is S.DECLARATION_PANEL:
        panels.seat(
            held.reference,
            kind=SeatKind.DECLARATIONS,
            account_id=people[Role.PANEL_MEMBER].id,
            by=office.officer.actor,
        )
    if stage is S.APPEAL:
        panels.seat(
            held.reference,
            kind=SeatKind.APPEAL,
            account_id=people[Role.APPEAL_PANEL].id,
            by=office.officer.actor,
        )
    if stage is S.ASSESSMENT:
        held.give_assessor(people[Role.ASSESSOR])
    wrong, version = [], held.version
    for verb, row in TABLE.items():
        for who, person in people.items():
            # That a role is missing is found before the database is asked for anything but roles: once is enough.
            if dialect != "sqlite" and who not in row.who and who is not ANYBODY_ELSE:
                continue
            found = attempt(row, held, person.actor, version)
            if who in row.who:
                wanted = {"done"} if stage in row.where else {"not now"}
            elif verb == "find as one of two" and who is Role.PANEL_CHAIR and stage is not S.DECLARATION_PANEL:
                wanted = {"not now"}  # a chair votes too, where they are listed
            elif verb == "record the fee" and stage not in row.where:
                wanted = {"not allowed", "not now"}  # there is no invoice to name
            else:
                wanted = {"not allowed"}
            if found not in wanted:
                wrong.append(f"{verb} at {stage.value} by {who}: {found}, not {wanted}")
    assert wrong == []
    assert held.stage is stage


def test_the_system_itself_opens_no_health_answer_and_takes_no_part() -> None:
    held = case()
    for by in (SHELL, Actor("system", None, "the system")):
        for verb in ("open the health answer", "grant it", "say that it is complete", "assess it"):
            found = attempt(TABLE[verb], held, by)
            assert found != "done" or verb == "say that it is complete"


def test_nothing_stays_at_received() -> None:
    assert case().stage is Stage.COMPLETENESS


def test_who_reads_an_application(set_clock) -> None:
    set_clock("2026-11-23 10:00")
    held, _ = brought_to(S.ASSESSMENT, set_clock)
    row = Row(set(), ALL, lambda h, v, by: reading.open_application(h.reference, by=by))
    found = {role: attempt(row, held, hire(role).actor) for role in Role}
    assert {role for role, what in found.items() if what == "done"} == {Role.REGISTRATION_OFFICER, Role.REGISTRAR}
    assert attempt(row, held, held.applicant.actor) == "done"
    assert attempt(row, held, hire(realm=Realm.PUBLIC).actor) == "not allowed"
    assert attempt(row, held, held.office.assessor.actor) == "not allowed"
    held.give_assessor()
    assert attempt(row, held, held.office.assessor.actor) == "done"
