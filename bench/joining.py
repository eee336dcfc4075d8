"""What it costs to apply, in hellos: the whole form as a browser does it, every section, to the timeline.

    python -m bench joining --database both --rounds 5

Every page of the form, sent and answered; stylesheet, script and fonts once for each new visitor; every change on the
disk before it is acknowledged; rate limits on. The applicants are signed in before the clock starts. Bar: 1,500 hello
without a file. Afterwards each reference that was shown is looked for: none may be lost or doubled.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from sqlalchemy import select

from accounts.models import Realm
from bench.applicant import Applicant
from bench.browser import Browser
from bench.load import USERS, WORKERS, Cost, serve
from bench.service import DATABASES, Place, place, running
from cpd.joining.models import Application
from foundation.database import db
from tests.accounts.staff import cookie_for, hire

WHOLE = 1500.0


def main(arguments: list[str]) -> int:
    """Measure and say; 1 when the bar was missed or anything was lost or doubled."""
    parser = argparse.ArgumentParser(prog="bench joining", description=__doc__)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--journeys", type=int, default=8, help="applications a round")
    parser.add_argument("--hellos", type=int, default=800, help="hellos a round")
    parser.add_argument("--folder", help="where databases and files stand meanwhile (a real disk)")
    chosen = parser.parse_args(arguments)
    held = True
    for kind in DATABASES if chosen.database == "both" else (chosen.database,):
        with place(kind, folder=chosen.folder) as where:
            held &= Measurement(kind, where, chosen).run()
    return int(not held)


@dataclass
class Measurement:
    """One database: what an application costs there, and whether each one is there afterwards."""

    kind: str
    where: Place
    chosen: argparse.Namespace
    references: list[str] = field(default_factory=list)
    browsers: list[Browser] = field(default_factory=list)
    requests: list[tuple[int, int]] = field(default_factory=list)

    def run(self) -> bool:
        """Whether the bar held and nothing was lost or doubled."""
        print(
            f"Applying to join, {self.kind}, {self.chosen.rounds} rounds of {self.chosen.journeys} applications, "
            f"{USERS} users, {WORKERS} workers, load {os.getloadavg()[0]:.1f}:",
            flush=True,
        )
        with serve("bench.hello:app") as hello, running(self.where, workers=WORKERS) as service:
            self._sign_everybody_in(service.port, USERS + self.chosen.rounds * self.chosen.journeys)
            cost = self._cost(hello)
        wrong = self._reckon()
        print(f"{len(self.references)} references held against what is there: {len(wrong)} things wrong")
        for one in wrong:
            print(f"  {one}")
        return not wrong and cost.median <= cost.bar

    def _sign_everybody_in(self, port: int, people: int) -> None:
        app = self.where.app()
        with app.app_context():
            for number in range(people):
                person = hire(name=f"Perpetua Oakenshaw {number}", realm=Realm.PUBLIC)
                name, value = cookie_for(app, person, realm=Realm.PUBLIC)
                browser = Browser(port, visitor=f"10.1.{number // 256 % 256}.{number % 256}", _cookies={name: value})
                self.browsers.append(browser)

    def _cost(self, hello: int) -> Cost:
        def apply() -> None:
            browser = self.browsers.pop()
            self.references.append(Applicant(browser).apply())
            self.requests.append((browser.requests, browser.pages))

        def greet() -> None:
            Browser(hello).open("/")

        _together(apply, USERS)
        _together(greet, USERS * 10)
        ratios = []
        for _ in range(self.chosen.rounds):
            unit = _together(greet, self.chosen.hellos)
            ratios.append(_together(apply, self.chosen.journeys) / unit)
        cost = Cost("a whole application", statistics.median(ratios), min(ratios), max(ratios), WHOLE)
        requests, pages = (round(statistics.mean(one)) for one in zip(*self.requests, strict=True))
        print(f"{cost}   {requests} requests, {pages} of them for pages", flush=True)
        return cost

    def _reckon(self) -> list[str]:
        app = self.where.app()
        with app.app_context():
            there = Counter(db.session.scalars(select(Application.reference)))
        wrong = [f"{one} was shown and is not there" for one in self.references if not there[one]]
        wrong += [f"{one} is there and was never shown" for one in there if one not in set(self.references)]
        return wrong + [f"{one} was shown twice" for one, count in Counter(self.references).items() if count > 1]


def _together(action: Callable[[], None], times: int) -> float:
    """Seconds that one takes, with four users doing it over and over. A user who stumbles stops the measurement."""
    started = time.perf_counter()
    with ThreadPoolExecutor(USERS) as users:
        for done in [users.submit(action) for _ in range(times)]:
            done.result()
    return (time.perf_counter() - started) / times
