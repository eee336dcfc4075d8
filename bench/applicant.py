"""An applicant for measurements: walks the whole form as its pages show it, every section, to the timeline.

Which page comes next is read from the pages alone; what is answered is known by the names of the fields. A page that
tells of a mistake, answers anything but 200, or has no way on, stops the walk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bench.browser import Browser
from bench.markup import Form, Page, Unexpected
from tests.cpd.joining.applicant import ANSWERS

HOME = "/account/application"
TASKS, CHECK = f"{HOME}/form/tasks", f"{HOME}/form/check"
MOST_PAGES = 150
_REFERENCE = re.compile(r"\bAP-\d{4}-[0-9A-Z]{6}\b")
_KNOWN: dict[str, object] = {
    name: value for said in ANSWERS.values() if isinstance(said, dict) for name, value in said.items()
}
#: The things of lists, by the name of the list.
_LISTS: dict[str, list[dict[str, str]]] = {slug: said for slug, said in ANSWERS.items() if isinstance(said, list)}


@dataclass
class Applicant:
    """Somebody who is signed in and applies."""

    browser: Browser

    def apply(self) -> str:
        """The whole application; gives its reference."""
        page = self._look(self.browser.open(HOME))
        page = self._send(page, page.form(button="Begin"), {})
        for _ in range(MOST_PAGES):
            if page.path == HOME:
                found = _REFERENCE.search(page.words)
                if found is None:
                    raise Unexpected(f"no reference: {page.words[:300]}")
                return found[0]
            page = self._step(page)
        raise Unexpected(f"the form does not end: still at {page.address}")

    def _step(self, page: Page) -> Page:
        if page.path == TASKS:
            there = dict(page.links)
            return self._look(self.browser.open(there.get("Go on") or page.link("Check and send")))
        if page.path == CHECK:
            return self._send(page, page.form(button="Send it now"), {"true": "yes"})
        slug = page.path.removeprefix(f"{HOME}/form/").partition("/")
        wanted = _LISTS.get(slug[0])
        form = next(one for one in page.forms if any(button.value == "on" for button in one.buttons))
        if wanted is None:
            return self._send(page, form, {name: _KNOWN[name] for name in form.names if name in _KNOWN})
        if slug[1]:
            named = [one for one in wanted if next(iter(one.values())) not in self._list]
            return self._send(page, form, dict(named[0]))
        self._list = page.words
        more = any(next(iter(one.values())) not in page.words for one in wanted)
        return self._send(page, form, {f"{slug[0]}_more": "yes" if more else "no"})

    _list: str = ""

    def _send(self, page: Page, form: Form, values: dict[str, object]) -> Page:
        button = next((one for one in form.buttons if one.value == "on"), form.buttons[0])
        return self._look(self.browser.fill(page, form, values, button=button))

    def _look(self, page: Page) -> Page:
        if page.has_problem:
            raise Unexpected(f"{page.address} ({page.heading!r}) tells of a problem: {page.words[:400]}")
        return page
