"""The letters about concerns, one function each. They write to the outbox; `jobs deliver-mail` sends them.

Nothing of what a concern is about ever stands in an email, and who asked for quiet letters gets one that says nothing
of a concern at all. Nobody who stays anonymous is ever written to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from concerns.clocks import Due
from concerns.models import Concern, Subject
from concerns.telling import Reach
from concerns.vocabulary import ClockName, Way
from foundation import outbox
from register import queries as register


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


def new_concerns(to: str, *, name: str, count: int, once: str) -> bool:
    """To a concerns officer: so many new ones wait. Nothing of them, and nothing of when each came."""
    return outbox.write("staff_new_concerns", to=to, once=once, name=name, count=count) is not None


def left_waiting(to: str, *, name: str, count: int, fresh: int, once: str) -> None:
    """To a concerns manager: so many are late, and how many of them newly."""
    outbox.write("staff_left_waiting", to=to, once=once, name=name, count=count, fresh=fresh)


def telling_review(concern: Concern, to: str, *, name: str, count: int, due: date, once: str) -> None:
    """To the officer who has it: look again at whether the registrant can be told."""
    outbox.write("staff_telling_review", to=to, once=once, name=name, count=count, due=due, reference=concern.reference)


#: What a letter to a registrant says that there is: fixed words, and nothing of what a concern is about.
ANSWER = "We ask you to answer what is alleged. You can do that in your account."
OFFER = "The case examiners offer to end it by agreement. You can read the offer and answer it in your account."
NOTICE = "A hearing is set. The day, and what you can do, stand in your account."
DECISION = "It has been decided. You can read the decision in your account, and what you can do about it."
PROOF = (
    "The public will be told what was decided. Before that, please check the facts. You can read them in your account, "
    "and tell us there what is wrong."
)
NOT_MET = "The public will read that what was decided was not met. You can read the words in your account."
TAKEN_DOWN = "Something that was public about you is not public any more. You can read more in your account."
APPEAL_ANSWERED = "Your appeal has been answered. You can read the answer in your account."

INVESTIGATED = "We look into a concern about you. What comes next stands in your account."
EXAMINED = "What was found out is before two case examiners. They decide whether there is a case to answer."
TO_PANEL = "A panel will hear the concern about you. We tell you the day, and what you can do, in good time."
CLOSED = "The concern about you is closed. Why, and what that means for you, stands in your account."
LATER = "Something takes longer than we said. Why, and by when it will be there, stands in your account."
ANSWER_SOON = "You have not answered yet what is alleged. You can do that in your account."
OFFER_SOON = "You have not answered yet what is offered to you. You can do that in your account."
OFFER_OVER = (
    "The time to accept what was offered to you is over. A panel will hear it. That counts for nothing against you."
)
ASKED_BY_ORDER = "What your order asks for, and by when, stands in your account."
KEEP_SOON = "Your order asks for something by a day. You can send it in your account, or say what stands in the way."
KEEP_OVER = (
    "Something that your order asks for did not come by its day. Send it in your account now, or say there what stands "
    "in the way."
)
KEPT = "We have looked at what you sent, and it shows what it has to show."
KEEP_MORE = "We have looked at what you sent, and need more. What is missing stands in your account."
KEEP_LATE = "Something that your order asks for is late. By which day it may still come stands in your account."
NOT_KEPT = (
    "We wrote down that something your order asks for was not kept. Other people look into it, and tell you of it. "
    "What we wrote stands in your account."
)
REVIEW_COMING = "A panel will look at your order again. We tell you the day, and what you can do, in good time."
REVIEW_ANSWERED = "You asked that a panel looks at an order again. Our answer stands in your account."
ORDER_ENDED = "An order about you has ended. The register does not show it as being in force any more."
LOOKED_AT_AGAIN = "It was closed, and is open again: somebody looked at the closing and sent it back."


def registrant(
    about: Subject,
    concern: Concern,
    what: str,
    *,
    due: date | None = None,
    once: str | None = None,
    kindly: bool = False,
) -> bool:
    """To a registrant who knows of a concern: that there is something in their account, and by when they answer.

    Bad news goes `kindly`: not late in the day, nor before a day off. Says whether one was written.
    """
    to = register.email_of(about.entry_id) if about.entry_id is not None else None
    if to is None or about.told_on is None:
        return False
    letter = outbox.write(
        "registrant_concern",
        to=to,
        once=once,
        kindly="england-and-wales" if kindly else None,
        reference=concern.reference,
        what=what,
        due=due,
    )
    return letter is not None


def work_due(to: str, *, name: str, lines: Sequence[str], once: str) -> bool:
    """To somebody on the staff: what waits for them in concerns today, as counts and never with a name in it."""
    return outbox.write("staff_concerns_due", to=to, once=once, name=name, lines=list(lines)) is not None


def records_over(to: str, *, name: str, count: int, once: str) -> None:
    """To a data-protection lead: the time of so many records is over, or a hold of theirs is due."""
    outbox.write("staff_records_over", to=to, once=once, name=name, count=count)


def hold_review(to: str, *, name: str, reference: str, due: date, once: str) -> None:
    """To the owner of a legal hold: look again at whether it is still needed."""
    outbox.write("staff_hold_review", to=to, once=once, name=name, reference=reference, due=due)


def taken_down(to: str, *, name: str, number: str, by: str) -> None:
    """To everybody else who publishes: something was taken off the register at once; look at it as a second person."""
    outbox.write("staff_taken_down", to=to, name=name, number=number, by=by)
