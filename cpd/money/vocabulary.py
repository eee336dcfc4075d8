"""The words of money: who pays, and how it reached us. No database, no clock."""

from __future__ import annotations

import enum


class Payer(enum.StrEnum):
    """Who pays a fee."""

    #: Whose account it stands in.
    APPLICANT = "applicant"
    EMPLOYER = "employer"


class PaidBy(enum.StrEnum):
    """How money reached us."""

    BANK_TRANSFER = "bank_transfer"
    CHEQUE = "cheque"
    CARD = "card"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As finance reads it."""
        return {"bank_transfer": "Bank transfer", "cheque": "Cheque", "card": "Card"}.get(self.value, "Another way")


def pounds(pence: int) -> str:
    """Money as people write it: "£90", "£232.72"."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}" if rest == 0 else f"£{whole:,}.{rest:02d}"
