"""Sending an application in: frozen whole, once, and refused only for what cannot be an application."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from accounts.models import Realm
from cpd.declarations import Eligibility
from cpd.joining import queries
from cpd.joining.applying import Answer, Details
from cpd.joining.models import Application, DeclarationAnswer, HealthAnswer, Referee
from cpd.joining.operations import reading, withdrawing
from cpd.joining.operations.sending_in import send_in
from cpd.joining.policy import EXPERIENCE_CLOSES, TARGETS
from cpd.joining.vocabulary import RefereeTie, Route, Stage
from foundation import clock, locks, policy
from foundation.audit import Actor, AuditRecord
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from foundation.outbox import Letter
from foundation.references import application_reference
from register.operations import claiming
from tests.accounts.staff import SHELL, hire
from tests.cpd.joining.arrange import DETAILS, REFEREES, STATEMENT, answers, applying, case, somebody
from tests.register.arrange import admit

pytestmark = pytest.mark.usefixtures("database")


def send(told, person=None, reference: str | None = None) -> Application:
    owner = person or hire(realm=Realm.PUBLIC)
    return send_in(
        replace(told, account_id=owner.id), reference=reference or application_reference(2026), by=owner.actor
    )


def test_all_of_it_is_kept_and_sealed() -> None:
    held = case().application
    box = locks.box_of(held.lock_id)
    opened = reading.open_application(held.reference, by=somebody_of(held))
    assert opened.details == DETAILS
    assert opened.statement == STATEMENT
    assert Details.from_plain(DETAILS.as_plain()) == DETAILS
    assert (held.standards_edition, held.terms, held.declared) == ("2023", "1", False)
    assert held.eligibility is Eligibility.NOT_EXEMPT
    assert len(queries.answers(held.id)) == 16
    assert len(queries.referees(held.id)) == 2
    assert box.open_json(queries.answers(held.id)[0].sealed)["question"].startswith("Is everything here true")
    assert {"application_received", "referee_invited"} == set(db.session.scalars(select(Letter.template)))


def somebody_of(held: Application) -> Actor:
    return Actor("account", held.account_id, "the applicant")


def test_details_read_back_as_they_were_for_somebody_who_told_little() -> None:
    bare = Details(forenames="Sukarno", born_on=date(1970, 1, 1))
    assert Details.from_plain(bare.as_plain()) == bare
    assert bare.name == "Sukarno"
    assert Details.from_plain({**bare.as_plain(), "unknown": 1}) == bare


def test_sending_twice_makes_one_application() -> None:
    person = somebody()
    reference = application_reference(2026)
    first = send(applying(person), person, reference).id
    again = send(applying(person), person, reference).id
    assert first == again
    assert db.session.scalar(select(func.count()).select_from(Application)) == 1
    assert db.session.scalar(select(func.count()).select_from(Referee)) == 2


def test_sending_twice_at_once_makes_one_application(app) -> None:
    person = somebody()
    reference = application_reference(2026)
    told, found = applying(person), []

    def press() -> None:
        with app.app_context():
            found.append(send(told, person, reference).id)
            db.session.remove()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert db.session.scalar(select(func.count()).select_from(HealthAnswer)) == 1


def test_two_tabs_with_two_drafts_make_one_application(app) -> None:
    person = somebody()
    told, found = applying(person), []

    def press() -> None:
        with app.app_context():
            try:
                found.append(send(told, person).reference)
            except Refused as refused:
                found.append(str(refused))
            db.session.remove()

    presses = [threading.Thread(target=press) for _ in range(3)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sum(one.startswith("AP-") for one in found) == 1
    assert sum("open already" in one for one in found) == 2


def test_a_second_application_waits_for_the_end_of_the_first() -> None:
    held = case()
    with pytest.raises(Refused, match="open already"):
        send(applying(held.applicant), held.applicant)
    withdrawing.withdraw(held.reference, by=held.applicant.actor)
    assert send(applying(held.applicant), held.applicant).stage is Stage.COMPLETENESS


def test_nobody_applies_for_somebody_else() -> None:
    person, other = somebody(), somebody()
    with pytest.raises(NotAllowed):
        send_in(applying(person), reference=application_reference(2026), by=other.actor)
    held = case()
    with pytest.raises(Refused, match="taken"):
        send_in(applying(person), reference=held.reference, by=person.actor)


def without(code: str):
    return tuple(one for one in answers() if one.code != code)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"details": replace(DETAILS, forenames="", surname="", known_as="")}, "your name"),
        ({"details": replace(DETAILS, born_on=None)}, "day you were born"),
        ({"details": replace(DETAILS, born_on=date(2999, 1, 1))}, "day you were born"),
        ({"terms": ""}, "Read the Standards and the terms"),
        ({"standards_edition": ""}, "Read the Standards and the terms"),
        ({"referees": REFEREES[:1]}, "Name 2 referees"),
        ({"referees": (REFEREES[0], replace(REFEREES[1], email=" ADA@calder.example "))}, "different people"),
        ({"referees": (REFEREES[0], replace(REFEREES[1], tie=RefereeTie.FAMILY))}, "too close"),
        ({"referees": (REFEREES[0], replace(REFEREES[1], tie=RefereeTie.BUSINESS_PARTNER))}, "too close"),
        ({"referees": (REFEREES[0], replace(REFEREES[1], tie=RefereeTie.WORKS_FOR_APPLICANT))}, "too close"),
        ({"referees": tuple(replace(one, tie=RefereeTie.OTHER) for one in REFEREES)}, "know your work"),
        ({"referees": (REFEREES[0], replace(REFEREES[1], known_since=date(2026, 3, 1)))}, "known you for 12 months"),
        ({"referees": (REFEREES[0], replace(REFEREES[1], name="perpetua OAKENSHAW"))}, "your own referee"),
        ({"referees": (REFEREES[0], replace(REFEREES[1], email="nobody"))}, "email address of each"),
        ({"health": None}, "Do you have a health problem"),
        ({"answers": without("D03")}, "Are the police looking into you"),
        ({"answers": without("D01")}, "Is everything here true"),
        ({"answers": (*without("D05"), Answer("D05", 99, "no"))}, "questions have changed"),
        ({"answers": (*without("D05"), Answer("D05", 1, "maybe"))}, "Answer this question"),
        ({"answers": (*answers(), Answer("D07", 1, "no"))}, "place of its own"),
        ({"roles": {"money": "yes"}}, "questions about records have changed for you"),
    ],
)
def test_what_cannot_be_an_application_is_refused(set_clock, changes, sentence: str) -> None:
    set_clock("2026-11-23 10:00")
    person = somebody()
    with pytest.raises(Refused, match=sentence):
        send(applying(person, **changes), person)
    assert db.session.scalar(select(func.count()).select_from(Application)) == 0
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0


def test_a_referee_known_for_exactly_a_year_may_vouch(set_clock) -> None:
    set_clock("2026-11-23 10:00")
    person = somebody()
    known = (REFEREES[0], replace(REFEREES[1], known_since=date(2025, 11, 23)))
    assert send(applying(person, referees=known), person).stage is Stage.COMPLETENESS


def test_not_agreeing_is_the_only_answer_that_stops_anybody() -> None:
    person = somebody()
    with pytest.raises(Refused, match="only join if you agree"):
        send(applying(person, answers=answers(D01="no")), person)
    worst = {one.code: "yes" if one.code in ("D02", "D03", "D04", "D05", "D06", "D10") else "no" for one in answers()}
    worst["D01"] = "yes"
    held = send(applying(person, answers=answers(**worst), health=Answer("D07", 1, "yes", "x")), person)
    assert held.declared is True


def test_the_route_by_experience_closes_on_its_day(set_clock) -> None:
    set_clock("2026-11-23 10:00")
    policy.decide(EXPERIENCE_CLOSES, value="2026-12-01", effective_from=clock.today(), reason="Over", by=SHELL)
    set_clock("2026-12-01 23:30")
    assert send(applying(somebody())).route is Route.EXPERIENCE
    set_clock("2026-12-02 00:30")
    with pytest.raises(Refused, match="closed now"):
        send(applying(somebody()))
    assert send(applying(somebody(), route=Route.CERTIFICATE)).route is Route.CERTIFICATE


def test_a_change_of_policy_leaves_a_running_clock_alone(set_clock) -> None:
    set_clock("2026-11-23 10:00")
    held = case()
    due = held.application.due_on
    policy.decide(TARGETS[Stage.COMPLETENESS], value=1, effective_from=clock.today(), reason="Faster", by=SHELL)
    assert held.application.due_on == due == date(2026, 11, 30)
    assert case().application.due_on == date(2026, 11, 24)
    held.complete()
    assert held.application.targets["verification"] == 15


def test_somebody_on_the_register_comes_back_and_does_not_begin_anew(set_clock) -> None:
    set_clock("2026-11-23 10:00")
    person = somebody()
    number = admit((date(2022, 5, 1), date(2023, 4, 30)))
    with pytest.raises(Refused, match="Take your old entry"):
        send(applying(person, route=Route.RETURN), person)
    claiming.hold(number, person.id, proof="a test")
    with pytest.raises(Refused, match="route for coming back"):
        send(applying(person), person)
    assert send(applying(person, route=Route.RETURN), person).number == number


def test_who_is_registered_need_not_come_back(set_clock) -> None:
    set_clock("2026-11-23 10:00")
    person = somebody()
    claiming.hold(admit((date(2026, 5, 1), date(2027, 4, 30))), person.id, proof="a test")
    with pytest.raises(Refused, match="do not need to come back"):
        send(applying(person, route=Route.RETURN), person)


def test_the_same_person_under_another_name_is_shown_to_the_officer_and_not_refused() -> None:
    first = case()
    other = case(details=replace(DETAILS, surname="Oakenshawe", forenames="Perpetua Mary"))
    stranger = case(details=replace(DETAILS, surname="Quill", forenames="Zygmunt"))
    namesake = case(details=replace(DETAILS, born_on=date(1955, 5, 5)))
    found = {one.application.id: one.same_birth for one in reading.lookalikes(first.application)}
    assert found == {other.application.id: True, namesake.application.id: False}
    assert reading.lookalikes(stranger.application) == []


def test_somebody_of_the_same_name_on_the_register_is_shown_to_the_officer(set_clock) -> None:
    set_clock("2026-11-23 10:00")
    held = case()
    assert reading.namesakes(held.application) == []
    number = admit((date(2026, 5, 1), date(2027, 4, 30)), forenames="Perpetua", surname="Oakenshaw", known_as="")
    admit((date(2026, 5, 1), date(2027, 4, 30)), forenames="Perpetua", surname="Oakenshow", known_as="")
    assert reading.namesakes(held.application) == [number]


def test_pages_that_belong_elsewhere_do_not_reach_the_statement() -> None:
    pages = [*STATEMENT, {"section": "Declarations", "page": "d02", "title": "x", "answers": ["zzsecret"]}]
    held = case(statement=pages).application
    assert reading.open_application(held.reference, by=somebody_of(held)).statement == STATEMENT


def test_the_answers_are_never_changed() -> None:
    case()
    db.session.rollback()
    with pytest.raises(Exception, match="append-only"), db.engine.begin() as connection:
        connection.execute(DeclarationAnswer.__table__.update().values(sealed="x"))


def test_the_trail_says_what_was_agreed_to_and_nothing_that_was_typed() -> None:
    case()
    said = " ".join(db.session.scalars(select(AuditRecord.detail)))
    assert '"terms":"1"' in said
    assert "Oakenshaw" not in said
    assert "Leeds" not in said
