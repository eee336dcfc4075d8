"""Somebody hears a name and wants to know: they search, open the entry, look at a past day, check what they hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pikepdf
import pytest
from playwright.sync_api import FilePayload

from foundation import clock
from foundation.words import say_day
from register.vocabulary import Status
from tests.frame.browser import PHONE, Reader
from tests.frame.cast import MANY, ONE_WORD, OTHER_SCRIPT, PAST_ORDER, PEOPLE, SIOBHAN

pytestmark = pytest.mark.story

SIGHT = [pytest.param({}, id="script"), pytest.param({"script": False, "screen": PHONE}, id="no-script-phone")]


@pytest.mark.parametrize("seat", SIGHT)
def test_a_misspelt_name_finds_the_person_and_says_that_it_is_a_near_name(
    readers: Callable[..., Reader], seat: dict[str, object]
) -> None:
    reader = readers(**seat)
    reader.open("/")
    reader.type("Name, number, town or organisation", "shevaun obrian achebe")
    reader.press("Search")

    assert reader.heading == "Results for “shevaun obrian achebe”"
    assert "Nobody with exactly that name" in reader.text
    reader.look(axe=False)

    reader.follow("Siobhán O’Brien-Achebe")
    assert reader.heading == "Siobhán O’Brien-Achebe"
    assert reader.path == f"/register/{SIOBHAN}"
    assert "Registered" in reader.page.locator(".band").inner_text()
    reader.look(axe=False)


def test_the_exact_name_is_not_told_apart_from_itself(reader: Reader) -> None:
    reader.open("/register?q=siobhan+o'brien-achebe")
    assert "person with that name" in reader.text.lower()
    assert "Nobody with exactly that name" not in reader.text


@pytest.mark.parametrize("person", [OTHER_SCRIPT, ONE_WORD])
def test_a_name_of_one_word_or_in_other_letters_is_found_as_it_is_written(
    reader: Reader, person: tuple[str, str, str]
) -> None:
    number, forenames, surname = person
    reader.open("/")
    reader.type("Name, number, town or organisation", f"{forenames} {surname}".strip())
    reader.press("Search")
    reader.leave(reader.page.locator(f"main a[href='/register/{number}']").click)
    assert reader.heading == f"{forenames} {surname}".strip()


def test_a_number_goes_to_its_person_however_it_is_spelt(reader: Reader) -> None:
    reader.open("/")
    reader.type("Name, number, town or organisation", "cm 004271 s")
    reader.press("Search")
    assert "Siobhán O’Brien-Achebe" in reader.text


def test_a_slip_in_a_number_is_said_and_the_right_one_suggested(reader: Reader) -> None:
    reader.open("/")
    reader.type("Name, number, town or organisation", "CM004271T")
    reader.press("Search")
    assert "Is the number typed right?" in reader.text


def test_nobody_found_says_what_that_means(reader: Reader) -> None:
    reader.open("/")
    reader.type("Name, number, town or organisation", "Xanthippe Zyzzogeton")
    reader.press("Search")
    assert "What it means when a person is not here" in reader.text
    assert "It does not mean that they are dishonest" in reader.text
    reader.look(axe=False)


def test_many_people_of_one_name_stand_on_pages(reader: Reader) -> None:
    reader.open("/register?q=penhallow")
    first = reader.page.locator(".person a").all_inner_texts()
    reader.follow("Next page", exact=False)
    second = reader.page.locator(".person a").all_inner_texts()
    assert len(first) == 10
    assert len(first) + len(second) == len(MANY)
    assert not set(first) & set(second)


def test_filters_can_be_set_and_taken_away(reader: Reader) -> None:
    reader.open("/register?q=penhallow")
    reader.touch(reader.page.locator("summary", has_text="Narrow the list"))
    reader.field("Area of work").select_option(label="Housing")
    reader.press("Show the list")
    assert "area=housing" in reader.path
    reader.follow("take this filter away", exact=False)
    assert "area=housing" not in reader.path
    reader.look(axe=False)


@pytest.mark.parametrize("status", list(PEOPLE))
def test_each_status_says_in_a_sentence_whether_the_person_may_use_the_title(reader: Reader, status: Status) -> None:
    number, forenames, surname = PEOPLE[status]
    reader.open(f"/register/{number}")
    assert reader.heading == f"{forenames} {surname}"
    band = reader.page.locator(".band").inner_text()
    assert status.label in band
    assert ("They may not call themselves" in band) is not status.may_use_title


@pytest.mark.parametrize("seat", SIGHT)
def test_the_entry_on_a_past_day(readers: Callable[..., Reader], seat: dict[str, object]) -> None:
    reader = readers(**seat)
    began, ended = PAST_ORDER
    day = clock.today() - (began + ended) / 2
    reader.open(f"/register/{SIOBHAN}")
    assert "Suspended" not in reader.page.locator(".band").inner_text()

    reader.type("What did the register say on this day?", day.isoformat())
    reader.press("Show that day")
    assert reader.heading == f"Siobhán O’Brien-Achebe on {say_day(day)}"
    assert "This is not today’s entry" in reader.text
    assert "Suspended" in reader.page.locator(".band").inner_text()
    reader.look(axe=False)

    reader.follow("See the entry as it is now")
    assert reader.path == f"/register/{SIOBHAN}"


def test_a_day_to_come_is_refused_in_a_sentence(reader: Reader) -> None:
    ahead = clock.today() + timedelta(days=30)
    reader.open(f"/register/{SIOBHAN}?on={ahead.isoformat()}", status=400)
    assert reader.page.locator("#on-error").inner_text()


@pytest.mark.parametrize("seat", SIGHT)
def test_checking_many_numbers(readers: Callable[..., Reader], seat: dict[str, object]) -> None:
    reader = readers(**seat)
    suspended = PEOPLE[Status.SUSPENDED][0]
    reader.open("/register/check-many")
    reader.type("Registration numbers", f"{SIOBHAN}\n{suspended.lower()}\nCM004271T\nhello\n{SIOBHAN}")
    reader.press("Check these numbers")
    rows = reader.page.locator("tbody tr").all_inner_texts()
    assert reader.heading == "5 numbers checked"
    assert len(rows) == 5
    assert "Siobhán" in rows[0]
    assert "Suspended" in rows[1]
    assert "The same number as in line 1" in rows[4]
    reader.look(axe=False)

    got = reader.download(reader.button("Get these answers as a file (CSV)").click)
    table = list(csv.reader(io.StringIO(got.path().read_text(encoding="utf-8-sig"))))
    assert len(table) == 6


def test_checking_many_numbers_from_a_file(reader: Reader) -> None:
    reader.open("/register/check-many")
    content = f"Name,Number\nSomebody,{SIOBHAN}\n".encode()
    reader.field("Or choose a file").set_input_files(
        files=FilePayload(name="people.csv", mimeType="text/csv", buffer=content)
    )
    reader.press("Check these numbers")
    assert "Siobhán O’Brien-Achebe" in reader.text


def test_checking_nothing_says_what_is_wrong(reader: Reader) -> None:
    reader.expected.update({400, 422})
    reader.open("/register/check-many")
    reader.press("Check these numbers")
    assert "There is a problem" in reader.text
    reader.until("document.activeElement.className.includes('error-summary')")
    reader.look()


def test_a_statement_and_its_code(reader: Reader) -> None:
    answer = reader.page.request.get(f"{reader.base}/register/{SIOBHAN}/statement.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.body())) as document:
        assert "/MarkInfo" in document.Root, "the statement is tagged, so that it can be read aloud"
        links = [
            str(note.A.URI)
            for page in document.pages
            for note in page.get("/Annots", [])
            if "/URI" in note.get("/A", {})
        ]
    code = next(link.rsplit("/", 1)[1] for link in links if "/verify/" in link)

    reader.open("/verify")
    reader.type("Code on the statement", code.lower())
    reader.press("Check")
    assert reader.heading == "This statement is ours and still holds"
    assert "Siobhán O’Brien-Achebe" in reader.text
    reader.look()


def test_a_code_that_is_not_ours(reader: Reader) -> None:
    reader.expected.update({400, 404})
    reader.open("/verify")
    reader.type("Code on the statement", "ABCD-EFGH-JKLM-NPQR")
    reader.press("Check")
    assert "There is a problem" in reader.text
    reader.look()


def test_reading_the_standards(reader: Reader) -> None:
    reader.open("/")
    reader.follow("Standards of Proficiency")
    reader.type("Search the Standards", "3.2")
    reader.press("Search")
    assert "3.2" in reader.text
    reader.open("/standards/first-edition#3.2")
    reader.until("document.getElementById('3.2').getBoundingClientRect().top < innerHeight")
    reader.look(axe=False)


def test_hostile_words_are_only_words(reader: Reader) -> None:
    words = "<img src=x onerror=alert(1)>'; DROP TABLE entry; -- \u202egnitiaw"
    reader.open("/")
    reader.type("Name, number, town or organisation", words)
    reader.press("Search")
    assert reader.page.locator("main img").count() == 0
    assert reader.field("Name, number, town or organisation").input_value().startswith("<img")
    reader.look()


def test_by_keyboard_from_the_front_door_to_the_entry(reader: Reader) -> None:
    reader.open("/")
    reader.tab_to("one.id === 'q'")
    reader.page.keyboard.type("penhallow")
    reader.key("Enter")
    assert reader.path.startswith("/register?q=penhallow")
    reader.tab_to("one.closest('.person') !== null")
    reader.key("Enter")
    assert reader.path.startswith("/register/CM")
    assert "Penhallow" in reader.heading
