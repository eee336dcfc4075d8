"""The register's sentences: what a status or an order means, in plain words (rules 6.1).

Reading age 11. Dates as 3 March 2027. No word here may call a concern anything but what it is.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from foundation import clock
from foundation.words import say_day
from register.rules import RestrictionFact, Standing
from register.vocabulary import EndingKind, OrderKind, Status

#: What a registered person may call themselves.
TITLE = "IRCM registered case manager"


def last_day(ends_at: datetime) -> date:
    """The last UK day on which something that ends at a moment holds."""
    return clock.day_of(ends_at - timedelta(microseconds=1))


def _until(order: RestrictionFact) -> str:
    return f"until {say_day(last_day(order.ends_at))}" if order.ends_at else "until we say otherwise"


def status_sentence(standing: Standing, *, past: bool, first: date) -> str:
    """The plain sentence about a status; in the past tense for a past day."""
    order = standing.orders[0] if standing.orders else None
    period = standing.period
    match standing.status:
        case Status.REGISTERED:
            if past:
                return "Was on the register on that day. No restrictions that we may still show."
            return "On the register. No restrictions."
        case Status.REGISTERED_WARNING if order:
            lead = "Was on the register. A warning was" if past else "On the register. A warning is"
            return f"{lead} in force {_until(order)}."
        case Status.REGISTERED_CONDITIONS if order:
            lead = "Was on the register. Could" if past else "On the register. May"
            return f"{lead} practise only within these conditions {_until(order)}."
        case Status.REGISTERED_UNDERTAKINGS if order:
            lead = "Was on the register. Had" if past else "On the register. Has"
            return f"{lead} agreed these restrictions {_until(order)}."
        case Status.INTERIM_CONDITIONS:
            lead = "Was on the register with" if past else "On the register with"
            doing = "looked" if past else "look"
            return f"{lead} temporary limits while we {doing} into something. No finding {_had(past)} been made."
        case Status.INTERIM_SUSPENSION:
            lead = "Was temporarily" if past else "Temporarily"
            return (
                f"{lead} not allowed to practise as an IRCM registered case manager. No finding {_had(past)} been made."
            )
        case Status.SUSPENDED if order:
            lead = "Was not" if past else "Not"
            return f"{lead} allowed to practise as an {TITLE} {_until(order)}."
        case Status.REMOVED if order:
            again = f" Earliest date to apply again: {say_day(order.reapply_from)}." if order.reapply_from else ""
            return f"Removed from the register by a panel on {say_day(clock.day_of(order.starts_at))}.{again}"
        case Status.LAPSED if period:
            return f"Not on the register. Was registered until {say_day(period.ends_on)} and did not renew."
        case Status.LEFT if standing.ending:
            agreed = standing.ending.kind is EndingKind.LEFT_BY_AGREEMENT
            how = "Left the register by agreement" if agreed else "Left the register"
            return f"Not on the register. {how} on {say_day(clock.day_of(standing.ending.at))}."
        case Status.ADMINISTRATIVE_REMOVAL if standing.ending:
            return (
                f"Not on the register. Removed on {say_day(clock.day_of(standing.ending.at))} for not meeting a "
                "registration requirement. This is not a finding about conduct."
            )
        case Status.NOT_YET_REGISTERED:
            return f"Not on the register on that day. First registered on {say_day(first)}."
        case _:
            return (
                f"First registered on {say_day(first)}. Our record does not hold the dates of each renewal back then, "
                "so we cannot say for certain. Ask us and we will look."
            )


def _had(past: bool) -> str:
    return "had" if past else "has"


def order_sentence(order: RestrictionFact, *, in_force: bool) -> str:
    """One sentence about an order, with its dates."""
    start = say_day(clock.day_of(order.starts_at))
    if order.kind is OrderKind.REMOVAL:
        return (
            f"Removed by a panel on {start}." if in_force else f"Was removed by a panel on {start} and later restored."
        )
    end = say_day(last_day(order.ends_at)) if order.ends_at else None
    if order.kind is OrderKind.NO_FINDING:
        nothing = "We looked into a concern and found nothing against this person. They asked us to say so."
        return f"{nothing} Shown until {end}."
    if order.notice is not None:
        text = f"Not met. In force from {start}" + (f" to {end}." if end else " until we say otherwise.")
    elif in_force:
        text = f"In force from {start}" + (f" to {end}." if end else " until we say otherwise.")
    else:
        text = f"Completed. In force from {start} to {end}." if end else f"Began on {start}."
    if order.about_health:
        text += " The reasons are private."
    return text
