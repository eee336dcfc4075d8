"""What the concerns room keeps. Words that people typed are sealed with the concern's own key (`foundation.locks`).

What a reporter may read (steps, statements, messages, delays) and what only staff write (notes, assignments, contacts)
are separate tables, so that nothing internal can appear in a mailbox by a forgotten condition. For an anonymous report
every time that would be its reporter's is empty: only the day is kept.
"""

from concerns.models.concern import Affected, Concern, Reporter, Subject
from concerns.models.correspondence import Closure, Delay, Message, Statement, Step
from concerns.models.followed_up import Feedback, Request
from concerns.models.internal import Assignment, Contact, Note, SecretGiven
from foundation.database import append_only

__all__ = [
    "Affected",
    "Assignment",
    "Closure",
    "Concern",
    "Contact",
    "Delay",
    "Feedback",
    "Message",
    "Note",
    "Reporter",
    "Request",
    "SecretGiven",
    "Statement",
    "Step",
    "Subject",
]

#: Rows that are only ever added. Retention may delete them, years later, by its own operation; nothing may change them.
for _kind in (Assignment, Closure, Contact, Delay, Feedback, Note, SecretGiven, Statement, Step):
    append_only(_kind.__table__, and_delete=False)
