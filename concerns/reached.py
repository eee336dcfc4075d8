"""When a letter reaches a registrant: an email the moment it goes, one on paper some days after it was posted.

What somebody is given days for counts from there. Of a letter on paper that is reckoned from the last day on which it
should be in the post; if it is posted later, the days count from then (`concerns.operations.posted`), and while it lies
nothing runs out.
"""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import select

from concerns import bad_news
from concerns import policy as own
from concerns.models import Hearing, HearingAbout, Order, Subject
from foundation import clock
from foundation.database import db, reads_once
from register import queries as register
from register.post import arriving, policy, readers, writing
from register.vocabulary import OrderKind

_MEASURES = (OrderKind.INTERIM_CONDITIONS.value, OrderKind.INTERIM_SUSPENSION.value)


class Days(enum.StrEnum):
    """What somebody has days for that count from a letter. The row they are kept in has the number beside it."""

    ANSWER = "answer"
    OFFER = "offer"
    PROOF = "proof"
    NOTICE = "notice"
    APPEAL = "appeal"

    def matter(self, number: int, on: date) -> str:
        """What a letter about it is known by on paper."""
        return f"concern {self.value} {number} {on.isoformat()}"


def matter_of(matter: str) -> tuple[Days, int] | None:
    """Of which days a letter on paper speaks; None of none."""
    room, _, rest = matter.partition(" ")
    words = rest.split()
    return (Days(words[0]), int(words[1])) if room == "concern" and len(words) == 3 else None


def address(about: Subject) -> str:
    """The email address that reaches them; nothing when their letters go on paper."""
    if about.entry_id is None:
        return ""
    email = register.email_of(about.entry_id) or ""
    return "" if readers.goes_on_paper(about.entry_id, email) else email


def posted_by(*, at_once: bool) -> date:
    """The day on which a letter written now is in the post at the latest."""
    today = clock.today()
    return clock.working_day_from(today) if at_once else clock.add_working_days(today, policy.WITHIN.value(today))


def there_on(posted_on: date) -> date:
    """When a letter counts as there that was posted on a day: on a working day, as post comes."""
    return arriving.there_on(posted_on)


def counts_from(about: Subject, *, at_once: bool = False) -> date:
    """The day from which their days count, of a letter written now; bad news, unless it goes `at_once`."""
    if not address(about):
        return there_on(posted_by(at_once=at_once))
    return clock.today() if at_once else bad_news.letter_day()


def lies_unposted(about: Subject, days: Days, number: int) -> bool:
    """Whether the letter from which these days count is on paper, and not in the post yet."""
    return about.entry_id is not None and writing.lies(about.entry_id, f"concern {days.value} {number} ")


@reads_once
def unposted(days: Days) -> frozenset[int]:
    """The numbers of the rows whose days do not run out yet: the letter that gives them is not in the post."""
    found = (matter_of(one) for one in writing.unposted(f"concern {days.value} "))
    return frozenset(one[1] for one in found if one is not None)


def is_urgent(row: Hearing) -> bool:
    """Whether notice of it is short: of an interim hearing, and of an appeal against a temporary measure."""
    if row.kind.is_interim:
        return True
    measure = select(Order.id).join(HearingAbout, HearingAbout.order_id == Order.id)
    found = db.session.scalar(measure.where(HearingAbout.hearing_id == row.id, Order.kind.in_(_MEASURES)).limit(1))
    return found is not None


def notice_needed(row: Hearing, on: date) -> int:
    """How many days' notice a registrant needs of a hearing, by the numbers of a day."""
    return (own.INTERIM_NOTICE if is_urgent(row) else own.HEARING_NOTICE).value(on)
