"""What it costs to tell us of a concern, in hellos: the whole journey as a browser does it, to the receipt.

    python -m bench concerns --database both --rounds 5
    python -m bench concerns --rush 100 --database both

Every page of the journey, sent and answered; stylesheet, script and fonts once for each new visitor; every change on
the disk before it is acknowledged; rate limits on. Bars: 1,000 hello without a file, 1,300 with a photo of 1 MB. The
rush: so many people press send in the same moment; nothing may be lost or doubled, and nobody may see an error.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.browser import Browser, Upload
from bench.load import USERS, WORKERS, Cost, serve
from bench.reckoning import Receipt, Reckoning
from bench.reporter import Reporter
from bench.rush import press_together
from bench.service import DATABASES, Place, place, running
from bench.uploads import MEGABYTE, photo

WITHOUT_A_FILE, WITH_A_FILE = 1000.0, 1300.0


def main(arguments: list[str]) -> int:
    """Measure and say; 1 when a bar was missed or anything was lost or doubled."""
    parser = argparse.ArgumentParser(prog="bench concerns", description=__doc__)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--journeys", type=int, default=8, help="journeys a round")
    parser.add_argument("--hellos", type=int, default=800, help="hellos a round")
    parser.add_argument("--rush", type=int, default=25, help="people who press send in the same moment; 0 for none")
    parser.add_argument("--workers", type=int, default=WORKERS, help="gunicorn's workers in the rush")
    parser.add_argument("--folder", help="where databases and files stand meanwhile (a real disk)")
    chosen = parser.parse_args(arguments)
    held = True
    for kind in DATABASES if chosen.database == "both" else (chosen.database,):
        with place(kind, folder=chosen.folder) as where:
            held &= Measurement(kind, where, chosen).run()
    return int(not held)


@dataclass
class Measurement:
    """One database: what a journey costs there, the rush, and the reckoning over all that was told."""

    kind: str
    where: Place
    chosen: argparse.Namespace
    receipts: list[Receipt] = field(default_factory=list)
    requests: list[tuple[int, int]] = field(default_factory=list)
    people: int = 0

    def run(self) -> bool:
        """Whether every bar held and nothing was lost or doubled."""
        print(
            f"Telling us of a concern, {self.kind}, {self.chosen.rounds} rounds of {self.chosen.journeys} journeys, "
            f"{USERS} users, {WORKERS} workers, load {os.getloadavg()[0]:.1f}:",
            flush=True,
        )
        with serve("bench.hello:app") as hello, running(self.where, workers=WORKERS) as service:
            costs = [
                self._cost("a concern without a file", (hello, service.port), (), WITHOUT_A_FILE),
                self._cost("a concern with a photo of 1 MB", (hello, service.port), (photo(MEGABYTE),), WITH_A_FILE),
            ]
        wrong = self._rush() if self.chosen.rush else []
        wrong += Reckoning(self.receipts).run(self.where.app())
        print(f"{len(self.receipts)} receipts held against what is there: {len(wrong)} things wrong")
        for one in wrong:
            print(f"  {one}")
        return not wrong and all(cost.median <= cost.bar for cost in costs)

    def _cost(self, name: str, ports: tuple[int, int], files: tuple[Upload, ...], bar: float) -> Cost:
        hello, ours = ports

        def tell() -> None:
            reporter = self._somebody(ours, files)
            self.receipts.append(reporter.tell())
            self.requests.append((reporter.browser.requests, reporter.browser.pages))

        def greet() -> None:
            Browser(hello).open("/")

        self.requests.clear()
        _together(tell, USERS)
        _together(greet, USERS * 10)
        ratios = []
        for _ in range(self.chosen.rounds):
            unit = _together(greet, self.chosen.hellos)
            ratios.append(_together(tell, self.chosen.journeys) / unit)
        cost = Cost(name, statistics.median(ratios), min(ratios), max(ratios), bar)
        requests, pages = (round(statistics.mean(one)) for one in zip(*self.requests, strict=True))
        print(f"{cost}   {requests} requests, {pages} of them for pages", flush=True)
        return cost

    def _rush(self) -> list[str]:
        """So many people press send in the same moment."""
        with running(self.where, workers=self.chosen.workers) as service:
            receipts, wrong = press_together([self._somebody(service.port) for _ in range(self.chosen.rush)])
            said = service.said()
        self.receipts += receipts
        print(f"{self.chosen.rush} people pressed send at once: {len(receipts)} have a receipt", flush=True)
        return [*wrong, *([f"the server said: {said[-500:]}"] if said else [])]

    def _somebody(self, port: int, files: tuple[Upload, ...] = ()) -> Reporter:
        """A new reporter with a new browser, at an address of their own."""
        self.people += 1
        number = self.people
        return Reporter(
            Browser(port, visitor=f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"),
            words=f"The plan was promised in spring and never came. Somebody rang on a Tuesday. Number {number}.",
            about=self.where.names[number % len(self.where.names)],
            files=files,
            anonymous=number % 3 == 0,
        )


def _together(action: Callable[[], None], times: int) -> float:
    """Seconds that one takes, with four users doing it over and over. A user who stumbles stops the measurement."""
    started = time.perf_counter()
    with ThreadPoolExecutor(USERS) as users:
        for done in [users.submit(action) for _ in range(times)]:
            done.result()
    return (time.perf_counter() - started) / times
