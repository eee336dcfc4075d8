"""Queries as people type them, each with the person it is for, in classes. The same for the same people and seed.

Two kinds: people who are there (typed rightly, with slips, by ear, by short form, in another order …) and people who
are not, for whom an honest answer shows little and claims nothing.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from register.search import Person
from register.search.families import given_relatives, surname_relatives
from register.search.fold import fold

#: Keys of a keyboard, each with those beside it.
_BESIDE = (
    "qwa wqes ewrd retf tryg ytuh uyij iuok oipl pol aqsz sawdx dsefc fdrgv gfthb hgyjn jhukm kjil lko zasx xzsdc cxdfv"
    " vcfgb bvghn nbhjm mnjk"
)
_KEYS = {group[0]: group[1:] for group in _BESIDE.split()}


#: What one page shows.
PLACES = 10


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and whom it is for; None when it is for nobody."""

    kind: str
    text: str
    person: Person | None
    town: str | None = None


def first(person: Person) -> str:
    """The first forename."""
    return person.forenames.split()[0]


def full(person: Person) -> str:
    """First forename and surname, folded."""
    return fold(f"{first(person)} {person.surname}")


class Typist:
    """Makes queries for people."""

    def __init__(self, people: list[Person], seed: int) -> None:
        self.people = people
        self.chance = random.Random(f"queries {seed}")
        self.known = Counter(full(person) for person in people)
        self.initials = Counter(
            (surname, given[:1])
            for surname, given in {(fold(person.surname), fold(first(person))) for person in people}
        )
        self.surnames = sorted({person.surname for person in people})
        self.given = sorted({first(person) for person in people})
        self.words = {word for name in (*self.surnames, *self.given) for word in fold(name).split()}

    def queries(self, each: int) -> list[Query]:
        """So many of each class, as far as there are people for it."""
        makers: dict[str, Callable[[Person], str | tuple[str, str | None] | None]] = {
            "exact": self._exact,
            "number": lambda person: self.chance.choice((person.number, person.number.lower(), person.number[2:-1])),
            "typo_sub": lambda person: self._typo(person, self._changed),
            "typo_del": lambda person: self._typo(person, self._dropped),
            "typo_ins": lambda person: self._typo(person, self._added),
            "typo_tra": lambda person: self._typo(person, self._swapped),
            "typo_two": self._two,
            "family": self._family,
            "by_rule": self._by_rule,
            "nickname": self._nickname,
            "accents": self._accents,
            "apostrophe": self._apostrophe,
            "surname_first": self._surname_first,
            "initial": self._initial,
            "hyphen_part": self._hyphen_part,
            "prefix": self._prefix,
            "space": self._space,
            "previous": self._previous,
            "town": self._town,
        }
        result: list[Query] = []
        for kind, maker in makers.items():
            found = 0
            for person in self._some(each * 400):
                made = maker(person)
                if made is not None:
                    text, town = made if isinstance(made, tuple) else (made, None)
                    if self._hopeless(kind, text, person):
                        continue
                    result.append(Query(kind, self._case(text), person, town))
                    found += 1
                    if found == each:
                        break
        result.extend(self._absent(each))
        return result

    def _hopeless(self, kind: str, text: str, person: Person) -> bool:
        """Whether ten places cannot be expected to hold them: ten others bear the very name that is typed."""
        if kind == "initial":
            return self.initials[fold(person.surname), fold(first(person))[:1]] > PLACES
        return fold(text) != full(person) and self.known[fold(text)] >= PLACES

    def _some(self, count: int) -> Iterable[Person]:
        if count < len(self.people):
            return self.chance.sample(self.people, count)
        return self.chance.sample(self.people, len(self.people))

    def _case(self, text: str) -> str:
        return self.chance.choice((str.lower, str.lower, str.upper, str))(text)

    # ----------------------------------------------------------------------------------------------- people there

    @staticmethod
    def _exact(person: Person) -> str:
        return f"{first(person)} {person.surname}"

    def _typo(self, person: Person, change: Callable[[str], str]) -> str | None:
        parts = [first(person), person.surname]
        which = self.chance.randrange(2)
        if len(parts[which]) < 4:
            return None
        parts[which] = change(parts[which])
        return " ".join(parts)

    def _changed(self, word: str) -> str:
        i = self.chance.randrange(len(word))
        return word[:i] + self.chance.choice(_KEYS.get(fold(word[i]) or "e", "aeio")) + word[i + 1 :]

    def _dropped(self, word: str) -> str:
        i = self.chance.randrange(len(word))
        return word[:i] + word[i + 1 :]

    def _added(self, word: str) -> str:
        i = self.chance.randrange(len(word))
        extra = self.chance.choice((word[i], self.chance.choice(_KEYS.get(fold(word[i]) or "e", "aeio"))))
        return word[: i + 1] + extra + word[i + 1 :]

    def _swapped(self, word: str) -> str:
        i = self.chance.randrange(len(word) - 1)
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]

    def _two(self, person: Person) -> str | None:
        parts = [first(person), person.surname]
        slips = (self._changed, self._dropped, self._added, self._swapped)
        if self.chance.random() < 0.6:
            if min(map(len, parts)) < 4:
                return None
            return " ".join(self.chance.choice(slips)(part) for part in parts)
        which = max(range(2), key=lambda i: len(parts[i]))
        if len(parts[which]) < 7:
            return None
        for _ in range(2):
            parts[which] = self.chance.choice(slips)(parts[which])
        return " ".join(parts)

    def _family(self, person: Person) -> str | None:
        given, surname = fold(first(person)), "".join(fold(person.surname).split())
        options = [(other, surname) for other, cost in given_relatives(given).items() if cost <= 0.3]
        options += [(given, other) for other, cost in surname_relatives(surname).items() if cost <= 0.3]
        return " ".join(self.chance.choice(sorted(options))) if options else None

    def _by_rule(self, person: Person) -> str | None:
        rules = (
            ("ph", "f"), ("ck", "k"), ("c", "k"), ("ie", "y"), ("y", "ie"), ("ee", "ea"), ("ll", "l"), ("nn", "n"),
            ("tt", "t"), ("ss", "s"), ("s$", "ss"), ("z", "s"), ("ks", "x"), ("gh", ""), ("wh", "w"), ("kn", "n"),
            ("er$", "ar"), ("en$", "an"), ("son$", "sen"), ("ey$", "y"), ("e$", ""), ("l$", "ll"), ("sh", "sch"),
        )  # fmt: skip
        parts = [fold(first(person)), fold(person.surname)]
        which = self.chance.randrange(2)
        options = [re.sub(old, new, parts[which], count=1) for old, new in rules if re.search(old, parts[which])]
        options = [option for option in options if len(option) > 2]
        if not options:
            return None
        parts[which] = self.chance.choice(options)
        return " ".join(parts)

    def _nickname(self, person: Person) -> str | None:
        found = [name for name, cost in given_relatives(fold(first(person))).items() if 0.45 <= cost <= 0.5]
        return f"{self.chance.choice(sorted(found))} {person.surname}" if found else None

    @staticmethod
    def _accents(person: Person) -> str | None:
        name = f"{first(person)} {person.surname}"
        return fold(name) if not name.isascii() and fold(name) else None

    def _apostrophe(self, person: Person) -> str | None:
        if not re.match(r"[OD]['’]", person.surname):
            return None
        changed = re.sub("['’]", self.chance.choice(("", " ", "’", "`")), person.surname)
        return f"{first(person)} {changed}"

    def _surname_first(self, person: Person) -> str:
        return f"{person.surname}{self.chance.choice((' ', ', ', ','))}{first(person)}"

    def _initial(self, person: Person) -> str:
        given = first(person)[0]
        return self.chance.choice(
            (f"{given} {person.surname}", f"{given}. {person.surname}", f"{person.surname}, {given}")
        )

    def _hyphen_part(self, person: Person) -> str | None:
        parts = person.surname.split("-")
        if len(parts) != 2:
            return None
        return f"{first(person)} {self.chance.choice((*parts, ' '.join(parts), ''.join(parts)))}"

    def _prefix(self, person: Person) -> str | None:
        surname = person.surname
        return f"{first(person)} {surname[: self.chance.randint(3, 5)]}" if len(surname) > 5 else None

    def _space(self, person: Person) -> str | None:
        surname, given = person.surname, first(person)
        if re.match(r"(Mc|Mac|De|Van)[A-Z]", surname):
            return f"{given} {_parted(surname)}"
        if self.chance.random() < 0.5 and len(surname) > 6:
            i = self.chance.randint(3, len(surname) - 3)
            return f"{given} {surname[:i]} {surname[i:]}"
        return f"{given}{surname}" if len(given) > 2 and len(surname) > 2 and "-" not in given + surname else None

    @staticmethod
    def _previous(person: Person) -> str | None:
        return f"{first(person)} {person.previous[0]}" if person.previous else None

    def _town(self, person: Person) -> tuple[str, str | None] | None:
        if not person.town or person.town == "London":
            return None
        name = f"{first(person)} {person.surname}"
        if self.chance.random() < 0.3:
            return name, person.town
        return f"{name}{self.chance.choice((' ', ', ', ' in '))}{person.town}", None

    # ------------------------------------------------------------------------------------------- people not there

    def _absent(self, each: int) -> Iterable[Query]:
        made = 0
        while made < each:
            name = f"{self.chance.choice(self.people).forenames.split()[0]} {self.chance.choice(self.people).surname}"
            if fold(name) not in self.known:
                yield Query("absent_plausible", self._case(name), None)
                made += 1
        made = 0
        while made < each:
            surname = self._changed(self._added(self._changed(self.chance.choice(self.surnames)))) + self.chance.choice(
                ("", "ka", "bor", "lin")
            )
            if fold(surname) not in self.words and len(surname) > 5:
                yield Query("absent_surname", self._case(f"{self.chance.choice(self.given)} {surname}"), None)
                made += 1
        junk = (
            "spec savers",
            "the registrar",
            "info@example.com",
            "select * from users",
            "n/a",
            "private practice",
        )
        for _ in range(each):
            word = "".join(self.chance.choice("bcdfghjklmnpqrstvwxyz") for _ in range(self.chance.randint(6, 11)))
            yield Query("absent_junk", self.chance.choice((word, word, self.chance.choice(junk))), None)


def _parted(surname: str) -> str:
    return re.sub(r"^(Mc|Mac|De|Van)(?=[A-Z])", r"\1 ", surname)
