"""What stands on the home of an account: one list of what is due, and the entry as the public sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts import due as others
from accounts.due import Due, DueKind
from cpd import registrants
from cpd.audit import account as audits
from cpd.disclosures import account as disclosures
from cpd.joining import account as joining
from cpd.leaving import account as leaving
from cpd.record import account as record
from cpd.registrants import Registrant
from cpd.renewal import account as renewal
from foundation import clock
from register import publication
from register.publication import PublicEntry

#: What each part says is due of a registrant, and of whoever has an account.
_OF_REGISTRANTS: tuple[Callable[[Registrant], list[Due]], ...] = (
    renewal.due,
    record.due,
    audits.due,
    disclosures.due,
    leaving.due,
)
_OF_ACCOUNTS: tuple[Callable[[int], list[Due]], ...] = (joining.due,)


@dataclass(frozen=True)
class Line:
    """One line of the list, and whether its day has passed."""

    due: Due
    late: bool

    @property
    def button(self) -> str:
        """What its button says."""
        return self.due.button or self.due.words


@dataclass(frozen=True)
class Overview:
    """The home of an account."""

    registrant: Registrant | None
    entry: PublicEntry | None
    #: What they have to do, what we do, and what begins later; each sorted by day.
    yours: Sequence[Line]
    ours: Sequence[Line]
    coming: Sequence[Line]
    #: Whether they have an application, begun, open or over.
    applies: bool

    @property
    def is_on_register(self) -> bool:
        """Whether they are a registrant now, and not only were."""
        return self.registrant is not None and self.registrant.is_on_register()


def overview(account_id: int) -> Overview:
    """All of it, for the person themselves."""
    registrant = registrants.of_account(account_id)
    of_account = [one for ask in _OF_ACCOUNTS for one in ask(account_id)]
    found = [*of_account, *others.lines(account_id)]
    if registrant is not None:
        found += [one for ask in _OF_REGISTRANTS for one in ask(registrant)]
    lines = _sorted(found)
    return Overview(
        registrant=registrant,
        entry=publication.public_entry(registrant.number) if registrant is not None else None,
        yours=[one for one in lines if one.due.kind is DueKind.YOURS],
        ours=[one for one in lines if one.due.kind is DueKind.OURS],
        coming=[one for one in lines if one.due.kind is DueKind.COMING],
        applies=any(one.address.startswith(joining.HOME) for one in of_account),
    )


def _sorted(found: Sequence[Due]) -> list[Line]:
    """By day; what has none comes last. What is asked twice, by two parts, is asked once."""
    today = clock.today()
    ordered = sorted(dict.fromkeys(found), key=lambda one: (one.on or date.max, one.words))
    return [Line(one, one.kind is DueKind.YOURS and one.on is not None and one.on < today) for one in ordered]
