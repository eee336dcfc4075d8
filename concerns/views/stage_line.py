"""The line of stages that the reporter and the registrant both see: where a concern was, is, and goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from concerns.vocabulary import OPEN_STAGES, Stage


@dataclass(frozen=True)
class Point:
    """One stage on the line."""

    label: str
    state: Literal["done", "now", "later"]

    @property
    def spoken(self) -> str:
        """For who cannot see the line."""
        return {"done": "done", "now": "it is here now", "later": "still to come"}[self.state]


LABELS = {
    Stage.RECEIVED: "Received",
    Stage.TRIAGE: "Triage: is it ours?",
    Stage.LOCAL_RESOLUTION: "Settling it together",
    Stage.THRESHOLD: "Could it be serious?",
    Stage.INVESTIGATION: "Investigation",
    Stage.EXAMINATION: "Is there a case to answer?",
    Stage.PANEL: "Panel",
    Stage.OUTCOME: "Outcome",
    Stage.APPEAL: "Appeal",
    Stage.MONITORING: "The decision is kept",
    Stage.CLOSED: "Closed",
}
#: Where it stands, in a sentence that both sides may read.
WHERE = {
    Stage.TRIAGE: "We are finding out whether it is ours to look into.",
    Stage.LOCAL_RESOLUTION: "Everybody in it agreed to try to settle it. An officer watches over that.",
    Stage.THRESHOLD: "It is ours to look into. Now we ask whether it could be serious enough to investigate.",
    Stage.INVESTIGATION: "An investigating officer is finding out what happened. Nothing has been decided.",
    Stage.EXAMINATION: "Two case examiners decide whether there is a case to answer.",
    Stage.PANEL: "A panel of three people will hear it and decide.",
    Stage.OUTCOME: "It has been decided. We write to everybody about it.",
    Stage.APPEAL: "Three other people look at what was decided.",
    Stage.MONITORING: "It has been decided, and we follow whether the decision is kept.",
}
WAITING = "We have to wait before we can go on, and look again every two weeks whether that is still so."
#: What may follow triage, said in one word while nobody knows yet.
AFTER = "We look into it, or tell you who can"
#: What may follow later, while nobody knows yet.
LATER = {
    Stage.LOCAL_RESOLUTION: "It is settled, or we go on",
    Stage.THRESHOLD: "We investigate it, or tell you why not",
    Stage.INVESTIGATION: "Case examiners decide what follows",
    Stage.EXAMINATION: "We tell you what follows",
    Stage.PANEL: "We tell you what was decided",
}


def stage_line(stage: Stage, reached: Collection[Stage]) -> tuple[Point, ...]:
    """The line of a concern that stands at a stage and has been at others."""
    if stage is Stage.CLOSED:
        return (*(Point(LABELS[one], "done") for one in OPEN_STAGES if one in reached), Point(LABELS[stage], "now"))
    if stage in (Stage.RECEIVED, Stage.TRIAGE):
        order = (Stage.RECEIVED, Stage.TRIAGE)
        place = order.index(stage)
        points = [
            Point(LABELS[one], "done" if number < place else "now" if number == place else "later")
            for number, one in enumerate(order)
        ]
        return (*points, Point(AFTER, "later"))
    done = [Point(LABELS[one], "done") for one in OPEN_STAGES[: OPEN_STAGES.index(stage)] if one in reached]
    later = LATER.get(stage)
    return (*done, Point(LABELS[stage], "now"), *([Point(later, "later")] if later else []))
