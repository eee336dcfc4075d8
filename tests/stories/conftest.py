"""What a story may ask for: `reader`, somebody at a browser in front of the demo register.

`reader`         script on, a wide screen
`plain_reader`   script off
`readers`        `readers(script=False, screen=PHONE)`: as many as the story needs. axe itself is a script: to look at a
                 page that runs none of its own, `readers(block_script=True)`
`live`           the address of the running register
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from tests.frame.browser import DESKTOP, NO_BROWSER, PATIENCE, Reader, find_browser, launch, served
from tests.frame.house import House


@pytest.fixture(scope="session")
def _browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = launch(playwright, path)
        yield browser
        browser.close()


@pytest.fixture
def live(house: House, sample: Flask) -> Iterator[str]:
    """The register behind a real port, with the people of tests/frame/cast.py on it."""
    with served(sample) as address:
        yield address
    house.let_go()


@pytest.fixture
def readers(_browser: Browser, live: str) -> Iterator[Callable[..., Reader]]:
    """Somebody new at a browser, as often as asked."""
    contexts = []

    def sit_down(*, script: bool = True, block_script: bool = False, screen: tuple[int, int] = DESKTOP) -> Reader:
        context = _browser.new_context(
            java_script_enabled=script,
            viewport={"width": screen[0], "height": screen[1]},
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(PATIENCE * 1000)
        if block_script:
            context.route("**/*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
        contexts.append(context)
        return Reader(context.new_page(), live)

    yield sit_down
    for context in contexts:
        context.unroute_all(behavior="ignoreErrors")
        context.close()


@pytest.fixture
def reader(readers: Callable[..., Reader]) -> Reader:
    """Somebody at a browser on a wide screen."""
    return readers()


@pytest.fixture
def plain_reader(readers: Callable[..., Reader]) -> Reader:
    """The same with script switched off."""
    return readers(script=False)
