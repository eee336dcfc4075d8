"""What the register keeps: entries, the facts about them, and an event for every change.

Facts are only ever added. A correction is a new row that names the one it supersedes; the old row stays. Public status
is nowhere in these tables: `register.rules` derives it.
"""

from foundation.append_only import append_only
from register.models.checked import DownBecause, PublicCheck, TakenDown
from register.models.entry import Contact, Entry, Event, EventKind, Insurance, OtherRegistration, Particulars, Period
from register.models.holder import Holder
from register.models.orders import Ending, Hold, Restriction, Withholding

__all__ = [
    "FACTS",
    "Contact",
    "DownBecause",
    "Ending",
    "Entry",
    "Event",
    "EventKind",
    "Hold",
    "Holder",
    "Insurance",
    "OtherRegistration",
    "Particulars",
    "Period",
    "PublicCheck",
    "Restriction",
    "TakenDown",
    "Withholding",
]

#: Rows that are only ever added. Retention may delete them, years later, by its own operation; nothing may change them.
FACTS = (Particulars, Contact, Period, Insurance, OtherRegistration, Restriction, Ending, Hold, Withholding)
for _kind in (Event, *FACTS, TakenDown, PublicCheck):
    append_only(_kind.__table__, and_delete=False)
