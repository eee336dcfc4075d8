"""The placeholders of a circular, and filling them in. Pure: no database, no clock.

A placeholder stands in square brackets, `[name]`. One that we do not know is refused when the letter is written; one
whose value we do not know for somebody keeps the letter from going to them: nobody reads "Dear [name]".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from cpd.registrants import Registrant
from foundation.words import say_day

#: Each placeholder, and what stands in its place.
PLACEHOLDERS: Mapping[str, str] = {
    "name": "the name on the register",
    "number": "the registration number",
    "registered until": "the last day of their registration",
    "insured until": "the last day of the insurance that we have seen",
}
_BRACKETS = re.compile(r"\[([^\[\]\n]{1,60})\]")


def unknown(text: str) -> list[str]:
    """What stands in square brackets and is no placeholder, each once."""
    return list(dict.fromkeys(f"[{one}]" for one in _BRACKETS.findall(text) if _tidy(one) not in PLACEHOLDERS))


def values_of(person: Registrant) -> dict[str, str]:
    """What the placeholders stand for, of one person; empty where we do not know it."""
    return {
        "name": person.name,
        "number": person.number,
        "registered until": say_day(person.ends_on) if person.ends_on else "",
        "insured until": say_day(person.insured_to) if person.insured_to else "",
    }


def fill(text: str, values: Mapping[str, str]) -> str | None:
    """The text with every placeholder filled in; None when one of them has no value."""
    wanted = {_tidy(one) for one in _BRACKETS.findall(text)}
    if any(not values.get(one) for one in wanted):
        return None
    return _BRACKETS.sub(lambda found: values[_tidy(found[1])], text)


def _tidy(inside: str) -> str:
    return " ".join(inside.lower().split())
