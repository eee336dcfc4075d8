"""What must happen next with a concern, the most pressing first, each with the page that does it. Pure: facts in.

Late comes before due; what has no day of its own comes last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from concerns import clocks
from concerns.clocks import Facts
from concerns.vocabulary import ClockName, RequestKind, Stage
from foundation import clock


@dataclass(frozen=True)
class Next:
    """One thing to do: in words, where, and by when."""

    words: str
    #: Part of the page (`#reply`) or a page of its own; empty when it is nothing to press.
    address: str
    button: str
    on: date | None = None
    late: bool = False
    #: Pressing is all there is to it.
    at_once: bool = False


@dataclass(frozen=True)
class Situation:
    """What it depends on."""

    reference: str
    facts: Facts
    officer: str
    #: The officer who has it turned out to have a tie to somebody in it.
    officer_tied: bool
    unread: int
    #: What the reporter asked that waits for an answer, and since when.
    asked: Sequence[tuple[RequestKind, date]]
    #: Whom it is about, by id and name: not found on the register yet, and not told yet (with when to look again).
    not_found: Sequence[tuple[int, str]]
    not_told: Sequence[tuple[int, str, date | None]]
    #: Its risk was rated, and somebody asks to lower it.
    rated: bool
    lowering: bool
    #: Somebody in it may still turn out to be on the register.
    may_be_found: bool


def next_steps(now: Situation) -> tuple[Next, ...]:
    """Everything there is to do, the most pressing first."""
    today = clock.today()
    path = f"/staff/concerns/{now.reference}"
    found = [*_asked(now, path), *_held(now, path), *_running(now, path, today)]
    found += [*_rate(now, path, today), *_read(now), *_about(now, path, today)]
    return tuple(sorted(found, key=lambda one: (one.on is None, not one.late, one.on or date.max)))


def _asked(now: Situation, path: str) -> list[Next]:
    found = []
    for kind, since in now.asked:
        if kind is RequestKind.WITHDRAWAL:
            words = "The reporter asks to take it back. Close it, or carry on and say why."
            found.append(Next(words, f"{path}/withdrawal", "Answer the reporter", since))
        else:
            words = "The reporter asks for another look at the closing, by somebody with no earlier part in it."
            found.append(Next(words, f"{path}/review", "Look at the closing again", since))
    return found


def _held(now: Situation, path: str) -> list[Next]:
    if now.facts.stage is Stage.CLOSED:
        return []
    due = clocks.next_due(now.facts)
    if not now.officer:
        words = "Nobody has this concern. Take it, or give it to somebody."
        return [Next(words, f"{path}/take", "Take it", due.on if due else None, _late(now), at_once=True)]
    if now.officer_tied:
        words = f"{now.officer} has a tie to somebody in it. Hand it over."
        return [Next(words, f"{path}/hand-over", "Hand it over", now.facts.received_on, late=True)]
    return []


def _late(now: Situation) -> bool:
    return bool(clocks.late(now.facts, clock.today()))


def _running(now: Situation, path: str, today: date) -> list[Next]:
    found = []
    for due in clocks.running(now.facts):
        late = due.late(today)
        if due.name is ClockName.REPLY:
            found.append(Next("Reply to the reporter for the first time.", "#write", "Write a reply", due.on, late))
        elif due.name is ClockName.CONTACT and now.facts.replied_on is not None:
            words = "Be in touch with the reporter, even when nothing is new."
            found.append(Next(words, "#write", "Write to them", due.on, late))
        elif (
            due.name is ClockName.TRIAGE
            and now.facts.stage is Stage.RECEIVED
            and now.facts.replied_on is not None
            and now.rated
        ):
            words = "Begin triage: find out whether it is ours."
            found.append(Next(words, f"{path}/triage", "Begin triage", due.on, late, at_once=True))
        elif due.name is ClockName.TRIAGE and now.facts.stage is Stage.TRIAGE:
            words = "Decide whether it is ours. If it is not, close it with reasons and a way on."
            found.append(Next(words, f"{path}/close", "Close it with reasons", due.on, late))
    return found


def _rate(now: Situation, path: str, today: date) -> list[Next]:
    due = clocks.rating_due(now.facts)
    if due is None or not now.officer:
        return []
    found = []
    if now.lowering:
        words = "Somebody asks to lower the risk. A second person agrees, or does not."
        found.append(Next(words, f"{path}/lowering", "Answer it", today))
    if not now.rated:
        found.append(Next("Rate the risk.", f"{path}/rate", "Rate the risk", due, today > due))
    elif due <= clock.add_working_days(today, 1):
        found.append(Next("Look at the risk again.", f"{path}/rate", "Rate it again", due, today > due))
    return found


def _read(now: Situation) -> list[Next]:
    if not now.unread:
        return []
    count = "1 message" if now.unread == 1 else f"{now.unread} messages"
    return [Next(f"Read {count} of the reporter, and answer.", "#mailbox", "Read", clock.today())]


def _about(now: Situation, path: str, today: date) -> list[Next]:
    if now.facts.stage is Stage.CLOSED:
        return []
    found = []
    for subject_id, name, until in now.not_told:
        where = f"{path}/people/{subject_id}"
        if until is not None and until <= today:
            found.append(Next(f"Look again at whether {name} can be told.", f"{where}/told", "Look again", until, True))
        elif until is None and now.facts.stage in (Stage.RECEIVED, Stage.TRIAGE):
            words = f"Tell {name} of the concern when it is safe, or say why not yet."
            found.append(Next(words, f"{where}/told", "Say that they were told"))
        elif until is None:
            words = f"It is ours to look into. Tell {name} of it now, or say why not yet."
            found.append(Next(words, f"{where}/told", "Say that they were told", today))
    if now.may_be_found:
        for subject_id, name in now.not_found:
            where = f"{path}/people/{subject_id}/link"
            found.append(Next(f"Find {name} on the register.", where, "Find them"))
    return found
