"""Checking the code of a statement: whether it is ours, what has changed since, and what is not repeated."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from foundation import clock
from foundation.database import db
from register import operations, queries
from register.models import Particulars
from register.statements import comparison, writing
from register.vocabulary import OrderKind, Withheld
from tests.conftest import StillClock
from tests.page import Page, Visitor, words_of
from tests.register.people import OFFICER, SECOND, admit

NUMBER = "CM004271S"
ANY_CODE = "7KQX-93MD-BCDF-GHJK-MNPQ-RSTV"

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def somebody(database: SQLAlchemy, set_clock: StillClock) -> None:
    """Sian Sample is on the register, and it is half past five on 3 March 2027."""
    set_clock("2027-01-04 09:00")
    admit(NUMBER, insured_to=date(2027, 9, 30))
    set_clock("2027-03-03 17:30:20")


def code_of(client: FlaskClient, number: str = NUMBER) -> str:
    """The code on a statement that is made now."""
    response = client.get(f"/register/{number}/statement.pdf")
    assert response.status_code == 200
    with pikepdf.open(io.BytesIO(response.data)) as pdf:
        address = next(str(one.A.URI) for one in pdf.pages[0].Annots if "/verify/" in str(one.A.URI))
    return address.removeprefix("http://register.example/verify/")


def verify(visitor: Visitor, code: str, *, status: int = 200) -> Page:
    return visitor.open(f"/verify/{code}", status=status)


def said(page: Page) -> str:
    return words_of(page.root.find(".//main"))


def changes(page: Page) -> dict[str, tuple[str, str]]:
    rows = page.root.findall(".//tbody/tr")
    return {words_of(row[0]): (words_of(row[1]), words_of(row[2])) for row in rows}


def impose(kind: OrderKind, *, starts: date, ends: date | None, health: bool = False) -> int:
    return operations.impose_restriction(
        NUMBER,
        kind=kind,
        starts_at=clock.start_of_day(starts),
        ends_at=clock.end_of_day(ends) if ends else None,
        wording="Words that the public reads.",
        source="D-1",
        reason="test",
        by=OFFICER,
        about_health=health,
    )


# -------------------------------------------------------------------------------------------------------- nothing new


def test_a_fresh_statement_holds(client: FlaskClient, visitor: Visitor) -> None:
    page = verify(visitor, code_of(client))
    assert page.title.startswith("This statement is ours and still holds")
    text = said(page)
    assert "Sian Sample, CM004271S" in text
    assert "On the register. No restrictions." in text
    assert "We made the statement at 5:30pm, 3 March 2027. Nothing has changed since." in text
    assert changes(page) == {}


def test_what_was_recorded_in_that_very_second_is_in_it(
    client: FlaskClient, visitor: Visitor, set_clock: StillClock
) -> None:
    operations.confirm_insurance(NUMBER, confirmed_to=date(2028, 1, 1), reason="test", by=OFFICER)
    code = code_of(client)
    set_clock.move(seconds=1)
    assert "Nothing has changed since" in said(verify(visitor, code))


def test_the_form_leads_to_the_answer(client: FlaskClient, visitor: Visitor) -> None:
    code = code_of(client)
    typed = code.lower().replace("-", " ")
    page = visitor.send(visitor.open("/verify"), {"code": typed})
    assert page.title.startswith("This statement is ours and still holds")
    assert page.address == f"/verify/{code}"
    assert client.get(f"/verify/{code.replace('-', '').lower()}").headers["Location"] == f"/verify/{code}"


def test_checking_runs_a_fixed_number_of_statements(
    client: FlaskClient, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    code = code_of(client)
    with statements() as before:
        client.get(f"/verify/{code}")
    impose(OrderKind.CONDITIONS, starts=date(2027, 1, 1), ends=date(2027, 6, 30))
    operations.renew(NUMBER, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), reason="test", by=OFFICER)
    with statements() as after:
        client.get(f"/verify/{code}")
    assert len(before) == len(after) <= 32


# ------------------------------------------------------------------------------------------------------ what is changed


def test_a_period_that_ran_out_and_conditions_since(
    client: FlaskClient, visitor: Visitor, set_clock: StillClock
) -> None:
    code = code_of(client)
    set_clock("2027-04-10 12:00")
    impose(OrderKind.CONDITIONS, starts=date(2027, 4, 11), ends=date(2027, 10, 31))
    set_clock("2027-04-20 12:00")
    page = verify(visitor, code)
    assert page.title.startswith("This statement is ours, but something has changed")
    assert changes(page) == {
        "Status": ("Registered", "Registered – conditions"),
        "Restrictions": ("None that we may still show", "Conditions, until 31 October 2027"),
    }
    set_clock("2027-05-10 12:00")
    assert changes(verify(visitor, code))["Status"] == ("Registered", "Lapsed")


def test_the_answer_leads_with_what_the_register_says_now(
    client: FlaskClient, visitor: Visitor, set_clock: StillClock
) -> None:
    code = code_of(client)
    set_clock.move(days=1)
    impose(OrderKind.SUSPENSION, starts=date(2027, 3, 4), ends=date(2027, 9, 3))
    text = said(verify(visitor, code))
    now = text.index("Not allowed to practise as an IRCM registered case manager until 3 September 2027.")
    assert now < text.index("What has changed since") < text.index("Does the paper say something else?")


def test_renewal_insurance_place_and_work(client: FlaskClient, visitor: Visitor, set_clock: StillClock) -> None:
    code = code_of(client)
    set_clock("2027-05-02 12:00")
    operations.renew(NUMBER, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), reason="test", by=OFFICER)
    operations.confirm_insurance(NUMBER, confirmed_to=date(2028, 9, 30), reason="test", by=OFFICER)
    operations.change_particulars(
        NUMBER,
        changes={"town": "York", "languages": ["English"], "areas": ["housing"]},
        effective_at=clock.now(),
        reason="test",
        by=OFFICER,
    )
    assert changes(verify(visitor, code)) == {
        "Town": ("Leeds", "York"),
        "Registered": ("1 May 2026 to 30 April 2027", "1 May 2027 to 30 April 2028"),
        "Areas of work": ("Health, Mental health", "Housing"),
        "Languages": ("English, Welsh", "English"),
        "Insurance": ("Confirmed to 30 September 2027", "Confirmed to 30 September 2028"),
    }


def test_an_order_that_was_made_longer(client: FlaskClient, visitor: Visitor, set_clock: StillClock) -> None:
    order = impose(OrderKind.CONDITIONS, starts=date(2027, 1, 1), ends=date(2027, 6, 30))
    code = code_of(client)
    set_clock.move(days=10)
    operations.extend_restriction(
        NUMBER, restriction_id=order, until=clock.end_of_day(date(2027, 9, 30)), reason="test", by=OFFICER
    )
    page = verify(visitor, code)
    assert changes(page) == {"Restrictions": ("Conditions, until 30 June 2027", "Conditions, until 30 September 2027")}
    assert "Something" not in said(page)


def test_an_order_that_is_over_and_may_still_be_shown(
    client: FlaskClient, visitor: Visitor, set_clock: StillClock
) -> None:
    impose(OrderKind.CONDITIONS, starts=date(2027, 1, 1), ends=date(2027, 3, 31))
    code = code_of(client)
    set_clock("2027-04-02 12:00")
    assert changes(verify(visitor, code)) == {
        "Status": ("Registered – conditions", "Registered"),
        "Restrictions": ("Conditions, until 31 March 2027", "Conditions, over since 31 March 2027"),
    }


def test_a_corrected_period(client: FlaskClient, visitor: Visitor, set_clock: StillClock) -> None:
    code = code_of(client)
    set_clock.move(days=10)
    operations.correct_period(
        NUMBER,
        wrong_start=date(2026, 5, 1),
        starts_on=date(2026, 6, 1),
        ends_on=date(2027, 5, 31),
        reason="typed wrongly",
        by=OFFICER,
    )
    assert changes(verify(visitor, code)) == {
        "Registered": ("1 May 2026 to 30 April 2027", "1 June 2026 to 31 May 2027")
    }


# ------------------------------------------------------------------------------------ what may not be repeated any more


@pytest.mark.parametrize("kind", [OrderKind.WARNING, OrderKind.INTERIM_CONDITIONS, OrderKind.UNDERTAKINGS])
def test_an_order_that_is_no_longer_published_is_not_named(
    client: FlaskClient, visitor: Visitor, set_clock: StillClock, kind: OrderKind
) -> None:
    impose(kind, starts=date(2027, 1, 1), ends=date(2027, 3, 31))
    code = code_of(client)
    assert kind.label.lower() in said(verify(visitor, code)).lower()
    operations.renew(NUMBER, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), reason="test", by=OFFICER)
    set_clock("2027-12-01 12:00")
    page = verify(visitor, code)
    text = said(page)
    assert set(changes(page)) == {"Registered"}
    assert "Something else on the statement is not as the register has it now" in text
    for word in (kind.label.lower(), "warning", "limits", "finding", "conditions", "undertakings", "restriction"):
        assert word not in text.lower().replace("no restrictions", "")


def test_an_order_on_the_wrong_person_is_not_repeated(
    client: FlaskClient, visitor: Visitor, set_clock: StillClock
) -> None:
    order = impose(OrderKind.SUSPENSION, starts=date(2027, 3, 1), ends=date(2027, 9, 30))
    code = code_of(client)
    set_clock.move(minutes=15)
    operations.take_back_restriction(NUMBER, restriction_id=order, reason="wrong person", by=OFFICER)
    page = verify(visitor, code)
    assert changes(page) == {}
    assert "uspen" not in said(page)
    assert "Something on the statement is not as the register has it now" in said(page)
    assert not page.title.startswith("This statement is ours and still holds")


def test_a_former_name_is_not_brought_back(client: FlaskClient, visitor: Visitor, set_clock: StillClock) -> None:
    code = code_of(client)
    set_clock.move(days=10)
    operations.change_particulars(
        NUMBER,
        changes={"forenames": "Simon", "surname": "Example"},
        effective_at=clock.now(),
        reason="test",
        by=OFFICER,
    )
    page = verify(visitor, code)
    assert "Sian" not in page.html
    assert "Sample" not in said(page)
    assert "Simon Example, CM004271S" in said(page)
    assert "Something on the statement" in said(page)


def test_a_former_name_that_the_person_lets_us_show(
    client: FlaskClient, visitor: Visitor, set_clock: StillClock
) -> None:
    code = code_of(client)
    set_clock.move(days=10)
    operations.change_particulars(
        NUMBER,
        changes={"surname": "Example", "shows_previous_names": True},
        effective_at=clock.now(),
        reason="test",
        by=OFFICER,
    )
    assert changes(verify(visitor, code)) == {
        "Name": ("Sian Sample", "Sian Example"),
        "Earlier names": ("None", "Sample"),
    }


def test_a_place_withheld_since_is_not_repeated(client: FlaskClient, visitor: Visitor, set_clock: StillClock) -> None:
    code = code_of(client)
    set_clock.move(days=1)
    for part in Withheld:
        operations.withhold(
            NUMBER, part=part, review_on=date(2027, 9, 1), approved_by=SECOND, reason="safety", by=OFFICER
        )
    page = verify(visitor, code)
    assert changes(page) == {}
    assert "Leeds" not in page.html
    assert "Calder" not in page.html
    assert "Something on the statement" in said(page)


def test_an_entry_that_is_not_shown_any_more(client: FlaskClient, visitor: Visitor, set_clock: StillClock) -> None:
    code = code_of(client)
    set_clock.move(days=1)
    operations.record_death(NUMBER, at=clock.now(), reason="test", by=OFFICER)
    page = verify(visitor, code)
    text = said(page)
    assert page.title.startswith("This statement is ours, but we no longer show the entry")
    assert "Sample" not in text
    assert "CM004271S" in text
    for word in ("died", "dead", "death", "deceased", "left", "Sian"):
        assert word not in text.split("There can be many reasons")[0]


def test_an_entry_whose_time_is_over(client: FlaskClient, visitor: Visitor, set_clock: StillClock) -> None:
    code = code_of(client)
    set_clock("2029-05-01 12:00")
    assert verify(visitor, code).title.startswith("This statement is ours, but we no longer show the entry")


def test_a_record_that_cannot_tell_what_was_said(
    client: FlaskClient, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_of(client)
    monkeypatch.setattr(comparison, "digest", lambda entry: (writing.digest(entry) + 1) % (1 << 15))
    page = verify(visitor, code)
    assert page.title.startswith("This statement is ours, but compare it with the register")
    assert "We cannot say for certain what the statement said" in said(page)
    assert "On the register. No restrictions." in said(page)


# ---------------------------------------------------------------------------------------------------- codes not of ours


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        (ANY_CODE, 404, "We never gave this code."),
        ("7KQX", 400, "This one has 4 signs"),
        ("O" * 24, 400, "A code never has the sign “O”"),
        ("<script>alert(1)", 400, "A code never has the sign “<”"),
        ("\u202e7KQX", 400, "something else in this one"),
        ("2" * 3000, 400, "This one has 400 signs"),
        ("%00", 400, "something else in this one"),
        ("-", 400, "Type the code"),
    ],
)
def test_a_code_that_is_not_ours_is_explained(visitor: Visitor, typed: str, status: int, words: str) -> None:
    assert words in said(visitor.open(f"/verify/{typed}", status=status))
    assert words in said(visitor.send(visitor.open("/verify"), {"code": typed.replace("%00", "\x00")}, status=status))


def test_an_empty_form_is_explained(visitor: Visitor) -> None:
    assert "Type the code from the statement." in said(visitor.open("/verify?code=", status=400))


def test_a_changed_sign_is_refused(client: FlaskClient, visitor: Visitor) -> None:
    code = code_of(client)
    changed = ("2" if code[0] != "2" else "3") + code[1:]
    assert "We never gave this code." in said(verify(visitor, changed, status=404))


def test_a_statement_under_the_last_key_is_still_read(client: FlaskClient, make_app: Callable[..., Flask]) -> None:
    code = code_of(client)
    rotated = make_app(secret_key="a new key", secret_key_before="a key for tests, of no use to anyone")
    assert rotated.test_client().get(f"/verify/{code}").status_code == 200
    forgotten = make_app(secret_key="a new key")
    assert forgotten.test_client().get(f"/verify/{code}").status_code == 404


def test_addresses_name_nobody(client: FlaskClient) -> None:
    code = code_of(client)
    assert not re.search("004271|SIAN|SAMPLE", code.replace("-", ""))


def test_facts_are_not_changed_by_checking(client: FlaskClient) -> None:
    entry_id = queries.entry_ids([NUMBER])[NUMBER]
    before = len(queries.live_facts(Particulars, entry_id))
    client.get(f"/verify/{code_of(client)}")
    db.session.rollback()
    assert len(queries.live_facts(Particulars, entry_id)) == before


def test_statements_are_limited(limited: Flask) -> None:
    visitor = limited.test_client()
    codes = [visitor.get(f"/verify/{ANY_CODE}").status_code for _ in range(61)]
    assert codes == [404] * 60 + [429]
