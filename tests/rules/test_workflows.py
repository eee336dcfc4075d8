"""Workflows: every state reachable and owned, every move with its letter or a reason why not, every letter written."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest

from foundation.workflow import Move, State, Workflow, WorkflowError
from tests.rules.source import code
from tests.rules.test_templates import templates


def workflows() -> dict[str, Workflow]:
    """Every workflow of the house, found where it stands."""
    held: dict[str, Workflow] = {}
    for source in code():
        module = importlib.import_module(source.name.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        held |= {value.name: value for value in vars(module).values() if isinstance(value, Workflow)}
    return held


def faults(workflow: Workflow, letters: set[str]) -> Iterator[str]:
    for move in workflow.moves:
        if move.letter and move.silent_because:
            yield f"{workflow.name}: {move.name} sends a letter and says why not"
        if move.letter and move.letter not in letters:
            yield f"{workflow.name}: {move.name} sends {move.letter}, which is not written"
    for state in workflow.states:
        if not state.about.endswith("."):
            yield f"{workflow.name}: what {state.name} means is no sentence"


def test_the_house_has_workflows() -> None:
    assert "letter" in workflows()


def test_every_workflow_holds_together() -> None:
    letters = {name.split("/")[1] for name in templates() if name.startswith("mail/")}
    assert [fault for workflow in workflows().values() for fault in faults(workflow, letters)] == []


OPEN = State("open", "officer", "An officer looks.")
DONE = State("done", "nobody", "It is over.", final=True)
CLOSE = Move("close", frozenset({"open"}), "done", "close", letter="closed")


@pytest.mark.parametrize(
    ("states", "moves", "fault"),
    [
        ((OPEN, DONE, State("lost", "nobody", "Lost.", final=True)), (CLOSE,), "lost cannot be reached"),
        ((OPEN, DONE), (), "no end but cannot be left"),
        ((State("open", "", "?"), DONE), (CLOSE,), "open has no owner"),
        ((OPEN, DONE), (Move("close", frozenset({"open"}), "done", None),), "does not say why"),
        (
            (OPEN, DONE),
            (CLOSE, Move("again", frozenset({"done"}), "open", None, letter="x")),
            "is an end but can be left",
        ),
        ((OPEN, DONE), (CLOSE, Move("go", frozenset({"open"}), "gone", None, letter="x")), "unknown states"),
        ((OPEN, DONE, OPEN), (CLOSE,), "stands twice"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused(
    states: tuple[State, ...], moves: tuple[Move, ...], fault: str
) -> None:
    with pytest.raises(WorkflowError, match=fault):
        Workflow("bad", states, moves)


def test_the_rule_finds_a_letter_nobody_wrote() -> None:
    assert len(list(faults(Workflow("good", (OPEN, DONE), (CLOSE,)), set()))) == 1
    assert list(faults(Workflow("good", (OPEN, DONE), (CLOSE,)), {"closed"})) == []
