"""The public pages of the Standards."""

from datetime import date

import pytest

from foundation import standards
from foundation.audit import SYSTEM
from tests.foundation.made_up_standards import words_of, written

PAGE = "/standards/first-edition"


@pytest.fixture
def base(database):
    standards.ensure_base_edition(by=SYSTEM)


@pytest.fixture
def worded(base):
    standards.load_document(written().encode(), by=SYSTEM)


@pytest.fixture
def second(worded, set_clock):
    set_clock("2027-03-31 12:00")
    text = written({"3.2": "tell the sample office at once."})
    standards.load_document(text.encode(), edition="Second edition", starts=date(2027, 4, 1), by=SYSTEM)


def test_the_overview_leads_to_every_heading(base, visitor):
    page = visitor.open("/standards")
    assert page.heading == "Standards of Proficiency"
    assert page.links["Duty of care"] == f"{PAGE}#1"
    assert page.links["Monitoring"] == f"{PAGE}#12"


def test_the_overview_before_anything_was_loaded(database, visitor):
    assert visitor.open("/standards").heading == "Standards of Proficiency"


def test_every_number_has_its_place(base, visitor):
    page = visitor.open(PAGE)
    places = {element.get("id") for element in page.root.iter() if element.get("id")}
    edition = standards.edition("first-edition")
    assert len(edition.clauses) == 98
    assert {clause.number for clause in edition.clauses} <= places
    assert {str(number) for number in range(1, 23)} <= places
    assert {"A", "B", "C", "D"} <= places
    assert "Have insurance, with professional indemnity" in page.text


def test_the_wording_is_shown_once_it_is_loaded(worded, visitor):
    page = visitor.open(PAGE)
    for part in ("A", "7", "7.4", "22.3"):
        assert words_of(part) in page.text


def test_our_default_day_is_named_as_ours(base, visitor):
    assert "We count it from this day" in visitor.open(PAGE).text
    standards.load_document(written().encode(), starts=date(2023, 5, 1), by=SYSTEM)
    page = visitor.open(PAGE)
    assert "in force from 1 May 2023" in page.text
    assert "We count it from this day" not in page.text


def test_search_by_number_and_by_word(worded, visitor):
    assert words_of("3.2") in visitor.open(f"{PAGE}?q=3.2").text
    page = visitor.open(f"{PAGE}?q=insured")
    assert "1 Standard found for “insured”" in page.text
    assert "Have insurance" in page.text
    assert "Declare and deal with conflicts" not in page.text


def test_an_answer_carries_the_sentence_its_clauses_complete(worded, visitor):
    page = visitor.open(f"{PAGE}?q=7.4")
    assert words_of("7") in page.text
    assert page.links["7. Planning"] == f"{PAGE}#7"


def test_a_number_that_is_not_there_says_which_are(base, visitor):
    page = visitor.open(f"{PAGE}?q=23.1")
    assert "0 Standards found for “23.1”" in page.text
    assert "Its headings run from 1 to 22." in page.text


def test_our_labels_are_told_apart_from_the_wording(base, visitor):
    assert "The full wording has not been added here yet." in visitor.open(PAGE).text
    standards.load_document(written().encode(), by=SYSTEM)
    assert "The text under it is the Standard itself." in visitor.open(PAGE).text


def test_a_question_to_the_overview_is_answered_by_the_edition_in_force(base, visitor):
    page = visitor.open("/standards?q=insurance")
    assert page.address == f"{PAGE}?q=insurance"
    assert "Have insurance" in page.text


def test_the_form_works(base, visitor):
    page = visitor.open(PAGE)
    assert "Have insurance" in visitor.send(page, {"q": "insurance"}, button="Search").text


def test_editions_follow_each_other(second, visitor, set_clock):
    assert "tell the sample office at once." not in visitor.open("/standards?q=3.2").text
    coming = visitor.open("/standards/second-edition")
    assert "They are not in force yet." in coming.text
    assert "tell the sample office at once." in coming.text
    set_clock.move(days=1)
    assert "tell the sample office at once." in visitor.open("/standards?q=3.2").text
    past = visitor.open(PAGE)
    assert "to 31 March 2027" in past.text
    assert words_of("3.2") in past.text
    assert past.links["Second edition"] == "/standards/second-edition"


@pytest.mark.parametrize(
    "asked", ["%00%01", "%E2%80%AEabc", "%3Cscript%3Ealert(1)%3C/script%3E", "'%20OR%201=1--", "9.99", "%FF"]
)
def test_strange_questions_get_a_page(base, visitor, asked):
    page = visitor.open(f"{PAGE}?q={asked}")
    assert "0 Standards found" in page.text or not page.root.find(".//input[@id='words']").get("value")
    assert "<script>alert" not in page.html


def test_too_long_a_question_is_told_so(base, visitor):
    page = visitor.open(f"{PAGE}?q={'a' * 101}", status=400)
    assert "Search for 100 characters or fewer" in page.text


@pytest.mark.parametrize("slug", ["third-edition", "3.2", "%00", "First edition", "a" * 500, "..%2F..%2Fetc"])
def test_an_edition_that_is_not_there(base, client, slug):
    assert client.get(f"/standards/{slug}").status_code == 404


def test_the_number_of_statements_is_fixed(worded, client, statements):
    for address in (PAGE, "/standards", f"{PAGE}?q=insurance"):
        with statements() as seen:
            assert client.get(address).status_code == 200
        assert len(seen) == 5, address
