"""What a night costs on the registrant's side: everybody's renewal, insurance, record checks and CPD (issue 6).

    python -m bench nightly --registrants 100000 --activities 12 --database both

The people, their three periods and three years of CPD are rows put in by bulk; everything after that is the real job,
`cpd.nightly.run`. The first night makes up for months in which it never ran; the one after it is an ordinary one, and
is measured. Then the job runs again, which has to find nothing to do, and on the night after that on two machines at
once, which together have to write each letter once. Bars at 100,000 people: 5 minutes, 600 MB. Fewer people are held to
the same pace.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bench.service import DATABASES, Place, place
from cpd import nightly
from cpd.record.models import ActivityKept
from cpd.record.vocabulary import Company
from cpd.record_checks import RecordCheckSeen
from cpd.requirements.vocabulary import ActivityKind
from foundation import clock, evidence
from foundation.database import db, transaction
from foundation.outbox import Letter
from foundation.references import register_number
from register.models import Contact, Entry, Event, EventKind, Insurance, Particulars, Period

#: Seconds and bytes that 100,000 people may take.
SECONDS, MEMORY, PEOPLE = 300.0, 600 * 1024**2, 100_000
_AT_A_TIME = 5_000
_FIRST = 100_001


def main(arguments: list[str]) -> int:
    """Measure and say; 1 when a bar was missed."""
    parser = argparse.ArgumentParser(prog="bench nightly", description=__doc__)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="sqlite")
    parser.add_argument("--registrants", type=int, default=2_000)
    parser.add_argument("--activities", type=int, default=12, help="CPD activities a person and year")
    parser.add_argument("--folder", help="where the database stands meanwhile (a real disk)")
    chosen, _ = parser.parse_known_args(arguments)
    held = True
    for kind in DATABASES if chosen.database == "both" else (chosen.database,):
        with place(kind, people=1, folder=chosen.folder) as where:
            held &= _measure(kind, where, chosen)
    return int(not held)


def _measure(kind: str, where: Place, chosen: argparse.Namespace) -> bool:
    tonight = datetime.combine(clock.today(), datetime.min.time(), clock.LONDON) + timedelta(hours=2)
    began = time.perf_counter()
    with where.app().app_context():
        _fill(chosen.registrants, chosen.activities)
    print(f"Put in by bulk in {time.perf_counter() - began:.0f} s.", flush=True)
    # The job never ran before: everybody whose window is open gets the one reminder that is newest.
    caught_up, backlog, most = _night(where, tonight)
    ordinary, letters, memory = _night(where, tonight + timedelta(days=1))
    again, more, _ = _night(where, tonight + timedelta(days=1))
    both, written = _two_nights(where, tonight + timedelta(days=2))
    bar = max(20.0, SECONDS * chosen.registrants / PEOPLE)
    print(
        f"A night over {chosen.registrants:,} registrants, {kind}: {ordinary:.1f} s (bar {bar:.0f}), {letters:,} "
        f"letters, {max(memory, most) / 1024**2:.0f} MB at the most; once more: {again:.1f} s and {more} letters; the "
        f"next night on two machines at once: {both:.1f} s, {written:,} letters, none twice. The very first night, "
        f"which makes up for months: {caught_up:.1f} s, {backlog:,} letters. Load {os.getloadavg()[0]:.1f}.",
        flush=True,
    )
    return ordinary <= bar and more == 0 and max(memory, most) <= MEMORY


def _night(where: Place, at: datetime) -> tuple[float, int, int]:
    """One night in a process of its own: seconds, letters, and the memory it took."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (where, at))


def _two_nights(where: Place, at: datetime) -> tuple[float, int]:
    """The same night on two machines; says how long the slower one took, and how many letters both wrote."""
    with where.app().app_context():
        before = db.session.scalar(select(func.coalesce(func.max(Letter.id), 0)))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        done = pool.starmap(_run, [(where, at), (where, at)])
    with where.app().app_context():
        new = select(Letter.recipient).where(Letter.id > before)
        twice = db.session.scalars(new.group_by(Letter.recipient, Letter.subject).having(func.count() > 1)).all()
        written = db.session.scalar(select(func.count()).select_from(new.subquery())) or 0
    if twice:
        raise RuntimeError("somebody was written to twice about the same")
    return max(one[0] for one in done), written


def _run(where: Place, at: datetime) -> tuple[float, int, int]:
    with where.app().app_context(), clock.played_back(at):
        before = db.session.scalar(select(func.coalesce(func.max(Letter.id), 0)))
        db.session.rollback()
        began = time.perf_counter()
        nightly.run(shred=evidence.destroy_all)
        took = time.perf_counter() - began
        written = db.session.scalar(select(func.count()).select_from(Letter).where(Letter.id > before))
    return took, int(written or 0), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


# ---------------------------------------------------------------------------------------------------------- the people


def _fill(people: int, activities: int) -> None:
    chance = random.Random(6)
    for start in range(0, people, _AT_A_TIME):
        numbers = range(start, min(start + _AT_A_TIME, people))
        with transaction("the bench puts people in"):
            _some(numbers, activities, chance)


def _some(numbers: range, activities: int, chance: random.Random) -> None:
    connection, now, today = db.session.connection(), clock.now(), clock.today()
    named = [register_number(_FIRST + number) for number in numbers]
    connection.execute(insert(Entry), [{"number": number, "version": 1} for number in named])
    held = {
        row[0]: row[1]
        for row in connection.execute(select(Entry.number, Entry.id).where(Entry.number.between(named[0], named[-1])))
    }
    ids = [held[number] for number in named]
    connection.execute(
        insert(Event),
        [
            {
                "entry_id": one,
                "kind": EventKind.LOADED,
                "effective_at": now,
                "recorded_at": now,
                "recorded_by": "the bench",
                "reason": "a measurement",
            }
            for one in ids
        ],
    )
    events = {
        row[0]: row[1] for row in connection.execute(select(Event.entry_id, Event.id).where(Event.entry_id.in_(ids)))
    }
    rows: dict[Any, list[dict[str, Any]]] = {one: [] for one in (Particulars, Period, Contact, Insurance)}
    checks: list[dict[str, Any]] = []
    for one in ids:
        ends_on = today + timedelta(days=chance.randrange(365))
        fact = {"entry_id": one, "event_id": events[one], "void": False}
        rows[Particulars].append(fact | _particulars(one, today))
        rows[Contact].append(fact | {"email": f"person{one}@bench.example"})
        rows[Insurance].append(fact | {"confirmed_to": today + timedelta(days=chance.randrange(365))})
        for years in range(3):
            last = clock.add_months(ends_on, -12 * years)
            rows[Period].append(fact | {"starts_on": clock.add_months(last, -12) + timedelta(days=1), "ends_on": last})
        seen = today - timedelta(days=chance.randrange(1095))
        checks.append({"entry_id": one, "scheme": "DBS", "level": "enhanced", "from_on": seen, "recorded_at": now})
    for kind, each in rows.items():
        connection.execute(insert(kind), each)
    connection.execute(insert(RecordCheckSeen), checks)
    if activities:
        connection.execute(insert(ActivityKept), list(_cpd(ids, activities, today, now, chance)))


def _particulars(number: int, today: date) -> dict[str, Any]:
    since = clock.add_months(today, -48)
    return {
        "effective_from": clock.start_of_day(since),
        "title": "",
        "forenames": "Bench",
        "surname": f"Person{number}",
        "known_as": "",
        "previous_names": [],
        "shows_previous_names": False,
        "town": "Leeds",
        "outcode": ("LS1", "EH1", "BT1", "CF10")[number % 4],
        "areas": ["health"],
        "works_with": None,
        "languages": [],
        "organisation": "",
        "holds_certificate": False,
        "first_registered_on": since,
    }


def _cpd(ids: list[int], a_year: int, today: date, now: datetime, chance: random.Random) -> Iterator[dict[str, Any]]:
    kinds, companies = list(ActivityKind), list(Company)
    for one in ids:
        for number in range(3 * a_year):
            yield {
                "version": 1,
                "entry_id": one,
                "done_on": today - timedelta(days=chance.randrange(1095)),
                "minutes": 60 + 30 * (number % 5),
                "kind": kinds[number % len(kinds)],
                "company": companies[number % len(companies)],
                "plan_item_id": None,
                "standards": ["2.1", "19.1"],
                "reflected": True,
                "sealed": "sealed" * 60,
                "once": f"bench{number}",
                "made_at": now,
                "changed_at": now,
                "kept_at": now,
                "deleted_at": None,
            }
