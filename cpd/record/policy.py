"""The numbers of the CPD record, as policies (rules 6.5, 6.11)."""

from __future__ import annotations

from foundation.policy import Policy, declare


def _positive(value: int) -> bool:
    return 0 < value < 10_000


KEEP = declare(
    Policy(
        "cpd.record.keep",
        48,
        "months",
        "CPD activities are kept for, counted from the day they were done",
        "rules 6.11: three cycles, and the one that runs",
        # Less, and an audit could not see the three years over which all themes are covered.
        lambda months: 48 <= months <= 240,
    )
)
KEEP_LOOSE = declare(
    Policy(
        "cpd.record.keep_loose",
        12,
        "months",
        "Drafts that nobody touched and activities that somebody deleted are kept for",
        "house default",
        _positive,
    )
)
LONGEST = declare(
    Policy("cpd.record.longest", 100, "hours", "One CPD activity may be as long as", "house default", _positive)
)
SHEET_ROWS = declare(
    Policy("cpd.sheet.rows", 1000, "rows", "A sheet of CPD activities may have up to", "house default", _positive)
)
SHEET_WAITS = declare(
    Policy("cpd.sheet.waits", 7, "days", "A sheet that was read and not loaded is kept for", "house default", _positive)
)
