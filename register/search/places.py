"""Where postcode districts are, and how far apart. Distances are between the middles of districts, in miles.

Great Britain comes from OS Code-Point Open (see data/README.md for the credit). Northern Ireland, Jersey, Guernsey and
the Isle of Man are not in it: each is one point. Refuses nothing: an unknown district is None.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from register.search.fold import words

Point = tuple[float, float]
_FILE = Path(__file__).with_name("data") / "outcodes_gb.csv"
#: One point an area, near where most people of it live.
_AREAS: dict[str, Point] = {"BT": (54.60, -6.10), "JE": (49.20, -2.12), "GY": (49.46, -2.56), "IM": (54.18, -4.53)}
_OUTCODE = re.compile(r"([A-Z]{1,2})([0-9][0-9A-Z]?)")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)[0-9][A-Z]{2}")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_EARTH_IN_MILES = 3958.8


@lru_cache(maxsize=1)
def _points() -> dict[str, Point]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["outcode"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}


def tidy_outcode(text: str | None) -> str | None:
    """The postcode district in a typed district or whole postcode, such as `LS1`; None when it has not that shape."""
    plain = "".join(words(text or "")).upper()
    whole = _POSTCODE.fullmatch(plain)
    if whole is not None and (len(plain) > 4 or plain[-1:].isalpha()) and plain not in _points():
        plain = whole[1]
    return plain if _OUTCODE.fullmatch(plain) else None


@lru_cache(maxsize=4096)
def point(outcode: str) -> Point | None:
    """Where a district is; of one we do not know, the middle of its neighbours in the same area."""
    known = _points().get(outcode)
    if known is not None:
        return known
    found = _OUTCODE.fullmatch(outcode)
    if found is None:
        return None
    area, district = found[1], found[2]
    if area in _AREAS:
        return _AREAS[area]
    for begin in (area + district, area + district[0], area):
        near = [
            where
            for name, where in _points().items()
            if name.startswith(begin) and (begin != area or not name[len(area)].isalpha())
        ]
        if near:
            return sum(lat for lat, _ in near) / len(near), sum(lon for _, lon in near) / len(near)
    return None


def miles(one: Point, other: Point) -> float:
    """The distance as the crow flies."""
    lat_1, lon_1, lat_2, lon_2 = map(radians, (*one, *other))
    half = sin((lat_2 - lat_1) / 2) ** 2 + cos(lat_1) * cos(lat_2) * sin((lon_2 - lon_1) / 2) ** 2
    return 2 * _EARTH_IN_MILES * asin(sqrt(min(1.0, half)))


def outcode_number(outcode: str) -> int:
    """A district as a number that stays the same whatever the file holds."""
    return int(outcode.lower(), 36)


def outcode_of(number: int) -> str:
    """The district of a number from `outcode_number`."""
    letters = ""
    while number:
        number, rest = divmod(number, 36)
        letters = _DIGITS[rest] + letters
    return letters.upper()


@lru_cache(maxsize=4096)
def distance(number: int, centre: Point) -> float | None:
    """Miles from a district, by number, to a point."""
    where = point(outcode_of(number))
    return None if where is None else miles(where, centre)
