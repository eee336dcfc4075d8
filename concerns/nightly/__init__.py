"""What the clock does every night for concerns: reminders, what runs out by itself, and what waits for whom.

Each part may stop anywhere, be run again, and run on two machines at once: every act looks again under its own turn,
and every letter has a key of its own. What one night missed the next one does.
"""

from __future__ import annotations

from concerns.compliance import reminding, showing
from concerns.nightly import registrants, work
from concerns.operations import posted


def run() -> list[str]:
    """All of it; says in sentences what it came to."""
    posted.keep_open()
    lapsed = registrants.lapse_offers()
    answers, offers = registrants.remind_of_answers(), registrants.remind_of_offers()
    reviews, ended = registrants.tell_of_reviews(), registrants.tell_of_ends()
    kept = reminding.remind()
    told, shredded = work.tell(), showing.sweep_waiting()
    return [
        f"Concerns: {lapsed} offers lapsed to a panel, {answers} reminders of an answer and {offers} of an offer, "
        f"{reviews} told of a review, {ended} of the end of an order, {kept} reminded of what an order asks for.",
        f"Concerns: {told} people on the staff were told what waits; {shredded} files never sent are shredded.",
    ]
