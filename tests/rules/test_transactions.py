"""Only `@operation` commits, and only the clock asks what time it is, and only the foundation knows the dialect."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.rules.source import Source, code

#: Files that may end a transaction themselves, and why.
MAY_COMMIT = {
    "foundation/database.py": "this is where @operation lives",
    "foundation/limits.py": "counts of requests are no part of anybody's change",
    "foundation/postgresql.py": "what only read ends there, with COMMIT for the sake of the driver",
}
#: A savepoint (`begin_nested`) ends nothing: it stays inside the operation.
ENDS = frozenset({"commit", "begin"})

MAY_ASK_THE_TIME = {
    "foundation/clock.py": "the only clock of the house",
    "foundation/limits.py": "counts of requests live in their own short windows",
}
CLOCKS = frozenset({"now", "utcnow", "today", "localtime", "gmtime"})

MAY_KNOW_THE_DIALECT = {
    "foundation/backup/databases.py": "each database is copied and put back by its own means",
    "foundation/database.py": "what differs by dialect lives here",
    "foundation/migrating.py": "what a migration writes differs, as the databases change their tables by other means",
    "foundation/postgresql.py": "how connections to one of the two are kept",
    "register/search/statements.py": "the one search statement that differs, written for the planner of each database",
}
DIALECTS = frozenset({"is_sqlite", "dialect"})


def commits(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ENDS:
            yield f"{source.name}:{node.lineno} calls .{node.func.attr}()"


def asks_the_time(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS):
            continue
        owner = node.func.value
        name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        if name in {"datetime", "date", "time", "func"}:
            yield f"{source.name}:{node.lineno} asks {name}.{node.func.attr}()"


def knows_the_dialect(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == "dialect":
            yield f"{source.name}:{node.lineno} asks for the dialect"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DIALECTS:
            yield f"{source.name}:{node.lineno} asks {node.func.id}()"


def test_only_an_operation_commits() -> None:
    assert [fault for source in code() if source.name not in MAY_COMMIT for fault in commits(source)] == []


def test_only_the_clock_asks_the_time() -> None:
    assert [fault for source in code() if source.name not in MAY_ASK_THE_TIME for fault in asks_the_time(source)] == []


def test_only_the_foundation_knows_the_dialect() -> None:
    faults = [
        fault for source in code() if source.name not in MAY_KNOW_THE_DIALECT for fault in knows_the_dialect(source)
    ]
    assert faults == []


@pytest.mark.parametrize("text", ["db.session.commit()", "with engine.begin() as c:\n    pass", "session().commit()"])
def test_the_rule_finds_a_commit(text: str) -> None:
    assert len(list(commits(Source("register/queries.py", text)))) == 1


@pytest.mark.parametrize(
    "text", ["datetime.now(UTC)", "datetime.date.today()", "select(func.now())", "time.localtime()"]
)
def test_the_rule_finds_a_question_for_the_time(text: str) -> None:
    assert len(list(asks_the_time(Source("register/queries.py", text)))) == 1


def test_the_rule_allows_our_own_clock() -> None:
    assert list(asks_the_time(Source("register/queries.py", "clock.now(); clock.today()"))) == []


@pytest.mark.parametrize("text", ["bind.dialect.name == 'sqlite'", "is_sqlite(bind)"])
def test_the_rule_finds_a_question_for_the_dialect(text: str) -> None:
    assert len(list(knows_the_dialect(Source("register/queries.py", text)))) == 1
