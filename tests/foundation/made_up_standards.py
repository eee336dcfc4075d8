"""A made-up Standards document in the shape of the institute's: same numbers and titles, other words."""

from collections.abc import Mapping

from foundation.standards.outline import Part, first_edition

INTRODUCTION = """\
 Introduction

This sample stands in for the real document. It has 22 headings.

What is in it:
• four letters, each with its own page
• the numbers 1. to 22.
"""
_SAYINGS = (
    "keep a short note of what was said about {topic}, and read it again with someone who was there.",
    "talk about {topic} in plain words at the first meeting, so that nobody is left to guess  ",
    "ask a co-worker’s view of {topic}; their “second look” often shows what one pair of eyes has missed.",
)


def words_of(reference: str) -> str:
    """The made-up sentence of one part, without its wrapping."""
    if reference.isalpha():
        return f"Theme {reference} sets out what good work looks like."
    if "." not in reference:
        return f"The sample worker thinks about subject {reference} every week, and must"
    heading, position = (int(number) for number in reference.split("."))
    topic = f"subject {'abcdefghijklmnopqrstuv'[heading - 1]} part {'abcdefghi'[position - 1]}"
    return " ".join(_SAYINGS[(heading + position) % 3].format(topic=topic).split())


def written(words: Mapping[str, str] | None = None, *, without: frozenset[str] = frozenset(), width: int = 60) -> str:
    """The document as text: titles before numbers, lines wrapped at `width`, a blank line now and then.

    `words` replaces the sentences of some parts; `without` leaves parts out, title and all.
    """
    said = words or {}
    lines = [INTRODUCTION]
    before = ""
    for part in first_edition().parts:
        if part.reference in without:
            continue
        sentence = said.get(part.reference, words_of(part.reference))
        if part.kind == "theme":
            lines += ["", f"[{part.reference}] Standards of {part.title.title()}  ", *_wrapped(sentence, width), ""]
        else:
            if part.kind == "heading" and part.title != before:
                lines += ["", part.title]
                before = part.title
            lines += [*_wrapped(f"{part.reference}. {sentence}", width), ""]
    return "\n".join(lines)


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += f"{word} "
    return lines


def expected_parts() -> list[Part]:
    """What the reader should find, without lines."""
    return [Part(part.reference, title=part.title, words=words_of(part.reference)) for part in first_edition().parts]
