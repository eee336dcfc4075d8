"""The numbers of CPD audit as policies (rules 6.5, 6.9, 6.11). An audit keeps those of the day it was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from foundation.policy import Policy, declare

_MOST = 10_000
_MORE_TIMES = "more_times"


def _count(name: str, starting: int, unit: str, about: str, source: str = "rules 6.5") -> Policy[int]:
    return declare(Policy(f"cpd.audit.{name}", starting, unit, about, source, lambda value: 0 < value < _MOST))


def _share(name: str, starting: int, about: str) -> Policy[int]:
    return declare(
        Policy(f"cpd.audit.{name}", starting, "per cent", about, "rules 6.5", lambda value: 0 <= value <= 100)
    )


SAMPLE = _share("sample", 10, "So many of those who can be drawn are drawn")
SMALLEST = _count("sample.smallest", 10, "people", "A draw takes at least")
EXEMPT_NEW = _count("exempt.new", 12, "months", "Not drawn: registered for less than")
EXEMPT_PASSED = _count("exempt.passed", 24, "months", "Not drawn: met an audit within")
LATE_WITHIN = _count("late.within", 12, "months", "Looked at besides: came back after a break within")
NOTICE = _count("notice", 10, "working days", "Those chosen are told within")
TIME = _count("days", 42, "days", "They send their record within")
REMINDERS = (
    _count("reminder.first", 21, "days", "They are reminded after"),
    _count("reminder.second", 35, "days", "They are reminded again after"),
    _count("reminder.third", 40, "days", "They are reminded for the last time after"),
)
EXTENSION = _count("extension", 56, "days", "An officer gives at most so much more time", "house default")
ASSESS = _count("assess", 15, "working days", "An assessor looks at a record within", "house default")
DECIDE = _count("decide", 10, "working days", "The registrar decides within", "house default")
SECOND_SHARE = _share("second", 10, "So many of those that are met are marked a second time")
MORE = _count("more", 14, "days", "More information is sent within")
MORE_TIMES = _count("more_information_times", 1, "times", "Before a decision, more information is asked for at most")
FURTHER_TIME = _count("further_time", 56, "days", "Further time to make a record good is")
REMOVAL_NOTICE = _count("removal", 28, "days", "Nobody is taken off before so many days after being told")
APPEAL = _count("appeal", 28, "days", "The decision can be appealed for", "rules 6.9")
APPEAL_HEARD = _count("appeal.heard", 90, "days", "An appeal is heard within", "rules 6.9")
PAPERS_KEPT = _count("papers.kept", 24, "months", "Papers of an audit are kept after its end for", "rules 6.11")

#: Every number, in the order in which an audit meets them.
ALL: tuple[Policy[int], ...] = (
    SAMPLE,
    SMALLEST,
    EXEMPT_NEW,
    EXEMPT_PASSED,
    LATE_WITHIN,
    NOTICE,
    TIME,
    *REMINDERS,
    EXTENSION,
    ASSESS,
    SECOND_SHARE,
    MORE,
    MORE_TIMES,
    FURTHER_TIME,
    DECIDE,
    REMOVAL_NOTICE,
    APPEAL,
    APPEAL_HEARD,
    PAPERS_KEPT,
)
#: What an audit keeps, by the name under which it keeps it.
KEPT: dict[str, Policy[int]] = {
    "days": TIME,
    **{f"reminder_{place}": one for place, one in enumerate(REMINDERS)},
    "assess": ASSESS,
    "decide": DECIDE,
    "second_share": SECOND_SHARE,
    "more": MORE,
    _MORE_TIMES: MORE_TIMES,
    "further_time": FURTHER_TIME,
    "removal": REMOVAL_NOTICE,
    "appeal": APPEAL,
    "appeal_heard": APPEAL_HEARD,
}


def kept_on(day: date) -> dict[str, int]:
    """What an audit that begins on a day keeps."""
    return {name: policy.value(day) for name, policy in KEPT.items()}


def more_times(kept: Mapping[str, int], chosen_on: date) -> int:
    """How often an audit may ask for more; one that began before this was a number takes that of its day."""
    return kept.get(_MORE_TIMES) or MORE_TIMES.value(chosen_on)
