"""How long something took, as people write it: "1.5", "1:30", "90 min", "2 hours", "1h 30m". Pure."""

from __future__ import annotations

import re

_CLOCK = re.compile(r"(\d{1,3})[:h](\d{2})(?::\d{2}(?:\.\d+)?)?")
_HOURS = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hr|hrs|hour|hours)?\.?")
_HALF = re.compile(r"(\d{1,3})?\s*([½¼¾])\s*(?:h|hr|hrs|hour|hours)?\.?")
_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|mins|minute|minutes)\.?")
_BOTH = re.compile(
    r"(\d{1,3})\s*(?:h|hr|hrs|hour|hours)\.?,?\s*(?:and\s*)?(\d{1,2})\s*(?:m|min|mins|minute|minutes)?\.?"
)
_PARTS = {"½": 30, "¼": 15, "¾": 45}


def read_time(text: str) -> int | None:
    """Minutes; None when it is no time. A bare number counts hours."""
    plain = " ".join(text.lower().split())
    if found := _CLOCK.fullmatch(plain):
        return _some(int(found[1]) * 60 + int(found[2]))
    if found := _BOTH.fullmatch(plain):
        return _some(int(found[1]) * 60 + int(found[2]))
    if found := _HALF.fullmatch(plain):
        return _some(int(found[1] or 0) * 60 + _PARTS[found[2]])
    if found := _HOURS.fullmatch(plain):
        return _some(round(float(found[1].replace(",", ".")) * 60))
    if found := _MINUTES.fullmatch(plain):
        return _some(int(found[1]))
    return None


def _some(minutes: int) -> int | None:
    return minutes or None
