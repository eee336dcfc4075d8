"""Conflicts of interest: which ties keep somebody away from a matter (rules 6.10). Pure: no database, no clock.

Checked before anything is assigned or opened. The field is small, so the answer also says when nobody is left who is
clear; then an outside member may be asked. Names of organisations are compared without capitals, dots and endings such
as Ltd, so that one spelling does not hide the same firm.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from foundation import clock


class Tie(enum.StrEnum):
    """What ties somebody to a person or an organisation."""

    EMPLOYER = "employer"
    BUSINESS = "business"
    FAMILY = "family"
    SUPERVISOR = "supervisor"
    REFEREE = "referee"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return _LABELS[self]


_LABELS = {
    Tie.EMPLOYER: "I work there, or used to",
    Tie.BUSINESS: "We do business together, or I own part of it",
    Tie.FAMILY: "Family or household",
    Tie.SUPERVISOR: "One of us supervises the other, or used to",
    Tie.REFEREE: "One of us was a referee for the other",
    Tie.OTHER: "Something else that a fair-minded person would want to know",
}
_SENTENCES = {
    Tie.EMPLOYER: "You have both worked for {whom}, now or in the last {years} years.",
    Tie.BUSINESS: "You have told us of a business link with {whom}.",
    Tie.FAMILY: "You have told us that {whom} is family or in your household.",
    Tie.SUPERVISOR: "You have told us that one of you supervised the other: {whom}.",
    Tie.REFEREE: "You have told us that one of you was a referee for the other: {whom}.",
    Tie.OTHER: "You have told us of an interest in {whom}.",
}
#: Ties that fade: they count for some years after they end. The others count for good.
FADING = frozenset({Tie.EMPLOYER, Tie.BUSINESS, Tie.SUPERVISOR})


@dataclass(frozen=True)
class Declared:
    """One tie that somebody declared. Days are the first and last of it; None is not known, or not over."""

    kind: Tie
    organisation: str = ""
    person: str = ""
    number: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Work:
    """Where somebody in the matter worked."""

    organisation: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Somebody:
    """A person in a matter: the one it is about, a reporter, a referee, a witness."""

    name: str
    number: str = ""
    work: tuple[Work, ...] = ()
    #: The staff account of the very same person, if they have one.
    account_id: int | None = None


@dataclass(frozen=True)
class Matter:
    """What is to be assigned or opened, and the people in it."""

    kind: str
    id: str
    people: tuple[Somebody, ...]
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """One reason to stay away, in the sentence that the person reads."""

    kind: str
    sentence: str


_ENDING = re.compile(r"\b(?:ltd|limited|llp|plc|cic|cio|inc|and company|and co|company|uk)\b")
_THE = re.compile(r"^the\b")


def same_name(text: str) -> str:
    """A name as it is compared: no capitals, accents, punctuation or legal ending."""
    # Decomposed twice: a letter from another alphabet of letters may turn into a capital, or fold into two signs.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    words = " ".join(re.sub(r"[^\w\s]", " ", plain.replace("&", " and ").replace("'", "").replace("’", "")).split())
    bare = " ".join(_ENDING.sub(" ", _THE.sub(" ", words)).split())
    return bare or words


def conflicts(
    declared: Iterable[Declared],
    matter: Matter,
    *,
    on: date,
    years: int,
    account_id: int | None = None,
    earlier_parts: Collection[str] = (),
) -> list[Conflict]:
    """Every reason why somebody with these ties should not touch the matter; empty when they are clear.

    `years` is how long a tie counts after it ended; `earlier_parts` are the sentences of parts already taken.
    """
    since = clock.add_months(on, -12 * years)
    found = [Conflict("earlier part", sentence) for sentence in earlier_parts]
    if account_id is not None and any(one.account_id == account_id for one in matter.people):
        found.append(Conflict("oneself", "You are one of the people in it."))
    for tie in declared:
        whom = _touches(tie, matter, since)
        if whom is not None:
            found.append(Conflict(tie.kind.value, _SENTENCES[tie.kind].format(whom=whom, years=years)))
    return list(dict.fromkeys(found))


def _touches(tie: Declared, matter: Matter, since: date) -> str | None:
    """Whom or what in the matter a tie leads to, as named in the declaration."""
    if tie.kind in FADING and tie.ends_on is not None and tie.ends_on < since:
        return None
    for one in matter.people:
        if tie.number and tie.number == one.number:
            return tie.person or one.name
        if tie.person and not (tie.number and one.number) and same_name(tie.person) == same_name(one.name):
            return tie.person
    if not tie.organisation:
        return None
    wanted = same_name(tie.organisation)
    places = [work.organisation for one in matter.people for work in one.work if not _long_over(work.ends_on, since)]
    if any(same_name(place) == wanted for place in (*places, *matter.organisations)):
        return tie.organisation
    return None


def _long_over(ends_on: date | None, since: date) -> bool:
    return ends_on is not None and ends_on < since


@dataclass(frozen=True)
class Choice:
    """Who of the candidates is clear, and what keeps the others away."""

    clear: tuple[int, ...]
    kept_away: Mapping[int, Sequence[Conflict]] = field(default_factory=dict)

    @property
    def nobody_left(self) -> bool:
        """Whether not one of them is clear."""
        return not self.clear

    @property
    def sentence(self) -> str:
        """What whoever allocates the work reads."""
        if self.nobody_left:
            return "No clear person is left. Ask an outside member, who has no tie to anybody in it."
        count = len(self.clear)
        return f"{count} {'person is' if count == 1 else 'people are'} clear to take this."


def choose(found: Mapping[int, Sequence[Conflict]]) -> Choice:
    """Sort candidates, by account, into those who are clear and those who are not."""
    clear = tuple(account_id for account_id, reasons in found.items() if not reasons)
    return Choice(clear, {account_id: reasons for account_id, reasons in found.items() if reasons})
