"""Looks whether words seem to name a service user, so that the person can be asked gently before they are kept.

A guess, and never a reason to refuse: the sentence says what was seen, and whoever wrote it decides. Titles that mostly
belong to colleagues and speakers (Dr, Professor) are left alone, since a warning that is usually wrong is not read.
Pure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cpd.record.given_names import GIVEN_NAMES

#: Told with what was seen in the place of {}.
_NAME, _INITIALS = "“{}” looks like somebody’s name.", "“{}” looks like somebody’s initials."
_MOST = 8
_WORD = r"[A-Z][\w’'-]*[a-z][\w’'-]*"
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Master|Baby)\b\.?\s+(?:{_WORD}|(?:[A-Z]\b\.?\s*){{1,3}})(?:\s*{_WORD})?")
#: The same typed in a hurry. "Miss" is left out: "I miss Leeds".
_TITLED_ANYHOW = re.compile(r"\b(?:mr|mrs|ms|MR|MRS|MS)\b\.?\s+(?!and\b|or\b)(?:[a-z]{3,}|[A-Z]{3,})\b")
#: Words for people we work for, with which a name or initials may follow.
_PEOPLE = "|".join(("client", "patient", "resident", "service[ -]user", "SU", "child", "claimant", "young[ ]person"))
_CALLED = r"(?i:s)?(?:,|\s+(?:called|named|is\s+called|is\s+named)|[’']s\s+name\s+is)?"
_FOLLOWING = re.compile(rf"\b(?i:{_PEOPLE}){_CALLED}\s+({_WORD}(?:\s+{_WORD})?)")
#: A name that many people have, whatever letters it is typed in; names that are words too are not in the list.
_ANYHOW = re.compile(
    rf"\b(?i:{_PEOPLE}){_CALLED}\s+([A-Za-z]+)\b(?!\s+[A-Z][\w’'-]*\s+(?:House|Road|Street|Hospital)\b)"
)
#: Somebody's family: "my client’s son Peter".
_RELATED = re.compile(
    r"\b(?:son|daughter|mother|father|mum|dad|wife|husband|partner|brother|sister|carer)(?:,|\s+(?:called|named))?\s+([A-Z]?[a-z]+)\b"
)
#: One letter alone is how people leave a name out: "service user A".
_PEOPLES_INITIALS = re.compile(rf"\b(?i:{_PEOPLE})(?:,|\s+(?:called|named))?\s+([A-Z]{{2}})\b")
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){2,3}(?!\w)")
_BORN = re.compile(
    r"\b(?i:d\.?o\.?b\.?|date\s+of\s+birth|born)(?i:\s+(?:on|in))?\W{0,3}"
    r"(?:the\s+)?"
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}|\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?\s+[A-Z][a-z]+\s+\d{4}|(?:19|20)\d{2})"
)
_TEN_FIGURES = re.compile(r"(?<![\d.])(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
_INSURANCE_NUMBER = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b")
#: No postcode has one of these letters at its end: "A1 2BC" is a room.
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}\b")
#: Small letters, or nothing between: then only after words that tell where somebody lives.
_POSTCODE_ANYHOW = re.compile(
    r"(?i:\b(?:postcode|post\s+code|lives?\s+(?:at|in)|living\s+(?:at|in)|home\s+at))\W{1,3}(?:is\s+)?"
    r"([A-Za-z]{1,2}\d[A-Za-z\d]?\s{0,2}\d[A-Za-z]{2})\b"
)
_EMAIL = re.compile(r"(?<![^\s@,;<>()])[^\s@,;<>()]{1,64}@[^\s@,;<>()]{1,190}\.[A-Za-z]{2,}")
#: Stand with dots and are nobody.
_NOT_PEOPLE = frozenset(
    [
        "UK",
        "US",
        "NI",
        "EU",
        "UN",
        "BA",
        "MA",
        "MSC",
        "PA",
        "QC",
        "KC",
        "CV",
        "IT",
        "AI",
        "TV",
        "PR",
        "GP",
        "OT",
        "PT",
        "HR",
    ]
)
#: Stand after a word for people and are no name.
# fmt: off
_NOT_NAMES = frozenset(
    (
        "i", "the", "we", "they", "he", "she", "it", "in", "on", "at", "a", "an", "this", "that", "who", "when",
        "and", "my", "our", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
        "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "act", "court", "england", "wales", "scotland", "northern", "english", "welsh", "scottish", "british",
        "polish", "deaf", "care", "safety", "protection", "needs", "case", "led", "deprivation", "standards", "nhs",
        "safeguarding", "mental", "headway", "stroke", "brain", "capacity", "rights", "parish", "contact",
    )
)
# fmt: on


@dataclass(frozen=True)
class Seen:
    """Something that may tell who somebody is."""

    #: The field it stands in.
    field: str
    sentence: str

    @property
    def mark(self) -> str:
        """What says that somebody was shown this one, without repeating it."""
        return hashlib.sha256(f"{self.field} {self.sentence}".encode()).hexdigest()[:12]


def look(words: Mapping[str, str]) -> list[Seen]:
    """What may name somebody in the words of each field, each thing once."""
    found = dict.fromkeys(Seen(name, sentence) for name, text in words.items() for sentence in _seen(text))
    return list(found)[:_MOST]


def _seen(text: str) -> Iterator[str]:
    for pattern in (_TITLED, _TITLED_ANYHOW):
        for hit in pattern.finditer(text):
            yield _NAME.format(_tidy(hit[0]))
    named: set[int] = set()
    for hit in _FOLLOWING.finditer(text):
        # "Client Care" is a heading, "client John" is somebody.
        if hit[0][0].islower() and hit[1].split()[0].lower() not in _NOT_NAMES:
            yield _NAME.format(hit[1])
            named.add(hit.start(1))
    for pattern in (_ANYHOW, _RELATED):
        for hit in pattern.finditer(text):
            if hit.start(1) not in named and hit[1].lower() in GIVEN_NAMES:
                yield _NAME.format(hit[1])
    for pattern in (_PEOPLES_INITIALS, _DOTTED):
        for hit in pattern.finditer(text):
            letters = hit[hit.lastindex or 0]
            if re.sub(r"\W", "", letters).upper() not in _NOT_PEOPLE:
                yield _INITIALS.format(_tidy(letters))
    for hit in _BORN.finditer(text):
        yield f"“{_tidy(hit[0])}” looks like a day of birth."
    for hit in _TEN_FIGURES.finditer(text):
        if _is_health_number("".join(hit.groups())):
            yield f"“{hit[0]}” looks like an NHS number."
    for hit in _INSURANCE_NUMBER.finditer(text):
        yield f"“{hit[0]}” looks like a National Insurance number."
    codes = [hit[0] for hit in _POSTCODE.finditer(text)]
    codes += [hit[1] for hit in _POSTCODE_ANYHOW.finditer(text) if hit[1] not in codes]
    for code in codes:
        yield f"“{_tidy(code)}” looks like a postcode."
    for hit in _EMAIL.finditer(text):
        yield f"“{hit[0]}” is somebody’s email address."


def _tidy(text: str) -> str:
    return " ".join(text.split()).rstrip(",;")


def _is_health_number(figures: str) -> bool:
    """Whether ten figures have the check figure that NHS, CHI and H&C numbers have (modulus 11)."""
    rest = 11 - sum(int(figure) * (10 - place) for place, figure in enumerate(figures[:9])) % 11
    return len(set(figures)) > 1 and rest % 11 == int(figures[9]) and rest != 10
