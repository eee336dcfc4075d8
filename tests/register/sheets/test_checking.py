"""Rows: what is refused, with the very column and what would be right, and what goes through."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from foundation.references import register_number
from register.sheets.checking import Checked, Checker
from register.sheets.loading import open_sheet
from register.vocabulary import EndingKind
from tests.conftest import StillClock
from tests.register.sheets.sheet_files import HEADINGS, TODAY, csv_file, row


@pytest.fixture(autouse=True)
def _today(set_clock: StillClock) -> None:
    set_clock(f"{TODAY} 12:00")


def check(folder: Path, *rows: dict[str, Any], headings: tuple[str, ...] = HEADINGS) -> list[Checked]:
    """The rows, checked."""
    with open_sheet(csv_file(folder / "register.csv", rows, headings=headings)) as sheet:
        checker = Checker(sheet)
        return [done for one in sheet.rows if (done := checker.check(one)) is not None]


REFUSED: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"Reg_No": "CM000001C"}, "Reg No", "CM000001 ends in B, not C"),
    ({"Reg_No": ""}, "Reg No", "There is no number here"),
    ({"Reg_No": "CM1B"}, "Reg No", "CM, six digits and a letter"),
    ({"Reg_No": "CM 000 001"}, "Reg No", "CM, six digits and a letter"),
    ({"Forenames": "", "Surname": ""}, "Surname", "There is no name. Fill in Forenames, Surname or Known as"),
    ({"Forenames": " ", "Surname": "\xa0"}, "Surname", "There is no name"),
    ({"Surname": "x" * 201}, "Surname", "too long: 201 letters. At most 200"),
    ({"Title": "x" * 41}, "Title", "too long"),
    ({"Town": "x" * 121}, "Town", "too long"),
    ({"Organisation": "x" * 201}, "Organisation", "too long"),
    ({"Email": "not an address"}, "Email", "not an email address"),
    ({"Email": "a@" + "b" * 400 + ".org"}, "Email", "too long"),
    ({"Practice_settings": "Health; Law"}, "Practice settings", "Law is not one of the practice areas: Health,"),
    ({"Works_with": "Pets"}, "Works with", "Write Adults, Children, or Adults and children"),
    ({"Other_registration": "HCPC"}, "Other registration", "such as HCPC OT012345"),
    ({"Languages": "x" * 90}, "Languages", "longer than 80"),
    ({"Period_from": "31/02/2026"}, "Period from", "no such day"),
    ({"Period_from": "02/13/2026"}, "Period from", "The day comes first: 13/02/2026"),
    ({"Period_from": ""}, "Period from", "no date here"),
    ({"Period_to": "28/2/27"}, "Period to", "four digits"),
    ({"Period_to": "28/02/2026"}, "Period to", "ends before it starts on 1 March 2026"),
    ({"Period_to": "28/02/2037"}, "Period to", "longer than 5 years"),
    ({"First_registered": "soon"}, "First registered", "not a date"),
    (
        {"First_registered": "02/03/2026"},
        "First registered",
        "cannot come after the start of this period, 1 March 2026",
    ),
    ({"Insurance_to": "30/02/2027"}, "Insurance to", "no such day"),
    ({"Status": "Regd (chk w/ Sue)"}, "Status", "not a status we know"),
    ({"Status": ""}, "Status", "no status here"),
    ({"Status": "Suspended"}, "Status", "comes from a decision"),
    ({"Status": "Left"}, "Status", "The period runs until 28 February 2027"),
)


@pytest.mark.parametrize(("changes", "column", "words"), REFUSED)
def test_a_bad_cell_is_refused_by_its_column(tmp_path: Path, changes: dict[str, Any], column: str, words: str) -> None:
    bad, good = check(tmp_path, row(1, **changes), row(2))
    assert [one.column for one in bad.problems] == [column]
    assert words in bad.problems[0].problem
    assert bad.admission is None
    assert good.admission is not None
    assert good.problems == []


def test_every_problem_of_a_row_is_said_at_once(tmp_path: Path) -> None:
    [bad] = check(tmp_path, row(1, Email="x", Period_to="x", Status="x", Reg_No="x"))
    assert [one.column for one in bad.problems] == ["Reg No", "Email", "Period to", "Status"]
    assert [one.found for one in bad.problems] == ["x"] * 4


def test_a_number_stands_in_the_sheet_once(tmp_path: Path) -> None:
    first, second, third = check(tmp_path, row(1), row(2), row(1, Surname="Ek", Reg_No="cm 000-001 b"))
    assert (first.problems, second.problems) == ([], [])
    assert [(one.column, one.problem) for one in third.problems] == [
        ("Reg No", "Row 2 has this number already. Keep one of the two rows.")
    ]


def test_the_second_of_two_is_refused_although_the_first_one_was(tmp_path: Path) -> None:
    first, second = check(tmp_path, row(1, Email="x"), row(1))
    assert [one.column for one in first.problems] == ["Email"]
    assert [one.column for one in second.problems] == ["Reg No"]


def test_problems_carry_the_headings_of_the_sheet(tmp_path: Path) -> None:
    headings = tuple("E-mail Address" if heading == "Email" else heading for heading in HEADINGS)
    [bad] = check(tmp_path, {**row(), "E-mail Address": "x"}, headings=headings)
    assert [one.column for one in bad.problems] == ["E-mail Address"]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"Forenames": "", "Surname": "Suharti"}, "Suharti"),
        ({"Forenames": "Suharti", "Surname": ""}, "Suharti"),
        ({"Forenames": "", "Surname": "", "Known_as": "Suharti"}, "Suharti"),
        ({"Surname": "王", "Forenames": "小明", "Known_as": "Wang Xiaoming"}, "Wang Xiaoming"),
        (
            {"Surname": '=HYPERLINK("http://example.org","x")', "Forenames": "+1"},
            '+1 =HYPERLINK("http://example.org","x")',
        ),
        ({"Surname": "'=1+1"}, "Ada =1+1"),
        ({"Surname": "<script>alert(1)</script>"}, "Ada <script>alert(1)</script>"),
        ({"Surname": "Robert'); DROP TABLE entry;--"}, "Ada Robert'); DROP TABLE entry;--"),
    ],
)
def test_unusual_names_go_through_as_data(tmp_path: Path, changes: dict[str, Any], name: str) -> None:
    [good] = check(tmp_path, row(1, **changes))
    assert good.problems == []
    assert good.admission is not None
    assert good.admission.particulars.name == name


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"Reg_No": "cm 000001-b"}, "Reg No", "Read as CM000001B."),
        ({"Surname": "\xa0HOLM  "}, "Surname", "Kept as Holm (spaces and capitals)."),
        ({"Surname": "O’Dowd"}, "Surname", "Kept as O'Dowd (apostrophe)."),
        ({"Previous_names": "HOLM; Ek"}, "Previous names", "Kept as Holm; Ek (capitals)."),
        ({"Town": "LEEDS"}, "Town", "Kept as Leeds (capitals)."),
        ({"Period_from": "01.03.2026"}, "Period from", "Read as 1 March 2026."),
        ({"Period_from": " 01/03/2026"}, "Period from", "Read as 1 March 2026."),
        ({"Period_from": "46082"}, "Period from", "Read as 1 March 2026."),
        ({"Status": "registered "}, "Status", "Read as Registered."),
        ({"Postcode_area": "LS6 2AB"}, "Postcode area", "The first half of the postcode is enough. Kept as LS6."),
        ({"Postcode_area": "nowhere"}, "Postcode area", "We do not know this postcode area."),
        ({"Email": " a@example.org "}, "Email", "Kept as a@example.org (spaces)."),
        (
            {"Period_from": "01/06/2025", "Period_to": "31/05/2026"},
            "Status",
            "The entry reads as lapsed: the period ended on 31 May 2026.",
        ),
        ({"Status": "Lapsed"}, "Status", "The entry does not read as lapsed: the period runs until 28 February 2027."),
        ({"Period_from": "01/07/2026", "Period_to": "30/06/2027"}, "Status", "The entry is shown from 1 July 2026"),
    ],
)
def test_a_repair_is_remarked_by_its_column(tmp_path: Path, changes: dict[str, Any], column: str, words: str) -> None:
    [good] = check(tmp_path, row(1, **changes))
    assert good.problems == []
    assert [one.column for one in good.remarks] == [column]
    assert good.remarks[0].problem.startswith(words)
    assert good.admission is not None


def test_a_plain_row_needs_no_remark(tmp_path: Path) -> None:
    [good] = check(tmp_path, row())
    assert (good.problems, good.remarks) == ([], [])


def test_a_period_ends_with_its_last_day(tmp_path: Path, set_clock: StillClock) -> None:
    ends_today = row(Period_from="16/06/2025", Period_to="15/06/2026")
    set_clock(f"{TODAY} 23:58")
    assert check(tmp_path, ends_today)[0].remarks == []
    set_clock(f"{TODAY} 23:59")
    assert len(check(tmp_path, ends_today)[0].remarks) == 1


def test_leaving_is_an_ending_on_the_last_day_of_the_period(tmp_path: Path) -> None:
    left, removed = check(
        tmp_path,
        row(1, Period_from="01/06/2025", Period_to="10/05/2026", Status="Left"),
        row(2, Period_from="01/06/2025", Period_to="10/05/2026", Status="Removed - administrative"),
    )
    assert left.admission is not None
    assert left.admission.ending is not None
    assert left.admission.ending.kind is EndingKind.LEFT
    assert left.admission.ending.at.date() == date(2026, 5, 10)
    assert removed.admission is not None
    assert removed.admission.ending is not None
    assert removed.admission.ending.kind is EndingKind.ADMINISTRATIVE_REMOVAL


def test_a_whole_row_becomes_the_admission_it_says(tmp_path: Path) -> None:
    full = {
        **row(
            4271, Title="dr.", Forenames="Siobhán", Surname="O’BRIEN", Known_as="Shiv", Previous_names="Ek; Holm",
            Languages="Irish; BSL", Works_with="Children & adults", Organisation="Northgate  Ltd",
            Other_registration="HCPC OT012345; NMC 12A3456B",
        ),
        "Certificate of Proficiency": "Yes",
        "Show previous names": "no",
    }  # fmt: skip
    headings = (*HEADINGS, "Certificate of Proficiency", "Show previous names")
    [good] = check(tmp_path, full, headings=headings)
    assert good.admission is not None
    facts = good.admission.particulars
    assert good.admission.number == register_number(4271)
    assert (facts.title, facts.forenames, facts.surname, facts.name) == ("Dr", "Siobhán", "O'Brien", "Shiv O'Brien")
    assert facts.previous_names == ["Ek", "Holm"]
    assert not facts.shows_previous_names
    assert (facts.town, facts.outcode, facts.areas) == ("Leeds", "LS6", ["health", "housing"])
    assert (facts.works_with, facts.languages, facts.organisation) == ("both", ["Irish", "BSL"], "Northgate Ltd")
    assert facts.holds_certificate
    assert facts.first_registered_on == date(2024, 3, 1)
    assert good.admission.periods == [(date(2026, 3, 1), date(2027, 2, 28))]
    assert good.admission.insured_to == date(2027, 4, 30)
    assert [(one.body, one.number) for one in good.admission.other_registrations] == [
        ("HCPC", "OT012345"),
        ("NMC", "12A3456B"),
    ]


def test_a_sheet_with_only_the_needed_columns_is_enough(tmp_path: Path) -> None:
    headings = ("Reg No", "Surname", "First registered", "Period from", "Period to", "Status")
    [good] = check(tmp_path, row(), headings=headings)
    assert good.problems == []
    assert good.admission is not None
    assert (good.admission.email, good.admission.insured_to, good.admission.particulars.works_with) == ("", None, None)
