"""What the people of a town do in the course of a year: they learn, and they keep themselves insured, or not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.cpd import doors
from tests.cpd.joining import arrange
from tests.cpd.life_model import ONE, Spell, moment, over
from tests.cpd.three_years import Somebody, Town

#: From a day in the middle of most people's year, the institute asks for more CPD.
MORE_FROM, MORE_HOURS = date(2027, 7, 14), 42


class Chores:
    """What goes on beside coming and going."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.chance = town.chance
        self.office = arrange.Office()

    # ------------------------------------------------------------------------------------------------------------- CPD

    def asked(self, day: date) -> int:
        """Minutes of CPD in twelve months, as it was decided: more from the middle of 2027 on."""
        return 60 * (30 if day < MORE_FROM else MORE_HOURS)

    def decide_on_more(self) -> None:
        """The institute decides that more CPD is asked for."""
        doors.ask_for_hours(MORE_HOURS, MORE_FROM, self.office.second_registrar)

    def set_fees(self) -> None:
        """The institute decides what renewing costs, before anybody can."""
        doors.set_fees(self.office.second_registrar)

    def learns(self, one: Somebody, day: date) -> None:
        minutes = self.chance.randint(30, 1300)
        self.town.plan(moment(day, 17), lambda: self._records(one, day, minutes))

    def _records(self, one: Somebody, day: date, minutes: int) -> None:
        if one.life.died_at is None:
            doors.learn(one.account, one.entry_id, day, minutes)
            one.life.cpd.append((day, minutes))
            self.town.happened["learned"] += 1

    def look_at_cpd(self, one: Somebody, spell: Spell, at: datetime) -> None:
        """What the engine says of somebody's time is what the rules say."""
        said = doors.hours(one.entry_id, spell.first, spell.last)
        assert said == (one.life.minutes_done(spell, at.date()), one.life.minutes_needed(spell, self.asked)), (
            f"{at}: {one.number} {said} {one.life}"
        )

    # ------------------------------------------------------------------------------------------------------- insurance

    def is_insured(self, one: Somebody, ends_on: date, at: datetime) -> None:
        """They told us of insurance. Most people show the next one in time, some when it is over, some only later."""
        told_before = any(ends == ends_on for ends, _ in one.life.insured)
        one.life.insured.append((ends_on, at))
        if told_before:
            return
        day = ends_on + ONE * self.chance.choice((-55, -40, -20, -10, -5, -1, 0, 3, 8, 14, 60))
        when = moment(day, 14)
        self.town.plan(when, lambda: self._shows_insurance(one, ends_on, when))
        # The fourteen days are theirs in full when nights were missed and they were told later.
        told_on = self.town.next_night(ends_on + ONE)
        last_day, notice_over = moment(told_on + 14 * ONE, 16), moment(told_on + 15 * ONE, 16)
        self.town.plan(last_day, lambda: self._has_time(one, ends_on, last_day))
        self.town.plan(notice_over, lambda: self._without_insurance(one, ends_on, notice_over))

    def _shows_insurance(self, one: Somebody, ends_on: date, at: datetime) -> None:
        if one.life.insured_to != ends_on or not one.life.is_on(at):
            return
        doors.show_insurance(one.account, ends_on + 300 * ONE)
        self.is_insured(one, ends_on + 300 * ONE, at)
        self.town.plan(at + timedelta(hours=2), lambda: self.officer_confirms(one))
        self.town.happened["insurance_shown"] += 1

    def _has_time(self, one: Somebody, ends_on: date, at: datetime) -> None:
        """On the last of the fourteen days nobody is suspended yet."""
        if one.life.insured_to == ends_on and one.life.is_on(at):
            assert "They still have until" in doors.may_not_suspend(one.number, self.office), f"{at}: {one.life}"

    def _without_insurance(self, one: Somebody, ends_on: date, at: datetime) -> None:
        """The registrar suspends who showed nothing after the notice of fourteen days."""
        if one.life.insured_to != ends_on or not one.life.is_on(at):
            return
        doors.suspend(one.number, self.office)
        self.town.ordered(one, "interim_suspension", at, over(one.life.last), for_insurance=True)
        self.town.happened["suspended_for_insurance"] += 1

    def officer_confirms(self, one: Somebody) -> None:
        """An officer looks at what they told of insurance; at some of it never, while nobody is suspended for it."""
        suspended = any(
            order.for_insurance and (order.ends_at or self.town.now) > self.town.now for order in one.life.orders
        )
        if not suspended and self.chance.random() < 0.2:
            self.town.happened["insurance_unseen"] += 1
            return
        if one.life.died_at is None and doors.confirm_insurance(one.entry_id, self.office):
            self.town.change_insurance_orders(one, self.town.now, self.town.now)
