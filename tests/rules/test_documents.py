"""Documents: the generated ones are fresh, and what the written ones point at is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from foundation.settings import ROOT
from tests.frame import documents
from tests.rules.source import tracked

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def broken_links(name: str, text: str) -> Iterator[str]:
    for target in LINK.findall(text):
        if not (ROOT / Path(name).parent / target).exists():
            yield f"{name} points at {target}, which is not there"


def test_the_generated_pages_are_fresh() -> None:
    assert documents.stale(documents.DOCS) == [], "run: make docs"


def test_documents_point_at_what_is_there() -> None:
    pages = [name for name in tracked() if name.endswith(".md")]
    assert pages
    assert [fault for name in pages for fault in broken_links(name, (ROOT / name).read_text("utf-8"))] == []


def test_the_rule_finds_a_stale_page(tmp_path: Path) -> None:
    assert documents.stale(tmp_path) == list(documents.PAGES)
    documents.write(tmp_path)
    assert documents.stale(tmp_path) == []
    (tmp_path / "settings.md").write_text("# Settings\n", encoding="utf-8")
    assert documents.stale(tmp_path) == ["settings.md"]


def test_the_rule_finds_a_link_to_nothing() -> None:
    text = "[a](pyproject.toml) [b](lost.md) [c](https://ircm.example) [d](#here) [e](docs/lost.md#part)"
    assert len(list(broken_links("README.md", text))) == 2
