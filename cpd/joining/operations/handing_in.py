"""From a draft to an application: beginning one, and sending it, in one transaction with its files.

An account has one draft at a time, and none while an application is open. Sending twice makes one application; whoever
presses again is given the one that is there.
"""

from __future__ import annotations

from collections.abc import Callable

from cpd.joining import queries
from cpd.joining.applying import Applying
from cpd.joining.models import Application
from cpd.joining.operations.sending_in import ONE_ONLY, send_in
from cpd.joining.rules import check_person
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Refused
from foundation.evidence import belonging
from foundation.journey import drafts
from foundation.journey.drafts import Hand, Opened
from foundation.references import application_reference

JOURNEY_NAME = "application"
#: The answer of a draft that names its pictures of identity papers.
IDENTITY_FILES = "files_identity"


def owner(account_id: int) -> str:
    """Whose a draft is, as drafts name it."""
    return f"account:{account_id}"


@operation
def start(*, email: str, by: Actor) -> Hand:
    """Begin, or go on with what was begun: two presses make one draft. Reminders go to the account's address.

    Raises:
        Refused: an application is open.
    """
    account_id = check_person(by)
    audit.take_turn()
    if queries.open_of(account_id) is not None:
        raise Refused(ONE_ONLY)
    held = drafts.unfinished(owner(account_id), JOURNEY_NAME)
    if held:
        return Hand(held[0].reference, owner=owner(account_id))
    hand = drafts.start(JOURNEY_NAME, reference=_new_reference(), owner=owner(account_id))
    drafts.remind_at(hand, email)
    return hand


def _new_reference() -> str:
    while True:
        reference = application_reference(clock.today().year)
        if not drafts.is_taken(reference) and queries.find(reference) is None:
            return reference


@operation
def hand_in(hand: Hand, *, read: Callable[[Opened], Applying], by: Actor) -> Application:
    """Take a draft in as an application, with its files. A draft that was sent gives the same application again.

    Raises:
        Missing: the draft is gone.
        Refused: something is missing or cannot be, or an application is open.
    """
    audit.take_turn()
    draft = drafts.open_to_send(hand)
    if draft.sent_as is not None:
        return queries.get(draft.sent_as)
    application = send_in(read(draft), reference=hand.reference, by=by)
    identity = draft.content.answers.get(IDENTITY_FILES) or []
    owner_id = str(application.id)
    belonging.move(draft.files, ("application_identity", owner_id), only=identity)
    belonging.move(draft.files, ("application", owner_id))
    drafts.finish(draft.id, sent_as=application.reference)
    return application
