"""What a panel may decide, in which order, and for how long. Pure: no database, no clock.

Facts first, then the Standards breached, then impairment today, then the sanction, from the mildest upwards with a
reason at every rung up to the one that is taken (rules 6.6 and 6.8).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from concerns.vocabulary import LADDER, Sanction
from foundation.errors import Refused

STEPS = ("facts", "standards", "impairment")
WITHOUT_IMPAIRMENT = (Sanction.NONE, Sanction.ADVICE, Sanction.WARNING)
WARNING_MONTHS = (12, 36, 60)


@dataclass(frozen=True)
class Reached:
    """What a panel drafts for a final hearing."""

    proved: Mapping[int, bool]
    standards: Collection[str]
    impaired: bool
    sanction: Sanction
    months: int | None
    #: By step (`STEPS`) and by rung (the values of `Sanction`).
    reasons: Mapping[str, str]
    #: Sexual misconduct was proved: only then may the public read it longer than it reads other decisions (rules 6.8).
    sexual: bool = False
    #: The public reads it without end; or for so many months after it ended (a removal: after it began).
    without_end: bool = False
    shown_months: int | None = None


def check(reached: Reached, *, particulars: Collection[int], conditions: int, suspension: int) -> None:
    """Refuse a decision that skips a step, goes further than it found, or has no reason where one is owed.

    `conditions` and `suspension` are the longest that each may last, in months.
    """
    if set(reached.proved) != set(particulars):
        raise Refused("Say of each particular whether it was proved.")
    needed = list(STEPS)
    if not any(reached.proved.values()):
        if reached.standards or reached.impaired or reached.sanction is not Sanction.NONE:
            raise Refused("Nothing was proved, so nothing follows.")
        needed = ["facts"]
    elif not reached.standards:
        if reached.impaired or reached.sanction is not Sanction.NONE:
            raise Refused("Say which Standards were breached, or find that none was.", at="standards")
        needed = ["facts", "standards"]
    else:
        needed += [one.value for one in LADDER[: LADDER.index(reached.sanction) + 1]]
        if not reached.impaired and reached.sanction not in WITHOUT_IMPAIRMENT:
            raise Refused(
                "Fitness to practise is not impaired today, so no order that limits practice follows.", at="sanction"
            )
    missing = [one for one in needed if not reached.reasons.get(one, "").strip()]
    if missing:
        raise Refused(f"Write the reason at each step and each rung. Missing: {', '.join(missing)}.")
    if reached.sexual and not reached.standards:
        raise Refused("Nothing was found, so no sexual misconduct either.", at="sexual")
    check_length(reached.sanction, reached.months, conditions=conditions, suspension=suspension)


def check_shown(reached: Reached, *, usual: Mapping[Sanction, int], about_health: bool) -> None:
    """Refuse that the public reads a decision longer than the rules say, but where sexual misconduct was proved.

    `usual` is for how many months it reads each after its end, or of a removal after its beginning.
    """
    if not reached.without_end and reached.shown_months is None:
        return
    if not reached.sexual:
        raise Refused("Only where sexual misconduct was proved does the public read a decision for longer.")
    if reached.sanction not in usual or about_health:
        raise Refused("The public reads nothing of that, so not for longer.")
    if reached.without_end and reached.shown_months is not None:
        raise Refused("Say for how many months longer, or without end: not both.")
    if reached.shown_months is not None and reached.shown_months <= usual[reached.sanction]:
        raise Refused(f"The public reads it for {usual[reached.sanction]} months in any case. Say more, or nothing.")


def check_length(sanction: Sanction, months: int | None, *, conditions: int, suspension: int) -> None:
    """Refuse a length that the rules do not know."""
    if sanction in (Sanction.NONE, Sanction.ADVICE, Sanction.REMOVAL):
        if months is not None:
            raise Refused("That has no length.", at="months")
    elif months is None or months <= 0:
        raise Refused("Say for how many months.", at="months")
    elif sanction is Sanction.WARNING and months not in WARNING_MONTHS:
        raise Refused("A warning lasts one, three or five years.", at="months")
    elif sanction is Sanction.CONDITIONS and months > conditions:
        raise Refused(f"Conditions last at most {conditions} months.", at="months")
    elif sanction is Sanction.SUSPENSION and months > suspension:
        raise Refused(f"A suspension lasts at most {suspension} months.", at="months")


def carried(votes: Mapping[int, bool], members: Collection[int]) -> bool | None:
    """Whether a draft was carried by most of the members; None while somebody has not voted."""
    if set(votes) < set(members):
        return None
    return sum(votes[one] for one in members) * 2 > len(members)
