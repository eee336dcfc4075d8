"""Conditions on answers: when a page or question is asked at all. They are put together and asked of plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Answers = Mapping[str, Any]


def always(_answers: Answers) -> bool:
    """For what is asked of everybody."""
    return True


def chosen(name: str, *values: str) -> Callable[[Answers], bool]:
    """A condition: the answer is one of these, or holds one of them."""

    def holds(answers: Answers) -> bool:
        held = answers.get(name)
        return any(one in values for one in held) if isinstance(held, list) else held in values

    return holds


def both(*conditions: Callable[[Answers], bool]) -> Callable[[Answers], bool]:
    """A condition: all of them."""
    return lambda answers: all(condition(answers) for condition in conditions)


def either(*conditions: Callable[[Answers], bool]) -> Callable[[Answers], bool]:
    """A condition: any of them."""
    return lambda answers: any(condition(answers) for condition in conditions)


def unless(condition: Callable[[Answers], bool]) -> Callable[[Answers], bool]:
    """A condition: not that one."""
    return lambda answers: not condition(answers)
