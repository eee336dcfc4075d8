"""The words of publishing: what a public text is about, and who gets a proof copy of its facts."""

from __future__ import annotations

import enum


class TextAbout(enum.StrEnum):
    """What the public reads."""

    DECISION = "decision"
    NOT_MET = "not_met"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {"decision": "The decision", "not_met": "The notice that it was not met"}[self.value]


class ProofTo(enum.StrEnum):
    """Who is asked whether the facts are right, before the public reads them."""

    REGISTRANT = "registrant"
    REPORTER = "reporter"
    AFFECTED = "affected"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {
            "registrant": "The registrant",
            "reporter": "The reporter",
            "affected": "The person who was affected",
        }[self.value]
