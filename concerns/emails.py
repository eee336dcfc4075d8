"""The letters about concerns, one function each. They write to the outbox; `jobs deliver-mail` sends them.

Nothing of what a concern is about ever stands in an email, and who asked for quiet letters gets one that says nothing
of a concern at all. Nobody who stays anonymous is ever written to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from concerns import reached
from concerns.bad_news import INSTITUTE
from concerns.clocks import Due
from concerns.models import Concern, RegistrantLetter, Subject
from concerns.reached import Days
from concerns.telling import Reach
from concerns.vocabulary import ClockName, Way
from foundation import clock, outbox
from foundation.database import db
from register.post.writing import on_paper, write


def received(concern: Concern, reach: Reach) -> None:
    """We have it: its reference, and by when a person replies."""
    if not _may_write(reach):
        return
    if reach.quiet:
        outbox.write("quiet_message", to=reach.email)
        return
    due = Due(ClockName.REPLY, concern.reply_due_on)
    outbox.write("concern_received", to=reach.email, reference=concern.reference, due=due.at)


def message_waiting(concern: Concern, reach: Reach, what: News) -> None:
    """There is something new in the mailbox; bad news waits until somebody is there to speak to."""
    if not _may_write(reach):
        return
    kindly = INSTITUTE if what.bad else None
    if reach.quiet:
        outbox.write("quiet_message", to=reach.email, kindly=kindly)
        return
    outbox.write("concern_message", to=reach.email, kindly=kindly, reference=concern.reference)


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


class News(NamedTuple):
    """What a letter tells of. `words` say to a registrant that there is something, and nothing of what it is about.

    `bad` news goes when somebody is there to speak to: not late in the day, nor before a day off. What cannot wait is
    not bad in this sense: a reminder whose day may be over by then, and what binds them from now on.
    """

    words: str
    bad: bool


#: To registrants.
ANSWER = News("We ask you to answer what is alleged. You can do that in your account.", bad=True)
MORE_TIME = News("You have more time to answer what is alleged. The new day stands in your account.", bad=False)
OFFER = News(
    "The case examiners offer to end it by agreement. You can read the offer and answer it in your account.", bad=True
)
NOTICE = News("A hearing is set. The day, and what you can do, stand in your account.", bad=True)
#: Of a temporary measure, with a notice of days: each of them counts.
NOTICE_OF_DAYS = News(NOTICE.words, bad=False)
CALLED_OFF = News("A hearing that was set is called off. What comes next stands in your account.", bad=False)
DECISION = News(
    "It has been decided. You can read the decision in your account, and what you can do about it.", bad=True
)
#: It is in force from this moment: whoever does not know of it breaks it.
IN_FORCE = News(
    "It has been decided, and holds from now on. Read at once in your account what it asks of you, and what you can do "
    "about it.",
    bad=False,
)
ENDED_BY_PANEL = News(DECISION.words, bad=False)
PROOF = News(
    "The public will be told what was decided. Before that, please check the facts. You can read them in your account, "
    "and tell us there what is wrong.",
    bad=True,
)
NOT_MET = News(
    "The public will read that what was decided was not met. You can read the words in your account.", bad=True
)
TAKEN_DOWN = News(
    "Something that was public about you is not public any more. You can read more in your account.", bad=False
)
WORDS_HIDDEN = News(
    "Some words that were public about you are not public any more. What was decided stands.", bad=False
)
WORDS_RIGHT = News(
    "The words that the public reads about you were put right. You can read them in your account.", bad=False
)
APPEAL_CAME = News(
    "We have your appeal. Three other people answer it. What happens next stands in your account.", bad=False
)
APPEAL_ANSWERED = News("Your appeal has been answered. You can read the answer in your account.", bad=True)
APPEAL_UPHELD = News(APPEAL_ANSWERED.words, bad=False)
INVESTIGATED = News("We look into a concern about you. What comes next stands in your account.", bad=True)
EXAMINED = News(
    "What was found out is before two case examiners. They decide whether there is a case to answer.", bad=True
)
TO_PANEL = News(
    "A panel will hear the concern about you. We tell you the day, and what you can do, in good time.", bad=True
)
CLOSED = News("The concern about you is closed. Why, and what that means for you, stands in your account.", bad=False)
LATER = News(
    "Something takes longer than we said. Why, and by when it will be there, stands in your account.", bad=False
)
NEWS = News("There is news of how the concern about you goes. You can read it in your account.", bad=False)
ANSWER_SOON = News("You have not answered yet what is alleged. You can do that in your account.", bad=False)
OFFER_SOON = News("You have not answered yet what is offered to you. You can do that in your account.", bad=False)
OFFER_OVER = News(
    "The time to accept what was offered to you is over. A panel will hear it. That counts for nothing against you.",
    bad=True,
)
ASKED_BY_ORDER = News("What your order asks for, and by when, stands in your account.", bad=False)
KEEP_SOON = News(
    "Your order asks for something by a day. You can send it in your account, or say what stands in the way.", bad=False
)
KEEP_OVER = News(
    "Something that your order asks for did not come by its day. Send it in your account now, or say there what stands "
    "in the way.",
    bad=False,
)
KEPT = News("We have looked at what you sent, and it shows what it has to show.", bad=False)
KEEP_MORE = News("We have looked at what you sent, and need more. What is missing stands in your account.", bad=True)
KEEP_LATE = News(
    "Something that your order asks for is late. By which day it may still come stands in your account.", bad=True
)
NOT_KEPT = News(
    "We wrote down that something your order asks for was not kept. Other people look into it, and tell you of it. "
    "What we wrote stands in your account.",
    bad=True,
)
REVIEW_COMING = News(
    "A panel will look at your order again. We tell you the day, and what you can do, in good time.", bad=False
)
REVIEW_ANSWERED = News("You asked that a panel looks at an order again. Our answer stands in your account.", bad=True)
REVIEW_GRANTED = News(REVIEW_ANSWERED.words, bad=False)
NO_FINDING_PUBLIC = News(
    "What you asked us to make public is public now. You can read it on your entry, and more in your account.",
    bad=False,
)
ORDER_ENDED = News("An order about you has ended. The register does not show it as being in force any more.", bad=False)
LOOKED_AT_AGAIN = News("It was closed, and is open again: somebody looked at the closing and sent it back.", bad=True)
PAPERS = News("There are papers for you. You can read them in your account.", bad=False)

#: To reporters, who read one sentence whatever it is: something waits in the mailbox.
WROTE = News("Somebody wrote to them.", bad=False)
LONGER = News("Something takes longer, and by when it will be there.", bad=False)
GOES_ON = News("It goes on: it is ours, it is investigated, a panel hears it, it is open again.", bad=False)
NOT_TAKEN_BACK = News("They wished to take it back, and we have to carry on.", bad=True)
ENDED = News("It is closed, and nothing follows from it that they had hoped for.", bad=True)
DONE = News("It is closed as they asked or agreed, or all that was decided is done.", bad=False)
STAYS_CLOSED = News("Somebody looked at the closing again, and it stays.", bad=True)
DECIDED = News("It was decided, or that it was not kept.", bad=True)
PUT_RIGHT = News("The words of a decision that the public reads were put right.", bad=False)
FACTS = News("The facts that the public will read are there to be checked.", bad=True)
MEASURE = News("A temporary measure is in force.", bad=False)
APPEALED = News("The registrant appealed: what was decided waits.", bad=True)
APPEAL_DISMISSED = News("The appeal was answered, and what was decided stands.", bad=False)
APPEAL_WON = News("The appeal was answered, and what was decided does not stand.", bad=True)
GOES_ON_IN_FORCE = News("A panel looked at an order again, and it goes on.", bad=False)
STOPPED = News("A panel looked at an order again, and ended it.", bad=True)

#: The letters that tell of one thing only, in all of concerns, and whether it is bad news. Receipts, alarms, and those
#: to the staff are none.
OF_ONE_THING = {
    "received": False,
    "secret_changed": False,
    "new_concerns": False,
    "left_waiting": False,
    "telling_review": False,
    "work_due": False,
    "records_over": False,
    "hold_review": False,
    "taken_down": False,
    "hearing_off": False,
    "own_service.received": False,
    "own_service.answered": True,
    "data_requests.received": False,
    "data_requests.message_waiting": False,
}


#: What binds them from now on, or of which each day counts: on paper it is in the post the same day.
AT_ONCE = frozenset({IN_FORCE, NOTICE_OF_DAYS, ENDED_BY_PANEL})
#: What gives them days that count from the letter.
OF_DAYS = (ANSWER, OFFER, NOTICE, DECISION, IN_FORCE, PROOF)
#: What is no news any more once its day is over: on paper it is written only if it can be there by then.
UNTIL_ITS_DAY = frozenset({ANSWER_SOON, OFFER_SOON, KEEP_SOON})


def registrant(
    about: Subject,
    concern: Concern,
    what: News,
    *,
    due: date | None = None,
    once: str | None = None,
    days: tuple[Days, int] | None = None,
) -> bool:
    """To a registrant who knows of a concern: that there is something in their account, and by when they answer.

    On paper to whom no email reaches; `days` says which days of theirs count from it. Says whether one was written.
    """
    if about.entry_id is None or about.told_on is None:
        return False
    if days is not None:
        once = f"{days[0].matter(days[1], clock.today())} letter"
    post_by = reached.posted_by(at_once=what in AT_ONCE)
    letter: dict[str, Any] = {
        "entry_id": about.entry_id,
        "once": once,
        "post_by": post_by,
        "there_by": due if what in UNTIL_ITS_DAY else None,
        "reference": concern.reference,
        "what": what.words,
        "due": due,
    }
    email = reached.address(about)
    if email:
        kindly = INSTITUTE if what.bad else None
        written = write("registrant_concern", to=email, kindly=kindly, **letter) is not None
    else:
        from_day = reached.there_on(post_by) if days is not None else None
        written = on_paper("registrant_concern", on_paper=True, from_day=from_day, **letter)
    if written:
        note_word(about)
    return written


def anew(body: str, concern: Concern, *, due: date | None, from_day: date | None) -> tuple[str, str] | None:
    """The words on paper of an email that did not reach them, with the days that count from the paper."""
    what = next((one.words for one in OF_DAYS if one.words in body), None)
    if what is None:
        return None
    words: dict[str, Any] = {"reference": concern.reference, "what": what, "due": due, "from_day": from_day}
    return outbox.compose("registrant_concern", on_paper=True, **words)


def note_word(about: Subject) -> None:
    """Keep that a registrant had a word from us today: the promise of the next one counts from it."""
    db.session.add(RegistrantLetter(subject_id=about.id, written_on=clock.today()))


def work_due(to: str, *, name: str, lines: Sequence[str], once: str) -> bool:
    """To somebody on the staff: what waits for them in concerns today, as counts and never with a name in it."""
    return outbox.write("staff_concerns_due", to=to, once=once, name=name, lines=list(lines)) is not None


def records_over(to: str, *, name: str, count: int, once: str) -> None:
    """To a data-protection lead: the time of so many records is over, or a hold of theirs is due."""
    outbox.write("staff_records_over", to=to, once=once, name=name, count=count)


def hold_review(to: str, *, name: str, reference: str, due: date, once: str) -> None:
    """To the owner of a legal hold: look again at whether it is still needed."""
    outbox.write("staff_hold_review", to=to, once=once, name=name, reference=reference, due=due)


def hearing_off(to: str, *, name: str, on: date) -> None:
    """To somebody who was listed to sit: that day is free again. Nothing of the concern."""
    outbox.write("staff_hearing_off", to=to, name=name, on=on)


def taken_down(to: str, *, name: str, number: str, by: str) -> None:
    """To everybody else who publishes: something was taken off the register at once; look at it as a second person."""
    outbox.write("staff_taken_down", to=to, name=name, number=number, by=by)
