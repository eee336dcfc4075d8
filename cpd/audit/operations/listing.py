"""Who is on the register, and how each of them stands to a draw of today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cpd.audit import policy, queries
from cpd.audit.vocabulary import Frame, Why
from cpd.record import progress
from cpd.requirements.registration import registered_since
from cpd.requirements.spans import Span
from foundation import clock
from register import queries as register
from register.rules import Record, breaks, is_on_register, spent

#: How many entries are read at a time.
BATCH = 500


@dataclass(frozen=True)
class Listed:
    """Everybody on the register today, as a draw would list them."""

    frames: dict[Frame, list[tuple[int, str]]]
    #: Looked at besides, by entry.
    besides: dict[int, Why]

    @property
    def registered(self) -> int:
        """How many are on the register."""
        return sum(len(held) for held in self.frames.values())


def look(today: date) -> Listed:
    """Who is on the register today, who of them can be drawn, and who is looked at besides."""
    passed = queries.passed_since(clock.add_months(today, -policy.EXEMPT_PASSED.value(today)))
    busy, failed = queries.under_way(), queries.not_met_last()
    new_after = clock.add_months(today, -policy.EXEMPT_NEW.value(today))
    late_since = clock.add_months(today, -policy.LATE_WITHIN.value(today))
    late = queries.renewed_late_since(clock.start_of_day(late_since))
    unfinished = queries.unfinished_last()
    found = Listed({frame: [] for frame in Frame}, {})
    for one in _on_register():
        if one.entry_id in busy:
            frame = Frame.UNDER_WAY
        elif registered_since(one, today) > new_after:
            frame = Frame.NEW
        elif one.entry_id in passed:
            frame = Frame.PASSED
        else:
            frame = Frame.IN
        # Whoever is back for less than a year is not drawn; what is looked at besides is the period before they left.
        if frame in (Frame.IN, Frame.NEW) and span_for(one, today) is not None:
            if one.entry_id in failed:
                found.besides[one.entry_id] = Why.EARLIER_FAIL
            elif one.entry_id in unfinished:
                found.besides[one.entry_id] = Why.UNFINISHED
            elif one.entry_id in late or _was_away(one, late_since, today):
                found.besides[one.entry_id] = Why.LATE_RENEWAL
        found.frames[frame].append((one.entry_id, one.number))
    return found


def _was_away(record: Record, since: date, today: date) -> bool:
    """Whether somebody came back since a day after a break of a year at most: after a longer one the record of the time
    before says nothing of now.
    """
    return any(last < clock.add_months(first, 12) for first, last in breaks(record, since=since, until=today))


def _on_register() -> Iterator[Record]:
    last, now = 0, clock.now()
    while ids := register.entries_after(last, limit=BATCH):
        last = ids[-1]
        yield from (one for one in register.records(ids).values() if is_on_register(one, now))


def span_for(record: Record, today: date) -> Span | None:
    """The days whose record is looked at: the last whole period since they came, or else the last twelve months.

    Of who is back for less than a year it is the period before, unless its records are deleted by now. None when there
    is nothing to look at yet.
    """
    since, year_ago = registered_since(record, today), clock.add_months(today, -12)
    whole = max((Span(*one) for one in spent(record) if one.ends_on < today), default=None)
    kept = whole if whole is not None and whole.starts_on >= progress.kept_since(today) else None
    if since <= clock.add_months(today, -policy.EXEMPT_NEW.value(today)):
        return kept if kept is not None and kept.starts_on >= since else Span(year_ago, today - timedelta(days=1))
    return kept if kept is not None and kept.ends_on < since else None
