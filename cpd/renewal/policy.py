"""The numbers of renewal, as policies (rules 6.3, 6.4, 6.12). A renewal keeps those it began under."""

from __future__ import annotations

from datetime import date, timedelta

from foundation.policy import Policy, days_of_change, declare

_MOST = 10_000


def _positive(value: int) -> bool:
    return 0 < value < _MOST


def _count(name: str, starting: int, unit: str, about: str, source: str) -> Policy[int]:
    return declare(Policy(f"renewal.{name}", starting, unit, about, source, _positive))


def _fee(name: str, about: str) -> Policy[int]:
    unit, source = "pence; 0 means that none is set", "rules 6.12: none is set"
    return declare(Policy(f"fees.{name}", 0, unit, about, source, lambda value: 0 <= value < 100_000_00))


def _days_before(value: str) -> bool:
    found = read_days(value)
    return bool(found) and len(found) <= 12 and list(found) == sorted(set(found), reverse=True) and found[0] < 400


def read_days(value: str) -> tuple[int, ...]:
    """Days before, as they stand in a policy: "90, 60, 30"; empty when they make no sense."""
    parts = [part.strip() for part in value.split(",")]
    return tuple(map(int, parts)) if all(part.isascii() and part.isdecimal() for part in parts) else ()


WINDOW = _count("window", 90, "days", "Renewal opens so long before the last day", "rules 6.4")
REMINDERS = declare(
    Policy(
        "renewal.reminders",
        "90, 60, 30, 14, 7, 2",
        "days before the last day, as 90, 60, 30",
        "When we write to somebody who has not renewed yet",
        "rules 6.4",
        _days_before,
    )
)
REMINDER_AFTER = _count(
    "reminder.after", 1, "days", "We write once more after the last day, so much later", "rules 6.4"
)
REMINDER_LAST = _count(
    "reminder.last", 10, "working days", "We write for the last time after the last day, so much later", "rules 6.4"
)
BY_HAND = _count(
    "reminder.by_hand", 14, "days", "Whoever no letter reached is telephoned so long before the last day", "rules 6.4"
)
LATE = _count("late", 15, "working days", "Whoever renews so late keeps continuity", "rules 6.4")
LATE_YEARS = _count("late.years", 5, "years", "Being late twice in this time costs a fee", "rules 6.4")
RETURN_A = _count("return.first", 12, "months", "Coming back the short way is possible for", "rules 6.4")
RETURN_B = _count("return.second", 24, "months", "Coming back with CPD evidence is possible for", "rules 6.4")
FAILED = _count("payment.failed", 14, "days", "A payment that failed can be put right within", "rules 6.12")
ANSWERS_HOLD = _count(
    "answers.hold", 6, "months", "Answers that were sent hold so long while something is missing", "house default"
)
LOOKED_AT = _count("return.looked_at", 10, "working days", "An officer has looked at a return within", "house default")
CLEAR_KEPT = _count(
    "declarations.clear.kept", 36, "months", "Answers that worried nobody are kept for", "rules 6.11: declarations"
)
WORRYING_KEPT = _count(
    "declarations.worrying.kept",
    72,
    "months",
    "Worrying answers are kept after the last day on the register for",
    "rules 6.11: declarations",
)
WATCHED = declare(
    Policy(
        "watch.reminders",
        "60, 30, 14, 2",
        "days before the day, as 60, 30, 14",
        "When we write about insurance and record checks that run out",
        "issue 6",
        _days_before,
    )
)
INSURANCE_NOTICE = _count(
    "insurance.notice", 14, "days", "Whoever’s insurance ended has so long to show new insurance", "rules 6.3, D08"
)
CONFIRM_INSURANCE = _count(
    "insurance.confirm", 10, "working days", "An officer has looked at a certificate within", "house default"
)
RENEWAL_FEE = _fee("renewal", "What a year on the register costs somebody who renews")
ON_LEAVE = declare(
    Policy(
        "fees.leave",
        0,
        "per cent",
        "So much less of the year’s fee is asked for the days on agreed leave in the period that ends",
        "rules 6.4: none is set",
        lambda value: 0 <= value <= 100,
    )
)
LATE_FEE = _fee("late", "What being late for the second time costs on top")
RETURN_FEE = _fee("return", "What coming back after a lapse costs on top")

#: What holds for a period from the day on which its renewal opens, whatever is decided later.
OF_A_WINDOW: dict[str, Policy[int]] = {"window": WINDOW, "late": LATE, "return_a": RETURN_A, "return_b": RETURN_B}
#: What a running renewal keeps, by the name under which it keeps it.
KEPT: dict[str, Policy[int]] = {
    "failed": FAILED,
    "answers_hold": ANSWERS_HOLD,
    "looked_at": LOOKED_AT,
}


def opened_on(ends_on: date) -> date:
    """The day on which renewal of a period that ends on a day opens, or opened: the first one on which the end was no
    further away than was decided by then.
    """
    changes = days_of_change([WINDOW.name])
    for since, until in zip([date.min, *changes], [*changes, date.max], strict=True):
        opens = max(since, ends_on - timedelta(days=WINDOW.value(since)))
        if opens < until:
            return opens
    raise AssertionError("the last decision holds for ever")


def numbers_for(ends_on: date) -> dict[str, int]:
    """The days and months by which the window of a period is reckoned: those of the day on which it opened. A change
    after that neither shuts it nor moves the clocks that follow from it.
    """
    opens = opened_on(ends_on)
    held = {name: policy.value(opens) for name, policy in OF_A_WINDOW.items()}
    return held | {"window": (ends_on - opens).days}


def kept_on(day: date) -> dict[str, int]:
    """What a renewal that begins on a day keeps."""
    return {name: policy.value(day) for name, policy in KEPT.items()}
