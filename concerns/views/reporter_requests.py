"""What a reporter asked, and our answer, in the mailbox; one that is bad news from the hour of its letter on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concerns import bad_news
from concerns.models import Request
from concerns.vocabulary import Answer, RequestKind
from foundation import clock
from foundation.locks import Box

_ANSWERS = {
    Answer.CLOSED: "We closed the concern, as you asked.",
    Answer.CARRIED_ON: "We have to carry on with the concern.",
    Answer.UPHELD: "We looked again. The closing stays as it is.",
    Answer.SENT_BACK: "We looked again and opened the concern once more.",
}
#: Not what they asked for: it stands here once the letter of it is out.
_BAD = frozenset({Answer.CARRIED_ON, Answer.UPHELD})
_ASKED = {
    RequestKind.WITHDRAWAL: "You asked to take it back",
    RequestKind.CLOSURE_REVIEW: "You asked us to look at the closing again",
}


@dataclass(frozen=True)
class ShownRequest:
    """What the reporter asked, and our answer if there is one."""

    asked: str
    on: date
    words: str
    answer: str
    reasons: str
    answered_on: date | None


def shown(one: Request, box: Box) -> ShownRequest:
    """One of them."""
    said = one.answered_at is not None and (one.answer not in _BAD or bad_news.is_out(one.answered_at))
    return ShownRequest(
        asked=_ASKED[one.kind],
        on=one.asked_on,
        words=box.open(one.words_sealed),
        answer=_ANSWERS[one.answer] if said and one.answer is not None else "",
        reasons=box.open(one.reasons_sealed) if said and one.reasons_sealed else "",
        answered_on=clock.day_of(one.answered_at) if said and one.answered_at is not None else None,
    )
