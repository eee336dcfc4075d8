"""A workflow refuses to be built when its table does not hold together."""

from __future__ import annotations

from typing import Any

import pytest

from foundation.errors import Refused
from foundation.workflow import Move, State, Workflow, WorkflowError

ASKED = State("asked", "officer", "Somebody has to answer.")
ANSWERED = State("answered", "nobody", "It was answered.", final=True)
DROPPED = State("dropped", "nobody", "It was dropped.", final=True)
ANSWER = Move("answer", frozenset({"asked"}), "answered", "answer", letter="answered")
DROP = Move("drop", frozenset({"asked"}), "dropped", None, silent_because="Nobody was waiting.")
GOOD = {"name": "question", "states": (ASKED, ANSWERED, DROPPED), "moves": (ANSWER, DROP)}


def test_a_table_that_holds_together_can_be_used() -> None:
    workflow = Workflow(**GOOD)  # type: ignore[arg-type]  # a table of keyword arguments
    assert workflow.start is ASKED
    assert workflow.after("answer", standing="asked") == "answered"
    assert workflow.open_moves("asked") == (ANSWER, DROP)
    assert workflow.open_moves("answered") == ()
    assert workflow.diagram() == (
        "stateDiagram-v2\n    [*] --> asked\n    asked --> answered: answer\n    asked --> dropped: drop\n"
        "    answered --> [*]\n    dropped --> [*]\n"
    )


def test_a_step_that_is_not_possible_says_where_the_record_stands() -> None:
    workflow = Workflow(**GOOD)  # type: ignore[arg-type]  # as above
    with pytest.raises(Refused, match="It was answered"):
        workflow.after("drop", standing="answered")
    with pytest.raises(KeyError):
        workflow.after("fly", standing="asked")


LOST = State("lost", "officer", "Nobody knows.")
STUCK = State("stuck", "officer", "Nothing can be done.")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"states": (ASKED, ANSWERED, DROPPED, LOST)}, "state lost cannot be reached"),
        ({"states": (ASKED, ANSWERED)}, "names unknown states"),
        ({"states": (ASKED, ANSWERED, DROPPED, DROPPED)}, "state dropped stands twice"),
        ({"moves": (ANSWER, DROP, DROP)}, "move drop stands twice"),
        (
            {
                "states": (ASKED, ANSWERED, STUCK),
                "moves": (ANSWER, Move("stick", frozenset({"asked"}), "stuck", None, "stuck")),
            },
            "state stuck is no end but cannot be left",
        ),
        (
            {"moves": (ANSWER, DROP, Move("wake", frozenset({"dropped"}), "asked", None, "woken"))},
            "state dropped is an end but can be left",
        ),
        ({"moves": (ANSWER, Move("drop", frozenset({"asked"}), "dropped", None))}, "sends no letter"),
        ({"states": (State("asked", "", "…"), ANSWERED, DROPPED)}, "state asked has no owner"),
        # Two states that only lead to each other are reached from nowhere.
        (
            {
                "states": (ASKED, ANSWERED, DROPPED, LOST, STUCK),
                "moves": (
                    ANSWER,
                    DROP,
                    Move("a", frozenset({"lost"}), "stuck", None, "a"),
                    Move("b", frozenset({"stuck"}), "lost", None, "b"),
                ),
            },
            "state lost cannot be reached; state stuck cannot be reached",
        ),
    ],
)
def test_a_table_with_a_fault_is_refused_with_its_fault(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(WorkflowError, match=problem):
        Workflow(**{**GOOD, **change})


def test_a_table_without_states_is_refused() -> None:
    with pytest.raises(WorkflowError, match="no states"):
        Workflow("empty", (), ())
