"""Who may open a bundle: staff who read all of a concern, and whoever it was made for and given to."""

from __future__ import annotations

from concerns import queries as concern_queries
from concerns.bundles import contents, queries
from concerns.investigation import responding
from concerns.models import Bundle, Concern
from concerns.operations import papers
from concerns.operations.papers import Door
from concerns.vocabulary import Audience
from foundation import evidence
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Missing

_GONE = "There is no such bundle for you."


def for_me(concern: Concern, found: Door, *, by: Actor) -> list[Bundle]:
    """The bundles that somebody may open: all of them, or the last that was given for each of their jobs."""
    held = queries.bundles(concern.id)
    if found is Door.WHOLE:
        return list(held)
    if found is Door.EXAMINER:
        theirs = [one for one in held if one.audience is Audience.EXAMINERS]
    elif found in (Door.PANEL, Door.INTERIM):
        sits = papers.sits_in(concern.id, found, by=by) or frozenset()
        theirs = [one for one in held if one.audience is Audience.PANEL and one.hearing_id in sits]
    else:
        return []
    last: dict[int | None, Bundle] = {}
    for one in theirs:
        if one.given_at is not None:
            last.setdefault(one.hearing_id, one)
    return list(last.values())


@operation
def open_bundle(reference: str, number: int, *, by: Actor) -> int:
    """Check that somebody may open a bundle; gives its file. `foundation.evidence` records the opening.

    Raises:
        Missing: there is none for them, or something of it was withdrawn since.
        NotAllowed: not with these roles, seats, ties or earlier parts, or no longer.
    """
    concern = concern_queries.get(reference)
    found = papers.door(concern, by=by)
    row = next((one for one in for_me(concern, found, by=by) if one.number == number), None)
    if row is None:
        raise Missing(_GONE)
    if found is not Door.WHOLE:
        _check_still_theirs(concern, row)
    return _file(row)


@operation
def open_mine(reference: str, *, account_id: int) -> int:
    """The file of the last bundle that a registrant was given.

    Raises:
        Missing: there is none, or something of it was withdrawn since.
    """
    concern, about = responding.mine(reference, account_id)
    row = queries.given_to_registrant(concern.id, about.id)
    if row is None:
        raise Missing(_GONE)
    _check_still_theirs(concern, row)
    return _file(row)


def _check_still_theirs(concern: Concern, row: Bundle) -> None:
    if not contents.may_still_be_read(contents.gather(concern.id), row):
        raise Missing("Something in this bundle was taken back. A new one is being made for you.")


def _file(row: Bundle) -> int:
    files = evidence.files_of(("bundle", str(row.id)))
    if not files:
        raise Missing(_GONE)
    return files[0].id
