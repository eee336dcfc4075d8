"""The same page behind both doors: a view takes its realm first, and is declared once for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, render_template, request

from accounts.doors import DOORS
from accounts.models import Realm

Mark = Callable[[Callable[..., Any]], Callable[..., Any]]


@dataclass(frozen=True)
class Room:
    """One page: its address behind the door, its view, who may open it, and by which methods."""

    rule: str
    view: Callable[..., Any]
    access: Callable[[Realm], Mark]
    methods: Sequence[str] = ("GET",)


def furnish(name: str, rooms: Sequence[Room], realm: Realm) -> Blueprint:
    """The blueprint of these pages behind one door."""
    blueprint = Blueprint(f"{realm.value}_{name}", __name__, url_prefix=DOORS[realm].prefix)
    for room in rooms:
        view = room.access(realm)(_behind(realm, room.view))
        blueprint.add_url_rule(room.rule, room.view.__name__, view, methods=list(room.methods))
    return blueprint


def _behind(realm: Realm, view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def opened(**values: Any) -> Any:
        return view(realm, **values)

    return opened


def show(template: str, realm: Realm, *, status: int = 200, **words: Any) -> tuple[str, int]:
    """A page behind a door."""
    return render_template(template, door=DOORS[realm], **words), status


def wanted_next() -> str:
    """Where the person wanted to go, as the address or the form says; not yet known to be safe."""
    return request.values.get("next", "")
