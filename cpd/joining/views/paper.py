"""What somebody sent, as a tagged PDF (PDF/UA-1) to keep: the same words as the page, without health and monitoring."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cpd.joining.views.sent_view import REST, Copy
from foundation.frame import Institute
from foundation.words import say_moment
from register.statements import typesetting
from register.statements.typesetting import paragraphs

_LAYOUT = Path(__file__).with_name("paper.typ")


def pdf(shown: Copy, *, institute: Institute) -> bytes:
    """The copy as a PDF."""
    return typesetting.set_type(_LAYOUT, _said(shown, institute))


def _said(shown: Copy, institute: Institute) -> dict[str, Any]:
    sections = [
        [
            title,
            [
                [one["question"], paragraphs(one["answer"] or "Not answered")]
                for page in pages
                for one in page["answers"]
            ],
        ]
        for title, pages in shown.sections
    ]
    declared = [
        [
            f"{own.declaration.words} ({own.declaration.code}, version {own.declaration.version})",
            [[own.said.capitalize()], *paragraphs(own.words)],
        ]
        for own in shown.declarations
    ]
    if declared:
        sections.append(["Declarations", declared])
    return {
        "title": f"Application {shown.reference}",
        "heading": f"Application {shown.reference}",
        "institute": institute.name,
        "made": typesetting.made_at(shown.received_at),
        "sent": f"Sent on {say_moment(shown.received_at)}",
        "sections": sections,
        "rest": REST,
        "foot": shown.reference,
    }
