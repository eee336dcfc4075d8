"""Acts of staff on something of a registrant's: each has a page with its form, and the press that does it.

A form shows the person, so opening it is checked and recorded like the page it belongs to. What is refused shows the
form again with everything typed and the sentence; who may not is told so before anything is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import authority, guard
from accounts.conflicts import Choice
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from cpd.forms import Field, Sent
from foundation import clock
from foundation.audit import Actor
from foundation.clock import Division
from foundation.errors import Refused

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class DueShown:
    """By when something is due, as staff read it: "in 3 working days", the day, and how late it is."""

    words: str
    on: date | None
    late: str


def due_shown(on: date | None, division: Division) -> DueShown:
    """A day in words, counted in the working days of the registrant's nation."""
    if on is None:
        return DueShown("", None, "")
    left = clock.working_days_until(on, since=clock.today(), division=division)
    if on < clock.today():
        return DueShown("was due", on, f"Late by {_days(max(1, -left))}")
    return DueShown(f"in {_days(left)}" if left else "today", on, "")


def _days(count: int) -> str:
    return f"{count} working {'day' if count == 1 else 'days'}"


#: Where a refusal of the act itself is shown, when the act has no field for it.
BUTTON = "act"


@dataclass(frozen=True)
class Subject:
    """What an act is done to, as its form shows it."""

    heading: str
    caption: str
    version: int
    held: Any


@dataclass(frozen=True)
class Job:
    """One press: on what, and what was typed."""

    key: str
    sent: Sent
    by: Actor


@dataclass(frozen=True)
class Asked:
    """What a form asks, and what helps to answer it."""

    fields: Sequence[Field] = ()
    about: Sequence[str] = ()
    #: Who can be chosen, and who is kept away and why.
    sentence: str = ""
    kept_away: Sequence[tuple[str, str]] = ()
    nobody: bool = False


@dataclass(frozen=True)
class Act:
    """Something that staff do."""

    name: str
    heading: str
    button: str
    why: str
    permissions: tuple[Permission, ...]
    said: str
    do: Callable[[Job], object]
    asks: Callable[[Subject], Asked] = lambda _subject: Asked()
    #: The field that a refusal is shown at.
    blame: str = BUTTON
    #: Afterwards there is nothing left to look at, so one comes back to the list.
    ends: bool = False


@dataclass(frozen=True)
class Desk:
    """A room's acts: under which address, and how what they are done to is opened for somebody."""

    path: str
    back: str
    #: Reads the key in an address, checks that somebody may see it, and records that they did.
    subject: Callable[[str, Actor], Subject]
    acts: Mapping[str, Act] = field(default_factory=dict)
    #: What the key is called in addresses.
    placeholder: str = "key"

    def install(self, blueprint: Blueprint) -> None:
        """Give each act its two addresses."""
        for act in self.acts.values():
            self._door(blueprint, act)

    def _door(self, blueprint: Blueprint, act: Act) -> None:
        address, end = f"{self.path}/<{self.placeholder}>/{act.name}", act.name.replace("-", "_")

        @blueprint.get(address, endpoint=f"{end}_form")
        @guard.staff(act.permissions[0], act.why, *act.permissions[1:])
        def form(**keys: str) -> str:
            return self._form(act, keys[self.placeholder], Typed({}))

        @blueprint.post(address, endpoint=end)
        @guard.staff(act.permissions[0], act.why, *act.permissions[1:])
        def press(**keys: str) -> Answer:
            return self._press(act, keys[self.placeholder])

    def _press(self, act: Act, key: str) -> Answer:
        job = Job(key, Sent(request.form), me())
        try:
            act.do(job)
        except Refused as refused:
            job.sent.typed.wrong(act.blame, refused.sentence)
            return self._form(act, key, job.sent.typed, job.sent), 409
        if not job.sent.fine:
            return self._form(act, key, job.sent.typed, job.sent), 400
        flash(act.said)
        return redirect(self.path if act.ends else f"{self.path}/{key}", 303)

    def _form(self, act: Act, key: str, typed: Typed, sent: Sent | None = None) -> str:
        subject = self.subject(key, me())
        asked = act.asks(subject)
        typed.values = {**{one.name: one.start for one in asked.fields}, **typed.values}
        return render_template(
            "staff/registrants/act.html",
            act=act,
            asked=asked,
            address=f"{self.path}/{key}/{act.name}",
            path=f"{self.path}/{key}",
            back=self.back,
            subject=subject,
            typed=typed,
            ticked={one.name: sent.many(one.name) if sent else [] for one in asked.fields if one.kind == "ticks"},
        )


def each(*acts: Act) -> dict[str, Act]:
    """Acts by their names."""
    return {one.name: one for one in acts}


def fixed(*fields: Field, about: str = "") -> Callable[[Subject], Asked]:
    """A form that asks everybody the same."""
    return lambda _subject: Asked(fields, [about] if about else [])


def who_sits(choice: Choice, name: str = "member") -> Asked:
    """Whom somebody can choose for a panel."""
    names = authority.names_of([*choice.clear, *choice.kept_away])
    options = [(str(one), names.get(one, "")) for one in choice.clear]
    kept_away = [
        (names.get(one, ""), " ".join(conflict.sentence for conflict in why)) for one, why in choice.kept_away.items()
    ]
    asks = [Field(name, "Who sits on it?", kind="choices", options=options)]
    return Asked(asks, (), choice.sentence, kept_away, nobody=choice.nobody_left)
