"""The numbers of telling us, as policies (rules 6.2, 6.3, 6.11)."""

from __future__ import annotations

from foundation.policy import Policy, declare

_LONGEST = 10_000


def _count(name: str, starting: int, unit: str, about: str, source: str) -> Policy[int]:
    return declare(Policy(f"disclosures.{name}", starting, unit, about, source, lambda value: 0 < value < _LONGEST))


def _work(name: str, starting: int, about: str, source: str) -> Policy[int]:
    return _count(name, starting, "working days", about, source)


DUTY = _work("duty", 10, "Registrants tell us of something after they know it within", "rules 6.3")
DUTY_URGENT = _work("duty.urgent", 2, "They tell us of a charge or a bar within", "rules 6.3, D03 and D06")
OFFICER = _work("target.officer", 10, "An officer has looked at what somebody told us within", "as rules 6.2")
URGENT = _work("target.urgent", 1, "An officer has looked at a charge, a case or a bar within", "rules 6.3, D03, D06")
PANEL = _work("target.panel", 20, "The two of the panel have looked at it within", "as rules 6.2")
CONCERNS = _work("target.concerns", 10, "The concerns officer has read complaints and claims within", "rules 6.3, D19")
CONCERNS_URGENT = _work(
    "target.concerns.urgent", 1, "The concerns officer has looked at what cannot wait within", "rules 6.6, first rating"
)
HEALTH = _work("target.health", 10, "The health officer has read what somebody told us within", "house default")
PANEL_SIZE = _count("panel.size", 2, "people", "So many people of the panel look at it", "rules 6.2")
TOLD_IN_ERROR = _count("told_in_error", 7, "days", "Something told in error is deleted after", "rules 6.11, law 11.3")
WORRYING_KEPT = _count(
    "kept.worrying",
    72,
    "months",
    "What led to advice or a concern is kept after the last day on the register for",
    "rules 6.11: worrying declarations, health store",
)
CLEAR_KEPT = _count("kept.clear", 36, "months", "What came to nothing is kept for", "rules 6.11: clear declarations")
