"""The draw as anybody can repeat it: a list, a seed, and sums that any language can do. Pure.

Every person in the list has a ticket. Sorted, one on each line, the tickets are the frozen list; its SHA-256 is kept
before there is a seed. A ticket's place is the SHA-256 of the seed, a colon and the ticket, in hexadecimal; the lowest
places are drawn. `docs/cpd-audit-draw.md` says the same in words.

A ticket says nothing of whose it is: it is made from the registration number with a key that only this service has.
So the list and the seed can be given to everybody who was drawn, and nobody learns who else was.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ALGORITHM = "sha256-lowest-1"


def ticket(key: str, number: str) -> str:
    """The ticket of a registration number."""
    return hmac.new(key.encode("utf-8"), number.encode("utf-8"), hashlib.sha256).hexdigest()[:32]


def list_hash(tickets: Collection[str]) -> str:
    """The fingerprint of a frozen list."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(tickets)).encode("ascii")).hexdigest()


def place(seed: str, one: str) -> str:
    """Where a ticket comes in the order of a draw: the lower, the earlier."""
    return hashlib.sha256(f"{seed}:{one}".encode("ascii")).hexdigest()


def drawn(tickets: Collection[str], *, seed: str, size: int) -> list[str]:
    """The tickets that a seed draws, in order."""
    return sorted(tickets, key=lambda one: place(seed, one))[:size]


def sample_size(listed: int, *, per_cent: int, smallest: int) -> int:
    """How many are drawn of so many: the share, rounded up, and never fewer than the smallest number."""
    return min(listed, max(smallest, -(-listed * per_cent // 100)))


def is_marked_twice(seed: str, reference: str, *, before: int, twice: int, per_cent: int) -> bool:
    """Whether a record that is met is marked a second time all the same.

    `before` were met before it in the same draw, and `twice` of them were marked twice. The first is marked twice, and
    then one of each turn: of each ten when the share is 10 per cent. So there are never fewer than the share, rounded
    up, and never more than one above. Which one of its turn it is, is chance: each still to come is as likely. The seed
    is the audit's own, and nobody sees it.
    """
    if per_cent == 0:
        return False
    turns = -(-before * per_cent // 100)
    if twice != turns:
        return twice < turns
    left = turns * 100 // per_cent + 1 - before
    chance = int(hashlib.sha256(f"{seed}:{reference}:{before}".encode("ascii")).hexdigest()[:8], 16)
    return chance * left < 16**8


@dataclass(frozen=True)
class Checked:
    """What a draw came to when it was done again."""

    problems: tuple[str, ...]
    drawn: tuple[str, ...]

    @property
    def fine(self) -> bool:
        """Whether everything is as it was said."""
        return not self.problems


def check(said: Mapping[str, Any]) -> Checked:
    """Do a draw again from its file, and say what does not fit.

    The file names `algorithm`, `seed`, `list_hash`, `size`, `tickets`, and `drawn`, all of it or only one's own.
    """
    tickets = _texts(said.get("tickets"))
    size, seed = said.get("size"), said.get("seed")
    if not tickets or not isinstance(size, int) or not isinstance(seed, str):
        return Checked(("This is no file of a draw.",), ())
    problems = []
    if said.get("algorithm") != ALGORITHM:
        problems.append(f"It names another way to draw than {ALGORITHM}.")
    if len(set(tickets)) != len(tickets):
        problems.append("A ticket stands in the list twice.")
    if list_hash(tickets) != said.get("list_hash"):
        problems.append("The list is not the one that was frozen: its fingerprint is another one.")
    again = drawn(tickets, seed=seed, size=size)
    wrong = [one for one in _texts(said.get("drawn")) if one not in set(again)]
    problems += [f"The ticket {one} is not among the {size} that this seed draws." for one in wrong]
    return Checked(tuple(problems), tuple(again))


def _texts(given: object) -> Sequence[str]:
    return [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
