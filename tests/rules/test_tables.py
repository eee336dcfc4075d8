"""Tables: foreign keys point down, moments are aware, enums are text with a CHECK, constraints have names."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping

import pytest
from sqlalchemy import Column, DateTime, Enum, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.schema import CreateTable

from foundation.database import NAMES, AwareMoment, Base
from tests.rules.source import LAYERS, OURS

#: Moments kept as whole numbers, and why.
MAY_BE_NUMBERS = {"listing": "the search room compares moments in its own plain SQL, see register/search/tables.py"}
DIALECTS: tuple[type[DefaultDialect], ...] = (sqlite.dialect, postgresql.dialect)
UNNAMED = re.compile(r"^\s*(?:CHECK|UNIQUE|FOREIGN KEY|PRIMARY KEY)\b", re.MULTILINE)


def packages() -> dict[str, str]:
    """The package of each table, with a class of its own or without."""
    assert "register.models" in sys.modules, "the whole house is imported, so every table is known"
    held: dict[str, str] = {}
    for mapper in Base.registry.mappers:
        for table in mapper.tables:
            held[str(getattr(table, "name", table))] = mapper.class_.__module__.split(".")[0]
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in OURS:
            held |= {one.name: name.split(".")[0] for one in vars(module).values() if isinstance(one, Table)}
    return held


def foreign_keys_upwards(metadata: MetaData, home: Mapping[str, str]) -> Iterator[str]:
    height = {name: place for place, layer in enumerate(LAYERS) for name in layer}
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            source, target = home.get(table.name), home.get(key.column.table.name)
            if source is None or target is None:
                yield f"nobody knows the package of {table.name} or {key.column.table.name}"
            elif source != target and height[target] <= height[source]:
                yield f"{table.name} of {source} points at {key.column.table.name} of {target}"


def careless_columns(metadata: MetaData) -> Iterator[str]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            kind = column.type
            if isinstance(kind, DateTime) and not isinstance(kind, AwareMoment):
                yield f"{table.name}.{column.name} is a moment without a zone"
            if isinstance(kind, Enum) and (kind.native_enum or not kind.create_constraint):
                yield f"{table.name}.{column.name} is an enum without a CHECK"
            moment = isinstance(kind, AwareMoment) or table.name in MAY_BE_NUMBERS
            if column.name.endswith("_at") and not moment:
                yield f"{table.name}.{column.name} is called a moment and is none"
            if column.name.endswith("_by"):
                stem = column.name.removesuffix("_by").removesuffix("_id")
                if not {f"{stem}_at", f"{stem}_on", "recorded_at"} & _columns_in_reach(table):
                    yield f"{table.name}.{column.name} says who, and nothing says when"


def _columns_in_reach(table: Table) -> set[str]:
    """The table's own columns and those of what it points at: a fact belongs to an event, which has its times."""
    pointed_at = [key.column.table for key in table.foreign_keys]
    return {column.name for one in (table, *pointed_at) for column in one.columns}


def unnamed_constraints(metadata: MetaData) -> Iterator[str]:
    for table in metadata.sorted_tables:
        for dialect in DIALECTS:
            for line in UNNAMED.findall(str(CreateTable(table).compile(dialect=dialect()))):
                yield f"{table.name} on {dialect.name}: {line.strip()} without a name"


def test_every_table_belongs_to_a_package() -> None:
    assert set(Base.metadata.tables) == set(packages())


def test_foreign_keys_point_down() -> None:
    assert list(foreign_keys_upwards(Base.metadata, packages())) == []


def test_columns_keep_their_promises() -> None:
    assert list(careless_columns(Base.metadata)) == []


def test_every_constraint_has_a_name() -> None:
    assert list(unnamed_constraints(Base.metadata)) == []


def test_the_rule_finds_a_foreign_key_that_points_up() -> None:
    metadata = MetaData()
    Table("concern", metadata, Column("id", Integer, primary_key=True))
    Table("entry", metadata, Column("concern_id", ForeignKey("concern.id")))
    Table("profile", metadata, Column("concern_id", ForeignKey("concern.id")))
    home = {"concern": "concerns", "entry": "register", "profile": "cpd"}
    assert len(list(foreign_keys_upwards(metadata, home))) == 2
    assert list(foreign_keys_upwards(metadata, {**home, "concern": "foundation"})) == []


@pytest.mark.parametrize(
    "column",
    [
        Column("happened", DateTime(timezone=True)),
        Column("seen_at", String(20)),
        Column("kind", Enum("a", "b", native_enum=False, name="kind")),
        Column("kind", Enum("a", "b", native_enum=True, name="kind")),
        Column("recorded_by", String(20)),
    ],
)
def test_the_rule_finds_a_careless_column(column: Column[object]) -> None:
    metadata = MetaData()
    Table("thing", metadata, column)
    assert len(list(careless_columns(metadata))) == 1


def test_the_rule_finds_a_constraint_without_a_name() -> None:
    bare, named = MetaData(), MetaData(naming_convention=NAMES)
    for metadata in (bare, named):
        Table("thing", metadata, Column("id", Integer, primary_key=True), Column("name", String(20), unique=True))
    assert len(list(unnamed_constraints(bare))) == 4
    assert list(unnamed_constraints(named)) == []
