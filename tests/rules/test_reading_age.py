"""Public pages read at the age of about eleven: measured on the words of the templates, hard sentences named.

The measure is the Flesch-Kincaid grade (words to a sentence, syllables to a word), counted here on running text only:
short scraps such as headings and labels would flatter the figure. A child of eleven reads grade 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from foundation.settings import ROOT

FOLDER = ROOT / "templates"
#: No page may be harder than this.
HARDEST_PAGE = 6.0
#: No sentence may be longer than this, or harder than that.
LONGEST_SENTENCE = 25
HARDEST_SENTENCE = 13.0
#: Fewer words than these are no running text.
SCRAP = 5

#: Not measured, each for its reason. The wording of the Standards comes from the database and is not ours to change.
EXEMPT = {
    "base.html": "navigation and credits that the owners of map data lay down word for word",
    "standards/editions.html": "a few words around dates",
    "standards/edition.html": "our own words here are a few; the Standards are the institute's",
}
#: For others than the public.
NOT_PUBLIC = ("mail/", "staff/", "account/", "statement/")

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
LITERAL = re.compile(r'"([^"]*)"|\'([^\']*)\'')
INLINE_TAG = re.compile(r"</?(?:a|strong|b|em|span|time|code|mark|abbr)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SENTENCE = re.compile(r"(?<=[.!?])\s+")
WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’-][A-Za-zÀ-ÿ]+)*")
VOWELS = re.compile(r"[aeiouyà-ÿ]+")


@dataclass(frozen=True)
class Sentence:
    """One sentence and what counting says of it."""

    text: str

    @property
    def words(self) -> list[str]:
        """Its words."""
        return WORD.findall(self.text)

    @property
    def grade(self) -> float:
        """Its Flesch-Kincaid grade."""
        return grade([self])


def syllables(word: str) -> int:
    """How many beats a word has, by rule of thumb."""
    plain = re.sub(r"['’]", "", word.lower())
    if "-" in plain:
        return sum(syllables(part) for part in plain.split("-") if part)
    count = len(VOWELS.findall(plain))
    if re.search(r"[^aeiouylr]e$|[aeiouy][lr]e$|[^aeioutd]ed$|[^aeiousxzcgl]es$", plain) and count > 1:
        count -= 1
    count += len(re.findall(r"i[ao](?!u)|ea$|[^aeiou]ient|creat|uing|ying", plain)) - len(
        re.findall(r"[tscg]i[ao]", plain)
    )
    return max(count, 1)


def grade(sentences: list[Sentence]) -> float:
    """The Flesch-Kincaid grade of some sentences."""
    words = [word for sentence in sentences for word in sentence.words]
    if not words:
        return 0.0
    beats = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * beats / len(words) - 15.59


def _stand_in(expression: re.Match[str]) -> str:
    """What stands for an expression: one word, or nothing when its own words are measured apart."""
    return " " if any(" " in (one or other) for one, other in LITERAL.findall(expression[0])) else "this"


def running_text(template: str) -> Iterator[Sentence]:
    """The sentences a person reads: words between tags, and the sentences that stand as text inside expressions."""
    shown = COMMENT.sub("", template)
    pieces = [
        one or other
        for code in (STATEMENT, EXPRESSION)
        for found in code.findall(shown)
        for one, other in LITERAL.findall(found)
    ]
    pieces = [piece for piece in pieces if "<" not in piece and "/" not in piece]
    shown = EXPRESSION.sub(_stand_in, STATEMENT.sub(" ", shown))
    pieces.append(TAG.sub("\n\n", INLINE_TAG.sub("", shown)))
    for piece in pieces:
        for block in re.split(r"\n\s*\n", piece):
            for text in SENTENCE.split(" ".join(block.split())):
                sentence = Sentence(text)
                if len(sentence.words) >= SCRAP:
                    yield sentence


def public_templates() -> list[str]:
    names = [path.relative_to(FOLDER).as_posix() for path in sorted(FOLDER.rglob("*.html"))]
    return [name for name in names if name not in EXEMPT and not name.startswith(NOT_PUBLIC)]


@pytest.mark.parametrize("name", public_templates())
def test_public_pages_read_easily(name: str) -> None:
    sentences = list(running_text((FOLDER / name).read_text(encoding="utf-8")))
    hard = [
        f"{one.grade:4.1f}, {len(one.words)} words: {one.text}"
        for one in sorted(sentences, key=lambda one: -one.grade)
        if one.grade > 9
    ]
    measured = grade(sentences)
    assert measured <= HARDEST_PAGE, f"{name} reads at grade {measured:.1f}. Its hardest sentences:\n" + "\n".join(hard)


@pytest.mark.parametrize("name", public_templates())
def test_no_sentence_is_too_long_or_too_hard(name: str) -> None:
    sentences = running_text((FOLDER / name).read_text(encoding="utf-8"))
    assert [
        f"{one.grade:.1f}: {one.text}"
        for one in sentences
        if len(one.words) > LONGEST_SENTENCE or (one.grade > HARDEST_SENTENCE and len(one.words) > 8)
    ] == []


def test_every_exemption_is_still_needed() -> None:
    assert [name for name in EXEMPT if not (FOLDER / name).is_file()] == []


@pytest.mark.parametrize(
    ("word", "beats"),
    [
        ("case", 1),
        ("manager", 3),
        ("register", 3),
        ("registered", 3),
        ("people", 2),
        ("renew", 2),
        ("concern", 2),
        ("safe", 1),
        ("table", 2),
        ("ended", 2),
        ("looked", 1),
        ("dates", 1),
        ("changes", 2),
        ("insurance", 3),
        ("area", 3),
        ("special", 2),
        ("don't", 1),
        ("on-line", 2),
        ("Siobhán", 2),
        ("organisation", 5),
    ],
)
def test_beats_are_counted_as_people_speak(word: str, beats: int) -> None:
    assert syllables(word) == beats


def test_the_measure_tells_easy_from_hard() -> None:
    easy = Sentence("You can tell us. ")
    hard = Sentence("Notwithstanding the aforementioned provisions, registrants' obligations remain fully enforceable.")
    assert easy.grade < 3
    assert hard.grade > 15


def test_the_reader_sees_words_and_not_code() -> None:
    template = (
        "{# a long note that nobody will ever read #}<p>We keep <a href='/x'>this list of names</a> here.</p>\n"
        "{{ say('These words are inside an expression here') }}<li>{{ name }} is on the list today</li>"
    )
    assert {one.text for one in running_text(template)} == {
        "We keep this list of names here.",
        "These words are inside an expression here",
        "this is on the list today",
    }
