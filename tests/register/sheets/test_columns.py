"""Headings as people spell them."""

from __future__ import annotations

import pytest

from register.sheets import columns
from register.sheets.columns import COLUMNS, layout
from tests.register.sheets.sheet_files import HEADINGS


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Reg No", "number"),
        ("REG. NO.", "number"),
        ("Registration number", "number"),
        ("registration_no", "number"),
        ("First name(s)", "forenames"),
        ("Given names", "forenames"),
        ("Last Name", "surname"),
        ("E-mail address", "email"),
        ("  Town ", "town"),
        ("Town/City", "town"),
        ("Postcode", "outcode"),
        ("Practice areas", "areas"),
        ("First\nregistered", "first_registered"),
        ("Period\xa0from", "period_from"),
        ("Expiry date", "period_to"),
        ("STATUS", "status"),
        ("Ｓｔａｔｕｓ", "status"),
    ],
)
def test_a_heading_is_known_however_it_is_spelled(heading: str, field: str) -> None:
    assert layout([heading]).places == {field: 0}


def test_every_column_is_known_by_its_own_heading_and_no_other() -> None:
    assert layout([column.heading for column in COLUMNS]).places == {
        column.field: place for place, column in enumerate(COLUMNS)
    }


def test_no_spelling_means_two_columns() -> None:
    meant = {(columns.plain(text), one.field) for one in COLUMNS for text in (one.heading, *one.spellings)}
    assert len({text for text, _ in meant}) == len(meant)


def test_the_order_of_columns_does_not_matter() -> None:
    assert set(layout(HEADINGS).places) == set(layout(HEADINGS[::-1]).places)


def test_what_is_no_column_is_named() -> None:
    found = layout([*HEADINGS, "Notes", "", "Paid  by"])
    assert found.unknown == ("Notes", "Paid by")


def test_a_column_that_is_needed_is_missed_by_name() -> None:
    found = layout([heading for heading in HEADINGS if heading not in {"Period to", "Reg No"}])
    assert found.missing == ["Reg No", "Period to"]


def test_any_one_column_of_names_is_enough() -> None:
    without = [heading for heading in HEADINGS if heading not in {"Forenames", "Surname", "Known as"}]
    assert layout(without).missing == ["Surname"]
    assert layout([*without, "Known as"]).missing == []


def test_two_headings_for_one_column_are_noticed() -> None:
    assert layout([*HEADINGS, "Last name"]).twice == ("surname",)


def test_columns_have_the_letters_a_spreadsheet_gives_them() -> None:
    assert [columns.letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
