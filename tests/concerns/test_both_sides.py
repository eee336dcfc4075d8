"""What was promised to those it is about, what no one person does alone, and what nobody forgets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from accounts.operations.sitting import say_sits_as
from concerns import nightly, registrants_told, worklist
from concerns.nightly.work import What, items
from concerns.operations import answering, closing, following_up, writing
from concerns.panels import queries as panels
from concerns.publishing import releasing
from concerns.reports import promised, reading, times
from concerns.threshold import deciding
from concerns.views import advised, registrant_view
from concerns.vocabulary import Answer, ClockName, Factor, Stage, Yes
from concerns.worklist import Show
from foundation import clock
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from tests.accounts.staff import SHELL, hire
from tests.concerns import looking, officers, watching
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import concern_id
from tests.concerns.test_panels import at_panel, decided
from tests.concerns.test_reports import DAY, QUARTER, TODAY, after, case, line
from tests.conftest import StillClock


def waits_for(who: int) -> set[What]:
    db.session.rollback()
    return {one.what for one in items() if one.account_id == who and one.on <= clock.today()}


def test_whoever_knows_of_a_concern_waits_no_longer_for_a_word_than_its_reporter(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    held = looking.investigated()
    looking.told(held)
    [waits] = registrants_told.waits()
    assert waits.due_on == date(2026, 12, 22)
    set_clock("2026-12-22 10:00")
    assert What.SILENT not in waits_for(held.manager.id)
    set_clock("2026-12-23 10:00")
    assert What.SILENT in waits_for(held.manager.id)
    concern_id = officers.now(held.reference).id
    assert worklist.lists(held.manager.id).on(Show.SILENT) == [concern_id]
    assert watching.agree(held.officer.id) == 1
    writing.explain_delay(
        held.reference,
        clock_name=ClockName.CONTACT,
        words="We wait for the bank.",
        for_registrant="We still read the papers.",
        expected_on=date(2027, 1, 15),
        version=held.version,
        by=held.officer.actor,
    )
    assert What.SILENT not in waits_for(held.manager.id)
    concern = officers.now(held.reference)
    [shown] = registrant_view.shown([(concern, concern.subjects[0])])
    assert (shown.news, shown.news_on) == ("We still read the papers.", clock.today())
    [waits] = registrants_told.waits()
    assert waits.due_on == clock.today() + timedelta(days=28)
    assert reading.read().all[0].words_to == [[date(2026, 11, 24), date(2026, 12, 23)]]


def test_figures_count_words_to_both_sides_and_letters_of_an_outcome_by_the_day_they_went() -> None:
    found = promised.promises([case(words_to=[[DAY, after(20)], [DAY]])] * 3, QUARTER, 5, TODAY)
    assert line(found, promised.REGISTRANT)[:2] == ["9", "33 %"], "of both, in each quarter that a word was due"
    at_outcome = case()
    at_outcome.spells[-1] = at_outcome.spells[-1]._replace(stage=Stage.OUTCOME)
    at_outcome.stage, at_outcome.aims = Stage.OUTCOME, [reading.Aim(Stage.OUTCOME, after(15))]
    assert line(times.targets([at_outcome] * 5, QUARTER, 5, TODAY), Stage.OUTCOME.label)[:2] == ["5", "0 %"]
    at_outcome.told_on = after(12)
    assert line(times.targets([at_outcome] * 5, QUARTER, 5, TODAY), Stage.OUTCOME.label)[:2] == ["5", "100 %"]
    assert at_outcome.due_on is None


def test_staff_hear_that_a_decision_waits_to_be_told_written_and_released(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    registrar, editor = hire(Role.REGISTRAR), hire(Role.PUBLICATION_EDITOR)
    set_clock.move(days=1)
    assert (waits_for(registrar.id), waits_for(editor.id)) == ({What.UNTOLD}, set())
    order_id = panels.orders(concern_id(held))[-1].id
    releasing.tell(held.reference, order_id, version=held.version, by=registrar.actor)
    told_on = panels.order(concern_id(held), order_id).told_on
    assert told_on is not None
    assert reading.read().all[0].told_on == told_on
    set_clock(f"{told_on + timedelta(days=1)} 10:00")
    assert (waits_for(registrar.id), waits_for(editor.id)) == (set(), {What.UNWRITTEN})
    looking.written(held, order_id, "She took money.", editor)
    set_clock.move(days=9)
    assert (waits_for(registrar.id), waits_for(editor.id)) == ({What.UNRELEASED}, set())
    set_clock.move(days=30)
    assert (waits_for(registrar.id), waits_for(editor.id)) == ({What.UNRELEASED, What.UNREAD}, {What.UNREAD})
    nightly.run()
    looking.published(held, order_id)
    assert What.UNREAD not in waits_for(registrar.id) | waits_for(editor.id)


def end(held: Looking, by: looking.Person) -> bool:
    return closing.discontinue(held.reference, words="It is over.", note="Died.", version=held.version, by=by.actor)


def test_two_managers_end_what_examiners_passed_on_and_a_lay_person_may_send_it_back(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = at_panel(set_clock)
    assert end(held, held.manager) is False
    assert officers.now(held.reference).stage is Stage.PANEL
    second = officers.manager("Second Manager")
    with pytest.raises(Refused, match="already"):
        end(held, second)

    def answer(by: looking.Person, *, agrees: bool) -> None:
        closing.answer_ending(held.reference, agrees=agrees, words="So it is.", version=held.version, by=by.actor)

    with pytest.raises(NotAllowed, match="You proposed it"):
        answer(held.manager, agrees=True)
    answer(second, agrees=False)
    assert officers.now(held.reference).stage is Stage.PANEL
    end(held, held.manager)
    answer(second, agrees=True)
    assert officers.now(held.reference).stage is Stage.CLOSED

    following_up.ask_for_another_look(held.reference, "He lives.")
    reviewer = officers.reviewer()
    say_sits_as(reviewer.id, "CM004271S", by=SHELL)

    def looks() -> None:
        answering.answer_review(
            held.reference, Answer.SENT_BACK, reasons="He does.", version=held.version, by=reviewer.actor
        )

    with pytest.raises(NotAllowed, match="lay person"):
        looks()
    say_sits_as(reviewer.id, "", by=SHELL)
    looks()
    assert officers.now(held.reference).stage is Stage.PANEL, "where it was closed"


def test_advice_is_seen_beside_the_risk_of_a_later_concern_for_36_months(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    first = looking.at_threshold()
    deciding.apply_test(
        first.reference,
        serious=Yes.NO,
        matters=Yes.NO,
        fair=Yes.YES,
        factors={Factor.TRUST: "Nothing of it."},
        reasons="It is small.",
        words="Below.",
        advice="Keep receipts.",
        version=first.version,
        by=first.manager.actor,
    )
    again = looking.at_threshold()
    assert advised.before(officers.now(again.reference)) == ((date(2026, 11, 24), first.reference),)
    assert advised.before(officers.now(first.reference)) == ()
    set_clock("2029-11-25 10:00")
    assert advised.before(officers.now(again.reference)) == ()
