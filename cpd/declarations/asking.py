"""Which questions are asked of whom and when, which version holds on a day, and what an answer starts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cpd.declarations.shape import Asked, Declaration, Reader
from cpd.declarations.wording import WORDING

_BY_KEY: dict[tuple[str, str, int], Declaration] = {(one.code, one.branch, one.version): one for one in WORDING}


def check(wording: Iterable[Declaration]) -> None:
    """Refuse a list in which a version is missing, stands twice, or begins before the one before it.

    Raises:
        ValueError: what is wrong.
    """
    held: dict[tuple[str, str], list[Declaration]] = {}
    for one in wording:
        held.setdefault((one.code, one.branch), []).append(one)
    for (code, branch), versions in held.items():
        if [one.version for one in versions] != list(range(1, len(versions) + 1)):
            raise ValueError(f"{code} {branch} does not count its versions from 1 without a gap")
        days = [one.from_on for one in versions]
        if days != sorted(set(days)):
            raise ValueError(f"{code} {branch} has two versions for one day, or they are out of order")
        if branch and (code, "") not in held:
            raise ValueError(f"{code} has a branch but no question for everyone")


check(WORDING)


def get(code: str, version: int, branch: str = "") -> Declaration | None:
    """One version of a question, whether it still holds or not."""
    return _BY_KEY.get((code, branch, version))


def in_force(on: date) -> tuple[Declaration, ...]:
    """The newest version of each question and branch that holds on a day, in the order of their codes."""
    newest: dict[tuple[str, str], Declaration] = {}
    for one in WORDING:
        if one.from_on <= on:
            newest[one.code, one.branch] = one
    return tuple(newest[key] for key in sorted(newest))


def asked_at(when: Asked, on: date, *, branch: str = "") -> tuple[Declaration, ...]:
    """The questions that somebody is asked: of one with branches, the branch that is theirs, else everyone's."""
    found: dict[str, Declaration] = {}
    for one in in_force(on):
        if when in one.asked and one.branch in ("", branch):
            found[one.code] = one
    return tuple(found[code] for code in sorted(found))


def worrying(declaration: Declaration, said: str) -> bool:
    """Whether an answer starts something."""
    return bool(declaration.worrying) and said == declaration.worrying


def worries(answers: Iterable[tuple[Declaration, str]]) -> bool:
    """Whether somebody has to review the declarations because of one of these answers."""
    return any(one.goes_to.is_disputed and worrying(one, said) for one, said in answers)


def panel_reads(declaration: Declaration) -> bool:
    """Whether the declarations panel may read answers to it."""
    return Reader.PANEL in declaration.readers
