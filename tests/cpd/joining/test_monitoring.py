"""Monitoring answers as counts: which are shown, when, and to whom."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Role
from cpd.joining.operations import monitoring
from foundation.audit import AuditRecord
from foundation.database import db
from tests.accounts.staff import hire, sit_down
from tests.cpd.joining.arrange import case
from tests.page import Visitor

pytestmark = pytest.mark.usefixtures("database")


def shown(question: str, **wanted: bool) -> dict[str, str]:
    """What statistics of 2026 say of a question, in words."""
    [found] = [one for one in monitoring.statistics(2026, **wanted) if one.name == question]
    return {words: count.words(5) for words, count in (*found.answers, ("All", found.everybody))}


def test_small_counts_are_hidden_and_what_gives_them_away(set_clock: Any) -> None:
    set_clock("2026-11-23 10:00")
    for _ in range(6):
        case(monitoring={"sex": "female", "age": "under_30"})
    for _ in range(2):
        case(monitoring={"sex": "male", "age": "under_30"})
    set_clock.move(days=31)
    assert monitoring.detach() == 8
    assert monitoring.years() == []
    assert monitoring.statistics(2026) == [], "while it runs, two looks would tell what one person said"
    set_clock("2027-01-01 09:00")
    assert monitoring.years() == [2026]
    assert shown("sex") == {
        "Female": "not shown",
        "Male": "not shown",
        "I would rather not say": "0",
        "All": "8",
    }
    assert shown("age")["Under 30"] == "8"


def test_no_total_of_another_question_gives_small_counts_away(set_clock: Any) -> None:
    set_clock("2026-11-23 10:00")
    for number in range(8):
        monitoring.count_at_once({"sex": "female" if number % 2 else "male", "age": "under_30"})
    set_clock("2027-01-01 09:00")
    assert set(shown("sex", at_renewal=True).values()) == {"not shown"}, "eight less four would be four"
    assert shown("age", at_renewal=True)["All"] == "8"


def test_the_page_of_counts_and_its_sheet(app: Flask, set_clock: Any) -> None:
    set_clock("2026-11-23 10:00")
    visitor = Visitor(sit_down(app, hire(Role.AUDITOR)))
    for _ in range(7):
        monitoring.count_at_once({"sex": "female", "age": "rather_not", "name": "Perpetua"})
    assert not db.session.scalars(select(AuditRecord).where(AuditRecord.action.contains("monitoring"))).all()
    assert "nothing to show yet" in visitor.open(visitor.open("/staff").links["Who applies and renews"]).text
    assert visitor.client.get("/staff/monitoring.csv").status_code == 404
    set_clock("2027-01-04 10:00")
    visitor = Visitor(sit_down(app, hire(Role.AUDITOR)))
    page = visitor.open(visitor.open("/staff/concerns/reports").links["who applies and renews"])
    assert "Female 7" in page.text
    assert visitor.client.get("/staff/monitoring?year=2027").status_code == 404
    sheet = visitor.client.get(page.links["as a sheet (CSV)"]).text
    assert "2026,People who renewed,What is your sex?,Female,7,7" in sheet
    assert "2026,People who applied,What is your sex?,Female,0,0" in sheet
    officer = Visitor(sit_down(app, hire(Role.REGISTRATION_OFFICER)))
    assert officer.client.get("/staff/monitoring").status_code == 403
