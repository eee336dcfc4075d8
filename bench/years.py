"""People of a register with three years behind them, as rows put in by bulk: for measuring what a night costs.

Each has three periods, the renewals and the letters of the two that are over, insurance, a record check, three years of
CPD and an activity about as old as any is kept, and a line of the audit trail for each activity of a year, which fits
the others as the real ones do. Some are on leave; some who may renew have begun to; and a draw for the CPD audit is
asked for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from accounts.models import Account, Realm
from cpd.audit import policy as audits
from cpd.audit.models import Asked
from cpd.audit.vocabulary import DrawStage
from cpd.leaving.models import ExtendedLeave
from cpd.leaving.vocabulary import LeaveStanding
from cpd.record import policy as record
from cpd.record.models import ActivityKept
from cpd.record.vocabulary import Company
from cpd.record_checks import RecordCheckSeen
from cpd.renewal.models import Notice, Renewal
from cpd.renewal.policy import kept_on
from cpd.renewal.vocabulary import Band, Watch
from cpd.renewal.vocabulary import Stage as RenewalStage
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
    with transaction("the bench takes an officer on"):
        officer_id = _officer()
    for start in range(0, people, _AT_A_TIME):
        numbers = range(start, min(start + _AT_A_TIME, people))
        with transaction("the bench puts people in"):
            _some(numbers, activities, chance, officer_id, common_date=common_date)
    with transaction("the bench asks for a draw"):
        _ask_for_a_draw(officer_id)


def _officer() -> int:
    now = clock.now()
    account = Account(
        realm=Realm.STAFF,
        email="officer@bench.example",
        email_key="officer@bench.example",
        name="Officer of the bench",
        created_at=now,
        email_proved_at=now,
        handle="bench",
    )
    db.session.add(account)
    db.session.flush()
    return account.id


def _ask_for_a_draw(officer_id: int) -> None:
    """The next night makes it: a tenth of everybody, with a letter each."""
    today = clock.today()
    asked = Asked(
        asked_on=today,
        asked_at=clock.now(),
        asked_by_id=officer_id,
        reason="A measurement.",
        per_cent=audits.SAMPLE.value(today),
        smallest=audits.SMALLEST.value(today),
        stage=DrawStage.ASKED,
        done_to=0,
    )
    db.session.add(asked)


def _loaded(numbers: range) -> dict[int, int]:
    """Entries with these numbers; gives the event that loaded each, by the id of the entry."""
    connection, now = db.session.connection(), clock.now()
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
    events = select(Event.entry_id, Event.id).where(Event.entry_id.in_(ids)).order_by(Event.entry_id)
    return {row[0]: row[1] for row in connection.execute(events)}


def _some(numbers: range, activities: int, chance: random.Random, officer_id: int, *, common_date: bool) -> None:
    connection, now, today = db.session.connection(), clock.now(), clock.today()
    events = _loaded(numbers)
    ids = list(events)
    rows: dict[Any, list[dict[str, Any]]] = {one: [] for one in (Particulars, Period, Contact, Insurance)}
    checks: list[dict[str, Any]] = []
    notices: list[dict[str, Any]] = []
    renewals: list[dict[str, Any]] = []
    leaves: list[dict[str, Any]] = []
    targets = kept_on(today)
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
                renewals.append(_renewal(one, last, officer_id, targets) | _renewed(last))
        if ends_on <= today + timedelta(days=90) and chance.random() < 0.5:
            renewals.append(_renewal(one, ends_on, officer_id, targets))
        if chance.random() < 0.02:
            leaves.append(_leave(one, today + timedelta(days=chance.randrange(-200, 200)), officer_id))
        seen = today - timedelta(days=chance.randrange(1095))
        checks.append({"entry_id": one, "scheme": "DBS", "level": "enhanced", "from_on": seen, "recorded_at": now})
    for kind, each in rows.items():
        connection.execute(insert(kind), each)
    connection.execute(insert(RecordCheckSeen), checks)
    connection.execute(insert(Notice), notices)
    # In two goes: rows put in at once have the same columns.
    for stage in RenewalStage.OPEN, RenewalStage.RENEWED:
        if some := [one for one in renewals if one["stage"] is stage]:
            connection.execute(insert(Renewal), some)
    if leaves:
        connection.execute(insert(ExtendedLeave), leaves)
    if activities:
        connection.execute(insert(ActivityKept), list(_cpd(ids, activities, today, now, chance)))
        done = (Line("cpd.activity_kept", "activity", str(one), {}) for one in ids for _ in range(activities))
        audit.record_many(done, by=SYSTEM)


def _renewal(entry_id: int, ends_on: date, account_id: int, targets: dict[str, Any]) -> dict[str, Any]:
    """One that was begun. Whose account it is does not matter to a night: letters go to the address of the entry."""
    opened_on = ends_on - timedelta(days=90)
    return {
        "version": 1,
        "reference": f"RN-BENCH-{entry_id}-{ends_on:%y}",
        "entry_id": entry_id,
        "account_id": account_id,
        "stage": RenewalStage.OPEN,
        "since_on": opened_on,
        "ends_on": ends_on,
        "opened_on": opened_on,
        "begun_at": clock.start_of_day(opened_on),
        "targets": targets,
        "fee": [],
    }


def _renewed(ends_on: date) -> dict[str, Any]:
    at = clock.start_of_day(ends_on - timedelta(days=20))
    return {
        "stage": RenewalStage.RENEWED,
        "sent_at": at,
        "round": 1,
        "band": Band.IN_TIME,
        "renewed_at": at,
        "starts_on": ends_on + timedelta(days=1),
        "renewed_to": clock.add_months(ends_on, 12),
    }


def _leave(entry_id: int, starts_on: date, officer_id: int) -> dict[str, Any]:
    at = clock.start_of_day(starts_on - timedelta(days=30))
    return {
        "version": 1,
        "entry_id": entry_id,
        "standing": LeaveStanding.AGREED,
        "starts_on": starts_on,
        "ends_on": starts_on + timedelta(days=120),
        "asked_at": at,
        "asked_by_id": officer_id,
        "decided_at": at,
        "decided_by_id": officer_id,
    }


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
    kept_since = clock.add_months(today, -record.KEEP.value())
    for one in ids:
        for number in range(3 * a_year + 1):
            # The last one is about to be forgotten, or is over already: in a month, one of them is each night's.
            old = kept_since + timedelta(days=chance.randrange(-30, 90))
            yield {
                "version": 1,
                "entry_id": one,
                "done_on": today - timedelta(days=chance.randrange(1095)) if number < 3 * a_year else old,
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
