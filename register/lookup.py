"""A search of the register as the public sees it: what search found, in its tiers, each person as their entry reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foundation import clock
from foundation.database import db
from register import publication, queries
from register.forms import Asked
from register.publication import PublicEntry
from register.search import Answer, Question, find
from register.vocabulary import OrderKind


@dataclass(frozen=True)
class Found:
    """One page of an answer. The three tiers are never mixed: only `same` is the name that was asked for."""

    answer: Answer
    same: list[PublicEntry]
    sounds: list[PublicEntry]
    similar: list[PublicEntry]
    #: How far away people are, by number, when that was asked for.
    miles: dict[str, int]
    read_at: datetime

    def as_json(self) -> dict[str, Any]:
        """The page as plain values; best first, each with the tier it belongs to."""
        tiers = (("same", self.same), ("sounds", self.sounds), ("similar", self.similar))
        return {
            "results": [_short(entry, match, self.miles) for match, entries in tiers for entry in entries],
            "total": self.answer.total,
            "page": self.answer.page,
            "pages": self.answer.pages,
            "more": self.answer.more,
            "advice": [
                {"kind": one.kind, "suggestions": list(one.suggestions), "add": one.add} for one in self.answer.advice
            ],
            "read_at": self.read_at.isoformat(),
        }


def _short(entry: PublicEntry, match: str, miles: dict[str, int]) -> dict[str, Any]:
    return {
        "number": entry.number,
        "name": entry.name,
        "match": match,
        "status": str(entry.status),
        "status_label": entry.status_label,
        "status_sentence": entry.status_sentence,
        "may_use_title": entry.may_use_title,
        "town": entry.town,
        "areas": list(entry.areas),
        "works_with": entry.works_with,
        "organisation": entry.organisation,
        "languages": list(entry.languages),
        "miles": miles.get(entry.number),
    }


_KINDS: dict[str, tuple[OrderKind, ...]] = {
    "restricted": (
        OrderKind.WARNING,
        OrderKind.UNDERTAKINGS,
        OrderKind.CONDITIONS,
        OrderKind.INTERIM_CONDITIONS,
    ),
    "suspended": (OrderKind.SUSPENSION, OrderKind.INTERIM_SUSPENSION),
    "removed": (OrderKind.REMOVAL,),
}


def look_up(asked: Asked) -> Found:
    """Search the register now. A fixed number of statements for the page, whatever it holds."""
    now = clock.now()
    question = Question(
        text=asked.text,
        town=asked.town or None,
        near=asked.distance,
        area=asked.area or None,
        works_with=asked.works_with or None,
        language=asked.language or None,
        status=asked.status or None,
    )
    answer = find(
        db.session.connection(),
        question,
        at=now,
        page=asked.page,
        under_orders=lambda group: queries.under_orders(_KINDS.get(group, ()), now),
    )
    public = publication.public_entries([hit.entry_id for hit in answer.hits], now=now)
    tiers: dict[str, list[PublicEntry]] = {"same": [], "sounds": [], "similar": []}
    miles: dict[str, int] = {}
    for hit in answer.hits:
        if (entry := public.get(hit.entry_id)) is None:
            continue
        tiers[hit.match].append(entry)
        if hit.miles is not None:
            miles[entry.number] = max(1, round(hit.miles))
    return Found(answer, tiers["same"], tiers["sounds"], tiers["similar"], miles, now)
