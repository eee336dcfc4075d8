"""Words that every part of the registrant's side uses."""

from __future__ import annotations

import enum

from foundation.clock import Division


class Nation(enum.StrEnum):
    """Where the applicant works: it decides which days are working days, and which law holds for records."""

    ENGLAND_WALES = "england_wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "england_wales": "England or Wales",
            "scotland": "Scotland",
            "northern_ireland": "Northern Ireland",
        }[self.value]

    @property
    def division(self) -> Division:
        """Whose bank holidays hold there."""
        if self is Nation.SCOTLAND:
            return "scotland"
        return "northern-ireland" if self is Nation.NORTHERN_IRELAND else "england-and-wales"
