"""Statements that are planned once: their constants are written in, what is bound by name stays bound."""

from __future__ import annotations

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Select, bindparam, case, event, func, select

from foundation.database import operation
from foundation.limits import RateWindow
from foundation.outbox import Letter, Standing
from foundation.reckoning import planned_once

pytestmark = pytest.mark.usefixtures("database")


@operation
def windows(database: SQLAlchemy) -> None:
    database.session.add_all([RateWindow(key=key, count=len(key), ends=1) for key in ("a", "bb", "o'c", "dddd%")])


def test_constants_are_written_into_a_statement_and_named_values_stay_bound(database: SQLAlchemy) -> None:
    windows(database)
    statement: Select[str, int] = (
        select(RateWindow.key, case((RateWindow.key == "dddd%", 7), else_=RateWindow.count))
        .where(RateWindow.key.in_(["bb", "o'c", "dddd%"]), RateWindow.count >= bindparam("least"))
        .order_by(RateWindow.key)
    )
    seen: list[tuple[str, int]] = []

    def note(_connection: object, _cursor: object, said: str, bound: object, *_: object) -> None:
        if said.startswith("SELECT"):
            seen.append((said, len(bound)))  # type: ignore[arg-type]  # a tuple or a dict, as the driver likes it

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        found = [
            [tuple(row) for row in database.session.execute(one, {"least": 3})]
            for one in (statement, planned_once(statement))
        ]
        again = database.session.execute(planned_once(statement), {"least": 5}).all()
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    assert found[0] == found[1] == [("dddd%", 7), ("o'c", 3)]
    assert [tuple(row) for row in again] == [("dddd%", 7)]
    assert seen[0][1] > 1
    assert [count for _, count in seen[1:]] == [1, 1], "the one that is named"
    assert "'bb'" in seen[1][0]


def test_a_word_of_a_list_is_written_as_it_is_kept(database: SQLAlchemy) -> None:
    count = select(func.count()).select_from(Letter).where(Letter.standing == Standing.GIVEN_UP)
    assert database.session.scalar(planned_once(count)) == 0
