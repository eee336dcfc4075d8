"""The real server, killed in the middle of anything while people tell us things, and pressed by many at once.

gunicorn runs in processes of its own over the test's database and a folder of files. Reporters walk the journey as its
pages show it (bench/reporter.py); in the end every receipt is held against what is there (bench/reckoning.py). The same
with 200 reporters: `python -m bench trial --count 200 --database both`.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.browser import Browser
from bench.reckoning import Reckoning
from bench.reporter import CHECK, FILES, Reporter
from bench.rush import press_together
from bench.service import Place, Service, running
from bench.trial_concerns import Trial
from bench.uploads import photo, sound
from tests.frame.cast import PEOPLE
from tests.frame.house import House

NAMES = tuple(f"{forename} {surname}" for _, forename, surname in PEOPLE.values())
WORDS = "They said that they would ring, and nobody rang."


@pytest.fixture
def where(sample, house: House, tmp_path: Path) -> Place:
    """The people of the cast, and a folder of its own for files."""
    return Place(tmp_path, house.store.url, names=NAMES)


def test_a_server_killed_at_any_moment_keeps_every_word_of_its_receipts(where: Place) -> None:
    with running(where) as service:
        trial = Trial(where, service, count=6, seed=5, most_kills=4)
        wrong = trial.run()
        assert wrong == []
        assert len(trial.receipts) == 6
        assert trial.kills.total() >= 1
        assert service.started == trial.kills.total() + 1


def test_many_who_press_send_at_once_have_one_concern_each(where: Place) -> None:
    with running(where) as service:
        people = [reporter(service, number) for number in range(15)]
        people[0].walk(CHECK)
        without_an_answer = people[0].twin()
        receipts, wrong = press_together(people)
        assert wrong == []
        assert len(receipts) == 15
        # A browser that the answer never reached loads its page again, and has the same receipt.
        without_an_answer.reload()
        assert without_an_answer.tell() == receipts[0]
        assert service.said() == ""
    assert Reckoning(receipts).run(where.app()) == []


def test_where_no_file_can_grow_nothing_is_acknowledged_that_is_not_there(where: Place, dialect: str) -> None:
    """A disk without room, as the server's own processes meet it. PostgreSQL has its own processes and its own room."""
    with running(where, workers=1) as service:
        somebody = reporter(service, 1, files=(sound(2_000, seed=1), photo(60_000, seed=1, shape=(800, 600))))
        somebody.walk(FILES)
        form = somebody.page.form(field="files")
        with no_room(service):
            answer = somebody.browser.send(form, {"files": [sound(3_000_000, seed=2)]}, button=form.buttons[0])
            assert answer.status in (400, 409, 503)
            assert "safe" in answer.words
        assert "call 2.wav" not in somebody.browser.open(FILES).words

        page = somebody.walk(CHECK)
        with no_room(service):
            form = page.form(field="true")
            answer = somebody.browser.send(form, {"true": "yes"}, button=form.buttons[0])
            # SQLite's file could not grow. The answer says so, and shows no receipt.
            assert answer.status == (503 if dialect == "sqlite" else 200)
            assert ("reference is" in answer.words) is (dialect == "postgresql")
        receipt = somebody.tell()
    assert Reckoning([receipt]).run(where.app()) == []


def reporter(service: Service, number: int, **more) -> Reporter:
    """Somebody at an address of their own."""
    browser = Browser(service.port, visitor=f"10.1.0.{number}", dressed=False)
    words = f"{WORDS} This is reporter {number}."
    about = NAMES[number % len(NAMES)]
    return Reporter(browser, words, about, anonymous=number % 2 == 0, asks_first=False, **more)


@contextmanager
def no_room(service: Service) -> Iterator[None]:
    """No file that the server writes to may have a byte beyond its first."""
    before = {process: resource.prlimit(process, resource.RLIMIT_FSIZE) for process in service.processes()}
    for process, (_, hard) in before.items():
        resource.prlimit(process, resource.RLIMIT_FSIZE, (1, hard))
    yield
    for process, limit in before.items():
        resource.prlimit(process, resource.RLIMIT_FSIZE, limit)
