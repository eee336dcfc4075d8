"""Who could have a concern: every concerns officer, with what they have in hand and what keeps some away."""

from __future__ import annotations

from dataclasses import dataclass

from accounts import authority
from accounts.rules import who_is_clear
from concerns import parties, queries, rules, worklist
from concerns.operations import having


@dataclass(frozen=True)
class Candidate:
    """An officer who may be given a concern, or why not."""

    account_id: int
    name: str
    open: int
    has_it: bool
    clear: bool

    @property
    def workload(self) -> str:
        """What they have in hand."""
        return "1 open concern" if self.open == 1 else f"{self.open} open concerns"


@dataclass(frozen=True)
class Candidates:
    """All of them, those with the least in hand first, and a sentence on how many are clear."""

    people: tuple[Candidate, ...]
    outcome: str

    @property
    def sentence(self) -> str:
        """How many there are to choose from, and what to do when there is none."""
        if not self.choices and any(one.clear and one.has_it for one in self.people):
            return "Nobody else is clear to take this. Ask an outside member, who has no tie to anybody in it."
        return self.outcome

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Those who may be chosen, for a form."""
        return [
            (str(one.account_id), f"{one.name}, {one.workload}") for one in self.people if one.clear and not one.has_it
        ]

    @property
    def kept_away(self) -> list[str]:
        """The names of those whom a tie keeps away."""
        return [one.name for one in self.people if not one.clear]


def candidates(reference: str) -> Candidates:
    """Who could have this concern."""
    concern = queries.get(reference)
    ids = having.candidates()
    choice = who_is_clear(ids, parties.of_one(concern).matter, called=rules.CALLED)
    names, busy = authority.names_of(ids), worklist.open_each()
    found = [
        Candidate(one, names[one], busy.get(one, 0), one == concern.officer_id, one in choice.clear) for one in ids
    ]
    return Candidates(tuple(sorted(found, key=lambda one: (one.open, one.name))), choice.sentence)
