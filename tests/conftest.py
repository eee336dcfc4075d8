"""What every test may ask for.

`app`       the application over an empty, migrated database of its own; on each database that `--database` names
`client`    somebody without a browser; `visitor` the same, who also refuses pages with faults (tests/page.py)
`database`  the test stands inside the app: `db.session` and operations work
`sample`    the people of tests/frame/cast.py are on the register, instead of nobody
`make_app`  one more app over the same database with other settings, `make_app(rate_limits=True)`
`set_clock` the clock stands still: `set_clock("2027-03-03 17:30")`, `set_clock.move(days=2)`
`mailbox`   letters that reached the mail server
`scanner`   the address of a real virus scanner, `make_app(clamd=scanner)`
`statements` counts SQL: `with statements() as seen: …; assert len(seen) == 4`
`runner`    runs `flask` commands

A test marked `one_database` looks at what no database can change (how pages are drawn) and runs on the first one only.
Nothing may leave the machine, and a warning is an error.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy
from hypothesis import HealthCheck, settings

from foundation.database import db
from tests.frame import network
from tests.frame import statements as counting
from tests.frame.browser import NO_BROWSER
from tests.frame.databases import Dialect, PostgresqlStore, SqliteStore, Store
from tests.frame.house import House, let_go
from tests.frame.mailbox import Mailbox
from tests.frame.postgresql import NoPostgresql, PostgresqlServer, quick_folder
from tests.frame.scanner import NO_SCANNER, Scanner, find_scanner
from tests.page import Visitor

FOLDER = "REGISTER_TESTS_FOLDER"
SERVER = "REGISTER_TESTS_POSTGRESQL"
CHANCE = "REGISTER_TESTS_CHANCE"
LONDON = ZoneInfo("Europe/London")

# A busy machine is no fault: how long an example took says nothing, here as elsewhere.
# What hypothesis tries follows from the test itself, and from CHANCE (below) when that asks for another course.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=not os.environ.get(CHANCE)
)
settings.load_profile("house")


# ---------------------------------------------------------------------------------------------------------- databases


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql", "both"],
        default="sqlite",
        help="which database the tests that need one run on (default: sqlite; make test runs both)",
    )


def dialects(config: pytest.Config) -> list[str]:
    asked = config.getoption("--database")
    return ["sqlite", "postgresql"] if asked == "both" else [asked]


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    folder = quick_folder("register-tests-")
    os.environ[FOLDER] = str(folder)
    os.environ["VAR_FOLDER"] = str(folder / "var")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    if "postgresql" in dialects(config) and not config.option.collectonly:
        try:
            server = PostgresqlServer()
            config.add_cleanup(server.stop)
            server.start()
        except NoPostgresql as error:
            raise pytest.UsageError(str(error)) from error
        os.environ[SERVER] = str(server.folder)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "dialect" in metafunc.fixturenames:
        wanted = dialects(metafunc.config)
        once = metafunc.definition.get_closest_marker("one_database") is not None
        metafunc.parametrize("dialect", wanted[:1] if once else wanted, indirect=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Without a browser or a scanner, say which tests were left out, so that nobody takes the rest for all."""
    for reason in (NO_BROWSER, NO_SCANNER):
        left_out = [one for one in terminalreporter.getreports("skipped") if reason in str(one.longrepr)]
        if left_out:
            terminalreporter.section(f"{len(left_out)} tests left out: {reason}")
            for name in sorted({one.location[2].split("[")[0] for one in left_out}):
                terminalreporter.line(f"  {name}")


@pytest.fixture
def dialect(request: pytest.FixtureRequest) -> Dialect:
    """The database this test runs on; every test that stands on a database runs once on each."""
    return cast(Dialect, request.param)


@pytest.fixture(scope="session")
def _houses(worker: str, _mail_server: Mailbox) -> Iterator[Callable[[Dialect], House]]:
    folder = Path(os.environ[FOLDER])
    built: dict[Dialect, House] = {}

    def house(dialect: Dialect) -> House:
        if dialect not in built:
            store: Store
            if dialect == "sqlite":
                store = SqliteStore(folder, worker)
            else:
                store = PostgresqlStore(Path(os.environ[SERVER]), folder, worker)
            built[dialect] = House(store, _mail_server.port)
        return built[dialect]

    yield house
    for held in built.values():
        held.let_go()


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this worker process."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "alone"))


# ------------------------------------------------------------------------------------------------------------ the app


@pytest.fixture
def house(request: pytest.FixtureRequest, dialect: Dialect, _houses: Callable[[Dialect], House]) -> House:
    held = _houses(dialect)
    held.restore("sample" if "sample" in request.fixturenames else "empty")
    return held


@pytest.fixture
def app(house: House) -> Flask:
    """The application over an empty register (or, with `sample`, the one of tests/frame/cast.py)."""
    return house.app


@pytest.fixture
def make_app(house: House) -> Iterator[Callable[..., Flask]]:
    """One more app over the same database, with other settings."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        made.append(house.make(**changes))
        return made[-1]

    yield make
    for one in made:
        let_go(one)


@pytest.fixture
def sample(app: Flask) -> Flask:
    """The people of tests/frame/cast.py are on the register."""
    return app


@pytest.fixture
def database(app: Flask) -> Iterator[SQLAlchemy]:
    """The test stands inside the app."""
    with app.app_context():
        yield db
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody without a browser."""
    return app.test_client()


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    """Somebody without a browser who looks hard at each page."""
    return Visitor(client)


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """Runs commands: `runner.invoke(args=["register", "search", "smith"])`."""
    return app.test_cli_runner()


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """Counts SQL statements."""
    return counting.statements


# --------------------------------------------------------------------------------------------------------------- mail


@pytest.fixture(scope="session")
def _mail_server() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    mailbox.start()
    yield mailbox
    mailbox.stop()


@pytest.fixture
def mailbox(_mail_server: Mailbox) -> Iterator[Mailbox]:
    """Letters that reached the mail server in this test."""
    _mail_server.empty()
    yield _mail_server
    _mail_server.empty()


# --------------------------------------------------------------------------------------------------------------- time


class StillClock:
    """A clock that stands still where it is put. Times without a zone are London times."""

    def __init__(self) -> None:
        self._travel: Any = None

    def __call__(self, moment: str | datetime) -> datetime:
        """Put the clock to a moment."""
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        at = (at if at.tzinfo else at.replace(tzinfo=LONDON)).astimezone(UTC)
        self.release()
        self._travel = time_machine.travel(at, tick=False)
        self._travel.start()
        return at

    def move(self, **by: float) -> datetime:
        """Put the clock on by so many days, hours, …"""
        return self(datetime.now(UTC) + timedelta(**by))

    def release(self) -> None:
        """Let time run again."""
        if self._travel is not None:
            self._travel.stop()
            self._travel = None


@pytest.fixture
def set_clock() -> Iterator[StillClock]:
    """A clock that can be stopped and put on."""
    still = StillClock()
    yield still
    still.release()


# ---------------------------------------------------------------------------------------------------------- evidence


@pytest.fixture(scope="session")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real virus scanner that knows EICAR's test string: `make_app(clamd=scanner)`."""
    program = find_scanner()
    if program is None:
        pytest.skip(NO_SCANNER)
    held = Scanner(program, tmp_path_factory.mktemp("clamd"))
    held.start()
    yield held.address
    held.stop()


# ------------------------------------------------------------------------------------------------------------- chance


@pytest.fixture(autouse=True)
def _chance(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets, references and seeds come from the test's own name, so that a test that passed passes again.

    `REGISTER_TESTS_CHANCE=2 make test` goes through the tests with other ones, to find a test that passes by luck.
    """
    source = random.Random(os.environ.get(CHANCE, "") + request.node.nodeid)
    monkeypatch.setattr(os, "urandom", source.randbytes)
    monkeypatch.setattr(random, "_urandom", source.randbytes)


# ------------------------------------------------------------------------------------------------------------ network


@pytest.fixture(scope="session", autouse=True)
def _closed_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        network.close(patch)
        yield


@pytest.fixture(autouse=True)
def _nothing_left_the_machine() -> Iterator[None]:
    network.attempts.clear()
    yield
    assert not network.attempts, f"the test tried to reach {network.attempts}"
