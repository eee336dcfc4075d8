"""What a page costs, in hellos: an entry, a search, and their JSON, over a register of any size.

    python -m bench pages --size 1000 --rounds 7

Bars: an entry 8 hello; a search page 10 at 1,000 entries and 15 at 1,000,000; JSON of an entry 6, of a search 10.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from flask_migrate import upgrade

from app import create_app
from bench.load import compare, serve
from bench.people import Made, make_people
from foundation import clock
from foundation.audit import Actor
from foundation.database import db
from foundation.references import register_number
from foundation.settings import Settings
from register import operations
from register.operations import Admission
from register.rules import ParticularsFact, PeriodFact
from register.vocabulary import WorksWith

BENCH = Actor("system", None, "the measurements")
AREAS = ("health", "mental-health", "social-care", "housing", "insurance", "rehabilitation", "charity", "justice")
KEY = "a key for measurements, of no use to anyone"


def main(arguments: list[str]) -> int:
    """Measure and say; 1 when a bar was missed."""
    parser = argparse.ArgumentParser(prog="bench pages", description=__doc__)
    parser.add_argument("--size", type=int, default=1000, help="entries on the register")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--count", type=int, default=400, help="answers a round")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'register.sqlite'}"
        numbers, names = fill(url, size=chosen.size, seed=chosen.seed)
        return _measure(url, numbers, names, rounds=chosen.rounds, count=chosen.count, size=chosen.size)


def _measure(url: str, numbers: list[str], names: list[str], *, rounds: int, count: int, size: int) -> int:
    environment = {"DATABASE_URL": url, "SECRET_KEY": KEY, "RATE_LIMITS": "off"}
    large = size >= 100_000
    asked = [urlencode({"q": name}) for name in names]
    pages = [
        ("an entry", [f"/register/{number}" for number in numbers], 8.0),
        ("a search page", [f"/register?{one}" for one in asked], 15.0 if large else 10.0),
        ("JSON of an entry", [f"/api/register/{number}" for number in numbers], 6.0),
        ("JSON of a search", [f"/api/register?{one}" for one in asked], 10.0),
    ]
    print(f"Pages over {size:,} entries, {rounds} rounds of {count} answers, 4 users, 2 workers:")
    with serve("bench.hello:app") as hello, serve("app:create_app()", environment) as ours:
        costs = compare(hello=hello, ours=ours, pages=pages, rounds=rounds, count=count)
    return int(any(cost.median > cost.bar for cost in costs))


def fill(url: str, *, size: int, seed: int) -> tuple[list[str], list[str]]:
    """Put so many made-up people on a new register; gives some of their numbers, and names as people type them."""
    app = create_app(Settings(database_url=url, secret_key=KEY, rate_limits=False))
    started = time.perf_counter()
    with app.app_context():
        upgrade()
        people = iter(make_people(size, seed=seed))
        done, sample = 0, []
        while portion := list(islice(people, 2000)):
            operations.load(
                [admission(one, done + place) for place, one in enumerate(portion)], reason="A measurement", by=BENCH
            )
            sample += portion[:: max(1, size // 40)][:20]
            done += len(portion)
            if done % 100_000 == 0:
                print(f"  {done:,} entries after {time.perf_counter() - started:.0f} s", file=sys.stderr)
        db.session.remove()
        db.engine.dispose()
    every = max(1, size // 40)
    numbers = [register_number(digits) for digits in range(1, size + 1, every)][:40]
    return numbers, [typed for one in sample[:20] for typed in _as_typed(one)]


def _as_typed(person: Made) -> Iterator[str]:
    yield f"{person.forenames.split()[0]} {person.surname}"
    yield f"{person.forenames.split()[0][:-1]} {person.surname}"


def admission(person: Made, place: int) -> Admission:
    """A made-up person as they are put on the register."""
    today = clock.today()
    start = today - timedelta(days=place % 360)
    facts = ParticularsFact(
        effective_from=clock.start_of_day(start),
        title="",
        forenames=person.forenames,
        surname=person.surname,
        known_as="",
        previous_names=list(person.previous),
        shows_previous_names=False,
        town=person.town or "",
        outcode="",
        areas=[AREAS[place % len(AREAS)]],
        works_with=WorksWith.BOTH,
        languages=[],
        organisation="",
        holds_certificate=False,
        first_registered_on=start,
    )
    period = PeriodFact(start, clock.add_months(start, 12) - timedelta(days=1))
    return Admission(facts, [period], f"p{place}@example.org", number=register_number(place + 1))
