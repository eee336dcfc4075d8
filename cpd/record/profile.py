"""The CPD profile of a period as a tagged PDF (PDF/UA-1): what was asked for, what was done, and what came of it.

Set by typst from data alone: what people wrote goes in as values, never as markup. The typefaces are those of the
register's statements, so both look the same on every machine.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from cpd.record import progress, queries, views
from cpd.record.models import FILES
from cpd.record.standards import book
from cpd.record.views import Shown
from cpd.registrants import Registrant
from cpd.requirements.engine import Judgement
from cpd.requirements.spans import Span
from foundation import clock, evidence
from foundation.frame import Institute
from foundation.settings import ROOT
from foundation.words import say_day, say_moment
from register.statements import typefaces

_HERE = Path(__file__).parent
_MARK = ROOT / "static" / "mark.svg"
#: One setting at a time: the compiler keeps what it has read between them.
_turn = threading.Lock()


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
    said = _said(profile, institute)
    try:
        return _set(_each(said, typefaces.settable))
    except typst.TypstError:
        # A sign with a picture of its own may still not join with its neighbours.
        return _set(_each(said, _in_latin))


def _set(said: dict[str, Any]) -> bytes:
    given = {
        "said": json.dumps(said | {"families": typefaces.FAMILIES}),
        "mark": _MARK.read_text(encoding="utf-8"),
    }
    with _turn:
        made = _compiler().compile(format="pdf", sys_inputs=given, pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("one document was expected")
    return made


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(typefaces.FOLDER)])
    return typst.Compiler(input=str(_HERE / "profile.typ"), root=str(_HERE), font_paths=fonts)


def _said(profile: Profile, institute: Institute) -> dict[str, Any]:
    made = profile.made_at.astimezone(clock.LONDON)
    judged = profile.judgement
    name = profile.name if typefaces.settable(profile.name).strip() else profile.number
    span = f"{say_day(profile.span.starts_on)} to {say_day(profile.span.ends_on)}"
    return {
        "title": f"CPD profile: {name}, {profile.number}, {span}",
        "made": {part: getattr(made, part) for part in ("year", "month", "day", "hour", "minute", "second")},
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
            [what, _paragraphs(text)]
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


def _paragraphs(text: str) -> list[list[str]]:
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip().split("\n") for block in blocks if block.strip()]


def _in_latin(text: str) -> str:
    return typefaces.in_latin(text)


def _each(value: Any, turn: Any) -> Any:
    if isinstance(value, dict):
        return {key: _each(held, turn) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_each(held, turn) for held in value]
    return turn(value) if isinstance(value, str) else value
