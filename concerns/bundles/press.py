"""Sets pages with typst, in the process of the bindery: what it remembers of one bundle goes with that process."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from register.statements import typefaces

_HERE = Path(__file__).parent


def look(said: str) -> list[dict[str, Any]] | None:
    """Where each part would begin; None when these words cannot be set."""
    try:
        found: list[dict[str, Any]] = json.loads(_compiler(said).query("<at>", field="value"))
    except typst.TypstError:
        return None
    return found


def pages(said: str) -> bytes | None:
    """A tagged PDF; None when these words cannot be set."""
    try:
        made = _compiler(said).compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        return None
    assert isinstance(made, bytes)
    return made


def _compiler(said: str) -> typst.Compiler:
    return typst.Compiler(
        input=str(_HERE / "bundle.typ"), root=str(_HERE), font_paths=_fonts(), sys_inputs={"said": said}
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(typefaces.FOLDER)])
