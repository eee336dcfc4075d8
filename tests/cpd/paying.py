"""What the people of a town do about the fee of a renewal: they pay at once, later, too late, or their payment fails.

What is held against it: rules 6.4 (complete when the fee is settled, 15 working days, a fee when somebody is late for
the second time) and 6.12 (a failed payment never lapses anybody without 14 days to put it right).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, datetime

from cpd.renewal.vocabulary import Stage
from tests.cpd import doors
from tests.cpd.chores import Chores
from tests.cpd.life_model import ONE, TO_PAY_AGAIN, Spell, last_day_of_a_year, moment, over
from tests.cpd.three_years import Somebody

#: How often paying comes to what, in a hundred.
PAYS = {"at_once": 60, "later": 10, "noted_late": 8, "pays_late": 6, "fails": 16}


class Paying(Chores, ABC):
    """What comes between the answers and the next period."""

    @abstractmethod
    def _goes_on(self, one: Somebody, spell: Spell) -> None:
        """What follows when nothing is missing any more; the fates of a town say it."""

    def _comes_to_pay(self, one: Somebody, spell: Spell, at: datetime, how: str) -> None:
        """The answers are there; draw how the money comes."""
        today, last = at.date(), spell.last
        late = one.life.late_until(last)
        course = self.chance.choices(tuple(PAYS), tuple(PAYS.values()))[0]
        if course == "at_once" or today >= last:
            self._pays(one, spell, at, how)
        elif course == "fails":
            failed = moment(self.town.some_day(max(today, last - 20 * ONE) + ONE, last), 15)
            self.town.plan(failed, lambda: self._fails(one, spell, failed))
        else:
            came = self.town.some_day(last + ONE, late) if course == "pays_late" else self.town.some_day(today, last)
            noted = came + ONE * (self.chance.randint(1, 8) if course == "noted_late" else 0)
            noted_at = moment(max(noted, today + ONE), 12)
            self.town.plan(noted_at, lambda: self._pays(one, spell, noted_at, course, came=came))

    def _pays(self, one: Somebody, spell: Spell, at: datetime, how: str, *, came: date | None = None) -> None:
        """The money comes, or is written down: they are renewed, from the day after the period on."""
        if one.life.died_at is not None:
            return
        until = one.life.last
        late = at >= over(until) and (came is None or came > until)
        asked = doors.pay(one.entry_id, self.office, paid_on=came)
        # Who was late in the five years before pays for it; nobody has been here for longer.
        assert ("renewal_late" in asked) is (late and bool(one.life.late)), f"{at}: {one.number} {asked} {one.life}"
        if late:
            one.life.late.append(until)
        assert doors.stands(one.entry_id) is Stage.RENEWED
        following = self.town.granted(one, until + ONE, last_day_of_a_year(spell.last + ONE), at=at)
        self._goes_on(one, following)
        self.town.happened[how] += 1

    def _fails(self, one: Somebody, spell: Spell, at: datetime) -> None:
        """Their payment fails: nobody lapses over it before fourteen days have passed."""
        if one.life.died_at is not None:
            return
        doors.fail_to_pay(one.entry_id, self.office)
        until = at.date() + TO_PAY_AGAIN
        if until > spell.last:
            self.town.granted(one, spell.last + ONE, until, at=at)
            self.town.happened["bridged"] += 1
        again = self.chance.choice(("in_time", "in_time", "in_time", "late", "never"))
        if again != "never":
            ends = one.life.last
            first, last = (at.date() + ONE, ends) if again == "in_time" else (ends + ONE, one.life.late_until(ends))
            paid = moment(self.town.some_day(first, last), 16)
            self.town.plan(paid, lambda: self._pays(one, spell, paid, f"paid_again_{again}"))
        self.town.happened["failed"] += 1
