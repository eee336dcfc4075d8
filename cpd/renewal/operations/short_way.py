"""Tells joining who can come back here: within two years of the end, unless the registrar asked them to apply."""

from __future__ import annotations

from cpd import registrants
from cpd.joining import short_way
from cpd.joining.short_way import ShortWay
from cpd.renewal import queries, rules
from cpd.renewal.vocabulary import Place, Stage
from foundation import clock
from foundation.words import say_day

_PAGE = "/account/renewal"


def of_entry(entry_id: int) -> ShortWay | None:
    """The short way of somebody, while it is open to them or an officer looks at what they sent there."""
    registrant = registrants.many([entry_id])[entry_id]
    window = rules.window(registrant)
    if window is None:
        return None
    begun = queries.after(entry_id, window.ends_on)
    if begun is not None and begun.stage is Stage.SENT_ON:
        return None
    if begun is not None and begun.stage is Stage.LOOKED_AT:
        return ShortWay("You have asked to come back already, and an officer looks at what you sent.", _PAGE)
    place = window.place(clock.now())
    if not place.may_begin:
        return None
    until = {Place.LATE: window.late_until, Place.RETURN_A: window.return_a_until}.get(place, window.return_b_until)
    if place is Place.OPEN:
        return ShortWay("You are on the register. You can renew, and need not apply.", _PAGE)
    return ShortWay(
        f"You need not apply. Until {say_day(until)} you can come back a shorter way: no referees, no assessment.",
        _PAGE,
    )


short_way.declare(of_entry)
