"""Servers and visitors for the measurements: gunicorn with two workers, and four users who ask without a pause.

Costs are ratios within one run: the time of one answer of ours over the time of one hello, measured in turns (ours,
hello, ours, hello …), the median over the rounds. Machines are shared and noisy; ratios hold where seconds do not.
"""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

USERS = 4
WORKERS = 2


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(target: str, environment: dict[str, str] | None = None) -> Iterator[int]:
    """Run a WSGI target under gunicorn; gives its port."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", target, "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS),
        "--log-level", "error",
    ]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, **(environment or {})})
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def ask(port: int, path: str) -> int:
    """Ask once; says the status code."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def seconds_each(port: int, paths: Sequence[str], count: int) -> float:
    """Seconds an answer takes with four users asking: the time of the whole over how many were answered."""

    def user(number: int) -> list[int]:
        return [ask(port, paths[(number + turn * USERS) % len(paths)]) for turn in range(count // USERS)]

    started = time.perf_counter()
    with ThreadPoolExecutor(USERS) as users:
        # A user who stumbles stops the measurement: fewer answers would look like faster ones.
        answers = [status for statuses in users.map(user, range(USERS)) for status in statuses]
    spent = time.perf_counter() - started
    failures = [status for status in answers if status != 200]
    if failures:
        raise RuntimeError(f"{len(failures)} answers were not 200, the first {failures[0]}")
    return spent / (count // USERS * USERS)


@dataclass(frozen=True)
class Cost:
    """What something costs, in hellos: the median over the rounds, with the least and the most."""

    name: str
    median: float
    least: float
    most: float
    bar: float

    def __str__(self) -> str:
        held = "held" if self.median <= self.bar else "MISSED"
        return (
            f"{self.name:<44} {self.median:6.2f} hello  ({self.least:.2f} to {self.most:.2f})"
            f"   bar {self.bar:g}: {held}"
        )


def compare(
    *,
    hello: int,
    ours: int,
    pages: Sequence[tuple[str, Sequence[str], float]],
    rounds: int,
    count: int,
    say: Callable[[str], None] = print,
) -> list[Cost]:
    """Measure each page in turns with hello. `pages` holds a name, its addresses and its bar in hellos."""  # fmt: skip
    costs = []
    for name, paths, bar in pages:
        seconds_each(ours, paths, USERS * 5)
        seconds_each(hello, ["/"], USERS * 5)
        ratios = []
        for _ in range(rounds):
            unit = seconds_each(hello, ["/"], count)
            ratios.append(seconds_each(ours, paths, count) / unit)
        costs.append(Cost(name, statistics.median(ratios), min(ratios), max(ratios), bar))
        say(str(costs[-1]))
    return costs
