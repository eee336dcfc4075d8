"""What somebody sent, for themselves: the form in its own words, and their declarations. To read, to print, to keep.

Health and monitoring are not here: nobody reads them over a shoulder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cpd.declarations import Declaration, get, worrying
from cpd.joining import queries
from cpd.joining.models import Appeal, Application
from foundation import evidence, locks
from foundation.words import say_day

REST = "Your answer about health is sealed. Your monitoring answers are kept apart from your name."


@dataclass(frozen=True)
class Own:
    """One of one's own declarations."""

    declaration: Declaration
    said: str
    words: str
    can_take_back: bool


@dataclass(frozen=True)
class Copy:
    """All that somebody sent, but health and monitoring."""

    reference: str
    received_at: datetime
    sections: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...]
    declarations: tuple[Own, ...]
    #: Files that came with it, or later, and can be opened again: their token, their name, whether they can be read.
    files: tuple[tuple[str, str, bool], ...]


def copy(application: Application) -> Copy:
    """What was sent, in the words that were read and typed, for its own applicant."""
    box = locks.box_of(application.lock_id)
    held = queries.statement_of(application.id)
    pages: list[dict[str, Any]] = box.open_json(held.sealed) if held is not None else []
    sections: dict[str, list[dict[str, Any]]] = {}
    for page in pages:
        sections.setdefault(page["section"], []).append(page)
    return Copy(
        application.reference,
        application.received_at,
        tuple((title, tuple(of)) for title, of in sections.items()),
        own_declarations(application),
        _files(application),
    )


def _files(application: Application) -> tuple[tuple[str, str, bool], ...]:
    key = str(application.id)
    owners = [("application", key), ("application_identity", key)]
    owners += [("information", str(one.id)) for one in queries.information(application.id)]
    owners += [("appeal", str(one.id)) for one in queries.rows_of(Appeal, application.id)]
    found = evidence.files_of_many(owners)
    return tuple((one.token, one.name or "A file", one.is_readable) for owner in owners for one in found.get(owner, []))


def own_declarations(application: Application) -> tuple[Own, ...]:
    """One's own declarations as they stand, without health and monitoring."""
    box = locks.box_of(application.lock_id)
    found = []
    for one in queries.answers(application.id):
        declaration = get(one.code, one.question_version, one.branch)
        if declaration is None:
            continue
        held = box.open_json(one.sealed)
        back = declaration.goes_to.is_disputed
        found.append(Own(declaration, held["said"], held["words"], back and worrying(declaration, held["said"])))
    return tuple(found)


def as_text(shown: Copy) -> str:
    """The same as plain text, to keep."""
    lines = [f"Application {shown.reference}", f"Sent on {say_day(shown.received_at)}", ""]
    for title, pages in shown.sections:
        lines += [title, "=" * len(title), ""]
        for page in pages:
            for one in page["answers"]:
                lines += [
                    one["question"],
                    *(f"    {line}" for line in (one["answer"] or "Not answered").split("\n")),
                    "",
                ]
    lines += ["Declarations", "============", ""]
    for own in shown.declarations:
        lines += [own.declaration.words, f"    {own.said.capitalize()}"]
        lines += [f"    {line}" for line in own.words.split("\n") if own.words]
        lines += [f"    ({own.declaration.code}, version {own.declaration.version})", ""]
    lines += [REST, ""]
    return "\n".join(lines)
