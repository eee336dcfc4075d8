"""What people write about an activity and about a goal, as plain values that are sealed as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from cpd.record.vocabulary import Company
from cpd.requirements.vocabulary import ActivityKind


@dataclass(frozen=True)
class Words:
    """What an activity was called, and what came of it. Each may be empty."""

    title: str = ""
    learned: str = ""
    changed: str = ""
    benefit: str = ""

    @property
    def reflected(self) -> bool:
        """Whether the three questions are answered: what I learned, what changed, how service users benefited."""
        return bool(self.learned.strip() and self.changed.strip() and self.benefit.strip())

    @property
    def same_title(self) -> str:
        """The title for comparing: case and spaces do not count."""
        return " ".join(self.title.casefold().split())

    def as_json(self) -> dict[str, str]:
        """Plain values, to be sealed."""
        return asdict(self)

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> Words:
        """What `as_json` made."""
        return cls(**{one.name: str(held.get(one.name, "")) for one in fields(cls)})


@dataclass(frozen=True)
class Told:
    """An activity as it is told: what the engine counts, and the words. A draft may lack anything."""

    done_on: date | None = None
    minutes: int | None = None
    kind: ActivityKind | None = None
    company: Company | None = None
    standards: tuple[str, ...] = ()
    plan_item_id: int | None = None
    words: Words = Words()

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be sealed."""
        return {
            "done_on": self.done_on.isoformat() if self.done_on else None,
            "minutes": self.minutes,
            "kind": self.kind.value if self.kind else None,
            "company": self.company.value if self.company else None,
            "standards": list(self.standards),
            "plan_item_id": self.plan_item_id,
            "words": self.words.as_json(),
        }

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> Told:
        """What `as_json` made."""
        return cls(
            done_on=date.fromisoformat(held["done_on"]) if held.get("done_on") else None,
            minutes=held.get("minutes"),
            kind=ActivityKind(held["kind"]) if held.get("kind") else None,
            company=Company(held["company"]) if held.get("company") else None,
            standards=tuple(held.get("standards") or ()),
            plan_item_id=held.get("plan_item_id"),
            words=Words.from_json(held.get("words") or {}),
        )


@dataclass(frozen=True)
class GoalWords:
    """A goal of somebody's plan."""

    goal: str = ""
    how: str = ""
    outcome: str = ""

    def as_json(self) -> dict[str, str]:
        """Plain values, to be sealed."""
        return asdict(self)

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> GoalWords:
        """What `as_json` made."""
        return cls(**{one.name: str(held.get(one.name, "")) for one in fields(cls)})
