"""What money is asked for: each part of the registrant's side tells its purpose here, and what happens then.

So money knows nobody: it asks the purpose of an invoice what follows when nothing is left to pay, or when a payment
failed. The words of a purpose stand in lists, and its page in letters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cpd.money.models import Invoice
from foundation.audit import Actor


def _nothing(_invoice: Invoice, _on: date, _by: Actor) -> None:
    return None


@dataclass(frozen=True)
class Purpose:
    """One purpose. Its functions run inside the operation of money that calls them: all of it happens, or nothing."""

    #: As the invoice keeps it: "application".
    code: str
    #: As finance reads it: "Applying to join".
    words: str
    #: Where its person finds it in their account.
    page: str
    #: Nothing is left to pay. The day is the one on which the last money reached us (or it was waived).
    settled: Callable[[Invoice, date, Actor], None] = _nothing
    #: A payment failed. The day is the one on which they had paid. Says until when it can be made good; None leaves
    #: that to policy.
    failed: Callable[[Invoice, date, Actor], date | None] = _nothing


_held: dict[str, Purpose] = {}


def declare(purpose: Purpose) -> Purpose:
    """Tell what money is asked for. Each code once."""
    if purpose.code in _held:
        raise ValueError(f"the purpose {purpose.code} is declared twice")
    _held[purpose.code] = purpose
    return purpose


def of(invoice: Invoice) -> Purpose:
    """What an invoice is for."""
    return _held[invoice.purpose]
