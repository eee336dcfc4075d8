"""What staff type on this side: fields as data, and reading them. Nothing here decides anything."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from accounts.forms.staff import Typed, tidy

LONGEST = 20_000
Code = TypeVar("Code", bound=enum.StrEnum)


@dataclass(frozen=True)
class Field:
    """One field of a form. kind: line, day, email, choice, choices, words, ticks."""

    name: str
    words: str
    hint: str = ""
    kind: str = "line"
    options: Sequence[tuple[str, str]] = ()
    rows: int = 6
    #: What stands there before anybody typed.
    start: str = ""


def options(*codes: enum.StrEnum) -> list[tuple[str, str]]:
    """Codes with their labels, for a form."""
    return [(code.value, str(code.label)) for code in codes]  # type: ignore[attr-defined]  # ours all have labels


class Sent:
    """A form that was sent: what was typed, what is wrong with it, and which state its page showed."""

    def __init__(self, form: MultiDict[str, str]) -> None:
        self._form = form
        self.typed = Typed({name: _clean(form.get(name, "")) for name in form})
        for name, text in self.typed.values.items():
            if len(text) > LONGEST:
                self.typed.wrong(name, f"This is longer than {LONGEST:,} characters. Make it shorter")

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong so far."""
        return not self.typed.problems

    @property
    def version(self) -> int:
        """Which state of the application the page showed."""
        return number(self.typed.values.get("version", ""))

    def line(self, name: str) -> str:
        """One line; empty when nothing was typed."""
        return tidy(self.typed.values.get(name, ""), 320)

    def words(self, name: str) -> str:
        """Some lines; empty when nothing was typed."""
        return self.typed.values.get(name, "")

    def each_line(self, name: str) -> list[str]:
        """What stands on each line."""
        return [one.strip() for one in self.words(name).split("\n") if one.strip()]

    def many(self, name: str) -> list[str]:
        """What was ticked."""
        return [tidy(one) for one in self._form.getlist(name)]

    def choice(self, name: str, kind: type[Code], sentence: str) -> Code | None:
        """The code that was chosen."""
        found = next((one for one in kind if one.value == self.line(name)), None)
        if found is None:
            self.typed.wrong(name, sentence)
        return found

    def account(self, name: str, sentence: str) -> int:
        """The account that was chosen."""
        found = number(self.line(name))
        if not found:
            self.typed.wrong(name, sentence)
        return found

    def pence(self, name: str, sentence: str) -> int:
        """An amount of money: "90", "£232.72"."""
        text = self.line(name).removeprefix("£").replace(",", "").strip()
        pounds, _, rest = text.partition(".")
        if pounds.isascii() and pounds.isdecimal() and len(pounds) < 7 and rest in ("", *_PENCE):
            return int(pounds) * 100 + int(rest or 0)
        self.typed.wrong(name, sentence)
        return 0


_PENCE = tuple(f"{one:02d}" for one in range(100))


def number(text: str) -> int:
    """A whole number that was typed; 0 when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _clean(text: str) -> str:
    return "".join(sign for sign in text.replace("\r\n", "\n") if sign.isprintable() or sign in "\n\t").strip()
