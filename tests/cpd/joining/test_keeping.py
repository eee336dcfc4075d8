"""How long an application is kept once it is over: granted ones, answers that worried nobody, and legal holds."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from cpd.joining import queries
from cpd.joining.models import Application, DeclarationAnswer, Hold
from cpd.joining.operations import forgetting, holding, nightly, withdrawing
from cpd.joining.views import officer_list
from cpd.joining.vocabulary import Stage
from cpd.joining.worklist import Filter
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from register import operations as register
from tests.accounts.staff import SHELL
from tests.cpd.joining.arrange import Case, case, declared
from tests.cpd.joining.test_officer_pages import at

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _on_a_monday(set_clock) -> None:
    set_clock("2026-11-23 10:00")


def nothing(_owner: tuple[str, str]) -> None:
    return None


def there(held: Case) -> bool:
    db.session.rollback()
    return queries.find(held.reference) is not None


def test_a_granted_application_goes_six_years_after_the_last_day_on_the_register(set_clock) -> None:
    stays, renews = case().to(Stage.REGISTERED), case().to(Stage.REGISTERED)
    set_clock("2027-11-01 10:00")
    register.renew(
        renews.application.number,
        starts_on=date(2027, 11, 23),
        ends_on=date(2028, 11, 22),
        reason="A test",
        by=SHELL,
    )
    set_clock("2033-11-22 03:00")  # the first one's period ended on 22 November 2027
    assert forgetting.delete_left(shred=nothing) == 0
    set_clock("2033-11-23 03:00")
    assert (forgetting.delete_left(shred=nothing), forgetting.delete_left(shred=nothing)) == (1, 0)
    assert (there(stays), there(renews)) == (False, True)
    set_clock("2034-11-23 03:00")
    assert forgetting.delete_left(shred=nothing) == 1


def test_answers_that_worried_nobody_go_after_three_years_and_the_others_stay(set_clock) -> None:
    held = declared(D05="yes").to(Stage.REGISTERED)
    before = db.session.scalar(select(func.count()).select_from(DeclarationAnswer)) or 0
    set_clock("2029-11-23 03:00")
    assert forgetting.delete_clear_answers() == 0
    set_clock("2029-11-24 03:00")
    assert (forgetting.delete_clear_answers(), forgetting.delete_clear_answers()) == (before - 1, 0)
    assert [one.code for one in queries.answers(held.application.id)] == ["D05"]


def test_a_legal_hold_overrides_every_time(set_clock) -> None:
    held, other = case(), case()
    registrar = held.office.registrar.actor
    with pytest.raises(Refused, match="Say why"):
        holding.place(held.reference, why=" ", version=held.version, by=registrar)
    with pytest.raises(NotAllowed):
        holding.place(held.reference, why="A claim.", version=held.version, by=held.office.officer.actor)
    holding.place(held.reference, why="A court asks for it.", version=held.version, by=registrar)
    with pytest.raises(Refused, match="kept already"):
        holding.place(held.reference, why="Again.", version=held.version, by=registrar)
    for one in (held, other):
        withdrawing.withdraw(one.reference, by=one.applicant.actor)
    set_clock("2032-11-24 03:00")
    nightly.run(shred=nothing)
    assert (there(held), there(other)) == (True, False)
    assert db.session.scalar(select(func.count()).select_from(DeclarationAnswer)) != 0
    holding.lift(held.reference, version=held.version, by=registrar)
    nightly.run(shred=nothing)
    assert not there(held)
    assert db.session.scalar(select(func.count()).select_from(Hold)) == 0
    assert db.session.scalar(select(func.count()).select_from(Application)) == 0


def test_whoever_keeps_something_looks_again_after_six_months(app: Flask, set_clock) -> None:
    held = case()
    registrar = held.office.registrar
    holding.place(held.reference, why="A claim.", version=held.version, by=registrar.actor)
    kept = queries.hold(held.application.id)
    assert kept is not None
    assert (kept.owner_id, kept.review_on) == (registrar.id, date(2027, 5, 23))
    set_clock("2027-05-22 10:00")
    assert officer_list.count_holds(registrar.id) == 0
    set_clock("2027-05-24 10:00")
    assert officer_list.count_holds(registrar.id) == 1
    listed = officer_list.listed(Filter(on_hold=True), page=1, by=registrar.actor)
    assert [one.reference for one in listed.lines] == [held.reference]
    desk = at(app, registrar)
    assert held.reference in desk.open("/staff/applications?show=held").text
    page = desk.send(desk.open(f"/staff/applications/{held.reference}/hold-review"), {}, button="Keep it")
    assert "you look again in six months" in page.text
    assert officer_list.count_holds(registrar.id) == 0
    page = desk.send(desk.open(f"/staff/applications/{held.reference}/hold-lift"), {}, button="Lift the hold")
    assert "Keep it from being deleted" in page.text
