"""The server is killed while reporters tell us of concerns: what was acknowledged is held against what is there.

The base of every trial (`bench/trial.py`): who kills, who comes back, and what is counted.
"""

from __future__ import annotations

import queue
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.browser import Away, Browser, Upload
from bench.reckoning import Receipt, Reckoning
from bench.reporter import Reporter
from bench.service import Place, Service
from bench.uploads import photo, sound, words

USERS = 4
#: How likely it is that the server dies around a step of this kind, and for how many seconds after its beginning.
DIES = {"front": 0.01, "page": 0.004, "upload": 0.3, "send": 0.4, "return": 0.05}
#: How many kills that makes for each concern, about.
_EACH = 1.0
WITHIN = {"upload": 0.12, "send": 0.06}
#: How often somebody may start again before that is a fault by itself.
MOST_COMEBACKS = 60


@dataclass
class Trial:
    """One trial over one place."""

    where: Place
    service: Service
    count: int
    seed: int = 1
    #: How many kills there are to be, about. After so many it is left alone.
    most_kills: int = 1_000_000
    dies: dict[str, float] = field(default_factory=lambda: dict(DIES))
    receipts: list[Receipt] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    comebacks: int = 0
    #: The server does not start any more: nobody can go on.
    over: bool = False
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _killers: list[threading.Thread] = field(default_factory=list)

    def run(self) -> list[str]:
        """Tell `count` concerns while the server dies; gives what is wrong in the end."""
        self.let_them()
        return self.faults + Reckoning(self.receipts).run(self.where.app())

    @property
    def done(self) -> int:
        """How many were told that we have it."""
        return len(self.receipts)

    def one(self, number: int) -> None:
        """One reporter, however often the server dies meanwhile."""
        self.receipts.append(self._somebody(number))

    def let_them(self) -> None:
        """Let everybody do it while the server dies."""
        numbers: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in range(self.count):
            numbers.put(number)
        users = [threading.Thread(target=self._user, args=(numbers,)) for _ in range(USERS)]
        for user in users:
            user.start()
        for user in users:
            user.join()
        for killer in self._killers:
            killer.join()

    def _user(self, numbers: queue.SimpleQueue[int]) -> None:
        while not self.over:
            try:
                number = numbers.get_nowait()
            except queue.Empty:
                return
            try:
                self.one(number)
            except Exception as error:
                self.faults.append(f"number {number}: {type(error).__name__}: {error}")

    def _somebody(self, number: int) -> Receipt:
        chance = random.Random(f"{self.seed} {number}")
        reporter = Reporter(
            self._new_browser(number),
            words=f"The plan was promised in spring and never came. This is trial {self.seed}, reporter {number}.",
            about=chance.choice(self.where.names),
            files=some_files(chance, number),
            anonymous=chance.random() < 0.4,
            asks_first=chance.random() < 0.2,
            careful=chance.random() < 0.7,
            before=lambda step: self.perhaps_die(step, chance),
        )
        comeback: Callable[[], None] | None = None
        for _ in range(MOST_COMEBACKS):
            try:
                if comeback is not None:
                    comeback()
                return reporter.tell()
            except Away:
                self.wait()
                self.comebacks += 1
                comeback = self._comeback(reporter, number, chance)
        raise RuntimeError("came back too often")

    def _comeback(self, reporter: Reporter, number: int, chance: random.Random) -> Callable[[], None]:
        """How somebody comes back: presses again, loads the page again, or opens another browser with the secret."""
        if reporter.secret and chance.random() < 0.4:
            return lambda: reporter.come_back(self._new_browser(number))
        return reporter.again if chance.random() < 0.5 else reporter.reload

    def _new_browser(self, number: int) -> Browser:
        return Browser(self.service.port, visitor=f"10.{number // 65536}.{number // 256 % 256}.{number % 256}")

    # --------------------------------------------------------------------------------------------------- killing

    def perhaps_die(self, step: str, chance: random.Random) -> None:
        """Let the server die around a step, if chance has it so."""
        likely = self.dies.get(step, 0) * min(1, self.most_kills / (self.count * _EACH))
        never_yet = step == "send" and not self.kills["send"]
        if (chance.random() < likely or never_yet) and self.kills.total() < self.most_kills:
            wait = chance.random() * WITHIN.get(step, 0.03)
            self._killers.append(threading.Thread(target=self._die, args=(step, wait)))
            self._killers[-1].start()

    def _die(self, step: str, wait: float) -> None:
        time.sleep(wait)
        # Somebody else is at it: once is enough.
        if self._turn.acquire(blocking=False):
            try:
                self.kills[step] += 1
                self.service.kill()
                self.service.start()
            except RuntimeError as error:
                self.over = True
                self.faults.append(f"it did not come back: {error}")
            finally:
                self._turn.release()

    def wait(self) -> None:
        """Wait until the server is back."""
        for _ in range(600):
            if self.over:
                raise RuntimeError("the server is gone")
            if not self._turn.locked() and self.service.answers():
                return
            time.sleep(0.1)


def some_files(chance: random.Random, number: int) -> tuple[Upload, ...]:
    """None, one or two files that somebody sends."""
    made = (
        sound(chance.randrange(2_000, 3_000_000), seed=number),
        words(chance.randrange(200, 60_000), seed=number),
        photo(60_000, seed=number % 4, shape=(800, 600)),
    )
    return tuple(chance.sample(made, chance.choice((0, 1, 1, 2))))
