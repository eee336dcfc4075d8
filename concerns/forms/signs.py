"""What a form carries that nobody typed: the sign of its page, and which state of things the page showed.

Refuses nothing: a sign that is not ours becomes a new one, and a state that is none fits no record.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

#: Fields of forms that nobody typed, and buttons.
UNTYPED = frozenset({"once", "sure", "change"})
_ONCE = re.compile(r"[0-9a-f]{32}")


def new_once() -> str:
    """What a page is given, so that sending it twice does it once."""
    return secrets.token_hex(16)


def read_once(form: Mapping[str, str]) -> str:
    """What the page was given; something new when it was nothing of ours."""
    text = form.get("once", "")
    return text if _ONCE.fullmatch(text) else new_once()


def read_version(form: Mapping[str, str]) -> int:
    """Which state of a record the page showed; 0, which no record has, when it does not say."""
    text = form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
