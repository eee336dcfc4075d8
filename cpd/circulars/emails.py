"""The letter of a circular: the writer's own words, filled in for one person."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import render_template

from cpd.circulars.models import Circular
from cpd.circulars.wording import fill, values_of
from cpd.registrants import Registrant
from foundation import outbox
from foundation.outbox import Paper
from register.post.writing import on_paper

_FRAME = "mail/circular/body.txt"


@dataclass(frozen=True)
class Filled:
    """A circular as one person gets it."""

    subject: str
    body: str


def filled(circular: Circular, person: Registrant) -> Filled | None:
    """The letter to one person; None when we do not know something that it says about them."""
    values = values_of(person)
    subject, body = fill(circular.subject, values), fill(circular.body, values)
    return Filled(subject, body) if subject is not None and body is not None else None


def preview(letter: Filled) -> str:
    """The letter as it arrives, with what stands under every circular."""
    return render_template(_FRAME, body=letter.body, on_paper=False).strip()


def key(circular: Circular, to: str) -> str:
    """What makes the letter of a circular the only one to an address."""
    address = hashlib.sha256(to.strip().lower().encode("utf-8")).hexdigest()
    return f"circular {circular.id} {address}"


def write(circular: Circular, letter: Filled, person: Registrant) -> bool:
    """Write it to their address; False when this circular went there already. If it fails it goes on paper, to them."""
    said: dict[str, Any] = {"subject": letter.subject, "body": letter.body, "on_paper": False}
    once, paper = key(circular, person.email), Paper(person.entry_id)
    return outbox.write("circular", to=person.email, once=once, paper=paper, **said) is not None


def paper_key(circular: Circular, person: Registrant) -> str:
    """What makes the letter of a circular the only one on paper to somebody."""
    return f"circular {circular.id} entry {person.entry_id}"


def write_on_paper(circular: Circular, letter: Filled, person: Registrant) -> bool:
    """Write it on paper; False when it was written before, or nobody reads it any more."""
    once = paper_key(circular, person)
    entry_id, subject, body = person.entry_id, letter.subject, letter.body
    return on_paper("circular", entry_id=entry_id, once=once, subject=subject, body=body, on_paper=True)
