"""People of the demo who are always there, under fixed numbers: one for each thing an entry can say.

Documents and stories name them. Each is put on the register and then lived through by the register's own operations,
with days counted from today.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from foundation import clock
from foundation.audit import Actor
from foundation.references import register_number
from register import operations
from register.operations import Admission, OtherPlace
from register.rules import ParticularsFact, PeriodFact
from register.vocabulary import OrderKind, PracticeArea, Withheld, WorksWith

WHY = "Made up for the demo"
SECOND = Actor("system", None, "a second person of the demo")
Story = Callable[["Telling"], None]


class Telling(NamedTuple):
    """What a story needs to go on: the number, today, and who is acting."""

    number: str
    today: date
    by: Actor

    def day(self, days: int) -> date:
        """So many days from today; before today when negative."""
        return self.today + timedelta(days=days)

    def at(self, days: int, hour: int = 9) -> datetime:
        """An hour of the day so many days from today."""
        return clock.start_of_day(self.day(days)) + timedelta(hours=hour)

    def until(self, days: int) -> datetime:
        """The end of the day so many days from today."""
        return clock.end_of_day(self.day(days))

    def order(self, kind: OrderKind, *, since: int, until: int | None, words: str, **more: Any) -> int:
        """Put an order on the entry."""
        return operations.impose_restriction(
            self.number,
            kind=kind,
            starts_at=self.at(since),
            ends_at=None if until is None else self.until(until),
            wording=words,
            source=f"DEMO-{self.number[2:8]}",
            reason=WHY,
            by=self.by,
            **more,
        )


class Showpiece(NamedTuple):
    """One of them: registration number, name as the public reads it, and what there is to see."""

    number: str
    name: str
    about: str


class Part(NamedTuple):
    """How one of them comes onto the register, and what happens then. Periods are days from today, first and last."""

    digits: int
    forenames: str
    surname: str
    town: str
    outcode: str
    about: str
    periods: tuple[tuple[int, int], ...] = ((-430, -66), (-65, 299))
    story: Story | None = None
    more: dict[str, Any] = {}
    others: tuple[OtherPlace, ...] = ()


def _warning(told: Telling) -> None:
    words = (
        "The panel found that records of visits were written up weeks late and without notes made at the time. No harm "
        "came of it. The panel gave a warning because it had happened before."
    )
    told.order(OrderKind.WARNING, since=-120, until=245, words=words)


def _conditions(told: Telling) -> None:
    words = (
        "1. You must have a supervisor who is registered and meet them every two weeks.\n"
        "2. You must not hold or handle a service user’s money.\n"
        "3. You must tell us within seven days of any change of employer."
    )
    told.order(OrderKind.CONDITIONS, since=-80, until=285, words=words)


def _undertakings(told: Telling) -> None:
    words = (
        "The registrant has agreed to take on no more than 12 service users at a time, and to send us a report from "
        "their supervisor every three months."
    )
    told.order(OrderKind.UNDERTAKINGS, since=-40, until=325, words=words)


def _interim_conditions(told: Telling) -> None:
    words = "While we look into a concern, this person must not visit service users alone."
    told.order(OrderKind.INTERIM_CONDITIONS, since=-30, until=335, words=words)


def _interim_suspension(told: Telling) -> None:
    words = "While we look into a concern, this person must not practise."
    told.order(OrderKind.INTERIM_SUSPENSION, since=-12, until=353, words=words)


def _suspension(told: Telling) -> None:
    words = (
        "The panel found that the registrant borrowed money from a service user and did not tell their employer. The "
        "registrant accepted this and has paid it back. The panel suspended them for nine months and will look again "
        "before the end."
    )
    told.order(OrderKind.SUSPENSION, since=-100, until=170, words=words)


def _removal(told: Telling) -> None:
    words = (
        "The panel found that over two years the registrant charged Service user A for visits that never took place. "
        "The registrant did not attend. Nothing less than removal would protect the public."
    )
    told.order(OrderKind.REMOVAL, since=-310, until=None, words=words)


def _restored_after_removal(told: Telling) -> None:
    words = "The panel found that the registrant gave a false reference for a colleague, knowing that it was false."
    told.order(OrderKind.REMOVAL, since=-2600, until=None, words=words)
    operations.restore(told.number, starts_on=told.day(-200), ends_on=told.day(164), reason=WHY, by=told.by)


def _restored_after_lapse(told: Telling) -> None:
    operations.restore(told.number, starts_on=told.day(-90), ends_on=told.day(274), reason=WHY, by=told.by)


def _left(told: Telling) -> None:
    operations.record_leaving(told.number, at=told.at(-45, 17), reason=WHY, by=told.by)


def _left_by_agreement(told: Telling) -> None:
    statement = (
        "The registrant accepts that they went on seeing service users while their insurance had run out, and has "
        "agreed to leave the register and not to apply again for two years."
    )
    operations.record_agreed_leaving(told.number, at=told.at(-60, 17), statement=statement, reason=WHY, by=told.by)


def _administrative(told: Telling) -> None:
    operations.remove_administratively(told.number, at=told.at(-20, 17), reason=WHY, by=told.by)


def _died(told: Telling) -> None:
    operations.record_death(told.number, at=told.at(-15, 0), reason=WHY, by=told.by)


def _withheld(told: Telling) -> None:
    operations.withhold(
        told.number, part=Withheld.PLACE, review_on=told.day(180), approved_by=SECOND, reason=WHY, by=told.by
    )
    operations.withhold(
        told.number, part=Withheld.ORGANISATION, review_on=told.day(180), approved_by=SECOND, reason=WHY, by=told.by
    )


def _married(told: Telling) -> None:
    operations.change_particulars(
        told.number,
        changes={"surname": "Ellery-Shah", "shows_previous_names": True},
        effective_at=told.at(-150),
        reason=WHY,
        by=told.by,
        tell=False,
    )


def _changed_name(told: Telling) -> None:
    operations.change_particulars(
        told.number,
        changes={"forenames": "Robin", "surname": "Trelawny"},
        effective_at=told.at(-75),
        reason=WHY,
        by=told.by,
        tell=False,
    )


def _checked_elsewhere(told: Telling) -> None:
    for body, number in (("HCPC", "OT000123"), ("SWE", "SW00045")):
        operations.check_other_registration(
            told.number, body=body, other_number=number, checked_on=told.day(-25), reason=WHY, by=told.by
        )
    operations.confirm_insurance(told.number, confirmed_to=told.day(300), reason=WHY, by=told.by)


def _held(told: Telling) -> None:
    operations.place_hold(told.number, source="DEMO", reason=WHY, by=told.by)


def _corrected(told: Telling) -> None:
    operations.correct_period(
        told.number, wrong_start=told.day(-65), starts_on=told.day(-65), ends_on=told.day(300), reason=WHY, by=told.by
    )


def _health(told: Telling) -> None:
    told.order(OrderKind.CONDITIONS, since=-50, until=315, words="", about_health=True)


def _overlapping(told: Telling) -> None:
    told.order(
        OrderKind.WARNING, since=-300, until=430, words="The panel gave a warning about advertising that misled."
    )
    _conditions(told)
    words = "Until the review hearing this person must not supervise students."
    told.order(OrderKind.INTERIM_CONDITIONS, since=-8, until=170, words=words)


def _completed_conditions(told: Telling) -> None:
    words = "1. You must meet a supervisor every month.\n2. You must send us a reflection on consent."
    told.order(OrderKind.CONDITIONS, since=-400, until=-30, words=words)


def _completed_suspension(told: Telling) -> None:
    words = "The panel found that the registrant shared a service user’s file with somebody who had no right to it."
    told.order(OrderKind.SUSPENSION, since=-420, until=-240, words=words)


def _ended_early(told: Telling) -> None:
    words = "The registrant has agreed to have each care plan read by a second case manager."
    order = told.order(OrderKind.UNDERTAKINGS, since=-200, until=160, words=words)
    operations.end_restriction(told.number, restriction_id=order, at=told.at(-90, 12), reason=WHY, by=told.by)


def _taken_back(told: Telling) -> None:
    order = told.order(OrderKind.WARNING, since=-9, until=356, words="This was meant for somebody else of that name.")
    operations.take_back_restriction(told.number, restriction_id=order, reason=WHY, by=told.by)


PARTS: dict[str, Part] = {
    "registered": Part(
        4271, "Siobhán", "O'Brien", "Leeds", "LS6", "registered, no restrictions",
        periods=((-795, -431), (-430, -66), (-65, 299)), story=_checked_elsewhere,
        more={"languages": ["BSL", "Irish"], "organisation": "Northgate Case Management", "holds_certificate": True},
    ),
    "warning": Part(101, "Marcus", "Fairweather", "Norwich", "NR2", "a warning", story=_warning),
    "conditions": Part(102, "Gwenllian", "Pugh", "Aberystwyth", "SY23", "conditions", story=_conditions),
    "undertakings": Part(103, "Tomasz", "Wiśniewski", "Hull", "HU5", "undertakings", story=_undertakings),
    "interim_conditions": Part(104, "Folasade", "Adeyemi", "London", "SE15", "interim conditions",
                               story=_interim_conditions),
    "interim_suspension": Part(105, "Keith", "Underhill", "Preston", "PR1", "interim suspension",
                               story=_interim_suspension),
    "suspended": Part(106, "Harriet", "Langley", "Exeter", "EX4", "suspended", story=_suspension),
    "removed": Part(107, "Desmond", "Crake", "Carlisle", "CA1", "removed by a panel", periods=((-500, -136),),
                    story=_removal),
    "restored_after_removal": Part(
        108, "Olwen", "Cadwaladr", "Bangor", "LL57", "removed years ago, restored since", periods=((-2900, -2536),),
        story=_restored_after_removal,
    ),
    "lapsed": Part(109, "Aileen", "Galbraith", "Dundee", "DD1", "lapsed", periods=((-400, -36),)),
    "no_longer_shown": Part(110, "Piers", "Hollowood", "York", "YO10", "lapsed so long ago that nothing is shown",
                            periods=((-1300, -936),)),
    "restored_after_lapse": Part(111, "Ngozi", "Eze", "Manchester", "M20", "lapsed, then came back: a break is shown",
                                 periods=((-600, -236),), story=_restored_after_lapse),
    "left": Part(112, "Bernard", "Osgood", "Truro", "TR1", "left by their own wish", story=_left),
    "left_by_agreement": Part(113, "Yvonne", "Strickland", "Derby", "DE1", "left by agreement, with a statement",
                              story=_left_by_agreement),
    "administrative_removal": Part(114, "Colm", "Doherty", "Derry", "BT48", "removed for a requirement not met",
                                   story=_administrative),
    "deceased": Part(115, "Winifred", "Ashdown", "Bristol", "BS8", "died: nothing is shown", story=_died),
    "starts_later": Part(116, "Priya", "Nair", "Leicester", "LE2", "admitted; the first period has not begun",
                         periods=((21, 385),)),
    "withheld_place": Part(117, "Morag", "Sinclair", "Inverness", "IV2", "place and organisation withheld for safety",
                           story=_withheld, more={"organisation": "Second Spring Support CIC"}),
    "previous_name_shown": Part(118, "Amrita", "Shah", "Birmingham", "B15", "a previous name, shown", story=_married),
    "previous_name_hidden": Part(119, "Robert", "Penrose", "Plymouth", "PL4", "a previous name, searched but not shown",
                                 story=_changed_name),
    "held": Part(120, "Farah", "Siddiqui", "Bradford", "BD1", "cannot leave yet: a hold", story=_held),
    "corrected": Part(121, "Struan", "MacAskill", "Aberdeen", "AB10", "a period that was corrected", story=_corrected),
    "health": Part(122, "Llŷr", "Vaughan", "Wrexham", "LL13", "a restriction about health, without reasons",
                   story=_health),
    "overlapping": Part(123, "Efua", "Appiah", "London", "N7", "three orders at once", story=_overlapping),
    "completed_conditions": Part(124, "Zoë", "van der Meer", "Brighton", "BN1", "conditions that ended and are shown",
                                 story=_completed_conditions),
    "completed_suspension": Part(125, "Alasdair", "Buchanan", "Glasgow", "G12", "a suspension that ended and is shown",
                                 story=_completed_suspension),
    "ended_early": Part(126, "Eleri", "Parry-Jones", "Swansea", "SA2", "undertakings that ended early",
                        story=_ended_early),
    "taken_back": Part(127, "Thomas", "Shepherd", "Sheffield", "S11", "an order on the wrong person, taken back",
                       story=_taken_back),
    "one_name": Part(128, "", "Suharti", "Oxford", "OX4", "one name only"),
    "non_latin": Part(129, "小明", "王", "Liverpool", "L17", "a name in another script, and how to say it",
                      more={"known_as": "Wang Xiaoming", "languages": ["Mandarin"]}),
    "ends_today": Part(130, "Helen", "Thompson", "Nottingham", "NG7", "registered until tonight",
                       periods=((-364, 0),)),
    "same_name": Part(131, "Helen", "Thompson", "Southampton", "SO17", "the same name as somebody else"),
}  # fmt: skip

#: What documents, stories and tests refer to.
SHOWPIECES: dict[str, Showpiece] = {
    key: Showpiece(
        register_number(part.digits),
        {"previous_name_shown": "Amrita Ellery-Shah", "previous_name_hidden": "Robin Trelawny"}.get(
            key, part.more.get("known_as") or f"{part.forenames} {part.surname}".strip()
        ),
        part.about,
    )
    for key, part in PARTS.items()
}


def admission(part: Part, today: date) -> Admission:
    """How somebody of the cast comes onto the register."""
    periods = [PeriodFact(today + timedelta(days=first), today + timedelta(days=last)) for first, last in part.periods]
    first = min(periods).starts_on
    facts: dict[str, Any] = {
        "title": "",
        "known_as": "",
        "previous_names": [],
        "shows_previous_names": False,
        "areas": [PracticeArea.REHABILITATION.value, PracticeArea.HEALTH.value],
        "works_with": WorksWith.ADULTS,
        "languages": [],
        "organisation": "Self-employed",
        "holds_certificate": False,
        **part.more,
    }
    return Admission(
        ParticularsFact(
            effective_from=clock.start_of_day(min(first, today)),
            forenames=part.forenames,
            surname=part.surname,
            town=part.town,
            outcode=part.outcode,
            first_registered_on=first,
            **facts,
        ),
        periods,
        f"{register_number(part.digits).lower()}@demo.example",
        register_number(part.digits),
        insured_to=max(periods).ends_on + timedelta(days=30),
        other_registrations=part.others,
    )
