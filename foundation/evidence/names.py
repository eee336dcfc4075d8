"""Names of files as people gave them, made safe to show and to send back.

What is left never leads into a folder, never changes the direction of the writing around it, and ends as its content
says.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from foundation.evidence.types import FileType

LONGEST = 120
NAMELESS = "file"
_NOT_IN_NAMES = dict.fromkeys(map(ord, '<>:"|?*'), "-")


def tidy_name(typed: str) -> str:
    """A name without folders, control characters and marks that turn the writing around; never empty."""
    last = re.sub(r"^[A-Za-z]:", "", typed.replace("\\", "/").rpartition("/")[2])
    plain = unicodedata.normalize("NFC", last)
    shown = "".join(" " if sign.isspace() else sign for sign in plain if sign.isspace() or _is_shown(sign))
    tidy = " ".join(shown.translate(_NOT_IN_NAMES).split()).strip(". ")
    stem, dot, ending = tidy.rpartition(".")
    if len(tidy) > LONGEST:
        tidy = f"{stem[: LONGEST - len(ending) - 1]}.{ending}" if dot and len(ending) <= 10 else tidy[:LONGEST]
    return tidy or NAMELESS


def _is_shown(sign: str) -> bool:
    return unicodedata.category(sign)[0] != "C"


def name_to_save(name: str, kind: FileType) -> str:
    """The name to save a file under: it ends as its content says, whatever it was called."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return name if ending in {kind.ending, *kind.also} else f"{name}.{kind.ending}"


def disposition(name: str, *, inline: bool) -> str:
    """The Content-Disposition header: a plain name for old programs, the whole one for all others."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_. ") else "_" for sign in name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
