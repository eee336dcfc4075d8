"""Acts of staff on something of a registrant's: each has a page with its form, and the press that does it.

A form shows the person, so opening it is checked and recorded like the page it belongs to. What is refused shows the
form again with everything typed and the sentence; who may not is told so before anything is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import authority, guard
from accounts.conflicts import Choice
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from cpd.forms import Field, Sent
from foundation.audit import Actor
from foundation.errors import Refused

Answer = str | Response | tuple[str, int]


#: Where a refusal of the act itself is shown, when the act has no field for it.
BUTTON = "act"


@dataclass(frozen=True)
class Subject:
    """What an act is done to, as its form shows it."""

    heading: str
    caption: str
    version: int
    held: Any
    #: What stands before the name: "The application of".
    of: str = ""


@dataclass(frozen=True)
class Job:
    """One press: on what, about which part of it, and what was typed."""

    key: str
    which: str
    sent: Sent
    by: Actor


@dataclass(frozen=True)
class Candidates:
    """Those who may be chosen, a sentence on how many are clear, and why others are kept away."""

    choices: Sequence[tuple[str, str]]
    sentence: str
    kept_away: Sequence[tuple[str, str]]

    def check(self, account_id: int) -> None:
        """Refuse somebody who is not clear, before anybody is told that it is they who have the tie.

        Raises:
            Refused: they cannot be chosen.
        """
        if str(account_id) not in {code for code, _ in self.choices}:
            raise Refused(
                "They cannot take this: a tie, an earlier part, or another role. Choose somebody who is clear."
            )


@dataclass(frozen=True)
class Asked:
    """What a form asks, and what helps to answer it."""

    fields: Sequence[Field] = ()
    #: What to know before one answers.
    about: Sequence[str] = ()
    #: Who can be chosen, and who is kept away and why.
    sentence: str = ""
    kept_away: Sequence[tuple[str, str]] = ()
    nobody: bool = False


#: What a form asks of what was opened, and of the part of it that the address names.
Asks = Callable[[Any, str], Asked]


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
    asks: Asks = lambda _held, _which: Asked()
    #: The field that a refusal is shown at.
    blame: str = BUTTON
    #: Afterwards there is nothing left to look at, so one comes back to the list.
    ends: bool = False
    #: It is about a part of what is open, which the address names.
    has_part: bool = False


@dataclass(frozen=True)
class ActingDesk:
    """A room's acts: under which address, and how what they are done to is opened for somebody."""

    path: str
    #: What the way back says; "Back to" and the key when empty.
    back: str
    #: Opens what stands under a key: checks that somebody may see it, and records that they did.
    subject: Callable[[str, Actor], Subject]
    acts: Mapping[str, Act] = field(default_factory=dict)
    #: What the key is called in addresses.
    placeholder: str = "key"
    #: Reads a key in an address into its one spelling; raises Missing when it cannot be one.
    known: Callable[[str], str] = str

    def blueprint(self, name: str) -> Blueprint:
        """A blueprint on which each act has its two addresses."""
        made = Blueprint(name, __name__)
        for act in self.acts.values():
            self._door(made, act)
        return made

    def _door(self, blueprint: Blueprint, act: Act) -> None:
        address = f"{self.path}/<{self.placeholder}>/{act.name}" + ("/<which>" if act.has_part else "")
        end = act.name.replace("-", "_")

        @blueprint.get(address, endpoint=f"{end}_form")
        @guard.staff(act.permissions[0], act.why, *act.permissions[1:])
        def form(which: str = "", **keys: str) -> str:
            return self._form(act, self.known(keys[self.placeholder]), which, Typed({}))

        @blueprint.post(address, endpoint=end)
        @guard.staff(act.permissions[0], act.why, *act.permissions[1:])
        def press(which: str = "", **keys: str) -> Answer:
            return self._press(act, Job(self.known(keys[self.placeholder]), which, Sent(request.form), me()))

    def _press(self, act: Act, job: Job) -> Answer:
        try:
            act.do(job)
        except Refused as refused:
            job.sent.typed.wrong(act.blame, refused.sentence)
            return self._form(act, job.key, job.which, job.sent.typed, job.sent), 409
        if not job.sent.fine:
            return self._form(act, job.key, job.which, job.sent.typed, job.sent), 400
        flash(act.said)
        return redirect(self.path if act.ends else f"{self.path}/{job.key}", 303)

    def _form(self, act: Act, key: str, which: str, typed: Typed, sent: Sent | None = None) -> str:
        subject = self.subject(key, me())
        asked = act.asks(subject.held, which)
        typed.values = {**{one.name: one.start for one in asked.fields}, **typed.values}
        return render_template(
            "staff/registrants/act.html",
            act=act,
            asked=asked,
            address=f"{self.path}/{key}/{act.name}" + (f"/{which}" if act.has_part else ""),
            path=f"{self.path}/{key}",
            back=self.back or f"Back to {key}",
            subject=subject,
            typed=typed,
            ticked={one.name: sent.many(one.name) if sent else [] for one in asked.fields if one.kind == "ticks"},
        )


def each(*acts: Act) -> dict[str, Act]:
    """Acts by their names."""
    return {one.name: one for one in acts}


def fixed(*fields: Field, about: str = "") -> Asks:
    """A form that asks everybody the same."""
    return lambda _held, _which: Asked(fields, [about] if about else [])


def choosing(found: Candidates, name: str, words: str, about: Sequence[str] = ()) -> Asked:
    """A form that asks whom to choose."""
    asks = [Field(name, words, kind="choices", options=found.choices)]
    return Asked(asks, about, found.sentence, found.kept_away, nobody=not found.choices)


def who_sits(choice: Choice, name: str = "member") -> Asked:
    """Whom somebody can choose for a panel."""
    names = authority.names_of([*choice.clear, *choice.kept_away])
    options = [(str(one), names.get(one, "")) for one in choice.clear]
    kept_away = [
        (names.get(one, ""), " ".join(conflict.sentence for conflict in why)) for one, why in choice.kept_away.items()
    ]
    return choosing(Candidates(options, choice.sentence, kept_away), name, "Who sits on it?")
