"""Whether an application can be taken in as it was told. Each refusal is the sentence the applicant reads.

What is weak is not refused: too few hours, a gap, a worrying answer are for people to look at. Refused is only what
cannot be an application: questions without an answer, referees who cannot vouch, a route that is closed.
"""

from __future__ import annotations

from datetime import date

from accounts.conflicts import same_name
from cpd.declarations import Asked, asked_at, eligibility, get
from cpd.joining import policy
from cpd.joining.applying import Answer, Applying, RefereeTold
from cpd.joining.vocabulary import Route
from foundation import clock
from foundation.errors import Refused

HEALTH, MONITORING = "D07", "D22"
TOO_CLOSE = (
    "{name} is too close to you to be your referee. Name somebody who is not family and not in business with you."
)


def check(applying: Applying, on: date) -> None:
    """Refuse what cannot be taken in.

    Raises:
        Refused: with the first thing that is wrong.
    """
    if not applying.details.name:
        raise Refused("Tell us your name.")
    born = applying.details.born_on
    if born is None or born >= on:
        raise Refused("Tell us the day you were born.")
    if not applying.standards_edition or not applying.terms:
        raise Refused("Read the Standards and the terms, and say that you agree.")
    check_route(applying.route, on)
    _check_answers(applying, on)
    check_referees(applying, applying.referees, on)


def check_route(route: Route, on: date) -> None:
    """Refuse a route that is closed."""
    closes = policy.EXPERIENCE_CLOSES.value(on)
    if route is Route.EXPERIENCE and closes and on > date.fromisoformat(closes):
        raise Refused("The route by experience is closed now. Choose another one.")


def _check_answers(applying: Applying, on: date) -> None:
    branch = eligibility(applying.roles).branch
    asked = {one.code: one for one in asked_at(Asked.APPLICATION, on, branch=branch) if one.code != MONITORING}
    given = {one.code: one for one in (*applying.answers, *([applying.health] if applying.health else []))}
    for code, declaration in asked.items():
        answer = given.get(code)
        if answer is None or answer.said not in ("yes", "no"):
            raise Refused(f"Answer this question: {declaration.words}")
        if declaration.needed and answer.said != declaration.needed:
            raise Refused(declaration.starts)
        _check_version(answer, branch)
    if HEALTH in {one.code for one in applying.answers}:
        raise Refused("The answer about health has a place of its own.")


def _check_version(answer: Answer, branch: str) -> None:
    """The very question that was read: an older wording is taken as long as it is one of ours for this person."""
    if answer.branch not in ("", branch) or get(answer.code, answer.version, answer.branch) is None:
        raise Refused("The questions have changed since you began. Look at your answers again, please.")
    if branch and not answer.branch and get(answer.code, 1, branch) is not None:
        raise Refused("The questions about records have changed for you. Answer them again, please.")


def check_referees(applying: Applying, referees: tuple[RefereeTold, ...], on: date) -> None:
    """Refuse referees who are too few, or who cannot vouch."""
    wanted = policy.REFEREES.value(on)
    if len(referees) < wanted:
        raise Refused(f"Name {wanted} referees.")
    if not any(one.tie.is_professional for one in referees):
        raise Refused("At least one referee has to know your work: a manager, a colleague or another professional.")
    emails = [one.email.strip().casefold() for one in referees]
    if len(set(emails)) < len(emails):
        raise Refused("Your referees need to be different people with different email addresses.")
    for one in referees:
        check_referee(one, name=applying.details.name, email=applying.email, on=on)


def check_referee(told: RefereeTold, *, name: str, email: str, on: date) -> None:
    """Refuse somebody who cannot vouch for the applicant of this name and address."""
    if not told.name.strip() or "@" not in told.email:
        raise Refused("We need the name and the email address of each referee.")
    if told.email.strip().casefold() == email.strip().casefold() or same_name(told.name) == same_name(name):
        raise Refused("You cannot be your own referee.")
    if not told.tie.may_vouch:
        raise Refused(TOO_CLOSE.format(name=told.name))
    months = policy.REFEREE_KNOWN.value(on)
    if clock.add_months(told.known_since, months) > on:
        raise Refused(f"A referee has to have known you for {months} months. {told.name} has not.")
