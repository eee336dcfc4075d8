"""What we promise both sides while a concern is looked into: a reply, and never to wait too long for a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from concerns import policy
from concerns.reports.periods import Period
from concerns.reports.reading import Case
from concerns.reports.section import Section
from concerns.reports.times import Due, kept, of_period

REPLY, CONTACT = "A person replies", "Nobody waits too long for a message"
REGISTRANT = "Nor does the case manager, once they know of it"


def promises(cases: Sequence[Case], period: Period, smallest: int, today: date) -> Section:
    """What was promised to both sides, and how much of it was kept."""
    found: dict[str, list[Due]] = {REPLY: [], CONTACT: [], REGISTRANT: []}
    days = policy.CONTACT.value(period.first)
    for case in cases:
        found[REPLY].append(Due(REPLY, case.reply_due_on, case.replied_on or case.closed_on))
        if case.contact_days:
            found[CONTACT] += _dues(CONTACT, case, {case.received_on, *case.contacts}, case.contact_days)
        for words in case.words_to:
            found[REGISTRANT] += _dues(REGISTRANT, case, words, days)
    return kept(
        {name: of_period(dues, period, today) for name, dues in found.items()},
        smallest,
        slug="promises",
        title="Promises to both sides",
        what="promises",
        note="A message is promised again from each one on, for as long as a concern is open.",
    )


def _dues(name: str, case: Case, words: Iterable[date], days: int) -> Iterator[Due]:
    """After each word the next is due; one that would have been due after the closing is not."""
    made = sorted(set(words))
    for place, day in enumerate(made):
        due_on = day + timedelta(days=days)
        following = made[place + 1] if place + 1 < len(made) else None
        if case.open_on(due_on) or (following is not None and following <= due_on and case.open_on(following)):
            yield Due(name, due_on, following)
