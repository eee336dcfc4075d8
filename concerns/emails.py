"""The letters about concerns, one function each. They write to the outbox; `jobs deliver-mail` sends them.

Nothing of what a concern is about ever stands in an e-mail, and who asked for quiet letters gets one that says nothing
of a concern at all. Nobody who stays anonymous is ever written to.
"""

from __future__ import annotations

from concerns.clocks import Due
from concerns.models import Concern
from concerns.telling import Reach
from concerns.vocabulary import ClockName, Way
from foundation import outbox


def received(concern: Concern, reach: Reach) -> None:
    """We have it: its reference, and by when a person replies."""
    if not _may_write(reach):
        return
    if reach.quiet:
        outbox.write("quiet_message", to=reach.email)
        return
    due = Due(ClockName.REPLY, concern.reply_due_on)
    outbox.write("concern_received", to=reach.email, reference=concern.reference, due=due.at)


def message_waiting(concern: Concern, reach: Reach) -> None:
    """There is something new in the mailbox."""
    if not _may_write(reach):
        return
    if reach.quiet:
        outbox.write("quiet_message", to=reach.email)
        return
    outbox.write("concern_message", to=reach.email, reference=concern.reference)


def secret_changed(concern: Concern, reach: Reach) -> None:
    """The secret of the mailbox was changed. Whoever it was not calls us."""
    if not _may_write(reach):
        return
    if reach.quiet:
        outbox.write("quiet_secret", to=reach.email)
        return
    outbox.write("concern_secret", to=reach.email, reference=concern.reference)


def _may_write(reach: Reach) -> bool:
    return bool(reach.email) and Way.EMAIL in reach.ways
