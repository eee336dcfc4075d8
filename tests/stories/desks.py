"""Everybody who works on a concern that is looked into, each at a browser of their own, on the clock of the test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask

from accounts.models import Realm
from concerns.vocabulary import Job
from foundation import clock
from tests.accounts.staff import Person, cookie_for
from tests.concerns import looking
from tests.concerns.looking import Looking
from tests.frame.browser import DESKTOP, PHONE, Reader

Values = dict[str, str]
SEATS = {Job.CHAIR: "chair", Job.MEMBER_LAY: "lay-member", Job.MEMBER_REGISTRANT: "registrant-member"}


@dataclass
class Desks:
    """Each person at a browser of their own; who sits down on another day signs in anew."""

    app: Flask
    readers: Callable[..., Reader]
    held: Looking
    _open: dict[int, Reader] = field(default_factory=dict)
    _since: dict[int, datetime] = field(default_factory=dict)

    def of(self, person: Person, *, realm: Realm = Realm.STAFF) -> Reader:
        """Where somebody sits: registrants with a phone in their hand."""
        if person.id not in self._open:
            self._open[person.id] = self.readers(screen=DESKTOP if realm is Realm.STAFF else PHONE)
        reader = self._open[person.id]
        if self._since.get(person.id) != clock.now():
            name, value = cookie_for(self.app, person, realm=realm)
            url = reader.base + ("/staff" if realm is Realm.STAFF else "")
            reader.page.context.add_cookies([{"name": name, "value": value, "url": url}])
            self._since[person.id] = clock.now()
        return reader

    @property
    def at(self) -> str:
        """Where the concern lies."""
        return f"/staff/concerns/{self.held.reference}"

    def opens(self, person: Person) -> Reader:
        """Somebody opens the concern."""
        reader = self.of(person)
        reader.open(self.at)
        return reader

    def does(self, person: Person, slug: str, values: Values, button: str, *, look: bool = False) -> Reader:
        """Somebody opens the form of an act, fills it in and sends it; gives their browser, on the concern again."""
        reader = self.of(person)
        reader.open(f"{self.at}/{slug}")
        if look:
            reader.look()
        fill(reader, values)
        reader.press(button)
        assert reader.path == self.at, f"{slug}: {reader.text}"
        return reader

    def acts(self, person: Person, slug: str, values: Values, button: str, *, look: bool = False) -> Reader:
        """The same for an act of looking into it."""
        return self.does(person, f"look/{slug}", values, button, look=look)

    def seats(self, panel: dict[Job, Person]) -> None:
        """The manager lists a panel for the hearing that is set."""
        for job, slug in SEATS.items():
            if job is Job.MEMBER_REGISTRANT:
                looking.sits_as_registrant(panel[job])
            self.acts(self.held.manager, slug, {"person": str(panel[job].id)}, "List them")

    def decides(self, panel: dict[Job, Person], slug: str, values: Values, *, look: bool = False) -> None:
        """The chair drafts, each of the three votes, and the chair signs."""
        self.acts(panel[Job.CHAIR], slug, values, "Put it to the vote", look=look)
        for who in panel.values():
            self.acts(who, "vote", {"agrees": "yes"}, "Vote")
        self.acts(panel[Job.CHAIR], "sign", {}, "Sign it")


def fill(reader: Reader, values: Values) -> None:
    """Fill in the fields of a page by their names; one that stands for several of them ends in `*`."""
    for name, value in values.items():
        if name.endswith("*"):
            for one in reader.page.locator(f'main [name^="{name[:-1]}"][value="{value}"]').all():
                one.check()
            continue
        box = reader.page.locator(f'main [name="{name}"]')
        kind = box.first.evaluate("one => one.type")
        if kind in ("radio", "checkbox"):
            box.and_(reader.page.locator(f'[value="{value}"]')).check()
        elif kind == "select-one":
            box.select_option(value)
        else:
            box.fill(value)
