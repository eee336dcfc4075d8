"""One box, one answer: numbers, names, towns and organisations, with the filters.

What it refuses: nothing. Whatever is typed gets an answer, if only an empty one with advice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz.fuzz import ratio
from sqlalchemy import Connection

from register.search import browse, facets, numbers
from register.search.asking import MOST_LISTED, Advice, Answer, Found, Hit, Match, Question, UnderOrders
from register.search.filters import Filters, Place, build, folded_words
from register.search.fold import LONGEST_TEXT, fold_organisation
from register.search.forms import unpack
from register.search.names import ENOUGH_PEOPLE, SAME, SOUNDS, Attempt, Group, NameSearch
from register.search.reading import Typed, place_cuts, readings, typed, whole_place
from register.search.statements import Arm, Room

MOST_NEAR = 20
_ARMS = 16
_ROUNDS = 3
#: People of one name shown among similar names.
OF_ONE_NAME = 3
#: Under one name alone so many are shown only while it is this near.
ALIKE = 0.5
#: How far back each further person of one name stands, so that ten places show many names.
TURN = 0.2
_SEVERAL = 300
_ENOUGH_LIKE = 88.0


def find(
    connection: Connection, question: Question, at: datetime, page: int = 1, under_orders: UnderOrders | None = None
) -> Answer:
    """Find people as they may be seen at a moment.

    `under_orders` says who is restricted, suspended or removed then; it is only asked for those status filters.
    """
    search = _Search(Room(connection), question, at, under_orders)
    return search.run().page(page)


@dataclass(slots=True)
class _Person:
    """Someone found: how like, and where in the list."""

    entry_id: int
    cost: float
    rank: float
    order: int
    name: tuple[str | None, str | None]
    outcode: int | None

    @property
    def match(self) -> Match:
        return "same" if self.cost < SAME else "sounds" if self.cost <= SOUNDS else "similar"


_TIERS: dict[Match, int] = {"same": 0, "sounds": 1, "similar": 2}


class _Search:
    def __init__(self, room: Room, question: Question, at: datetime, under_orders: UnderOrders | None) -> None:
        self.room = room
        self.at = at
        self.question = question
        self.under_orders = under_orders
        self.advice: list[Advice] = []
        text = question.text
        if len(text) > LONGEST_TEXT:
            text = text[:LONGEST_TEXT]
            self.advice.append(Advice("too_long"))
        self.text = text.strip()

    def run(self) -> Found:
        number = numbers.read(self.text) if self.text else None
        text = typed(self.text)
        cuts = place_cuts(text)
        organisation = fold_organisation(self.text)[:100]
        wanted = folded_words(self.question) + [place for place, _, _ in cuts]
        if text.words:
            wanted += [whole_place(text), organisation]
        known = self.room.words(list(dict.fromkeys(word for word in wanted if word))) if any(wanted) else []
        filters = build(self.question, self.at, known, self.under_orders)
        found = self._read(number, text, cuts, organisation, filters, known)
        found.advice = [*self.advice, *filters.advice, *found.advice]
        return found

    def _read(
        self,
        number: numbers.TypedNumber | None,
        text: Typed,
        cuts: list[tuple[str, Typed, float]],
        organisation: str,
        filters: Filters,
        known: Sequence[tuple[object, ...]],
    ) -> Found:
        places = {(row[1], row[2]): Place(row[0], row[2], row[3], row[4]) for row in known}  # type: ignore[arg-type]
        if not self.text:
            return browse.everyone(self.room, filters)
        if filters.impossible:
            return Found(reading="name")
        if number is not None:
            by_number = numbers.find(self.room, number, filters.narrow, tuple(filters.values))
            by_number.hits = (
                [hit for hit in by_number.hits if filters.keeps(hit.entry_id, None)]
                if filters.only or filters.never
                else by_number.hits
            )
            if by_number.hits or by_number.advice:
                return by_number
        letters = sum(map(len, text.words))
        if letters < 2 or max(map(len, text.words)) < 2:
            return Found(reading="name", advice=[Advice("too_short" if letters or not text.words else "unreadable")])
        return self._by_words(text, cuts, organisation, filters, places)

    def _by_words(
        self,
        text: Typed,
        cuts: list[tuple[str, Typed, float]],
        organisation: str,
        filters: Filters,
        places: dict[tuple[object, object], Place],
    ) -> Found:
        firm = places.get(("organisation", organisation))
        town = places.get(("town", whole_place(text))) if filters.town is None else None
        if firm is not None and len(text.words) > 1:
            return browse.of_organisations(self.room, filters, [firm])
        names, search = self._by_name(text, cuts, filters, places)
        same = [hit for hit in names.hits if hit.match == "same"]
        if town is not None:
            people = browse.of_town(self.room, filters, town)
            return self._also(same, people, names, Advice("also_town", (town.folded,)) if same else None)
        if firm is not None:
            return self._also(same, browse.of_organisations(self.room, filters, [firm]), names, None)
        if not any(hit.match != "similar" for hit in names.hits) and len(organisation) > 3:
            firms = self._organisations_like(organisation)
            if firms:
                return browse.of_organisations(self.room, filters, firms)
        if search.too_common:
            names.advice.append(Advice("too_common", add="surname"))
        return names

    @staticmethod
    def _also(same: list[Hit], people: Found, names: Found, advice: Advice | None) -> Found:
        """People of the very name first, then those of the place or organisation of that name."""
        ids = {hit.entry_id for hit in same}
        hits = same + [hit for hit in people.hits if hit.entry_id not in ids]
        return Found(
            hits=hits[:MOST_LISTED],
            reading=people.reading if not same else "name",
            more=people.more or names.more or len(hits) > MOST_LISTED,
            advice=[advice] if advice else [],
        )

    def _organisations_like(self, organisation: str) -> list[Place]:
        rows = [Place(row[0], row[2], row[3], row[4]) for row in self.room.organisations(organisation[:3], 300)]
        begins = [place for place in rows if place.folded.startswith(organisation)]
        if begins and len(begins) <= 8:
            return begins
        like = [(ratio(organisation, place.folded), place) for place in rows]
        best = max((score for score, _ in like), default=0.0)
        return [place for score, place in like if score == best and best >= _ENOUGH_LIKE][:8]

    # ------------------------------------------------------------------------------------------------- by name

    def _by_name(
        self,
        text: Typed,
        cuts: list[tuple[str, Typed, float]],
        filters: Filters,
        places: dict[tuple[object, object], Place],
    ) -> tuple[Found, NameSearch]:
        attempts = [Attempt(reading, filters.test) for reading in readings(text)]
        towns: dict[int, Place] = {}
        if filters.town is None:
            for place, rest, penalty in cuts:
                town = places.get(("town", place))
                if town is not None and rest.words:
                    test = facets.both(filters.test, facets.town_test(town.slot))
                    attempts += [Attempt(reading, test, penalty) for reading in readings(rest)]
                    towns[test[1]] = town
        search = NameSearch(self.room, attempts)
        groups = search.run()
        people, more = self._people(groups, filters)
        found = Found(reading="name", more=more)
        same = [person for person in people if person.match == "same"][:MOST_LISTED]
        near = [] if len(same) >= ENOUGH_PEOPLE else self._near([p for p in people if p.match != "same"])
        for person in [*same, *near]:
            found.hits.append(Hit(person.entry_id, person.match, "name", filters.away(person.outcode)))
        if more:
            found.advice.append(Advice("too_common", add="forename" if len(text.words) == 1 else "town"))
        if not same and found.hits:
            found.advice.append(Advice("near_names_only"))
        return found, search

    def _people(self, groups: Sequence[Group], filters: Filters) -> tuple[list[_Person], bool]:
        """The people of the groups that matter, each once, best first; and whether there are more than listed."""
        people: dict[int, _Person] = {}
        more = False
        exact = [group for group in groups if group.cost < SAME][:_ARMS]
        rest = [group for group in groups if group.cost >= SAME]
        rows = self._fetch(exact, filters, MOST_LISTED + 1) if exact else []
        for person in rows:
            self._keep(people, person)
        if sum(person.cost < SAME for person in people.values()) > MOST_LISTED:
            more = True
        rounds = 0
        while rest and len(people) < ENOUGH_PEOPLE and rounds < _ROUNDS:
            rounds += 1
            portion, rest = rest[:_ARMS], rest[_ARMS:]
            for person in self._fetch(portion, filters, 0):
                self._keep(people, person)
        return sorted(people.values(), key=lambda p: (_TIERS[p.match], p.rank, p.order, p.entry_id)), more

    @staticmethod
    def _keep(people: dict[int, _Person], person: _Person) -> None:
        old = people.get(person.entry_id)
        if old is None or (person.cost, person.rank) < (old.cost, old.rank):
            people[person.entry_id] = person

    def _fetch(self, groups: Sequence[Group], filters: Filters, limit: int) -> list[_Person]:
        arms: list[Arm] = []
        for group in groups:
            several = bool(group.attempt.reading.middles) or filters.afterwards
            how_many = limit * (5 if filters.afterwards else 1) if limit else _SEVERAL if several else OF_ONE_NAME * 2
            arms.append(Arm(group.surname, group.given, group.kinds, group.attempt.test, how_many))
        result: list[_Person] = []
        for order, (i, entry_id, _kind, _number, names, outcode) in enumerate(
            self.room.people(arms, filters.narrow, filters.values)
        ):
            if not filters.keeps(entry_id, outcode):
                continue
            group = groups[i]
            less = self._middles(group, names)
            result.append(
                _Person(
                    entry_id,
                    group.cost - less,
                    group.rank - less,
                    order,
                    (group.surname, group.given),
                    outcode,
                )
            )
        return result

    @staticmethod
    def _middles(group: Group, names: str) -> float:
        """What typed middle names change: nothing left to doubt when they are the person's, a little when not."""
        typed_middles = group.attempt.reading.middles
        if not typed_middles or group.given is None:
            return 0.0
        given = unpack(names).given
        if all(
            any(form == middle or (len(middle) == 1 and form.startswith(middle)) for form in given)
            for middle in typed_middles
        ):
            return group.attempt.reading.penalty
        return -0.1 if len(given) > 1 else 0.0

    @staticmethod
    def _near(people: list[_Person]) -> list[_Person]:
        """Similar names: of each name a few people, in turns, so that ten places show as many names as they can."""
        counts: dict[tuple[str | None, str | None], int] = {}
        kept: list[tuple[int, float, int, _Person]] = []
        for i, person in enumerate(people):
            turn = counts.get(person.name, 0)
            limit = MOST_NEAR if None in person.name and person.cost <= ALIKE else OF_ONE_NAME
            if turn < limit:
                counts[person.name] = turn + 1
                kept.append((_TIERS[person.match], person.rank + TURN * turn, i, person))
        kept.sort(key=lambda one: one[:3])
        return [person for _, _, _, person in kept[:MOST_NEAR]]
