"""Who looks after accounts reads nothing of CPD, renewal, leaving or money, emergency or not (rules 6.10)."""

from __future__ import annotations

import pytest

from foundation.settings import ROOT

#: Kept fresh by tests/rules/test_documents.py.
_LINES = (ROOT / "docs" / "access.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("room", ["cpd", "renewals", "departures", "money", "circulars"])
def test_no_page_opens_to_an_administrator(room: str) -> None:
    pages = [line for line in _LINES if line.startswith((f"| `/staff/{room}`", f"| `/staff/{room}/"))]
    assert len(pages) > 1
    assert [line for line in pages if "administrator" in line.split("|")[3]] == []
