"""The papers of a concern for those who have a job in it and read nothing else: and its register of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from concerns import correspondence, kept, parties, queries
from concerns.investigation import queries as investigation
from concerns.models import Exhibit, Note, Redaction, Step
from concerns.operations.copies import made_for
from concerns.operations.papers import AUDIENCE, Door
from concerns.views.officer_files import ShownFile, shown_files
from concerns.views.stage_line import Point, stage_line
from concerns.vocabulary import Audience, Stage
from concerns.workflow import WORKFLOW
from foundation import evidence, locks
from foundation.database import db


@dataclass(frozen=True)
class Papers:
    """What heads the papers."""

    reference: str
    version: int
    stage: Stage
    line: tuple[Point, ...]
    about: str
    title: str
    received_on: date
    paused: bool


@dataclass(frozen=True)
class ShownCopy:
    """A redacted copy of an exhibit."""

    recipient: str
    words: str
    checked: bool
    files: tuple[ShownFile, ...]


@dataclass(frozen=True)
class ShownExhibit:
    """One line of the register of evidence."""

    number: int
    title: str
    source: str
    words: str
    dated_on: date | None
    withdrawn: str
    files: tuple[ShownFile, ...]
    copies: tuple[ShownCopy, ...]
    #: To whom it was given, and when and why.
    given: tuple[tuple[str, date, str], ...]


def view(reference: str) -> Papers:
    """The head of the papers: nothing of the reporter, of notes, or of the risk."""
    concern = queries.get(reference)
    stages = set(db.session.scalars(select(Step.stage).where(Step.concern_id == concern.id)))
    return Papers(
        reference=concern.reference,
        version=concern.version,
        stage=concern.stage,
        line=stage_line(concern.stage, stages),
        about=WORKFLOW.state(concern.stage.value).about,
        title=", ".join(one.name for one in parties.of_one(concern).subjects),
        received_on=concern.received_on,
        paused=concern.paused_on is not None,
    )


def gather_files(concern_id: int) -> None:
    """Read the files of everything that stands on the page of a concern at once."""
    held: dict[str, Iterable[Any]] = {
        "statement": correspondence.statements(concern_id),
        "message": correspondence.messages(concern_id),
        "note": kept.of(Note, concern_id),
        "response": investigation.responses(concern_id).values(),
        "exhibit": investigation.exhibits(concern_id),
        "redaction": investigation.redactions(concern_id),
    }
    evidence.gather([(kind, str(one.id)) for kind, rows in held.items() for one in rows])


def exhibits(reference: str, door: Door) -> tuple[ShownExhibit, ...]:
    """The register of evidence, in a fixed number of statements. Copies and the log only for the whole of it."""
    if door is Door.DECISION:
        return ()
    concern = queries.get(reference)
    held = investigation.exhibits(concern.id)
    if not held:
        return ()
    box, whole = locks.box_of(concern.lock_id), door is Door.WHOLE
    copies = investigation.redactions(concern.id)
    theirs = {} if whole else _copies_for(held, copies, AUDIENCE[door])
    given = investigation.disclosures(concern.id) if whole else ()
    owners = [("exhibit", str(one.id)) for one in held] + [("redaction", str(one.id)) for one in copies]
    files = evidence.files_of_many(owners)

    def of(kind: str, row_id: int) -> tuple[ShownFile, ...]:
        return shown_files(files.get((kind, str(row_id)), []))

    return tuple(
        ShownExhibit(
            number=one.number,
            title=box.open(one.title_sealed) if one.id not in theirs else "a copy made for you",
            source=box.open(one.source_sealed) if one.id not in theirs else "",
            words=box.open(one.words_sealed) if one.words_sealed and one.id not in theirs else "",
            dated_on=one.dated_on,
            withdrawn=box.open(one.withdrawn_sealed) if one.withdrawn_sealed else "",
            files=of("redaction", theirs[one.id]) if one.id in theirs else of("exhibit", one.id),
            copies=tuple(
                ShownCopy(
                    box.open(copy.recipient_sealed),
                    box.open(copy.words_sealed),
                    copy.checked_at is not None,
                    of("redaction", copy.id),
                )
                for copy in copies
                if whole and copy.exhibit_id == one.id
            ),
            given=tuple(
                (box.open(row.recipient_sealed), row.given_on, box.open(row.reason_sealed))
                for row in given
                if row.exhibit_id == one.id
            ),
        )
        for one in held
        if whole or one.withdrawn_at is None
    )


def _copies_for(held: Sequence[Exhibit], copies: Sequence[Redaction], audience: Audience) -> dict[int, int]:
    """The copy that stands for an exhibit, for one kind of reader: 0 while nobody has checked it."""
    found = ((one.id, made_for(one.id, copies, audience)) for one in held)
    return {exhibit: copy.id if copy.checked_at is not None else 0 for exhibit, copy in found if copy is not None}
