"""The numbers of leaving and being away, as policies (rules 6.4)."""

from __future__ import annotations

from foundation.policy import Policy, declare

_LONGEST = 10_000


def _count(name: str, starting: int, unit: str, about: str, source: str) -> Policy[int]:
    return declare(Policy(f"leaving.{name}", starting, unit, about, source, lambda value: 0 < value < _LONGEST))


LEAVE_LONGEST = _count("leave.longest", 24, "months", "One extended leave lasts at most", "house default")
LEAVE_SHORTEST = _count("leave.shortest", 28, "days", "An extended leave lasts at least", "house default")
LEAVE_BACKDATED = _count(
    "leave.backdated", 90, "days", "Leave that has begun can still be asked for within", "house default"
)
LEAVE_ANSWERED = _count(
    "leave.answered", 5, "working days", "Somebody who asks for leave is answered within", "house default"
)
LEAVE_ENDS_SOON = _count(
    "leave.ends_soon", 28, "days", "Somebody on leave is reminded of its end before it by", "house default"
)
PANEL_DECIDES = _count(
    "panel", 20, "working days", "The panel decides about a wish to leave within", "as rules 6.2, declarations panel"
)
PANEL_SIZE = _count("panel.size", 3, "people", "So many people decide about a wish to leave", "as rules 6.9, appeals")
CONFIRM_DEATH = _count("death", 2, "working days", "The registrar looks at the news of a death within", "house default")
CONTINUITY_CALL = _count(
    "continuity.call", 2, "working days", "A continuity contact without email is called within", "house default"
)
LEAVE_WHY_KEPT = _count(
    "leave.why_kept",
    36,
    "months",
    "Why somebody was on leave is kept after its end for",
    "rules 6.11: CPD, 3 cycles",
)
LEAVE_KEPT = _count(
    "leave.kept",
    84,
    "months",
    "The days of an agreed leave, without the reasons, are kept after its end for",
    "house default: as far as an audit of CPD that waited for leave may look back",
)
NOTHING_KEPT = _count(
    "kept.nothing",
    12,
    "months",
    "A wish to leave that came to nothing, and news of a death that was not so, are kept for",
    "rules 6.11: as applications that were taken back",
)
KEPT = _count(
    "kept",
    120,
    "months",
    "How somebody left or died is kept after the last day on the register for",
    "rules 6.11: decisions, while registered and 10 years",
)
