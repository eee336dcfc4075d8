"""Where a page of a journey leads: back, on to the next one of its part, and to the page that shows every answer.

Addresses here are what stands after the address of the form. Whoever changes an answer from the page that shows them
all comes back to it, which an address remembers. Asks nothing but the request.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from flask import request

from foundation.journey.conditions import Answers
from foundation.journey.pages import Content, Journey, Page, ToldPage

#: The page that shows every answer, and the one that lists the parts.
CHECK, TASKS = "check", "tasks"


def came_from_check() -> bool:
    """Whether somebody is changing an answer from the page that shows them all."""
    return CHECK in (request.args.get("from"), request.form.get("from"))


def kept_from() -> str:
    """The end of an address that remembers it."""
    return f"?from={CHECK}" if came_from_check() else ""


def back(journey: Journey, page: Page, answers: Answers) -> str:
    """Where one comes from: the answers, the page before of the same part, or the list of parts."""
    if came_from_check():
        return CHECK
    before = journey.before(page.slug, answers)
    if before is None or journey.section_of(before.slug) is not journey.section_of(page.slug):
        return TASKS
    return before.slug


def on(journey: Journey, page: Page, content: Content) -> str | None:
    """Where a page that is done leads: to the answers (or what they still miss) or on in its part; None at its end."""
    if came_from_check():
        missing = journey.missing(content)
        return f"{missing[0].slug}?from={CHECK}" if missing else CHECK
    after = journey.after(page.slug, content.answers)
    if after is not None and journey.section_of(after.slug) is journey.section_of(page.slug):
        return after.slug
    return None


def by_part(pages: Iterable[ToldPage]) -> Sequence[tuple[str, list[ToldPage]]]:
    """Frozen pages under the titles of their parts, in their order."""
    return [(title, list(held)) for title, held in groupby(pages, lambda one: one.section)]
