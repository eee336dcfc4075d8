"""The crowd of the walk: so many roles each that only the matter can keep them apart, and some who do no wrong."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from accounts.models import Role
from tests.accounts.staff import JUDGES, Person, hire
from tests.concerns import looking

OFFICERS = (Role.CONCERNS_OFFICER,)
MANAGERS = (Role.CONCERNS_MANAGER,)
INVESTIGATORS = (Role.INVESTIGATING_OFFICER,)
EXAMINERS = (Role.CASE_EXAMINER,)
PANELS = (Role.PANEL_CHAIR, Role.PANEL_MEMBER)
APPEALS = (Role.APPEAL_PANEL,)
EDITORS = (Role.PUBLICATION_EDITOR,)
PUBLISHERS = (Role.REGISTRAR,)
_CROWD: tuple[tuple[Role, ...], ...] = (
    (*OFFICERS, *MANAGERS, *INVESTIGATORS),
    (*OFFICERS, *MANAGERS, *EXAMINERS),
    (*INVESTIGATORS, *EXAMINERS, Role.PANEL_MEMBER),
    (*OFFICERS, *MANAGERS),
    (*INVESTIGATORS, *APPEALS),
    (*EXAMINERS, *PANELS, *APPEALS),
    (*EXAMINERS, Role.PANEL_CHAIR),
    *[PANELS] * 9,
    *[APPEALS] * 4,
    (*EDITORS, *PUBLISHERS),
    (*EDITORS, *PUBLISHERS),
)


class Crowd:
    """Everybody who may try something."""

    def __init__(self) -> None:
        self._people = [(hire(*roles, name=f"Crowd {number}"), roles) for number, roles in enumerate(_CROWD)]
        # Of those who examine and judge, every other one is a registrant.
        judges = [person for person, roles in self._people if JUDGES.intersection(roles)]
        for person in judges[::2]:
            looking.sits_as_registrant(person)

    @property
    def people(self) -> list[Person]:
        """All of them."""
        return [person for person, _ in self._people]

    def try_in_turn(self, dice: Random, roles: tuple[Role, ...]) -> Iterator[Person]:
        """Somebody at random, whatever they may do, then those with one of the roles in any order."""
        yield dice.choice(self._people)[0]
        able = [person for person, held in self._people if set(roles) & set(held)]
        yield from dice.sample(able, len(able))
