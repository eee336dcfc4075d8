"""What the pages of whoever looks into concerns cost, in hellos: 10,000 concerns and 200,000 events.

    python -m bench looking --database both --rounds 5

One whole concern comes by the real operations as far as a hearing, with exhibits, allegations, an answer, people and
more than twenty events. The others are rows like it: a thousand are open, at every stage, with an officer or without;
each has a key of its own, twenty events, and somebody of the register. Measured are the list of all open ones, that
concern on its page (its opening is on the trail before it is shown), and a search among all of them, by names typed
well and badly, numbers, references, stages and officers. Bar: 40 hello each.
"""

from __future__ import annotations

import argparse
import io
import itertools
import os
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus

from sqlalchemy import insert, select

from bench.browser import Browser
from bench.load import USERS, WORKERS, Cost, serve
from bench.pages import BENCH, admission
from bench.people import make_people
from bench.service import DATABASES, Place, place, running
from concerns.investigation import exhibits, working
from concerns.models import Affected, Concern, Contact, Message, Note, Reporter, Seat, Step, Subject, Target
from concerns.operations import writing
from concerns.operations.writing import WAITING_FILES
from concerns.panels import hearings
from concerns.vocabulary import Direction, Finding, HearingKind, Job, Stage
from foundation import clock, evidence
from foundation.database import db, transaction
from foundation.locks import Lock
from register import operations
from register.models import Entry
from tests.accounts.staff import cookie_for
from tests.concerns import looking, officers, papers_made
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import writes
from tests.frame import cast

BAR = 40.0
MANY, EVENTS, OPEN = 10_000, 20, 1_000
#: More people on the register, with numbers from there on.
PEOPLE, FROM = 2_000, 10_000
_AT_ONCE = 1_000
_STAGES = (Stage.TRIAGE, Stage.THRESHOLD, Stage.INVESTIGATION, Stage.EXAMINATION, Stage.PANEL)


def main(arguments: list[str]) -> int:
    """Measure and say; 1 when a bar was missed."""
    parser = argparse.ArgumentParser(prog="bench looking", description=__doc__)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=60, help="answers a round")
    parser.add_argument("--hellos", type=int, default=800, help="hellos a round")
    parser.add_argument("--folder", help="where the database stands meanwhile (a real disk)")
    chosen = parser.parse_args(arguments)
    held = True
    for kind in DATABASES if chosen.database == "both" else (chosen.database,):
        with place(kind, people=60, folder=chosen.folder) as where:
            held &= _measure(kind, where, chosen)
    return int(not held)


def _measure(kind: str, where: Place, chosen: argparse.Namespace) -> bool:
    reference, cookies, asked = _fill(where)
    print(
        f"Looking into {MANY:,} concerns with {MANY * EVENTS:,} events, {kind}, {chosen.rounds} rounds of "
        f"{chosen.count} answers, {USERS} users, {WORKERS} workers, load {os.getloadavg()[0]:.1f}:",
        flush=True,
    )
    pages: tuple[tuple[str, list[str]], ...] = (
        ("the list of all open concerns", ["/staff/concerns?show=open"]),
        ("a concern on its page", [f"/staff/concerns/{reference}"]),
        ("a search among concerns", [f"/staff/concerns/search?q={quote_plus(one)}" for one in asked]),
    )
    with serve("bench.hello:app") as hello, running(where, workers=WORKERS) as service:
        browsers = [
            Browser(service.port, visitor=f"10.3.0.{number}", _cookies={name: value})
            for number, (name, value) in enumerate(cookies)
        ]
        costs = [_cost(words, addresses, browsers, hello, chosen) for words, addresses in pages]
    return all(one.median <= one.bar for one in costs)


def _cost(words: str, addresses: list[str], browsers: list[Browser], hello: int, chosen: argparse.Namespace) -> Cost:
    free, turn = list(browsers), itertools.cycle(addresses)

    def look() -> None:
        browser = free.pop()  # one browser is never in two hands
        browser.open(next(turn))
        free.append(browser)

    def greet() -> None:
        Browser(hello).open("/")

    _together(look, USERS * 3)
    _together(greet, USERS * 10)
    ratios = []
    for _ in range(chosen.rounds):
        # Hellos before and after: what else the machine does meanwhile weighs on both alike.
        before = _together(greet, chosen.hellos // 2)
        ours = _together(look, chosen.count)
        after = _together(greet, chosen.hellos // 2)
        ratios.append(ours * 2 / (before + after))
    cost = Cost(words, statistics.median(ratios), min(ratios), max(ratios), BAR)
    print(cost, flush=True)
    return cost


def _fill(where: Place) -> tuple[str, list[tuple[str, str]], list[str]]:
    """The concerns: the reference of the whole one, the sessions of officers, and what is searched for."""
    app = where.app()
    with app.app_context():
        cast.put_on_the_register()
        more = [admission(one, FROM + number) for number, one in enumerate(make_people(PEOPLE, seed=2))]
        operations.load(more, reason="A measurement", by=BENCH)
        held = _whole()
        like = _rows_like(officers.now(held.reference).id)
        db.session.rollback()
        with transaction("more concerns"):
            references = _more(like, held)
        cookies = [cookie_for(app, held.officer) for _ in range(USERS * 2)]
    where.take_stock()
    names = list(where.names[:6])
    asked = [*names, *(one[:-2] for one in names), *where.numbers[:3], *references[:3], "Samm Officer", "panle"]
    return held.reference, cookies, asked


def _whole() -> Looking:
    """One concern before its panel, with all that belongs to it."""
    held = looking.answered()
    by = held.investigator.actor
    for number in range(12):
        once = f"paper {number}"
        paper = papers_made.paper(f"Paper {number}")
        evidence.keep(io.BytesIO(paper), name="paper.pdf", owner=(WAITING_FILES, once), by=by)
        exhibits.add_document(
            held.reference, title=once, source="The bank", dated_on=None, once=once, version=held.version, by=by
        )
        writing.write_message(held.reference, f"Message {number}.", once=once.ljust(32, "x"), by=held.officer.actor)
        writing.write_note(held.reference, f"Note {number}.", once=once.ljust(32, "y"), by=held.officer.actor)
    _to_panel(held)
    for days in (30, 10):
        kind = HearingKind.FINAL if days == 30 else HearingKind.INTERIM
        if kind is HearingKind.INTERIM:
            officers.rated(held.officer, held.reference, likelihood=5, impact=5)
            hearings.decide_interim(
                held.reference, apply=True, reasons="Q.", version=held.version, by=held.manager.actor
            )
        on = clock.working_day_from(clock.today() + timedelta(days=days))
        manager = held.manager.actor
        hearing_id = hearings.list_hearing(
            held.reference, held.subject_id, kind, on=on, version=held.version, by=manager
        )
        looking.panel(held, hearing_id)
    return held


def _to_panel(held: Looking) -> None:
    by = held.investigator.actor
    working.write_report(held.reference, words="The bank shows it.", version=held.version, by=by)
    working.send_to_examiners(held.reference, version=held.version, by=by)
    looking.listed(held, Job.EXAMINER_LAY, held.lay)
    looking.listed(held, Job.EXAMINER_REGISTRANT, held.peer)
    for who in (held.lay, held.peer):
        writes(held, who, Finding.REFER)


Rows = dict[type[Any], list[dict[str, Any]]]


def _rows_like(concern_id: int) -> Rows:
    """What a concern is made of, as values."""
    found: Rows = {}
    for table in (Reporter, Affected, Subject, Target, Step, Message, Contact, Note, Seat):
        rows = db.session.scalars(select(table).where(table.concern_id == concern_id).order_by(table.id))
        found[table] = [_values(one) for one in rows]
    concern = db.session.get(Concern, concern_id)
    assert concern is not None
    found[Concern] = [_values(concern)]
    lock = db.session.get(Lock, concern.lock_id)
    assert lock is not None
    found[Lock] = [_values(lock)]
    return found


def _values(row: Any) -> dict[str, Any]:
    return {one.key: getattr(row, one.key) for one in type(row).__mapper__.column_attrs if one.key != "id"}


def _more(like: Rows, held: Looking) -> list[str]:
    """Many more of them; gives some of their references."""
    entries = db.session.scalars(select(Entry.id).order_by(Entry.id)).all()
    today, made = clock.today(), list[str]()
    for start in range(0, MANY, _AT_ONCE):
        locks = db.session.scalars(insert(Lock).returning(Lock.id), like[Lock] * _AT_ONCE).all()
        rows = []
        for number, lock_id in enumerate(locks, start=start):
            is_open = number % (MANY // OPEN) == 0
            since = today - timedelta(days=number % 90 if is_open else 100 + number % 700)
            reference = f"CN-{since.year}-{_letters(number)}"
            rows.append(
                like[Concern][0]
                | {
                    "reference": reference,
                    "lock_id": lock_id,
                    "secret_hash": f"{number:064d}",
                    "stage": _STAGES[number // 10 % len(_STAGES)] if is_open else Stage.CLOSED,
                    "closed_on": None if is_open else since + timedelta(days=60),
                    "received_on": since,
                    "reply_due_on": since + timedelta(days=7),
                    "triage_due_on": since + timedelta(days=7),
                    "officer_id": held.officer.id if number % 20 else None,
                    "officer_since_at": clock.now() if number % 20 else None,
                    "rate_due_on": today + timedelta(days=number % 28),
                    "paused_on": None,
                }
            )
            made.append(reference)
        ids = db.session.scalars(insert(Concern).returning(Concern.id), rows).all()
        _hang_on(ids, like, entries)
    return made[:: MANY // 5]


def _letters(number: int) -> str:
    signs = "23456789BCDFGHJKLMNPQRSTVWXZ"
    found = ""
    for _ in range(6):
        number, rest = divmod(number * 31 + 7, len(signs))
        found += signs[rest]
    return found


def _hang_on(ids: Any, like: Rows, entries: Any) -> None:
    """People, targets and twenty events for each."""
    for table in (Reporter, Affected, Target):
        db.session.execute(insert(table), [one | {"concern_id": id_} for id_ in ids for one in like[table]])
    db.session.execute(
        insert(Subject),
        [like[Subject][0] | {"concern_id": id_, "entry_id": entries[id_ % len(entries)]} for id_ in ids],
    )
    for events, count in ((Step, 11), (Message, 4), (Contact, 3), (Note, 2)):
        db.session.execute(insert(events), list(_events(events, ids, like[events][:count], count)))


def _events(table: type[Any], ids: Any, like: list[dict[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    for id_ in ids:
        for one in itertools.islice(itertools.cycle(like), count):
            row = one | {"concern_id": id_}
            if "once" in row:
                row["once"] = None
            if table is Message:
                row["direction"] = Direction.FROM_US
            yield row


def _together(action: Callable[[], None], times: int) -> float:
    """Seconds that one takes, with four users doing it over and over. A user who stumbles stops the measurement."""
    started = time.perf_counter()
    with ThreadPoolExecutor(USERS) as users:
        for done in [users.submit(action) for _ in range(times)]:
            done.result()
    return (time.perf_counter() - started) / times
