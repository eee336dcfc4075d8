"""A reporter for measurements and trials: walks the whole journey as its pages show it, to the receipt.

What is answered stands in `ANSWERS` by the names of the fields; which page comes next is read from the pages alone. A
page that tells of a mistake, answers anything but 200, or has no way on, stops the walk.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bench.browser import Browser, Upload
from bench.markup import Form, Page, Unexpected
from bench.reckoning import Receipt

FRONT = "/concerns/report"
START, RETURN, SAVE, TASKS, WHO, FILES, CHECK, SENT = (
    f"{FRONT}/{page}" for page in ("start", "return", "save", "tasks", "who", "files", "check", "receipt")
)
MAILBOX = "/concerns/mailbox"
MOST_PAGES = 90
_REFERENCE = re.compile(r"\bCN-\d{4}-[0-9A-Z]{6}\b")
_SECRET = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}\b")

#: The words of links that lead on.
GOES_ON = (
    "Go on",
    "Go on writing",
    "Check and send",
    "Start",
    "Start now",
    "Tell us",
    "Tell us now",
    "Go on to the form",
)
#: A mother who tells us about her grown-up son's case manager. Only the names of fields are known here, no page.
ANSWERS: dict[str, object] = {
    "rp_danger": "no",
    "rp_about": "case_manager",
    "rp_matter": "practice",
    "rp_register": "yes",
    "rp_decided": "no",
    "about": "somebody",
    "relation": "family",
    "affected": "somebody",
    "affected_name": "Quentin Oakenshaw",
    "is_child": "no",
    "speaking": "consent",
    "capacity": "can",
    "nation": "england",
    "they_know": "yes",
    "they_want": "yes",
    "worries": ["delay", "records"],
    "when": "from last spring until now",
    "where": "at home and by phone",
    "ongoing": "yes",
    "risk": "no",
    "want": ["look", "answer"],
    "told": ["employer"],
    "told_employer_who": "Harbour Case Management",
    "witnesses_more": "no",
    "naming": "named",
    "name": "Perpetua Oakenshaw",
    "ways": ["email"],
    "email": "perpetua@reporters.example",
    "safe": ["no_voicemail"],
    "safe_times": "weekdays after 6pm",
    "needs": ["nothing"],
    "true": "yes",
}


@dataclass
class Reporter:
    """Somebody with a concern. `before` is told the kind of each step before it is taken."""

    browser: Browser
    words: str
    #: A name to search for on the register.
    about: str
    files: tuple[Upload, ...] = ()
    anonymous: bool = False
    #: Whether the six questions are answered first.
    asks_first: bool = True
    #: Whether they look at the page to save and come back, early on.
    careful: bool = False
    before: Callable[[str], None] = lambda _step: None
    page: Page | None = None
    reference: str = ""
    secret: str = ""
    #: What they did last, to do it again.
    last: tuple[str, Callable[[], Page]] | None = None

    def tell(self) -> Receipt:
        """The whole journey, from the front page or from where it was left, to the receipt."""
        page = self.walk(SENT, MAILBOX)
        if page.path == MAILBOX:
            # Who comes back to what was sent meanwhile finds the mailbox: it was received.
            return Receipt(self.reference, self.secret, self.words, self.files, self.anonymous)
        return self._read_receipt(page)

    def walk(self, *until: str) -> Page:
        """Go on to one of these pages, from the front page or from where it was left."""
        for _ in range(MOST_PAGES):
            page = self.page or self._take("front", lambda: self.browser.open(FRONT))
            if page.path in until and not _asks_for_the_secret(page):
                return page
            self._step(page)
        raise Unexpected(f"the journey does not end: still at {self._where()}")

    # ------------------------------------------------------------------------------------ when the line broke off

    def again(self) -> None:
        """Do the last thing once more, as pressing the button again or loading the page again does."""
        if self.last is not None:
            self._take(*self.last)

    def reload(self) -> None:
        """Open the page again that was last seen."""
        address = self.page.address if self.page is not None else FRONT
        self._take("page", lambda: self.browser.open(address))

    def come_back(self, browser: Browser) -> None:
        """Take another browser, and come back with what the page for that told. Without it: begin from the front."""
        self.browser, self.page, self.last = browser, None, None
        if self.secret:
            page = self._take("return", lambda: self.browser.open(RETURN))
            self._return(page)

    def twin(self) -> Reporter:
        """The same person at the same page in a second window."""
        return replace(self, browser=self.browser.twin())

    def _return(self, page: Page) -> None:
        if not self.secret:
            raise Unexpected(f"{self._where()} asks for a secret that was never shown")
        form = next(form for form in page.forms if "reference" in form.names)
        secret = next(name for name in form.names if "secret" in name)
        typed = {"reference": self.reference, secret: self.secret.lower().replace("-", " ")}
        self._take("return", lambda: self.browser.send(form, typed, button=form.buttons[0]))

    # -------------------------------------------------------------------------------------------------- step by step

    def _step(self, page: Page) -> None:
        if self.careful and not self.secret and page.path == WHO:
            self._take("page", lambda: self.browser.open(SAVE))
            self._take("page", lambda: self.browser.open(WHO))
        elif page.path == FRONT:
            self._follow(page, "right-place/1" if self.asks_first else START)
        elif _asks_for_the_secret(page):
            self._return(page)
        elif page.path in (TASKS, SAVE):
            self._go_on(page)
        elif page.path == WHO and self.about not in page.words and "Take out" not in page.words:
            self._fill("page", page.form(field="who_words"), {"who_words": self.about}, go="search")
        elif page.path == f"{WHO}/found":
            self._fill("page", page.form(button="This is who I mean"), {})
        elif page.path == FILES:
            self._send_files(page)
        elif page.path == CHECK:
            self._check(page)
        else:
            self._answer(page)

    def _answer(self, page: Page) -> None:
        """Fill in the form of a page that asks questions, or press on where it only tells something."""
        known = {**ANSWERS, "what": self.words, **({"naming": "anonymous"} if self.anonymous else {})}
        forms = [one for one in page.forms if one.method == "post"]
        leading = [one for one in forms if any(button.value == "on" for button in one.buttons)] or forms
        if leading:
            form = leading[0]
            self._fill("page", form, {name: known[name] for name in form.names if name in known})
        else:
            self._go_on(page)

    def _send_files(self, page: Page) -> None:
        """Send what the page does not list yet, then go on."""
        form = page.form(field="files")
        missing = [one for one in self.files if one.name not in page.words]
        if missing:
            self._fill("upload", form, {"files": missing[:1]}, go="send")
        else:
            self._fill("page", form, {})

    def _check(self, page: Page) -> None:
        """See that all that was told stands there, and send it."""
        if self.words not in page.words:
            raise Unexpected(f"{self._where()} does not show {self.words!r}")
        if all(one.name in page.words for one in self.files):
            self._fill("send", page.form(field="true"), {"true": "yes"})
        else:
            self._follow(page, FILES)

    def _go_on(self, page: Page) -> None:
        """Follow the first link that leads on."""
        address = next((found for words, found in page.links if words in GOES_ON), None)
        if address is None:
            raise Unexpected(f"{self._where()} has no way on: {page.words[:300]}")
        self._take("page", lambda: self.browser.open(address))

    def _read_receipt(self, page: Page) -> Receipt:
        reference, secret = _REFERENCE.search(page.words), _SECRET.search(page.words)
        if reference is None or secret is None:
            raise Unexpected(f"the receipt has no reference or no secret: {page.words[:300]}")
        return Receipt(reference[0], secret[0], self.words, self.files, self.anonymous)

    # --------------------------------------------------------------------------------------------------- over the wire

    def _follow(self, page: Page, address: str) -> None:
        """Follow a link that the page has."""
        there = next((found for _, found in page.links if found.split("?")[0].endswith(address)), None)
        if there is None:
            raise Unexpected(f"{self._where()} has no link to {address}")
        self._take("page", lambda: self.browser.open(there))

    def _fill(self, step: str, form: Form, values: dict[str, object], *, go: str = "on") -> None:
        button = next((one for one in form.buttons if one.value == go), form.buttons[0])
        fitting = {name: _fit(form, name, value) for name, value in values.items()}
        self._take(step, lambda: self.browser.send(form, fitting, button=button))

    def _take(self, step: str, action: Callable[[], Page]) -> Page:
        self.before(step)
        self.last = (step, action)
        page = self.browser.expect(action(), 200)
        if page.has_problem:
            raise Unexpected(f"{page.address} ({page.heading!r}) tells of a problem: {page.words[:400]}")
        if not self.secret and page.address == SAVE:
            reference, secret = _REFERENCE.search(page.words), _SECRET.search(page.words)
            if reference is None or secret is None:
                raise Unexpected(f"{page.address} has no reference or no secret")
            self.reference, self.secret = reference[0], secret[0]
        self.page = page
        return page

    def _where(self) -> str:
        return f"{self.page.address} ({self.page.heading!r})" if self.page is not None else "the beginning"


def _asks_for_the_secret(page: Page) -> bool:
    return page.path in (RETURN, MAILBOX) and any("reference" in form.names for form in page.forms)


def _fit(form: Form, name: str, answer: object) -> object:
    """The answer as the form takes it: of its choices those that are meant, or else the first."""
    fields = form.named(name)
    if not fields or fields[0].kind not in ("radio", "checkbox"):
        return answer
    there = [one.value for one in fields]
    wanted = answer if isinstance(answer, list) else [answer]
    return [one for one in wanted if one in there] or there[:1]
