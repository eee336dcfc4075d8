"""A published decision as a tagged PDF, in the hand of the register's pages. Says what the page says, and no more."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from foundation.frame import Institute
from foundation.words import say_moment
from register.decisions import PublicDecision
from register.statements import typefaces, typesetting
from register.statements.typesetting import paragraphs

_LAYOUT = Path(__file__).with_name("decision.typ")


def pdf(decision: PublicDecision, *, institute: Institute, public_url: str, made_at: datetime) -> bytes:
    """The decision as a PDF."""
    return typesetting.set_type(_LAYOUT, _said(decision, institute, public_url.rstrip("/"), made_at))


def _said(decision: PublicDecision, institute: Institute, public_url: str, made_at: datetime) -> dict[str, Any]:
    moment = say_moment(made_at)
    # A heading cannot be empty, so a name of invisible signs alone gives way to the number.
    name = decision.name if typefaces.settable(decision.name).strip() else decision.number
    address = f"{public_url}{decision.address}"
    parts = [
        ("In short", decision.text),
        ("What was found", decision.facts),
        ("What was decided, and why", decision.decision),
    ]
    return {
        "title": f"{name}: {decision.heading}",
        "made": typesetting.made_at(made_at),
        "institute": {
            "name": institute.name,
            "post": ", ".join(institute.post),
            "phone": institute.phone,
            "email": institute.email,
        },
        "name": name,
        "number": decision.number,
        "heading": decision.heading,
        "tone": "ended" if not decision.in_force else "limited" if decision.limits else "stopped",
        "sentence": decision.sentence,
        "parts": [{"heading": heading, "text": paragraphs(words)} for heading, words in parts if words],
        "limits": f"This is a copy of {moment}. It may change or come down. Look at its page before you rely on it.",
        "address": address,
        "shown": address.partition("://")[2],
        "foot": f"{decision.number}, {moment}",
    }
