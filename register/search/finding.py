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
from register.search.attempts import Attempt, Group, Name
from register.search.filters import Filters, Place, build, folded_words
from register.search.fold import LONGEST_TEXT, fold_organisation, fold_place
from register.search.forms import unpack
from register.search.names import ENOUGH_PEOPLE, SAME, SOUNDS, NameSearch
from register.search.reading import place_cuts, readings, typed, whole_place
from register.search.statements import Arm, Room, Row

#: So many people of similar names are listed, and of one such name so many.
MOST_NEAR = 20
OF_ONE_NAME = 3
#: Under one name alone (a surname, a given name) as many as fit, but only while it is this near.
ALIKE = 0.5
#: How far back each further person of one name stands, so that ten places show many names.
TURN = 0.2
#: Names fetched in one statement, and how often.
_ARMS = 16
_ROUNDS = 3
_FEW, _SEVERAL = 12, 300
#: An organisation typed with slips is taken for one that is so like it, of 100.
_ENOUGH_LIKE = 88.0
_ENOUGH_LIKE_TOWN = 80.0
_SMALL_WORDS = frozenset({"and", "by", "in", "le", "next", "of", "on", "super", "the", "under", "upon"})
_TIERS: dict[Match, int] = {"same": 0, "sounds": 1, "similar": 2}


def find(
    connection: Connection, question: Question, at: datetime, page: int = 1, under_orders: UnderOrders | None = None
) -> Answer:
    """Find people as they may be seen at a moment.

    `under_orders` says who is restricted, suspended or removed then; it is only asked when a status is filtered for.
    """
    return _Search(Room(connection), question, at, under_orders).run().page(page)


def everybody(connection: Connection, question: Question, at: datetime) -> tuple[list[int], bool]:
    """The entries of everybody that a search finds, best first, and whether there were more than can be listed."""
    found = _Search(Room(connection), question, at, None).run()
    return [hit.entry_id for hit in found.hits], found.more


def as_written(folded: str) -> str:
    """A folded town with capitals again. Hyphens and apostrophes are lost; it is a suggestion, not a record."""
    return " ".join(word if i and word in _SMALL_WORDS else word.capitalize() for i, word in enumerate(folded.split()))


@dataclass(slots=True)
class _Person:
    """Someone found: how like, and where in the list."""

    entry_id: int
    cost: float
    rank: float
    order: int
    name: Name
    whole: bool
    outcode: int | None

    @property
    def match(self) -> Match:
        return "same" if self.cost < SAME else "sounds" if self.cost <= SOUNDS else "similar"


class _Search:
    """One question, taken apart and looked up in `listing_word` once."""

    def __init__(self, room: Room, question: Question, at: datetime, under_orders: UnderOrders | None) -> None:
        self.room = room
        self.question = question
        self.text = question.text[:LONGEST_TEXT].strip()
        self.advice = [Advice("too_long")] if len(question.text) > LONGEST_TEXT else []
        self.number = numbers.read(self.text) if self.text else None
        self.typed = typed(self.text)
        self.cuts = place_cuts(self.typed)
        self.whole = whole_place(self.typed)
        self.organisation = fold_organisation(self.text)[:100]
        wanted = [*folded_words(question), *(cut.place for cut in self.cuts), self.whole, self.organisation]
        wanted = list(dict.fromkeys(word for word in wanted if word))
        known = room.words(wanted) if wanted else []
        known += self._begun_town(known)
        self.filters: Filters = build(question, at, known, under_orders)
        self.places: dict[tuple[str, str], Place] = {
            (kind, folded): Place(id_, folded, slot, people) for id_, kind, folded, slot, people in known
        }

    def _begun_town(self, known: Sequence[Row]) -> list[Row]:
        """A town that was only begun (Newcastle): the largest that goes on so, under the spelling asked for."""
        asked = fold_place(self.question.town or "")[:100]
        if not asked or any((kind, folded) == ("town", asked) for _, kind, folded, _, _ in known):
            return []
        found = self.room.words_beginning("town", f"{asked} ", 1)
        if not found:
            return []
        id_, kind, folded, slot, people = found[0]
        self.advice.append(Advice("narrowed_to_town", (as_written(folded),)))
        return [(id_, kind, asked, slot, people)]

    def run(self) -> Found:
        """The whole list, and all there is to say about it."""
        found = self._read()
        about_filters = [
            Advice(one.kind, self._towns_like(fold_place(self.question.town or "")))
            if one.kind == "town_unknown"
            else one
            for one in self.filters.advice
        ]
        found.advice = [*self.advice, *about_filters, *found.advice]
        return found

    def _read(self) -> Found:
        if not self.text:
            return browse.everyone(self.room, self.filters)
        if self.filters.impossible:
            return Found(reading="name")
        if self.number is not None:
            found = numbers.find(self.room, self.number, self.filters)
            if found.hits or found.advice:
                return found
        words = self.typed.words
        if not words:
            return Found(reading="name", advice=[Advice("unreadable")])
        if max(map(len, words)) < 2:
            return Found(reading="name", advice=[Advice("too_short")])
        return self._by_words()

    def _by_words(self) -> Found:
        """A name, unless the words are an organisation; a town or organisation of the same name is added."""
        firm = self.places.get(("organisation", self.organisation))
        town = self.places.get(("town", self.whole)) if self.filters.town is None else None
        if firm is not None and len(self.typed.words) > 1:
            return browse.of_organisations(self.room, self.filters, [firm])
        names = self._by_name()
        same = [hit for hit in names.hits if hit.match == "same"]
        if town is not None:
            people = browse.of_town(self.room, self.filters, town)
            return _both(same, names, people, [Advice("also_town", (as_written(town.folded),))] if same else [])
        if firm is not None:
            return _both(same, names, browse.of_organisations(self.room, self.filters, [firm]), [])
        if len(self.organisation) > 3 and not any(hit.match != "similar" for hit in names.hits):
            firms = self._organisations_like(self.organisation)
            if firms:
                return browse.of_organisations(self.room, self.filters, firms)
        if not names.hits and self.filters.town is None:
            towns = self._towns_like(self.whole)
            if towns:
                names.advice.append(Advice("also_town", towns))
        return names

    def _towns_like(self, text: str) -> tuple[str, ...]:
        """Towns that begin so, or are spelt nearly so."""
        if len(text) < 3:
            return ()
        rows = self.room.words_beginning("town", text[:2], 500)
        like = [(ratio(text, folded), people, folded) for _, _, folded, _, people in rows]
        near = sorted((one for one in like if one[0] >= _ENOUGH_LIKE_TOWN or one[2].startswith(text)), reverse=True)
        return tuple(as_written(folded) for _, _, folded in near[:3])

    def _organisations_like(self, organisation: str) -> list[Place]:
        rows = [
            Place(row[0], row[2], row[3], row[4])
            for row in self.room.words_beginning("organisation", organisation[:3], 300)
        ]
        begins = [place for place in rows if place.folded.startswith(organisation)]
        if begins and len(begins) <= 8:
            return begins
        like = [(ratio(organisation, place.folded), place) for place in rows]
        best = max((score for score, _ in like), default=0.0)
        return [place for score, place in like if score == best and best >= _ENOUGH_LIKE][:8]

    # ------------------------------------------------------------------------------------------------- by name

    def _by_name(self) -> Found:
        attempts = [Attempt(reading, self.filters.test) for reading in readings(self.typed)]
        if self.filters.town is None:
            for cut in self.cuts:
                town = self.places.get(("town", cut.place))
                if town is not None and cut.rest.words:
                    test = facets.both(self.filters.test, facets.town_test(town.slot))
                    attempts += [Attempt(reading, test, cut.penalty) for reading in readings(cut.rest)]
        search = NameSearch(self.room, attempts)
        people, more = self._people(search.run())
        found = Found(reading="name", more=more)
        same = [person for person in people if person.match == "same"][:MOST_LISTED]
        near = [] if len(same) >= ENOUGH_PEOPLE else _few_of_each([one for one in people if one.match != "same"])
        for person in [*same, *near]:
            found.hits.append(Hit(person.entry_id, person.match, "name", self.filters.away(person.outcode)))
        if search.too_common:
            found.advice.append(Advice("too_common", add="surname"))
        elif more:
            found.advice.append(Advice("too_common", add="forename" if len(self.typed.words) == 1 else "town"))
        if not same and found.hits:
            found.advice.append(Advice("near_names_only"))
        return found

    def _people(self, groups: Sequence[Group]) -> tuple[list[_Person], bool]:
        """The people of the groups that matter, each once, best first; and whether there are more than are listed."""
        people: dict[int, _Person] = {}

        def keep(found: list[_Person]) -> None:
            for person in found:
                old = people.get(person.entry_id)
                if old is None or (person.cost, person.rank) < (old.cost, old.rank):
                    people[person.entry_id] = person

        exact = [group for group in groups if group.cost < SAME][:_ARMS]
        rest = [group for group in groups if group.cost >= SAME]
        if exact:
            keep(self._fetch(exact, MOST_LISTED + 1))
        more = sum(person.cost < SAME for person in people.values()) > MOST_LISTED
        for _ in range(_ROUNDS):
            if not rest or len(people) >= ENOUGH_PEOPLE:
                break
            portion, rest = rest[:_ARMS], rest[_ARMS:]
            keep(self._fetch(portion, 0))
        order = sorted(people.values(), key=lambda one: (_TIERS[one.match], one.rank, one.order, one.entry_id))
        return order, more

    def _fetch(self, groups: Sequence[Group], limit: int) -> list[_Person]:
        """The people of groups: up to a limit each, or a few."""
        filters = self.filters
        arms: list[Arm] = []
        for group in groups:
            if limit:
                how_many = limit * 5 if filters.afterwards else limit
            else:
                how_many = _SEVERAL if group.attempt.reading.middles or filters.afterwards else _FEW
            arms.append(Arm(group.surname, group.given, group.kinds, group.attempt.test, how_many))
        result: list[_Person] = []
        for order, (i, entry_id, names, outcode) in enumerate(self.room.people(arms, filters.narrow, filters.values)):
            if filters.keeps(entry_id, outcode):
                group = groups[i]
                less = _middles(group, names)
                name = (group.surname, group.given)
                result.append(
                    _Person(entry_id, group.cost - less, group.rank - less, order, name, group.whole, outcode)
                )
        return result


def _both(same: list[Hit], names: Found, people: Found, advice: list[Advice]) -> Found:
    """People of the very name first, then those of the place or organisation of that name."""
    ids = {hit.entry_id for hit in same}
    hits = [*same, *(hit for hit in people.hits if hit.entry_id not in ids)]
    return Found(
        hits=hits[:MOST_LISTED],
        reading="name" if same else people.reading,
        more=people.more or names.more or len(hits) > MOST_LISTED,
        advice=advice,
    )


def _middles(group: Group, names: str) -> float:
    """What typed middle names change: no doubt is left when they are the person's, a little is added when not."""
    middles = group.attempt.reading.middles
    if not middles or group.given is None:
        return 0.0
    given = unpack(names).given
    if all(any(form == name or (len(name) == 1 and form.startswith(name)) for form in given) for name in middles):
        return group.attempt.reading.penalty
    return -0.1 if len(given) > 1 else 0.0


def _few_of_each(people: list[_Person]) -> list[_Person]:
    """Similar names: of each a few people, in turns."""
    turns: dict[Name, int] = {}
    kept: list[tuple[int, float, int, _Person]] = []
    for i, person in enumerate(people):
        turn = turns.get(person.name, 0)
        alone = None in person.name and person.cost <= ALIKE
        if turn < (MOST_NEAR if alone or person.whole else OF_ONE_NAME):
            turns[person.name] = turn + 1
            kept.append((_TIERS[person.match], person.rank + (0.0 if person.whole else TURN) * turn, i, person))
    kept.sort(key=lambda one: one[:3])
    return [person for _, _, _, person in kept[:MOST_NEAR]]
