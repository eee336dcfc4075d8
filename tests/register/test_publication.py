"""What the public may see: nothing private in any form, nothing whose time is over, and always for the same price."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from foundation import clock
from foundation.database import db
from foundation.policy import decide
from register import operations, publication, queries
from register.models import Entry
from register.operations import Admission
from register.policy import LAPSED_SHOWN
from register.publication import PublicEntry
from register.rules import PeriodFact
from register.vocabulary import OrderKind, Status, Withheld
from tests.conftest import StillClock
from tests.register import arrange
from tests.register.arrange import CLERK, FACTS, PRIVATE, SECOND, WHY, YEAR, london


@pytest.fixture(autouse=True)
def _summer(set_clock: StillClock, database: SQLAlchemy) -> None:
    set_clock("2026-07-01 12:00")


def shown(number: str, on: date | None = None) -> PublicEntry:
    found = publication.public_entry(number, on=on)
    assert found is not None
    return found


def strings(value: Any) -> Iterator[str]:
    """Every string in plain values, the names of fields too."""
    if isinstance(value, dict):
        for key, held in value.items():
            yield key
            yield from strings(held)
    elif isinstance(value, list | tuple):
        for held in value:
            yield from strings(held)
    elif value is not None:
        yield str(value)


def crowded() -> str:
    """Somebody about whom the register knows everything that it can."""
    number = arrange.admit()
    operations.place_hold(number, source="zzhold-77", **WHY)
    operations.withhold(number, part=Withheld.PLACE, review_on=date(2027, 1, 1), approved_by=SECOND, **WHY)
    operations.change_contact(number, email="zzmail2@example.com", **WHY)
    arrange.impose(number, OrderKind.CONDITIONS, london("2026-06-01"), london("2027-06-01"))
    arrange.impose(number, OrderKind.WARNING, london("2026-05-10"), london("2026-06-10"))
    return number


# --------------------------------------------------------------------------------------------------------- never public


def test_no_private_word_is_in_the_entry_in_any_form(client: FlaskClient) -> None:
    number = crowded()
    texts = [*strings(shown(number).as_json()), *strings(shown(number, date(2026, 6, 1)).as_json())]
    for path in (
        f"/register/{number}",
        f"/register/{number}?on=2026-06-01",
        f"/api/register/{number}",
        f"/api/register/{number}?on=2026-06-01",
        "/register?q=sample",
        "/register?q=zzprevious",
        "/api/register?q=zzprevious",
        f"/register?q={number}",
    ):
        response = client.get(path)
        assert response.status_code == 200, path
        assert number in response.text, path
        said = response.text
        for typed in ("zzprevious", "Zzprevious"):  # the question itself is repeated in the search box
            if typed in path:
                said = said.replace(typed, "", said.count("zzprevious"))
        texts.append(said)
    found = {marker for marker in PRIVATE for one in texts if marker.lower() in one.lower() and marker != "Zzprevious"}
    assert found == set()
    assert not [one for one in texts[:-1] if "Zzprevious" in one and "zzprevious" not in one]


def test_the_names_of_the_fields_are_those_that_the_rules_allow() -> None:
    assert set(shown(arrange.admit()).as_json()) == {
        *("number", "name", "status", "status_label", "status_sentence", "tone", "may_use_title", "first_registered"),
        *("period_from", "period_to", "breaks", "town", "areas", "works_with", "organisation", "languages"),
        *("certificate", "other_registrations", "insurance_to", "restrictions", "former_names", "statement"),
        *("as_at", "read_at"),
    }


def test_an_entry_says_what_the_sheet_said() -> None:
    entry = shown(arrange.admit())
    assert (entry.name, entry.status, entry.town, entry.organisation) == (
        "Siân O’Sample",
        Status.REGISTERED,
        "Leeds",
        "Calder Test Ltd",
    )
    assert (entry.areas, entry.works_with, entry.languages) == (
        ("Health", "Mental health"),
        "Adults and children",
        ("Welsh",),
    )
    assert (entry.period_from, entry.period_to, entry.first_registered) == (*YEAR, date(2024, 5, 1))
    assert (entry.insurance_to, entry.certificate, entry.as_at) == (date(2027, 1, 31), True, None)
    assert entry.read_at == clock.now()
    assert entry.other_registrations[0].body_name == "Health and Care Professions Council"


def test_plain_values_are_days_and_moments_as_text() -> None:
    plain = shown(crowded()).as_json()
    assert (plain["period_from"], plain["read_at"]) == ("2026-05-01", "2026-07-01T11:00:00+00:00")
    assert type(plain["status"]) is str
    assert plain["restrictions"][0]["kind"] == "conditions"


# ------------------------------------------------------------------------------------------------------ withheld, names


@pytest.mark.parametrize(
    ("part", "field", "question"),
    [(Withheld.PLACE, "town", {"town": "Leeds"}), (Withheld.ORGANISATION, "organisation", {"q": "Calder Test Ltd"})],
)
def test_what_is_withheld_is_neither_shown_nor_found_by_now_or_before(
    client: FlaskClient, part: Withheld, field: str, question: dict[str, str]
) -> None:
    number = arrange.admit()

    def found() -> bool:
        return number in client.get("/register", query_string=question).text

    assert found()
    operations.withhold(number, part=part, review_on=date(2027, 1, 1), approved_by=SECOND, **WHY)
    assert getattr(shown(number), field) is None
    assert getattr(shown(number, date(2026, 6, 1)), field) is None
    assert not found()
    assert number in client.get("/register?q=sample").text
    operations.change_particulars(number, changes={field: "Elsewhere"}, effective_at=clock.now(), **WHY)
    assert "Elsewhere" not in client.get(f"/register/{number}").text
    operations.end_withholding(number, part=part, **WHY)
    assert getattr(shown(number), field) == "Elsewhere"


def test_a_former_name_is_found_but_shown_only_with_leave() -> None:
    number = arrange.admit()
    assert shown(number).former_names == ()
    operations.change_particulars(number, changes={"shows_previous_names": True}, effective_at=clock.now(), **WHY)
    assert shown(number).former_names == ("Zzprevious",)


def test_asking_about_the_past_never_brings_an_old_name_back(set_clock: StillClock, client: FlaskClient) -> None:
    number = arrange.admit()
    set_clock("2026-08-01 12:00")
    changes = {"forenames": "Newfore", "known_as": "", "surname": "Newname"}
    operations.change_particulars(number, changes=changes, effective_at=clock.now(), **WHY)
    assert shown(number, date(2026, 6, 1)).name == "Newfore Newname"
    assert "Siân" not in client.get(f"/register/{number}?on=2026-06-01").text


# --------------------------------------------------------------------------------------------------------------- orders


def test_an_order_about_health_shows_that_it_is_there_and_not_why(client: FlaskClient) -> None:
    number = arrange.admit()
    arrange.impose(
        number,
        OrderKind.CONDITIONS,
        london("2026-06-01"),
        london("2027-06-01"),
        about_health=True,
        wording="Zzreason of health",
    )
    order = shown(number).restrictions[0]
    assert (order.text, order.in_force) == (None, True)
    assert order.sentence.endswith("The reasons are private.")
    assert not [one for one in strings(shown(number).as_json()) if "Zzreason" in one]
    for path in (f"/register/{number}", f"/api/register/{number}", f"/register/{number}?on=2026-06-05"):
        assert "Zzreason" not in client.get(path).text


def test_orders_in_force_come_first_strictest_first_then_those_that_ended_newest_first() -> None:
    number = arrange.admit()
    for kind, starts, ends in (
        (OrderKind.UNDERTAKINGS, "2026-05-05", "2026-05-20"),
        (OrderKind.CONDITIONS, "2026-05-10", "2026-06-01"),
        (OrderKind.WARNING, "2026-06-01", "2027-06-01"),
        (OrderKind.INTERIM_SUSPENSION, "2026-06-05", "2026-12-01"),
        (OrderKind.SUSPENSION, "2026-09-01", "2026-12-01"),
    ):
        arrange.impose(number, kind, london(starts), london(ends))
    assert [(one.kind.value, one.in_force) for one in shown(number).restrictions] == [
        ("interim_suspension", True),
        ("warning", True),
        ("conditions", False),
        ("undertakings", False),
    ]


def test_the_last_day_of_an_order_that_ends_at_midnight_is_the_day_before() -> None:
    number = arrange.admit()
    arrange.impose(number, OrderKind.CONDITIONS, london("2026-06-01"), london("2026-08-01"))
    order = shown(number).restrictions[0]
    assert order.ends == date(2026, 7, 31)
    assert order.sentence == "In force from 1 June 2026 to 31 July 2026."


def test_publication_that_ends_at_midnight_ends_then(set_clock: StillClock) -> None:
    number = arrange.admit()
    arrange.impose(number, OrderKind.WARNING, london("2026-06-01"), london("2026-08-01"))
    set_clock("2026-07-31 23:59:59")
    assert shown(number).status is Status.REGISTERED_WARNING
    set_clock("2026-08-01 00:00")
    for on in (None, date(2026, 6, 15)):
        assert (shown(number, on).status, shown(number, on).restrictions) == (Status.REGISTERED, ())
    assert shown(number, date(2026, 6, 15)).status_sentence.endswith("No restrictions that we may still show.")


def test_what_was_agreed_on_leaving_is_told_for_ten_years_and_not_after_a_return(set_clock: StillClock) -> None:
    number = arrange.admit()
    operations.record_agreed_leaving(number, at=clock.now(), statement="We agree that…", **WHY)
    operations.restore(number, starts_on=date(2030, 1, 1), ends_on=date(2040, 12, 31), **WHY)
    set_clock("2036-07-01 23:58")
    past = shown(number, date(2027, 1, 1))
    assert (past.statement, "by agreement" in past.status_sentence) == ("We agree that…", True)
    set_clock("2036-07-01 23:59")
    past = shown(number, date(2027, 1, 1))
    assert (past.status, past.statement, "by agreement" in past.status_sentence) == (Status.LEFT, None, False)


# ------------------------------------------------------------------------------------------------------- from and until


def test_a_lapsed_entry_is_gone_after_24_months_to_the_minute(set_clock: StillClock, client: FlaskClient) -> None:
    number = arrange.admit((date(2024, 3, 1), date(2025, 2, 28)))
    for at, answer, found in (("2027-02-28 23:58", 200, True), ("2027-02-28 23:59", 404, False)):
        set_clock(at)
        assert client.get(f"/register/{number}").status_code == answer
        assert client.get(f"/register/{number}?on=2024-06-01").status_code == answer
        assert client.get(f"/api/register/{number}").status_code == answer
        assert (f"/register/{number}" in client.get("/register?q=sample").text) is found
        assert (f"/register/{number}" in client.get(f"/register?q={number}").text) is found


@pytest.mark.parametrize("how", ["died", "merged", "not yet"])
def test_who_is_not_public_cannot_be_told_from_a_number_that_was_never_given(client: FlaskClient, how: str) -> None:
    number, other = arrange.admit(), arrange.admit()
    if how == "died":
        operations.record_death(number, at=clock.now(), **WHY)
    elif how == "merged":
        operations.merge_duplicate(number, into=other, agreed_by=SECOND, **WHY)
    else:
        number = arrange.admit((date(2026, 8, 1), date(2027, 7, 31)))
    for path in ("/register/{}", "/register/{}?on=2026-06-01", "/api/register/{}"):
        ours, nobodys = client.get(path.format(number)), client.get(path.format("CM777777K"))
        assert (ours.status_code, nobodys.status_code) == (404, 404)
        assert ours.text.replace(number, "…") == nobodys.text.replace("CM777777K", "…")
    assert f"/register/{number}" not in client.get("/register?q=sample").text


def test_the_policy_of_the_day_on_which_the_period_ends_says_how_long(set_clock: StillClock) -> None:
    number = arrange.admit()
    early = arrange.admit((date(2026, 1, 1), date(2026, 12, 31)))
    decide(LAPSED_SHOWN, value=12, effective_from=date(2027, 1, 1), reason="Shorter.", by=CLERK)
    set_clock("2028-05-01 12:00")
    assert publication.public_entry(number) is None, "ended in April 2027, under the new value"
    assert publication.public_entry(early) is not None, "ended in December 2026, under the old one"


# ------------------------------------------------------------------------------------------------------------ past days


def test_a_past_day_tells_the_facts_of_that_day(set_clock: StillClock) -> None:
    number = arrange.admit()
    operations.change_particulars(number, changes={"town": "Hull"}, effective_at=london("2026-06-15T10:00"), **WHY)
    place = {"body": "HCPC", "other_number": "OT12345"}
    operations.check_other_registration(number, **place, checked_on=date(2026, 6, 20), **WHY)
    before, after = shown(number, date(2026, 6, 14)), shown(number, date(2026, 6, 25))
    assert (before.town, after.town) == ("Leeds", "Hull")
    assert before.as_at == date(2026, 6, 14)
    # What the institute saw later is no part of what the register said on that day.
    assert (before.insurance_to, before.other_registrations) == (None, ())
    assert [one.checked_on for one in after.other_registrations] == [date(2026, 6, 20)]


def test_today_is_now_and_not_the_end_of_the_day() -> None:
    number = arrange.admit()
    arrange.impose(number, OrderKind.CONDITIONS, london("2026-07-01T18:00"), london("2027-06-01"))
    assert shown(number, date(2026, 7, 1)).as_at is None
    assert shown(number, date(2026, 7, 1)).status is Status.REGISTERED


def test_days_before_the_record_begins() -> None:
    number = arrange.admit()
    assert shown(number, date(2024, 4, 30)).status is Status.NOT_YET_REGISTERED
    assert shown(number, date(2024, 5, 1)).status is Status.NOT_RECORDED
    assert shown(number, date(2026, 5, 1)).status is Status.REGISTERED
    assert not shown(number, date(2024, 5, 1)).may_use_title


# ----------------------------------------------------------------------------------------------------------- statements


def test_one_ten_or_two_hundred_entries_cost_the_same_statements(
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    people = [Admission(FACTS, [PeriodFact(*YEAR)], "") for _ in range(201)]
    operations.load(people, reason="zzreason", by=CLERK)
    ids = list(db.session.scalars(select(Entry.id)))
    publication.public_entries(ids[:1])
    counts = []
    for many in (1, 10, 200):
        db.session.rollback()
        with statements() as seen:
            assert len(publication.public_entries(ids[:many])) == many
        counts.append(len(seen))
    assert len(set(counts)) == 1
    assert counts[0] <= 10
    with statements() as seen:
        assert queries.records([]) == {}
    assert seen == []


def test_an_entry_that_nobody_has_is_none() -> None:
    assert publication.public_entry("CM777777K") is None
    assert publication.public_entries([999_999]) == {}
    assert publication.public_entries([]) == {}
