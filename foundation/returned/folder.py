"""A Maildir into which the mail server puts what comes back: read by the clock, and emptied.

What was understood is deleted: it holds addresses. What a person has to look at (a letter from somebody, a report that
names no letter of ours) stays with the mark F, as mail programs show it, and is deleted when its days are over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog
from flask import current_app

from foundation import clock
from foundation.policy import Policy, declare
from foundation.returned.noting import Outcome, receive
from foundation.returned.reports import MOST_BYTES
from foundation.settings import Settings

log = structlog.get_logger()
KEPT = declare(
    Policy(
        "mail.returned.kept",
        30,
        "days",
        "A message among the returned letters that only a person can make sense of is deleted after",
        "house default, as long as a letter that comes back changes anything",
        lambda days: 0 < days <= 180,
    )
)
_FOR_A_PERSON = (Outcome.UNTRACED, Outcome.NO_REPORT, Outcome.UNREADABLE)
_AT_MOST = 2000
_FLAGS = ":2,"
_LOOK = "F"


@dataclass(frozen=True)
class Reading:
    """What one reading of the folder came to."""

    came_back: int = 0
    nothing_new: int = 0
    #: How many lie there for a person.
    for_a_person: int = 0
    problem: str | None = None

    def __str__(self) -> str:
        if self.problem is not None:
            return self.problem
        return (
            f"{self.came_back} letters came back, {self.nothing_new} messages said nothing new, {self.for_a_person} "
            "wait for a person."
        )


def read() -> Reading | None:
    """Read what lies in the folder; None when there is no such setting. Safe to stop anywhere, and for two at once."""
    place = _place()
    if place is None:
        return None
    came_back = nothing_new = 0
    try:
        _forget_old(place)
        for path in sorted(_unread(place), key=lambda one: one.name)[:_AT_MOST]:
            outcome = _one(path, place)
            came_back += outcome is Outcome.CAME_BACK
            nothing_new += outcome not in (None, Outcome.CAME_BACK, Outcome.BUSY, *_FOR_A_PERSON)
        return Reading(came_back, nothing_new, sum(1 for _ in _marked(place)))
    except OSError as error:
        log.error("returned.folder", problem=type(error).__name__)
        return Reading(came_back, nothing_new, problem="The folder for letters that come back could not be read.")


def for_a_person() -> int | None:
    """How many messages lie there for a person; None when there is no folder, or not on this machine."""
    place = _place()
    if place is None:
        return None
    try:
        return sum(1 for _ in _marked(place))
    except OSError:
        return None


def _place() -> Path | None:
    settings: Settings = current_app.config["SETTINGS"]
    return Path(settings.mail_returned_folder) if settings.mail_returned_folder else None


def _one(path: Path, place: Path) -> Outcome | None:
    """Deal with one message; None when another worker took it."""
    try:
        with path.open("rb") as opened:
            raw = opened.read(MOST_BYTES)
        outcome = receive(raw)
        if outcome in _FOR_A_PERSON:
            name, _, flags = path.name.partition(_FLAGS)
            path.rename(place / "cur" / f"{name}{_FLAGS}{''.join(sorted({*flags, _LOOK}))}")
        elif outcome is not Outcome.BUSY:
            path.unlink()
    except FileNotFoundError:
        return None
    return outcome


def _messages(place: Path) -> Iterator[Path]:
    for part in ("new", "cur"):
        yield from (one for one in (place / part).iterdir() if not one.name.startswith(".") and one.is_file())


def _is_marked(path: Path) -> bool:
    return _LOOK in path.name.partition(_FLAGS)[2]


def _unread(place: Path) -> Iterator[Path]:
    return (one for one in _messages(place) if not _is_marked(one))


def _marked(place: Path) -> Iterator[Path]:
    return (one for one in _messages(place) if _is_marked(one))


def _forget_old(place: Path) -> None:
    before = (clock.now() - timedelta(days=KEPT.value())).timestamp()
    for one in _marked(place):
        try:
            if one.stat().st_mtime < before:
                one.unlink()
        except FileNotFoundError:
            continue
