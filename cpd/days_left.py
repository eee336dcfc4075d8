"""By when something is due, as staff read it: "in 3 working days", the day, and how late it is. Pure but for today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foundation import clock
from foundation.clock import Division


@dataclass(frozen=True)
class DueShown:
    """By when something is due, how late that is, and who has to act where a list says it."""

    #: "in 3 working days"; "the clock stands still since 3 March 2027".
    words: str
    on: date | None
    #: "Late by 2 working days"; empty when it is not.
    late: str
    who: str = ""


def due_shown(on: date | None, division: Division, who: str = "") -> DueShown:
    """A day in words, counted in the working days of the registrant's nation."""
    if on is None:
        return DueShown("", None, "", who)
    today = clock.today()
    return in_days(on, clock.working_days_until(on, since=today, division=division), is_late=on < today, who=who)


def in_days(on: date, left: int, *, is_late: bool, who: str = "", unit: str = "working ", where: str = "") -> DueShown:
    """A day in words; `left` days of that unit are left to it (of some `where`, as holidays differ)."""
    if is_late:
        return DueShown("was due", on, f"Late by {days(max(1, -left), unit)}{where}", who)
    return DueShown(f"in {days(left, unit)}{where}" if left else "today", on, "", who)


def days(count: int, unit: str = "working ") -> str:
    """So many days: "1 working day", "3 days"."""
    return f"{count} {unit}{'day' if count == 1 else 'days'}"
