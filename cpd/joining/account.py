"""What the home of an account shows of an application, and what its data download holds of it."""

from __future__ import annotations

from accounts.due import Due, DueKind
from cpd.held import Held
from cpd.joining import own_copy, queries
from cpd.joining.operations.handing_in import JOURNEY_NAME, owner
from cpd.joining.views import applicant_view
from cpd.joining.views.applicant_view import Shown
from cpd.joining.vocabulary import Stage
from foundation.journey import drafts

HOME = "/account/application"
_FEW = {1: "One thing is", 2: "Two things are", 3: "Three things are"}


def due(account_id: int) -> list[Due]:
    """What an applicant has to do, or waits for."""
    latest = queries.latest_of(account_id)
    if latest is not None and latest.closed_on is None:
        return _of_open(applicant_view.show(latest))
    begun = drafts.unfinished(owner(account_id), JOURNEY_NAME)
    if begun:
        note = "What you wrote is kept until then."
        return [Due(begun[0].delete_on, "Finish your application and send it", HOME, button="Go on", note=note)]
    if latest is not None and latest.stage is Stage.REFUSED and applicant_view.show(latest).can_appeal:
        note = "Three other people look at it. It costs nothing."
        words = "Appeal, if you think we are wrong"
        return [Due(latest.appeal_until, words, HOME, DueKind.COMING, "See what we decided", note)]
    return []


def _of_open(shown: Shown) -> list[Due]:
    found = []
    if shown.asked is not None:
        count = len(shown.asked.items)
        note = f"{_FEW.get(count, f'{count} things are')} missing. Until then our clock stands still."
        words = "Send what we asked you for"
        found.append(Due(shown.asked.due_on, words, f"{HOME}/information", button="See the list", note=note))
    if shown.can_name_referee:
        note = "We cannot go on with the ones you named."
        found.append(Due(None, "Name another referee", f"{HOME}/referees", button="Name somebody", note=note))
    if shown.offer_until is not None:
        note = "You are on the register on the day it is settled."
        found.append(Due(shown.offer_until, "Pay the fee", HOME, button="See how to pay", note=note))
    if not found and shown.next:
        found.append(Due(shown.by, shown.next, HOME, DueKind.OURS, "See your application", shown.late))
    return found


def held(account_id: int) -> list[Held]:
    """Every application of an account, as its applicant sent it and as it went."""
    return own_copy.held(account_id)
