"""Checking many numbers over the web: pasted, from a file, as CSV, and when there is something wrong with the list."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from foundation.references import register_number
from tests.conftest import StillClock
from tests.frame.house import upload
from tests.page import Page, Visitor, faults, words_of
from tests.register.people import admit
from tests.register.workbooks import packed, workbook

NUMBER, OTHER = "CM004271S", "CM000002C"
ADDRESS = "/register/check-many"


@pytest.fixture(autouse=True)
def people(database: object, set_clock: StillClock) -> None:
    """Two people on the register; one has a name that a spreadsheet would take for a formula."""
    set_clock("2027-03-03 17:30")
    admit(NUMBER, insured_to=date(2027, 9, 30))
    admit(OTHER, forenames="", surname="", known_as="=HYPERLINK(A1)", organisation="+1")


def check(visitor: Visitor, numbers: str = "", file: tuple[bytes | str, str] | None = None, status: int = 200) -> Page:
    values: dict[str, object] = {"numbers": numbers}
    if file:
        values["file"] = upload(*file)
    return visitor.send(visitor.open(ADDRESS), values, button="Check these numbers", status=status)


def said(page: Page) -> str:
    return words_of(page.root.find(".//main"))


def rows(page: Page) -> list[list[str]]:
    return [[words_of(cell) for cell in row] for row in page.root.findall(".//tbody/tr")]


def test_one_answer_for_each_line_in_the_order_given(visitor: Visitor) -> None:
    page = check(visitor, f"cm 000002 c\n\n{NUMBER.lower()}\nCM004271T\nCM000001B\n{NUMBER}")
    assert page.title.startswith("5 numbers checked")
    found = rows(page)
    assert [row[0] for row in found] == ["1", "3", "4", "5", "6"]
    assert found[0][1:] == [
        OTHER,
        "=HYPERLINK(A1)",
        "Registered On the register. No restrictions.",
    ]
    assert found[1][3] == "Registered On the register. No restrictions. Insurance confirmed to 30 September 2027."
    assert found[2][1:] == [
        "CM004271T",
        "The last letter does not fit: CM004271 ends in S, not T. "
        "Did you mean CM004271S? Look at whose number it is first.",
    ]
    assert found[3][1:] == ["CM000001B", "We show nobody with this number."]
    assert found[4][3].endswith("The same number as in line 3.")
    assert "2 on the register without restrictions" in said(page)
    assert "Read at 5:30pm, 3 March 2027." in said(page)


def test_a_spreadsheet_is_read(visitor: Visitor) -> None:
    page = check(visitor, file=(workbook([["Name", "Reg No"], ["Ann", NUMBER], ["Bob", OTHER]]), "ours.xlsx"))
    assert [row[:2] for row in rows(page)] == [["2", NUMBER], ["3", OTHER]]


def test_a_text_file_is_read(visitor: Visitor) -> None:
    assert len(rows(check(visitor, file=(f"{NUMBER}\n{OTHER}", "ours.txt")))) == 2


def test_the_answers_as_a_file(visitor: Visitor, client: FlaskClient) -> None:
    page = check(visitor, f"\n{OTHER}\n=1+1\n{NUMBER}\n{NUMBER}\nCM004271T")
    numbers = page.root.find(".//input[@name='numbers']")
    assert numbers is not None
    response = client.post(f"{ADDRESS}.csv", data={"numbers": numbers.get("value")})
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == "attachment; filename=register-2027-03-03.csv"
    text = response.get_data(as_text=True)
    assert text.startswith("\ufeffLine,")
    found = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["Line"] for row in found] == ["2", "3", "4", "5", "6"]
    assert found[0]["Name"] == "'=HYPERLINK(A1)"
    assert found[1]["Given"] == "'=1+1"
    assert found[2]["Insurance confirmed to"] == "2027-09-30"
    assert found[2]["Entry"] == "http://register.example/register/CM004271S"
    assert found[3]["Note"] == "The same number as in line 4."
    assert "Did you mean CM004271S?" in found[4]["Note"]
    assert {row["Read at"] for row in found} == {"2027-03-03 17:30"}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in found for cell in row.values())


def test_over_the_limit_nothing_is_checked_and_what_was_typed_is_kept(visitor: Visitor) -> None:
    given = "\n".join(register_number(digits) for digits in range(250))
    page = check(visitor, given, status=400)
    assert "There are 250 numbers here. We check up to 200 at once." in said(page)
    box = page.root.find(".//textarea")
    assert box is not None
    assert (box.text or "").strip() == given


def test_200_with_blanks_between_are_checked(
    visitor: Visitor, client: FlaskClient, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    with statements() as few:
        client.post(ADDRESS, data={"numbers": NUMBER})
    with statements() as many:
        response = client.post(
            ADDRESS, data={"numbers": "\n\n".join(register_number(digits) for digits in range(4172, 4372))}
        )
    assert "200 numbers checked" in response.get_data(as_text=True)
    assert len(few) == len(many)
    assert [one for one in many if not one.upper().startswith("SELECT")] == []


@pytest.mark.parametrize(
    ("numbers", "file", "status", "words"),
    [
        ("", None, 400, "Paste at least one registration number"),
        (" \n\t\n", None, 400, "Paste at least one registration number"),
        (NUMBER, (NUMBER, "list.csv"), 400, "not both"),
        ("", ("", "list.csv"), 400, "empty"),
        ("", (NUMBER, "list.xlsx"), 415, "not what its name says"),
        ("", ("%PDF-1.7", "list.txt"), 415, "a PDF"),
        ("", (b"CM\x00004271S", "list.csv"), 415, "not text"),
        ("", ("Name\nAnn\n", "list.csv"), 400, "no registration numbers"),
        ("", (packed({f"xl/{one}": "" for one in range(1001)}), "list.xlsx"), 413, "unpacks to far more"),
        ("", (f"{NUMBER}\n" * 201, "list.txt"), 400, "There are 201 numbers here"),
    ],
)
def test_what_cannot_be_checked_is_told_on_the_form(
    visitor: Visitor, numbers: str, file: tuple[bytes | str, str] | None, status: int, words: str
) -> None:
    page = check(visitor, numbers, file, status=status)
    assert words in said(page)
    assert "There is a problem" in said(page)
    box = page.root.find(".//textarea")
    assert box is not None
    assert (box.text or "").strip() == numbers.strip()


@pytest.mark.parametrize("field", ['name="numbers"', 'name="file"; filename="list.csv"'])
@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}.csv"])
def test_ten_megabytes_are_refused_with_a_page(client: FlaskClient, field: str, address: str) -> None:
    head = f"--x\r\nContent-Disposition: form-data; {field}\r\n\r\n".encode()
    body = head + b"CM004271S\n" * 1_000_000 + b"\r\n--x--\r\n"
    response = client.post(address, data=body, content_type="multipart/form-data; boundary=x")
    page = Page(response, address)
    assert response.status_code == 413
    assert faults(page.html) == []
    assert "That is too much at once. Send up to 2" in said(page)


@pytest.mark.parametrize(
    "line",
    ["<script>alert(1)</script>", "'; DROP TABLE entry; --", "\u202ereversed", "\x00\x07", "x" * 100_000, "☃" * 50],
)
def test_whatever_is_pasted_is_shown_as_text(visitor: Visitor, line: str) -> None:
    page = check(visitor, f"{line}\n{NUMBER}")
    assert rows(page)[-1][1] == NUMBER
    assert "<script>alert" not in page.html


def test_a_form_that_is_no_form_is_told_so(client: FlaskClient) -> None:
    assert client.post(ADDRESS, data=b"\xff\xfe", content_type="application/octet-stream").status_code == 400
    assert client.post(ADDRESS, data=b"junk", content_type="multipart/form-data; boundary=x").status_code == 400
    assert client.get(f"{ADDRESS}.csv").status_code == 404


def test_checking_is_limited(limited: Flask) -> None:
    visitor = limited.test_client()
    codes = [visitor.post(ADDRESS, data={"numbers": NUMBER}).status_code for _ in range(21)]
    assert codes == [200] * 20 + [429]
    assert visitor.get(ADDRESS).status_code == 200
