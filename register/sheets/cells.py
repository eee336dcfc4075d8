"""What a single cell of the sheet may say: numbers, email addresses, areas, statuses, other registers. Pure.

Each reader gives the value, or a `Problem` that says in a sentence what would be right.
"""

from __future__ import annotations

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from register.operations import OtherPlace
from register.search.places import point, tidy_outcode
from register.sheets import repair
from register.sheets.columns import plain
from register.vocabulary import OTHER_REGISTERS, EndingKind, PracticeArea, WorksWith


class Problem(Exception):
    """A cell that cannot be loaded. The message is for the person who keeps the sheet."""


AREAS = {plain(name): area for area in PracticeArea for name in (area.label, area.value)}
AREAS |= {"rehab": PracticeArea.REHABILITATION, "charitable": PracticeArea.CHARITY, "charities": PracticeArea.CHARITY}
_AREA_NAMES = ", ".join(area.label for area in PracticeArea)
_WORKS_WITH = {
    plain(spelling): works
    for works, spellings in {
        WorksWith.ADULTS: ("adults", "adult", "adults only"),
        WorksWith.CHILDREN: ("children", "child", "children only", "children and young people"),
        WorksWith.BOTH: (
            "adults and children", "children and adults", "both", "adults & children", "children & adults",
            "adults children", "children adults", "all ages",
        ),
    }.items()
    for spelling in spellings
}  # fmt: skip
#: Words for the status column, and the ending each one records. Everything else is derived from dates and decisions.
STATUSES: dict[str, tuple[str, EndingKind | None]] = {
    plain(spelling): (label, kind)
    for label, kind, spellings in (
        ("Registered", None, ("registered", "on the register")),
        ("Lapsed", None, ("lapsed", "expired", "not renewed")),
        ("Left", EndingKind.LEFT, ("left", "left voluntarily", "voluntary removal", "resigned", "retired")),
        (
            "Removed - administrative",
            EndingKind.ADMINISTRATIVE_REMOVAL,
            ("removed administrative", "administrative removal", "administratively removed"),
        ),
    )
    for spelling in spellings
}
_FROM_DECISIONS = re.compile(r"warning|condition|undertaking|suspen|remov|struck|interim|deceased|died|dead", re.I)
_YES = frozenset({"yes", "y", "true", "1", "x", "held"})
_NO = frozenset({"", "no", "n", "false", "0", "none", "nothold", "notheld"})
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_BODY_AND_NUMBER = re.compile(r"(?P<body>.*?[^\W\d].*?)[ :#(]+(?:no\.? )?(?P<number>[^ ]*\d[^ )]*)\)?", re.I)
_BODIES = {plain(short): short for short in OTHER_REGISTERS} | {
    plain(full): short for short, (full, _) in OTHER_REGISTERS.items()
}
LONGEST_ITEM = 80
MOST_ITEMS = 20


@lru_cache(maxsize=4096)
def items(text: str) -> tuple[str, ...]:
    """The items of a list in one cell: parted by semicolons, or by commas where there is no semicolon."""
    parts = text.split(";") if ";" in text else text.split(",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def email(text: str) -> str:
    """An email address as typed, if it is one. Asks no name server."""
    if len(text) <= 254 and _EMAIL.fullmatch(text) and text.index("@") <= 64:
        return text
    try:
        validate_email(text, check_deliverability=False, globally_deliverable=False, strict=True)
    except EmailNotValidError:
        raise Problem("This is not an email address. One looks like name@example.org.") from None
    if "." not in text.rpartition("@")[2]:
        raise Problem("This email address lacks the end of its name, such as .org or .co.uk.")
    return text


@lru_cache(maxsize=4096)
def areas(text: str) -> tuple[PracticeArea, ...]:
    """Practice areas, parted by semicolons, commas or line ends."""
    found = []
    for part in re.split(r"[;,/|]", text):
        if not part.strip():
            continue
        area = AREAS.get(plain(part))
        if area is None:
            raise Problem(f"{part.strip()} is not one of the practice areas: {_AREA_NAMES}.")
        found.append(area)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=256)
def works_with(text: str) -> WorksWith | None:
    """Adults, children or both; None when nothing is said."""
    if not text:
        return None
    found = _WORKS_WITH.get(plain(text))
    if found is None:
        raise Problem("Write Adults, Children, or Adults and children.")
    return found


@lru_cache(maxsize=4096)
def names(text: str) -> tuple[str, ...]:
    """A list of names or languages."""
    return _few(items(text))


def _few(found: tuple[str, ...]) -> tuple[str, ...]:
    if len(found) > MOST_ITEMS:
        raise Problem(f"There are {len(found)} items here. At most {MOST_ITEMS} fit.")
    if any(len(one) > LONGEST_ITEM for one in found):
        raise Problem(f"One of these is longer than {LONGEST_ITEM} letters. Part several with semicolons.")
    return found


@lru_cache(maxsize=4096)
def other_registers(text: str) -> tuple[OtherPlace, ...]:
    """Places on other registers, such as `HCPC OT012345; NMC 12A3456B`."""
    found = []
    for part in _few(items(text)):
        match = _BODY_AND_NUMBER.fullmatch(part)
        if match is None:
            raise Problem("Write the other register and the number there, such as HCPC OT012345.")
        body = match["body"].strip(" -–:")
        found.append(OtherPlace(_BODIES.get(plain(body), body), match["number"]))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=256)
def status(text: str) -> tuple[str, EndingKind | None]:
    """The status as the institute words it, and the ending it records, if any."""
    found = STATUSES.get(plain(text))
    if found is not None:
        return found
    right = "Write Registered, Lapsed, Left or Removed - administrative."
    if not text:
        raise Problem(f"There is no status here. {right}")
    if _FROM_DECISIONS.search(text):
        raise Problem(
            f"A status like this comes from a decision and is recorded on the entry, not in the sheet. {right}"
        )
    raise Problem(f"This is not a status we know. {right}")


@lru_cache(maxsize=256)
def yes_or_no(text: str) -> bool:
    """Yes or no; nothing means no."""
    word = plain(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Problem("Write Yes or No.")


@lru_cache(maxsize=8192)
def outcode(text: str) -> tuple[str, str]:
    """A postcode area, and a note when the cell held more or is not one. What is no postcode area is left out."""
    if not text:
        return "", ""
    found = tidy_outcode(text)
    if found is None or len(found) > 4 or point(found) is None:
        return (
            "",
            "We do not know this postcode area. It is left out, so a search by distance will not find this person.",
        )
    if found != text:
        more = (
            "The first half of the postcode is enough. " if len(repair.text(text).replace(" ", "")) > len(found) else ""
        )
        return found, f"{more}Kept as {found}."
    return found, ""
