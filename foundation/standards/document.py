"""Reads the institute's own Standards document, as plain text, into numbered parts.

A document that has been through a word processor or a PDF keeps its numbers but loses its shape: lines wrap anywhere,
pages break inside sentences, blank lines mean nothing. So the numbers lead. Everything between two numbers belongs to
the first, except a heading's title, which stands just before its number (two headings may share one title).

Refused, all or nothing, with what is wrong and on which line: a file that is not plain text, a document whose numbers
are missing, doubled or out of order, a number without words, a title that is not the one we know.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from foundation.errors import Refused
from foundation.standards.outline import Part, in_sequence, name_of, title_key

LONGEST_FILE = 1_000_000
LONGEST_PART = 1_500
PROBLEMS_SHOWN = 5

_OTHER_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, spreadsheet or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "a rich text file"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_DAMAGED = re.compile("\ufffd|â€|Ã[\u0080-\u00bf]")
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}

_THEME = re.compile(r"\[\s*([A-Z])\s*\]\s*(.*)")
_CLAUSE = re.compile(r"([0-9]{1,2})(?:\s*\.\s*([0-9]{1,2})\s*\.(?=\s|$|[A-Za-z])|\.([0-9]{1,2})(?=\s|$))\s*(.*)")
_HEADING = re.compile(r"([0-9]{1,2})\s*\.(?=\s|$|[A-Za-z])\s*(.*)")
_PAGE_NUMBER = re.compile(r"page\s+[0-9]{1,3}(?:\s*(?:of|/)\s*[0-9]{1,3})?|[-–]\s*[0-9]{1,3}\s*[-–]", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"[0-9]{1,3}")
_CONTENTS_LINE = re.compile(r"(?:\.\s?){4,}\s*[0-9]{1,3}$|…+\s*[0-9]{1,3}$")
#: The end of a line that leads on to a number: what follows is a mention of another Standard, not its place.
_LEADS_ON = re.compile(
    r"(?:\b(?:standards?|clauses?|sections?|see|and|to|or|with|of|in|under|by)|[,(–-])$", re.IGNORECASE
)


@dataclass
class _Line:
    number: int
    page: int
    text: str


@dataclass
class _Block:
    """A number and the lines that stand after it, up to the next number."""

    reference: str
    line: int
    lines: list[str] = field(default_factory=list)
    title: str = ""

    def take_title(self, known: str) -> str:
        """Cut the next part's title off the end: the known one, even wrapped over lines, or else a likely one."""
        for count in (1, 2, 3):
            tail = " ".join(self.lines[-count:])
            if known and len(self.lines) >= count and title_key(tail) == title_key(known):
                del self.lines[-count:]
                return known
        if self.lines and _looks_like_title(self.lines[-1]):
            return self.lines.pop()
        return ""


def read(
    source: bytes, known: Sequence[Part], *, titles_may_change: bool = False, numbers_may_change: bool = False
) -> tuple[Part, ...]:
    """The parts of a Standards document, in order, with the institute's titles and words.

    `known` are the parts of the edition it is read into, or of the one before when it is a new edition.

    Raises:
        Refused: it is not the Standards, or not all of them.
    """
    lines = _body(_lines(_decoded(source)))
    blocks = _blocks(lines)
    titles = {part.reference: part.title for part in known if part.kind != "clause"}
    found = [block.reference for block in blocks]
    expected = in_sequence(found) if numbers_may_change else [part.reference for part in known]
    problems = list(_numbering_problems(blocks, expected))
    may_be_on_purpose = bool(problems) and titles_may_change and not numbers_may_change
    if len(set(expected) & set(found)) < len(expected) / 2:
        missing = next(reference for reference in expected if reference not in found)
        raise Refused(
            f"This does not look like the Standards of Proficiency. Of {len(expected)} numbered parts it has "
            f"{len(set(expected) & set(found))}. The first one missing is {name_of(missing)}."
        )
    problems += _name_parts(blocks, titles, titles_may_change=titles_may_change)
    parts = tuple(
        Part(block.reference, title=block.title, words=_joined(block.lines), line=block.line) for block in blocks
    )
    problems += _wording_problems(parts)
    if problems:
        hint = " If it has other numbers on purpose, add --numbers-changed." if may_be_on_purpose else ""
        raise Refused(_told(problems) + hint)
    return parts


# ------------------------------------------------------------------------------------------------- bytes to lines


def _decoded(source: bytes) -> str:
    if not source.strip():
        raise Refused("The file is empty.")
    for opening, what in _OTHER_FORMATS:
        if source.startswith(opening):
            raise Refused(f"The file is {what}. Save the document as plain text (UTF-8), then load that.")
    if len(source) > LONGEST_FILE:
        raise Refused("The file is too long to be the Standards of Proficiency: it has over a million bytes.")
    encoding = "utf-16" if source.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = source.decode(encoding)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise Refused(f"The letters on line {line} cannot be read. Save the document as plain text in UTF-8.") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise Refused(f"The file is not plain text: line {line} holds a control character.")
    if damaged := _DAMAGED.search(text):
        line = text.count("\n", 0, damaged.start()) + 1
        raise Refused(f"The letters on line {line} were damaged when the file was saved. Save it again in UTF-8.")
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE).translate(_LIGATURES))


def _lines(text: str) -> list[_Line]:
    """Lines with words, their number in the file and their page; page numbers and running headers left out."""
    lines: list[_Line] = []
    page = 0
    for number, physical in enumerate(text.split("\n"), 1):
        for position, piece in enumerate(re.split(r"[\f\v]", physical)):
            page += 1 if position else 0
            words = " ".join(piece.split())
            if words and not _PAGE_NUMBER.fullmatch(words) and not _CONTENTS_LINE.search(words):
                lines.append(_Line(number, page, words))
    left_out = _running_lines(lines) | _bare_page_numbers(lines)
    return [line for line in lines if id(line) not in left_out]


def _bare_page_numbers(lines: Sequence[_Line]) -> set[int]:
    """Lines that hold only a number, when all of them together count upwards as pages do (by identity)."""
    bare = [line for line in lines if _BARE_NUMBER.fullmatch(line.text)]
    counts_up = all(int(first.text) < int(second.text) for first, second in pairwise(bare))
    return {id(line) for line in bare} if len(bare) > 1 and counts_up else set()


def _running_lines(lines: Sequence[_Line]) -> set[int]:
    """The first and last lines of pages that say the same on three pages or more (by identity)."""
    pages: dict[int, list[_Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = [edge for page in pages.values() if len(page) > 2 for edge in (page[0], page[-1])]
    often = Counter(re.sub(r"[0-9]+", "", edge.text) for edge in edges)
    return {
        id(edge)
        for edge in edges
        if often[re.sub(r"[0-9]+", "", edge.text)] >= 3 and not _THEME.match(edge.text) and not _number_in(edge.text)
    }


def _body(lines: list[_Line]) -> list[_Line]:
    """From the first theme on: what stands before it introduces the Standards."""
    for index, line in enumerate(lines):
        if _THEME.match(line.text):
            return lines[index:]
    raise Refused(
        "This does not look like the Standards of Proficiency: "
        "no line begins with a theme's letter in brackets, like [A]."
    )


# ----------------------------------------------------------------------------------------------- lines to parts


def _blocks(lines: Sequence[_Line]) -> list[_Block]:
    blocks: list[_Block] = []
    before = ""
    for line in lines:
        reference, rest = _marker(line.text)
        mentioned = reference and _LEADS_ON.search(before) and reference not in _next_after(blocks[-1].reference)
        if reference and not mentioned:
            blocks.append(_Block(reference, line.number, [rest] if rest else []))
        else:
            blocks[-1].lines.append(line.text)
        before = line.text
    return blocks


def _marker(text: str) -> tuple[str, str]:
    """The reference a line begins with and what follows it; ("", text) when it begins with none."""
    if theme := _THEME.match(text):
        return theme[1], theme[2]
    return _number_in(text) or ("", text)


def _number_in(text: str) -> tuple[str, str] | None:
    if clause := _CLAUSE.match(text):
        return f"{int(clause[1])}.{int(clause[2] or clause[3])}", clause[4]
    if heading := _HEADING.match(text):
        return str(int(heading[1])), heading[2]
    return None


def _next_after(reference: str) -> set[str]:
    """The references that may follow one."""
    if reference.isalpha():
        return {chr(ord(reference) + 1)}
    heading, _, clause = reference.partition(".")
    return {f"{heading}.{int(clause or 0) + 1}", str(int(heading) + 1)}


def _name_parts(blocks: Sequence[_Block], titles: dict[str, str], *, titles_may_change: bool) -> Iterator[str]:
    """Give every theme and heading its title, taking it from where it stands; yields what is wrong."""
    shared = ""
    for index, block in enumerate(blocks):
        known = titles.get(block.reference, "")
        if block.reference.isalpha():
            block.title = _theme_title(block, known)
            shared = ""
        elif "." not in block.reference:
            same_as_before = bool(known) and title_key(known) == title_key(shared)
            ahead = blocks[index - 1] if index else block
            block.title = shared if same_as_before and not _ends_with(ahead, known) else ahead.take_title(known)
            block.title = block.title or shared
            shared = block.title
        else:
            continue
        if not block.title:
            yield f"{_capital(name_of(block.reference))} on line {block.line} has no title."
        elif known and title_key(known) != title_key(block.title) and not titles_may_change:
            yield f"{_capital(name_of(block.reference))} on line {block.line} is not called “{known}”."


def _ends_with(block: _Block, title: str) -> bool:
    return any(title_key(" ".join(block.lines[-count:])) == title_key(title) for count in (1, 2, 3))


def _theme_title(block: _Block, known: str) -> str:
    for count in (1, 2, 3):
        if known and title_key(" ".join(block.lines[:count])) == title_key(known):
            del block.lines[:count]
            return known
    title = block.lines.pop(0) if block.lines else ""
    return re.sub(r"^standards (?:of|for) ", "", title, flags=re.IGNORECASE)


def _looks_like_title(text: str) -> bool:
    return text[0].isupper() and not text.endswith((".", ",", ";", ":")) and len(text.split()) <= 10


def _joined(lines: Sequence[str]) -> str:
    words = ""
    for line in lines:
        broken = re.search(r"(?:[^\W\d_]-|/)$", words) and line[0].islower()
        words += line if broken or not words else f" {line}"
    return re.sub(r"\s+([,.;:])(?=\s|$)", r"\1", words).strip()


# ------------------------------------------------------------------------------------------------------ problems


def _numbering_problems(blocks: Sequence[_Block], expected: Sequence[str]) -> Iterator[str]:
    lines: dict[str, list[int]] = {}
    for block in blocks:
        lines.setdefault(block.reference, []).append(block.line)
    for index, reference in enumerate(expected):
        if reference not in lines:
            before = next((known for known in reversed(expected[:index]) if known in lines), None)
            where = f"after {name_of(before)}, which is on line {lines[before][0]}" if before else "at the start"
            yield f"{_capital(name_of(reference))} is missing: it should come {where}."
    for reference, places in lines.items():
        if len(places) > 1:
            yield f"{_capital(name_of(reference))} stands more than once: on lines {_listed(places)}."
        if reference not in expected:
            yield f"{_capital(name_of(reference))} on line {places[0]} is not a number we know."
    order = {reference: position for position, reference in enumerate(expected)}
    once = [block for block in blocks if block.reference in order and len(lines[block.reference]) == 1]
    for first, second in pairwise(once):
        if order[second.reference] < order[first.reference]:
            yield (
                f"{_capital(name_of(second.reference))} on line {second.line} is out of order: "
                f"it comes after {name_of(first.reference)}."
            )


def _wording_problems(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if part.kind == "clause" and not part.words:
            yield f"{_capital(part.name)} on line {part.line} has a number but no words."
        if len(part.words) > LONGEST_PART:
            yield (
                f"{_capital(part.name)} on line {part.line} runs on for {len(part.words):,} characters. "
                "Something that is not part of it follows: take that out."
            )


def _told(problems: Sequence[str]) -> str:
    more = len(problems) - PROBLEMS_SHOWN
    told = " ".join(problems[:PROBLEMS_SHOWN])
    if more > 0:
        told += f" And {more} more {'problem' if more == 1 else 'problems'}."
    return f"This is not the whole of the Standards of Proficiency. {told} Nothing was loaded."


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:-1])) + f" and {numbers[-1]}"
