"""Lives of made-up people, told to the rules as facts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from register.rules import EndingFact, ParticularsFact, PeriodFact, Record, RestrictionFact, standing
from register.vocabulary import EndingKind, OrderKind
from tests.register.status_model import LONDON, Life, Order

FIRST = date(2025, 6, 1)
NOBODY = ParticularsFact(
    effective_from=datetime(2020, 1, 1, tzinfo=UTC),
    title="",
    forenames="Anwen",
    surname="Pryce",
    known_as="",
    previous_names=[],
    shows_previous_names=False,
    town="",
    outcode="",
    areas=[],
    works_with=None,
    languages=[],
    organisation="",
    holds_certificate=False,
    first_registered_on=FIRST,
)
FAR = datetime(2090, 1, 1, tzinfo=UTC)
YEAR = Life(FIRST, [(date(2026, 3, 1), date(2027, 2, 28))])


def london(text: str) -> datetime:
    """A moment in London, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def order_fact(order: Order, **changes: Any) -> RestrictionFact:
    held = RestrictionFact(
        kind=OrderKind(order.kind),
        starts_at=order.starts,
        ends_at=order.ends,
        wording="Words.",
        about_health=False,
        source="D-1",
        published_until=None,
        reapply_from=None,
    )
    return held._replace(**changes)


def record_of(life: Life) -> Record:
    return Record(
        1,
        "CM000001B",
        particulars=[NOBODY._replace(first_registered_on=life.first_registered)],
        periods=[PeriodFact(*one) for one in life.periods],
        restrictions=[order_fact(one) for one in life.orders],
        endings=[EndingFact(EndingKind(kind), at, "", FAR) for kind, at in life.endings],
    )


def said(life: Life, at: datetime) -> str | None:
    found = standing(record_of(life), at)
    return None if found is None else found.status.value
