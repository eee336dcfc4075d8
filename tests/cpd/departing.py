"""How the people of a town go: by their own wish, which waits while a concern about them is open, or by dying.

What is held against it: rules 6.4 (voluntary leaving, death) and 6.1.
"""

from __future__ import annotations

from abc import abstractmethod
from datetime import date, datetime, timedelta

from tests.cpd import doors
from tests.cpd.life_model import ONE, moment, over
from tests.cpd.paying import Paying
from tests.cpd.three_years import LAST, Somebody


class Departing(Paying):
    """Leaving and dying, and what keeps somebody from leaving."""

    @abstractmethod
    def _return(self, one: Somebody, at: datetime, how: str) -> None:
        """They come back by renewing; how, the fates of a town say."""

    def _leave(self, one: Somebody, at: datetime) -> None:
        """They leave by their own wish: at once, or at the end of a day that they choose."""
        if not one.life.is_on(at):
            return
        last = at.date() + ONE * self.chance.choice((0, 0, 1, 2, 7, 30, 60))
        at_once = self.chance.random() < 0.5 or last >= one.life.last
        assert doors.leave(one.account, None if at_once else last) is one.life.concerned
        if one.life.concerned:
            one.life.waits_to_leave = at.date() if at_once else last
            return
        if at_once:
            self.town.gone(one, "left", at)
        else:
            # Who chooses today is off the register at its end without any job, however many nights are missed.
            self._leaves_on(one, last, known_at=at if last == at.date() else None)
        self.town.happened["left"] += 1
        back = moment(at.date() + 100 * ONE, 13)
        if back < moment(LAST):
            self.town.plan(back, lambda: self._return(one, back, "came_back"))

    def _leaves_on(self, one: Somebody, last: date, *, known_at: datetime | None = None) -> None:
        """They are on the register until the end of a day; the job of its night writes it down, unless it is known."""
        self.town.gone(one, "left", over(last), known_at=known_at or moment(self.town.next_night(last), 2))
        self.town.look_on(last, one)

    def _concern(self, one: Somebody, at: datetime) -> None:
        """Somebody raises a concern about them, which is settled some months later."""
        if one.life.concerned or one.life.gone or not one.life.is_on(at):
            return
        doors.open_concern(one.number)
        one.life.concerned = True
        settled = at + timedelta(days=self.chance.randint(10, 120))
        self.town.plan(settled, lambda: self._settle(one, settled.date()))

    def _settle(self, one: Somebody, day: date) -> None:
        doors.settle_concern(one.number)
        one.life.concerned = False
        night = self.town.next_night(day + ONE)
        self.town.at_night(night, lambda: self._lets_go(one, night))

    def _lets_go(self, one: Somebody, day: date) -> None:
        """The job finds that nothing is in the way of a wish to leave any more."""
        wished, one.life.waits_to_leave = one.life.waits_to_leave, None
        if wished is not None and one.life.is_on(moment(day, 2)):
            self._leaves_on(one, max(wished, day))
            self.town.happened["left_after_a_concern"] += 1

    def _die(self, one: Somebody, at: datetime) -> None:
        """They die: the news is written down, and the registrar confirms it two days later."""
        if not one.life.is_on(at):
            return
        report = doors.report_death(one.entry_id, self.office)
        confirmed = at + timedelta(days=2)
        self.town.plan(confirmed, lambda: self._closes(one, report, confirmed))

    def _closes(self, one: Somebody, report: int, at: datetime) -> None:
        doors.confirm_death(report, self.office)
        one.life.died_at = at
        self.town.happened["died"] += 1
