"""Reading somebody's work: gaps to explain, and where they fall short of a route's least. Pure but for policy.

Falling short refuses nobody: officers and assessors read it as a sentence, and people decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cpd.joining import policy
from cpd.joining.applying import Details, Gap, Job
from cpd.joining.vocabulary import Route
from foundation import clock
from foundation.words import say_count, say_day


@dataclass(frozen=True)
class Unexplained:
    """A time without work that nobody explained; both days are without work."""

    begins_on: date
    ends_on: date


def gaps_to_explain(work: Iterable[Job], gaps: Iterable[Gap], on: date) -> list[Unexplained]:
    """Times longer than policy allows, in the years that count, that neither work nor an explanation covers."""
    first = clock.add_months(on, -policy.WITHIN.value(on))
    covered = sorted(
        [(job.began_on, job.ended_on or on) for job in work] + [(gap.began_on, gap.ended_on) for gap in gaps]
    )
    found, free_from = [], first
    for begins, ends in [*covered, (on + timedelta(days=1), on)]:
        if begins > free_from and _is_long(free_from, begins, on):
            found.append(Unexplained(free_from, begins - timedelta(days=1)))
        free_from = max(free_from, ends + timedelta(days=1))
    return found


def _is_long(since: date, until: date, on: date) -> bool:
    return until > clock.add_months(since, policy.GAP.value(on))


def shortfalls(details: Details, route: Route, on: date) -> list[str]:
    """Where somebody falls short of what a route asks for at least, in sentences for whoever reads the application."""
    found = []
    if route is Route.EXPERIENCE:
        hours, months = policy.HOURS.value(on), policy.MONTHS.value(on)
        if details.hours_in_all < hours and details.months_in_all < months:
            found.append(
                f"They tell of {say_count(details.hours_in_all)} hours and {details.months_in_all} months. "
                f"The route asks for {say_count(hours)} hours or {months} months."
            )
    if route in (Route.CERTIFICATE, Route.RECOGNISED_GRADE) and not details.qualifications:
        found.append("They name no certificate and no grade.")
    if route is not Route.RETURN:
        recent = clock.add_months(on, -policy.RECENT.value(on))
        last = details.last_practised_on
        if last is None:
            found.append("They do not say when they last worked as a case manager.")
        elif last < recent:
            found.append(f"They last worked as a case manager on {say_day(last)}.")
    if details.insured.ends_on is None or not details.insured.covers_case_management:
        found.append("They name no insurance that covers case management.")
    elif details.insured.ends_on < on:
        found.append(f"Their insurance ended on {say_day(details.insured.ends_on)}.")
    return found
