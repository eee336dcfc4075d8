"""What every act of an officer begins with, in one place: the turn, the concern, and who may touch it.

Whoever acts holds the role at this very moment, has no tie to anybody in the concern, and looked at the concern as it
is. The turn is taken before anything is read, so that of two officers who press at once the second is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.rules import check_no_conflict
from accounts.separation import Part
from concerns import correspondence, emails, parties, queries, rules
from concerns.emails import News
from concerns.models import Concern, Contact, Note
from concerns.operations.steps import note_step, touch
from concerns.parties import Parties
from concerns.telling import Reach
from concerns.vocabulary import Job, StepKind, Way
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from foundation.locks import Box

OFFICERS = (Permission.TAKE_IN_CONCERNS,)
MANAGERS = (Permission.THRESHOLD,)
INVESTIGATORS = (Permission.INVESTIGATE,)
ALL_HANDS = (Permission.TAKE_IN_CONCERNS, Permission.ALLOCATE)
#: Whoever does anything by these has worked on the concern, and neither sits on a panel nor reviews what was decided.
_AT_WORK = frozenset(
    {
        Permission.TAKE_IN_CONCERNS,
        Permission.TRIAGE,
        Permission.THRESHOLD,
        Permission.ALLOCATE,
        Permission.INVESTIGATE,
    }
)


@dataclass(frozen=True)
class Desk:
    """A concern on somebody's desk, with what opens it and everybody in it."""

    concern: Concern
    box: Box
    parties: Parties
    by: Actor

    @property
    def matter(self) -> tuple[str, str]:
        """How parts in it are recorded."""
        return rules.MATTER, str(self.concern.id)

    @property
    def account_id(self) -> int:
        """Whose desk it is."""
        assert self.by.id is not None
        return self.by.id

    def take_part(self, part: Part) -> None:
        """Record a part, unless an earlier one excludes it."""
        take_part(self.matter, part, called=rules.CALLED, by=self.by)

    def needs(self, words: str, sentence: str, *, at: str = "words") -> str:
        """Words that have to be there, sealed; `at` is what a page calls them."""
        if not words.strip():
            raise Refused(sentence, at=at)
        return self.box.seal(words.strip())

    def touch(self) -> None:
        """Count a change of what belongs to the concern as one of the concern."""
        touch(self.concern)

    def note(self, words: str) -> None:
        """Leave an internal note of a reason."""
        db.session.add(
            Note(
                concern_id=self.concern.id,
                words_sealed=self.box.seal(words),
                written_at=clock.now(),
                written_by_id=self.account_id,
            )
        )

    def record(self, action: str, **detail: object) -> None:
        """A line of the audit trail; never with words of the concern."""
        audit.record(action=f"concern.{action}", subject=(rules.MATTER, self.concern.id), by=self.by, detail=detail)

    def reach(self) -> Reach:
        """How the reporter may be reached."""
        return correspondence.reach_of(self.concern, self.box)

    def was_in_touch(
        self, way: Way, *, on: date | None = None, words: str = "", once: str | None = None, replies: bool = True
    ) -> None:
        """Note that a person was in touch with the reporter. The first time, that is the reply we promised.

        Unless it `replies` to nothing: who says that the reply is late has not replied.
        """
        day = on or clock.today()
        db.session.add(
            Contact(
                concern_id=self.concern.id,
                way=way,
                made_on=day,
                recorded_at=clock.now(),
                recorded_by_id=self.account_id,
                words_sealed=self.box.seal(words) if words else None,
                once=once,
            )
        )
        if replies and self.concern.replied_on is None:
            self.concern.replied_on = day
            note_step(self.concern, StepKind.REPLIED, by=self.by, detail={"way": way.value})

    def send_word(self, what: News) -> None:
        """Tell the reporter by letter, where they want letters, that there is something new in the mailbox."""
        emails.message_waiting(self.concern, self.reach(), what)


def sit_down(
    reference: str,
    *,
    by: Actor,
    may: Sequence[Permission] = OFFICERS,
    version: int | None = None,
    part: Part | None = None,
    jobs: Sequence[Job] = (),
) -> Desk:
    """Put a concern on somebody's desk, inside the operation that changes it.

    With `jobs`, the permission is not enough: they are listed for one of these in this very concern. What officers do
    between us and the reporter, its investigating officer does as well.

    Raises:
        Missing: there is none, or it was deleted.
        NotAllowed: not with these roles, ties or earlier parts.
        Refused: somebody changed it since the page with that version was made.
    """
    audit.take_turn()
    if by.kind != "account" or by.id is None:
        raise NotAllowed("Only a person can do this.")
    helps = not jobs and Permission.TAKE_IN_CONCERNS in may
    rules.check_any(by, (*may, Permission.INVESTIGATE) if helps else may)
    concern = queries.get(reference)
    _check_listed(concern, by, may, jobs)
    desk = Desk(concern, locks.box_of(concern.lock_id), parties.of_one(concern), by)
    check_no_conflict(by.id, desk.parties.matter, part=part, called=rules.CALLED)
    if version is not None:
        rules.check_version(concern, version)
    if part is None and _AT_WORK.issuperset(may):
        part = Part.WORKED_ON
    if part is not None:
        desk.take_part(part)
    return desk


def _check_listed(concern: Concern, by: Actor, may: Sequence[Permission], jobs: Sequence[Job]) -> None:
    """Refuse somebody whose role is not enough without a seat in this very concern."""
    assert by.id is not None
    needed = jobs or (() if rules.may(by, *may) else (Job.INVESTIGATOR,))
    if needed and queries.seated(concern.id, by.id).isdisjoint(needed):
        raise NotAllowed("You are not listed for this in this concern.")


def said_before(table: type[Contact | Note], once: str) -> bool:
    """Whether the page that was given this was sent already."""
    return db.session.scalar(select(table.id).where(table.once == once)) is not None
