"""Who looks into the demo's concerns: staff of every role that has a part in it, and people whom they are about.

The people are made-up registrants of the demo with nothing else to show: on the register, without an order.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from accounts import authority
from accounts import demo as accounts_demo
from accounts.models import Account, Realm, Role
from accounts.operations import sitting
from foundation import clock
from foundation.audit import Actor
from foundation.database import db
from register import publication
from register import queries as register
from register.demo import SHOWPIECES
from register.operations import claiming
from register.vocabulary import Status

#: The demo looks for people among so many entries, and needs so many plain ones, so that no other room misses them.
_AMONG, _PLAIN, _NEEDED = 500, 30, 12
_JUDGES = (Role.CASE_EXAMINER, Role.PANEL_CHAIR, Role.PANEL_MEMBER, Role.APPEAL_PANEL)
_FROM_THE_REGISTER = ((Role.CASE_EXAMINER, 2), (Role.PANEL_MEMBER, 2), (Role.PANEL_MEMBER, 4))
#: Staff have been here, and those they look into were registered, since so many days at least.
HERE_FOR = 125


@dataclass(frozen=True)
class Registrant:
    """Somebody the demo's concerns are about."""

    entry_id: int
    number: str
    name: str


@dataclass
class House:
    """Everybody who works on it, and whom it is about."""

    officer: Actor
    manager: Actor
    investigator: Actor
    examiners: tuple[Actor, ...]
    #: A chair and two members, and others for what the same people may not hear.
    panel: tuple[Actor, ...]
    other_panel: tuple[Actor, ...]
    editor: Actor
    registrar: Actor
    about: list[Registrant]
    by: Actor

    def let_in(self, one: Registrant) -> Actor:
        """Somebody it is about, at the keyboard."""
        held = register.holders_of([one.entry_id])
        if one.entry_id not in held:
            email = f"{one.number.lower()}@demo.example"
            account_id = accounts_demo.fill(registrants=[(one.name, email)], by=self.by)[email]
            claiming.hold(one.number, account_id, proof="the demo")
            held = {one.entry_id: account_id}
        return Actor("account", held[one.entry_id], one.name)


def find_house(today: date, by: Actor) -> House | None:
    """Everybody, or None when staff are new here or the demo is too small."""
    wanted = [(role, number) for role in Role for number in range(1, accounts_demo.SEVERAL.get(role, 1) + 1)]
    staff = _staff(wanted)
    people = _plain(today)
    if len(staff) < len(wanted) or len(people) < _PLAIN:
        return None
    *about, first, second, third = people[-_NEEDED:]
    members = [staff[Role.PANEL_MEMBER, number] for number in range(1, 5)]
    _say_who_sits_as_what(staff, (first, second, third), by)
    return House(
        officer=staff[Role.CONCERNS_OFFICER, 1],
        manager=staff[Role.CONCERNS_MANAGER, 1],
        investigator=staff[Role.INVESTIGATING_OFFICER, 1],
        examiners=(staff[Role.CASE_EXAMINER, 1], staff[Role.CASE_EXAMINER, 2]),
        panel=(staff[Role.PANEL_CHAIR, 1], *members[:2]),
        other_panel=(staff[Role.PANEL_CHAIR, 2], *members[2:]),
        editor=staff[Role.PUBLICATION_EDITOR, 1],
        registrar=staff[Role.REGISTRAR, 1],
        about=about,
        by=by,
    )


def _say_who_sits_as_what(
    staff: dict[tuple[Role, int], Actor], peers: tuple[Registrant, Registrant, Registrant], by: Actor
) -> None:
    """The second case examiner and the last member of each panel are registrants, everybody else is a lay person."""
    theirs = dict(zip(_FROM_THE_REGISTER, peers, strict=True))
    for which, who in staff.items():
        if which[0] in _JUDGES and who.id is not None and not authority.sits_as([who.id]):
            sitting.say_sits_as(who.id, theirs[which].number if which in theirs else "", by=by)


def _staff(wanted: Collection[tuple[Role, int]]) -> dict[tuple[Role, int], Actor]:
    """The demo's staff who hold their role for long enough."""
    emails = {accounts_demo.staff_email(*one): one for one in wanted}
    since, found = clock.now() - timedelta(days=HERE_FOR), {}
    for account in db.session.scalars(select(Account).where(Account.realm == Realm.STAFF, Account.email.in_(emails))):
        which = emails[account.email]
        if which[0] in authority.roles_held(account.id, since):
            found[which] = Actor("account", account.id, account.name)
    return found


def _plain(today: date) -> list[Registrant]:
    """Registrants with nothing else to show, in the order of their entries."""
    pieces = {one.number for one in SHOWPIECES.values()}
    ids = register.entries_after(0, limit=_AMONG)
    entries, held = publication.public_entries(ids), register.holders_of(ids)
    return [
        Registrant(entry_id, one.number, one.name)
        for entry_id, one in sorted(entries.items())
        if one.status is Status.REGISTERED
        and not one.restrictions
        and one.number not in pieces
        and entry_id not in held
        and one.first_registered < today - timedelta(days=400)
        and one.period_from is not None
        and one.period_from < today - timedelta(days=HERE_FOR)
        and one.period_to is not None
        and one.period_to > today + timedelta(days=100)
    ]
