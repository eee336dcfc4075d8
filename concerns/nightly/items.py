"""What may wait for a member of staff in concerns: how it is called, and for whom it waits since when."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, timedelta

from accounts import authority, roles
from accounts.permissions import Permission

A_DAY = timedelta(days=1)


class What(enum.StrEnum):
    """What waits: what it is called when it is one, and when it is several."""

    RATE = "concern whose risk is to be rated|concerns whose risk is to be rated"
    PAUSE = "clock that stands still, to be looked at again|clocks that stand still, to be looked at again"
    TELL = "registrant to be told of a concern|registrants to be told of a concern"
    ANSWER = "answer of a registrant that did not come|answers of registrants that did not come"
    INQUIRY = "thing we asked for that did not come|things we asked for that did not come"
    INTERIM = "red concern: is an interim order asked for?|red concerns: is an interim order asked for?"
    REVIEW = "order that a panel looks at again: set the day|orders that a panel looks at again: set the day"
    APPEAL = "appeal without a day|appeals without a day"
    ASKED = "registrant who asks for an earlier look at an order|registrants who ask for an earlier look at an order"
    CLOSING = "closing to be looked at again|closings to be looked at again"
    ORDER = "thing that an order asks for, to be looked at|things that orders ask for, to be looked at"
    SERVICE = "complaint about us without an answer|complaints about us without an answer"
    UNTOLD = "decision to tell both sides of|decisions to tell both sides of"
    UNWRITTEN = (
        "decision whose words for the public are to be written|decisions whose words for the public are to be written"
    )
    UNRELEASED = "decision to be released to the public|decisions to be released to the public"
    UNREAD = (
        "decision whose time to appeal is over and that the public cannot read"
        "|decisions whose time to appeal is over and that the public cannot read"
    )
    OFFER = "offer of the other examiner to be read|offers of other examiners to be read"
    HEALTH = (
        "order that somebody says is about health: agree or not"
        "|orders that somebody says are about health: agree or not"
    )
    WISH = "wish to say that nothing was found: see to it|wishes to say that nothing was found: see to them"
    SILENT = "registrant without a word from us for too long|registrants without a word from us for too long"
    ENDED = "concern whose orders have ended: close it|concerns whose orders have ended: close them"

    def words(self, count: int) -> str:
        """As a line of the letter."""
        one, many = self.value.split("|")
        return f"{count} {one if count == 1 else many}"


@dataclass(frozen=True)
class Item:
    """One thing that waits for somebody since a day."""

    account_id: int
    what: What
    on: date


def able(permission: Permission) -> list[int]:
    """Whose role lets them do something now."""
    return list(authority.able_to(roles.holders_of(permission)))
