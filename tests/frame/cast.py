"""The people of the tests: a small register with one person for each status, put there by the real operations.

They are nobody: names from all over, put together here. Their numbers are fixed, so that a story can name them; their
dates follow today, so that each keeps the status they stand for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from foundation import clock
from foundation.audit import Actor
from foundation.references import register_number
from register import operations
from register.operations import Admission, OtherPlace
from register.rules import ParticularsFact, PeriodFact
from register.vocabulary import OrderKind, PracticeArea, Status, WorksWith

BY = Actor("shell", None, "the tests")
WHY = "for the tests"
YEAR = timedelta(days=365)

SIOBHAN = register_number(4271)
#: One person for each status that a page of today can show, by name.
PEOPLE: dict[Status, tuple[str, str, str]] = {
    Status.REGISTERED: (SIOBHAN, "Siobhán", "O’Brien-Achebe"),
    Status.REGISTERED_WARNING: (register_number(102), "Tomos", "Garside"),
    Status.REGISTERED_CONDITIONS: (register_number(103), "Halina", "Wrzos"),
    Status.REGISTERED_UNDERTAKINGS: (register_number(104), "Devendra", "Palfrey"),
    Status.INTERIM_CONDITIONS: (register_number(105), "Oyelaran", "Finch"),
    Status.INTERIM_SUSPENSION: (register_number(106), "Marguerite", "Stubbins"),
    Status.SUSPENDED: (register_number(107), "Callum", "Drax"),
    Status.REMOVED: (register_number(108), "Ines", "Thornaby"),
    Status.LAPSED: (register_number(109), "Wilfred", "Quaye"),
    Status.LEFT: (register_number(110), "Nerys", "Holroyd"),
    Status.ADMINISTRATIVE_REMOVAL: (register_number(111), "Bartholomew", "Sze"),
}
ORDERS = {
    Status.REGISTERED_WARNING: OrderKind.WARNING,
    Status.REGISTERED_CONDITIONS: OrderKind.CONDITIONS,
    Status.REGISTERED_UNDERTAKINGS: OrderKind.UNDERTAKINGS,
    Status.INTERIM_CONDITIONS: OrderKind.INTERIM_CONDITIONS,
    Status.INTERIM_SUSPENSION: OrderKind.INTERIM_SUSPENSION,
    Status.SUSPENDED: OrderKind.SUSPENSION,
    Status.REMOVED: OrderKind.REMOVAL,
}
#: Fifteen people of one surname: more than one page of results.
MANY = [(register_number(200 + place), f"{letter}eryl", "Penhallow") for place, letter in enumerate("ABCDEFGHIJKLMNO")]
#: The town they all work in.
TOWN = "Leeds"
#: A name in letters of another script, and a name of one word.
OTHER_SCRIPT = (register_number(301), "Ольга", "Синицына")
ONE_WORD = (register_number(302), "", "Suryaningsih")
#: When Siobhán was suspended for half a year, as shown on a past day; her entry today shows that it has ended.
PAST_ORDER = (timedelta(days=500), timedelta(days=320))


def put_on_the_register() -> None:
    """Put everybody on the register."""
    today = clock.today()
    everybody = [*PEOPLE.values(), *MANY, OTHER_SCRIPT, ONE_WORD]
    operations.load([_admission(one, today) for one in everybody], reason=WHY, by=BY)
    for status, (number, _forename, _surname) in PEOPLE.items():
        _bring_to(status, number, clock.now())
    _give_siobhan_a_past(today)


def _admission(one: tuple[str, str, str], today: date) -> Admission:
    number, forenames, surname = one
    lapsed = number == PEOPLE[Status.LAPSED][0]
    starts = today - 3 * YEAR if lapsed or number == SIOBHAN else today - 2 * YEAR - timedelta(days=30)
    ends = today - timedelta(days=90) if lapsed else today + timedelta(days=200)
    return Admission(
        particulars=ParticularsFact(
            effective_from=clock.start_of_day(starts),
            title="",
            forenames=forenames,
            surname=surname,
            known_as="",
            previous_names=[],
            shows_previous_names=False,
            town=TOWN,
            outcode="LS6",
            areas=[PracticeArea.HOUSING.value, PracticeArea.MENTAL_HEALTH.value],
            works_with=WorksWith.ADULTS,
            languages=["Welsh"],
            organisation="Sample Case Management",
            holds_certificate=True,
            first_registered_on=starts,
        ),
        periods=_years(starts, ends),
        email=f"{number.lower()}@people.example",
        number=number,
        insured_to=ends,
        other_registrations=[OtherPlace("HCPC", "OT00000")] if number == SIOBHAN else [],
    )


def _years(starts: date, ends: date) -> Sequence[PeriodFact]:
    return [PeriodFact(starts, ends)]


def _bring_to(status: Status, number: str, now: datetime) -> None:
    """Do to one person what leads to a status."""
    lately = now - timedelta(days=40)
    if status in ORDERS:
        kind = ORDERS[status]
        operations.impose_restriction(
            number,
            kind=kind,
            starts_at=lately,
            ends_at=None if kind is OrderKind.REMOVAL else now + timedelta(days=300),
            wording="They must work under the eye of a supervisor.\n\nThe supervisor writes to us every three months.",
            source="tests",
            reason=WHY,
            by=BY,
        )
    if status is Status.LEFT:
        operations.record_leaving(number, at=lately, reason=WHY, by=BY)
    if status is Status.ADMINISTRATIVE_REMOVAL:
        operations.remove_administratively(number, at=lately, reason=WHY, by=BY)


def _give_siobhan_a_past(today: date) -> None:
    began, ended = PAST_ORDER
    operations.impose_restriction(
        SIOBHAN,
        kind=OrderKind.SUSPENSION,
        starts_at=clock.start_of_day(today - began),
        ends_at=clock.end_of_day(today - ended),
        wording="She did not keep records of visits.",
        source="tests",
        reason=WHY,
        by=BY,
    )
