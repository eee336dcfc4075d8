"""The schema that the migrations make is the schema that the models say, on both databases; and the way back works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask
from flask_migrate import downgrade, upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, create_engine, func, select, text

from foundation import clock
from foundation.audit import SYSTEM
from foundation.database import Base, db
from register import coming_down
from register import operations as register
from register.vocabulary import OrderKind
from tests.frame import cast
from tests.frame.house import House, migrations
from tests.frame.schema import lines, normal, parts


@contextmanager
def connected(url: str) -> Iterator[Engine]:
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def test_migrations_make_what_the_models_say(house: House) -> None:
    with connected(house.store.new("models")) as engine:
        Base.metadata.create_all(engine)
        said = lines(engine)
    with connected(house.store.url) as engine:
        made = lines(engine)
    assert sorted(made - said) == [], "the migrations make what no model says"
    assert sorted(said - made) == [], "the models say what no migration makes"


def test_the_database_itself_refuses_to_change_the_trail(house: House) -> None:
    with connected(house.store.url) as engine:
        guards = {line for line in lines(engine) if line.startswith("trigger ")}
    for table in ("audit_record", "event", "period", "restriction"):
        assert any(f"{table}_refuses" in line for line in guards), table


def test_migrations_go_down_and_up_again_with_data(house: House, sample: Flask) -> None:
    with connected(house.store.url) as engine:
        before = lines(engine)
    with sample.app_context():
        assert db.session.scalar(select(func.count()).select_from(Base.metadata.tables["entry"]))
        db.session.remove()
        downgrade(directory=str(migrations()), revision="base")
        db.engine.dispose()
    with connected(house.store.url) as engine:
        assert lines(engine) == set()
    with sample.app_context():
        upgrade(directory=str(migrations()))
        db.session.remove()
        db.engine.dispose()
    with connected(house.store.url) as engine:
        assert lines(engine) == before


def test_each_migration_can_be_taken_back_alone(house: House, sample: Flask) -> None:
    revisions = 0
    with sample.app_context():
        while True:
            with db.engine.connect() as connection:
                now = connection.scalar(text("SELECT version_num FROM alembic_version"))
            if now is None:
                break
            downgrade(directory=str(migrations()), revision="-1")
            upgrade(directory=str(migrations()), revision="+1")
            downgrade(directory=str(migrations()), revision="-1")
            revisions += 1
    assert revisions == len(list((migrations() / "versions").glob("*.py")))


def test_a_register_that_says_that_nothing_was_found_can_go_back(house: House, sample: Flask) -> None:
    """A table that stood before 0017 refuses the kind that came with it."""
    restriction, taken_down = (Base.metadata.tables[name] for name in ("restriction", "taken_down"))
    with sample.app_context():
        now = clock.now()
        made = register.impose_restriction(
            cast.SIOBHAN,
            kind=OrderKind.NO_FINDING,
            starts_at=now,
            ends_at=now + timedelta(days=365),
            wording="We found nothing against this person.",
            source="CN-1",
            reason="A test.",
            by=SYSTEM,
        )
        register.take_back_restriction(cast.SIOBHAN, restriction_id=made, reason="A test.", by=SYSTEM)
        coming_down.run()
        others = select(func.count()).select_from(restriction).where(restriction.c.kind != "no_finding")
        before = db.session.scalar(others)
        assert db.session.scalar(select(func.count()).where(taken_down.c.restriction_id.is_not(None)))
        db.session.remove()
        downgrade(directory=str(migrations()), revision="0016")
        upgrade(directory=str(migrations()))
        kept = [db.session.scalar(one) for one in (others, select(func.count()).select_from(restriction))]
        assert kept == [before, before]
        db.session.remove()


def test_the_rule_sees_a_changed_check(database: SQLAlchemy, make_app: Callable[..., Flask], house: House) -> None:
    with connected(house.store.new("changed")) as engine:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE thing (id INTEGER, CONSTRAINT positive CHECK (id > 0))"))
        before = lines(engine)
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE thing"))
            connection.execute(text("CREATE TABLE thing (id INTEGER, CONSTRAINT positive CHECK (id > 1))"))
        assert len(lines(engine) - before) == 1


def test_the_spelling_of_ddl_does_not_matter() -> None:
    assert normal('CREATE TABLE "a" (\n  x  VARCHAR(20) ,\n y CHECK ( y IN (1, 2) ) )') == normal(
        "CREATE TABLE a(x VARCHAR(20), y CHECK(y IN (1,2)))"
    )
    assert parts("x VARCHAR(1,2),CHECK(y IN ('a,b','c'))") == ["x VARCHAR(1,2)", "CHECK(y IN ('a,b','c'))"]
