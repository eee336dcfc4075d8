"""Stories trust no machine to be quick: what leads to another page waits for that page.

A bare click comes back before the answer does, and a load state that is asked for then is the one of the page that is
about to be left: both are right on a quick machine and wrong on a busy one. `Reader` has the sound ways.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.settings import ROOT

STORIES = sorted((ROOT / "tests" / "stories").glob("*.py"))
#: What trusts chance, and what to do instead.
INSTEAD = {
    "click": "reader.leave(thing.click) waits for the next page; reader.touch(thing) is for what stays",
    "wait_for_load_state": "reader.press, follow, key and leave come back when the next page is there",
    "wait_for_timeout": "reader.until asks until it is so",
    "expect_navigation": "reader.leave does it",
    "sleep": "reader.until asks until it is so",
}


def trusts(text: str) -> Iterator[str]:
    """The lines of a story that trust chance."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in INSTEAD:
            yield f"line {node.lineno}: {node.func.attr}: {INSTEAD[node.func.attr]}"


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.name)
def test_no_story_trusts_chance(path: Path) -> None:
    assert list(trusts(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("reader.page.locator('a').first.click()", 1),
        ("reader.leave(reader.page.locator('a').first.click)", 0),
        ("reader.page.wait_for_load_state('networkidle')", 1),
        ("time.sleep(1)", 1),
        ("reader.press('Go on')", 0),
    ],
)
def test_what_trusts_chance_is_found(text: str, found: int) -> None:
    assert len(list(trusts(text))) == found
