"""Every route, opened by everybody: nobody, a registrant, each role, with and without a second factor.

What each may open is read from `docs/access.md` itself, so the page cannot promise one thing and the guard do another.
The guard is walked with the views taken out, which makes every answer the guard's own; then the staff pages are opened
for real.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from accounts import guard, kept
from accounts.models import Realm, Role
from accounts.roles import LABELS
from foundation.settings import ROOT
from tests.accounts.staff import hire, sit_down
from tests.page import Visitor

LINE = re.compile(r"^\| `(?P<rule>[^`]+)` \| (?P<methods>[A-Z, ]+) \| (?P<who>[^|]+) \|", re.MULTILINE)
ROLE_OF = {words.lower(): role for role, words in LABELS.items()}


def promised() -> dict[tuple[str, str], str]:
    """Who may open what, by address and method, as `docs/access.md` says."""
    page = (ROOT / "docs" / "access.md").read_text("utf-8").replace("\\|", "¦")
    return {
        (line["rule"].replace("¦", "|"), method): line["who"].strip()
        for line in LINE.finditer(page)
        for method in line["methods"].split(", ")
    }


@dataclass(frozen=True)
class Caller:
    """Somebody at the door."""

    realm: Realm | None
    roles: frozenset[Role] = frozenset()
    second_factor: bool = False

    def expects(self, who: str) -> str:
        """What the door should do, from the words of the page."""
        if who == "everyone":
            return "in"
        if who == "signed in":
            return "in" if self.realm is Realm.PUBLIC else "to the public sign-in"
        if self.realm is not Realm.STAFF:
            return "to the staff sign-in"
        if who == "staff, second factor or not":
            return "in"
        if not self.second_factor:
            return "to the second factor"
        if who == "staff":
            return "in"
        return "in" if self.roles & {ROLE_OF[name] for name in who.split(", ")} else "refused"


CALLERS = {
    "nobody": Caller(None),
    "a registrant": Caller(Realm.PUBLIC),
    "a registrant with a second factor": Caller(Realm.PUBLIC, second_factor=True),
    "staff without a role": Caller(Realm.STAFF, second_factor=True),
    **{role.value: Caller(Realm.STAFF, frozenset({role}), second_factor=True) for role in Role},
    **{
        f"{role.value}, no second factor": Caller(Realm.STAFF, frozenset({role}))
        for role in (Role.ADMINISTRATOR, Role.REGISTRAR, Role.AUDITOR)
    },
    "two roles": Caller(Realm.STAFF, frozenset({Role.FINANCE, Role.REGISTRATION_OFFICER}), second_factor=True),
}


@pytest.fixture
def hollow(make_app: Callable[..., Flask], database: SQLAlchemy) -> Flask:
    """The application with its guard and without its views."""
    app = make_app()
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    for endpoint, view in list(app.view_functions.items()):
        access = guard.access_of(view)
        assert access is not None, endpoint

        def inside(**_values: object) -> str:
            return "in"

        inside.__access__ = access  # type: ignore[attr-defined]  # the guard's own mark
        app.view_functions[endpoint] = inside
    return app


def enter(app: Flask, caller: Caller) -> FlaskClient:
    if caller.realm is None:
        return app.test_client()
    person = hire(*caller.roles, realm=caller.realm)
    return sit_down(app, person, realm=caller.realm, second_factor=caller.second_factor)


def some_value(converter: BaseConverter) -> int | str:
    """Something that fits a placeholder of an address."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


def doors(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Every address with its method, and a real address of that shape."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            values = {name: some_value(one) for name, one in rule._converters.items()}
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.rule, method, adapter.build(rule.endpoint, values, method=method)


def answer(client: FlaskClient, address: str, method: str) -> str:
    response = client.open(address, method=method)
    if response.status_code == 200 and response.text == "in":
        return "in"
    if response.status_code == 303:
        path = response.headers["Location"].split("?")[0]
        return {
            "/account/sign-in": "to the public sign-in",
            "/staff/sign-in": "to the staff sign-in",
            kept.SECOND_FACTOR_PATH[Realm.STAFF]: "to the second factor",
        }.get(path, path)
    return "refused" if response.status_code == 403 else str(response.status_code)


def test_the_page_names_every_route_and_no_other(app: Flask) -> None:
    assert set(promised()) == {(row.rule, method) for row in guard.table(app) for method in row.methods}


@pytest.mark.parametrize("caller", CALLERS.values(), ids=CALLERS)
def test_every_route_answers_exactly_whom_the_page_names(hollow: Flask, caller: Caller) -> None:
    said = promised()
    client = enter(hollow, caller)
    wrong = []
    walked = 0
    for rule, method, address in doors(hollow):
        walked += 1
        expected, got = caller.expects(said[rule, method]), answer(client, address, method)
        if got != expected:
            wrong.append(f"{method} {rule}: {got}, not {expected}")
    assert wrong == []
    assert walked == len(said)


def test_the_walk_sees_a_door_that_stands_open(hollow: Flask) -> None:
    endpoint = "staff_people.people"
    hollow.view_functions[endpoint].__access__ = guard.Access(guard.Audience.STAFF, "A bad example.")  # type: ignore[attr-defined]  # see above
    client = enter(hollow, CALLERS["finance"])
    assert answer(client, "/staff/people", "GET") == "in"
    assert CALLERS["finance"].expects(promised()["/staff/people", "GET"]) == "refused"


def test_the_public_cookie_opens_no_staff_page_and_the_other_way_round(app: Flask, database: SQLAlchemy) -> None:
    registrant = sit_down(app, hire(realm=Realm.PUBLIC), realm=Realm.PUBLIC)
    [cookie] = [one for one in registrant._cookies.values() if one.key == "register_account"]
    client = app.test_client()
    client.set_cookie("register_staff", cookie.value, path="/staff")
    assert answer(client, "/staff", "GET") == "to the staff sign-in"


#: Staff pages without anything to fill in, and the roles that see them.
PAGES = [
    "/staff",
    "/staff/people",
    "/staff/people/roles",
    "/staff/people/invite",
    "/staff/policy",
    "/staff/policy/mail.tries",
    "/staff/audit",
    "/staff/mail",
    "/staff/glass",
    "/staff/glass/alerts",
    "/staff/interests",
    "/staff/register",
    "/staff/concerns",
    "/staff/concerns/left-waiting",
    "/staff/concerns/reviews",
]


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_pages_and_no_other(app: Flask, database: SQLAlchemy, role: Role) -> None:
    said = promised()
    caller = CALLERS[role.value]
    visitor = Visitor(enter(app, caller))
    for address in PAGES:
        rule = "/staff/policy/<name>" if address.startswith("/staff/policy/") else address
        expected = 200 if caller.expects(said[rule, "GET"]) == "in" else 403
        page = visitor.open(address, status=expected)
        if expected == 403:
            assert "Only these roles may" in page.text
        else:
            shown = {link for link in page.links.values() if (link, "GET") in said}
            assert {link for link in shown if caller.expects(said[link, "GET"]) != "in"} == set()
