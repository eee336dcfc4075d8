"""Whether an act has something to act on in a concern: one that has nothing to choose from is not offered.

It asks what the page of a concern asks anyway (`reads_once`), so it costs no further statements.
"""

from __future__ import annotations

from collections.abc import Callable

from concerns import queries
from concerns.compliance import queries as compliance
from concerns.examiners import deciding as examining
from concerns.examiners import offering
from concerns.investigation import queries as investigation
from concerns.linking import queries as linking
from concerns.models import Concern, Hearing
from concerns.operations import closing
from concerns.panels import queries as panels
from concerns.panels import reviewing
from concerns.views import publishing_view
from concerns.vocabulary import Finding, HearingKind
from foundation import clock
from foundation.waiting import Standing

Has = Callable[[Concern], object]


def _ahead(concern: Concern) -> list[Hearing]:
    """The hearings that are to come."""
    held = panels.hearings(concern.id)
    return [one for one in held if one.called_off_at is None and one.decided_on is None]


def _met(concern: Concern) -> list[Hearing]:
    """The hearings whose day has come, of which the registrant had notice: only those are decided."""
    today = clock.today()
    return [one for one in _ahead(concern) if one.on <= today and one.notice_on is not None]


def _other(concern: Concern) -> bool:
    return any(one.kind is not HearingKind.FINAL for one in _met(concern))


def _final(concern: Concern) -> bool:
    return any(one.kind is HearingKind.FINAL for one in _met(concern))


def _decided(concern: Concern, *among: Finding) -> bool:
    held = examining.standing_decision(concern.id)
    return held is not None and held.finding in among


def _to_offer(concern: Concern) -> bool:
    held = examining.standing_decision(concern.id)
    if held is None or held.finding not in examining.BY_CONSENT:
        return False
    return offering.since_decided(concern.id, held.decided_at) is None


def _reads_offer(concern: Concern, reader_id: int) -> bool:
    held = offering.written(concern.id)
    return held is not None and offering.reads(held, reader_id)


def _drafted(concern: Concern) -> bool:
    """Whether there is a draft that can be voted on and signed."""
    ahead = {one.id for one in _ahead(concern)}
    return bool(ahead and ahead.intersection(panels.drafts(concern.id)))


def _exhibits(concern: Concern) -> bool:
    return any(one.withdrawn_at is None for one in investigation.exhibits(concern.id))


def _to_check(concern: Concern) -> bool:
    if not investigation.exhibits(concern.id):
        return False
    return any(one.checked_at is None for one in investigation.redactions(concern.id))


def _inquiries(concern: Concern) -> bool:
    today, waits = clock.today(), (Standing.WAITING, Standing.EXPIRED)
    return any(one.waited.standing(today) in waits for one in investigation.inquiries(concern.id))


def _orders(concern: Concern) -> bool:
    return any(one.ended_on is None for one in panels.orders(concern.id))


def _followed(concern: Concern) -> bool:
    held = [one for one in panels.orders(concern.id) if one.kind in compliance.WATCHED]
    return any(one.told_on and not one.ended_on for one in held)


def _occasions(concern: Concern) -> bool:
    now = clock.now()
    held = [one for one in compliance.asked(concern.id) if panels.in_force(one.order, now)] if _orders(concern) else []
    return bool(compliance.waiting(held))


def _ending(concern: Concern) -> bool:
    return concern.stage in closing.BY_TWO and closing.ending(concern.id) is not None


def _to_answer(concern: Concern) -> bool:
    return any(one.words_sealed is None for one in investigation.responses(concern.id).values())


#: By what the choices of a form stand for. People are not among them: that nobody is clear is said on the form itself.
_HAS: dict[str, Has] = {
    "links": lambda concern: linking.links(concern.id),
    "belonging": lambda concern: linking.belonging(concern.id),
    "allegations": lambda concern: investigation.allegations(concern.id),
    "exhibits": _exhibits,
    "copies_to_check": _to_check,
    "inquiries": _inquiries,
    "hearings": _ahead,
    "final_hearings": _final,
    "other_hearings": _other,
    "orders": _orders,
    "seats": lambda concern: queries.seats(concern.id),
    "followed_orders": _followed,
    "requirements": lambda concern: _orders(concern) and compliance.asked(concern.id),
    "occasions": _occasions,
    "asked_reviews": lambda concern: any(one.answered_at is None for one in reviewing.asked(concern.id)),
    **publishing_view.CHOICES,
}
#: Acts that need more than their choices say.
_BY_ACT: dict[str, Has] = {
    "vote": _drafted,
    "sign": _drafted,
    "more-answer-time": _to_answer,
    "answer-ending": _ending,
    "send-back": lambda concern: examining.standing_decision(concern.id) is None,
    "no-case": lambda concern: _decided(concern, Finding.NO_CASE, Finding.ADVICE),
    "offer": _to_offer,
    "unanswered": lambda concern: offering.unanswered_now(concern.id),
}


#: Acts that one examiner may do now and the other may not.
_BY_READER: dict[str, Callable[[Concern, int], bool]] = {
    "view": lambda concern, reader_id: examining.may_write(concern.id, reader_id),
    "read-offer": _reads_offer,
}


def has_something(concern: Concern, act: str, wanted: set[str], reader_id: int) -> bool:
    """Whether there is something behind each of the names that an act needs to choose from, for who reads the page."""
    more, theirs = _BY_ACT.get(act), _BY_READER.get(act)
    if theirs is not None and not theirs(concern, reader_id):
        return False
    return all(_HAS[of](concern) for of in wanted if of in _HAS) and (more is None or bool(more(concern)))
