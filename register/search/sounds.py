"""How a folded name word sounds: double metaphone, and an ear of our own for the names of the United Kingdom.

Double metaphone knows English and some European spelling. `heard` adds what it misses: Irish (`bh` in Siobhán), Welsh
(`f` in Ifor), Polish (`w`, `rz`), South Asian and West African romanisations, doubled and silent letters. A code is
only a hint: whoever shares one is still compared letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from doublemetaphone import doublemetaphone

_Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _rules(*pairs: tuple[str, str]) -> tuple[_Rule, ...]:
    return tuple((re.compile(pattern), new) for pattern, new in pairs)


# Capitals stand for sounds: S sh, C ch, J j, V any run of vowels.
_START = _rules(
    (r"^[kg]n", "n"),
    (r"^wr", "r"),
    (r"^p(?=[sn])", ""),
    (r"^pf", "f"),
    (r"^wh", "w"),
    (r"^ma?c+k?(?=[^aeiouyh])", "mk"),
    (r"^macc?(?=[aeio]\w{3})", "mk"),
    (r"^xi", "Si"),
    (r"^[xz]h", "S"),
    (r"^x", "s"),
    (r"^ts", "s"),
    (r"^dz", "J"),
    (r"^h(?=[^aeiouyw])", ""),
)
_ENGLISH = _rules(
    (r"tsch|tch|cz|ci(?=[ao])", "C"),
    (r"sch(?=[^aeiou]|$)", "S"),
    (r"sch", "S"),
    (r"sh|sz|[st]i(?=on)", "S"),
    (r"ch(?=r|l|ae|$)", "k"),
    (r"ch", "C"),
    (r"ph", "v"),
    (r"gh(?=[aeiouy])", "g"),
    (r"gh", ""),
    (r"ng(?=$|s)", "n"),
    (r"gn(?=$|e)", "n"),
    (r"dge?(?=[^ndr]|$)", "J"),
    (r"mb(?=$|s)", "m"),
    (r"mn$", "m"),
    (r"c[kq]|kh|qu?|ck", "k"),
    (r"x", "ks"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"tz|ts|z", "s"),
    (r"g(?=[ei])(?!e[lr]|i[lb])", "J"),
    (r"j", "J"),
    (r"([bdtrljmn])h", r"\1"),
    (r"w(?=[^aeiouyh]|$)", "u"),
    (r"[fw]", "v"),
)
_ELSEWHERE = _rules(
    (r"^s(?=[ei][oau])", "S"),
    (r"^cao|^ca(?=o)", "ki"),
    (r"[bm]h", "v"),
    (r"(?<=.)[dg]h", ""),
    (r"th", "h"),
    (r"fh", ""),
    (r"rz", "S"),
    (r"cz|ci|tc", "C"),
    (r"sz|sch|si(?=[aou])", "S"),
    (r"ch", "h"),
    (r"j", "i"),
    (r"ll", "l"),
    (r"dd", "t"),
    (r"c[kq]|kh|qu?", "k"),
    (r"c", "k"),
    (r"x", "ks"),
    (r"z", "s"),
    (r"w", "v"),
    (r"ff|ph|f", "v"),
)
#: An r that the south of England does not say, so that Shorn is how Seán sounds there.
_SILENT_R = re.compile(r"(?<=V)r(?=nV?$)")
_END = _rules(
    (r"(?<=[^aeiouyV])h", ""),
    (r"(?<=.)h", ""),
    (r"(?<=[^aeiouy])e$", ""),
    (r"^y(?=[aeiou])", "i"),
    (r"[aeiouy]+", "V"),
    (r"([a-zA-Z])\1+", r"\1"),
)


def _apply(word: str, rules: tuple[_Rule, ...]) -> str:
    for pattern, new in rules:
        word = pattern.sub(new, word)
    return word


@lru_cache(maxsize=8192)
def heard(word: str) -> tuple[str, ...]:
    """One or two codes of the whole word; a vowel run is one `V`, so vowels may differ but must be there."""
    begun = _apply(word, _START)
    codes = (_apply(_apply(begun, _ENGLISH), _END), _apply(_apply(begun, _ELSEWHERE), _END))
    return tuple(dict.fromkeys(code for code in codes if code))


def said(word: str) -> tuple[str, ...]:
    """The codes of a typed word: what was heard may have been written with an r that the name does not have."""
    codes = heard(word)
    return tuple(dict.fromkeys((*codes, *(_SILENT_R.sub("", code) for code in codes))))


def stem(code: str) -> str:
    """A heard code without a vowel at its end."""
    return code.rstrip("V") or code


def skeleton(code: str) -> str:
    """A heard code without its vowels, but for one that begins it."""
    return code[:1] + code[1:].replace("V", "")


@lru_cache(maxsize=8192)
def metaphones(word: str) -> tuple[str, ...]:
    """The double metaphone codes that are not empty."""
    return tuple(dict.fromkeys(code for code in doublemetaphone(word) if code))


def sound(word: str) -> str:
    """All codes of a word as one text, heard ones before the bar, for keeping with the word."""
    return f"{' '.join(heard(word))}|{' '.join(metaphones(word))}"
