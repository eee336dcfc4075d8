"""What a reporter may still do about their concern, and why not. Pure: facts and a day in; each raises its sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from concerns.models import Closure, Concern, Request
from concerns.vocabulary import REVIEWABLE, Naming, RequestKind, Stage
from foundation.errors import Refused
from foundation.words import say_day


def check_take_back(concern: Concern, requests: Sequence[Request]) -> None:
    """Refuse to take back what is closed, or what was asked already."""
    if concern.stage is Stage.CLOSED:
        raise Refused("This concern is closed, so there is nothing to take back.")
    if waiting(requests, RequestKind.WITHDRAWAL) is not None:
        raise Refused("You have asked to take it back. We will answer you here.")


def check_look_again(concern: Concern, closing: Closure | None, requests: Sequence[Request], today: date) -> None:
    """Refuse another look when nothing is closed, the time is over, or this closing had one (rules 6.9).

    What was sent back and closed again is a new closing, with reasons of its own.
    """
    if concern.stage is not Stage.CLOSED or closing is None:
        raise Refused("Your concern is still open, so there is no closing to look at again.")
    if closing.reason not in REVIEWABLE:
        raise Refused("This was decided at a later stage, and your letter says what can be done about it.")
    if any(one.kind is RequestKind.CLOSURE_REVIEW and _is_about(one, closing) for one in requests):
        raise Refused("You have asked for another look at this closing. You can ask for that once.")
    if today > closing.review_until:
        raise Refused(f"You could ask for another look until {say_day(closing.review_until)}. That time is over.")


def _is_about(asked: Request, closing: Closure) -> bool:
    return asked.answered_at is None or asked.answered_at >= closing.closed_at


def check_give_name(concern: Concern) -> None:
    """Refuse when we may use their name already."""
    if concern.naming is Naming.NAMED:
        raise Refused("We have your name already, and you said we may use it.")


def check_feedback(stage: Stage, reached: Collection[Stage], given: Collection[Stage]) -> None:
    """Refuse a stage that the concern was never at, or that was spoken of before."""
    if stage not in reached:
        raise Refused("Your concern has not been at that stage.")
    if stage in given:
        raise Refused("You have told us what you think of that stage. Thank you.")


def waiting(requests: Sequence[Request], kind: RequestKind) -> Request | None:
    """The request of a kind that we have not answered."""
    return next((one for one in requests if one.kind is kind and one.answered_at is None), None)
