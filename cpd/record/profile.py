"""The CPD profile of a period as a tagged PDF (PDF/UA-1): what was asked for, what was done, and what came of it.

Set by typst from data alone: what people wrote goes in as values, never as markup. The typefaces are those of the
register's statements, so both look the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cpd.record import progress, queries, views
from cpd.record.models import FILES
from cpd.record.standards import book
from cpd.record.views import Shown
from cpd.registrants import Registrant
from cpd.requirements.engine import Judgement
from cpd.requirements.spans import Span
from foundation import clock, evidence
from foundation.frame import Institute
from foundation.words import say_day, say_moment
from register.statements import typefaces, typesetting
from register.statements.typesetting import paragraphs

_LAYOUT = Path(__file__).with_name("profile.typ")


@dataclass(frozen=True)
class Profile:
    """What the profile says."""

    number: str
    name: str
    span: Span
    made_at: datetime
    judgement: Judgement
    activities: tuple[Shown, ...]
    standards: dict[str, str]
    files: dict[int, list[str]]


def make(registrant: Registrant, span: Span) -> Profile:
    """The profile of a period, the newest activity last. A fixed number of statements."""
    entry_id = registrant.entry_id
    rows = list(reversed(queries.kept_in(entry_id, span)))
    opener = views.Opener(entry_id, queries.goals(entry_id))
    owners = {(FILES, str(row.id)): row.id for row in rows}
    kept = evidence.files_of_many(owners.keys())
    cited = {number for row in rows for number in row.standards}
    return Profile(
        number=registrant.number,
        name=registrant.name,
        span=span,
        made_at=clock.now(),
        judgement=progress.judge(registrant, span),
        activities=tuple(opener.show(row) for row in rows),
        standards={one.number: one.words for one in book().cited(sorted(cited))} if cited else {},
        files={owners[owner]: [one.name or "A file" for one in files] for owner, files in kept.items()},
    )


def pdf(profile: Profile, *, institute: Institute) -> bytes:
    """The profile as a PDF."""
    return typesetting.set_type(_LAYOUT, _said(profile, institute))


def _said(profile: Profile, institute: Institute) -> dict[str, Any]:
    judged = profile.judgement
    name = profile.name if typefaces.settable(profile.name).strip() else profile.number
    span = f"{say_day(profile.span.starts_on)} to {say_day(profile.span.ends_on)}"
    return {
        "title": f"CPD profile: {name}, {profile.number}, {span}",
        "made": typesetting.made_at(profile.made_at),
        "institute": institute.name,
        "name": name,
        "number": profile.number,
        "span": span,
        "verdict": judged.verdict.value,
        "verdict_words": judged.verdict.label,
        "missing": list(judged.missing),
        "lines": [
            [line.words, line.have_in_words, line.need_in_words, _standing(line.met, due=line.due)]
            for line in judged.lines
        ],
        "days": ""
        if judged.days_counted == judged.days
        else f"{judged.days_counted} of {judged.days} days count: on the register, and not on leave.",
        "activities": [_activity(one, profile) for one in profile.activities],
        "foot": f"{profile.number}, {say_moment(profile.made_at)}",
    }


def _standing(met: bool, *, due: bool) -> str:
    return "Met" if met else "Not yet" if due else "Not asked for yet"


def _activity(one: Shown, profile: Profile) -> dict[str, Any]:
    day = say_day(one.told.done_on) if one.told.done_on else ""
    facts = [one.time, one.kind if one.told.words.title else "", one.company]
    words = one.told.words
    return {
        "title": one.title if typefaces.settable(one.title).strip() else one.kind,
        "day": day,
        "facts": ". ".join(part for part in facts if part),
        "words": [
            [what, paragraphs(text)]
            for what, text in (
                ("What I learned", words.learned),
                ("What changed", words.changed),
                ("How service users or safety benefited", words.benefit),
            )
            if text.strip()
        ],
        "standards": [f"{number} {profile.standards.get(number, '')}".strip() for number in one.told.standards],
        "goal": one.goal,
        "files": profile.files.get(one.id, []),
        "waits": "It does not count until its reflection is finished." if one.waits else "",
    }
