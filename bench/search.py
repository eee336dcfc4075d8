"""The search room against its bars and its peers, over made-up people of any number.

    python -m bench search --size 20000 --seed 1
    python -m bench search --size 1000000 --postgresql

Prints recall in ten results and mean reciprocal rank by class of query, what is shown for people who are not there,
then speed as ratios against peers in the same run (medians of three rounds, warm, in process), bytes an entry, the time
of indexing, of adding one person, and the memory of a process that only searches. Answers 1 when a bar was missed.
"""

from __future__ import annotations

import argparse
import gc
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event

from bench.people import people
from bench.search_peers import Ask, like, tantivy, trigrams
from bench.search_queries import Query, Typist, full
from foundation.database import Base
from foundation.references import register_number
from register.search import Person, Question, find, freshen, put
from register.search.tables import TABLES, name_key, term, term_key
from tests.frame.postgresql import PostgresqlServer, address

AT = datetime(2027, 3, 3, 12, tzinfo=UTC)
ROUNDS = 3
#: Recall in ten results at 1,000,000 people and at 1,000.
BARS = {
    "exact": (0.995, 1.0), "number": (1.0, 1.0), "typo_sub": (0.98, 0.99), "typo_del": (0.98, 0.99),
    "typo_ins": (0.98, 0.99), "typo_tra": (0.98, 0.99), "typo_two": (0.96, 0.98), "family": (0.93, 0.96),
    "by_rule": (0.91, 0.96), "nickname": (0.92, 0.92), "accents": (0.99, 0.99), "apostrophe": (0.99, 0.99),
    "surname_first": (0.99, 0.99), "initial": (0.96, 0.99), "hyphen_part": (0.97, 0.99), "prefix": (0.97, 0.99),
    "space": (0.98, 0.99), "previous": (0.98, 0.99), "town": (0.98, 0.99),
}  # fmt: skip
LARGE = 50_000
#: From here on the words of the names weigh little beside the people, and the bars of size hold.
HUGE = 500_000


@dataclass(slots=True)
class Report:
    """Prints measurements beside their bars and remembers what missed."""

    missed: int = 0

    def line(self, name: str, value: float, bar: float | None, *, at_most: bool = False, unit: str = "") -> None:
        kept = bar is None or (value <= bar if at_most else value >= bar)
        self.missed += not kept
        sign = "" if bar is None else f"  bar {'<=' if at_most else '>='} {bar:g}{'' if kept else '   MISSED'}"
        print(f"  {name:<46}{value:>10.3f}{unit}{sign}", flush=True)


def main(arguments: list[str]) -> int:
    """Measure and say; 1 when a bar was missed."""
    parser = argparse.ArgumentParser(prog="bench search", description=__doc__)
    parser.add_argument("--size", type=int, default=20_000, help="people (default 20,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=100, help="queries of each class")
    parser.add_argument("--postgresql", action="store_true", help="also on PostgreSQL, with pg_trgm beside it")
    parser.add_argument("--keep", help="folder to keep the SQLite file in and find it again")
    chosen = parser.parse_known_args(arguments)[0]
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(chosen.keep or folder)
        small = _sqlite(place, 1000, chosen.seed)
        _quality(small, list(people(1000, chosen.seed)), chosen, report)
        crowd = list(people(chosen.size, chosen.seed))
        engine = _sqlite(place, chosen.size, chosen.seed, report)
        queries = _quality(engine, crowd, chosen, report)
        _speed(engine, small, crowd, queries, report)
        _costs(engine, crowd, report)
        if chosen.postgresql:
            _postgresql(engine, crowd, queries, report)
    return int(report.missed > 0)


# ----------------------------------------------------------------------------------------------------------- building


def _sqlite(folder: Path, size: int, seed: int, report: Report | None = None) -> Engine:
    file = folder / f"search-{size}-{seed}.sqlite"
    there = file.exists()
    engine = create_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", _prepare)
    if not there:
        Base.metadata.create_all(engine, tables=TABLES)
        began = time.perf_counter()
        with engine.begin() as connection:
            put(connection, people(size, seed))
            freshen(connection)
        taken = time.perf_counter() - began
        if report is not None:
            report.line(f"indexing {size:,} people, seconds", taken, 25.0 if size == 100_000 else None, at_most=True)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for line in ("journal_mode = WAL", "cache_size = -32000", "temp_store = MEMORY", "synchronous = FULL"):
        connection.execute(f"PRAGMA {line}")


# ------------------------------------------------------------------------------------------------------------ quality


def _quality(engine: Engine, crowd: list[Person], chosen: argparse.Namespace, report: Report) -> list[Query]:
    size = len(crowd)
    queries = Typist(crowd, chosen.seed).queries(chosen.each)
    print(f"\nQuality over {size:,} people, {len(queries):,} queries ({engine.dialect.name}):")
    by_id = {person.entry_id: person for person in crowd}
    ranks: dict[str, list[int | None]] = defaultdict(list)
    shown: list[int] = []
    claimed: list[bool] = []
    with engine.connect() as connection:
        for query in queries:
            hits = find(connection, Question(query.text, town=query.town), AT).hits
            if query.person is None:
                shown.append(len(hits))
                claimed.append(any(hit.match == "same" for hit in hits))
                continue
            name = full(query.person)
            found = (i for i, hit in enumerate(hits, 1) if full(by_id[hit.entry_id]) == name)
            ranks[query.kind].append(next(found, None))
    large = size >= LARGE
    for kind, places in ranks.items():
        recall = sum(place is not None for place in places) / len(places)
        report.line(f"recall@10 {kind} ({len(places)})", recall, BARS[kind][not large])
    every = [place for places in ranks.values() for place in places]
    report.line("recall@10 all", sum(place is not None for place in every) / len(every), 0.97 if large else 0.985)
    report.line("mean reciprocal rank", statistics.mean(1 / p if p else 0 for p in every), 0.88 if large else 0.975)
    report.line("shown for someone absent, mean", statistics.mean(shown), 2.0 if large else 0.25, at_most=True)
    report.line(
        "absent with anything in the first tier, %", 100 * statistics.mean(claimed), 1.0 if large else 0.5, at_most=True
    )
    return queries


# -------------------------------------------------------------------------------------------------------------- speed


def _p95(ask: Callable[[Query], object], queries: Sequence[Query]) -> float:
    """Milliseconds that 95 of 100 queries stay under, once through."""
    times = []
    for query in queries:
        began = time.perf_counter()
        ask(query)
        times.append(time.perf_counter() - began)
    return sorted(times)[int(len(times) * 0.95)] * 1000


def _warm(ask: Callable[[Query], object], queries: Sequence[Query]) -> float:
    """The median p95 of three rounds, after one to warm up."""
    _p95(ask, queries)
    return statistics.median(_p95(ask, queries) for _ in range(ROUNDS))


def _times(peer: Callable[[Query], object], ours: Callable[[Query], object], queries: Sequence[Query]) -> float:
    """The peer's p95 over ours, measured in turns because machines are noisy: the median of three rounds."""
    _p95(peer, queries)
    _p95(ours, queries)
    return statistics.median(_p95(peer, queries) / _p95(ours, queries) for _ in range(ROUNDS))


def _ours(connection: Connection) -> Callable[[Query], object]:
    return lambda query: find(connection, Question(query.text, town=query.town), AT)


def _speed(engine: Engine, small: Engine, crowd: list[Person], queries: list[Query], report: Report) -> None:
    size = len(crowd)
    print(f"\nSpeed over {size:,} people, p95 of {len(queries):,} queries, median of {ROUNDS} rounds:")
    gc.collect()
    gc.freeze()
    some = queries[:: max(1, len(queries) // 300)]
    with ExitStack() as stack:
        ours = _ours(stack.enter_context(engine.connect()))
        little = _ours(stack.enter_context(small.connect()))
        report.line("ours on SQLite, ms", _warm(ours, queries), None)
        growth = 1 / _times(little, ours, queries)
        report.line("growth of ours from 1,000", growth, 15.0, at_most=True)
        plain = stack.enter_context(create_engine("sqlite://").connect())
        bar = 3.0 if size >= 100_000 else None
        report.line("LIKE / ours", _times(like(plain, crowd), ours, some), bar)
        peer: Ask | None = stack.enter_context(tantivy(crowd))
        if peer is None:
            print("  tantivy is not installed (dependency group bench): left out")
        else:
            bar = 0.6 if size >= HUGE else None
            report.line("tantivy fuzzy / ours", _times(peer, ours, queries), bar)


# -------------------------------------------------------------------------------------------------------------- costs


def _costs(engine: Engine, crowd: list[Person], report: Report) -> None:
    size = len(crowd)
    print(f"\nCosts over {size:,} people:")
    names = {"ix_name_key_giv_sur", "sqlite_autoindex_term_1", name_key.name, term.name, term_key.name}
    with engine.connect() as connection:
        pages: dict[str, int] = dict(
            connection.exec_driver_sql("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").all()
        )
        named = sum(count for name, count in pages.items() if name in names) / size
        report.line("bytes an entry, names", named, 200.0 if size >= HUGE else None, at_most=True)
        report.line("bytes an entry, all", sum(pages.values()) / size, None)
    with engine.connect() as connection:
        times = []
        for i, person in enumerate(list(people(300, 99)), 1):
            changed = replace(person, entry_id=size + i, number=f"CX{register_number(i)[2:]}")
            began = time.perf_counter()
            put(connection, [changed])
            times.append(time.perf_counter() - began)
        connection.rollback()
        report.line("adding one person, p95 ms", sorted(times)[int(len(times) * 0.95)] * 1000, 2.0, at_most=True)
    command = [sys.executable, "-m", "bench.search", str(engine.url)]
    memory = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    report.line("memory of a process that searches, MB", float(memory), 200.0, at_most=True)


def searcher(url: str) -> float:
    """Search a while in a process that does nothing else; gives its memory in MB."""
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare)
    with engine.connect() as connection:
        for query in Typist(list(people(2000, 5)), 5).queries(40):
            find(connection, Question(query.text, town=query.town), AT)
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # The peak of this process alone: getrusage would answer with that of the process it was forked from.
    return int(re.findall(r"VmHWM:\s*(\d+)", status.read_text())[0]) / 1024


# --------------------------------------------------------------------------------------------------------- PostgreSQL


@contextmanager
def _server() -> Iterator[Engine]:
    server = PostgresqlServer()
    server.start()
    try:
        engine = create_engine(address(server.folder, "postgres"))
        yield engine
        engine.dispose()
    finally:
        server.stop()


def _postgresql(sqlite: Engine, crowd: list[Person], queries: list[Query], report: Report) -> None:
    size = len(crowd)
    with _server() as engine:
        Base.metadata.create_all(engine, tables=TABLES)
        print(f"\nPostgreSQL over {size:,} people:")
        began = time.perf_counter()
        with engine.begin() as connection:
            put(connection, crowd)
        with engine.begin() as connection:
            freshen(connection)
        report.line(f"indexing {size:,} people, seconds", time.perf_counter() - began, None)
        with engine.connect() as connection, sqlite.connect() as other:
            on_sqlite = _ours(other)
            tables = (name_key.name, term.name, term_key.name)
            total = sum(
                connection.exec_driver_sql(f"SELECT pg_total_relation_size('{table}')").scalar_one() for table in tables
            )
            report.line("bytes an entry, names", total / size, 650.0 if size >= HUGE else None, at_most=True)
            ours = _ours(connection)
            report.line("ours on PostgreSQL, p95 ms", _warm(ours, queries), None)
            for threshold in (0.3, 0.4):
                peer = trigrams(connection, crowd, threshold)
                bar = 1.5 if size >= LARGE and threshold == 0.4 else None
                lite = 6.0 if size >= HUGE and threshold == 0.4 else None
                report.line(f"pg_trgm {threshold} / ours", _times(peer, ours, queries), bar)
                report.line(f"pg_trgm {threshold} / ours on SQLite", _times(peer, on_sqlite, queries), lite)


if __name__ == "__main__":
    print(searcher(sys.argv[1]))
