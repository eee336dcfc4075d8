"""Times and counts of signing in, as policies. Where they come from: rules 6.10, law 11.4."""

from __future__ import annotations

from foundation.policy import Policy, declare


def _positive(value: int) -> bool:
    return value > 0


def _length(name: str, starting: int, unit: str, about: str) -> Policy[int]:
    return declare(Policy(name, starting, unit, about, "house default", _positive))


def _at_least_20(value: int) -> bool:
    return value >= 20


STAFF_IDLE = declare(
    Policy(
        "accounts.staff.idle",
        30,
        "minutes",
        "How long staff may do nothing before they sign in again",
        "house default",
        lambda value: value >= 10,
    )
)
IDLE_WARNING = _length("accounts.staff.idle.warning", 5, "minutes", "How long before that they are warned")
PUBLIC_IDLE = declare(
    Policy(
        "accounts.public.idle",
        20,
        "hours",
        "How long others may do nothing before they sign in again",
        "law 11.4: no limit under 20 hours without warning",
        _at_least_20,
    )
)
STAFF_LONGEST = _length("accounts.staff.longest", 20, "hours", "How long a staff sign-in lasts at most")
PUBLIC_LONGEST = declare(
    Policy(
        "accounts.public.longest",
        168,
        "hours",
        "How long other sign-ins last at most",
        "law 11.4: no limit under 20 hours without warning",
        _at_least_20,
    )
)
CODE_LASTS = _length("accounts.code.lasts", 60, "minutes", "How long a code in a letter may be typed")
LINK_LASTS = _length("accounts.link.lasts", 60, "minutes", "How long a link to choose a new password works")
SET_UP_LASTS = _length("accounts.set_up.lasts", 72, "hours", "How long a link to set up an account works")
LETTERS_AN_HOUR = _length(
    "accounts.letters.an_hour", 6, "letters", "How many codes and links an address gets in an hour"
)
LEFTOVERS_KEPT = _length(
    "accounts.leftovers.kept", 30, "days", "How long used codes, kept forms and ended sessions are kept"
)
TIES_COUNT = declare(
    Policy(
        "accounts.conflicts.years",
        5,
        "years",
        "How long a tie to an employer, a business or a supervisor counts after it ends",
        "rules 6.10",
        _positive,
    )
)
GLASS_LASTS = declare(
    Policy("accounts.glass.lasts", 4, "hours", "How long an emergency opens a closed record", "rules 6.10", _positive)
)
