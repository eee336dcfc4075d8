"""The register's numbers, as policies. Starting values: rules 6.1, 6.4 and 6.8."""

from datetime import date

from foundation.policy import Policy, declare


def _positive(value: int) -> bool:
    return value > 0


def _a_time(value: int) -> bool:
    return 0 < value <= 1200  # a hundred years: longer than any of us, shorter than the calendar


def _is_month_and_day(value: str) -> bool:
    try:
        return date.fromisoformat(f"2028-{value}").strftime("%m-%d") == value
    except ValueError:
        return False


def _months(name: str, starting: int, about: str, source: str) -> Policy[int]:
    return declare(Policy(name, starting, "months", about, source, _a_time))


LAPSED_SHOWN = _months("register.lapsed.shown", 24, "How long a lapsed entry is found", "rules 6.1")
LEFT_SHOWN = _months("register.left.shown", 24, "How long an entry is found after leaving", "rules 6.1")
ADMINISTRATIVE_SHOWN = _months(
    "register.administrative.shown", 24, "How long an entry is found after administrative removal", "rules 6.1"
)
AGREED_LEAVING_SHOWN = _months(
    "register.agreed.shown", 120, "How long an entry is found after leaving by agreement", "rules 6.8"
)
REMOVAL_SHOWN = _months("publication.removal", 120, "How long a removal is shown", "rules 6.8")
RESTORED_REMOVAL_SHOWN = _months(
    "publication.removal.restored", 60, "How long a removal is still shown once restored", "rules 6.8"
)
REMOVAL_INDEXED = declare(
    Policy(
        "publication.removal.indexed",
        1,
        "1 for yes, 0 for no",
        "Whether search engines may keep the page of a removal",
        "rules 6.8",
        lambda value: value in (0, 1),
    )
)
REAPPLY_AFTER = _months("register.removal.reapply", 60, "When a removed person may apply again", "rules 6.4")
SUSPENSION_SHOWN = _months("publication.suspension", 60, "How long a suspension is shown after it ends", "rules 6.8")
CONDITIONS_SHOWN = _months("publication.conditions", 12, "How long conditions are shown after they end", "rules 6.8")
UNDERTAKINGS_SHOWN = _months(
    "publication.undertakings", 6, "How long undertakings are shown after they end", "rules 6.8"
)
NOT_MET_SHOWN = _months(
    "publication.not_met", 60, "How long it is shown that a sanction was not met, after it ended", "rules 6.8"
)
NO_FINDING_SHOWN = _months(
    "publication.no_finding",
    12,
    "How long it is shown that a concern ended without a finding, for who asked for that",
    "house default: rules 6.8 publish it when the registrant asks, and name no period",
)
WITHOUT_END_REVIEW = _months(
    "publication.without_end.review",
    120,
    "A decision that is shown without end is looked at again every",
    "rules 6.8: sexual misconduct",
)
PERIOD_LENGTH = _months("register.period", 12, "How long a registration lasts", "rules 6.4")
COMMON_DATE = declare(
    Policy(
        "register.period.common_date",
        "",
        "month and day, as 03-31; empty means that none is set",
        "One last day of registration for everybody; the first period is pro rata",
        "rules 6.4",
        lambda value: value == "" or _is_month_and_day(value),
    )
)
BREAKS_SHOWN = _months("register.breaks.shown", 60, "How far back breaks in registration are shown", "rules 6.1")
CHECK_MANY = declare(
    Policy("register.check_many.most", 200, "numbers", "How many numbers are checked at once", "rules 6.1", _positive)
)
SEARCHES_A_MINUTE = declare(
    Policy(
        "register.search.a_minute",
        60,
        "requests",
        "How often one address may search in a minute",
        "rules 6.1",
        _positive,
    )
)
ENTRIES_A_MINUTE = declare(
    Policy(
        "register.entries.a_minute",
        120,
        "requests",
        "How often one address may open entries in a minute",
        "house default: rules 6.1 let anyone read an entry, situations ask that counting numbers up is limited",
        _positive,
    )
)
CHECKS_A_MINUTE = declare(
    Policy(
        "register.check_many.a_minute",
        20,
        "requests",
        "How often one address may check many numbers in a minute",
        "rules 6.1",
        _positive,
    )
)
