"""Two people at the same moment: one true state, and a clear sentence for the other."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from cpd.joining.findings import Outcome, PanelFinding
from cpd.joining.models import Decision, Reference
from cpd.joining.operations import deciding, declaring, information, nightly, references, withdrawing
from cpd.joining.policy import REGISTRATION_FEE
from cpd.joining.vocabulary import Stage
from cpd.money import operations as money
from cpd.money import queries as bills
from cpd.money.models import Payment
from cpd.money.vocabulary import PaidBy
from foundation import clock, policy
from foundation.database import db
from foundation.errors import DomainError
from register.models import Entry
from tests.accounts.staff import SHELL
from tests.cpd.joining.arrange import GIVEN, case, declared, tokens

pytestmark = pytest.mark.usefixtures("database")


def at_once(app, *verbs: Callable[[], object]) -> list[str]:
    """What came of verbs that begin at the same moment: "done", or the sentence."""
    gate, found = threading.Barrier(len(verbs)), []

    def run(verb: Callable[[], object]) -> None:
        with app.app_context():
            gate.wait()
            try:
                verb()
                found.append("done")
            except DomainError as refused:
                found.append(refused.sentence)
            finally:
                db.session.remove()

    db.session.rollback()
    threads = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(found)


def count(kind) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(kind))


def test_a_link_used_twice_at_once_gives_one_answer(app) -> None:
    case()
    token = tokens()[0]
    found = at_once(app, *[lambda: references.give(token, GIVEN)] * 3)
    assert found.count("done") == 1
    assert "We have this already. Thank you." in found
    assert count(Reference) == 1


def test_both_of_a_panel_at_once_are_two(app) -> None:
    held = declared().to(Stage.DECLARATION_PANEL).sit()
    found = at_once(
        app,
        *[
            lambda person=person: declaring.vote(
                held.reference, finding=PanelFinding.CLEAR, reasons="Small.", by=person.actor
            )
            for person in held.office.panel
        ],
    )
    assert found == ["done", "done"]
    assert held.stage is Stage.ASSESSMENT


def test_two_decisions_at_once_are_one(app) -> None:
    held = case().to(Stage.DECISION)
    version, people = held.version, (held.office.registrar, held.office.second_registrar)
    outcomes = (Outcome.GRANT, Outcome.REFUSE)
    found = at_once(
        app,
        *[
            lambda person=person, outcome=outcome: deciding.decide(
                held.reference, deciding.Deciding(outcome, "Because."), version=version, by=person.actor
            )
            for person, outcome in zip(people, outcomes, strict=True)
        ],
    )
    assert found.count("done") == 1
    assert any("Somebody else changed" in one for one in found)
    assert count(Decision) == 1


def test_the_same_payment_twice_at_once_makes_one_entry(app) -> None:
    policy.decide(REGISTRATION_FEE, value=9000, effective_from=clock.today(), reason="A test", by=SHELL)
    held = case().to(Stage.OFFER)
    [invoice] = bills.of_matter("application", held.reference)
    reference, by = invoice.reference, held.office.finance.actor
    before = count(Entry)
    found = at_once(
        app,
        *[
            lambda: money.record_payment(
                reference, amount=9000, way=PaidBy.CARD, paid_on=clock.today(), bank_reference="B1", by=by
            )
        ]
        * 3,
    )
    assert found.count("done") == 1
    assert (count(Payment), count(Entry)) == (1, before + 1)


def test_taking_back_and_answering_at_once_end_in_one_state(app) -> None:
    held = case()
    request = information.ask(
        held.reference, topics=[], items=["x"], version=held.version, by=held.office.officer.actor
    )
    by = held.applicant.actor
    found = at_once(
        app,
        lambda: withdrawing.withdraw(held.reference, by=by),
        lambda: information.answer(request, ["here"], by=by),
    )
    application = held.application
    assert "done" in found
    assert (application.stage, application.paused_on, application.due_on) == (Stage.WITHDRAWN, None, None)


def test_two_machines_run_the_night_at_once(app, set_clock) -> None:
    set_clock("2026-11-23 10:00")
    case()
    case()
    set_clock("2027-01-10 03:00")
    found = []
    at_once(app, *[lambda: found.append(nightly.run(shred=lambda owner: None))] * 2)
    assert sorted(one.monitoring_detached for one in found) == [0, 2]
    assert sorted(one.links_expired for one in found) == [0, 4]
