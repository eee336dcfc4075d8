"""What somebody sent, as a tagged PDF (PDF/UA-1) to keep: the same words as the page, without health and monitoring.

Set by typst from data alone: what people wrote goes in as values, never as markup. The typefaces are those of the
register's statements, so it looks the same on every machine.
"""

from __future__ import annotations

import json
import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst

from cpd.joining.views.sent_view import REST, Copy
from foundation import clock
from foundation.frame import Institute
from foundation.settings import ROOT
from foundation.words import say_moment
from register.statements import typefaces

_HERE = Path(__file__).parent
_MARK = ROOT / "static" / "mark.svg"
#: One setting at a time: the compiler keeps what it has read between them.
_turn = threading.Lock()


def pdf(shown: Copy, *, institute: Institute) -> bytes:
    """The copy as a PDF."""
    said = _said(shown, institute)
    try:
        return _set(_each(said, typefaces.settable))
    except typst.TypstError:
        # A sign with a picture of its own may still not join with its neighbours.
        return _set(_each(said, typefaces.in_latin))


def _set(said: dict[str, Any]) -> bytes:
    given = {"said": json.dumps(said | {"families": typefaces.FAMILIES}), "mark": _MARK.read_text(encoding="utf-8")}
    with _turn:
        made = _compiler().compile(format="pdf", sys_inputs=given, pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("one document was expected")
    return made


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(typefaces.FOLDER)])
    return typst.Compiler(input=str(_HERE / "paper.typ"), root=str(_HERE), font_paths=fonts)


def _said(shown: Copy, institute: Institute) -> dict[str, Any]:
    made = shown.received_at.astimezone(clock.LONDON)
    sections = [
        [
            title,
            [
                [one["question"], _paragraphs(one["answer"] or "Not answered")]
                for page in pages
                for one in page["answers"]
            ],
        ]
        for title, pages in shown.sections
    ]
    declared = [
        [
            f"{own.declaration.words} ({own.declaration.code}, version {own.declaration.version})",
            [[own.said.capitalize()], *_paragraphs(own.words)],
        ]
        for own in shown.declarations
    ]
    if declared:
        sections.append(["Declarations", declared])
    return {
        "title": f"Application {shown.reference}",
        "heading": f"Application {shown.reference}",
        "institute": institute.name,
        "made": {part: getattr(made, part) for part in ("year", "month", "day", "hour", "minute", "second")},
        "sent": f"Sent on {say_moment(shown.received_at)}",
        "sections": sections,
        "rest": REST,
        "foot": shown.reference,
    }


def _paragraphs(text: str) -> list[list[str]]:
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip().split("\n") for block in blocks if block.strip()]


def _each(value: Any, turn: Any) -> Any:
    if isinstance(value, dict):
        return {key: _each(held, turn) for key, held in value.items()}
    if isinstance(value, list):
        return [_each(held, turn) for held in value]
    return turn(value) if isinstance(value, str) else value
