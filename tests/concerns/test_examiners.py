"""Two case examiners: each alone first, together or to a panel, and nothing by agreement without the registrant."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from concerns.examiners import deciding, offering
from concerns.operations import answering, following_up
from concerns.panels import queries as panels
from concerns.publishing import releasing
from concerns.views import my_papers
from concerns.vocabulary import Answer, Finding, Job, Stage
from foundation.errors import Missing, NotAllowed, Refused
from register import publication
from register import queries as register
from tests.accounts.staff import Person, hire
from tests.concerns import looking, officers
from tests.concerns.looking import Looking, Role
from tests.conftest import StillClock
from tests.frame import cast


def writes(held: Looking, who: Person, finding: Finding, terms: str = "") -> Finding | None:
    return deciding.write_view(
        held.reference, finding, reasons=f"{who.name} thinks so.", terms=terms, version=held.version, by=who.actor
    )


def concern_id(held: Looking) -> int:
    return officers.now(held.reference).id


def test_neither_reads_the_other_before_writing(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.examined()
    assert writes(held, held.lay, Finding.REFER) is None
    assert deciding.shown_to(concern_id(held), held.peer.id) == []
    assert len(deciding.shown_to(concern_id(held), held.lay.id)) == 1
    writes(held, held.peer, Finding.NO_CASE)
    assert len(deciding.shown_to(concern_id(held), held.peer.id)) == 2
    assert len(deciding.shown_to(concern_id(held), held.lay.id)) == 2


def test_nobody_writes_twice_in_a_round_and_nobody_alone(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.examined()
    writes(held, held.lay, Finding.REFER)
    with pytest.raises(Refused, match="You have written"):
        writes(held, held.lay, Finding.REFER)
    other = hire(Role.CASE_EXAMINER)
    with pytest.raises(NotAllowed, match="not listed"):
        writes(held, other, Finding.REFER)


def test_the_investigator_never_examines(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.people()
    held.investigator = hire(Role.INVESTIGATING_OFFICER, Role.CASE_EXAMINER)
    held.lay = held.investigator
    with pytest.raises(NotAllowed):
        looking.examined(held)


def test_apart_twice_a_panel_hears_it(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.examined()
    for _ in range(2):
        writes(held, held.lay, Finding.NO_CASE)
        last = writes(held, held.peer, Finding.ADVICE, "Keep receipts.")
    assert last is Finding.REFER
    assert officers.now(held.reference).stage is Stage.PANEL
    decision = deciding.decision(concern_id(held))
    assert decision is not None
    assert not decision.together


def test_who_takes_over_a_seat_writes_alone_and_both_then_once_more(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.examined()
    writes(held, held.lay, Finding.NO_CASE)
    writes(held, held.peer, Finding.ADVICE, "Keep receipts.")
    second = hire(Role.CASE_EXAMINER)
    looking.listed(held, Job.EXAMINER_LAY, second)
    assert deciding.shown_to(concern_id(held), second.id) == []
    assert deciding.may_write(concern_id(held), second.id)
    assert not deciding.may_write(concern_id(held), held.peer.id), "they wait for the first view of the new one"
    assert writes(held, second, Finding.NO_CASE) is None, "apart for the first time, not the second"
    assert officers.now(held.reference).stage is Stage.EXAMINATION
    writes(held, second, Finding.NO_CASE)
    assert writes(held, held.peer, Finding.ADVICE, "Keep receipts.") is Finding.REFER


def test_no_case_is_closed_and_goes_back_once_to_be_looked_at(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.examined()
    with pytest.raises(Refused, match="Both of you"):
        deciding.close_without_case(held.reference, words="x", version=held.version, by=held.lay.actor)
    writes(held, held.lay, Finding.NO_CASE)
    assert writes(held, held.peer, Finding.NO_CASE) is Finding.NO_CASE
    with pytest.raises(Refused, match="It is decided"):
        writes(held, held.lay, Finding.REFER)
    deciding.close_without_case(held.reference, words="There is no case.", version=held.version, by=held.lay.actor)
    assert officers.now(held.reference).stage is Stage.CLOSED
    following_up.ask_for_another_look(held.reference, "Look at the bank letters.")
    assert public_status(held) == "Registered"
    set_clock("2026-11-25 09:00")
    sent_back = {"reasons": "Nobody read them.", "version": held.version, "by": officers.reviewer().actor}
    answering.answer_review(held.reference, Answer.SENT_BACK, **sent_back)
    # Both write anew, whatever they decided before.
    for who, finding, then in ((held.lay, Finding.NO_CASE, ""), (held.peer, Finding.NO_CASE, CARRY_OUT)):
        assert waits_for(who) == "Write what you find"
        writes(held, who, finding)
        assert waits_for(held.lay) == then


CARRY_OUT = "Carry out what both decided"


def waits_for(who: Person) -> str:
    return my_papers.mine(who.id, publishes=False)[0].waits


def public_status(held: Looking) -> str:
    officers.now(held.reference)
    [entry_id] = register.entry_ids([cast.SIOBHAN]).values()
    found = publication.public_entries([entry_id])[entry_id]
    return found.status_label


def offered(finding: Finding = Finding.WARNING, months: int = 12) -> Looking:
    held = looking.examined()
    for who in (held.lay, held.peer):
        writes(held, who, finding, "She must keep receipts.")
    offering.offer(
        held.reference,
        held.subject_id,
        terms="She took money without a receipt.",
        facts="She took GBP 200.",
        months=months,
        about_health=False,
        version=held.version,
        by=held.lay.actor,
    )
    offering.read_offer(held.reference, agrees=True, version=held.version, by=held.peer.actor)
    return held


def test_a_warning_needs_consent_and_two_people_before_it_is_public(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = offered()
    assert held.siobhan is not None
    assert public_status(held) == "Registered"
    offering.accept(held.reference, account_id=held.siobhan.id, by=held.siobhan.actor)
    assert officers.now(held.reference).stage is Stage.OUTCOME
    [order] = panels.orders(concern_id(held))
    order_id = order.id
    registrar = hire(Role.REGISTRAR)
    with pytest.raises(Refused, match="prepares the words"):
        releasing.release(held.reference, order_id, version=held.version, by=registrar.actor)
    assert public_status(held) == "Registered"
    looking.published(held, order_id, "A warning.")
    assert public_status(held) == "Registered – warning"
    set_clock("2027-11-23 23:58")
    assert "warning" in public_status_at(held)
    set_clock("2027-11-23 23:59")
    assert "warning" not in public_status_at(held)


def public_status_at(held: Looking) -> str:
    """The order that the public sees, even if the registration itself ran out."""
    officers.now(held.reference)
    [entry_id] = register.entry_ids([cast.SIOBHAN]).values()
    found = publication.public_entries([entry_id]).get(entry_id)
    return " ".join(one.kind.value for one in found.restrictions) if found is not None else ""


def test_what_is_declined_or_left_unanswered_goes_to_a_panel(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = offered(Finding.AGREED, 36)
    assert held.siobhan is not None
    offering.decline(held.reference, account_id=held.siobhan.id, by=held.siobhan.actor)
    assert officers.now(held.reference).stage is Stage.PANEL
    with pytest.raises(Missing):
        offering.accept(held.reference, account_id=held.siobhan.id, by=held.siobhan.actor)


def test_an_offer_has_its_day_and_its_length(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    for finding, months in ((Finding.WARNING, 24), (Finding.AGREED, 37), (Finding.AGREED, 0)):
        with pytest.raises(Refused, match="last"):
            offering.check_length(finding, months)
    held = offered()
    [row] = offering.offers(concern_id(held))
    assert row.due_on == date(2026, 12, 22)
    with pytest.raises(Refused, match="still have time"):
        offering.refer_unanswered(held.reference, version=held.version, by=held.lay.actor)
    set_clock("2026-12-23 00:00")
    assert held.siobhan is not None
    with pytest.raises(Refused):
        offering.accept(held.reference, account_id=held.siobhan.id, by=held.siobhan.actor)
    offering.refer_unanswered(held.reference, version=held.version, by=held.lay.actor)
    assert officers.now(held.reference).stage is Stage.PANEL
