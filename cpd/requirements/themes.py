"""Under which theme of the Standards a clause or heading stands. Pure."""

from __future__ import annotations

from functools import lru_cache

from foundation.standards.outline import first_edition


@lru_cache(maxsize=1)
def by_heading() -> dict[str, str]:
    """The letter of the theme under which each heading of the Standards stands."""
    found, letter = {}, ""
    for part in first_edition().parts:
        if part.kind == "theme":
            letter = part.reference
        elif part.kind == "heading":
            found[part.reference] = letter
    return found


@lru_cache(maxsize=4096)
def themes_of(standards: tuple[str, ...]) -> frozenset[str]:
    """The themes under which clauses or headings stand. What is no number of the Standards has none."""
    held = by_heading()
    return frozenset(held[number.split(".")[0]] for number in standards if number.split(".")[0] in held)


@lru_cache(maxsize=4096)
def touches(standards: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether one of the clauses is wanted, or stands under a heading that is."""
    return any(number in wanted or number.split(".")[0] in wanted for number in standards)
