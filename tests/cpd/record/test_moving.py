"""The record on its way in and out: sheets, data, the profile; and what the home of an account is told."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pytest
from flask import Flask
from openpyxl import Workbook

from accounts.due import DueKind
from cpd.record import account, export, policy, profile, progress, queries, sheet
from cpd.record.operations import keeping, nightly, sheets
from cpd.record.vocabulary import Company
from cpd.record.words import Told, Words
from cpd.requirements.spans import Span
from cpd.requirements.vocabulary import ActivityKind, Verdict
from foundation import standards
from foundation.errors import Missing, Refused
from foundation.frame import describe_institute
from register import lists
from register.sheets.repair import unguarded
from tests.accounts.staff import SHELL
from tests.cpd.record.arrange import COURSE, HOME, LEARNED, WORDS, Member, member
from tests.frame.house import SETTINGS

pytestmark = pytest.mark.usefixtures("database")
HEAD = "Date,Type,Title,Hours,With others,What I learned,What changed,Benefit,Standards"
GOOD = f"{HEAD}\n2/3/2027,Workshop,Capacity,1.5,yes,To wait,I wait,They choose,2.1 and 5.3\n"


@pytest.fixture
def somebody(set_clock: Any) -> Member:
    """A registrant in the spring of 2027."""
    set_clock("2027-03-03 10:00")
    standards.ensure_base_edition(by=SHELL)
    return member()


def rows(text: str, name: str = "cpd.csv") -> list[sheet.Row]:
    """The rows of a sheet."""
    found = sheet.read(lists.tables(name, text.encode()), known={"2.1", "5.3"}, most=100)
    return list(found.rows)


# ---------------------------------------------------------------------------------------------------------------- in


def test_a_row_is_read_as_it_is_meant(somebody: Member) -> None:
    [row] = rows(GOOD)
    assert row.good
    assert row.told == Told(
        date(2027, 3, 2),
        90,
        ActivityKind.COURSE,
        Company.LIVE,
        ("2.1", "5.3"),
        None,
        Words("Capacity", "To wait", "I wait", "They choose"),
    )


def test_headings_are_known_in_other_words_and_further_down(somebody: Member) -> None:
    text = (
        "My CPD 2027\n\nActivity date;Activity type;Duration;Reflection;Provider\n03/03/2027;Supervision;45 min;Ask;X\n"
    )
    found = sheet.read(lists.tables("cpd.csv", text.encode()), known=set(), most=100)
    [row] = found.rows
    assert (row.number, row.told.minutes, row.told.kind) == (4, 45, ActivityKind.SUPERVISION)
    assert found.passed_over == ("Provider",)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (",Course,,1,,x,,,", "There is no date here."),
        ("2/3/27,Course,,1,,x,,,", "The year needs four digits."),
        ("4/3/2027,Course,,1,,x,,,", "This day is still to come."),
        ("2/3/2027,,,1,,x,,,", "Choose what it was."),
        ("2/3/2027,Course,,,,x,,,", "Say how long it took."),
        ("2/3/2027,Course,,lots,,x,,,", "We cannot read the time."),
        ("2/3/2027,Course,,1,,,,,", "Write what you learned."),
    ],
)
def test_a_row_that_cannot_be_right_says_why(somebody: Member, cells: str, problem: str) -> None:
    [row] = rows(f"{HEAD}\n{cells}\n")
    assert not row.good
    assert " ".join(row.problems).startswith(problem)


def test_what_is_guessed_or_may_name_somebody_is_noted(somebody: Member) -> None:
    [row] = rows(f"{HEAD}\n2/3/2027,Juggling,,1,,Mrs Jones decided,,,9.9\n")
    assert row.good
    assert row.told.kind is ActivityKind.OTHER
    assert row.told.standards == ()
    assert len(row.notes) == 3


@pytest.mark.parametrize("text", ["a,b\n1,2\n", HEAD, f"{HEAD}\n\n\n", GOOD + "2/3/2027,Course,,1,,x,,,\n" * 100])
def test_a_sheet_without_headings_or_rows_or_with_too_many_is_refused(somebody: Member, text: str) -> None:
    with pytest.raises(Refused):
        rows(text)


def test_a_workbook_is_read_like_a_csv(somebody: Member) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Date", "Type", "Hours", "What I learned"])
    page.append([date(2027, 3, 2), "Reading", 1.5, "To wait"])
    written = io.BytesIO()
    book.save(written)
    found = sheet.read(lists.tables("cpd.xlsx", written.getvalue()), known=set(), most=10)
    [row] = found.rows
    assert (row.told.done_on, row.told.minutes, row.problems) == (date(2027, 3, 2), 90, ())


def test_nothing_is_loaded_before_its_owner_says_so(app: Flask, somebody: Member) -> None:
    desk = somebody.at(app)
    text = GOOD + "2/3/2027,Course,Bad,,,,,,\n"
    page = desk.send(desk.open("/import"), {"file": (io.BytesIO(text.encode()), "cpd.csv")}, button="Read it")
    assert page.heading == "What is in your sheet"
    assert "1 row is ready to load." in page.text
    assert "1 cannot be loaded." in page.text
    assert queries.kept_in(somebody.entry_id) == []
    home = desk.send(page, {}, button="Load what is ready")
    assert "One activity is in your record." in home.text
    assert len(queries.kept_in(somebody.entry_id)) == 1
    late = desk.post("/import/look", {"sheet": "x", "go": "load"})
    assert late.status_code == 303
    assert len(queries.kept_in(somebody.entry_id)) == 1
    assert desk.open("/import/look").heading == "Bring in a sheet"


def test_what_is_there_already_is_left_out_unless_asked_for(somebody: Member) -> None:
    by, entry_id = somebody.person.actor, somebody.entry_id
    for also, count in ((False, 1), (False, 0), (True, 1)):
        found = sheet.read(lists.tables("cpd.csv", GOOD.encode()), known=set(), most=10)
        sheets.bring(entry_id, found, by=by)
        held = sheets.waiting(entry_id)
        assert sheets.load(entry_id, held.token, also_there=also, by=by) == count
    with pytest.raises(Missing):
        sheets.load(entry_id, held.token, also_there=True, by=by)
    assert len(queries.kept_in(entry_id)) == 2


def test_the_same_row_twice_in_a_sheet_is_pointed_to(somebody: Member) -> None:
    twice = GOOD + GOOD.splitlines()[1] + "\n"
    sheets.bring(
        somebody.entry_id,
        sheet.read(lists.tables("cpd.csv", twice.encode()), known=set(), most=10),
        by=somebody.person.actor,
    )
    held = sheets.waiting(somebody.entry_id)
    assert (len(held.good), len(held.there)) == (1, 1)


def test_a_sheet_that_nobody_loads_is_deleted(somebody: Member, set_clock: Any) -> None:
    found = sheet.read(lists.tables("cpd.csv", GOOD.encode()), known=set(), most=10)
    sheets.bring(somebody.entry_id, found, by=somebody.person.actor)
    set_clock("2027-03-10 02:00")
    assert nightly.run(shred=lambda _owner: None).sheets == 0
    set_clock("2027-03-11 02:00")
    assert nightly.run(shred=lambda _owner: None).sheets == 1


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF-1.4"), ("a.csv", b""), ("a.exe", b"MZ"), ("", b"")])
def test_what_is_no_sheet_is_refused_with_a_sentence(app: Flask, somebody: Member, name: str, content: bytes) -> None:
    desk = somebody.at(app)
    page = desk.send(desk.open("/import"), {"file": (io.BytesIO(content), name)}, button="Read it", status=400)
    assert len(page.problems) == 1


# --------------------------------------------------------------------------------------------------------------- out


def test_what_goes_out_comes_in_again_as_it_was(somebody: Member) -> None:
    somebody.keep()
    somebody.keep(minutes=45, company=None, standards=(), words=Words("=1+1", "-two\nlines", "", "@x"))
    out = export.as_csv(somebody.entry_id)
    again = sheet.read(lists.tables("cpd.csv", out.encode()), known={"2.1"}, most=10)
    assert [one.told for one in again.rows] == export.records(somebody.entry_id)


def test_no_cell_of_the_sheet_is_a_formula(somebody: Member) -> None:
    evil = '=HYPERLINK("http://x")'
    somebody.keep(words=Words(evil, f"+{evil}", f"@{evil}", f"\t{evil}"))
    cells = list(csv.reader(io.StringIO(export.as_csv(somebody.entry_id).removeprefix("\ufeff"))))[1]
    assert not [one for one in cells if one.lstrip()[:1] in ("=", "+", "-", "@")]
    assert unguarded(cells[2]) == evil


def test_data_says_everything(app: Flask, somebody: Member) -> None:
    somebody.keep()
    answer = somebody.at(app).visitor.client.get(f"{HOME}/export.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    held = json.loads(answer.data)
    assert held["number"] == somebody.number
    assert held["activities"][0]["learned"] == LEARNED
    assert held["activities"][0]["done_on"] == "2027-03-03"


def test_the_profile_is_a_tagged_pdf_with_what_was_done(app: Flask, somebody: Member) -> None:
    somebody.keep(words=replace(WORDS, title="#set text(red) *x* 漢字 ☃"))
    answer = somebody.at(app).visitor.client.get(f"{HOME}/profile.pdf?from=2027-01-01")
    assert answer.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.data)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "en-GB"
        assert str(document.docinfo["/Title"]).startswith(f"CPD profile: Perpetua Oakenshaw, {somebody.number}")


def test_a_profile_of_three_hundred_is_made_and_of_none_as_well(somebody: Member, statements: Any) -> None:
    institute = describe_institute(SETTINGS)
    span = Span(date(2027, 1, 1), date(2027, 12, 31))
    assert profile.pdf(profile.make(somebody.registrant, span), institute=institute).startswith(b"%PDF")
    many = [replace(COURSE, minutes=one + 1) for one in range(300)]
    keeping.load(somebody.entry_id, many, once="a" * 16, by=somebody.person.actor)
    person = somebody.registrant
    with statements() as seen:
        made = profile.make(person, span)
    assert len(made.activities) == 300
    assert len(seen) < 20
    assert profile.pdf(made, institute=institute).startswith(b"%PDF")


# ---------------------------------------------------------------------------------------------------------- progress


def test_progress_is_judged_in_the_period_that_runs(somebody: Member, set_clock: Any) -> None:
    person = somebody.registrant
    assert progress.span_of(person) == Span(date(2027, 1, 1), date(2027, 12, 31))
    set_clock("2028-02-01 10:00")
    assert progress.span_of(person) == Span(date(2027, 1, 1), date(2027, 12, 31))
    two = member("Bo Other", (date(2027, 1, 1), date(2027, 12, 31)), (date(2028, 1, 1), date(2028, 12, 31)))
    assert progress.span_of(two.registrant) == Span(date(2028, 1, 1), date(2028, 12, 31))


def test_a_whole_record_is_met(somebody: Member) -> None:
    told = [
        replace(COURSE, minutes=600),
        replace(COURSE, minutes=600, kind=ActivityKind.PEER_DISCUSSION),
        replace(COURSE, minutes=600, kind=ActivityKind.READING, company=Company.ALONE),
    ]
    keeping.load(somebody.entry_id, told, once="a" * 16, by=somebody.person.actor)
    span = Span(date(2027, 1, 1), date(2027, 12, 31))
    assert progress.judge(somebody.registrant, span).missing == ("Tie 2 more activities to a goal of your plan.",)
    assert progress.judge(somebody.registrant, span).verdict is Verdict.NOT_YET
    assert progress.judge(somebody.registrant, span, today=date(2028, 1, 1)).verdict is Verdict.NOT_MET


def test_many_are_judged_in_a_fixed_number_of_statements(somebody: Member, statements: Any) -> None:
    people = [somebody.registrant, *(member(f"Bo Number{one}").registrant for one in range(5))]
    counts = []
    for some in (people[:1], people):
        spans = {one.entry_id: Span(date(2027, 1, 1), date(2027, 12, 31)) for one in some}
        with statements() as seen:
            assert len(progress.judge_many(some, spans)) == len(some)
        counts.append(len(seen))
    assert counts[0] >= counts[1]


def test_the_home_of_the_account_says_what_is_due(somebody: Member, set_clock: Any) -> None:
    somebody.keep(Told(), draft=True)
    coming, drafts = account.due(somebody.registrant)
    assert (coming.kind, coming.on, coming.address) == (DueKind.COMING, date(2027, 12, 31), HOME)
    assert coming.note == "You have 0 hours of 30 hours so far."
    assert drafts.words == "Finish a draft of a CPD activity"
    set_clock("2027-10-03 10:00")
    assert account.due(somebody.registrant)[0].kind is DueKind.YOURS
    set_clock("2028-01-03 10:00")
    assert len(account.due(somebody.registrant)) == 1


def test_everything_held_is_given_out(somebody: Member) -> None:
    assert account.held(somebody.registrant) == []
    held = somebody.keep()
    keeping.change(somebody.entry_id, held, replace(COURSE, minutes=60), version=1, by=somebody.person.actor)
    activities, versions, plan = account.held(somebody.registrant)
    assert activities.rows[0]["What I learned"] == LEARNED
    assert [one["Minutes"] for one in versions.rows] == [60, 120]
    assert plan.rows == []


def test_the_numbers_are_policy(somebody: Member) -> None:
    assert policy.SHEET_ROWS.value() == 1000
    assert not policy.LONGEST.allowed(0)
