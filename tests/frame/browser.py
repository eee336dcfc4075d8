"""A real browser for the stories, and a hard look at each page it shows.

`Reader` is somebody at a screen: they open addresses, press keys, and read. `Reader.look` checks what only a browser
can see: axe for WCAG 2.2 AA, the stylesheet and the fonts in place, nothing failed, nothing on the console, no sideways
scrolling. axe says nothing about a page whose stylesheet is missing, so that is asked for first.

Nothing here trusts that a machine is quick. Whatever leads to another page (`press`, `follow`, `leave`) comes back when
that page is there; what leaves the page standing (`push`, `touch`) is followed by `until` or `read`, which ask until
it is so.
tests/rules/test_stories.py keeps the stories to these.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, Download, Locator, Page, Playwright
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Seconds after which something has gone wrong. No machine that works is so slow, however much else it does.
PATIENCE = 120.0
NO_BROWSER = "there is no Chromium on this machine"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: No visit to the browser maker's own hosts, and no address resolved but this machine's.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    # A busy machine is no slow connection: the browser must not think so, and say so on the console.
    "--force-effective-connection-type=4G",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
FONT = "Atkinson Hyperlegible Next"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

DESKTOP = (1280, 900)
PHONE = (320, 640)
#: A 1280 by 1024 screen at 400 %.
ZOOMED = (320, 256)

AXE = """async ([script, tags]) => {
    if (!window.axe) (0, eval)(script);
    const found = await window.axe.run(document, {resultTypes: ["violations"], runOnly: {type: "tag", values: tags}});
    return found.violations.map(one => `${one.id} (${one.impact}): ${one.help}\\n    `
        + one.nodes.map(node => `${node.target.join(" ")} – ${node.failureSummary}`).join("\\n    "));
}"""
DRESSED = """(font) => {
    const named = one => one.family.replaceAll('"', "") === font && one.status === "loaded";
    return {
        rules: [...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0),
        family: getComputedStyle(document.querySelector("h1")).fontFamily,
        fonts: [...document.fonts].filter(named).length,
        ready: document.fonts.status === "loaded",
    };
}"""
TOO_WIDE = """() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return [];
    const edge = document.documentElement.clientWidth;
    return [`${wide} px too wide`, ...[...document.body.querySelectorAll("*")]
        .filter(one => one.getBoundingClientRect().right > edge + 1).slice(0, 5)
        .map(one => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)];
}"""
#: What the keyboard can reach, and what holds the focus now.
REACHABLE = """() => [...document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter(one => !one.disabled && one.checkVisibility() && one.tabIndex >= 0
        && !(one.type === "radio" && document.querySelector(`input[name="${one.name}"]:checked`) && !one.checked))
    .map((one, place) => (one.dataset.place = place, one.outerHTML.slice(0, 80)))"""
FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    // Inside a date field the browser's own small button may hold the focus, and draws its own mark.
    const inside = !one.matches(":focus");
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const marked = inside || outlined || style.boxShadow !== "none";
    return {place: one.dataset.place, marked, seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
            html: one.outerHTML.slice(0, 80)};
}"""


def find_browser() -> str | None:
    """Where Chromium is, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def launch(playwright: Playwright, path: str) -> Browser:
    """Start the machine's own Chromium; root has to do without its sandbox."""
    flags = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return playwright.chromium.launch(executable_path=path, args=flags, timeout=PATIENCE * 1000)


class _Silent(WSGIRequestHandler):
    #: A browser opens connections in good time, before it knows what to ask: nobody waits for those without end.
    timeout = PATIENCE / 2

    def log(self, type: str, message: str, *args: Any) -> None:
        """The server says nothing: what people ask for belongs in no log."""


class _Patient(ThreadedWSGIServer):
    #: Only for threads of this kind does a server wait when it is closed.
    daemon_threads = False


def _whole(app: Flask) -> WSGIApplication:
    """Its answers read to their end before they are sent: a browser that goes away leaves no file open."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        parts = app(environ, start)
        try:
            return [b"".join(parts)]
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()

    return answer


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application behind a real port of this machine; gives its address.

    At the end it waits for every answer that is still under way: what is left of one test must not reach into the
    database of the next.
    """
    server = _Patient("127.0.0.1", 0, _whole(app), handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Reader:
    """Somebody at a browser."""

    page: Page
    base: str
    faults: list[str] = field(default_factory=list)
    #: Answers that are no fault because the story expects them.
    expected: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self._note(_is_fault(said), f"console: {said.text}"))
        self.page.on("pageerror", lambda error: self._note(True, f"script: {error}"))
        self.page.on("requestfailed", lambda request: self._note(not _is_let_go(request), _failure(request)))
        self.page.on(
            "response",
            lambda answer: self._note(
                answer.status >= 400 and answer.status not in self.expected, f"{answer.status}: {answer.url}"
            ),
        )

    def _note(self, fault: bool, words: str) -> None:
        # The console repeats an answer that the story expects; the answer itself is looked at above.
        repeated = any(f"status of {code}" in words for code in self.expected)
        if fault and not repeated:
            self.faults.append(words)

    def open(self, address: str, *, status: int = 200) -> None:
        """Open an address."""
        if status >= 400:
            self.expected.add(status)
        answer = self.page.goto(self.base + address, wait_until="load")
        assert answer is not None
        assert answer.status == status, f"{address} answered {answer.status}"

    @property
    def path(self) -> str:
        """Where they are, without the address of the machine."""
        return self.page.url.removeprefix(self.base)

    @property
    def heading(self) -> str:
        """The h1."""
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def text(self) -> str:
        """What the main part of the page says."""
        return " ".join(self.page.locator("main").inner_text().split())

    def follow(self, words: str, *, exact: bool = True) -> None:
        """Follow the first link with these words, to where it leads."""
        self.leave(self.page.get_by_role("link", name=words, exact=exact).first.click)

    def type(self, label: str, words: str) -> None:
        """Type into a field by its label, in the main part of the page."""
        self.field(label).fill(words)

    def field(self, label: str) -> Locator:
        """A field by its label."""
        return self.page.locator("main").get_by_label(label, exact=True)

    def button(self, words: str) -> Locator:
        """A button of the main part."""
        return self.page.locator("main").get_by_role("button", name=words, exact=True)

    def press(self, words: str) -> None:
        """Press a button of the main part that leads to another page, or to this one anew."""
        self.leave(self.button(words).click)

    def push(self, words: str) -> None:
        """Press a button after which the page stays where it is."""
        self.button(words).click()

    def touch(self, thing: Locator) -> None:
        """Click on something after which the page stays where it is."""
        thing.click()

    def leave(self, act: Callable[[], object]) -> None:
        """Do something that leads to another page, and wait until that page is there."""
        with self.page.expect_navigation(wait_until="load"):
            act()

    def key(self, name: str) -> None:
        """Press a key that leads to another page."""
        self.leave(lambda: self.page.keyboard.press(name))

    def download(self, act: Callable[[], object]) -> Download:
        """Do something that gives a file."""
        with self.page.expect_download() as waiting:
            act()
        return waiting.value

    def read(self, words: str) -> None:
        """Wait until the page, which changes as it stands, says something."""
        self.page.get_by_text(words).first.wait_for()

    def until(self, what: str) -> None:
        """Wait until something is so, told in script.

        The browser's own way of waiting does nothing where script is switched off.
        """
        last = time.monotonic() + PATIENCE
        while not self.page.evaluate(f"() => {{ return {what}; }}"):
            assert time.monotonic() < last, f"{self.path}: it never came to {what}"
            self.page.wait_for_timeout(20)

    def size(self, screen: tuple[int, int]) -> None:
        """Sit at another screen."""
        self.page.set_viewport_size({"width": screen[0], "height": screen[1]})
        self.until(f"innerWidth === {screen[0]} && innerHeight === {screen[1]}")

    def scheme(self, scheme: Literal["light", "dark"]) -> None:
        """Ask for light or dark colours."""
        self.page.emulate_media(color_scheme=scheme)
        self.until(f"matchMedia('(prefers-color-scheme: {scheme})').matches")

    def settle(self) -> None:
        """Wait until the page wears its fonts, and nothing on it moves any more."""
        self._worn()
        self.page.evaluate("() => document.getAnimations().forEach(one => one.finish())")

    def look(self, *, axe: bool = True) -> None:
        """Check what only a browser can see of the page as it stands, once nothing on it moves any more."""
        self.settle()
        found = [*self.faults, *self._undressed(), *self.page.evaluate(TOO_WIDE)]
        if axe:
            found += self.page.evaluate(AXE, [AXE_SCRIPT, list(RULES)])
        assert not found, f"{self.path}:\n  " + "\n  ".join(found)

    def look_at_every_size(self) -> None:
        """The same page on a wide screen, on a phone, at 400 %, and in dark colours."""
        for screen in (DESKTOP, PHONE, ZOOMED):
            self.size(screen)
            self.look(axe=screen != ZOOMED)
        self.size(DESKTOP)
        self.scheme("dark")
        self.look()
        self.scheme("light")

    def _worn(self) -> dict[str, Any]:
        last = time.monotonic() + PATIENCE
        while True:
            worn: dict[str, Any] = self.page.evaluate(DRESSED, FONT)
            if (worn["ready"] and worn["fonts"]) or time.monotonic() > last:
                return worn
            self.page.wait_for_timeout(20)

    def _undressed(self) -> Iterator[str]:
        worn = self._worn()
        if worn["rules"] < 20:
            yield "no stylesheet is loaded"
        if FONT not in worn["family"] or not worn["fonts"]:
            yield f"the page is set in {worn['family']}, with {worn['fonts']} fonts loaded"

    def tab_to(self, what: str) -> None:
        """Press Tab until the focus is on something, told in script with `one` as what holds the focus."""
        for _ in range(80):
            if self.page.evaluate(f"() => {{ const one = document.activeElement; return {what}; }}"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not come to {what}")

    def walk_by_keyboard(self) -> None:
        """Tab through the page: everything is reached, in order, and the focus is always to be seen."""
        there: list[str] = self.page.evaluate(REACHABLE)
        reached: list[int] = []
        for _ in range(2 * len(there) + 5):
            self.page.keyboard.press("Tab")
            now = self.page.evaluate(FOCUSED)
            if now is None or (reached and now["place"] == str(reached[0])):
                break
            assert now["marked"], f"nobody can see that the focus is on {now['html']}"
            assert now["seen"], f"the focus is out of sight on {now['html']}"
            if now["place"] is not None:
                reached.append(int(now["place"]))
        missed = [html for place, html in enumerate(there) if place not in reached]
        assert not missed, f"the keyboard does not reach {missed}"
        places = [place for place, before in zip(reached, [-1, *reached], strict=False) if place != before]
        assert places == sorted(places), "the keyboard does not follow the order of the page"


def _is_let_go(request: Any) -> bool:
    """What the browser itself stopped: a PDF, which it hands over as a file, or what a page asked for that is left.

    The icon is asked for after the page is ready, so whoever goes on at once leaves it behind. That things are there at
    all is seen by the answers, and by how a page is dressed, which are looked at as well. A server that breaks off is
    told in other words.
    """
    return request.url.endswith("/favicon.svg") or "ERR_ABORTED" in str(request.failure)


def _is_fault(said: Any) -> bool:
    """Whether a line of the console tells of a fault: not of how slow the machine seems to the browser."""
    return said.type in ("error", "warning") and not said.text.startswith("[Intervention]")


def _failure(request: Any) -> str:
    return f"failed ({request.failure}): {request.url}"
