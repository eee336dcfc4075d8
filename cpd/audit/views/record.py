"""A frozen record as it is read: activities with their words, and the lines of the judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cpd.audit.copying import Copied
from cpd.audit.models import Submission
from cpd.joining.views.officer_parts import shown_files
from cpd.joining.views.officer_shown import ShownFile
from cpd.record.models import FILES
from cpd.record.vocabulary import Company
from cpd.requirements.engine import Line
from cpd.requirements.vocabulary import ActivityKind, LineCode, Unit, Verdict, hours_in_words
from foundation.evidence import belonging


@dataclass(frozen=True)
class ShownActivity:
    """One activity of a frozen record."""

    id: int
    on: date | None
    title: str
    kind: str
    time: str
    company: str
    standards: str
    goal: str
    #: When it was written down: long after the day, an assessor may want to know.
    written_on: date
    words: tuple[tuple[str, str], ...]
    files: tuple[ShownFile, ...] = ()


@dataclass(frozen=True)
class ShownRecord:
    """One submission."""

    sent_at: datetime
    sha256: str
    statement: str
    verdict: str
    lines: tuple[Line, ...]
    activities: tuple[ShownActivity, ...]
    goals: tuple[str, ...]


def shown(kept: Submission, copied: Copied, *, with_files: bool = False) -> ShownRecord:
    """A submission, ready to be read; with the evidence beside its activities for those who may open it."""
    owners = [(FILES, str(one["id"])) for one in copied.activities] if with_files else []
    files = belonging.files_of_many(owners) if owners else {}
    return ShownRecord(
        kept.sent_at,
        kept.sha256,
        copied.statement,
        Verdict(copied.judgement["verdict"]).label,
        lines_of(copied.judgement["lines"]),
        tuple(_activity(one, shown_files(files.get((FILES, str(one["id"])), []))) for one in copied.activities),
        tuple(str(one.get("goal", "")) for one in copied.goals),
    )


def lines_of(plain: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The lines of a frozen judgement."""
    return tuple(Line(**{**one, "code": LineCode(one["code"]), "unit": Unit(one["unit"])}) for one in plain)


def _activity(one: Mapping[str, Any], files: tuple[ShownFile, ...]) -> ShownActivity:
    asked = (("Learned", "learned"), ("Changed", "changed"), ("How people benefited", "benefit"))
    return ShownActivity(
        one["id"],
        date.fromisoformat(one["on"]) if one["on"] else None,
        one["title"] or "No title",
        ActivityKind(one["kind"]).label if one["kind"] else "",
        hours_in_words(one["minutes"] or 0),
        Company(one["company"]).label if one["company"] else "",
        ", ".join(one["standards"]),
        one["goal"],
        datetime.fromisoformat(one["written"]).date(),
        tuple((words, str(one[name])) for words, name in asked if one[name]),
        files,
    )
