"""Which files belong to what: listing, handing over, and shredding.

Shredding destroys the key in the caller's own transaction, so that it is undone with it or final with it; from then on
neither name nor bytes can be read. The bytes themselves are cleared away by `sweep` within the hour.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from sqlalchemy import Select, and_, bindparam, or_, select, true, update

from foundation import audit, erasures
from foundation.audit import Actor
from foundation.database import db, in_operation, operation, read_already, read_once
from foundation.erasures import ErasedKind
from foundation.evidence import refusals
from foundation.evidence.keeping import Owner
from foundation.evidence.models import SHOWN, WORKFLOW, FileStanding, StoredFile
from foundation.evidence.refusals import FileGone, FileRefused


def files_of(owner: Owner) -> list[StoredFile]:
    """The files that belong to something, in the order in which they came. One query."""
    return list(
        db.session.scalars(
            select(StoredFile)
            .where(
                StoredFile.owner_kind == owner[0],
                StoredFile.owner_id == owner[1],
                StoredFile.standing.in_(SHOWN),
            )
            .order_by(StoredFile.id)
        )
    )


def gather(owners: Collection[Owner]) -> None:
    """Read the files of all these now: `files_of_many` of any of them reads nothing more in this transaction."""
    read_once(_GATHERED, lambda: (frozenset(owners), _of_many(owners)))


_GATHERED = (__name__, "gathered")


def files_of_many(owners: Collection[Owner]) -> dict[Owner, list[StoredFile]]:
    """The files of many owners at once. One query; owners without files are left out."""
    gathered = read_already(_GATHERED)
    if gathered is not None and gathered[0].issuperset(owners):
        return {one: gathered[1][one] for one in owners if one in gathered[1]}
    return _of_many(owners)


def _of_many(owners: Collection[Owner]) -> dict[Owner, list[StoredFile]]:
    ids: dict[str, set[str]] = {}
    for kind, owner_id in owners:
        ids.setdefault(kind, set()).add(owner_id)
    if not ids:
        return {}
    asked: dict[str, object] = {}
    for place, (kind, held) in enumerate(ids.items()):
        asked |= {f"kind_{place}": kind, f"ids_{place}": list(held)}
    found: dict[Owner, list[StoredFile]] = {}
    for row in db.session.scalars(_of_kinds(len(ids)), asked):
        found.setdefault(row.owner, []).append(row)
    return found


@cache
def _of_kinds(count: int) -> Select[StoredFile]:
    """A statement made once for so many kinds of owners: building it anew would cost more than running it."""
    theirs = [
        and_(
            StoredFile.owner_kind == bindparam(f"kind_{place}"),
            StoredFile.owner_id.in_(bindparam(f"ids_{place}", expanding=True)),
        )
        for place in range(count)
    ]
    return select(StoredFile).where(or_(*theirs), StoredFile.standing.in_(SHOWN)).order_by(StoredFile.id)


def check_new(file: StoredFile) -> None:
    """Refuse a file that its owner has already: what is sent twice is kept once."""
    same = select(StoredFile.id).where(
        StoredFile.owner_kind == file.owner_kind,
        StoredFile.owner_id == file.owner_id,
        StoredFile.sha256 == file.sha256,
        StoredFile.id != file.id,
    )
    if db.session.scalar(same) is not None:
        raise FileRefused(refusals.HAVE_IT)


def move(owner_from: Owner, owner_to: Owner, *, only: Collection[str] | None = None) -> int:
    """Hand all files of one owner to another, inside the operation that makes the new owner; says how many.

    `only` names some of them by their tokens. A file that is just arriving stays where it is: nobody was told yet that
    we have it.
    """
    if not in_operation():
        raise RuntimeError("files are handed over inside the operation that makes their new owner")
    db.session.flush()
    moved = db.session.scalars(
        update(StoredFile)
        .where(
            StoredFile.owner_kind == owner_from[0],
            StoredFile.owner_id == owner_from[1],
            StoredFile.standing.in_(SHOWN),
            true() if only is None else StoredFile.token.in_(only),
        )
        .values(owner_kind=owner_to[0], owner_id=owner_to[1])
        .returning(StoredFile.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    return len(moved)


@operation
def remove(file_id: int, *, by: Actor | None = None) -> None:
    """Shred one file.

    Raises:
        FileGone: there is no such file.
    """
    row = db.session.get(StoredFile, file_id)
    if row is None or row.standing is FileStanding.SHREDDED:
        raise FileGone(refusals.GONE)
    shred(row)
    if by is not None:
        audit.record(action="evidence.removed", subject=("file", file_id), by=by)


@operation
def destroy_all(owner: Owner) -> int:
    """Shred all that belongs to something, also what is just arriving; says how many files."""
    rows = db.session.scalars(
        select(StoredFile).where(
            StoredFile.owner_kind == owner[0],
            StoredFile.owner_id == owner[1],
            StoredFile.standing != FileStanding.SHREDDED,
        )
    ).all()
    for row in rows:
        shred(row)
    return len(rows)


def shred(row: StoredFile, move_name: str = "shred") -> None:
    """Destroy a file's key, inside an operation."""
    if row.standing is not FileStanding.ARRIVING:
        erasures.note(ErasedKind.FILE, row.id)
    shut(row, move_name)


def shut(row: StoredFile, move_name: str = "shred") -> None:
    """Destroy a file's key whose erasure is written down already."""
    if not in_operation():
        raise RuntimeError("a file is shredded inside an operation")
    row.standing = FileStanding(WORKFLOW.after(move_name, standing=row.standing.value))
    row.wrapped_key = row.sealed_name = row.arriving_until = None
    db.session.flush()
