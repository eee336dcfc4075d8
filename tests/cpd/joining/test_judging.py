"""Verifying, reviewing, assessing, deciding and appealing: the rules of each step, and separation of duties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from accounts.models import Role
from cpd.joining import queries
from cpd.joining.findings import (
    AppealGround,
    AppealOutcome,
    AssessmentFinding,
    Outcome,
    PanelFinding,
    ReviewFinding,
    SeatKind,
    of_three,
    of_two,
)
from cpd.joining.models import DeclarationAnswer, ToldInError
from cpd.joining.operations import (
    appealing,
    assessing,
    checking,
    deciding,
    declaring,
    nightly,
    panels,
    reading,
    verifying,
)
from cpd.joining.operations.verifying import Checked
from cpd.joining.vocabulary import CheckItem, CheckOutcome, IdentityDocument, Route, Stage
from foundation import clock
from foundation.audit import AuditRecord
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from register import publication
from register.vocabulary import Status
from tests.accounts.staff import hire
from tests.cpd.joining.arrange import CONVICTION, DETAILS, Case, case, declared
from tests.frame.outbox import kinds_of_letters

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _on_a_monday(set_clock) -> None:
    set_clock("2026-11-23 10:00")


# ----------------------------------------------------------------------------------------------------------- verifying


def checked(item: CheckItem = CheckItem.IDENTITY, **changes) -> Checked:
    sound = Checked(
        item,
        CheckOutcome.CONFIRMED,
        "Seen on a call.",
        date(2026, 11, 23),
        document=IdentityDocument.PASSPORT,
        last_four="12AB",
        seen_live=True,
    )
    return replace(sound, **changes)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        (checked(last_four="123456789"), "last four"),
        (checked(last_four=""), "last four"),
        (checked(document=None), "last four"),
        (checked(seen_live=None), "live or as a certified copy"),
        (checked(seen_on=date(2026, 11, 24)), "cannot be one to come"),
        (checked(seen=" "), "Say what you saw"),
        (checked(CheckItem.OTHER_REGISTER, place=2), "not on the list"),
    ],
)
def test_what_was_seen_is_noted_and_nothing_more(what: Checked, sentence: str) -> None:
    held = case().complete()
    with pytest.raises(Refused, match=sentence):
        verifying.record_check(held.reference, what, by=held.office.officer.actor)


def test_everything_on_the_list_is_looked_at_before_it_goes_on() -> None:
    held = case().complete().referees_answer()
    assert [(one.item, one.place) for one in verifying.check_list(held.application)] == [
        (CheckItem.IDENTITY, 0),
        (CheckItem.QUALIFICATION, 1),
        (CheckItem.WORK, 0),
        (CheckItem.OTHER_REGISTER, 1),
        (CheckItem.INSURANCE, 0),
        (CheckItem.RECORD_CHECK, 0),
        (CheckItem.REFERENCE, 1),
        (CheckItem.REFERENCE, 2),
    ]
    with pytest.raises(Refused, match="Not looked at yet: Name and day of birth"):
        held.verify()
    held.tick_everything()
    verifying.record_check(held.reference, checked(outcome=CheckOutcome.NOT_CONFIRMED), by=held.office.officer.actor)
    with pytest.raises(Refused, match="sure who the applicant is"):
        held.verify()
    verifying.record_check(held.reference, checked(), by=held.office.officer.actor)
    assert held.verify().stage is Stage.ASSESSMENT
    kept = queries.checks(held.application.id)[CheckItem.IDENTITY, 0]
    assert (kept.document, kept.last_four, kept.seen_live) == (IdentityDocument.PASSPORT, "12AB", True)


def test_a_name_that_the_passport_spells_otherwise_is_put_right_and_the_old_row_stays() -> None:
    held = case().complete()
    right = replace(DETAILS, surname="Oakenshawe")
    with pytest.raises(Refused, match="Say why"):
        checking.correct_details(held.reference, right, why="", version=held.version, by=held.office.officer.actor)
    checking.correct_details(
        held.reference, right, why="So on the passport.", version=held.version, by=held.office.officer.actor
    )
    assert held.application.name == "Perpetua Oakenshawe"
    assert len(queries.details(held.application.id)) == 2
    details = db.session.scalars(select(AuditRecord.detail).where(AuditRecord.action == "application.corrected")).one()
    assert details == '{"changed":["surname"]}'
    with pytest.raises(Refused, match="Nothing would change"):
        checking.correct_details(held.reference, right, why="Again", version=held.version, by=held.office.officer.actor)


# -------------------------------------------------------------------------------------------------------- declarations


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (PanelFinding.CLEAR, PanelFinding.CLEAR, PanelFinding.CLEAR),
        (PanelFinding.CLEAR, PanelFinding.CLEAR_WITH_ADVICE, PanelFinding.CLEAR_WITH_ADVICE),
        (PanelFinding.REFUSE, PanelFinding.REFUSE, PanelFinding.REFUSE),
        (PanelFinding.CLEAR, PanelFinding.REFUSE, None),
    ],
)
def test_the_two_decide_together(first, second, together) -> None:
    assert of_two((first, second)) is of_two((second, first)) is together
    held = declared().to(Stage.DECLARATION_PANEL).sit()
    assert kinds_of_letters()[-1] == "application_panel"
    held.panel_votes(first, second)
    assert held.stage is (Stage.DECISION if together is PanelFinding.REFUSE else Stage.ASSESSMENT)


def test_one_of_the_two_alone_decides_nothing_and_cannot_say_it_twice() -> None:
    held = declared().to(Stage.DECLARATION_PANEL).sit()
    one = held.office.panel[0].actor
    assert declaring.vote(held.reference, finding=PanelFinding.CLEAR, reasons="Small.", by=one) is False
    assert held.stage is Stage.DECLARATION_PANEL
    with pytest.raises(Refused, match="cannot be changed"):
        declaring.vote(held.reference, finding=PanelFinding.REFUSE, reasons="Large.", by=one)
    with pytest.raises(Refused, match="they stay"):
        panels.unseat(
            held.reference,
            kind=SeatKind.DECLARATIONS,
            account_id=held.office.panel[0].id,
            by=held.office.officer.actor,
        )
    with pytest.raises(Refused, match="has its 2 people"):
        panels.seat(
            held.reference,
            kind=SeatKind.DECLARATIONS,
            account_id=hire(Role.PANEL_MEMBER).id,
            by=held.office.officer.actor,
        )


def test_a_panel_member_can_be_changed_before_they_said_anything() -> None:
    held = declared().to(Stage.DECLARATION_PANEL).sit()
    officer, member = held.office.officer.actor, held.office.panel[1]
    panels.unseat(held.reference, kind=SeatKind.DECLARATIONS, account_id=member.id, by=officer)
    with pytest.raises(NotAllowed, match="not listed"):
        declaring.vote(held.reference, finding=PanelFinding.CLEAR, reasons="x", by=member.actor)
    panels.seat(held.reference, kind=SeatKind.DECLARATIONS, account_id=member.id, by=officer)
    held.panel_votes(PanelFinding.CLEAR, PanelFinding.CLEAR)
    assert held.stage is Stage.ASSESSMENT


def test_after_a_panel_that_would_refuse_the_registrar_may_still_ask_for_an_assessment() -> None:
    held = declared().to(Stage.DECLARATION_PANEL).sit().panel_votes(PanelFinding.REFUSE, PanelFinding.REFUSE)
    with pytest.raises(Refused, match="Nobody found"):
        held.decide()
    deciding.send_to_assessment(
        held.reference, why="The panel did not see the work.", version=held.version, by=held.office.registrar.actor
    )
    held.give_assessor().assess()
    assert held.decide().stage is Stage.REGISTERED


def test_reasons_and_advice_belong_together() -> None:
    held = declared().to(Stage.DECLARATIONS)
    for finding, reasons, advice, sentence in (
        (ReviewFinding.CLEAR, "", "", "Give your reasons"),
        (ReviewFinding.CLEAR_WITH_ADVICE, "Small.", "", "Write the advice"),
        (ReviewFinding.CLEAR, "Small.", "Be good.", "without it"),
    ):
        with pytest.raises(Refused, match=sentence):
            declaring.review(
                held.reference,
                finding=finding,
                reasons=reasons,
                advice=advice,
                version=held.version,
                by=held.office.officer.actor,
            )
    assert held.review(ReviewFinding.CLEAR_WITH_ADVICE).stage is Stage.ASSESSMENT


def test_what_was_told_in_error_is_read_by_nobody_and_gone_in_a_week(set_clock) -> None:
    held = declared().to(Stage.DECLARATIONS)

    def read() -> dict[str, str]:
        found = reading.open_answers(held.reference, by=held.office.officer.actor)
        return {one.declaration.code: one.words for one in found}

    assert read()["D02"] == CONVICTION
    declaring.told_in_error(held.reference, "D02", by=held.applicant.actor)
    assert read()["D02"] == ""
    assert held.application.declared is False
    set_clock.move(days=6)
    assert nightly.delete_told_in_error() == 0
    set_clock.move(days=1)
    assert (nightly.delete_told_in_error(), nightly.delete_told_in_error()) == (1, 0)
    numbers = db.session.scalars(select(DeclarationAnswer.number).where(DeclarationAnswer.code == "D02")).all()
    assert numbers == [2]
    assert db.session.scalars(select(ToldInError)).one().deleted_at is not None
    assert db.session.scalars(select(AuditRecord).where(AuditRecord.action == "application.answer_deleted")).one()
    assert kinds_of_letters()[-1] == "application_answer_deleted"
    assert read()["D02"] == ""


@pytest.mark.parametrize("code", ["D02", "D03", "D08", "D99"])
def test_only_what_the_law_does_not_ask_for_is_taken_back(code: str) -> None:
    held = declared(D05="yes")
    with pytest.raises(Refused, match="nothing here"):
        declaring.told_in_error(held.reference, code, by=held.applicant.actor)
    with pytest.raises(NotAllowed):
        declaring.told_in_error(held.reference, "D05", by=hire(Role.FINANCE).actor)


# ------------------------------------------------------------------------------------------------ separation of duties


def test_nobody_judges_their_own_work() -> None:
    held = declared().to(Stage.DECLARATIONS)
    many = hire(Role.ASSESSOR, Role.REGISTRAR, Role.REGISTRATION_OFFICER)
    held.review().give_assessor(many).assess(by=many)
    with pytest.raises(NotAllowed, match="Whoever assesses an application does not decide it"):
        held.decide(by=many)
    assert held.decide(Outcome.REFUSE).stage is Stage.REFUSED


def test_the_same_assessor_does_not_look_at_the_same_person_twice_running() -> None:
    first = case().to(Stage.DECISION)
    first.decide(Outcome.REFUSE)
    again = case(first.office, applicant=first.applicant).to(Stage.VERIFICATION)
    again.referees_answer().tick_everything().verify()
    with pytest.raises(NotAllowed, match="twice running"):
        again.give_assessor(first.office.assessor)
    again.give_assessor(first.office.second_assessor)


def test_an_assessor_names_the_standards_that_are_not_met() -> None:
    held = case().to(Stage.ASSESSMENT).give_assessor()
    with pytest.raises(Refused, match="Name the Standards"):
        assessing.assess(
            held.reference,
            finding=AssessmentFinding.DOES_NOT_MEET,
            reasons="No plan.",
            version=held.version,
            by=held.office.assessor.actor,
        )
    held.assess(AssessmentFinding.DOES_NOT_MEET)
    with pytest.raises(Refused, match="Nobody found that this applicant meets"):
        held.decide()
    assert held.decide(Outcome.REFUSE).stage is Stage.REFUSED


# ------------------------------------------------------------------------------------------------------------ deciding


def test_conditions_stand_on_the_entry_in_the_words_of_the_decision() -> None:
    held = case().to(Stage.DECISION)
    for more, sentence in (
        ({}, "Write the conditions"),
        ({"conditions": "Works with a supervisor."}, "end on a later day"),
        ({"conditions": "x", "conditions_until": date(2026, 11, 23)}, "end on a later day"),
        ({"conditions": "x", "conditions_until": date(2030, 11, 23)}, "23 November 2029 at the latest"),
    ):
        with pytest.raises(Refused, match=sentence):
            held.decide(Outcome.GRANT_WITH_CONDITIONS, **more)
    with pytest.raises(Refused, match="did not choose them"):
        held.decide(Outcome.GRANT, conditions="x")
    held.decide(
        Outcome.GRANT_WITH_CONDITIONS, conditions="Works with a supervisor.", conditions_until=date(2027, 11, 22)
    )
    entry = publication.public_entry(held.application.number)
    assert entry.status is Status.REGISTERED_CONDITIONS
    assert [one.text for one in entry.restrictions] == ["Works with a supervisor."]


def test_nobody_is_granted_a_place_uninsured(set_clock) -> None:
    held = case(details=replace(DETAILS, insured=replace(DETAILS.insured, ends_on=date(2026, 11, 30))))
    held.to(Stage.DECISION)
    set_clock("2026-12-01 10:00")
    with pytest.raises(Refused, match="no insurance that still runs"):
        held.decide()
    longer = replace(DETAILS, insured=replace(DETAILS.insured, ends_on=date(2027, 11, 30)))
    checking.correct_details(
        held.reference, longer, why="New certificate.", version=held.version, by=held.office.officer.actor
    )
    assert held.decide().stage is Stage.REGISTERED
    assert publication.public_entry(held.application.number).insurance_to == date(2027, 11, 30)


def test_reasons_are_given() -> None:
    held = case().to(Stage.DECISION)
    with pytest.raises(Refused, match="Give your reasons"):
        deciding.decide(
            held.reference,
            deciding.Deciding(Outcome.REFUSE, " "),
            version=held.version,
            by=held.office.registrar.actor,
        )
    assert "application_refused" not in kinds_of_letters()


# ------------------------------------------------------------------------------------------------------------- appeals


def refused() -> Case:
    return case().to(Stage.REFUSED)


def lodge(held: Case) -> int:
    return appealing.appeal(
        held.reference, grounds=[AppealGround.UNREASONABLE], words="Look again.", by=held.applicant.actor
    )


def vote(held: Case, *outcomes: AppealOutcome) -> None:
    for person, outcome in zip(held.office.appeal_panel, outcomes, strict=True):
        appealing.vote(held.reference, outcome=outcome, reasons="With care.", by=person.actor)


UPHOLD, OVERTURN, REDO = AppealOutcome


@pytest.mark.parametrize(
    ("outcomes", "together", "stage"),
    [
        ((UPHOLD, UPHOLD, UPHOLD), UPHOLD, Stage.REFUSAL_STANDS),
        ((UPHOLD, OVERTURN, UPHOLD), UPHOLD, Stage.REFUSAL_STANDS),
        ((OVERTURN, UPHOLD, OVERTURN), OVERTURN, Stage.REGISTERED),
        ((REDO, UPHOLD, REDO), REDO, Stage.ASSESSMENT),
        ((UPHOLD, OVERTURN, REDO), REDO, Stage.ASSESSMENT),
    ],
)
def test_most_of_the_three_decide(outcomes, together, stage: Stage) -> None:
    assert of_three(outcomes) is together
    held = refused()
    lodge(held)
    assert held.application.hear_until == date(2027, 2, 21)
    held.sit(SeatKind.APPEAL)
    vote(held, *outcomes)
    assert held.stage is stage


def test_an_appeal_is_lodged_within_28_days_to_the_last_minute(set_clock) -> None:
    first, second = refused(), refused()
    set_clock("2026-12-21 23:58")
    lodge(first)
    set_clock("2026-12-22 00:01")
    with pytest.raises(Refused, match="time to appeal is over"):
        lodge(second)
    with pytest.raises(NotAllowed):
        appealing.appeal(second.reference, grounds=[AppealGround.PROCESS], words="x", by=first.applicant.actor)


def test_an_appeal_has_reasons_and_no_other_application_beside_it() -> None:
    held = refused()
    for grounds, words, sentence in (([], "x", "at least one reason"), ([AppealGround.PROCESS], " ", "own words")):
        with pytest.raises(Refused, match=sentence):
            appealing.appeal(held.reference, grounds=grounds, words=words, by=held.applicant.actor)
    case(applicant=held.applicant)
    with pytest.raises(Refused, match="another application open"):
        lodge(held)


@pytest.mark.parametrize("who", ["officer", "assessor", "registrar"])
def test_nobody_with_an_earlier_part_hears_an_appeal(who: str) -> None:
    held = refused()
    lodge(held)
    person = getattr(held.office, who)
    db.session.rollback()
    give_role(person.id, Role.APPEAL_PANEL)
    with pytest.raises(NotAllowed, match="no part in the first decision"):
        panels.seat(held.reference, kind=SeatKind.APPEAL, account_id=person.id, by=held.office.second_officer.actor)


def give_role(account_id: int, role: Role) -> None:
    other = hire(role)
    with db.engine.begin() as connection:
        table = db.metadata.tables["role_grant"]
        connection.execute(table.update().where(table.c.account_id == other.id).values(account_id=account_id))


def test_after_redo_others_assess_and_decide() -> None:
    held = refused()
    lodge(held)
    held.sit(SeatKind.APPEAL)
    vote(held, REDO, REDO, UPHOLD)
    assert held.application.round == 2
    with pytest.raises(NotAllowed, match="asked other people"):
        held.give_assessor(held.office.assessor)
    held.give_assessor(held.office.second_assessor).assess(by=held.office.second_assessor)
    with pytest.raises(NotAllowed, match="asked other people"):
        held.decide()
    assert held.decide(by=held.office.second_registrar).stage is Stage.REGISTERED
    assert kinds_of_letters().count("application_appeal_decided") == 1


def test_after_redo_a_second_refusal_can_be_appealed_again() -> None:
    held = refused()
    lodge(held)
    held.sit(SeatKind.APPEAL)
    vote(held, REDO, REDO, REDO)
    held.give_assessor(held.office.second_assessor).assess(by=held.office.second_assessor)
    held.decide(Outcome.REFUSE, by=held.office.second_registrar)
    assert lodge(held)
    assert queries.appeal(held.application.id, 2) is not None


# ---------------------------------------------------------------------------------------------------------- restoration


def test_whoever_was_removed_comes_back_through_a_panel_only() -> None:
    assert Route.RESTORATION.comes_back
    held = declared().to(Stage.DECLARATIONS)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE application SET route = 'restoration'")
    with pytest.raises(Refused, match="only after a panel"):
        held.review()
    assert held.review(ReviewFinding.REFER).stage is Stage.DECLARATION_PANEL
    assert clock.today() == date(2026, 11, 23)
