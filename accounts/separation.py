"""Who may not take which part after which, in one and the same matter (rules 6.10). Pure: no database.

The table holds in both directions: whoever decided cannot go back and assess either. Each line carries the sentence
that explains the refusal. What is refused for two roles of one person at once stands in `accounts.roles`.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass


class Part(enum.StrEnum):
    """A part that somebody takes in a matter."""

    CHECKED = "checked"
    ASSESSED = "assessed"
    SECOND_MARKED = "second_marked"
    REVIEWED_DECLARATION = "reviewed_declaration"
    DECIDED = "decided"
    RECEIVED = "received"
    WORKED_ON = "worked_on"
    RATED = "rated"
    LOWERED_RISK = "lowered_risk"
    AGREED_LOWER_RISK = "agreed_lower_risk"
    TRIAGED = "triaged"
    APPLIED_THRESHOLD = "applied_threshold"
    INVESTIGATED = "investigated"
    EXAMINED = "examined"
    SAT_ON_INTERIM_PANEL = "sat_on_interim_panel"
    SAT_ON_PANEL = "sat_on_panel"
    ADVISED_PANEL = "advised_panel"
    REVIEWED_CLOSURE = "reviewed_closure"
    HEARD_APPEAL = "heard_appeal"
    PREPARED_TEXT = "prepared_text"
    PUBLISHED = "published"
    PROPOSED_ERASURE = "proposed_erasure"
    AGREED_ERASURE = "agreed_erasure"
    PROPOSED_MERGE = "proposed_merge"
    AGREED_MERGE = "agreed_merge"
    PROPOSED_WITHHOLDING = "proposed_withholding"
    AGREED_WITHHOLDING = "agreed_withholding"
    SAMPLED = "sampled"
    SAMPLED_AGAIN = "sampled_again"


#: What somebody did, as "You … this." says it, and what they would do, as "cannot …" says it.
DONE: dict[Part, tuple[str, str]] = {
    Part.CHECKED: ("checked", "check it"),
    Part.ASSESSED: ("assessed", "assess it"),
    Part.SECOND_MARKED: ("marked", "mark it a second time"),
    Part.REVIEWED_DECLARATION: ("reviewed the declaration in", "review its declaration"),
    Part.DECIDED: ("decided", "decide it"),
    Part.RECEIVED: ("took in", "take it in"),
    Part.WORKED_ON: ("worked on", "work on it"),
    Part.RATED: ("rated the risk in", "rate its risk"),
    Part.LOWERED_RISK: ("asked to lower the risk in", "ask to lower its risk"),
    Part.AGREED_LOWER_RISK: ("agreed to lower the risk in", "agree to lower its risk"),
    Part.TRIAGED: ("triaged", "triage it"),
    Part.APPLIED_THRESHOLD: ("applied the threshold test to", "apply the threshold test to it"),
    Part.INVESTIGATED: ("investigated", "investigate it"),
    Part.EXAMINED: ("decided whether there is a case to answer in", "decide whether there is a case to answer"),
    Part.SAT_ON_INTERIM_PANEL: ("sat on the interim panel for", "sit on its interim panel"),
    Part.SAT_ON_PANEL: ("sat on the panel for", "sit on its panel"),
    Part.ADVISED_PANEL: ("advised the panel in", "advise its panel"),
    Part.REVIEWED_CLOSURE: ("reviewed the closing of", "review how it was closed"),
    Part.HEARD_APPEAL: ("heard the appeal in", "hear its appeal"),
    Part.PREPARED_TEXT: ("wrote the text for", "write its text"),
    Part.PUBLISHED: ("published the text for", "publish its text"),
    Part.PROPOSED_ERASURE: ("proposed erasing", "propose erasing it"),
    Part.AGREED_ERASURE: ("agreed to erase", "agree to erase it"),
    Part.PROPOSED_MERGE: ("proposed merging", "propose merging it"),
    Part.AGREED_MERGE: ("agreed to merge", "agree to merge it"),
    Part.PROPOSED_WITHHOLDING: ("asked to withhold part of", "ask to withhold part of it"),
    Part.AGREED_WITHHOLDING: ("agreed to withhold part of", "agree to withhold part of it"),
    Part.SAMPLED: ("checked the quality of", "check its quality"),
    Part.SAMPLED_AGAIN: ("checked the quality of", "check its quality as the second person"),
}

#: Every part in a concern before a panel or an appeal.
_BEFORE_A_PANEL = (
    Part.RECEIVED,
    Part.WORKED_ON,
    Part.RATED,
    Part.LOWERED_RISK,
    Part.AGREED_LOWER_RISK,
    Part.TRIAGED,
    Part.APPLIED_THRESHOLD,
    Part.INVESTIGATED,
    Part.EXAMINED,
    Part.REVIEWED_DECLARATION,
)
_FIRST_DECISIONS = (
    Part.CHECKED,
    Part.ASSESSED,
    Part.SECOND_MARKED,
    Part.DECIDED,
    *_BEFORE_A_PANEL,
    Part.SAT_ON_INTERIM_PANEL,
    Part.SAT_ON_PANEL,
    Part.ADVISED_PANEL,
    Part.REVIEWED_CLOSURE,
)


@dataclass(frozen=True)
class Exclusion:
    """Two parts that one person may not take in one matter, and why."""

    first: Part
    second: Part
    because: str


def _each(firsts: Iterable[Part], second: Part, because: str) -> tuple[Exclusion, ...]:
    return tuple(Exclusion(first, second, because) for first in firsts)


EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion(Part.ASSESSED, Part.DECIDED, "Whoever assesses an application does not decide it."),
    Exclusion(Part.ASSESSED, Part.SECOND_MARKED, "The second mark is worth something only from a second person."),
    Exclusion(Part.SECOND_MARKED, Part.DECIDED, "Whoever marks a record does not decide it."),
    Exclusion(
        Part.LOWERED_RISK, Part.AGREED_LOWER_RISK, "A risk that the rules call red is lowered only by two people."
    ),
    Exclusion(
        Part.TRIAGED, Part.APPLIED_THRESHOLD, "Whoever triages a concern does not apply the threshold test to it."
    ),
    Exclusion(
        Part.APPLIED_THRESHOLD, Part.INVESTIGATED, "Whoever sends a concern to be investigated does not investigate it."
    ),
    Exclusion(
        Part.INVESTIGATED, Part.EXAMINED, "Whoever gathers the evidence does not decide if there is a case to answer."
    ),
    Exclusion(
        Part.APPLIED_THRESHOLD, Part.EXAMINED, "Case examiners look afresh at what others have passed on to them."
    ),
    Exclusion(Part.TRIAGED, Part.EXAMINED, "Case examiners look afresh at what others have passed on to them."),
    *_each(_BEFORE_A_PANEL, Part.SAT_ON_PANEL, "Nobody with an earlier part in a concern sits on its panel."),
    *_each(
        _BEFORE_A_PANEL,
        Part.SAT_ON_INTERIM_PANEL,
        "Nobody with an earlier part in a concern sits on its interim panel.",
    ),
    *_each(_BEFORE_A_PANEL, Part.ADVISED_PANEL, "Nobody with an earlier part in a concern advises its panel."),
    Exclusion(
        Part.SAT_ON_INTERIM_PANEL, Part.SAT_ON_PANEL, "Nobody on the interim panel takes part in the final decision."
    ),
    Exclusion(
        Part.SAT_ON_INTERIM_PANEL, Part.ADVISED_PANEL, "Nobody on the interim panel takes part in the final decision."
    ),
    Exclusion(
        Part.SAT_ON_PANEL, Part.ADVISED_PANEL, "A legal adviser does not vote, and a panel member does not advise."
    ),
    *_each(
        (Part.DECIDED,),
        Part.SAT_ON_PANEL,
        "Whoever took a registration decision in a matter does not sit on its panel.",
    ),
    *_each(
        tuple(part for part in _BEFORE_A_PANEL if part is not Part.REVIEWED_DECLARATION),
        Part.REVIEWED_CLOSURE,
        "A closing is reviewed by somebody with no earlier part in it.",
    ),
    *_each(_FIRST_DECISIONS, Part.HEARD_APPEAL, "An appeal is heard by people with no part in the first decision."),
    Exclusion(
        Part.PREPARED_TEXT, Part.PUBLISHED, "What the public reads is written by one person and published by another."
    ),
    Exclusion(Part.PROPOSED_ERASURE, Part.AGREED_ERASURE, "Nobody erases a record alone: a second person agrees."),
    Exclusion(Part.PROPOSED_MERGE, Part.AGREED_MERGE, "Nobody merges two entries alone: a second person agrees."),
    Exclusion(
        Part.PROPOSED_WITHHOLDING,
        Part.AGREED_WITHHOLDING,
        "Nobody takes something off the public page alone: a second person agrees.",
    ),
    Exclusion(Part.SAMPLED, Part.SAMPLED_AGAIN, "A check by two people needs two people."),
)

_BY_PAIR: dict[frozenset[Part], Exclusion] = {frozenset((one.first, one.second)): one for one in EXCLUSIONS}


def excluded(part: Part, held: Collection[Part]) -> Exclusion | None:
    """The line of the table that refuses a part to somebody who took these, or None."""
    for earlier in held:
        found = _BY_PAIR.get(frozenset((earlier, part)))
        if found is not None:
            return found
    return None


def refusal(part: Part, held: Collection[Part], *, matter: str) -> str | None:
    """The sentence for somebody who wants a part after these, or None. `matter` names it: "this application"."""
    found = excluded(part, held)
    if found is None:
        return None
    earlier = found.first if found.second is part else found.second
    return f"You {DONE[earlier][0]} {matter}, so you cannot {DONE[part][1]}. {found.because}"


#: Parts that are not taken twice running about the same person, with the sentence (rules 6.10).
NOT_TWICE_RUNNING: dict[Part, str] = {
    Part.ASSESSED: "The same assessor does not look at the same person twice running.",
}
