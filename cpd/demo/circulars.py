"""Two circulars of the demo: one that went out, and one that waits for a second person."""

from __future__ import annotations

from cpd.circulars import queries
from cpd.circulars.operations import releasing, sending, writing
from cpd.circulars.operations.writing import Words
from cpd.circulars.vocabulary import Group
from cpd.demo.cast import Cast
from cpd.vocabulary import Nation
from foundation.audit import Actor

_SENT = Words(
    "A new law on records in Scotland",
    "Dear [name]\n\nFrom the new year the police disclosure scheme in Scotland changes. If your work is in Scotland, "
    "look at what it means for you, and tell us when you have a new check.\n\nYour registration number is [number].",
    Group.NATION,
    nation=Nation.SCOTLAND,
)
_WAITS = Words(
    "Your registration ends on [registered until]",
    "Dear [name]\n\nYou can renew now. It takes about twenty minutes, and you can stop and come back. "
    "After [registered until] your entry says that your registration has lapsed.",
    Group.RENEWAL_DUE,
)


def tell(cast: Cast) -> None:
    """Both of them."""
    officer, registrar = cast.staff["officer"], cast.staff["registrar"]
    if cast.do(15, lambda: _offer(_SENT, officer)):
        cast.do(14, lambda: _release_last(registrar))
        cast.do(14, sending.run, 12)
    cast.do(1, lambda: _offer(_WAITS, officer))


def _offer(words: Words, officer: Actor) -> bool:
    """Write it and ask for its release; not when nobody would get it."""
    circular_id = writing.write(words, by=officer)
    if not writing.put_list_together(circular_id, version=queries.get(circular_id).version, by=officer):
        writing.throw_away(circular_id, version=queries.get(circular_id).version, by=officer)
        return False
    writing.offer(circular_id, version=queries.get(circular_id).version, by=officer)
    return True


def _release_last(registrar: Actor) -> None:
    newest = queries.listed(is_open=True)[0]
    releasing.release(newest.id, version=newest.version, by=registrar)
