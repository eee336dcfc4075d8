"""A whole report: read once, counted, and as sheets or data. What the public reads is a part of the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from concerns.models import PublishedFigures
from concerns.reports import outcomes, periods, promised, reading, times
from concerns.reports.periods import Period
from concerns.reports.policy import SMALLEST
from concerns.reports.section import Section, section_of
from foundation import clock
from foundation.database import db, one_at_a_time, operation
from register.sheets.repair import guarded

#: What the public reads of it.
PUBLIC = ("promises", "targets", "stages", "outcomes", "appeals", "pauses")


@dataclass(frozen=True)
class Report:
    """The figures of a period, as they stood on a day."""

    period: Period
    made_on: date
    smallest: int
    sections: tuple[Section, ...]

    def as_plain(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "period": self.period.name,
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "made_on": self.made_on.isoformat(),
            "smallest": self.smallest,
            "sections": [one.as_plain() for one in self.sections],
        }


def report(period: Period, *, workload: bool = False) -> Report:
    """All the figures of a period; who has how many only for those who give concerns to people."""
    held, today, smallest = reading.read(), clock.today(), SMALLEST.value()
    cases = held.all
    sections = [
        promised.promises(cases, period, smallest, today),
        times.targets(cases, period, smallest, today),
        times.stage_times(cases, period, smallest, today),
        times.ageing(cases, smallest, today),
        times.pauses(cases, period, smallest, today),
        outcomes.outcomes(cases, period, smallest),
        outcomes.by_worry(cases, period, smallest),
        outcomes.by_standard(cases, period, smallest),
        outcomes.appeals(cases, period, smallest),
    ]
    if workload:
        sections.append(outcomes.workload(held, today))
    return Report(period, today, smallest, tuple(sections))


def as_json(made: Report) -> str:
    """A report as data."""
    return json.dumps(made.as_plain(), ensure_ascii=False, indent=1)


def as_csv(made: Report) -> str:
    """A report as one long sheet, a line for each cell, which any program can turn. No cell is a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(["Report", "Line", "Column", "As shown", "Number"])
    for section in made.sections:
        writer.writerow([guarded(one) for one in (section.title, "", "In a sentence", section.sentence, "")])
        for row in section.rows:
            for heading, cell in zip(section.headings[1:], row.cells, strict=True):
                number = "" if cell.number is None else f"{cell.number:g}"
                writer.writerow([guarded(one) for one in (section.title, row.name, heading, cell.words, number)])
    return "\ufeff" + written.getvalue()


# --------------------------------------------------------------------------------------------------- what is published


@dataclass(frozen=True)
class Published:
    """What the public reads, and from which day it is."""

    made_on: date
    first: date
    last: date
    smallest: int
    sections: tuple[Section, ...]


@operation
def publish() -> bool:
    """Keep today's figures for the public page, once a day; says whether they were new."""
    one_at_a_time("published figures")
    today = clock.today()
    if db.session.scalar(select(PublishedFigures.id).where(PublishedFigures.day == today)) is not None:
        return False
    db.session.add(PublishedFigures(day=today, figures=_for_public().as_plain(), recorded_at=clock.now()))
    return True


def published() -> Published:
    """What the public page says: as the last night worked it out, or as it is now before there was one."""
    kept = db.session.scalar(select(PublishedFigures.figures).order_by(PublishedFigures.day.desc()).limit(1))
    plain = kept if kept is not None else _for_public().as_plain()
    return Published(
        made_on=date.fromisoformat(plain["made_on"]),
        first=date.fromisoformat(plain["from"]),
        last=date.fromisoformat(plain["to"]),
        smallest=plain["smallest"],
        sections=_public([section_of(one) for one in plain["sections"]]),
    )


def _for_public() -> Report:
    made = report(periods.last_year(clock.today()))
    return Report(made.period, made.made_on, made.smallest, _public(made.sections))


def _public(sections: Sequence[Section]) -> tuple[Section, ...]:
    by_slug = {one.slug: one for one in sections}
    return tuple(by_slug[slug] for slug in PUBLIC if slug in by_slug)
