"""The numbers of CPD as policies (rules 6.5). Each record is judged under those of its own day."""

from __future__ import annotations

from datetime import date

from cpd.requirements.engine import Numbers, Schedule
from cpd.requirements.vocabulary import Mode
from foundation import policy
from foundation.policy import Policy, declare
from foundation.standards.outline import first_edition

_MODES = ", ".join(mode.value for mode in Mode)


def _count(name: str, starting: int, unit: str, about: str, most: int) -> Policy[int]:
    return declare(Policy(f"cpd.{name}", starting, unit, about, "rules 6.5", lambda value: 0 <= value <= most))


def _is_standards(value: str) -> bool:
    known = {part.reference for part in first_edition().parts if part.kind != "theme"}
    return bool(value.strip()) and all(number in known for number in _listed(value))


def _listed(value: str) -> tuple[str, ...]:
    return tuple(number.strip() for number in value.split(",") if number.strip())


MODE = declare(
    Policy(
        "cpd.mode",
        Mode.HOURS.value,
        f"one of {_MODES}",
        "How CPD is measured",
        "rules 6.5",
        lambda value: value in set(Mode),
    )
)
HOURS = _count("hours", 30, "hours in 12 months", "CPD that everybody does", 400)
HOURS_WITH_OTHERS = _count("hours.with_others", 10, "hours in 12 months", "Of it, together with other people", 400)
PIECES = _count("pieces", 2, "activities in 12 months", "Activities, where activities are counted", 100)
KINDS = _count("kinds", 2, "kinds in 12 months", "Different kinds of CPD", 10)
PEER = _count("peer", 1, "activities in 12 months", "Talking something through with a peer, live", 50)
PLANNED = _count("planned", 2, "activities in 12 months", "Activities tied to the plan", 50)
RIGHTS = _count("rights", 1, "activities in 12 months", "Activities on consent, capacity or safeguarding", 50)
RIGHTS_STANDARDS = declare(
    Policy(
        "cpd.rights.standards",
        "1.1, 1.2, 2, 5.3",
        "numbers of clauses or headings, with commas",
        "Standards that are about consent, capacity or safeguarding",
        "rules 6.5",
        _is_standards,
    )
)
THEME_MONTHS = _count("themes.months", 36, "months; 0 asks for no theme", "Every theme A to D comes up within", 120)
NEEDS_REFLECTION = declare(
    Policy(
        "cpd.reflection",
        True,
        "yes or no",
        "A record counts only with what was learned, what changed, and how people benefited",
        "rules 6.5, Standard 19.2",
    )
)
ALL: tuple[Policy[int] | Policy[str] | Policy[bool], ...] = (
    MODE,
    HOURS,
    HOURS_WITH_OTHERS,
    PIECES,
    KINDS,
    PEER,
    PLANNED,
    RIGHTS,
    RIGHTS_STANDARDS,
    THEME_MONTHS,
    NEEDS_REFLECTION,
)


def schedule() -> Schedule:
    """Every set of numbers with the day it begins on. Read it once for many people."""
    days = policy.days_of_change(one.name for one in ALL)
    return Schedule(_numbers(date.min), tuple((day, _numbers(day)) for day in days))


def _numbers(day: date) -> Numbers:
    return Numbers(
        mode=Mode(MODE.value(day)),
        minutes=HOURS.value(day) * 60,
        minutes_with_others=HOURS_WITH_OTHERS.value(day) * 60,
        pieces=PIECES.value(day),
        kinds=KINDS.value(day),
        peer=PEER.value(day),
        planned=PLANNED.value(day),
        rights=RIGHTS.value(day),
        rights_standards=_listed(RIGHTS_STANDARDS.value(day)),
        theme_months=THEME_MONTHS.value(day),
        needs_reflection=NEEDS_REFLECTION.value(day),
    )
