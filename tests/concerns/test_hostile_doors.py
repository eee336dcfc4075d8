"""Every address of the concerns room, at each door, with nothing, with nonsense and with what is somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts.models import Role
from concerns.models import Concern
from foundation.database import db
from tests.accounts.staff import hire, sit_down
from tests.concerns import mailboxes
from tests.concerns.arrange import WORDS
from tests.concerns.test_hostile_journey import in_order

#: A place in the rule of an address, such as `<reference>` or `<int:number>`.
PLACE = r"<(?:(?P<kind>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>"
ROOMS = ("/concerns/", "/staff/concerns", "/privacy/request", "/staff/data", "/account/concerns")
NONSENSE = ("a\x00b", "\u202e<b>", "CN-2026-AAAAAA", "../../etc", "9" * 30, "-1")
FORMS: tuple[dict[str, str], ...] = (
    {},
    {"words": "x\x00y", "once": "\x00", "version": "\x00", "reference": "\x00", "secret_code": "\x00", "sure": "yes"},
    {"words": "x", "once": "z" * 500, "version": "9" * 40, "to": "9" * 40, "made_on": "31/02/2026", "sure": "yes"},
    {"kind": "x", "stage": "x", "score": "99", "naming": "x", "clock": "x", "reason": "x", "how": "x", "queue": "x"},
)


def addresses(app: Flask, method: str, **values: str) -> Iterator[str]:
    """Every address of the room that takes a method."""
    for rule in app.url_map.iter_rules():
        if str(rule.rule).startswith(ROOMS) and method in (rule.methods or set()):
            yield re.sub(PLACE, lambda found: fill(found, values), str(rule.rule))


def fill(found: re.Match[str], values: dict[str, str]) -> str:
    """What stands in one place of an address."""
    fixed = {"int": "1", "any": "view"}
    return fixed.get(found["kind"] or "") or quote(values.get(found["name"], values["other"]), safe="")


def token_of(client: FlaskClient, address: str) -> str:
    """A token for the forms of this browser."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address, follow_redirects=True).text)
    assert found is not None, address
    return found[1]


@pytest.mark.parametrize("role", [Role.CONCERNS_OFFICER, Role.CONCERNS_MANAGER, Role.APPEAL_PANEL, None])
def test_no_door_falls_over_what_is_sent_to_it(app: Flask, database: SQLAlchemy, role: Role | None) -> None:
    mine = mailboxes.held()
    if role is None:
        client = app.test_client()
        token = token_of(client, "/concerns/mailbox")
        opening = {"csrf_token": token, "reference": mine.reference, "secret_code": mine.secret}
        assert client.post("/concerns/mailbox", data=opening).status_code == 303
    else:
        client = sit_down(app, hire(role))
        token = token_of(client, "/staff")
    for other in NONSENSE[:1] if role else NONSENSE[:3]:
        for address in addresses(app, "GET", reference=mine.reference, other=other):
            in_order(client.get(address))
        for form in FORMS:
            for address in addresses(app, "POST", reference=mine.reference, other=other):
                if "leave" not in address and "close" not in address:
                    answer = client.post(address, data={"csrf_token": token, **form})
                    assert answer.status_code < 500, (address, form)
    for strange in NONSENSE[:2] if role else NONSENSE:
        for address in addresses(app, "GET", reference=strange, other="x"):
            assert client.get(address).status_code < 500
    db.session.rollback()
    assert db.session.scalars(select(Concern.reference)).all() == [mine.reference]


def test_one_mailbox_never_opens_another(app: Flask, database: SQLAlchemy) -> None:
    theirs, mine = mailboxes.held(), mailboxes.held()
    client = app.test_client()
    token = token_of(client, "/concerns/mailbox")
    for reference, secret in ((theirs.reference, mine.secret), (mine.reference, theirs.secret), ("", mine.secret)):
        answer = client.post(
            "/concerns/mailbox", data={"csrf_token": token, "reference": reference, "secret_code": secret}
        )
        assert answer.status_code == 400
    client.post(
        "/concerns/mailbox", data={"csrf_token": token, "reference": mine.reference, "secret_code": mine.secret}
    )
    with client.session_transaction() as session:
        session["mailbox"] = {**session["mailbox"], "reference": theirs.reference}
    assert WORDS not in client.get("/concerns/mailbox/told", follow_redirects=True).text
    assert client.get("/concerns/mailbox/told").status_code == 303
