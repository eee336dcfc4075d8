"""What the register keeps: entries, the facts about them, and an event for every change.

Facts are only ever added. A correction is a new row that names the one it supersedes; the old row stays. Public status
is nowhere in these tables: `register.rules` derives it.
"""

from register.models.entry import Contact, Entry, Event, EventKind, Insurance, OtherRegistration, Particulars, Period
from register.models.orders import Ending, Hold, Restriction, Withholding

__all__ = [
    "Contact",
    "Ending",
    "Entry",
    "Event",
    "EventKind",
    "Hold",
    "Insurance",
    "OtherRegistration",
    "Particulars",
    "Period",
    "Restriction",
    "Withholding",
]
