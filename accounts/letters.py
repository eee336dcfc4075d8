"""Looking after the outbox: which letters wait, failed or went, and trying a failed one again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing
from foundation.outbox import WORKFLOW, Letter, Standing

LETTERS_A_PAGE = 50


@dataclass(frozen=True)
class LetterLine:
    """One letter as the office sees it: no words, and of the address only where it leads."""

    id: int
    kind: str
    domain: str
    standing: Standing
    written_at: datetime
    due_at: datetime
    tries: int
    problem: str | None
    returned_at: datetime | None


@dataclass(frozen=True)
class Letters:
    """A page of letters."""

    lines: tuple[LetterLine, ...]
    page: int
    pages: int
    total: int


def counts() -> dict[Standing, int]:
    """How many letters stand where."""
    return {
        row[0]: int(row[1])
        for row in db.session.execute(select(Letter.standing, func.count()).group_by(Letter.standing))
    }


def listed(standings: Collection[Standing], *, page: int) -> Letters:
    """Letters that stand somewhere, newest first."""
    chosen = select(Letter).where(Letter.standing.in_(standings))
    total = int(db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0)
    pages = max(1, -(-total // LETTERS_A_PAGE))
    shown = min(page, pages)
    ordered = chosen.order_by(Letter.id.desc()).limit(LETTERS_A_PAGE).offset((shown - 1) * LETTERS_A_PAGE)
    lines = tuple(
        LetterLine(
            one.id,
            one.template.replace("_", " "),
            one.recipient.rpartition("@")[2],
            one.standing,
            one.written_at,
            one.due_at,
            one.tries,
            one.problem,
            one.returned_at,
        )
        for one in db.session.scalars(ordered)
    )
    return Letters(lines, shown, pages, total)


@operation
def try_again(letter_id: int, *, by: Actor) -> None:
    """Put a letter that was given up back among those that wait, with all its tries before it.

    Raises:
        Refused: it was not given up.
    """
    letter = db.session.get(Letter, letter_id)
    if letter is None:
        raise Missing("There is no such letter.")
    letter.standing = Standing(WORKFLOW.after("try_again", standing=letter.standing.value))
    letter.tries, letter.due_at, letter.returned_at = 0, clock.now(), None
    audit.record(action="letter.try_again", subject=("letter", letter_id), by=by)
