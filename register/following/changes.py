"""What changed on an entry, in words. Pure: from what the public read before and what it reads now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from foundation.words import say_day
from register.publication import PublicEntry
from register.vocabulary import Status

Facts = Mapping[str, Any]
GONE: dict[str, Any] = {"shown": False}
#: The one fact that is kept of whom a registrant named: was it over when they were told last?
OVER = "over"
#: On which an entry says that its person is no registrant any more.
NO_MORE = frozenset({Status.LAPSED, Status.LEFT, Status.REMOVED, Status.ADMINISTRATIVE_REMOVAL})


def facts_of(entry: PublicEntry | None) -> dict[str, Any]:
    """What is compared: the status, and each order with a digest of its words. Nothing but what the page shows."""
    if entry is None:
        return dict(GONE)
    return {
        "shown": True,
        "status": entry.status.value,
        "label": entry.status_label,
        "statement": _digest(entry.statement or ""),
        "orders": {
            one.address: [
                one.heading,
                one.starts.isoformat(),
                one.ends.isoformat() if one.ends else "",
                _digest(one.text or ""),
            ]
            for one in entry.restrictions
        },
    }


def is_over(entry: PublicEntry | None) -> bool:
    """Whether the public reads that somebody is no registrant any more, or reads nothing of them."""
    return entry is None or entry.status in NO_MORE


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:16]


def what_changed(before: Facts, now: Facts) -> list[str]:
    """Sentences on what is different; none when nothing is."""
    if before == now:
        return []
    if not now["shown"]:
        return ["The register does not show this entry any more."]
    if not before["shown"]:
        return [f"The register shows this entry again. It says: {now['label']}."]
    said = []
    if before["status"] != now["status"]:
        said.append(f"It said: {before['label']}. It says now: {now['label']}.")
    had, has = before["orders"], now["orders"]
    for address, (heading, starts, ends, _) in has.items():
        if address not in had:
            said.append(f"New: {heading}, from {_day(starts)}{_until(ends)}.")
        elif had[address] != has[address]:
            said.append(_order_changed(had[address], has[address]))
    said += [f"Not shown any more: {one[0]}." for address, one in had.items() if address not in has]
    if before["statement"] != now["statement"]:
        said.append("The statement on the entry changed.")
    return said


def _order_changed(before: list[str], now: list[str]) -> str:
    heading = before[0]
    if heading != now[0]:
        return f"“{heading}” is now “{now[0]}”."
    if before[2] != now[2]:
        return f"{heading}: it now lasts{_until(now[2]) or ' without an end'}."
    return f"{heading}: its words or its first day changed."


def _until(day: str) -> str:
    return f" until {_day(day)}" if day else ""


def _day(day: str) -> str:
    return say_day(date.fromisoformat(day))
