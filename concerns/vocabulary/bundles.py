"""For whom papers are made: a redacted copy, and a bundle."""

from __future__ import annotations

import enum


class Audience(enum.StrEnum):
    """Who reads papers that we made for them."""

    EXAMINERS = "examiners"
    PANEL = "panel"
    REGISTRANT = "registrant"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {"examiners": "The case examiners", "panel": "The panel", "registrant": "The registrant"}[self.value]
