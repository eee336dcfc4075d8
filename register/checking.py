"""Many registration numbers at once: one answer each, in the order given. Pages, files and JSON share it.

Blank lines count as lines but get no answer. A number that was typed wrongly is explained, and when exactly one number
that the register shows is a slip of the hand away, it is offered: without its name, so that nobody takes the answer for
somebody else by mistake. That tells nobody more than the register's search does; the routes limit how often they ask.
"""

from __future__ import annotations

import enum
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from foundation import clock
from foundation.references import CHECK_LETTERS, check_letter, read_number, register_number, tidy_number
from register import publication, queries
from register.publication import PublicEntry

#: So much of what was typed is shown again.
LONGEST_SHOWN = 80
_LETTER_FOR_DIGIT = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1"})
#: A number among other words: `Anna Sample, CM 004271 S, Leeds`.
AMONG_WORDS = re.compile(r"(?<![A-Z0-9])C[ .-]?M(?:[ .-]?\d){6}[ .-]?[A-Z](?![A-Z0-9])", re.IGNORECASE)


class Verdict(enum.StrEnum):
    """What became of one line."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    NOT_A_NUMBER = "not_a_number"


class Mistyped(NamedTuple):
    """Why a text is no registration number, and the numbers it may have been meant to be."""

    sentence: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer to one line."""

    #: Its place in the list, from 1, blank lines counted.
    line: int
    typed: str
    number: str | None
    verdict: Verdict
    #: What the register says, or what is wrong with the number.
    sentence: str
    entry: PublicEntry | None = None
    #: The one number on the register that is a slip of the hand away.
    suggestion: str | None = None
    #: The earlier line that gave the same number.
    same_as: int | None = None

    @property
    def group(self) -> str:
        """How the line counts in the totals."""
        if self.same_as is not None:
            return "repeated"
        return self.entry.tone if self.entry else self.verdict.value

    def as_json(self) -> dict[str, Any]:
        """The answer as plain values."""
        return {
            "line": self.line,
            "given": self.typed,
            "number": self.number,
            "verdict": self.verdict.value,
            "sentence": self.sentence,
            "entry": self.entry.as_json() if self.entry else None,
            "suggestion": self.suggestion,
            "same_as": self.same_as,
        }


#: The totals, in the order in which they are read.
GROUPS = {
    "registered": "on the register without restrictions",
    "limited": "on the register with restrictions",
    "stopped": "suspended or removed",
    "ended": "no longer on the register",
    Verdict.NOT_FOUND.value: "not found",
    Verdict.NOT_A_NUMBER.value: "not a registration number",
    "repeated": "given more than once",
}


class Answers(list[Checked]):
    """One answer for each line that was not blank, and when the register was read."""

    def __init__(self, answers: Sequence[Checked], read_at: datetime) -> None:
        super().__init__(answers)
        self.read_at = read_at

    def totals(self) -> list[tuple[str, int]]:
        """How many lines there are of each kind, in words; kinds without any are left out."""
        counts = Counter(one.group for one in self)
        return [(words, counts[group]) for group, words in GROUPS.items() if counts[group]]


def check(lines: Sequence[str]) -> Answers:
    """Check each line. A fixed number of statements to the database, however many lines."""
    now = clock.now()
    read = [(place, line, read_line(line)) for place, line in enumerate(lines, 1) if line.strip()]
    asked = {number for _, _, found in read for number in ([found] if isinstance(found, str) else found.near)}
    ids = queries.entry_ids(sorted(asked))
    entries = publication.public_entries(ids.values(), now=now)
    shown = {number: entries[entry_id] for number, entry_id in ids.items() if entry_id in entries}
    first: dict[str, int] = {}
    answers = []
    for place, line, found in read:
        if isinstance(found, str):
            answers.append(_answer(place, line, found, shown.get(found), same_as=first.get(found)))
            first.setdefault(found, place)
        else:
            near = [number for number in found.near if number in shown]
            suggestion = near[0] if len(near) == 1 else None
            answers.append(
                Checked(place, typed(line), None, Verdict.NOT_A_NUMBER, found.sentence, suggestion=suggestion)
            )
    return Answers(answers, now)


def _answer(place: int, line: str, number: str, entry: PublicEntry | None, *, same_as: int | None) -> Checked:
    verdict = Verdict.FOUND if entry else Verdict.NOT_FOUND
    sentence = entry.status_sentence if entry else "We show nobody with this number."
    return Checked(place, typed(line), number, verdict, sentence, entry, same_as=same_as)


def as_json(answers: Answers) -> dict[str, Any]:
    """All answers as plain values."""
    return {"results": [one.as_json() for one in answers], "read_at": answers.read_at.isoformat()}


def typed(line: str) -> str:
    """A line as it may be shown again: on one line, printable, not too long."""
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in line).split())
    return shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"


def count(lines: Sequence[str]) -> int:
    """How many lines are not blank."""
    return sum(1 for line in lines if line.strip())


def read_line(line: str) -> str | Mistyped:
    """The registration number in a line, by itself or among other words; or why there is none."""
    number = read_number(line).number
    if number is not None:
        return number
    among = AMONG_WORDS.findall(line)
    return _explain(among[0] if len(among) == 1 else line)


def _explain(text: str) -> str | Mistyped:
    reading = read_number(text)
    if reading.number is not None:
        return reading.number
    tidy = tidy_number(text[:200])
    if found := re.fullmatch(r"CM(\d{6})([A-Z])", tidy):
        near = [register_number(int(found[1])), *_slips(found[1], found[2])]
        return Mistyped(str(reading.problem), tuple(dict.fromkeys(near)))
    if found := re.fullmatch(r"CM(\d{6})\d?", tidy):
        whole = register_number(int(found[1]))
        said = "The letter at the end is missing" if len(tidy) == 8 else "A number ends in a letter"
        return Mistyped(f"{said}: CM{found[1]} ends in {whole[-1]}.", (whole,))
    if found := re.fullmatch(r"(\d{6})([A-Z])", tidy):
        whole = f"CM{tidy}"
        return Mistyped("A number begins with CM.", (whole,) if read_number(whole).number else ())
    if found := re.fullmatch(r"CM([0-9OQIL]{6})([A-Z])", tidy):
        whole = f"CM{found[1].translate(_LETTER_FOR_DIGIT)}{found[2]}"
        sentence = "There is a letter where a digit should be, such as O for 0 or I for 1."
        return Mistyped(sentence, (whole,) if read_number(whole).number else ())
    if found := re.fullmatch(r"CM(\d{5}|\d{7})([A-Z])", tidy):
        sentence = f"A number has six digits. This one has {'five' if len(found[1]) == 5 else 'seven'}."
        return Mistyped(sentence, tuple(dict.fromkeys(_miscounted(found[1], found[2]))))
    return Mistyped("A registration number is CM, six digits and a letter, such as CM004271S.")


def _slips(digits: str, letter: str) -> Iterator[str]:
    """Numbers with this letter and one other digit, or with two neighbouring digits the other way round."""
    changed = [
        digits[:at] + other + digits[at + 1 :] for at in range(6) for other in "0123456789" if other != digits[at]
    ]
    swapped = [digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(5)]
    yield from _fitting([*changed, *swapped], letter)


def _miscounted(digits: str, letter: str) -> Iterator[str]:
    """Numbers with this letter and one digit more, when there are five, or fewer, when there are seven."""
    if len(digits) == 5:
        options = [digits[:at] + other + digits[at:] for at in range(6) for other in "0123456789"]
    else:
        options = [digits[:at] + digits[at + 1 :] for at in range(7)]
    yield from _fitting(options, letter)


def _fitting(options: Sequence[str], letter: str) -> Iterator[str]:
    if letter in CHECK_LETTERS:
        yield from (f"CM{digits}{letter}" for digits in options if check_letter(int(digits)) == letter)
