"""One spelling for index and query: small letters a–z and digits, in words.

Accents, apostrophes and case do not decide whether a person is found. Letters of other scripts are transliterated, so
that a name never vanishes; anything that is no letter and no digit only parts words. It never raises.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

#: What is read of a typed text; the rest is ignored and the answer says so.
LONGEST_TEXT = 200
#: Longer words are cut: no register holds them, and they would make long keys.
LONGEST_WORD = 40

_APOSTROPHES = "'’‘‛`´ʼʻʽʾʿˈʹ′‵＇ꞌ՚ʽ᾽᾿῾\u0313\u0314"
_LETTERS = {
    "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "ß": "ss", "ẞ": "ss", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d",
    "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "ı": "i", "İ": "i", "ə": "e", "Ə": "e",
    "ħ": "h", "Ħ": "h", "ŋ": "ng", "Ŋ": "ng", "ĸ": "k", "ŧ": "t", "Ŧ": "t", "ɓ": "b", "Ɓ": "b", "ɗ": "d", "Ɗ": "d",
    "ƙ": "k", "Ƙ": "k", "ƴ": "y", "Ƴ": "y", "ɛ": "e", "Ɛ": "e", "ɔ": "o", "Ɔ": "o", "ɣ": "g", "Ɣ": "g", "&": " ",
}  # fmt: skip
_FIRST = str.maketrans({**dict.fromkeys(_APOSTROPHES, ""), **_LETTERS})
_GAPS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Words of a–z and 0–9 with single spaces between them; empty when nothing is left."""
    text = text.translate(_FIRST)
    if not text.isascii():
        text = "".join(map(_letter, unicodedata.normalize("NFKD", text)))
    return _GAPS.sub(" ", text.lower()).strip()


def words(text: str) -> list[str]:
    """The folded words of a text, each cut at `LONGEST_WORD`."""
    return [word[:LONGEST_WORD] for word in fold(text).split()]


def fold_place(text: str) -> str:
    """A town or organisation for comparing: `St` and `Saint` are one."""
    return " ".join("saint" if word == "st" else word for word in words(text))


_ENDINGS = frozenset({"ltd", "limited", "llp", "plc", "cic", "inc", "co", "company", "uk", "the", "and"})


def fold_organisation(text: str) -> str:
    """An organisation for comparing: without Ltd, LLP, CIC and the like, unless nothing else is left."""
    found = words(text)
    return " ".join([word for word in found if word not in _ENDINGS] or found)


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter
    kind = unicodedata.category(letter)
    if kind in {"Mn", "Me", "Cf", "Cc", "Cs"}:  # accents, and marks that cannot be seen
        return " " if kind in {"Cc", "Cs"} else ""
    if kind[0] in "LN" or kind == "Mc":
        return anyascii(letter)
    return " "
