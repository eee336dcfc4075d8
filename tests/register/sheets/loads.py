"""Loading sheets in tests, and what came of it."""

from __future__ import annotations

from pathlib import Path

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from foundation.audit import Actor
from foundation.database import Base
from foundation.references import register_number
from register.sheets.loading import examine, load_sheet, open_sheet
from register.sheets.report import Report

BY = Actor("shell", None, "the test")
STAFF = Actor("account", 1, "a member of staff")
ONE = register_number(1)


def counts(database: SQLAlchemy) -> dict[str, int]:
    """How many rows every table has."""
    database.session.rollback()
    return {
        table.name: database.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def load(path: Path, *, accept_good_rows: bool = False) -> Report:
    report = Report()
    with open_sheet(path) as sheet:
        load_sheet(sheet, report, accept_good_rows=accept_good_rows, by=BY)
    return report


def trial(path: Path) -> Report:
    report = Report()
    with open_sheet(path) as sheet:
        examine(sheet, report)
    return report


def said(report: Report, verdict: str) -> list[tuple[str, str, str]]:
    return [(one.number, one.finding.column, one.finding.problem) for one in report.told[verdict]]


def figures(report: Report) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, report.refused
