"""An applicant for measurements: walks the whole form as its pages show it, every section, to the timeline.

Which page comes next is read from the pages alone; what is answered is known by the names of the fields. A page that
tells of a mistake, answers anything but 200, or has no way on, stops the walk.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bench.browser import Browser, Upload
from bench.markup import Form, Page, Unexpected
from tests.cpd.joining.applicant import ANSWERS

HOME = "/account/application"
TASKS, CHECK = f"{HOME}/form/tasks", f"{HOME}/form/check"
#: The page where any file may be sent.
EVIDENCE = "evidence-files"
MOST_PAGES = 150
_REFERENCE = re.compile(r"\bAP-\d{4}-[0-9A-Z]{6}\b")
_KNOWN: dict[str, object] = {
    name: value for said in ANSWERS.values() if isinstance(said, dict) for name, value in said.items()
}
#: The things of lists, by the name of the list.
_LISTS: dict[str, list[dict[str, str]]] = {slug: said for slug, said in ANSWERS.items() if isinstance(said, list)}


#: Where somebody says what happens to their files: words that stand in one place.
_PLAN = "plan"


@dataclass
class Applicant:
    """Somebody who is signed in and applies. `before` is told the kind of each step before it is taken."""

    browser: Browser
    files: tuple[Upload, ...] = ()
    #: What they say of their plan for when they cannot go on.
    plan: str = str(_KNOWN[_PLAN])
    before: Callable[[str], None] = lambda _step: None
    page: Page | None = None
    #: What they did last, to do it again.
    last: tuple[str, Callable[[], Page]] | None = None
    _list: str = ""

    def apply(self) -> str:
        """The whole application, from the beginning or from where it was left; gives its reference."""
        page = self.walk(HOME)
        found = _REFERENCE.search(page.words)
        if found is None:
            raise Unexpected(f"no reference: {page.words[:300]}")
        return found[0]

    def walk(self, until: str) -> Page:
        """Go on to this page: the one to send it from, or the timeline of what was sent."""
        for _ in range(MOST_PAGES):
            page = self.page or self._open(HOME)
            if page.path == until and not _is_unsent(page):
                return page
            self._step(page)
        raise Unexpected(f"the form does not end: still at {self.page.address if self.page else 'the beginning'}")

    # ------------------------------------------------------------------------------------ when the line broke off

    def again(self) -> None:
        """Do the last thing once more, as pressing the button again or loading the page again does."""
        if self.last is not None:
            self._take(*self.last)

    def come_back(self) -> None:
        """Begin at their own first page again, which tells where they were."""
        self._open(HOME)

    def twin(self) -> Applicant:
        """The same person at the same page in a second window."""
        return replace(self, browser=self.browser.twin())

    # -------------------------------------------------------------------------------------------------- step by step

    def _step(self, page: Page) -> None:
        there = dict(page.links)
        if page.path == HOME:
            if "Go on" in there:
                self._open(there["Go on"])
            else:
                self._send(page.form(button="Begin"), {})
        elif page.path == TASKS:
            self._open(there.get("Go on") or page.link("Check and send"))
        elif page.path == CHECK and not all(one.name in page.words for one in self.files):
            # The page for files counts as done with the first of them: what got lost on the way is sent now.
            self._open(f"{HOME}/form/{EVIDENCE}")
        elif page.path == CHECK:
            self._send(page.form(button="Send it now"), {"true": "yes"}, step="send")
        else:
            self._answer(page)

    def _answer(self, page: Page) -> None:
        slug = page.path.removeprefix(f"{HOME}/form/").partition("/")
        wanted = _LISTS.get(slug[0])
        form = next(one for one in page.forms if any(button.value == "on" for button in one.buttons))
        missing = [one for one in self.files if one.name not in page.words]
        if slug[0] == EVIDENCE and missing:
            self._send(form, {"files": missing[:1]}, step="upload", go="send")
        elif wanted is None:
            known = _KNOWN | {_PLAN: self.plan}
            self._send(form, {name: known[name] for name in form.names if name in known})
        elif slug[1]:
            named = [one for one in wanted if next(iter(one.values())) not in self._list]
            self._send(form, dict(named[0]))
        else:
            self._list = page.words
            more = any(next(iter(one.values())) not in page.words for one in wanted)
            self._send(form, {f"{slug[0]}_more": "yes" if more else "no"})

    def _open(self, address: str) -> Page:
        return self._take("page", lambda: self.browser.open(address))

    def _send(self, form: Form, values: dict[str, object], *, step: str = "page", go: str = "on") -> Page:
        button = next((one for one in form.buttons if one.value == go), form.buttons[0])
        return self._take(step, lambda: self.browser.send(form, values, button=button))

    def _take(self, step: str, action: Callable[[], Page]) -> Page:
        self.before(step)
        self.last = (step, action)
        page = self.browser.expect(action(), 200)
        if page.has_problem:
            raise Unexpected(f"{page.address} ({page.heading!r}) tells of a problem: {page.words[:400]}")
        self.page = page
        return page


def _is_unsent(page: Page) -> bool:
    return page.path == HOME and _REFERENCE.search(page.words) is None
