"""The shape of the forms of acts, as data: which fields an act has, at which stage it is offered, and who may.

Nothing here decides anything: the operation behind an act checks all of it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol

from werkzeug.datastructures import MultiDict

from accounts.forms.staff import Typed, tidy
from accounts.permissions import Permission
from concerns.forms.staff import LONGEST
from concerns.vocabulary import Stage

Kind = Literal["line", "text", "day", "choices", "ticks", "file", "each"]
Options = tuple[tuple[str, str], ...]


class Labelled(Protocol):
    """A member of an enumeration with words for people."""

    @property
    def value(self) -> str:
        """Its code."""

    @property
    def label(self) -> str:
        """Its words."""


#: The id of the form itself, where what is wrong lies at none of its fields.
WHOLE = "act"


@dataclass(frozen=True)
class Field:
    """One field. `needed` is the sentence when it is empty; `of` names choices that depend on the concern.

    A field of the kind "each" stands for one field of the kind "choices" for everything that `of` names, each with
    the same `options`.
    """

    name: str
    label: str
    kind: Kind = "text"
    options: Options = ()
    hint: str = ""
    needed: str = ""
    of: str = ""


@dataclass(frozen=True)
class Form:
    """One act: its heading, the words on its button, what it asks, and when and to whom it is offered."""

    heading: str
    button: str
    may: tuple[Permission, ...]
    stages: tuple[Stage, ...]
    fields: tuple[Field, ...] = ()
    said: str = "It is done."
    #: Shown beside the form.
    advice: tuple[str, ...] = ()

    @property
    def takes_files(self) -> bool:
        """Whether a file goes with it."""
        return any(one.kind == "file" for one in self.fields)

    @property
    def chooses_from(self) -> set[str]:
        """What it cannot do without: the names of the choices of which one is needed."""
        return {one.of for one in self.fields if one.of and one.needed and one.kind == "choices"}


@dataclass(frozen=True)
class Given:
    """What was typed, read."""

    typed: Typed
    days: Mapping[str, date | None]
    once: str = ""

    def __getitem__(self, name: str) -> str:
        return self.typed.values.get(name, "")

    def day(self, name: str) -> date | None:
        """A day, or none."""
        return self.days.get(name)

    def number(self, name: str) -> int | None:
        """A whole number, or none."""
        text = self[name]
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None

    def listed(self, name: str) -> list[str]:
        """What was ticked, or stands between commas or on lines of its own."""
        return [one.strip() for one in self[name].replace("\n", ",").split(",") if one.strip()]

    def lines(self, name: str) -> list[str]:
        """What stands on lines of its own."""
        return [one.strip() for one in self[name].split("\n") if one.strip()]

    def each(self, name: str) -> dict[int, str]:
        """What was chosen for each of several, by its id."""
        start = f"{name}_"
        return {int(one[len(start) :]): chosen for one, chosen in self.typed.values.items() if one.startswith(start)}


def expanded(form: Form, choices: Mapping[str, Options]) -> tuple[Field, ...]:
    """The fields as they are shown: what depends on the concern is filled in."""
    found: list[Field] = []
    for one in form.fields:
        given = choices.get(one.of, ()) if one.of else one.options
        if one.kind == "each":
            found += [
                replace(one, name=f"{one.name}_{code}", label=f"{one.label}: {words}", kind="choices", of="")
                for code, words in given
            ]
        else:
            found.append(replace(one, options=given, of=""))
    return tuple(found)


def read(fields: tuple[Field, ...], sent: MultiDict[str, str], once: str) -> Given:
    """Read what was sent; what is wrong is noted by field."""
    typed = Typed({"version": tidy(sent.get("version", "")), "once": once})
    days: dict[str, date | None] = {}
    for one in fields:
        text = sent.get(one.name, "")
        if one.kind == "file":
            continue
        if one.kind == "ticks":
            known = [code for code in sent.getlist(one.name) if code in dict(one.options)]
            typed.values[one.name] = ",".join(known)
        elif one.kind == "text":
            typed.values[one.name] = _words(typed, one.name, text)
        else:
            typed.values[one.name] = tidy(text, LONGEST)
        if one.kind == "day":
            days[one.name] = typed.day(one.name, needed=one.needed or None)
        elif one.kind == "choices" and typed.values[one.name] not in dict(one.options):
            if typed.values[one.name] or one.needed:
                typed.wrong(one.name, one.needed or "Choose one of these")
        elif one.needed:
            typed.needs(one.name, one.needed)
    return Given(typed, days, once)


def blamed(fields: tuple[Field, ...], name: str) -> str:
    """Where a page says what was refused: at the field that was typed wrong, or at the only one; else at the form."""
    if any(one.name == name for one in fields):
        return name
    return fields[0].name if len(fields) == 1 else WHOLE


def _words(typed: Typed, name: str, text: str) -> str:
    kept = "".join(sign for sign in text.replace("\r\n", "\n") if sign.isprintable() or sign in "\n\t").strip()
    if len(kept) > LONGEST:
        typed.wrong(name, f"This is longer than {LONGEST:,} characters. Make it shorter, or send it as a file")
    return kept


def options(kind: Iterable[Labelled]) -> Options:
    """The members of an enumeration with their labels, to choose from."""
    return tuple((one.value, one.label) for one in kind)
