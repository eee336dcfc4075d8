"""Filling the demo register: the people who are always there, then as many others as asked for.

The same seed on the same day makes the same register. Nobody is written to.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from foundation import clock, standards
from foundation.audit import Actor
from foundation.database import operation
from register import operations, queries
from register.demo.people import Made, somebody, surname_like
from register.demo.showpieces import PARTS, SHOWPIECES, WHY, Telling, admission
from register.operations import Admission, OtherPlace
from register.rules import ParticularsFact, PeriodFact
from register.vocabulary import OrderKind

_AT_A_TIME = 1000
#: The register of the demo opened so many days ago.
_OPENED = 1500
#: Out of so many others, one has an order in force or one that ended.
_ONE_ORDER_IN = 40
_ORDERS: tuple[tuple[OrderKind, int, str], ...] = (
    (OrderKind.WARNING, 365, "The panel gave a warning for records that were kept late."),
    (OrderKind.CONDITIONS, 300, "1. You must have a supervisor.\n2. You must meet them every month."),
    (OrderKind.UNDERTAKINGS, 270, "The registrant has agreed to have their care plans read by a colleague."),
    (OrderKind.SUSPENSION, 180, "The panel found that the registrant went on working without insurance."),
    (OrderKind.INTERIM_CONDITIONS, 360, "While we look into a concern, this person must not work alone."),
)


@operation
def fill(*, registrants: int, seed: int, by: Actor) -> int:
    """Put made-up people on the register; says how many came.

    The showpieces come first unless they are there already, even when fewer people are asked for.
    """
    standards.ensure_base_edition(by=by)
    today = clock.today()
    there = queries.entry_ids([piece.number for piece in SHOWPIECES.values()])
    cast = {key: part for key, part in PARTS.items() if SHOWPIECES[key].number not in there}
    operations.load([admission(part, today) for part in cast.values()], reason=WHY, by=by)
    for key, part in cast.items():
        if part.story is not None:
            part.story(Telling(SHOWPIECES[key].number, today, by))
    chance = random.Random(seed)
    left = max(0, registrants - len(cast))
    total = len(cast) + left
    while left:
        many = min(left, _AT_A_TIME)
        _others(many, chance, today, by)
        left -= many
    return total


def _others(many: int, chance: random.Random, today: date, by: Actor) -> None:
    made = [_admission(somebody(chance), chance, today) for _ in range(many)]
    numbers = operations.load(made, reason=WHY, by=by)
    for number, one in zip(numbers, made, strict=True):
        telling = Telling(number, today, by)
        last = max(one.periods).ends_on
        if last < today or min(one.periods).starts_on > today - timedelta(days=200):
            continue
        drawn = chance.random()
        if drawn < 1 / _ONE_ORDER_IN:
            kind, length, words = chance.choice(_ORDERS)
            telling.order(kind, since=-chance.randrange(5, 170), until=length, words=words)
        elif drawn < 1.5 / _ONE_ORDER_IN:
            operations.record_leaving(number, at=telling.at(-chance.randrange(1, 150)), reason=WHY, by=by)


def _admission(made: Made, chance: random.Random, today: date) -> Admission:
    periods = _periods(chance, today)
    first = periods[0].starts_on
    previous = [surname_like(chance)] if chance.random() < 0.06 else []
    return Admission(
        ParticularsFact(
            effective_from=clock.start_of_day(min(first, today)),
            title=made.title,
            forenames=made.forenames,
            surname=made.surname,
            known_as="",
            previous_names=[name for name in previous if name != made.surname],
            shows_previous_names=chance.random() < 0.4,
            town=made.town,
            outcode=made.outcode,
            areas=[area.value for area in made.areas],
            works_with=made.works_with,
            languages=list(made.languages),
            organisation=made.organisation,
            holds_certificate=made.holds_certificate,
            first_registered_on=first,
        ),
        periods,
        f"person{chance.randrange(10**9)}@demo.example",
        insured_to=periods[-1].ends_on + timedelta(days=chance.randrange(0, 90)),
        other_registrations=[OtherPlace(body, number) for body, number in made.other],
    )


def _periods(chance: random.Random, today: date) -> list[PeriodFact]:
    """Years of registration one after another, from some day since the register opened; most go on today.

    One in ten stopped renewing, some so long ago that nothing of them is shown.
    """
    starts = today - timedelta(days=chance.randrange(1, _OPENED))
    stops = chance.random() < 0.1
    found: list[PeriodFact] = []
    while not found or (found[-1].ends_on < today and not (stops and chance.random() < 0.5)):
        next_starts = clock.add_months(starts, 12)
        found.append(PeriodFact(starts, next_starts - timedelta(days=1)))
        starts = next_starts
    return found
