"""The trial of applications: the server is killed while people apply, and then many press send twice at once.

    python -m bench trial --what applications --count 12

Everybody walks the whole form, sends files on the way, and sends the application in; who finds nobody there comes back
and goes on. Then so many others press send in two windows in the same moment. In the end `bench.sent_in` holds each
reference that was shown against what is there.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier

from accounts.models import Realm
from bench.applicant import CHECK, Applicant
from bench.browser import Away, Browser
from bench.load import USERS
from bench.sent_in import Acknowledged, SentIn
from bench.trial_concerns import MOST_COMEBACKS, Trial, some_files
from tests.accounts.staff import cookie_for, hire

#: Like `bench.trial_concerns.DIES`, for a form of so many more pages.
DIES = {"page": 0.001, "upload": 0.3, "send": 0.5}
#: How many press send in two windows at once, after the last kill.
TWICE = 20


@dataclass
class ApplicationTrial(Trial):
    """One trial of applications over one place."""

    dies: dict[str, float] = field(default_factory=lambda: dict(DIES))
    twice: int = TWICE
    told: list[Acknowledged] = field(default_factory=list)
    #: Account and session of everybody: those who apply while the server dies first.
    _people: list[tuple[int, str, str]] = field(default_factory=list)

    def run(self) -> list[str]:
        """Apply `count` times while the server dies, then press twice; gives what is wrong in the end."""
        app = self.where.app()
        with app.app_context():
            for number in range(self.count + self.twice):
                person = hire(name=f"Perpetua Oakenshaw {number}", realm=Realm.PUBLIC)
                self._people.append((person.id, *cookie_for(app, person, realm=Realm.PUBLIC)))
        self.let_them()
        if not self.over:
            self._press_twice()
        return self.faults + SentIn(self.told).run(app)

    @property
    def done(self) -> int:
        """How many were acknowledged."""
        return len(self.told)

    def one(self, number: int) -> None:
        """One applicant, however often the server dies meanwhile."""
        chance = random.Random(f"{self.seed} {number}")
        applicant = self._applicant(number, before=lambda step: self.perhaps_die(step, chance))
        applicant.files = some_files(chance, number)
        comeback: Callable[[], None] | None = None
        for _ in range(MOST_COMEBACKS):
            try:
                if comeback is not None:
                    comeback()
                self._note(number, applicant, applicant.apply())
                return
            except Away:
                self.wait()
                self.comebacks += 1
                comeback = applicant.again if chance.random() < 0.5 else applicant.come_back
        raise RuntimeError("came back too often")

    def _applicant(self, number: int, before: Callable[[str], None] = lambda _step: None) -> Applicant:
        _, name, value = self._people[number]
        visitor = f"10.3.{number // 256 % 256}.{number % 256}"
        browser = Browser(self.service.port, visitor=visitor, _cookies={name: value})
        plan = f"They take my files. This is trial {self.seed}, applicant {number}."
        return Applicant(browser, plan=plan, before=before)

    def _note(self, number: int, applicant: Applicant, reference: str) -> None:
        self.told.append(Acknowledged(reference, self._people[number][0], applicant.plan, applicant.files))

    def _press_twice(self) -> None:
        """Everybody comes to the last page; then all press at once, each in two windows."""
        began = time.perf_counter()
        numbers = range(self.count, self.count + self.twice)
        people = [self._applicant(number) for number in numbers]
        with ThreadPoolExecutor(USERS) as users:
            list(users.map(lambda one: one.walk(CHECK), people))
        shown = _press([(one, one.twin()) for one in people])
        for number, applicant, references in zip(numbers, people, shown, strict=True):
            told = {one for one in references if not isinstance(one, Exception)}
            self.faults += [f"applicant {number} pressed twice: {one}" for one in references if one not in told]
            if len(told) > 1:
                self.faults.append(f"applicant {number} pressed twice and was told {sorted(told)}")
            for reference in told:
                self._note(number, applicant, reference)
        print(
            f"{self.twice} pressed send twice at once, {time.perf_counter() - began:.0f} s with their forms", flush=True
        )


def _press(pairs: Sequence[tuple[Applicant, Applicant]]) -> list[list[str | Exception]]:
    """What each window was told."""
    gate = Barrier(2 * len(pairs) or 1)

    def press(one: Applicant) -> str | Exception:
        gate.wait(60)
        try:
            return one.apply()
        except Exception as error:
            return error

    with ThreadPoolExecutor(2 * len(pairs) or 1) as crowd:
        waiting = [[crowd.submit(press, one) for one in pair] for pair in pairs]
        return [[done.result() for done in pair] for pair in waiting]
