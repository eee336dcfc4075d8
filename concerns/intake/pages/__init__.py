"""The whole journey of telling us of a concern, in order. Each section stands in a module of its own."""

from __future__ import annotations

from collections.abc import Iterable

from concerns.intake.pages import desk, others, reach, what, who, you
from concerns.intake.pages.desk import AT_DESK, DESK
from concerns.intake.pages.reach import ANONYMOUS
from concerns.intake.pages.who import DESCRIBED, MOST_PEOPLE, MYSELF, ON_REGISTER_WORDS, incomplete, people
from concerns.vocabulary import OnRegister
from foundation.journey.conditions import Answers
from foundation.journey.pages import Journey, Page, Told
from foundation.journey.reading import problems

__all__ = [
    "ANONYMOUS",
    "AT_DESK",
    "DESCRIBED",
    "DESK",
    "JOURNEY",
    "MOST_PEOPLE",
    "MYSELF",
    "NAME",
    "incomplete",
    "people",
]

NAME = "concern"


def _tell(page: Page, answers: Answers) -> Iterable[Told]:
    """The pages that are drawn by their own routes. Files are listed from where they are kept."""
    if page.slug != "who":
        return
    for number, person in enumerate(people(answers), start=1):
        if person.get("number"):
            lines = [f"{person['name']}, {person['number']}"]
        else:
            words = ON_REGISTER_WORDS.get(OnRegister(person.get("on_register") or OnRegister.NOT_SURE), "")
            lines = [person["name"], person.get("work", ""), person.get("more", ""), f"On the register? {words}"]
        yield Told("people", f"Case manager {number}", "\n".join(line for line in lines if line))


JOURNEY = Journey(
    NAME,
    (desk.SECTION, who.SECTION, you.SECTION, what.SECTION, others.SECTION, reach.SECTION),
    judge=problems,
    tell=_tell,
)
