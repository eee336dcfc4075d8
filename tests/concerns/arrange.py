"""Concerns for the tests of this room: made by the real operation, told by nobody real."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from concerns import rules
from concerns.models import Concern
from concerns.operations.receiving import receive
from concerns.telling import AffectedTold, Reach, SubjectTold, Telling
from concerns.vocabulary import Channel, Naming, OnRegister, Relation, Speaking, Way, Who
from foundation import locks
from foundation.audit import Actor
from foundation.references import concern_reference

#: What is on every statement here, so that a test can look where it turns up.
WORDS = "The plan was promised in spring and never came."
NAME = "Perpetua Oakenshaw"
EMAIL = "perpetua@reporters.example"

STATEMENT = [{"page": "what", "title": "What happened?", "answers": [{"question": "What happened?", "answer": WORDS}]}]


def telling(**changes: Any) -> Telling:
    """A family member who gives their name, about somebody described."""
    told = Telling(
        channel=Channel.ONLINE,
        naming=Naming.NAMED,
        relation=Relation.FAMILY,
        subjects=(SubjectTold("Jo Nobody", OnRegister.NOT_SURE, about="works in Leeds"),),
        statement=STATEMENT,
        affected=AffectedTold(Who.SOMEBODY, "Quentin Oakenshaw", speaking=Speaking.CONSENT, knows=True),
        name=NAME,
        reach=Reach(email=EMAIL, phone="01632 960 777", ways=(Way.EMAIL, Way.PHONE)),
        worries=("delay",),
        ongoing=True,
    )
    return replace(told, **changes)


def anonymous(**changes: Any) -> Telling:
    """Somebody who stays anonymous."""
    return telling(**{"naming": Naming.ANONYMOUS, "name": "", "reach": Reach(), **changes})


def raised(
    told: Telling | None = None, *, by: Actor = rules.REPORTER, secret: str | None = None, on: date | None = None
) -> Concern:
    """A concern on record; `secret` opens its mailbox."""
    kept = told or telling()
    if on is not None:
        kept = replace(kept, received_on=on)
    return receive(
        kept,
        reference=concern_reference(2026),
        secret_hash=locks.secret_hash(secret or locks.new_secret()),
        by=by,
    )
