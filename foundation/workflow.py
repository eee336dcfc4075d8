"""A workflow as a table: states, who owns each, and the moves between them.

The table refuses to be built when it does not hold together: a state nobody can reach, a state that is not an end but
has no way out, a move that neither sends a letter nor says why it is silent. It draws its own diagram for `docs/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.errors import Refused


@dataclass(frozen=True)
class State:
    """Where a record can stand, and who has to act there."""

    name: str
    owner: str
    about: str
    final: bool = False


@dataclass(frozen=True)
class Move:
    """A step from some states to one, with the permission it needs and the letter it sends (or why none)."""

    name: str
    from_states: frozenset[str]
    to_state: str
    permission: str | None
    letter: str | None = None
    silent_because: str | None = None


class WorkflowError(ValueError):
    """The table does not hold together."""


@dataclass(frozen=True)
class Workflow:
    """A checked table of states and moves. The first state is where everything begins."""

    name: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise WorkflowError(f"workflow {self.name}: " + "; ".join(problems))

    @property
    def start(self) -> State:
        """Where everything begins."""
        return self.states[0]

    def state(self, name: str) -> State:
        """The state of that name."""
        return next(state for state in self.states if state.name == name)

    def after(self, move: str, *, standing: str) -> str:
        """The state that a move leads to from where the record stands.

        Raises:
            Refused: that step is not possible from there.
        """
        for candidate in self.moves:
            if candidate.name == move:
                if standing in candidate.from_states:
                    return candidate.to_state
                where = self.state(standing).about
                raise Refused(f"That step is not possible now. {where}")
        raise KeyError(move)

    def open_moves(self, standing: str) -> tuple[Move, ...]:
        """The moves that are possible from a state."""
        return tuple(move for move in self.moves if standing in move.from_states)

    def diagram(self) -> str:
        """The workflow as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start.name}"]
        for move in self.moves:
            lines += [f"    {origin} --> {move.to_state}: {move.name}" for origin in sorted(move.from_states)]
        lines += [f"    {state.name} --> [*]" for state in self.states if state.final]
        return "\n".join(lines) + "\n"

    def _problems(self) -> Iterable[str]:
        names = [state.name for state in self.states]
        if not names:
            yield "it has no states"
        for kind, given in (("state", names), ("move", [move.name for move in self.moves])):
            for doubled in sorted({name for name in given if given.count(name) > 1}):
                yield f"{kind} {doubled} stands twice"
        for move in self.moves:
            unknown = (move.from_states | {move.to_state}) - set(names)
            if unknown:
                yield f"move {move.name} names unknown states {sorted(unknown)}"
            if not move.letter and not move.silent_because:
                yield f"move {move.name} sends no letter and does not say why"
        reached = {names[0]} if names else set()
        for _ in names:
            reached |= {move.to_state for move in self.moves if move.from_states & reached}
        for state in self.states:
            if state.name not in reached:
                yield f"state {state.name} cannot be reached"
            leaves = bool(self.open_moves(state.name))
            if state.final and leaves:
                yield f"state {state.name} is an end but can be left"
            if not state.final and not leaves:
                yield f"state {state.name} is no end but cannot be left"
            if not state.owner:
                yield f"state {state.name} has no owner"
