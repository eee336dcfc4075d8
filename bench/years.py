"""People of a register with three years behind them, as rows put in by bulk: for measuring what a night costs.

Each has three periods, the letters about the two that are over, insurance, a record check, three years of CPD, and a
line of the audit trail for each activity, which fits the others as the real ones do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from cpd.record.models import ActivityKept
from cpd.record.vocabulary import Company
from cpd.record_checks import RecordCheckSeen
from cpd.renewal.models import Notice
from cpd.renewal.vocabulary import Watch
from cpd.requirements.vocabulary import ActivityKind
from foundation import audit, clock
from foundation.audit import SYSTEM, Line
from foundation.database import db, transaction
from foundation.references import register_number
from register.models import Contact, Entry, Event, EventKind, Insurance, Particulars, Period

_AT_A_TIME = 2_000
_FIRST = 100_001


def fill(people: int, activities: int, *, common_date: bool = False) -> None:
    """So many people, with so many activities a year."""
    chance = random.Random(6)
    for start in range(0, people, _AT_A_TIME):
        numbers = range(start, min(start + _AT_A_TIME, people))
        with transaction("the bench puts people in"):
            _some(numbers, activities, chance, common_date=common_date)


def _some(numbers: range, activities: int, chance: random.Random, *, common_date: bool) -> None:
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
    notices: list[dict[str, Any]] = []
    for one in ids:
        ends_on = today + timedelta(days=60 if common_date else chance.randrange(365))
        fact = {"entry_id": one, "event_id": events[one], "void": False}
        rows[Particulars].append(fact | _particulars(one, today))
        rows[Contact].append(fact | {"email": f"person{one}@bench.example"})
        rows[Insurance].append(fact | {"confirmed_to": today + timedelta(days=chance.randrange(365))})
        for years in range(3):
            last = clock.add_months(ends_on, -12 * years)
            rows[Period].append(fact | {"starts_on": clock.add_months(last, -12) + timedelta(days=1), "ends_on": last})
            if years:
                told = {"entry_id": one, "watch": Watch.RENEWAL, "day": last, "letter_id": None, "written_on": last}
                notices += [told | {"number": number + 1} for number in range(4)]
        seen = today - timedelta(days=chance.randrange(1095))
        checks.append({"entry_id": one, "scheme": "DBS", "level": "enhanced", "from_on": seen, "recorded_at": now})
    for kind, each in rows.items():
        connection.execute(insert(kind), each)
    connection.execute(insert(RecordCheckSeen), checks)
    connection.execute(insert(Notice), notices)
    if activities:
        connection.execute(insert(ActivityKept), list(_cpd(ids, activities, today, now, chance)))
        done = (Line("cpd.activity_kept", "activity", str(one), {}) for one in ids for _ in range(3 * activities))
        audit.record_many(done, by=SYSTEM)


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
