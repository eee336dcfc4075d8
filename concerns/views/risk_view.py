"""The risk of a concern as its officer reads it: the rating that holds, the ones before, and what waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from concerns import kept
from concerns.models import Concern, Lowering, PatternLine, Rating
from concerns.risk import engine, queries, rating
from concerns.views import advised
from concerns.views.officer_shown import ShownLowering, ShownRating, ShownRisk
from concerns.vocabulary import WORRIES_BY_CODE, Flag


def read(concern: Concern) -> tuple[Sequence[Rating], Sequence[Lowering]]:
    """The rows it is made of, in two statements."""
    return queries.ratings(concern.id), queries.lowerings(concern.id)


def shown(
    concern: Concern,
    rows: tuple[Sequence[Rating], Sequence[Lowering]],
    *,
    names: Mapping[int, str],
    opened: Callable[[str | None], str],
) -> ShownRisk:
    """The risk in words."""
    ratings, lowerings = rows
    waits = next((one for one in lowerings if one.answered_at is None), None)
    return ShownRisk(
        ratings=tuple(_rating(one, names, opened) for one in ratings),
        lowering=ShownLowering(
            _labels(waits.flags), opened(waits.reasons_sealed), waits.asked_by_id, names.get(waits.asked_by_id, "")
        )
        if waits is not None
        else None,
        due_on=concern.rate_due_on,
        must_stand=tuple(sorted(flag.value for flag in rating.must_stand(concern) - _aside(ratings))),
        deleted=_deleted(concern),
        advised=advised.before(concern),
    )


def _aside(ratings: Sequence[Rating]) -> frozenset[Flag]:
    """What two people set aside is not ticked: ticked again for something new, it is red again."""
    return engine.read(ratings[0].set_aside) if ratings else frozenset()


def _deleted(concern: Concern) -> tuple[tuple[date, str], ...]:
    """What the index of serious patterns still says of those it is about (rules 6.11)."""
    if not kept.may_have(PatternLine, concern.id):
        return ()
    about = queries.deleted_patterns([one.entry_id for one in concern.subjects if one.entry_id is not None])
    return tuple(
        (one.closed_on, "; ".join(WORRIES_BY_CODE[code].words for code in one.worries if code in WORRIES_BY_CODE))
        for one in about
    )


def _rating(one: Rating, names: Mapping[int, str], opened: Callable[[str | None], str]) -> ShownRating:
    return ShownRating(
        band=one.band.label,
        likelihood=one.likelihood,
        impact=one.impact,
        flags=_labels(one.flags),
        set_aside=_labels(one.set_aside),
        pattern=one.pattern,
        cause=one.cause.label,
        reasons=opened(one.reasons_sealed),
        on=one.rated_on,
        by=names.get(one.rated_by_id, ""),
    )


def _labels(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(flag.label for flag in engine.read(codes)))
