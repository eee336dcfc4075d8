"""What a renewal costs, and how that stands. A fee without a value means that no money is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from cpd.leaving import queries as leaving
from cpd.money import queries as money
from cpd.money.models import Invoice
from cpd.money.queries import Balance
from cpd.renewal import policy, queries
from cpd.renewal.models import Renewal
from cpd.renewal.vocabulary import Place
from cpd.requirements.spans import Span, counted_days, joined
from foundation import clock
from register import terms

#: Purposes of money (`cpd.money.purposes`): each may be asked for once in one renewal.
YEAR, LATE, RETURN = "renewal", "renewal_late", "renewal_return"
_WORDS = {
    YEAR: "Your next year on the register",
    LATE: "Being late for the second time",
    RETURN: "Coming back after a lapse",
}


def wanted(renewal: Renewal, place: Place, today: date) -> dict[str, tuple[str, int]]:
    """What is asked for at a place, by purpose: words and pence. The year costs what it did on the day of opening."""
    starts_on = today if place.is_return else renewal.ends_on + timedelta(days=1)
    year = _share(policy.RENEWAL_FEE.value(renewal.opened_on), starts_on)
    off, away = _off_for_leave(renewal)
    found = {YEAR: int(year - year * off)}
    if place is Place.LATE and is_late_again(renewal):
        found[LATE] = policy.LATE_FEE.value(today)
    if place.is_return:
        found[RETURN] = policy.RETURN_FEE.value(today)
    words = _WORDS | ({YEAR: f"{_WORDS[YEAR]}, less for {away} days on leave"} if off else {})
    return {purpose: (words[purpose], pence) for purpose, pence in found.items() if pence > 0}


def _off_for_leave(renewal: Renewal) -> tuple[Fraction, int]:
    """The part of the year's fee that is let off for days on agreed leave in the period that ends, and those days.

    Leave of the year that is paid for is not known yet when it is paid: it counts at the renewal after it.
    """
    per_cent = policy.ON_LEAVE.value(renewal.opened_on)
    if not per_cent:
        return Fraction(), 0
    year = Span(clock.add_months(renewal.ends_on + timedelta(days=1), -12), renewal.ends_on)
    away = counted_days(year, joined(leaving.leave_of([renewal.entry_id]).get(renewal.entry_id, [])))
    return Fraction(per_cent * away, 100 * year.days), away


def is_late_again(renewal: Renewal) -> bool:
    """Whether somebody who is late now was late in the years before as well."""
    since = clock.add_months(renewal.ends_on, -12 * policy.LATE_YEARS.value(renewal.ends_on))
    return queries.was_late(renewal.entry_id, since=since, besides=renewal.id)


def _share(pence: int, starts_on: date) -> int:
    days, whole = terms.share_of_year(starts_on, terms.last_day(starts_on))
    return pence if days == whole else pence * days // whole


@dataclass(frozen=True)
class Standing:
    """How the money of one renewal stands."""

    #: Invoices that were not cancelled, with their balance.
    invoices: tuple[tuple[Invoice, Balance], ...]

    @property
    def is_asked(self) -> bool:
        """Whether any money is asked for."""
        return bool(self.invoices)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to pay."""
        return all(invoice.settled_on is not None for invoice, _ in self.invoices)

    @property
    def left(self) -> int:
        """What is still to come, in pence."""
        return sum(max(0, balance.left) for invoice, balance in self.invoices if invoice.settled_on is None)

    @property
    def waits_for(self) -> Invoice | None:
        """The invoice to pay next."""
        return next((invoice for invoice, _ in self.invoices if invoice.settled_on is None), None)


def standing(renewal: Renewal) -> Standing:
    """How the money of a renewal stands."""
    held = [money.standing_of(purpose, renewal.reference) for purpose in (YEAR, LATE, RETURN)]
    there = [one for one in held if one is not None]
    balances = money.balances(there)
    return Standing(tuple((one, balances[one.id]) for one in there))
