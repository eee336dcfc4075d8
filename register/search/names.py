"""Finding people by name: correct the typed words against the words the register knows, then look those pairs up.

Rounds, cheapest first: people under a surname as typed; then under surnames that are spelt or sound nearly so; then,
when nothing good was found, words two slips away. The search stops as soon as what is left cannot be better than what
it has. How many statements it runs depends on neither the register nor the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from register.search.attempts import Attempt, Group, Kinds, Name
from register.search.candidates import Candidates
from register.search.costs import A_LETTER, BEGINS, INITIAL, by_rule
from register.search.facets import ANYONE, Test
from register.search.forms import KIND_COST, MAIN, MIDDLE, PART, PART_MIDDLE, PREVIOUS, PREVIOUS_PART
from register.search.keys import far_keys
from register.search.reading import Reading
from register.search.statements import Probe, Room

SAME = 0.05
SOUNDS = 0.85
#: Nothing above this is shown, nor anything so much worse than the best.
WORST = 2.4
WORSE_THAN_BEST = 0.8
ENOUGH_PEOPLE = 10
#: A surname that so many people bear is read as a whole; a commoner one is asked for pairs.
RARE = 150
MOST_ROWS = 1000
MOST_RARE, MOST_COMMON, MOST_GIVEN, MOST_GIVEN_EXACT = 60, 16, 32, 96
MOST_BEGINNINGS = 40
MOST_RANGES = 3
#: With a town beside it, a given name that more people bear is refused: it would mean reading them all.
COMMON_GIVEN = 3000
#: When nothing better than this was found, words two slips away are tried.
POOR = 1.3
#: Two words typed without the space between.
CUT = 0.2


@dataclass(slots=True)
class _Task:
    """A surname to look under, and the attempts that came to it with what it costs them."""

    surname: str
    test: Test
    attempts: list[tuple[Attempt, float]] = field(default_factory=list)


class NameSearch:
    """One search for people by name."""

    def __init__(self, room: Room, attempts: Sequence[Attempt]) -> None:
        self.room = room
        self.attempts = list(attempts)
        self.found: dict[tuple[Name, Kinds, Test], Group] = {}
        self.candidates = Candidates(room)
        #: A given name alone, or with a town, that too many people bear.
        self.too_common = False
        self._tried: set[tuple[str, Test, Reading]] = set()

    def run(self) -> list[Group]:
        """Search, and give what was found, best first."""
        self.candidates.learn(self.attempts)
        self._reorder()
        self._exact()
        self._cuts()
        self._similar()
        if self.best() > POOR and self.candidates.learn(self.attempts, far_keys):
            # A common surname as typed was asked for the given names known so far: ask for the new ones too.
            self._tried = {at for at in self._tried if self.candidates.terms[at[0]][1] <= RARE}
            self._exact()
            self._similar()
        limit = self.limit()
        groups = [group for group in self.found.values() if group.cost < SAME or group.total <= limit]
        return sorted(
            groups, key=lambda group: (group.cost >= SAME, group.rank, group.surname or "", group.given or "")
        )

    def best(self) -> float:
        """The lowest cost so far."""
        return min((group.total for group in self.found.values()), default=9.0)

    def limit(self) -> float:
        """What is worth looking for, given what was found."""
        best = self.best()
        if best < SAME:
            return 0.0 if self._people(SAME) >= ENOUGH_PEOPLE else SOUNDS
        return min(WORST, best + WORSE_THAN_BEST)

    def _people(self, cost: float) -> int:
        """How many people (of one name three) cost less than that."""
        return sum(
            group.people if group.cost < SAME else min(group.people, 3)
            for group in self.found.values()
            if group.total < cost
        )

    def _add(self, attempt: Attempt, name: Name, kinds: Kinds, cost: float, people: int) -> None:
        cost += attempt.reading.penalty + KIND_COST[kinds[0]]
        if cost > WORST:
            return
        at = (name, kinds, attempt.test)
        old = self.found.get(at)
        if old is None or cost + attempt.place < old.total:
            self.found[at] = Group(name[0], name[1], kinds, attempt, cost, people)

    # -------------------------------------------------------------------------------------------- the vocabulary

    def _reorder(self) -> None:
        """Surname first is no swap when the register itself says which word is which."""
        nobody = ("", 0, 0)
        for i, attempt in enumerate(self.attempts):
            reading = attempt.reading
            if not reading.swapped or reading.surname is None or reading.given is None:
                continue
            _, sur_1, giv_1 = self.candidates.terms.get(reading.surname, nobody)
            _, sur_2, giv_2 = self.candidates.terms.get(reading.given, nobody)
            if sur_1 and giv_2 and sur_1 >= 10 * giv_1 and giv_2 >= 10 * sur_2:
                plain = Reading(reading.surname, reading.given, 0.04, reading.middles)
                self.attempts[i] = Attempt(plain, attempt.test, attempt.place)

    # ------------------------------------------------------------------------------------------------ the people

    def _exact(self) -> None:
        """People under a surname as typed, or under a single name as typed."""
        tasks: list[_Task] = []
        by_name: dict[tuple[str, Test], _Task] = {}
        for attempt in self.attempts:
            surname = attempt.reading.surname
            if surname is None:
                self._given_only(attempt, 0.0)
            elif surname in self.candidates.terms and self.candidates.terms[surname][1]:
                if attempt.reading.given is None:
                    self._surname_only(attempt, surname, 0.0)
                    continue
                at = (surname, attempt.test)
                if at not in by_name:
                    by_name[at] = _Task(surname, attempt.test)
                    tasks.append(by_name[at])
                by_name[at].attempts.append((attempt, 0.0))
        self._fetch(tasks, WORST)
        self._beginnings(tasks)

    def _similar(self) -> None:
        """People under surnames that are nearly as typed."""
        limit = self.limit()
        bounds: dict[tuple[str, Test], float] = {}
        by_name: dict[tuple[str, Test], _Task] = {}
        for attempt in self.attempts:
            reading = attempt.reading
            if reading.surname is None:
                self._given_only(attempt, limit)
                continue
            left = limit - attempt.penalty
            lowest = self._lowest_given(reading)
            for surname, cost in self.candidates.surnames[reading.surname].best(MOST_RARE + MOST_COMMON, left - lowest):
                if cost == 0.0:
                    continue
                if reading.given is None:
                    self._surname_only(attempt, surname, cost)
                    continue
                at = (surname, attempt.test)
                bound = attempt.penalty + cost + lowest
                bounds[at] = min(bound, bounds.get(at, 9.0))
                by_name.setdefault(at, _Task(surname, attempt.test)).attempts.append((attempt, cost))
        self._fetch([by_name[at] for at in sorted(bounds, key=lambda at: (bounds[at], at))], limit)

    def _lowest_given(self, reading: Reading) -> float:
        if reading.given is None:
            return 0.0
        if len(reading.given) == 1:
            return INITIAL
        return min(BEGINS + A_LETTER, self.candidates.given[reading.given].lowest())

    def _fetch(self, tasks: Sequence[_Task], limit: float) -> None:
        rows_left, rare_left, common_left = MOST_ROWS, MOST_RARE, MOST_COMMON
        whole: list[_Task] = []
        pairs: dict[Probe, list[tuple[Attempt, float]]] = {}
        for task in tasks:
            attempts = [
                (attempt, cost)
                for attempt, cost in task.attempts
                if (task.surname, task.test, attempt.reading) not in self._tried
            ]
            if not attempts:
                continue
            people = self.candidates.terms[task.surname][1]
            if people <= RARE:
                if rare_left <= 0 or people > rows_left:
                    continue
                rare_left -= 1
                rows_left -= people
                whole.append(_Task(task.surname, task.test, attempts))
            else:
                if common_left <= 0:
                    continue
                common_left -= 1
                for attempt, cost in attempts:
                    typed = attempt.reading.given or ""
                    most = MOST_GIVEN if cost else MOST_GIVEN_EXACT
                    for given, more in self.candidates.given[typed].best(most, limit - attempt.penalty - cost):
                        probe = (task.surname, given, *task.test)
                        pairs.setdefault(probe, []).append((attempt, cost + more))
            self._tried.update((task.surname, task.test, attempt.reading) for attempt, _ in attempts)
        if whole:
            self._judge(whole)
        if pairs:
            probes = list(pairs)
            for i, kind, people in self.room.pairs(probes):
                for attempt, cost in pairs[probes[i]]:
                    self._add(attempt, (probes[i][0], probes[i][1]), (kind, kind), cost, people)

    def _judge(self, tasks: Sequence[_Task]) -> None:
        counts: dict[tuple[int, str, int], int] = {}
        rows = self.room.surnames([(task.surname, "", *task.test) for task in tasks])
        for i, given, kind, people in rows:
            at = (i, given, kind)
            counts[at] = counts.get(at, 0) + people
        self.candidates.learn_given(
            {row[1] for row in rows}, {a.reading.given or "" for task in tasks for a, _ in task.attempts}
        )
        for (i, given, kind), people in counts.items():
            for attempt, cost in tasks[i].attempts:
                more = self.candidates.given[attempt.reading.given or ""].costs[given]
                if cost + more + attempt.reading.penalty <= WORST:
                    self._add(attempt, (tasks[i].surname, given), (kind, kind), cost + more, people)

    def _beginnings(self, tasks: Sequence[_Task]) -> None:
        """Names still being typed, where the other name is as typed."""
        ranges = 0
        for task in tasks:
            for attempt, _ in task.attempts:
                given = attempt.reading.given
                if (
                    given
                    and self.candidates.terms[task.surname][1] > RARE
                    and ranges < MOST_RANGES
                    and self._open(attempt)
                ):
                    ranges += 1
                    probe = (task.surname, given, *task.test)
                    for name, kind, people in self.room.given_beginning(probe, MOST_BEGINNINGS):
                        self._add(attempt, (task.surname, name), (kind, kind), by_rule(given, name), people)
        ranges = 0
        for attempt in self.attempts:
            surname, given = attempt.reading.surname, attempt.reading.given
            if ranges >= MOST_RANGES or not self._open(attempt):
                continue
            if surname and given and given in self.candidates.terms and self.candidates.terms[given][2]:
                ranges += 1
                probe = (surname, given, *attempt.test)
                for name, people in self.room.surnames_beginning(probe, MOST_BEGINNINGS):
                    if name != surname:
                        cost = BEGINS + A_LETTER * (len(name) - len(surname))
                        self._add(attempt, (name, given), (MAIN, PART), cost, people)
            elif surname and given is None and len(surname) > 1:
                ranges += 1
                for name, _, n_sur, n_giv in self.room.terms_beginning(surname, MOST_BEGINNINGS):
                    cost = BEGINS + A_LETTER * (len(name) - len(surname))
                    if name != surname and n_sur:
                        self._add(attempt, (name, None), (MAIN, PART), cost, n_sur)
                    elif name != surname and n_giv:
                        self._add(attempt, (None, name), (MAIN, PART), cost + 0.2, n_giv)

    def _open(self, attempt: Attempt) -> bool:
        return self._people(attempt.penalty + BEGINS) < ENOUGH_PEOPLE

    def _surname_only(self, attempt: Attempt, surname: str, cost: float) -> None:
        people = self.candidates.terms[surname][1]
        if cost:
            self._add(attempt, (surname, None), (MAIN, PART), cost, people)
            return
        self._add(attempt, (surname, None), (MAIN, MAIN), 0.0, people)
        self._add(attempt, (surname, None), (PART, PART), 0.0, people)
        self._add(attempt, (surname, None), (PREVIOUS, PREVIOUS_PART), 0.0, people)

    def _given_only(self, attempt: Attempt, limit: float) -> None:
        """People under a given name alone. It is as good as a surname when nobody has it as one."""
        typed = attempt.reading.given or ""
        for given, cost in self.candidates.given[typed].best(MOST_GIVEN, max(limit - attempt.penalty, 0.0)):
            _, n_sur, n_giv = self.candidates.terms.get(given, ("", 0, 0))
            if len(given) == 1:
                continue
            if attempt.test != ANYONE and n_giv > COMMON_GIVEN:
                self.too_common = True
                continue
            less = attempt.reading.penalty if cost == 0.0 and not n_sur else 0.0
            self._add(attempt, (None, given), (MAIN, PART), cost - less, n_giv)
            if cost == 0.0:
                self._add(attempt, (None, given), (MIDDLE, PART_MIDDLE), 0.0, n_giv)

    def _cuts(self) -> None:
        """A single word that may be two without the space between."""
        one_word = not any(attempt.reading.surname and attempt.reading.given for attempt in self.attempts)
        if self._people(CUT) >= ENOUGH_PEOPLE if one_word else self.best() < CUT:
            return
        pairs: dict[Probe, Attempt] = {}
        for attempt in self.attempts:
            text = attempt.reading.surname
            if text is None or attempt.reading.given is not None or len(text) < 5:
                continue
            cut = Attempt(Reading(text, None, CUT), attempt.test, attempt.place)
            for i in range(2, len(text) - 1):
                pairs[text[i:], text[:i], *attempt.test] = cut
                pairs.setdefault((text[:i], text[i:], *attempt.test), cut)
        if pairs:
            probes = list(pairs)
            for i, kind, people in self.room.pairs(probes):
                self._add(pairs[probes[i]], probes[i][:2], (kind, kind), 0.0, people)
