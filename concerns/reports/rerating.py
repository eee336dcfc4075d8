"""Whether a risk was looked at again within a working day of something new (rules 6.7): from what came, and when.

Counts what comes after the first rating and while a concern is open, as `operations.steps.rate_within_a_day` does: what
the reporter adds or writes, a registrant's answer, what they show for an order, and their wish that one is looked at
earlier. Of what came without its hour, a rating of that same day counts when it says that something new made it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Date, cast, null, select, union_all

from concerns import clocks, policy
from concerns.models import Message, Rating, Requirement, Response, ReviewAsked, Showing, Statement
from concerns.vocabulary import Cause, Direction
from foundation import clock
from foundation.database import db


class News(NamedTuple):
    """Something new that came: the day, and the hour where it is known."""

    on: date
    at: datetime | None


class Rated(NamedTuple):
    """A rating: when, and whether something new made it."""

    on: date
    at: datetime
    new: bool

    def follows(self, news: News) -> bool:
        """Whether it was made after something came."""
        if news.at is not None:
            return self.at > news.at
        return self.on > news.on or (self.on == news.on and self.new)


class Again(NamedTuple):
    """A rating that was due: by when, and when it was made, or the concern closed."""

    on: date
    done_on: date | None


def reckon(
    news: Sequence[News], ratings: Sequence[Rated], spells: Sequence[tuple[date, date | None]]
) -> Iterator[Again]:
    """What was due of one concern. Ratings are in order; a spell is a stretch in which the concern was open."""
    for one in news:
        open_then = [until for since, until in spells if since <= one.on and (until is None or one.on < until)]
        if not open_then or not ratings or ratings[0].follows(one):
            continue
        rated_on = next((rated.on for rated in ratings if rated.follows(one)), None)
        due_on = clocks.due_on(one.on, policy.RERATE_NEW.value(one.on))
        yield Again(due_on, min((day for day in (rated_on, open_then[0]) if day is not None), default=None))


def news_by_concern() -> Mapping[int, list[News]]:
    """Everything new that ever came, by the concern it came to. One statement."""
    no_day = cast(null(), Date)
    came: CompoundSelect[Any] = union_all(
        select(Message.concern_id, Message.sent_on, Message.sent_at).where(Message.direction == Direction.TO_US),
        select(Statement.concern_id, Statement.given_on, Statement.given_at).where(Statement.number > 1),
        select(Response.concern_id, no_day, Response.answered_at).where(Response.answered_at.is_not(None)),
        select(Requirement.concern_id, Showing.sent_on, Showing.sent_at).join(
            Showing, Showing.requirement_id == Requirement.id
        ),
        select(ReviewAsked.concern_id, ReviewAsked.asked_on, ReviewAsked.asked_at),
    )
    found: dict[int, list[News]] = {}
    for concern_id, on, at in db.session.execute(came):
        found.setdefault(concern_id, []).append(News(on or clock.day_of(at), at))
    return found


def ratings_by_concern() -> Mapping[int, list[Rated]]:
    """Every rating, oldest first, by its concern. One statement."""
    columns = (Rating.concern_id, Rating.rated_on, Rating.rated_at, Rating.cause)
    found: dict[int, list[Rated]] = {}
    for concern_id, on, at, cause in db.session.execute(select(*columns).order_by(Rating.id)):
        found.setdefault(concern_id, []).append(Rated(on, at, cause is Cause.NEW_INFORMATION))
    return found
