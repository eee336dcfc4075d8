"""The copy to keep, as a tagged PDF (PDF/UA-1) set by typst from data alone, in the hand of the register's pages.

What people typed goes in as values, never as markup. A sign that no typeface here has is written in Latin letters.
The secret is not in it: a paper that lies about opens nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from concerns.intake.receipts import Receipt
from foundation import clock
from foundation.frame import Institute
from foundation.words import say_day, say_deadline, say_weekday
from register.statements import typesetting

_LAYOUT = Path(__file__).with_name("copy.typ")


def pdf(receipt: Receipt, *, institute: Institute) -> bytes:
    """The copy as a PDF. Words that cannot be set even so are written in Latin letters throughout."""
    return typesetting.set_type(_LAYOUT, _said(receipt, institute))


def _said(receipt: Receipt, institute: Institute) -> dict[str, Any]:
    today = clock.today()
    told = [
        {"title": section.title, "told": [_lines(one) for page in section.pages for one in page["answers"]]}
        for section in receipt.sections
    ]
    return {
        "title": f"What you told us: {receipt.reference}",
        "reference": receipt.reference,
        "received": f"We received it on {say_day(receipt.received_on)}.",
        "next": [
            f"A person replies by {say_deadline(receipt.reply_at)}.",
            f"By {say_weekday(receipt.triage_on)} we tell you whether we can look into it, and why.",
            f"You never wait more than {receipt.contact_days} days for a message from us.",
        ],
        "sections": [section for section in told if section["told"]],
        "made": [today.year, today.month, today.day],
        "institute": institute.name,
        "contact": f"{institute.phone}, {institute.concerns_email}",
    }


def _lines(one: dict[str, str]) -> list[Any]:
    """A question, and the lines of its answer."""
    return [one["question"], [line for line in one["answer"].split("\n") if line.strip()] or ["Not answered"]]
