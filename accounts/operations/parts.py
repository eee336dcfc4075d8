"""Taking a part in a matter: checked and recorded in one step, so that nobody judges their own work."""

from __future__ import annotations

from sqlalchemy import delete

from accounts import authority
from accounts.models import PartTaken
from accounts.rules import check_may_take_part
from accounts.separation import Part
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, in_operation, one_at_a_time, operation
from foundation.errors import NotAllowed


@operation
def take_part(
    matter: tuple[str, str],
    part: Part,
    *,
    called: str = "this matter",
    about_entry_id: int | None = None,
    by: Actor,
) -> None:
    """Record that somebody takes a part in a matter. Taking the same part again changes nothing.

    Raises:
        NotAllowed: they took a part before that excludes it, or nobody is at the keyboard.
    """
    if by.kind != "account" or by.id is None:
        raise NotAllowed("Only a person can take a part in this.")
    one_at_a_time(f"parts of {by.id}")
    if part in authority.parts_taken([by.id], matter)[by.id]:
        return
    check_may_take_part(by.id, matter, part, called=called, about_entry_id=about_entry_id)
    db.session.add(
        PartTaken(
            account_id=by.id,
            matter_kind=matter[0],
            matter_id=matter[1],
            part=part,
            taken_at=clock.now(),
            about_entry_id=about_entry_id,
        )
    )
    audit.record(action=f"part.{part.value}", subject=matter, by=by)


def forget(matter: tuple[str, str]) -> None:
    """Delete who took which part in a matter that is itself deleted, inside that operation; the trail keeps it."""
    if not in_operation():
        raise RuntimeError("parts are forgotten inside the operation that deletes their matter")
    of_it = delete(PartTaken).where(PartTaken.matter_kind == matter[0], PartTaken.matter_id == matter[1])
    db.session.execute(of_it.execution_options(synchronize_session=False))
