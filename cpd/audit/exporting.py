"""A draw as a file that anybody can check, and the same draw checked by whoever has the register."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from cpd.audit import drawing, queries
from cpd.audit.drawing import Checked
from cpd.audit.models import Draw, Ticket
from cpd.audit.vocabulary import Frame
from foundation import locks
from foundation.database import db
from register.models import Entry


def as_file(held: Draw, *, own: str | None = None) -> dict[str, Any]:
    """What `flask cpd verify-draw` reads. With `own`, only that ticket is named as drawn."""
    return {
        "algorithm": held.algorithm,
        "software": held.software,
        "drawn_at": held.drawn_at.isoformat(),
        "seed": held.seed,
        "list_hash": held.list_hash,
        "listed": held.listed,
        "size": held.size,
        "per_cent": held.per_cent,
        "smallest": held.smallest,
        "tickets": queries.tickets(held.id),
        "drawn": [own] if own is not None else queries.drawn_in(held.id),
    }


def check_stored(held: Draw) -> Checked:
    """Do a stored draw again, from the registration numbers on: the tickets, the list, the size, and whom it draws."""
    key = locks.box_of(held.lock_id).open(held.key_sealed)
    rows = db.session.execute(
        select(Ticket.ticket, Ticket.drawn, Entry.number)
        .join(Entry, Entry.id == Ticket.entry_id)
        .where(Ticket.draw_id == held.id, Ticket.frame == Frame.IN)
    ).all()
    wrong = [number for ticket, _, number in rows if ticket != drawing.ticket(key, number)]
    problems = [f"The ticket of {number} was not made from that number." for number in wrong]
    if held.size != drawing.sample_size(held.listed, per_cent=held.per_cent, smallest=held.smallest):
        problems.append("So many are not the share that was set.")
    if held.listed != len(rows):
        problems.append("The list is longer or shorter than it was.")
    checked = drawing.check(as_file(held))
    missing = set(checked.drawn) - {ticket for ticket, drawn, _ in rows if drawn}
    problems += [f"The ticket {one} is drawn by the seed, and was left out." for one in sorted(missing)]
    return Checked((*problems, *checked.problems), checked.drawn)
