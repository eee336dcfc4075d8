"""Puts editions of the Standards into the database: our numbers and labels, the institute's wording from its file.

Refused: other words for an edition that already has its wording, a new edition without a day, from a day that is not
after the one before or with the same words, a document that is not the whole of the Standards.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, one_at_a_time, operation
from foundation.errors import Refused
from foundation.standards import document, queries
from foundation.standards.models import Clause, Edition, Heading, Theme
from foundation.standards.outline import Part, first_edition, name_of, plain, title_key
from foundation.words import say_day

NAME_AT_MOST = 60
DIFFERENCES_SHOWN = 5


@dataclass(frozen=True)
class Loaded:
    """What a load did. All false and empty: nothing was changed."""

    edition: Edition
    new_edition: bool = False
    wording_added: bool = False
    day_set: bool = False
    #: New edition only: numbers the edition before does not have, and the other way round.
    added: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    #: Clauses that nobody has written a short label for yet.
    without_label: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return self.new_edition or self.wording_added or self.day_set


@operation
def ensure_base_edition(*, by: Actor) -> Edition:
    """Make sure that the first edition is there, with our labels and without wording. Safe to run at any time."""
    one_at_a_time("standards")
    first = first_edition()
    held = db.session.scalar(select(Edition).where(Edition.slug == first.slug))
    if held is not None:
        return held
    edition = _add_edition(first.name, first.in_force_from, first.parts, day_given=False)
    audit.record(
        action="standards.add_edition",
        subject=("standards_edition", edition.slug),
        by=by,
        detail={"from": edition.in_force_from.isoformat(), "clauses": len(edition.clauses), "wording": False},
    )
    return edition


@operation
def load_document(
    source: bytes,
    *,
    edition: str | None = None,
    starts: date | None = None,
    numbers_may_change: bool = False,
    by: Actor,
) -> Loaded:
    """Read the institute's document into an edition: the one named, or the only one there is.

    An unknown name makes a new edition, in force from `starts`. For an edition we have, `starts` corrects its day.
    The same text again changes nothing, however its lines are wrapped.

    Raises:
        Refused: see the module; nothing was written.
    """
    ensure_base_edition(by=by)
    held = [listed.edition for listed in queries.editions()]
    target = _named(held, edition) if edition is not None else None
    if edition is not None and target is None:
        return _load_new(source, edition, starts, held[0], numbers_may_change=numbers_may_change, by=by)
    if target is None:
        target = held[0] if len(held) == 1 else _with_this_wording(held, source)
    whole = queries.edition(target.slug)
    if whole is None:
        raise LookupError(target.slug)
    return _load_existing(source, whole, starts, held, by=by)


# --------------------------------------------------------------------------------------------------- a new edition


def _load_new(
    source: bytes, name: str, starts: date | None, newest: Edition, *, numbers_may_change: bool, by: Actor
) -> Loaded:
    name = " ".join(name.split())
    if not slug_of(name) or len(name) > NAME_AT_MOST or not name.isprintable():
        raise Refused(f"Give the edition a name of up to {NAME_AT_MOST} characters, with letters or digits in it.")
    if starts is None:
        raise Refused(f"We have no edition called “{name}”. To add it, say from which day it is in force, with --from.")
    if starts <= newest.in_force_from:
        raise Refused(
            f"A new edition must begin after “{newest.name}”, which is in force from {say_day(newest.in_force_from)}."
        )
    before = queries.edition(newest.slug)
    known = parts_of(before) if before else ()
    parts = document.read(source, known, titles_may_change=True, numbers_may_change=numbers_may_change)
    if known and not _differences(known, parts) and len(known) == len(parts):
        raise Refused(f"This is word for word “{newest.name}”. A new edition needs a text of its own.")
    parts = _with_labels(parts, known)
    edition = _add_edition(name, starts, parts, day_given=True)
    edition.loaded_at, edition.loaded_by = clock.now(), by.label
    audit.record(
        action="standards.add_edition",
        subject=("standards_edition", edition.slug),
        by=by,
        detail={
            "from": starts.isoformat(),
            "clauses": len(edition.clauses),
            "wording": True,
            "digest": _digest(parts),
        },
    )
    ours, theirs = {part.reference for part in known}, {part.reference for part in parts}
    return Loaded(
        edition,
        new_edition=True,
        wording_added=True,
        added=tuple(part.reference for part in parts if part.reference not in ours),
        left_out=tuple(part.reference for part in known if part.reference not in theirs),
        without_label=tuple(clause.number for clause in edition.clauses if clause.label is None),
    )


def _with_labels(parts: Sequence[Part], known: Sequence[Part]) -> tuple[Part, ...]:
    """Carry a label on where the wording is unchanged, and the spelling of a title where only its capitals differ."""
    before = {part.reference: part for part in known}
    carried = []
    for part in parts:
        earlier = before.get(part.reference, Part(part.reference))
        if part.kind == "clause":
            same = bool(earlier.words) and plain(earlier.words) == plain(part.words)
            carried.append(replace(part, label=earlier.label if same else ""))
        else:
            same = title_key(earlier.title) == title_key(part.title)
            carried.append(replace(part, title=earlier.title if same else part.title))
    return tuple(carried)


def _add_edition(name: str, starts: date, parts: Sequence[Part], *, day_given: bool) -> Edition:
    edition = Edition(slug=slug_of(name), name=name, in_force_from=starts, day_given=day_given, recorded_at=clock.now())
    for part in parts:
        if part.kind == "theme":
            edition.themes.append(Theme(letter=part.reference, title=part.title, opening=part.words or None))
        elif part.kind == "heading":
            edition.themes[-1].headings.append(
                Heading(number=int(part.reference), title=part.title, opening=part.words or None)
            )
        else:
            position = int(part.reference.partition(".")[2])
            edition.headings[-1].clauses.append(
                Clause(position=position, label=part.label or None, wording=part.words or None)
            )
    db.session.add(edition)
    db.session.flush()
    return edition


# --------------------------------------------------------------------------------------------- an edition we have


def _load_existing(source: bytes, edition: Edition, starts: date | None, held: list[Edition], *, by: Actor) -> Loaded:
    parts = document.read(source, parts_of(edition))
    wording_added = not edition.has_wording
    if edition.has_wording:
        _check_same_wording(edition, parts)
    else:
        _write_wording(edition, parts, by=by)
    day_set = starts is not None and _set_day(edition, starts, held, by=by)
    return Loaded(
        edition,
        wording_added=wording_added,
        day_set=day_set,
        without_label=tuple(clause.number for clause in edition.clauses if clause.label is None),
    )


def _check_same_wording(edition: Edition, parts: Sequence[Part]) -> None:
    different = _differences(parts_of(edition), parts)
    if different:
        shown = ", ".join(name_of(reference) for reference in different[:DIFFERENCES_SHOWN])
        more = len(different) - DIFFERENCES_SHOWN
        raise Refused(
            f"“{edition.name}” already has its wording, and this document says something else in {shown}"
            f"{f' and {more} more' if more > 0 else ''}. The words people were judged by are never overwritten. "
            "If this is a later edition, give it a name of its own with --edition and its first day with --from."
        )


def _write_wording(edition: Edition, parts: Sequence[Part], *, by: Actor) -> None:
    words = {part.reference: part.words or None for part in parts}
    for theme in edition.themes:
        theme.opening = words[theme.letter]
    for heading in edition.headings:
        heading.opening = words[str(heading.number)]
    for clause in edition.clauses:
        clause.wording = words[clause.number]
    edition.loaded_at, edition.loaded_by = clock.now(), by.label
    db.session.flush()
    audit.record(
        action="standards.load_wording",
        subject=("standards_edition", edition.slug),
        by=by,
        detail={"clauses": len(edition.clauses), "digest": _digest(parts)},
    )


def _set_day(edition: Edition, starts: date, held: list[Edition], *, by: Actor) -> bool:
    """Correct the day an edition began, between those of its neighbours; whether anything changed."""
    if edition.day_given and edition.in_force_from == starts:
        return False
    for other in held:
        if other.id == edition.id:
            continue
        after = other.in_force_from > edition.in_force_from
        if (starts >= other.in_force_from) if after else (starts <= other.in_force_from):
            raise Refused(
                f"“{edition.name}” must begin {'before' if after else 'after'} “{other.name}”, "
                f"which is in force from {say_day(other.in_force_from)}."
            )
    audit.record(
        action="standards.set_day",
        subject=("standards_edition", edition.slug),
        by=by,
        detail={"before": edition.in_force_from.isoformat(), "from": starts.isoformat()},
    )
    edition.in_force_from, edition.day_given = starts, True
    db.session.flush()
    return True


def _named(held: Sequence[Edition], name: str) -> Edition | None:
    return next((edition for edition in held if edition.slug == slug_of(name)), None)


def _with_this_wording(held: Sequence[Edition], source: bytes) -> Edition:
    """The edition whose words these are, when no name was given and there are several."""
    unread: Refused | None = None
    for listed in held:
        edition = queries.edition(listed.slug)
        if edition is None:
            continue
        known = parts_of(edition)
        try:
            parts = document.read(source, known)
        except Refused as refused:
            unread = unread or refused
            continue
        if not _differences(known, parts):
            return edition
        unread = Refused(f"There is more than one edition: {_named_all(held)}. Say which one this is with --edition.")
    raise unread or LookupError("no edition")


def _named_all(held: Sequence[Edition]) -> str:
    return ", ".join(f"“{edition.name}”" for edition in held)


def parts_of(edition: Edition) -> tuple[Part, ...]:
    """An edition as plain values, to compare with a document."""
    parts = []
    for theme in edition.themes:
        parts.append(Part(theme.letter, title=theme.title, words=theme.opening or ""))
        for heading in theme.headings:
            parts.append(Part(str(heading.number), title=heading.title, words=heading.opening or ""))
            parts += [
                Part(clause.number, label=clause.label or "", words=clause.wording or "") for clause in heading.clauses
            ]
    return tuple(parts)


def slug_of(name: str) -> str:
    """An edition's name as its address writes it."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def _differences(known: Sequence[Part], parts: Sequence[Part]) -> list[str]:
    words = {part.reference: plain(part.words) for part in parts}
    return [part.reference for part in known if plain(part.words) != words.get(part.reference)]


def _digest(parts: Sequence[Part]) -> str:
    said = "\n".join(f"{part.reference}\t{plain(part.title)}\t{plain(part.words)}" for part in parts)
    return hashlib.sha256(said.encode()).hexdigest()
