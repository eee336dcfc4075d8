"""A person's filters packed into one number, kept beside each name so that a filter is answered inside the name table.

The packing only ever narrows: `listing` is asked again for what does not fit (towns beyond the 65,534th, areas beyond
the sixteenth).
"""

from __future__ import annotations

ADULTS, CHILDREN = 1, 2
_WORKS = {"adults": ADULTS, "children": CHILDREN, "both": ADULTS | CHILDREN, "adults and children": ADULTS | CHILDREN}
_AREA_SHIFT, _AREA_BITS = 2, 16
_TOWN_SHIFT, _TOWN_MASK = 18, 0xFFFF
#: So many practice areas fit into `listing.areas`.
MOST_AREAS = 60

#: (mask, value): a person fits when facet & mask == value.
Test = tuple[int, int]
ANYONE: Test = (0, 0)


def works(text: str | None) -> int:
    """Whom someone works with, as bits; 0 when it is not said or not known."""
    return _WORKS.get((text or "").strip().lower().replace("_", " "), 0)


def pack(works_bits: int, areas: int, town_slot: int | None) -> int:
    """The facet of a person."""
    town = town_slot + 1 if town_slot is not None and town_slot + 1 < _TOWN_MASK else _TOWN_MASK
    if town_slot is None:
        town = 0
    return works_bits | (areas & ((1 << _AREA_BITS) - 1)) << _AREA_SHIFT | town << _TOWN_SHIFT


def town_test(slot: int) -> Test:
    """People of that town (and of all towns too late for a number of their own)."""
    town = min(slot + 1, _TOWN_MASK)
    return _TOWN_MASK << _TOWN_SHIFT, town << _TOWN_SHIFT


def area_test(slot: int) -> Test:
    """People of that practice area."""
    if slot >= _AREA_BITS:
        return ANYONE
    bit = 1 << slot + _AREA_SHIFT
    return bit, bit


def works_test(bits: int) -> Test:
    """People who work with (at least) those."""
    return bits, bits


def both(one: Test, other: Test) -> Test:
    """Two tests as one."""
    return one[0] | other[0], one[1] | other[1]
