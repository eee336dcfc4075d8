"""What others would do: trigrams in PostgreSQL, fuzzy words in tantivy, LIKE. The same people, the same queries.

Each peer is given the folded names and the folded query; none gets our lists. A peer that is not installed says so.
"""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec

from sqlalchemy import Connection, text

from bench.search_queries import Query
from register.search import Person
from register.search.fold import fold

Ask = Callable[[Query], list[int]]


def name_of(person: Person) -> str:
    """First forename and surname and previous surnames, folded."""
    first = (person.forenames.split() or [""])[0]
    return fold(f"{first} {person.surname} {' '.join(person.previous)}")


def like(connection: Connection, people: Sequence[Person]) -> Ask:
    """Every typed word somewhere in the name: what most registers do."""
    connection.execute(text("CREATE TABLE peer_like (entry_id INTEGER PRIMARY KEY, name TEXT NOT NULL)"))
    rows = [{"entry_id": person.entry_id, "name": name_of(person)} for person in people]
    connection.execute(text("INSERT INTO peer_like VALUES (:entry_id, :name)"), rows)

    def ask(query: Query) -> list[int]:
        words = fold(query.text).split() or [""]
        where = " AND ".join("name LIKE ?" for _ in words)
        sql = f"SELECT entry_id FROM peer_like WHERE {where} LIMIT 10"
        return [row[0] for row in connection.exec_driver_sql(sql, tuple(f"%{word}%" for word in words))]

    return ask


def trigrams(connection: Connection, people: Sequence[Person], threshold: float) -> Ask:
    """pg_trgm with a GIN index, nearest first."""
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    connection.execute(text("CREATE TABLE IF NOT EXISTS peer_trgm (entry_id INTEGER PRIMARY KEY, name TEXT NOT NULL)"))
    if not connection.execute(text("SELECT count(*) FROM peer_trgm")).scalar_one():
        names = [name_of(person) for person in people]
        connection.exec_driver_sql(
            "INSERT INTO peer_trgm SELECT * FROM unnest(%s::int[], %s::text[])", ([p.entry_id for p in people], names)
        )
        connection.execute(text("CREATE INDEX ON peer_trgm USING gin (name gin_trgm_ops)"))
        connection.execute(text("ANALYZE peer_trgm"))
    connection.execute(text(f"SET pg_trgm.similarity_threshold = {threshold}"))
    sql = "SELECT entry_id FROM peer_trgm WHERE name %% %s ORDER BY similarity(name, %s) DESC LIMIT 10"

    def ask(query: Query) -> list[int]:
        typed = fold(query.text)
        return [row[0] for row in connection.exec_driver_sql(sql, (typed, typed))]

    return ask


@contextmanager
def tantivy(people: Sequence[Person]) -> Iterator[Ask | None]:
    """Tantivy: every typed word with up to one slip, two from six letters on."""
    if find_spec("tantivy") is None:
        yield None
        return
    library = importlib.import_module("tantivy")
    schema = library.SchemaBuilder().add_integer_field("entry_id", stored=True).add_text_field("name").build()
    with tempfile.TemporaryDirectory() as folder:
        index = library.Index(schema, path=folder)
        writer = index.writer(heap_size=100_000_000, num_threads=1)
        for person in people:
            writer.add_document(library.Document(entry_id=person.entry_id, name=name_of(person)))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher = index.searcher()

        def ask(query: Query) -> list[int]:
            parts = [
                (library.Occur.Must, library.Query.fuzzy_term_query(schema, "name", word, 1 + (len(word) > 5)))
                for word in fold(query.text).split()
            ]
            if not parts:
                return []
            hits = searcher.search(library.Query.boolean_query(parts), limit=10).hits
            return [searcher.doc(address)["entry_id"][0] for _, address in hits]

        yield ask
