"""Setting a document with typst: data in, a tagged PDF (PDF/UA-1) out, in the register's own typefaces alone.

What people wrote goes in as values, never as markup. No typeface of the machine is used, so it looks the same on each.
"""

from __future__ import annotations

import json
import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from foundation import clock
from foundation.settings import ROOT
from register.statements import typefaces

_MARK = ROOT / "static" / "mark.svg"
#: One setting at a time: the compiler keeps what it has read between them.
_turn = threading.Lock()


def set_type(layout: Path, said: dict[str, Any], **given: str) -> bytes:
    """What is said, as a `layout` (a .typ file) draws it. What cannot be set so is written in Latin letters."""
    try:
        return _set(layout, _each(said, typefaces.settable), given)
    except typst.TypstError:
        # A sign with a picture of its own may still not join with its neighbours.
        return _set(layout, _each(said, typefaces.in_latin), given)


def made_at(moment: datetime) -> dict[str, int]:
    """When it was made, as a layout takes it."""
    local = moment.astimezone(clock.LONDON)
    return {part: getattr(local, part) for part in ("year", "month", "day", "hour", "minute", "second")}


def paragraphs(text: str) -> list[list[str]]:
    """What somebody wrote, by paragraphs and their lines."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip().split("\n") for block in blocks if block.strip()]


def _set(layout: Path, said: dict[str, Any], given: dict[str, str]) -> bytes:
    inputs = {
        "said": json.dumps(said | {"families": typefaces.FAMILIES}),
        "mark": _MARK.read_text(encoding="utf-8"),
        **given,
    }
    with _turn:
        made = _compiler(layout).compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("one document was expected")
    return made


@cache
def _compiler(layout: Path) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(typefaces.FOLDER)])
    return typst.Compiler(input=str(layout), root=str(layout.parent), font_paths=fonts)


def _each(value: Any, turn: Any) -> Any:
    if isinstance(value, dict):
        return {key: _each(held, turn) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_each(held, turn) for held in value]
    return turn(value) if isinstance(value, str) else value
