"""What staff pages of applications cost, in hellos: the work list over 5,000 of them, and one on its page.

    python -m bench applications --database both --rounds 5

One whole application comes by the real operations and goes as far as the decision; the others are rows like it, with
names and days of their own, and letters as many as they would have had. Each opening of a page is on the trail before
it is shown. Bar: 40 hello each.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import insert, select

from accounts.models import Account, Realm
from bench.browser import Browser
from bench.load import USERS, WORKERS, Cost, serve
from bench.service import DATABASES, Place, place, running
from cpd.joining.models import Application
from cpd.joining.vocabulary import Route, Stage
from cpd.vocabulary import Nation
from foundation import clock
from foundation.database import db, transaction
from foundation.outbox import Letter
from tests.accounts.staff import cookie_for
from tests.cpd.joining.arrange import declared

BAR = 40.0
MANY = 5_000
_STAGES = (Stage.COMPLETENESS, Stage.VERIFICATION, Stage.ASSESSMENT, Stage.DECISION)


def main(arguments: list[str]) -> int:
    """Measure and say; 1 when a bar was missed."""
    parser = argparse.ArgumentParser(prog="bench applications", description=__doc__)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=60, help="answers a round")
    parser.add_argument("--hellos", type=int, default=800, help="hellos a round")
    parser.add_argument("--folder", help="where the database stands meanwhile (a real disk)")
    chosen = parser.parse_args(arguments)
    held = True
    for kind in DATABASES if chosen.database == "both" else (chosen.database,):
        with place(kind, people=20, folder=chosen.folder) as where:
            held &= _measure(kind, where, chosen)
    return int(not held)


def _measure(kind: str, where: Place, chosen: argparse.Namespace) -> bool:
    reference, cookies = _fill(where)
    print(
        f"Staff pages over {MANY:,} applications, {kind}, {chosen.rounds} rounds of {chosen.count} answers, "
        f"{USERS} users, {WORKERS} workers, load {os.getloadavg()[0]:.1f}:",
        flush=True,
    )
    with serve("bench.hello:app") as hello, running(where, workers=WORKERS) as service:
        officers = [
            Browser(service.port, visitor=f"10.2.0.{number}", _cookies={name: value})
            for number, (name, value) in enumerate(cookies)
        ]
        pages = (("the work list", "/staff/applications"), ("one application", f"/staff/applications/{reference}"))
        costs = [_cost(words, address, officers, hello, chosen) for words, address in pages]
    for one in costs:
        print(one, flush=True)
    return all(one.median <= one.bar for one in costs)


def _cost(words: str, address: str, officers: list[Browser], hello: int, chosen: argparse.Namespace) -> Cost:
    free = deque(officers)

    def look() -> None:
        browser = free.popleft()  # one browser is never in two hands
        browser.open(address)
        free.append(browser)

    def greet() -> None:
        Browser(hello).open("/")

    _together(look, USERS * 3)
    _together(greet, USERS * 10)
    ratios = []
    for _ in range(chosen.rounds):
        unit = _together(greet, chosen.hellos)
        ratios.append(_together(look, chosen.count) / unit)
    return Cost(words, statistics.median(ratios), min(ratios), max(ratios), BAR)


def _fill(where: Place) -> tuple[str, list[tuple[str, str]]]:
    """The applications, the reference of the whole one, and the sessions of officers."""
    app = where.app()
    with app.app_context():
        held = declared().to(Stage.DECISION)
        application = held.application
        like = {name.key: getattr(application, name.key) for name in Application.__mapper__.column_attrs}
        letters = [
            {name.key: getattr(one, name.key) for name in Letter.__mapper__.column_attrs}
            for one in db.session.scalars(select(Letter))
        ]
        db.session.rollback()
        with transaction("more applications"):
            _more(like, letters)
        cookies = [cookie_for(app, held.office.officer) for _ in range(USERS * 2)]
        return held.reference, cookies


def _more(like: dict[str, object], letters: list[dict[str, object]]) -> None:
    today, now = clock.today(), clock.now()
    people = [
        {
            "realm": Realm.PUBLIC,
            "email": f"one{number}@bench.example",
            "email_key": f"one{number}@bench.example",
            "name": f"Person {number}",
            "created_at": now,
            "handle": f"bench-{number}",
        }
        for number in range(MANY)
    ]
    db.session.execute(insert(Account), people)
    mine = select(Account.id).where(Account.handle.like("bench-%")).order_by(Account.id)
    rows, written = [], []
    for number, account_id in enumerate(db.session.scalars(mine).all()):
        since = today - timedelta(days=number % 30)
        rows.append(
            {
                **{name: value for name, value in like.items() if name != "id"},
                "reference": f"AP-2025-{number:06d}",
                "account_id": account_id,
                "name": f"Person Number{number}",
                "name_key": f"person number{number}",
                "born_mark": f"{number:064d}",
                "stage": _STAGES[number % len(_STAGES)],
                "route": list(Route)[number % 3],
                "nation": list(Nation)[number % 3],
                "received_on": since,
                "since_on": since,
                "due_on": since + timedelta(days=15),
                "officer_id": like["officer_id"] if number % 2 else None,
            }
        )
        for one in letters[:4]:
            kept = {name: value for name, value in one.items() if name != "id"}
            written.append({**kept, "recipient": f"one{number}@bench.example", "once": None})
    db.session.execute(insert(Application), rows)
    db.session.execute(insert(Letter), written)


def _together(action: Callable[[], None], times: int) -> float:
    """Seconds that one takes, with four users doing it over and over. A user who stumbles stops the measurement."""
    started = time.perf_counter()
    with ThreadPoolExecutor(USERS) as users:
        for done in [users.submit(action) for _ in range(times)]:
            done.result()
    return (time.perf_counter() - started) / times
