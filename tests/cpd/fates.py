"""What befalls the people of a town (tests/cpd/three_years.py): joining, renewing or not, orders, leaving, dying.

Everything is drawn from the town's seed and done by the real operations of the rooms; the model is told what was done,
never what came of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from accounts.models import Realm
from cpd.joining.vocabulary import Stage
from cpd.renewal.models import Renewal
from cpd.renewal.vocabulary import Stage as RenewalStage
from register import operations as register
from register import queries
from register.operations import Admission, claiming
from register.rules import ParticularsFact, PeriodFact
from register.vocabulary import OrderKind
from tests.accounts.staff import SHELL, hire
from tests.cpd import doors
from tests.cpd.departing import Departing
from tests.cpd.joining import arrange
from tests.cpd.life_model import (
    ENGLAND,
    IRELAND,
    ONE,
    SCOTLAND,
    Life,
    Spell,
    last_day_of_a_year,
    moment,
    months_on,
    over,
)
from tests.cpd.three_years import FIRST, Somebody

WHY = {"reason": "a life", "by": SHELL}
OUTCODES = {ENGLAND: "LS1", SCOTLAND: "EH1", IRELAND: "BT7"}
#: How often the end of a period comes to what, in a hundred.
ENDS = {
    "in_time": 62,
    "last_minute": 8,
    "late": 10,
    "first_year": 6,
    "second_year": 4,
    "never": 4,
    "leave": 4,
    "die": 2,
}
#: Periods that end on days on which calendars go wrong, and begin so that a year of them does.
EDGES = (date(2026, 3, 29), date(2025, 10, 26), date(2025, 3, 31), date(2025, 12, 26), date(2025, 11, 1))
ORDERS = (
    OrderKind.WARNING,
    OrderKind.CONDITIONS,
    OrderKind.UNDERTAKINGS,
    OrderKind.INTERIM_CONDITIONS,
    OrderKind.INTERIM_SUSPENSION,
    OrderKind.SUSPENSION,
)


class Fates(Departing):
    """Draws what happens, and does it."""

    # ------------------------------------------------------------------------------------------------------- beginning

    def settle(self, count: int) -> None:
        """People who are on the register from the first day, in the middle of a year of theirs."""
        town = self.town
        at = moment(FIRST)
        town.set_clock(at)
        nations = self.chance.choices((ENGLAND, SCOTLAND, IRELAND), (80, 12, 8), k=count)
        starts = [*EDGES, *(town.some_day(date(2025, 4, 20), FIRST - ONE) for _ in range(count))][:count]
        starts = [max(one, date(2025, 4, 10)) for one in starts]
        people = [hire(name=f"Nobody Number{place}", realm=Realm.PUBLIC) for place in range(count)]
        admissions = [
            self._admission(place, start, nation, person.email)
            for place, (start, nation, person) in enumerate(zip(starts, nations, people, strict=True))
        ]
        numbers = register.load(admissions, **WHY)
        insured = {number: one.insured_to for number, one in zip(numbers, admissions, strict=True)}
        ids = queries.entry_ids(numbers)
        for number, start, nation, person in zip(numbers, starts, nations, people, strict=True):
            claiming.hold(number, person.id, proof="a life")
            one = Somebody(number, ids[number], person.email, person, Life(nation))
            town.people[one.entry_id] = one
            self.is_insured(one, insured[number], at)
            self._goes_on(one, town.granted(one, start, at=at))

    def _admission(self, place: int, start: date, nation: str, email: str) -> Admission:
        return Admission(
            particulars=ParticularsFact(
                effective_from=moment(start),
                title="",
                forenames="Nobody",
                surname=f"Number{place}",
                known_as="",
                previous_names=[],
                shows_previous_names=False,
                town="Leeds",
                outcode=OUTCODES[nation],
                areas=["health"],
                works_with=None,
                languages=[],
                organisation="",
                holds_certificate=False,
                first_registered_on=start,
            ),
            periods=[PeriodFact(start, last_day_of_a_year(start))],
            email=email,
            insured_to=max(last_day_of_a_year(start) + ONE * self.chance.randint(-120, 90), FIRST + 70 * ONE),
        )

    def arrive(self, arrivals: Sequence[date]) -> None:
        """People who apply, and come onto the register on these days."""
        for day in arrivals:
            self.town.plan(moment(day, 10), partial(self._join, day))

    def _join(self, day: date) -> None:
        nation = self.chance.choice((ENGLAND, SCOTLAND))
        person = hire(name=f"New Number{len(self.town.people)}", realm=Realm.PUBLIC)
        insured = replace(arrange.DETAILS.insured, began_on=day - 30 * ONE, ends_on=day + 700 * ONE)
        details = replace(
            arrange.DETAILS,
            forenames="New",
            surname=f"Number{len(self.town.people)}",
            last_practised_on=day - 20 * ONE,
            outcode=OUTCODES[nation],
            insured=insured,
            record_check=replace(arrange.DETAILS.record_check, issued_on=day - 60 * ONE),
        )
        case = arrange.case(self.office, person, details=details).to(Stage.REGISTERED)
        number = case.application.number
        assert number is not None
        one = Somebody(number, queries.entry_ids([number])[number], person.email, person, Life(nation))
        self.town.people[one.entry_id] = one
        one.life.checks.append((day - 60 * ONE, moment(day, 10)))
        self.is_insured(one, day + 700 * ONE, moment(day, 10))
        self._goes_on(one, self.town.granted(one, day, at=moment(day, 10)))
        self.town.happened["joined"] += 1

    # ------------------------------------------------------------------------------------------------- what comes next

    def _goes_on(self, one: Somebody, spell: Spell) -> None:
        """Draw how a period ends, and what else comes in it."""
        end = self.chance.choices(tuple(ENDS), tuple(ENDS.values()))[0]
        late = one.life.late_until(spell.last)
        town, last = self.town, spell.last
        if self.chance.random() < 0.12:
            self._order_in(one, spell)
        for _ in range(self.chance.randint(0, 3)):
            self.learns(one, town.some_day(spell.first, last - ONE))
        if self.chance.random() < 0.08 or (end == "leave" and self.chance.random() < 0.4):
            concern = moment(town.some_day(spell.first + ONE, last - 3 * ONE), 9)
            town.plan(concern, lambda: self._concern(one, concern))
        if self.chance.random() < 0.06:
            away = moment(town.some_day(spell.first + 2 * ONE, last - 3 * ONE), 16)
            town.plan(away, lambda: self._be_away(one, away))
        if end == "in_time":
            day = town.some_day(max(last - 89 * ONE, spell.first + ONE), last - ONE)
            town.plan(moment(day, 11), lambda: self._renew(one, spell, moment(day, 11), end))
        elif end == "last_minute":
            town.plan(moment(last, 23, 50), lambda: self._renew(one, spell, moment(last, 23, 50), end))
        elif end == "late":
            day = town.some_day(last + ONE, late)
            town.plan(moment(day, 12), lambda: self._renew(one, spell, moment(day, 12), end))
        elif end in ("first_year", "second_year"):
            first, until = (
                (late + ONE, months_on(last, 12))
                if end == "first_year"
                else (
                    months_on(last, 12) + ONE,
                    months_on(last, 24),
                )
            )
            day = town.some_day(first, until)
            town.plan(moment(day, 13), lambda: self._return(one, moment(day, 13), end))
        elif end in ("leave", "die"):
            day = town.some_day(max(spell.first, town.now.date()) + 2 * ONE, last - 3 * ONE)
            act = self._leave if end == "leave" else self._die
            town.plan(moment(day, 15), lambda: act(one, moment(day, 15)))

    def _order_in(self, one: Somebody, spell: Spell) -> None:
        kind = self.chance.choice(ORDERS)
        day = self.town.some_day(spell.first + ONE, spell.last)
        starts_at = moment(day, 9)
        ends_at = over(day + ONE * self.chance.randint(20, 300))
        self.town.plan(starts_at, lambda: self._order(one, kind, starts_at, ends_at))

    # ----------------------------------------------------------------------------------------------------- what is done

    def _renew(self, one: Somebody, spell: Spell, at: datetime, how: str) -> None:
        if one.life.died_at is not None or one.life.last != spell.last or one.life.gone:
            return
        self.look_at_cpd(one, spell, at)
        worry = self.chance.choice(("", "", "", "", "D04"))
        self._send(one, last_day_of_a_year(spell.last + ONE), at, worry=worry)
        self.town.plan(at + timedelta(days=9), lambda: doors.look_at_disclosures(one.entry_id, self.office))
        self._comes_to_pay(one, spell, at, how)

    def _return(self, one: Somebody, at: datetime, how: str) -> None:
        if one.life.died_at is not None or one.life.is_on(at):
            return
        ends_on = last_day_of_a_year(at.date())
        renewal = self._send(one, ends_on, at, tells_check=True)
        assert set(doors.pay(one.entry_id, self.office)) == {"renewal", "renewal_return"}
        if at >= over(months_on(one.life.last_on_register, 12)):
            assert doors.stands(one.entry_id) is RenewalStage.LOOKED_AT
            doors.let_back(renewal, self.office)
        assert doors.stands(one.entry_id) is RenewalStage.RENEWED
        self._goes_on(one, self.town.granted(one, at.date(), at=at))
        self.town.happened[how] += 1

    def _send(
        self, one: Somebody, ends_on: date, at: datetime, *, worry: str = "", tells_check: bool = False
    ) -> Renewal:
        """Go through renewal; insurance goes to somewhere near the end of the new period.

        Who comes back tells of a new record check: what was due while they were away is nobody's reminder.
        """
        newest = max([at.date() - 900 * ONE, *(on for on, _ in one.life.checks)])
        check = self.town.some_day(newest + ONE, at.date()) if tells_check or self.chance.random() < 0.3 else None
        insured_to = max(ends_on + ONE * self.chance.randint(-120, 90), one.life.insured_to)
        renewal = doors.renew(one.account, insured_to=insured_to, check=check, worry=worry)
        if check is not None:
            one.life.checks.append((check, at))
        self.is_insured(one, insured_to, at)
        self.town.plan(at + timedelta(hours=9), lambda: self.officer_confirms(one))
        return renewal

    def _be_away(self, one: Somebody, at: datetime) -> None:
        """Extended leave: they stay on the register."""
        if not one.life.is_on(at):
            return
        first = at.date() + ONE
        last = first + ONE * self.chance.randint(40, 200)
        if one.life.away:
            return
        doors.be_away(one.account, first, last, self.office)
        one.life.away.append((first, last))
        self.town.happened["away"] += 1

    def _order(self, one: Somebody, kind: OrderKind, starts_at: datetime, ends_at: datetime) -> None:
        if not one.life.is_on(starts_at):
            return
        words = "What a panel said."
        register.impose_restriction(
            one.number, kind=kind, starts_at=starts_at, ends_at=ends_at, wording=words, source="a life", **WHY
        )
        self.town.ordered(one, kind.value, starts_at, ends_at)
        self.town.happened[kind.value] += 1
