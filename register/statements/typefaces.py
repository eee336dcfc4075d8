"""The typefaces of the PDF, and what happens to a sign that none of them has.

A tagged PDF may not hold a sign without a picture, and a name is never a reason to make no statement. Signs that no
typeface here has are written in Latin letters instead; controls and invisible signs are left out. Covered are Latin
with all its marks (Polish, Vietnamese, Yoruba, Welsh), Greek, Cyrillic, Arabic, Hebrew, Devanagari, Bengali, Gurmukhi,
Gujarati, Tamil, Chinese, Japanese and Korean.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from anyascii import anyascii

FOLDER = Path(__file__).parent / "fonts"
#: The first that has a sign sets it.
FAMILIES = (
    "Atkinson Hyperlegible Next",
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Gurmukhi",
    "Noto Sans Gujarati",
    "Noto Sans Tamil",
    "Droid Sans Fallback",
)
#: Joins or separates letters in several scripts; has no picture of its own.
_JOINERS = "\u200c\u200d"


def settable(text: str) -> str:
    """The text with every sign that can be set kept, and every other one in Latin letters or left out."""
    return "".join(_settable(sign) for sign in unicodedata.normalize("NFC", text))


def has_all(text: str) -> bool:
    """Whether every sign of a text can be set as it is."""
    return settable(text) == unicodedata.normalize("NFC", text)


def in_latin(text: str) -> str:
    """The text in plain Latin letters, as near as signs can be matched one by one."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(anyascii(text))).split())


def _settable(sign: str) -> str:
    if sign in _JOINERS or sign == "\n":
        return sign
    kind = unicodedata.category(sign)
    if kind[0] in "CZ":
        return " " if kind[0] == "Z" or kind == "Cc" else ""
    return sign if ord(sign) in _covered() else in_latin(sign)


@cache
def _covered() -> frozenset[int]:
    return frozenset(sign for path in sorted(FOLDER.glob("*.ttf")) for sign in signs_in(path.read_bytes()))


def signs_in(font: bytes) -> Iterator[int]:
    """The signs that a TrueType font has a picture for, from its character map (formats 4 and 12)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    start = next(
        offset
        for tag, _, offset, _ in (struct.unpack_from(">4sLLL", font, 12 + 16 * place) for place in range(tables))
        if tag == b"cmap"
    )
    maps = struct.unpack_from(">H", font, start + 2)[0]
    for offset in {struct.unpack_from(">HHL", font, start + 4 + 8 * place)[2] for place in range(maps)}:
        kind = struct.unpack_from(">H", font, start + offset)[0]
        if kind == 4:
            yield from _by_segments(font, start + offset)
        elif kind == 12:
            yield from _by_groups(font, start + offset)


def _by_groups(font: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">L", font, at + 12)[0]
    for place in range(count):
        first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * place)
        yield from range(first, last + 1)


def _by_segments(font: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    lasts = struct.unpack_from(f">{count}H", font, at + 14)
    firsts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    steps = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    ways = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, ways)
    for place, (first, last, step, offset) in enumerate(zip(firsts, lasts, steps, offsets, strict=True)):
        for sign in range(first, last + 1):
            if sign == 0xFFFF:
                continue
            picture = (sign + step) & 0xFFFF
            if offset:
                picture = struct.unpack_from(">H", font, ways + 2 * place + offset + 2 * (sign - first))[0]
            if picture:
                yield sign
