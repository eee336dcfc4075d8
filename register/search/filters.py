"""The filters of a question and who may be seen at a moment, as a facet test, as SQL about the listing, and in Python.

Most of it is answered by the facet inside the name table; what does not fit there is asked of the listing; distance and
orders in force are looked at in Python, for the few people that are left.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from math import isnan
from typing import Any

from register.search import facets
from register.search.asking import Advice, AdviceKind, Question, StatusGroup, UnderOrders
from register.search.facets import ANYONE, Test
from register.search.fold import fold, fold_place
from register.search.index import moment_number
from register.search.places import Point, distance, point, tidy_outcode
from register.search.statements import Row

_GROUPS: tuple[StatusGroup, ...] = ("registered", "restricted", "suspended", "removed", "ended")
FARTHEST_MILES = 1000.0


@dataclass(frozen=True, slots=True)
class Place:
    """A town or organisation of the register."""

    id: int
    folded: str
    slot: int
    people: int


@dataclass(slots=True)
class Filters:
    """What people must be besides having the right name."""

    test: Test = ANYONE
    clauses: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    town: Place | None = None
    language: Place | None = None
    centre: Point | None = None
    miles: float = 0.0
    only: Set[int] | None = None
    never: Set[int] = frozenset()
    #: Something was asked for that nobody on the register has.
    impossible: bool = False
    advice: list[Advice] = field(default_factory=list)

    @property
    def narrow(self) -> str:
        """SQL about `l`, the listing."""
        return " AND ".join(self.clauses)

    @property
    def afterwards(self) -> bool:
        """Whether rows have to be looked at in Python too."""
        return self.centre is not None or self.only is not None or bool(self.never)

    def keeps(self, entry_id: int, outcode: int | None) -> bool:
        """Whether a person passes what SQL was not asked."""
        if self.only is not None and entry_id not in self.only:
            return False
        if entry_id in self.never:
            return False
        if self.centre is None:
            return True
        away = self.away(outcode)
        return away is not None and away <= self.miles

    def away(self, outcode: int | None) -> float | None:
        """Miles from the middle of the circle."""
        if self.centre is None or outcode is None:
            return None
        return distance(outcode, self.centre)


def folded_words(question: Question) -> list[str]:
    """The spellings to look up in `listing_word` for the filters."""
    found = [fold_place(question.town or ""), fold(question.area or ""), fold(question.language or "")]
    return [word[:100] for word in found if word]


def build(question: Question, at: datetime, known: Sequence[Row], under_orders: UnderOrders | None) -> Filters:
    """The filters of a question; `known` are rows of `listing_word`."""
    words = {(kind, folded): Place(id_, folded, slot, people) for id_, kind, folded, slot, people in known}
    moment = moment_number(at)
    filters = Filters(clauses=["l.visible_from <= ? AND l.hidden_at > ?"], values=[moment, moment])
    if town := fold_place(question.town or "")[:100]:
        _town(filters, words.get(("town", town)))
    elif (question.town or "").strip():
        _town(filters, None)
    if (question.area or "").strip():
        _area(filters, words.get(("area", fold(question.area or "")[:100])))
    if (question.works_with or "").strip():
        _works_with(filters, facets.works(question.works_with))
    if (question.language or "").strip():
        _language(filters, words.get(("language", fold(question.language or "")[:100])))
    if question.near is not None and question.near[0].strip():
        _near(filters, *question.near)
    if (question.status or "").strip():
        _status(filters, (question.status or "").strip().lower(), moment, under_orders)
    return filters


def _unknown(filters: Filters, kind: AdviceKind) -> None:
    filters.impossible = True
    filters.advice.append(Advice(kind))


def _town(filters: Filters, town: Place | None) -> None:
    if town is None:
        _unknown(filters, "town_unknown")
        return
    filters.town = town
    filters.test = facets.both(filters.test, facets.town_test(town.slot))
    filters.clauses.append("l.town_id = ?")
    filters.values.append(town.id)


def _area(filters: Filters, area: Place | None) -> None:
    if area is None:
        _unknown(filters, "filter_unknown")
        return
    filters.test = facets.both(filters.test, facets.area_test(area.slot))
    filters.clauses.append("l.areas & ? <> 0")
    filters.values.append(1 << area.slot)


def _works_with(filters: Filters, bits: int) -> None:
    if not bits:
        _unknown(filters, "filter_unknown")
        return
    filters.test = facets.both(filters.test, facets.works_test(bits))
    filters.clauses.append("l.facet & ? = ?")
    filters.values += [bits, bits]


def _language(filters: Filters, language: Place | None) -> None:
    if language is None:
        _unknown(filters, "filter_unknown")
        return
    filters.language = language
    filters.clauses.append(
        "EXISTS (SELECT 1 FROM listing_language AS g WHERE g.language_id = ? AND g.entry_id = l.entry_id)"
    )
    filters.values.append(language.id)


def _near(filters: Filters, text: str, miles: float) -> None:
    outcode = tidy_outcode(text)
    filters.centre = point(outcode) if outcode else None
    filters.miles = min(max(miles, 0.0), FARTHEST_MILES) if not isnan(miles) else 0.0
    if filters.centre is None:
        _unknown(filters, "outcode_unknown")


def _status(filters: Filters, status: str, moment: int, under_orders: UnderOrders | None) -> None:
    group = next((group for group in _GROUPS if group == status), None)
    if group is None:
        _unknown(filters, "filter_unknown")
    elif group in {"registered", "ended"}:
        filters.clauses.append(f"l.registered_until {'>' if group == 'registered' else '<='} ?")
        filters.values.append(moment)
        if under_orders is not None:
            stopped = under_orders("removed")
            filters.never = (under_orders("suspended") | stopped) if group == "registered" else stopped
    else:
        filters.only = under_orders(group) if under_orders is not None else frozenset()
        filters.impossible = filters.impossible or not filters.only
