"""A Maildir into which the mail server puts what comes back: read by the clock, and emptied.

What was understood is deleted: it holds addresses. What a person has to look at (a letter from somebody, a report that
names no letter of ours) stays with the mark F, as mail programs show it, and is deleted when its days are over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog
from flask import current_app

from foundation import clock
from foundation.database import db
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
#: Other parts of a job wait meanwhile: what is left over is read by the next.
LONGEST = timedelta(minutes=2)
_FLAGS = ":2,"
_LOOK = "F"


@dataclass(frozen=True)
class Reading:
    """What one reading of the folder came to."""

    came_back: int = 0
    nothing_new: int = 0
    #: How many lie there for a person.
    for_a_person: int = 0
    #: How many could not be read or put aside: they are tried again by the next reading.
    stuck: int = 0
    #: Whether something is wrong with the service, not with a message.
    failed: bool = False
    problem: str | None = None

    def __str__(self) -> str:
        if self.problem is not None:
            return self.problem
        stuck = f" {self.stuck} could not be read or put aside: somebody has to look why." if self.stuck else ""
        return (
            f"{self.came_back} letters came back, {self.nothing_new} messages said nothing new, {self.for_a_person} "
            f"wait for a person.{stuck}"
        )


def read() -> Reading | None:
    """Read what lies in the folder; None when there is no such setting. Safe to stop anywhere, and for two at once."""
    place = _place()
    if place is None:
        return None
    done: Counter[Outcome | None] = Counter()
    stuck, failed = 0, False
    until = clock.now() + LONGEST
    try:
        stuck += _forget_old(place)
        for path in sorted(_unread(place), key=lambda one: one.name):
            if done.total() >= _AT_MOST or clock.now() >= until:
                break
            try:
                done[_one(path, place)] += 1
            except Exception as error:  # whatever is wrong with this one, the next has its turn
                db.session.rollback()
                stuck, failed = stuck + 1, failed or not isinstance(error, OSError)
                log.error("returned.stuck", problem=type(error).__name__)
        waiting, problem = sum(1 for _ in _marked(place)), None
    except OSError as error:
        log.error("returned.folder", problem=type(error).__name__)
        waiting, problem = 0, "The folder for letters that come back could not be read."
    nothing_new = sum(
        count
        for outcome, count in done.items()
        if outcome not in (None, Outcome.CAME_BACK, Outcome.BUSY, *_FOR_A_PERSON)
    )
    return Reading(done[Outcome.CAME_BACK], nothing_new, waiting, stuck, failed, problem)


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


def _forget_old(place: Path) -> int:
    """Delete what is over; says how many could not be."""
    before = (clock.now() - timedelta(days=KEPT.value())).timestamp()
    stuck = 0
    for one in _marked(place):
        try:
            if one.stat().st_mtime < before:
                one.unlink()
        except FileNotFoundError:
            continue
        except OSError:
            stuck += 1
    return stuck
