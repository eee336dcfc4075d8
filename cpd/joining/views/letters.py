"""Every letter about joining with sample words, as staff look at them, each with the version of its words.

The version is made from the very words of the letter's files, so that a changed word is a new version.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import current_app, render_template
from sqlalchemy import func, select

from cpd.joining.workflow import WORKFLOW
from foundation.database import db
from foundation.errors import Missing
from foundation.outbox import Letter, Standing

_OURS = ("application_", "referee_", "fee_")
#: Stands in for what a real letter says; nobody real.
SAMPLE: dict[str, object] = {
    "name": "Sam Sample",
    "reference": "AP-2026-7K3M9X",
    "applicant": "Sam Sample",
    "referee": "Robin Example",
    "due": date(2027, 3, 3),
    "until": date(2027, 3, 31),
    "ends_on": date(2028, 2, 29),
    "paid_on": date(2027, 3, 2),
    "amount": "£90",
    "left": "£10",
    "invoice": "IN-2027-4F6H8K",
    "items": 2,
    "lines": [("First year on the register", "£90")],
    "page": "/account/application",
    "number": "CM004271S",
    "token": "SAMP-LE22-3333-4444-5555",
    "code": "D02",
    "again": False,
    "reminder": False,
}


@dataclass(frozen=True)
class LetterLine:
    """A letter on the list."""

    name: str
    subject: str
    version: str
    #: The moves of the workflow that write it, in words; empty when something else does.
    when: str
    sent: int
    waiting: int
    failed: int


@dataclass(frozen=True)
class LetterPage:
    """A letter with sample words."""

    name: str
    subject: str
    body: str
    version: str
    when: str


def names() -> list[str]:
    """Every letter about joining."""
    return sorted(one.name for one in _folder().iterdir() if one.is_dir() and one.name.startswith(_OURS))


def listed() -> list[LetterLine]:
    """All of them, with how many were written and what happened to them."""
    statement = (
        select(Letter.template, Letter.standing, func.count())
        .where(Letter.template.in_(names()))
        .group_by(Letter.template, Letter.standing)
    )
    counts: dict[tuple[str, Standing], int] = {(row[0], row[1]): row[2] for row in db.session.execute(statement)}
    found = []
    for name in names():
        page = preview(name)
        waiting = counts.get((name, Standing.WAITING), 0) + counts.get((name, Standing.SENDING), 0)
        sent, failed = counts.get((name, Standing.SENT), 0), counts.get((name, Standing.GIVEN_UP), 0)
        found.append(LetterLine(name, page.subject, page.version, page.when, sent, waiting, failed))
    return found


def preview(name: str) -> LetterPage:
    """A letter with sample words.

    Raises:
        Missing: there is no such letter.
    """
    if name not in names():
        raise Missing("There is no such letter.")
    subject = " ".join(render_template(f"mail/{name}/subject.txt", **SAMPLE).split())
    body = re.sub(r"\n{3,}", "\n\n", render_template(f"mail/{name}/body.txt", **SAMPLE)).strip()
    return LetterPage(name, subject, body, _version(name), _when(name))


def _version(name: str) -> str:
    words = b"".join((_folder() / name / part).read_bytes() for part in ("subject.txt", "body.txt"))
    return hashlib.sha256(words).hexdigest()[:8]


def _when(name: str) -> str:
    written = [move.name.replace("_", " ") for move in WORKFLOW.moves if move.letter == name]
    return ", ".join(written)


def _folder() -> Path:
    return Path(current_app.root_path) / str(current_app.template_folder) / "mail"
