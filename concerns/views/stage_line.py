"""The line of stages that the reporter and the registrant both see: where a concern was, is, and goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from concerns.vocabulary import Stage


@dataclass(frozen=True)
class Point:
    """One stage on the line."""

    label: str
    state: Literal["done", "now", "later"]

    @property
    def spoken(self) -> str:
        """For who cannot see the line."""
        return {"done": "done", "now": "it is here now", "later": "still to come"}[self.state]


LABELS = {Stage.RECEIVED: "Received", Stage.TRIAGE: "Triage: is it ours?", Stage.CLOSED: "Closed"}
#: What may follow triage, said in one word while nobody knows yet.
AFTER = "We look into it, or tell you who can"


def stage_line(stage: Stage, reached: Collection[Stage]) -> tuple[Point, ...]:
    """The line of a concern that stands at a stage and has been at others."""
    if stage is Stage.CLOSED:
        been = [one for one in (Stage.RECEIVED, Stage.TRIAGE) if one in reached]
        return (*(Point(LABELS[one], "done") for one in been), Point(LABELS[stage], "now"))
    order = (Stage.RECEIVED, Stage.TRIAGE)
    place = order.index(stage)
    points = [
        Point(LABELS[one], "done" if number < place else "now" if number == place else "later")
        for number, one in enumerate(order)
    ]
    return (*points, Point(AFTER, "later"))
