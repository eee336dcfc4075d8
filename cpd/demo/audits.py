"""A CPD audit of the demo: drawn, told, some have sent their record, one is marked, one is with the registrar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cpd import registrants
from cpd.audit import queries
from cpd.audit.models import Audit
from cpd.audit.models.judged import Marker
from cpd.audit.operations import assessing, drawing, giving, nightly, sending
from cpd.audit.vocabulary import Finding
from cpd.demo.cast import Cast
from cpd.demo.learning import load
from cpd.registrants import Registrant

_DRAWN, _TOLD, _SENT, _GIVEN, _MARKED = 40, 38, 20, 16, 8
_GOOD = "The record shows hours, live discussion and reflection that changed something. Three Standards of each theme."
_LETTER = (
    "Thank you for a record that was good to read. Write a little more on what changed for the people you work for."
)


def tell(cast: Cast) -> None:
    """The draw, and what became of the first of those who were drawn."""
    officer = cast.staff["officer"]
    cast.do(_DRAWN, lambda: drawing.ask(reason="The sample of this year", by=officer).id)
    cast.do(_DRAWN, drawing.run)
    cast.do(_TOLD, lambda: nightly.run(shred=_shred_nothing), 6)
    chosen = [one for one in _drawn() if one.entry_id != cast.showpiece.entry_id and one.email]
    for one, act in zip(chosen, (_marked, _with_the_assessor, _sent), strict=False):
        act(cast, one)
    if len(chosen) > 3:
        cast.let_in([chosen[3]])
        cast.shown["is in a CPD audit"] = chosen[3]


def _shred_nothing(_owner: tuple[str, str]) -> None:
    """No audit of the demo has papers that are old enough."""


def _drawn() -> list[Registrant]:
    found = registrants.many(sorted(queries.under_way()))
    return [found[one] for one in sorted(found)]


def _audit(one: Registrant) -> Audit:
    return queries.of_entry(one.entry_id)[0]


def _sent(cast: Cast, one: Registrant) -> None:
    load(cast, one, how_many=10, days_ago=_SENT + 1)
    actor = cast.actor(one)
    words = "This is my year. I am proudest of the way I now ask about capacity."
    cast.do(_SENT, lambda: sending.send(_audit(one).reference, statement=words, by=actor))


def _with_the_assessor(cast: Cast, one: Registrant) -> None:
    _sent(cast, one)
    officer, assessor = cast.staff["officer"], cast.staff["assessor"].id or 0

    def act() -> None:
        held = _audit(one)
        giving.give_assessor(held.reference, marker=Marker.FIRST, account_id=assessor, version=held.version, by=officer)

    cast.do(_GIVEN, act)


def _marked(cast: Cast, one: Registrant) -> None:
    _with_the_assessor(cast, one)

    def act() -> None:
        held = _audit(one)
        marking: Callable[..., object] = partial(assessing.mark, held.reference, version=held.version)
        marking(finding=Finding.MET_WITH_ADVICE, reasons=_GOOD, told=_LETTER, by=cast.staff["assessor"])

    cast.do(_MARKED, act)
