"""From a cell as typed to a cell as meant: spaces, apostrophes, hyphens, capitals. Pure, and never twice different.

Refuses nothing. What a repair is not sure of it leaves alone: a name in mixed case stays as it is.
"""

from __future__ import annotations

import re
import unicodedata

#: Signs people get where they wanted an apostrophe.
APOSTROPHES = "\u2019\u2018\u201b\u02bc\u00b4\u0060\u2032\uff07"
_HYPHENS = "\u2010\u2011\u2212\u00ad\ufe63\uff0d"
_LETTERS = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_NAME_LETTERS = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d\u2013", "-")
)
#: Signs that cannot be seen and carry nothing: zero width, byte order, reading direction, soft hyphen.
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_PLAIN = re.compile(r"[!-&(-_a-~]+(?: [!-&(-_a-~]+)*")
#: With such a sign in it a cell is something else than a name, and its capitals are left alone.
_NOT_IN_NAMES = re.compile(r"[^\w\s'\-.,&()/\u0300-\u036f]|[\d_]")
#: What makes a spreadsheet take a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Cells in which a spreadsheet says that a formula failed.
BROKEN = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})

_SMALL = frozenset(
    re.findall(
        r"\w+", "van von der den de del della di da dos du bin binti ibn ap ab ferch y zu ten ter af av vom zum zur"
    )
)
_SMALL_IN_PLACES = frozenset(
    re.findall(r"\w+", "upon on in le la the of and under by next sub cum y yr en with juxta at near")
)
_MAC = frozenset(
    re.findall(
        r"\w+",
        "alister allister andrew arthur aulay bride callum cormack crae dermott diarmid donald dougall duff farlane "
        "gillivray gregor innes intosh intyre kay kenzie kinlay kinnon lachlan lean lellan lennan leod millan nab "
        "naughton neil neill nicol phail pherson queen quarrie rae ritchie sween tavish taggart vicar william",
    )
)
_NUMERALS = frozenset({"ii", "iii", "iv"})


def text(cell: str) -> str:
    """One line of text: composed letters, single spaces, straight apostrophes, nothing that cannot be seen."""
    if _PLAIN.fullmatch(cell):
        return cell
    tidy = unicodedata.normalize("NFC", cell)
    tidy = _CONTROL.sub("", _UNSEEN.sub("", tidy)).translate(_LETTERS)
    # Taking signs out can bring a letter and its accent together.
    return unicodedata.normalize("NFC", " ".join(tidy.split()))


def name(cell: str, *, given: bool = False) -> str:
    """A name: as `text`, with plain hyphens, and capitals put right when it is all capitals or all small."""
    tidy = text(cell).translate(_NAME_LETTERS)
    if not (tidy.isupper() or tidy.islower()) or _NOT_IN_NAMES.search(tidy):
        return tidy
    return _capitals(tidy, given=given)


def place(cell: str) -> str:
    """A town: as `text`, and capitals put right when it is all capitals or all small."""
    tidy = text(cell).translate(_NAME_LETTERS)
    if not (tidy.isupper() or tidy.islower()) or len(tidy) <= 2 or _NOT_IN_NAMES.search(tidy):
        return tidy
    parts = re.split(r"([ \-])", tidy.lower())
    return "".join(
        part if number and part in _SMALL_IN_PLACES else _word(part, mac=False) for number, part in enumerate(parts)
    )


def title(cell: str) -> str:
    """Mr, Ms, Dr …: without a full stop, first letter a capital."""
    tidy = text(cell).replace(".", "").strip()
    return tidy.capitalize() if tidy.isupper() or tidy.islower() else tidy


def _capitals(tidy: str, *, given: bool) -> str:
    words = tidy.lower().split(" ")
    last = len(words) - 1
    found = []
    for number, word in enumerate(words):
        if given and _initials(word):
            found.append(word.upper())
        elif word in _SMALL and number < last and not (given and number == 0):
            found.append(word)
        elif number and word in _NUMERALS:
            found.append(word.upper())
        else:
            found.append("-".join(_word(part) for part in word.split("-")))
    return unicodedata.normalize("NFC", " ".join(found))


def _initials(word: str) -> bool:
    """Whether a given name is initials written together, such as JP."""
    return len(word) in {1, 2} and word.isascii() and word.isalpha() and not set(word) & set("aeiouy")


def _word(word: str, *, mac: bool = True) -> str:
    """One small-letter word with its capitals: o'brien, mcdonald, d'arcy, ijsbrand."""
    before, apostrophe, after = word.partition("'")
    if apostrophe and len(after) > 1 and (len(before) <= 2 or before in {"dell", "dall", "sant"}):
        return f"{_first(before)}'{_word(after, mac=mac)}"
    if mac and word.startswith("mc") and len(word) > 3:
        return f"Mc{_first(word[2:])}"
    if mac and word.startswith("mac") and word[3:] in _MAC:
        return f"Mac{_first(word[3:])}"
    if word.startswith("ij") and len(word) > 3:
        return f"IJ{word[2:]}"
    return _first(word)


def _first(word: str) -> str:
    """The first letter a capital; signs before it are passed over."""
    for place_, letter in enumerate(word):
        if letter.isalpha():
            capital = letter.upper()
            return word[:place_] + (capital if capital.lower() == letter else letter) + word[place_ + 1 :]
    return word


def what(typed: str, kept: str) -> str:
    """In words, what was done to a cell."""
    done = []
    if " ".join(typed.split()) != typed:
        done.append("spaces")
    if any(sign in typed for sign in APOSTROPHES):
        done.append("apostrophe")
    if any(sign in typed for sign in _HYPHENS):
        done.append("hyphen")
    if _UNSEEN.search(typed) or _CONTROL.search(typed):
        done.append("unseen signs")
    if "".join(filter(str.isalpha, typed)) != "".join(filter(str.isalpha, kept)):
        same = "".join(filter(str.isalpha, typed)).casefold() == "".join(filter(str.isalpha, kept)).casefold()
        done.append("capitals" if same else "letters")
    return " and ".join(done) or "spelling"


# --------------------------------------------------------------------------------------------------------- formulas


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. `unguarded` gives back the very same text."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """A cell without the guard that an export put before it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell
