"""The institute's own numbers as dated data: name, value, in force from, who set it, why.

A policy is declared once, beside the domain it belongs to, with the value it starts with and where that comes from.
A later value is a new row with the day it takes effect; nothing is overwritten, and what was begun under a value keeps
it (callers store the value, or ask for the day it began).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from flask import g, has_app_context
from sqlalchemy import JSON, String, UniqueConstraint, event, select
from sqlalchemy.orm import Mapped, mapped_column

from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import Day, Key, Long, Model, Moment, db, operation
from foundation.errors import Refused

T = TypeVar("T", int, str, bool, float)


@dataclass(frozen=True)
class Policy(Generic[T]):
    """One number or word that the institute decides.

    `unit` says what the value counts; `source` where the starting value comes from.
    """

    name: str
    starting: T
    unit: str
    about: str
    source: str
    allowed: Callable[[T], bool] = lambda _value: True

    def value(self, on: date | None = None) -> T:
        """The value in force on a UK day (today when left out)."""
        day = on or clock.today()
        for effective_from, held in reversed(_decided().get(self.name, [])):
            if effective_from <= day:
                return type(self.starting)(held)  # SQLite gives a whole number for 3.0
        return self.starting


class PolicyValue(Model):
    """A value the institute decided, from its day on."""

    __tablename__ = "policy_value"
    __table_args__ = (UniqueConstraint("name", "effective_from", "version"),)

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(100))
    value: Mapped[Any] = mapped_column(JSON())
    effective_from: Mapped[Day]
    #: A second decision for the same day counts up; the last one holds.
    version: Mapped[int]
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[Long]


_EVERY_VALUE = select(PolicyValue.name, PolicyValue.effective_from, PolicyValue.value).order_by(
    PolicyValue.effective_from, PolicyValue.version
)
_declared: dict[str, Policy[Any]] = {}


def declare(policy: Policy[T]) -> Policy[T]:
    """Put a policy on the list that staff see. Each name once."""
    if policy.name in _declared:
        raise ValueError(f"policy {policy.name} is declared twice")
    _declared[policy.name] = policy
    return policy


def declared() -> list[Policy[Any]]:
    """All policies, by name."""
    return [_declared[name] for name in sorted(_declared)]


def days_of_change(names: Iterable[str]) -> list[date]:
    """The days from which any of these was decided anew, in order."""
    held = _decided()
    return sorted({effective_from for name in names for effective_from, _value in held.get(name, [])})


def _decided() -> dict[str, list[tuple[date, Any]]]:
    """Every decided value by name, oldest first: one small query a request."""
    if not has_app_context():
        return {}
    held: dict[str, list[tuple[date, Any]]] | None = g.get("policy_values")
    if held is None:
        held = {}
        rows = db.session.connection().execute(_EVERY_VALUE)
        for name, effective_from, value in rows:
            held.setdefault(name, []).append((effective_from, value))
        g.policy_values = held
    return held


@operation
def decide(policy: Policy[T], *, value: T, effective_from: date, reason: str, by: Actor) -> None:
    """Set a policy from a day on. Clocks already running keep what they started with.

    Raises:
        Refused: a value of the wrong kind, or a day that is already over.
    """
    if type(value) is not type(policy.starting) or not policy.allowed(value):
        raise Refused(f"{policy.about}: that value cannot be used.")
    if effective_from < clock.today():
        raise Refused("A policy can change from today or a later day, not for the past.")
    if not reason.strip():
        raise Refused("Say why the policy changes.")
    audit.take_turn()
    earlier = db.session.scalars(
        select(PolicyValue).where(PolicyValue.name == policy.name, PolicyValue.effective_from == effective_from)
    ).all()
    db.session.add(
        PolicyValue(
            name=policy.name,
            value=value,
            effective_from=effective_from,
            version=len(earlier) + 1,
            recorded_at=clock.now(),
            recorded_by=by.label,
            reason=reason.strip(),
        )
    )
    db.session.flush()
    audit.record(
        action="policy.decide",
        subject=("policy", policy.name),
        by=by,
        detail={"value": value, "from": effective_from.isoformat(), "reason": reason.strip()},
    )
    _forget()
    event.listen(db.session(), "after_rollback", _forget, once=True)


def _forget(*_session: object) -> None:
    """Read the decided values again when they are next asked for."""
    if has_app_context():
        g.pop("policy_values", None)
