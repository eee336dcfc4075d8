"""Makes a bundle and gives it to whom it is for: two acts, so that somebody looks at it in between.

A bundle is a sealed file like any other, with its number, its hash, who made it and for whom. Making one gives nobody
anything that they were not given: what may be in it says `contents`.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from flask import current_app

from accounts import authority
from concerns import emails, parties, rules
from concerns.bundles import binding, contents, queries
from concerns.bundles.contents import Recipient
from concerns.bundles.setting import Front, Sheet
from concerns.bundles.writing import Writer
from concerns.models import Bundle, Concern
from concerns.operations.desk import Desk, sit_down
from concerns.panels import queries as panels
from concerns.rules import PAPER_MAKERS
from concerns.vocabulary import Audience, Stage
from foundation import clock, evidence
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.evidence import Limits, StoredFile
from foundation.frame import describe_institute
from foundation.settings import Settings

#: Who may make one: officers and managers, and the investigating officer who has the concern.
MAKERS = PAPER_MAKERS
STAGES = (Stage.INVESTIGATION, Stage.EXAMINATION, Stage.PANEL, Stage.OUTCOME, Stage.APPEAL, Stage.MONITORING)
_LARGEST = Limits(largest=2_000_000_000, most=1)
#: A file waits under this owner while its row is written.
_WAITING = "bundling"
#: What a letter to a registrant says.


@dataclass(frozen=True)
class _Draft:
    """All that a bundle is made of, as plain words."""

    number: int
    front: Front
    sheets: list[Sheet]
    holds: list[list[int | None]]
    made_of: str


def make(reference: str, whom: Recipient, *, leave_out: Collection[int] = (), version: int, by: Actor) -> int:
    """Make a bundle; gives its number. Nobody but staff has it yet.

    Raises:
        Refused: there is nothing to put in it, or somebody changed the concern meanwhile.
    """
    left_out = sorted(set(leave_out))
    draft = _begin(reference, whom, left_out=left_out, version=version, by=by)
    file, pages = binding.bind(draft.front, draft.sheets)
    with file:
        owner = (_WAITING, secrets.token_hex(16))
        evidence.keep(
            file,
            name=f"{reference} bundle {draft.number}.pdf",
            owner=owner,
            by=by,
            limits=_LARGEST,
            made_here=True,
            then=lambda kept: _finish(reference, whom, draft, left_out, kept, pages=pages, version=version, by=by),
        )
    return draft.number


@operation
def _begin(reference: str, whom: Recipient, *, left_out: list[int], version: int, by: Actor) -> _Draft:
    desk = _sit_down(reference, version, by)
    whose = _whose(desk, whom)
    material = contents.gather(desk.concern.id)
    found = contents.items(material, whom, left_out)
    settings: Settings = current_app.config["SETTINGS"]
    writer = Writer(desk.concern, material, whom, box=desk.box, people=desk.parties, public_url=settings.public_url)
    sheets = writer.sheets(found)
    if not sheets:
        raise Refused("There is nothing to put in a bundle yet: no allegation and no exhibit.")
    number = queries.next_number(desk.concern.id)
    maker = authority.names_of({desk.account_id})[desk.account_id]
    front = writer.front(number=number, whose=whose, by=maker, institute=describe_institute(settings))
    holds = contents.held_by(found)
    # Before anything is opened: what follows reads every file of it.
    desk.record("bundle_begun", number=number, audience=whom.audience.value, exhibits=[one for one, _ in holds])
    return _Draft(number, front, sheets, holds, contents.made_of(material, whom, found))


def _finish(
    reference: str,
    whom: Recipient,
    draft: _Draft,
    left_out: list[int],
    kept: StoredFile,
    *,
    pages: int,
    version: int,
    by: Actor,
) -> None:
    """Write its row, in the transaction that finishes its file."""
    desk = _sit_down(reference, version, by)
    row = Bundle(
        concern_id=desk.concern.id,
        number=draft.number,
        audience=whom.audience,
        subject_id=whom.subject_id,
        hearing_id=whom.hearing_id,
        pages=pages,
        holds=draft.holds,
        left_out=left_out,
        made_of=draft.made_of,
        made_at=clock.now(),
        made_by_id=desk.account_id,
    )
    db.session.add(row)
    db.session.flush()
    kept.owner_kind, kept.owner_id = "bundle", str(row.id)
    desk.record("bundle_made", number=row.number, pages=pages, sha256=kept.sha256)
    desk.touch()


@operation
def give(reference: str, number: int, *, version: int, by: Actor) -> None:
    """Give a bundle to whom it is for: they can open it from now on, and nothing older that was made for them.

    Raises:
        Refused: they have it, or something changed since it was made.
    """
    desk = _sit_down(reference, version, by)
    row = queries.numbered(desk.concern.id, number)
    if row.given_at is not None:
        raise Refused("They have it already.")
    _whose(desk, contents.recipient_of(row))
    if not contents.is_current(contents.gather(desk.concern.id), row):
        raise Refused("Something changed since it was made. Make it once more, then give that one.")
    row.given_at, row.given_by_id = clock.now(), desk.account_id
    desk.record("bundle_given", number=number)
    desk.touch()
    for one in desk.concern.subjects:
        if one.id == row.subject_id:
            emails.registrant(one, desk.concern, emails.PAPERS)


def _sit_down(reference: str, version: int, by: Actor) -> Desk:
    desk = sit_down(reference, by=by, may=MAKERS, version=version)
    rules.check_stage(desk.concern, *STAGES)
    return desk


def _whose(desk: Desk, whom: Recipient) -> str:
    """For whom it is, in words.

    Raises:
        Refused: there is nobody like that in this concern, or they may not have papers yet.
    """
    if whom.audience is Audience.REGISTRANT:
        about = next((one for one in desk.concern.subjects if one.id == whom.subject_id), None)
        if about is None:
            raise Refused("Choose whom it is for.")
        if about.told_on is None:
            raise Refused("Tell them of the concern first.")
    if whom.audience is Audience.PANEL and (
        whom.hearing_id is None or panels.hearing(desk.concern.id, whom.hearing_id).called_off_at is not None
    ):
        raise Refused("Choose a hearing that was not called off.")
    return words_for(desk.concern, whom)


def words_for(concern: Concern, whom: Recipient) -> str:
    """A recipient as people read it."""
    if whom.audience is Audience.REGISTRANT:
        names = {one.subject_id: one.name for one in parties.of_one(concern).subjects}
        return names.get(whom.subject_id or 0, whom.audience.label)
    if whom.audience is Audience.PANEL and whom.hearing_id is not None:
        return f"{whom.audience.label}: {panels.hearing(concern.id, whom.hearing_id).kind.label.lower()}"
    return whom.audience.label
