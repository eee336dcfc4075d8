"""What signing in costs, what knowing who is signed in adds to a page, and whether time tells a known address.

    python -m bench sign_in --rounds 7

Bars: a sign-in costs its password hash and 20 hello; knowing who is signed in and what they may do adds 2 hello; the
answers for a known and an unknown address take the same time within a tenth of the hash.
"""

from __future__ import annotations

import argparse
import http.client
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade

from accounts import demo, guard, passwords
from accounts.models import Role
from app import create_app
from bench.load import USERS, WORKERS, seconds_each, serve
from foundation.audit import Actor
from foundation.settings import Settings

KEY = "a key for measurements, of no use to anyone"
BENCH = Actor("system", None, "the measurements")
PEOPLE = 40
SIGN_IN_BAR = 20.0
KNOWING_BAR = 2.0
SAME_TIME = 0.1
_LIGHT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def measured() -> Flask:
    """The application with two bare pages more: one for everybody, one for whoever is signed in."""
    app = create_app()

    @app.get("/bare")
    @guard.public("The measurements: a page that asks nothing.")
    def bare() -> str:
        return "hello"

    @app.get("/known")
    @guard.signed_in("The measurements: a page that only asks who is there.")
    def known() -> str:
        return "hello"

    @app.get("/staff/known")
    @guard.staff_any("The measurements: the same behind the staff door.")
    def known_staff() -> str:
        return "hello"

    return app


def without_its_hash() -> Flask:
    """The application with a hash that costs next to nothing: what stays is all that a sign-in costs besides."""
    passwords.use(_LIGHT)
    return create_app()


def _environment(url: str) -> dict[str, str]:
    return {"DATABASE_URL": url, "SECRET_KEY": KEY, "RATE_LIMITS": "off"}


def main(arguments: list[str]) -> int:
    """Measure and say; 1 when a bar was missed."""
    parser = argparse.ArgumentParser(prog="bench sign_in", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--count", type=int, default=400, help="answers a round for the pages")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'register.sqlite'}"
        light = f"sqlite:///{Path(folder) / 'light.sqlite'}"
        cookies = _fill(url)
        passwords.use(_LIGHT)
        _fill(light)
        passwords.use(passwords.ARGON2ID)
        print(f"Signing in, {chosen.rounds} rounds, {USERS} users, {WORKERS} workers:")
        with (
            serve("bench.hello:app") as hello,
            serve("bench.sign_in:measured()", _environment(url)) as ours,
            serve("bench.sign_in:without_its_hash()", _environment(light)) as unhashed,
        ):
            held = [
                _knowing(hello, ours, cookies, rounds=chosen.rounds, count=chosen.count),
                _signing_in(hello, unhashed, rounds=chosen.rounds, count=chosen.count),
                _telling(ours, rounds=chosen.rounds),
            ]
    return int(not all(held))


def _fill(url: str) -> dict[str, str]:
    """Forty registrants and the demo's staff, and a cookie for each door."""
    app = create_app(Settings(database_url=url, secret_key=KEY, rate_limits=False))
    with app.app_context():
        upgrade()
        demo.fill(registrants=[(f"Person {place}", _address(place)) for place in range(PEOPLE)], by=BENCH)
    client = app.test_client()
    _post(client.get, client.post, "/account/sign-in", email=_address(0), password=demo.PASSWORD)
    email = demo.staff_email(Role.ADMINISTRATOR)
    _post(client.get, client.post, "/staff/sign-in", email=email, password=demo.PASSWORD)
    with app.app_context():
        code = demo.code_for(email) or ""
    _post(client.get, client.post, "/staff/sign-in/code", code=code)
    public = client.get_cookie("register_account")
    staff = client.get_cookie("register_staff", path="/staff")
    if public is None or staff is None:
        raise RuntimeError("the measurements could not sign in")
    return {"/known": f"register_account={public.value}", "/staff/known": f"register_staff={staff.value}"}


def _address(place: int) -> str:
    return f"person{place}@people.example"


def _post(get: Callable[..., object], post: Callable[..., object], path: str, **values: str) -> None:
    page = get(path)
    token = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page.text)  # type: ignore[attr-defined]  # a test client's answer
    post(path, data={**values, "csrf_token": token[1] if token else ""})


def _knowing(hello: int, ours: int, cookies: dict[str, str], *, rounds: int, count: int) -> bool:
    """What asking who is there adds to a bare page of ours."""
    held = True
    for path, cookie in cookies.items():
        added = []
        for _ in range(rounds):
            unit = seconds_each(hello, ["/"], count)
            bare = _seconds(ours, "/bare", cookie, count)
            added.append((_seconds(ours, path, cookie, count) - bare) / unit)
        median = statistics.median(added)
        held &= median <= KNOWING_BAR
        print(_line(f"knowing who is signed in ({path})", median, added, KNOWING_BAR))
    return held


def _line(name: str, median: float, values: Sequence[float], bar: float) -> str:
    said = "held" if median <= bar else "MISSED"
    return f"{name:<44} {median:6.2f} hello  ({min(values):.2f} to {max(values):.2f})   bar {bar:g}: {said}"


def _seconds(port: int, path: str, cookie: str, count: int) -> float:
    """Seconds an answer takes with four users asking, all with this cookie."""

    def user() -> None:
        for _ in range(count // USERS):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")

    return _together([user] * USERS) / (count // USERS * USERS)


def _together(users: Sequence[Callable[[], None]]) -> float:
    threads = [threading.Thread(target=user) for user in users]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


class _Knocker:
    """A browser at the sign-in page: it holds a token and the cookie that belongs to it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.browser = ""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/account/sign-in")
        answer = connection.getresponse()
        page = answer.read().decode()
        self.cookie = "; ".join(
            said.split(";")[0] for name, said in answer.getheaders() if name.lower() == "set-cookie"
        )
        found = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page)
        self.token = found[1] if found else ""
        connection.close()

    def knock(self, email: str, password: str, expected: int) -> None:
        """Send the form once."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = urlencode({"csrf_token": self.token, "email": email, "password": password})
        headers = {"Cookie": f"{self.cookie}; {self.browser}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/account/sign-in", body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        for name, said in answer.getheaders():
            if name.lower() == "set-cookie" and said.startswith("register_browser="):
                self.browser = said.split(";")[0]
        if answer.status != expected:
            raise RuntimeError(f"signing in answered {answer.status}")


def _signing_in(hello: int, ours: int, *, rounds: int, count: int) -> bool:
    """What a sign-in costs besides its hash, from browsers that did it before; and what the hash costs."""
    each = PEOPLE // USERS
    knockers = [_Knocker(ours) for _ in range(USERS)]

    def sign_in(place: int) -> None:
        for step in range(each):
            knockers[place].knock(_address(place * each + step), demo.PASSWORD, 303)

    everybody = [partial(sign_in, place) for place in range(USERS)]
    _together(everybody)
    besides, hashes = [], []
    for _ in range(rounds):
        unit = seconds_each(hello, ["/"], count)
        besides.append(_together(everybody) / PEOPLE / unit)
        hashes.append(_hash_seconds(USERS * 2))
    median = statistics.median(besides)
    print(f"{'(a password hash, all cores busy)':<44} {statistics.median(hashes):6.3f} s")
    print(_line("a sign-in, besides its hash", median, besides, SIGN_IN_BAR))
    return median <= SIGN_IN_BAR


def _hash_seconds(count: int) -> float:
    """Seconds of one core that a hash takes, as many made at once as there are workers."""
    hasher = passwords.Hasher(passwords.ARGON2ID)
    kept = hasher.hash(demo.PASSWORD)

    def worker() -> None:
        for _ in range(count // WORKERS):
            hasher.fits(kept, demo.PASSWORD)

    return _together([worker] * WORKERS) / (count // WORKERS)


def _telling(ours: int, *, rounds: int) -> bool:
    """Whether the time of a refusal tells a known address from an unknown one: one user, in turns."""
    knocker = _Knocker(ours)
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for turn in range(max(rounds * 4, 20)):
        for kind, address in (("known", _address(turn % PEOPLE)), ("unknown", f"nobody{turn}@people.example")):
            started = time.perf_counter()
            knocker.knock(address, "not the password", 400)
            times[kind].append(time.perf_counter() - started)
    medians = {kind: statistics.median(held) for kind, held in times.items()}
    apart = abs(medians["known"] / medians["unknown"] - 1)
    said = "held" if apart <= SAME_TIME else "MISSED"
    print(
        f"{'a refusal, known over unknown address':<44} {medians['known'] / medians['unknown']:6.3f} times"
        f"   bar 1 ± {SAME_TIME:g}: {said}"
    )
    return apart <= SAME_TIME
