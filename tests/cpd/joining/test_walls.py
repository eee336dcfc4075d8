"""Walls: what is about health, records and monitoring stands in its one place and is read by those alone who may."""

from __future__ import annotations

import ast

import pytest
from sqlalchemy import select

from accounts.conflicts import Tie
from accounts.models import Account, Role
from accounts.operations import breaking_glass
from accounts.operations.interests import About, declare_interest
from cpd.joining import queries
from cpd.joining.applying import Answer
from cpd.joining.findings import HealthFinding, ReviewFinding, SeatKind
from cpd.joining.models import HealthAnswer, MonitoringLink, MonitoringSet
from cpd.joining.operations import health, monitoring, panels, reading, references
from cpd.joining.operations.sending_in import monitoring_of
from cpd.joining.vocabulary import Stage
from foundation import locks
from foundation.audit import AuditRecord
from foundation.database import db, transaction
from foundation.errors import Missing, NotAllowed, Refused
from tests.accounts.staff import hire
from tests.cpd.joining.arrange import CONVICTION, GIVEN, HEALTHY, REFERRED, case, declared, tokens
from tests.rules.source import code

pytestmark = pytest.mark.usefixtures("database")
ILL = Answer("D07", 1, "yes", HEALTHY)


def everything() -> str:
    """All that stands in any column of any table, as text."""
    db.session.rollback()
    rows = []
    for table in db.metadata.sorted_tables:
        rows += [str(tuple(row)) for row in db.session.execute(select(table))]
    return "\n".join(rows)


def everything_opened_without_health() -> str:
    """All that the keys of everything but health open."""
    db.session.rollback()
    health_locks = set(db.session.scalars(select(HealthAnswer.lock_id)))
    sealed = [one for one in everything().replace("'", " ").split() if one.startswith("gAAAA")]
    boxes = [
        locks.box_of(lock_id) for lock_id in db.session.scalars(select(locks.Lock.id)) if lock_id not in health_locks
    ]
    found = []
    for words in sealed:
        for box in boxes:
            try:
                found.append(box.open(words.strip("(),")))
            except Missing:
                continue
    return "\n".join(found)


def test_nothing_typed_is_readable_in_the_database() -> None:
    case(health=ILL).referees_answer()
    held = everything()
    for words in (HEALTHY, REFERRED, "Made Up Street", "01632 960 111", "Elderbush", "1980-02-29"):
        assert words not in held
    assert "Oakenshaw" in held  # the name stands in lists


def test_what_was_said_of_health_is_found_nowhere_but_behind_its_own_key() -> None:
    held = case(health=ILL).to(Stage.VERIFICATION).referees_answer()
    health.find(held.reference, finding=HealthFinding.SUPPORT, words="zzfinding", by=held.office.health_officer.actor)
    opened = everything_opened_without_health()
    assert REFERRED in opened
    assert HEALTHY not in opened
    assert "zzfinding" not in opened


def test_only_the_health_officer_opens_health_and_each_time_is_noted() -> None:
    held = case(health=ILL)
    read = health.open_health(held.reference, by=held.office.health_officer.actor)
    assert (read.said, read.words) == ("yes", HEALTHY)
    assert db.session.scalars(select(AuditRecord).where(AuditRecord.action == "health.opened")).one()
    for role in set(Role) - {Role.HEALTH_OFFICER}:
        with pytest.raises(NotAllowed):
            health.open_health(held.reference, by=hire(role).actor)
    with pytest.raises(NotAllowed):
        health.open_health(held.reference, by=held.applicant.actor)


def test_an_administrator_opens_health_only_by_breaking_its_own_glass() -> None:
    held = case(health=ILL)
    administrator = hire(Role.ADMINISTRATOR)
    hire(Role.DATA_PROTECTION_LEAD)
    breaking_glass.break_glass(
        "application",
        held.reference,
        reason="Nobody else is here and the applicant is in danger.",
        by=administrator.actor,
    )
    with pytest.raises(NotAllowed):
        health.open_health(held.reference, by=administrator.actor)
    assert reading.open_application(held.reference, by=administrator.actor).details.surname == "Oakenshaw"
    breaking_glass.break_glass(
        "health", held.reference, reason="Nobody else is here and the applicant is in danger.", by=administrator.actor
    )
    assert health.open_health(held.reference, by=administrator.actor).words == HEALTHY
    actions = db.session.scalars(select(AuditRecord.action).where(AuditRecord.actor_id == administrator.id)).all()
    assert actions.count("glass.read") == 2


def test_that_there_is_a_health_answer_tells_nothing() -> None:
    ill, well = case(health=ILL), case()
    for held in (ill, well):
        db.session.scalars(select(HealthAnswer).where(HealthAnswer.application_id == held.application.id)).one()
    assert ill.application.declared is well.application.declared is False
    with pytest.raises(Refused, match="Nothing waits"):
        health.find(well.reference, finding=HealthFinding.NOTHING, words="x", by=well.office.health_officer.actor)


def test_nobody_decides_before_the_health_officer_has_finished() -> None:
    held = case(health=ILL).to(Stage.DECISION)
    with pytest.raises(Refused, match="health officer has not finished"):
        held.decide()
    health.find(held.reference, finding=HealthFinding.NOTHING, words="Fine.", by=held.office.health_officer.actor)
    assert held.decide().stage is Stage.REGISTERED
    with pytest.raises(Refused):
        health.find(held.reference, finding=HealthFinding.NOTHING, words="x", by=held.office.health_officer.actor)


def test_somebody_who_falls_ill_later_tells_only_the_health_officer() -> None:
    held = case().to(Stage.DECISION)
    before = len(queries.steps(held.application.id))
    health.tell_anew(held.reference, "yes", HEALTHY, by=held.applicant.actor)
    assert len(queries.steps(held.application.id)) == before
    assert HEALTHY not in everything_opened_without_health()
    with pytest.raises(Refused, match="health officer has not finished"):
        held.decide()
    officer = held.office.health_officer.actor
    read = health.open_health(held.reference, by=officer)
    assert (read.said, read.words, [one["said"] for one in read.earlier]) == ("yes", HEALTHY, ["no"])
    health.find(held.reference, finding=HealthFinding.SUPPORT, words="Fine.", by=officer)
    health.tell_anew(held.reference, "yes", "worse", by=held.applicant.actor)
    health.find(held.reference, finding=HealthFinding.NOTHING, words="Looked again.", by=officer)
    with pytest.raises(Refused, match="yes or no"):
        health.tell_anew(held.reference, "", "x", by=held.applicant.actor)
    with pytest.raises(NotAllowed):
        health.tell_anew(held.reference, "no", "", by=held.office.officer.actor)
    assert held.decide().stage is Stage.REGISTERED


def readable(held, person) -> set[str]:
    return {one.declaration.code for one in reading.open_answers(held.reference, by=person.actor)}


def test_an_assessor_does_not_read_of_records_and_a_panel_reads_of_nothing_else() -> None:
    held = declared().to(Stage.DECLARATION_PANEL).sit()
    held.give_assessor()
    private = {"D02", "D03", "D04", "D05", "D06"}
    assert readable(held, held.office.assessor).isdisjoint(private | {"D07", "D22"})
    assert readable(held, held.office.panel[0]) == private
    everyone = readable(held, held.office.officer)
    assert private < everyone
    assert everyone.isdisjoint({"D07", "D22"})
    assert readable(held, held.office.registrar) == everyone == readable(held, held.applicant)
    for outsider in (hire(Role.PANEL_MEMBER), hire(Role.ASSESSOR), hire(Role.FINANCE), hire(Role.HEALTH_OFFICER)):
        with pytest.raises(NotAllowed):
            readable(held, outsider)


def test_who_has_a_tie_does_not_open_it() -> None:
    held = case()
    officer = hire(Role.REGISTRATION_OFFICER, name="Ada Manager")
    from_there = hire(Role.REGISTRATION_OFFICER)
    with_tie(from_there)
    with pytest.raises(NotAllowed, match="conflict"):
        reading.open_application(held.reference, by=from_there.actor)
    assert reading.open_application(held.reference, by=officer.actor).details.surname == "Oakenshaw"


def with_tie(person) -> None:
    declare_interest(Tie.EMPLOYER, About("calder case management"), starts_on=None, ends_on=None, by=person.actor)


def test_the_same_person_on_both_sides_is_found_by_their_address() -> None:
    officer = hire(Role.REGISTRATION_OFFICER)
    held = case()
    account_id = held.application.account_id
    db.session.rollback()
    with transaction("a test gives both accounts one address"):
        db.session.get_one(Account, account_id).email_key = officer.email
    with pytest.raises(NotAllowed, match="one of the people in it"):
        reading.open_application(held.reference, by=officer.actor)


def test_the_applicant_never_reads_what_a_referee_said() -> None:
    held = case().referees_answer()
    [referee, _] = db.session.scalars(select(references.Referee).order_by(references.Referee.id)).all()
    told, given = reading.open_reference(referee.id, by=held.applicant.actor)
    assert (told.name, given) == ("Ada Manager", None)
    _, read = reading.open_reference(referee.id, by=held.office.officer.actor)
    assert read == GIVEN
    assert len(tokens()) == 2


# ---------------------------------------------------------------------------------------------------------- monitoring


def test_monitoring_answers_lead_to_nobody_after_thirty_days(set_clock) -> None:
    set_clock("2026-11-23 10:00")
    held = case()
    monitoring.change(held.reference, {"age": "50_59", "name": "x"}, by=held.applicant.actor)
    set_clock.move(days=29)
    assert monitoring.detach() == 0
    assert monitoring_of(held.application) is not None
    set_clock.move(days=1)
    assert monitoring.detach() == 1
    assert monitoring.detach() == 0
    for table in (MonitoringLink, MonitoringSet):
        assert db.session.scalars(select(table)).all() == []
    with pytest.raises(Refused, match="only counted"):
        monitoring.change(held.reference, {"age": "under_30"}, by=held.applicant.actor)
    db.session.rollback()
    counts = {
        (row[0], row[1]): row[2]
        for row in db.session.execute(
            select(
                monitoring.MonitoringCount.question,
                monitoring.MonitoringCount.answer,
                monitoring.MonitoringCount.people,
            )
        )
    }
    assert counts == {("age", "50_59"): 1}


def test_nobody_else_asks_for_monitoring_answers() -> None:
    named = {
        source.name
        for source in code()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name | ast.alias)
        and (node.id if isinstance(node, ast.Name) else node.name) in ("MonitoringLink", "MonitoringSet")
    }
    assert named == {
        "cpd/joining/models/__init__.py",
        "cpd/joining/operations/forgetting.py",  # deletes them with the application, and reads nothing
        "cpd/joining/operations/monitoring.py",
        "cpd/joining/operations/sending_in.py",
    }


def test_a_panel_is_free_of_ties_and_of_earlier_parts() -> None:
    held = declared().to(Stage.DECLARATION_PANEL)
    both = hire(Role.REGISTRATION_OFFICER, Role.PANEL_MEMBER)
    tied = hire(Role.PANEL_MEMBER)
    with_tie(tied)
    for person, sentence in ((tied, "conflict"),):
        with pytest.raises(NotAllowed, match=sentence):
            panels.seat(held.reference, kind=SeatKind.DECLARATIONS, account_id=person.id, by=held.office.officer.actor)
    choice = panels.candidates(held.application, SeatKind.DECLARATIONS)
    assert tied.id in choice.kept_away
    assert both.id in choice.clear
    other = declared()
    other.to(Stage.DECLARATIONS).review(ReviewFinding.REFER, by=both)
    with pytest.raises(NotAllowed, match="passed the declarations on"):
        panels.seat(other.reference, kind=SeatKind.DECLARATIONS, account_id=both.id, by=held.office.officer.actor)


def test_words_of_a_conviction_are_readable_only_with_the_applications_key() -> None:
    declared()
    assert CONVICTION not in everything()
    assert CONVICTION in everything_opened_without_health()
