"""The numbers of reports, as policies."""

from __future__ import annotations

from foundation.policy import Policy, declare

SMALLEST = declare(
    Policy(
        "reports.smallest",
        5,
        "concerns",
        "Reports show no count smaller than",
        "issue 7; a house default, comparison 4.3 names 10 for protected characteristics",
        lambda value: 3 <= value <= 50,
    )
)
MET = declare(
    Policy(
        "reports.met", 80, "percent", "A target is met when so many are in time", "rules 6.6", lambda v: 0 < v <= 100
    )
)
