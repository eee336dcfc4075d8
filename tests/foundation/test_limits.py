"""Rate limits: shared between workers, by address, over when their window is, never the reason that a page fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select, text

from foundation.database import db
from foundation.limits import DatabaseWindows, RateWindow, _engine, forget_ended
from foundation.settings import Settings
from tests.conftest import StillClock
from tests.frame.house import House

ANSWERS = "/register?q=nobody"
MOST = 60


@pytest.fixture
def limited(make_app: Callable[..., Flask], set_clock: StillClock, house: House) -> Iterator[Callable[..., Flask]]:
    """Makes applications with their limits on, over one database."""
    set_clock("2027-07-01 12:00")

    def make(**changes: Any) -> Flask:
        return make_app(rate_limits=True, **changes)

    yield make
    register = Path(house.store.url.removeprefix("sqlite:///"))
    for file in register.parent.glob(f"{register.stem}-limits.sqlite*"):
        file.unlink()


def ask(app: Flask, times: int, address: str = "203.0.113.7", path: str = ANSWERS, **headers: str) -> list[int]:
    client = app.test_client()
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return [
        client.get(path, environ_overrides={"REMOTE_ADDR": address}, headers=given).status_code for _ in range(times)
    ]


def test_one_address_may_search_sixty_times_a_minute(limited: Callable[..., Flask], set_clock: StillClock) -> None:
    app = limited()
    assert set(ask(app, MOST)) == {200}
    assert set(ask(app, 3)) == {429}
    assert ask(app, 1, "203.0.113.8") == [200], "somebody else is let in"
    assert ask(app, 1, path="/") == [200], "other pages are open"
    set_clock.move(seconds=59)
    assert ask(app, 1) == [429]
    set_clock.move(seconds=1)
    assert set(ask(app, MOST)) == {200}
    assert ask(app, 1) == [429]


def test_who_is_stopped_is_told_so_in_words(limited: Callable[..., Flask]) -> None:
    app = limited()
    ask(app, MOST)
    client = app.test_client()
    page = client.get(ANSWERS, environ_overrides={"REMOTE_ADDR": "203.0.113.7"})
    assert page.status_code == 429
    assert "<h1" in page.text
    assert page.headers["Content-Security-Policy"]
    assert "nobody" not in page.text.split("<main", 1)[1], "what was searched for is not repeated"
    ask(app, MOST, path="/api/register?q=nobody")
    answer = client.get("/api/register?q=nobody", environ_overrides={"REMOTE_ADDR": "203.0.113.7"})
    assert (answer.status_code, answer.is_json, answer.get_json()["code"]) == (429, True, 429)


def test_workers_count_together(limited: Callable[..., Flask]) -> None:
    workers = [limited(), limited()]
    found = [status for _ in range(MOST // 2) for worker in workers for status in ask(worker, 1)]
    assert set(found) == {200}
    assert [ask(worker, 1) for worker in workers] == [[429], [429]]


def test_an_address_that_is_only_claimed_counts_for_nothing_without_a_proxy(limited: Callable[..., Flask]) -> None:
    app = limited()
    for count in range(MOST):
        ask(app, 1, X_Forwarded_For=f"198.51.100.{count}", X_Real_IP=f"198.51.100.{count}", Forwarded="for=192.0.2.1")
    assert ask(app, 1, X_Forwarded_For="198.51.100.250") == [429]


def test_behind_one_trusted_proxy_the_address_that_it_saw_counts(limited: Callable[..., Flask]) -> None:
    app = limited(trusted_proxies=1)
    office, proxy = "198.51.100.7", "10.0.0.1"
    for count in range(MOST):
        # The visitor may claim what they like: the proxy adds what it saw itself at the end.
        ask(app, 1, proxy, X_Forwarded_For=f"192.0.2.{count}, {office}")
    assert ask(app, 1, proxy, X_Forwarded_For=office) == [429]
    assert ask(app, 1, proxy, X_Forwarded_For="198.51.100.8") == [200]


def test_all_addresses_of_one_ipv6_network_count_as_one(limited: Callable[..., Flask]) -> None:
    """A household has 2^64 of them."""
    app = limited()
    for count in range(MOST):
        ask(app, 1, f"2001:db8:1:2:{count:x}::1")
    assert ask(app, 1, "2001:db8:1:2:ffff::9") == [429]
    assert ask(app, 1, "2001:db8:1:3::1") == [200]
    assert ask(app, 1, "203.0.113.7") == [200]


def test_an_ipv4_address_written_as_ipv6_is_the_same_address(limited: Callable[..., Flask]) -> None:
    app = limited()
    ask(app, MOST)
    assert ask(app, 1, "::ffff:203.0.113.7") == [429]


@pytest.mark.parametrize("failure", ["refuses", "broken"])
def test_the_page_is_answered_when_counting_fails(limited: Callable[..., Flask], failure: str) -> None:
    app = limited()
    engine: Engine = app.config["RATELIMIT_STORAGE_OPTIONS"]["engine"]
    if failure == "broken":
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE rate_window"))
    else:

        @event.listens_for(engine, "do_connect")
        def refuse(*_given: object) -> None:
            raise OSError("the disk is gone")

        engine.dispose()
    assert set(ask(app, MOST + 5)) == {200}


def test_no_address_is_kept(limited: Callable[..., Flask]) -> None:
    app = limited()
    ask(app, 2, "203.0.113.7")
    with app.config["RATELIMIT_STORAGE_OPTIONS"]["engine"].connect() as connection:
        rows = connection.execute(select(RateWindow.key, RateWindow.count, RateWindow.ends)).all()
    assert [row[1] for row in rows] == [2]
    assert len(rows[0][0]) == 64
    assert "203" not in rows[0][0] or "203.0.113.7" not in repr(rows)


def test_counting_does_not_wait_for_the_register(limited: Callable[..., Flask], house: House) -> None:
    """A long load holds the register's write lock; visitors are counted all the same."""
    app = limited()
    with app.app_context(), db.engine.connect().execution_options(write=True) as busy:
        busy.execute(text("INSERT INTO letter (template) SELECT 'x' WHERE 1 = 0"))
        assert ask(app, 2) == [200, 200]
        with app.config["RATELIMIT_STORAGE_OPTIONS"]["engine"].connect() as connection:
            assert connection.execute(select(RateWindow.count)).scalar_one() == 2


def test_windows_that_are_over_are_swept_away(house: House, set_clock: StillClock) -> None:
    set_clock("2027-07-01 12:00")
    engine = _engine(house.store.url)
    store = DatabaseWindows(engine=engine, secret=b"s")
    try:
        store.reset()
        for count in range(40):
            store.incr(f"old {count}", 60)
        set_clock.move(minutes=2)
        for _ in range(500):
            store.incr("new", 60)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM rate_window")).scalar_one() == 1
        assert (store.get("new"), store.get("old 1"), store.check()) == (500, 0, True)
        store.clear("new")
        assert store.get("new") == 0
    finally:
        engine.dispose()


def test_the_file_of_counts_lies_beside_the_register(tmp_path: Path) -> None:
    engine = _engine(f"sqlite:///{tmp_path / 'register.sqlite'}")
    engine.dispose()
    assert [path.name for path in tmp_path.iterdir()] == ["register-limits.sqlite"]


def test_limits_are_on_unless_they_are_lifted() -> None:
    assert Settings().rate_limits


def test_the_hourly_job_forgets_windows_that_are_over_at_once(
    limited: Callable[..., Flask], set_clock: StillClock
) -> None:
    app = limited()
    ask(app, 1)
    engine = app.config["RATELIMIT_STORAGE_OPTIONS"]["engine"]
    held = text("SELECT count(*) FROM rate_window")

    def count() -> int:
        with engine.connect() as connection:
            return int(connection.execute(held).scalar_one())

    with app.app_context():
        forget_ended()
        assert count() == 1, "it still counts"
        set_clock.move(minutes=2)
        forget_ended()
        assert count() == 0
    lifted = Flask("lifted")
    lifted.config["RATELIMIT_ENABLED"] = False
    with lifted.app_context():
        forget_ended()
