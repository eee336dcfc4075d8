"""Every public page and every error page, looked at in a real browser: wide, narrow, at 400 %, dark, with and without
script, and by keyboard."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from flask import Flask, abort

from accounts import guard
from foundation.frame import ERROR_PAGES
from register.vocabulary import Status
from tests.frame.browser import PHONE, Reader, served
from tests.frame.cast import PEOPLE, SIOBHAN

pytestmark = [pytest.mark.story, pytest.mark.one_database]

PAGES = [
    "/",
    "/register",
    "/register?q=penhallow",
    "/register?q=penhallow&page=2",
    "/register?q=shevorn+obrian",
    "/register?q=nobody+of+this+name",
    "/register?q=x",
    "/register?q=CM004271T",
    "/register?town=Leeds&area=housing&works_with=adults&language=Welsh",
    "/register?near=LS6&miles=10",
    f"/register/{SIOBHAN}?on=2020-01-01",
    "/register/statuses",
    "/register/false-claim",
    "/register/check-many",
    "/verify",
    "/standards",
    "/standards/first-edition",
    "/standards/first-edition?q=record",
    "/standards/first-edition?q=zzzz",
    "/concerns/report",
    "/for-case-managers",
    "/apply",
    "/reference/thank-you",
    "/accessibility",
    "/privacy",
]
ENTRIES = [f"/register/{PEOPLE[status][0]}" for status in PEOPLE]
WITH_PROBLEMS = [
    ("/register?near=nowhere", 200),
    (f"/register/{SIOBHAN}?on=31+February", 400),
    ("/no-such-page", 404),
    ("/register/CM999999Z", 404),
    ("/verify/nonsense", 400),
    ("/standards/no-such-edition", 404),
]


@pytest.mark.parametrize("address", [*PAGES, *ENTRIES])
def test_a_page_is_sound_at_every_size_and_in_the_dark(reader: Reader, address: str) -> None:
    reader.open(address)
    reader.look_at_every_size()


@pytest.mark.parametrize(("address", "status"), WITH_PROBLEMS)
def test_a_page_with_a_problem_is_as_sound(reader: Reader, address: str, status: int) -> None:
    reader.open(address, status=status)
    reader.look_at_every_size()


@pytest.mark.parametrize("address", [*PAGES, ENTRIES[0], ENTRIES[6]])
def test_a_page_without_script_is_sound(readers: Callable[..., Reader], address: str) -> None:
    reader = readers(script=False)
    reader.open(address)
    reader.look(axe=False)
    reader = readers(block_script=True, screen=PHONE)
    reader.open(address)
    reader.look()


@pytest.mark.parametrize(
    "address",
    ["/", "/register?q=penhallow", f"/register/{SIOBHAN}", "/register/check-many", "/standards", "/verify"],
)
def test_the_keyboard_alone_is_enough(reader: Reader, address: str) -> None:
    reader.open(address)
    reader.walk_by_keyboard()


@pytest.fixture
def broken(make_app: Callable[..., Flask]) -> Iterator[str]:
    """The register with an address that fails in any way one likes."""
    app = make_app()

    @app.get("/broken/<int:code>")
    @guard.public("Only in this test.")
    def fail(code: int) -> str:
        abort(code)

    with served(app) as address:
        yield address


@pytest.mark.parametrize("code", sorted(ERROR_PAGES))
def test_each_error_has_a_sound_page(broken: str, reader: Reader, code: int) -> None:
    reader.base = broken
    reader.open(f"/broken/{code}", status=code)
    reader.look_at_every_size()
    assert "Talk to a person" in reader.text


def test_the_skip_link_leads_to_the_main_part(reader: Reader) -> None:
    reader.open("/register?q=penhallow")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.textContent").startswith("Skip")
    reader.page.keyboard.press("Enter")
    reader.until("document.activeElement.id === 'main'")


@pytest.mark.parametrize("status", list(PEOPLE))
def test_an_entry_prints_on_one_page(reader: Reader, status: Status) -> None:
    reader.open(f"/register/{PEOPLE[status][0]}")
    reader.settle()
    paper = reader.page.pdf(format="A4")
    with pikepdf.open(io.BytesIO(paper)) as document:
        assert len(document.pages) == 1
