"""The parts of a page about the life of something, drawn from its tables: stages, moves, policies, parts kept apart.

Such a page stands in `docs/`, is made by `make docs`, and a test keeps it fresh. Lines of Markdown come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from accounts import roles
from accounts.permissions import Permission
from accounts.separation import EXCLUSIONS, Part
from foundation.policy import Policy
from foundation.workflow import Move, Workflow


def diagram(workflow: Workflow) -> list[str]:
    """The drawing of its stages."""
    return ["```mermaid", workflow.diagram().rstrip(), "```"]


def stages(workflow: Workflow) -> Iterator[str]:
    """Every stage: who acts, what it means, and what may follow."""
    yield "| stage | who acts | what it means | what may follow |"
    yield "| --- | --- | --- | --- |"
    for state in workflow.states:
        follow = ", ".join(f"{move.name} → {move.to_state}" for move in workflow.open_moves(state.name)) or "nothing"
        yield f"| {state.name} | {state.owner} | {state.about} | {follow} |"


def moves(workflow: Workflow, *, others: str, letter: str = "letter") -> Iterator[str]:
    """Every move: who may (`others` where no permission says it), and its letter or why there is none."""
    yield f"| move | from | to | who may | {letter} |"
    yield "| --- | --- | --- | --- | --- |"
    for move in workflow.moves:
        yield f"| {move.name} | {came_from(move)} | {move.to_state} | {_who(move) or others} | {letter_of(move)} |"


def came_from(move: Move) -> str:
    """The stages from which a move leads."""
    return ", ".join(sorted(move.from_states))


def letter_of(move: Move) -> str:
    """The letter of a move, or why there is none."""
    return f"`{move.letter}`" if move.letter else f"none. {move.silent_because}"


def _who(move: Move) -> str:
    holders = roles.holders_of(Permission(move.permission)) if move.permission else ()
    return ", ".join(roles.LABELS[role].lower() for role in holders)


def numbers(policies: Iterable[Policy[Any]]) -> Iterator[str]:
    """Every policy: its first value, what it says, and its source."""
    yield "| policy | at first | what it says | source |"
    yield "| --- | --- | --- | --- |"
    for one in policies:
        yield f"| `{one.name}` | {one.starting} {one.unit} | {one.about} | {one.source} |"


def kept_apart(said: Mapping[Part, str]) -> Iterator[str]:
    """Which parts one person never takes both of, among those that are `said`."""
    for one in EXCLUSIONS:
        if one.first in said and one.second in said:
            yield f"- Whoever {said[one.first]} never {said[one.second]}. {one.because}"
