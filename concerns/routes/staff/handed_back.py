"""When somebody may not do it any more (their seat or role went while they typed): their words are handed back.

Nothing of the concern is shown: only the sentence that refuses it, and what they wrote themselves.
"""

from __future__ import annotations

from flask import Blueprint, render_template, request

from accounts import kept
from accounts.routes import unsaved
from foundation.errors import NotAllowed
from foundation.frame import render_error


def dress(blueprint: Blueprint) -> None:
    """Let a blueprint answer so."""
    blueprint.register_error_handler(NotAllowed, _answer)


def _answer(error: NotAllowed) -> tuple[str, int]:
    words = unsaved.words_in(kept.typed(request.form)) if request.method == "POST" and kept.from_this_site() else []
    if not words:
        return render_error(error.status, error.sentence), error.status
    return render_template("staff/concerns/handed_back.html", sentence=error.sentence, words=words), error.status
