"""Reading people, their roles, ties, parts and emergencies: a fixed number of statements, however many there are."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from accounts.conflicts import Declared
from accounts.models import (
    Account,
    App,
    BrokenGlass,
    Interest,
    PartTaken,
    Passkey,
    Realm,
    Role,
    RoleGrant,
    Session,
    SitsAs,
)
from accounts.models.role import holds
from accounts.separation import Part
from foundation import clock
from foundation.audit import AuditRecord
from foundation.database import AwareMoment, db, read_already, read_once, reads_once

PEOPLE_A_PAGE = 50


#: A statement made once: building it anew would cost more than running it.
#: With the roles comes whether somebody ever opened a closed record, and has ties: most have not.
_ROLES = select(
    RoleGrant.role,
    exists().where(BrokenGlass.account_id == RoleGrant.account_id),
    exists().where(Interest.account_id == RoleGrant.account_id, Interest.withdrawn_at.is_(None)),
).where(RoleGrant.account_id == bindparam("account_id"), holds(bindparam("at", type_=AwareMoment())))


def roles_held(account_id: int, at: datetime | None = None) -> frozenset[Role]:
    """The roles an account holds at a moment (now when left out; a page of many parts asks that once)."""
    if at is None:
        return read_once(_this_minute(account_id), lambda: _look(account_id, clock.now())).roles
    return _look(account_id, at).roles


class _Look(NamedTuple):
    """The roles of somebody, and whether there may be an emergency or ties of theirs."""

    roles: frozenset[Role]
    glass: bool = True
    ties: bool = True


def _look(account_id: int, at: datetime) -> _Look:
    rows = db.session.execute(_ROLES, {"account_id": account_id, "at": at}).all()
    return _Look(frozenset(row[0] for row in rows), *rows[0][1:]) if rows else _Look(frozenset())


def _this_minute(account_id: int) -> tuple[object, ...]:
    """What is read once of somebody: for a page, and not for a walk of hours in which a role ends."""
    return (roles_held.__name__, account_id, clock.now().replace(second=0, microsecond=0))


def _known(account_id: int) -> _Look:
    """What this very transaction knows of somebody: without a look there may be anything."""
    return read_already(_this_minute(account_id)) or _Look(frozenset())


def grants_of(account_id: int) -> Sequence[RoleGrant]:
    """Every role that was ever proposed for an account, newest first."""
    statement = select(RoleGrant).where(RoleGrant.account_id == account_id).order_by(RoleGrant.id.desc())
    return db.session.scalars(statement).all()


def open_grants_of(account_id: int) -> list[RoleGrant]:
    """What an account holds, will hold, or waits for."""
    now = clock.now()
    return [one for one in grants_of(account_id) if one.ended_at is None and (one.until is None or one.until > now)]


def grants_waiting() -> list[tuple[RoleGrant, Account]]:
    """Roles that wait for the second person, oldest first."""
    statement = (
        select(RoleGrant, Account)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.granted_at.is_(None), RoleGrant.ended_at.is_(None), Account.closed_at.is_(None))
        .where(or_(RoleGrant.until.is_(None), RoleGrant.until > clock.now()))
        .order_by(RoleGrant.id)
    )
    return [(grant, account) for grant, account in db.session.execute(statement)]


def holders(role: Role) -> Sequence[Account]:
    """The open accounts that hold a role now."""
    statement = (
        select(Account)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role == role, holds(clock.now()), Account.closed_at.is_(None))
        .order_by(Account.id)
        .distinct()
    )
    return db.session.scalars(statement).all()


def able_to(held: Collection[Role]) -> Sequence[int]:
    """The open accounts that hold one of these roles now."""
    statement = (
        select(RoleGrant.account_id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role.in_(held), holds(clock.now()), Account.closed_at.is_(None))
        .distinct()
    )
    return db.session.scalars(statement).all()


def staff_account(account_id: int) -> Account | None:
    """The staff account of an id."""
    return db.session.scalar(select(Account).where(Account.id == account_id, Account.realm == Realm.STAFF))


def names_of(account_ids: Collection[int]) -> dict[int, str]:
    """The names of these accounts, open or not. A page of many parts asks often, mostly for the same few of staff."""
    staff = staff_names() if account_ids else {}
    found = {one: staff[one] for one in account_ids if one in staff}
    others = [one for one in account_ids if one not in staff]
    if others:
        rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(others)))
        found |= {row[0]: row[1] for row in rows}
    return found


_STAFF_NAMES = select(Account.id, Account.name).where(Account.realm == Realm.STAFF, Account.closed_at.is_(None))


@reads_once
def staff_names() -> dict[int, str]:
    """The name of everybody who works here or sits on panels now."""
    return {row[0]: row[1] for row in db.session.execute(_STAFF_NAMES)}


@dataclass(frozen=True)
class PersonLine:
    """One line of the list of people."""

    id: int
    name: str
    email: str
    roles: tuple[Role, ...]
    waiting: tuple[Role, ...]
    second_factor: bool
    last_signed_in: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class People:
    """One page of the list of people."""

    lines: tuple[PersonLine, ...]
    total: int
    page: int
    pages: int


ORDERS = {"name": Account.name, "email": Account.email_key, "newest": Account.created_at.desc()}


def people(*, text: str, role: Role | None, ended: bool, order: str, page: int) -> People:
    """Staff accounts by name, address or role; those whose access ended only when asked for."""
    now = clock.now()
    statement = select(Account).where(Account.realm == Realm.STAFF)
    statement = statement.where(Account.closed_at.is_not(None) if ended else Account.closed_at.is_(None))
    if text:
        like = f"%{_plain(text)}%"
        statement = statement.where(
            or_(func.lower(Account.name).like(like, escape="\\"), Account.email_key.like(like, escape="\\"))
        )
    if role is not None:
        held = select(RoleGrant.account_id).where(RoleGrant.role == role, holds(now))
        statement = statement.where(Account.id.in_(held))
    total = int(db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0)
    pages = max(1, -(-total // PEOPLE_A_PAGE))
    shown = min(page, pages)
    ordered = statement.order_by(ORDERS[order], Account.id).limit(PEOPLE_A_PAGE).offset((shown - 1) * PEOPLE_A_PAGE)
    found = db.session.scalars(ordered).all()
    return People(tuple(_lines(found, now)), total, shown, pages)


def _plain(text: str) -> str:
    return text.casefold().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _lines(found: Sequence[Account], now: datetime) -> list[PersonLine]:
    ids = [one.id for one in found]
    grants = db.session.scalars(
        select(RoleGrant).where(RoleGrant.account_id.in_(ids), RoleGrant.ended_at.is_(None)).order_by(RoleGrant.id)
    ).all()
    signed_in: dict[int, datetime] = {
        row[0]: row[1]
        for row in db.session.execute(
            select(Session.account_id, func.max(Session.began_at))
            .where(Session.account_id.in_(ids))
            .group_by(Session.account_id)
        )
    }
    factors = with_second_factor(ids)
    return [
        PersonLine(
            id=one.id,
            name=one.name,
            email=one.email,
            roles=tuple(grant.role for grant in grants if grant.account_id == one.id and grant.holds_at(now)),
            waiting=tuple(grant.role for grant in grants if grant.account_id == one.id and grant.waits),
            second_factor=one.id in factors,
            last_signed_in=signed_in.get(one.id),
            closed_at=one.closed_at,
        )
        for one in found
    ]


def with_second_factor(account_ids: Collection[int]) -> frozenset[int]:
    """Which of these accounts have set up an app or a passkey."""
    apps = select(App.account_id).where(App.account_id.in_(account_ids))
    return frozenset(
        db.session.scalars(apps.union(select(Passkey.account_id).where(Passkey.account_id.in_(account_ids))))
    )


# -------------------------------------------------------------------------------------------------------------- parts


def was_taken(matter: tuple[str, str], part: Part) -> bool:
    """Whether anybody took a part in a matter."""
    statement = select(PartTaken.id).where(
        PartTaken.matter_kind == matter[0], PartTaken.matter_id == matter[1], PartTaken.part == part
    )
    return db.session.scalar(statement.limit(1)) is not None


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_TAKEN = select(PartTaken.account_id, PartTaken.part).where(
    PartTaken.account_id.in_(_IDS),
    PartTaken.matter_kind == bindparam("kind"),
    PartTaken.matter_id == bindparam("matter_id"),
)


def parts_taken(account_ids: Collection[int], matter: tuple[str, str]) -> dict[int, frozenset[Part]]:
    """The parts that each of these people took in a matter."""
    return read_once(("parts_taken", *matter, *account_ids), lambda: _parts_taken(account_ids, matter))


def _parts_taken(account_ids: Collection[int], matter: tuple[str, str]) -> dict[int, frozenset[Part]]:
    held: dict[int, set[Part]] = {account_id: set() for account_id in account_ids}
    asked = {"ids": list(account_ids), "kind": matter[0], "matter_id": matter[1]}
    for account_id, part in db.session.execute(_TAKEN, asked):
        held[account_id].add(part)
    return {account_id: frozenset(parts) for account_id, parts in held.items()}


def last_to_take(part: Part, *, about_entry_id: int, besides: tuple[str, str]) -> int | None:
    """Who took this part last in another matter about the same register entry."""
    statement = (
        select(PartTaken.account_id)
        .where(PartTaken.about_entry_id == about_entry_id, PartTaken.part == part)
        .where(or_(PartTaken.matter_kind != besides[0], PartTaken.matter_id != besides[1]))
        .order_by(PartTaken.taken_at.desc(), PartTaken.id.desc())
    )
    return db.session.scalar(statement.limit(1))


# ---------------------------------------------------------------------------------------------------------- interests


def sits_as(account_ids: Collection[int]) -> dict[int, SitsAs]:
    """As what each of these people sits when they examine or judge, where somebody said it."""
    found = db.session.scalars(select(SitsAs).where(SitsAs.account_id.in_(account_ids)))
    return {one.account_id: one for one in found}


def interests_of(account_id: int) -> Sequence[Interest]:
    """What somebody declared and did not take back, newest first."""
    statement = select(Interest).where(Interest.account_id == account_id, Interest.withdrawn_at.is_(None))
    return db.session.scalars(statement.order_by(Interest.id.desc())).all()


_DECLARED = select(Interest).where(Interest.account_id.in_(_IDS), Interest.withdrawn_at.is_(None)).order_by(Interest.id)


def declared_by(account_ids: Collection[int]) -> dict[int, list[Declared]]:
    """The ties that these people declared, as the rules read them."""
    return read_once(("declared_by", *account_ids), lambda: _declared_by(account_ids))


def _declared_by(account_ids: Collection[int]) -> dict[int, list[Declared]]:
    held: dict[int, list[Declared]] = {account_id: [] for account_id in account_ids}
    some = [one for one in account_ids if _known(one).ties]
    for one in db.session.scalars(_DECLARED, {"ids": some}) if some else ():
        held[one.account_id].append(
            Declared(one.kind, one.organisation, one.person, one.number, one.starts_on, one.ends_on)
        )
    return held


# -------------------------------------------------------------------------------------------------------------- glass


_GLASS = (
    select(BrokenGlass)
    .where(
        BrokenGlass.account_id == bindparam("account_id"),
        BrokenGlass.matter_kind == bindparam("kind"),
        BrokenGlass.matter_id == bindparam("matter_id"),
        BrokenGlass.broken_at <= bindparam("at"),
        BrokenGlass.until > bindparam("at"),
        or_(BrokenGlass.closed_at.is_(None), BrokenGlass.closed_at > bindparam("at")),
    )
    .order_by(BrokenGlass.until.desc())
    .limit(1)
)


def glass_open(account_id: int, matter: tuple[str, str], at: datetime) -> BrokenGlass | None:
    """The emergency in which somebody may read a matter at a moment, if any."""
    if not _known(account_id).glass:
        return None
    asked = {"account_id": account_id, "kind": matter[0], "matter_id": matter[1], "at": at}
    return db.session.scalar(_GLASS, asked)


def all_glass(*, at_most: int = 200) -> list[tuple[BrokenGlass, Account]]:
    """Every emergency, those nobody has looked at first, then newest first."""
    return _glass(at_most, None)


def glass_of(account_id: int, *, at_most: int = 20) -> list[tuple[BrokenGlass, Account]]:
    """Somebody's own emergencies, newest first."""
    return _glass(at_most, account_id)


def _glass(at_most: int, account_id: int | None) -> list[tuple[BrokenGlass, Account]]:
    statement = select(BrokenGlass, Account).join(Account, Account.id == BrokenGlass.account_id)
    if account_id is not None:
        statement = statement.where(BrokenGlass.account_id == account_id)
    ordered = statement.order_by(BrokenGlass.looked_at.is_not(None), BrokenGlass.id.desc()).limit(at_most)
    return [(glass, account) for glass, account in db.session.execute(ordered)]


def read_in_glass(
    opened: Collection[BrokenGlass], *, at_most: int = 1000
) -> dict[int, list[tuple[datetime, str, str]]]:
    """What was read in each of these emergencies: when, the kind of record, and which; from the audit trail."""
    if not opened:
        return {}
    by_id = {one.id: one for one in opened}
    statement = (
        select(AuditRecord)
        .where(AuditRecord.action == "glass.read", AuditRecord.actor_id.in_({one.account_id for one in opened}))
        .where(AuditRecord.at >= min(one.broken_at for one in opened))
        .order_by(AuditRecord.id.desc())
        .limit(at_most)
    )
    found: dict[int, list[tuple[datetime, str, str]]] = {}
    for line in db.session.scalars(statement):
        glass_id = json.loads(line.detail).get("glass")
        if glass_id in by_id:
            found.setdefault(glass_id, []).append((line.at, line.subject_kind, line.subject_id))
    return found


def administrators_besides(account_id: int) -> int:
    """How many other open accounts hold the administrator's role now."""
    other = aliased(Account)
    statement = (
        select(func.count(func.distinct(RoleGrant.account_id)))
        .join(other, and_(other.id == RoleGrant.account_id, other.closed_at.is_(None)))
        .where(RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.account_id != account_id, holds(clock.now()))
    )
    return int(db.session.scalar(statement) or 0)
