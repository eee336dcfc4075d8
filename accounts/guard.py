"""Deny by default: every page declares who may open it, and a page that does not is refused to everyone.

`docs/access.md` is generated from the same declarations and from the table of roles, and a test walks every route.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from accounts import kept, roles, sessions, trail
from accounts.models import Realm, Role
from accounts.permissions import Permission
from foundation.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])


class Audience(enum.StrEnum):
    """Who may open a page."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed in"
    #: Staff who have still to show their second factor, or to set one up.
    STAFF_ALONE = "staff, second factor or not"
    STAFF = "staff"


@dataclass(frozen=True)
class Access:
    """A page's declaration: its audience, and why in a sentence for `docs/access.md`."""

    audience: Audience
    because: str
    #: What a member of staff needs beyond being one, one of these; none for any of them.
    permissions: tuple[Permission, ...] = ()

    @property
    def realm(self) -> Realm | None:
        """Through which door one has to have come, if any."""
        if self.audience is Audience.EVERYONE:
            return None
        return Realm.PUBLIC if self.audience is Audience.SIGNED_IN else Realm.STAFF

    @property
    def who(self) -> str:
        """The audience in words."""
        if not self.permissions:
            return self.audience.value
        holders = {role for permission in self.permissions for role in roles.holders_of(permission)}
        return ", ".join(label.lower() for role, label in roles.LABELS.items() if role in holders)


_MARK = "__access__"


def _declared(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _MARK, access)
        return view

    return mark


def public(because: str) -> Callable[[View], View]:
    """Declare that everyone may open a page, signed in or not, and why."""
    return _declared(Access(Audience.EVERYONE, because))


def signed_in(because: str) -> Callable[[View], View]:
    """Declare a page for whoever is signed in to an account of their own: an applicant or a registrant."""
    return _declared(Access(Audience.SIGNED_IN, because))


def staff(permission: Permission, because: str, *others: Permission) -> Callable[[View], View]:
    """Declare a page for staff with a role that gives a permission, or one of others, after their second factor."""
    return _declared(Access(Audience.STAFF, because, (permission, *others)))


def staff_any(because: str) -> Callable[[View], View]:
    """Declare a page for every member of staff, whatever their role."""
    return _declared(Access(Audience.STAFF, because))


def staff_alone(because: str) -> Callable[[View], View]:
    """Declare a page for staff who may not have shown a second factor yet: where they set it up."""
    return _declared(Access(Audience.STAFF_ALONE, because))


def declare(app: Flask, endpoint: str, access: Access) -> None:
    """Declare access for a view that a library made, by its endpoint."""
    made = app.view_functions[endpoint]

    @wraps(made)
    def view(*args: Any, **kwargs: Any) -> Any:
        return made(*args, **kwargs)

    setattr(view, _MARK, access)
    app.view_functions[endpoint] = view


def access_of(view: Callable[..., Any] | None) -> Access | None:
    """What a view declared, or None. Class-based views declare on the class."""
    if view is None:
        return None
    held = getattr(view, _MARK, None) or getattr(getattr(view, "view_class", None), _MARK, None)
    return held if isinstance(held, Access) else None


def install(app: Flask) -> None:
    """Refuse every request to a view that has not declared who may open it, or to somebody it does not name."""
    app.before_request(_check)


def _check() -> Response | None:
    if request.endpoint is None:
        return None  # no such page: the 404 page answers
    access = access_of(current_app.view_functions.get(request.endpoint))
    if access is None:
        raise Forbidden
    refused = refuse(access)
    if refused is None and access.audience is Audience.STAFF:
        _note_auditor()
    return refused


def _note_auditor() -> None:
    """An auditor's reading is logged, whatever they open (rules 6.10)."""
    who = sessions.require(Realm.STAFF)
    if Role.AUDITOR in who.roles and request.method == "GET":
        trail.note_opening(request.path, by=who.actor)


def refuse(access: Access) -> Response | None:
    """The way to the right door for whoever may not come in yet; None lets them in.

    Raises:
        NotAllowed: they are known, and may not.
    """
    if access.realm is None:
        return None
    who = sessions.signed_in(access.realm)
    if who is None:
        return kept.turn_away(access.realm)
    if access.audience is Audience.STAFF and not who.second_factor:
        return redirect(kept.SECOND_FACTOR_PATH[Realm.STAFF], 303)
    if access.permissions and roles.permissions_of(who.roles).isdisjoint(access.permissions):
        raise NotAllowed(roles.refusal(*access.permissions))
    return None


def may(permission: Permission) -> bool:
    """Whether the member of staff at the keyboard may do something, for pages that show or hide it."""
    who = sessions.signed_in(Realm.STAFF)
    return who is not None and who.second_factor and permission in roles.permissions_of(who.roles)


@dataclass(frozen=True)
class Row:
    """One line of the access table."""

    rule: str
    methods: tuple[str, ...]
    endpoint: str
    access: Access | None


def table(app: Flask) -> list[Row]:
    """Every route with its declaration, ordered by address."""
    rows = []
    for rule in app.url_map.iter_rules():
        methods = tuple(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        rows.append(Row(rule.rule, methods, rule.endpoint, access_of(app.view_functions.get(rule.endpoint))))
    return sorted(rows, key=lambda row: (row.rule, row.methods))


def as_markdown(app: Flask) -> str:
    """The page `docs/access.md`."""
    lines = [
        "# Who may open what",
        "",
        "Every page declares its audience; one that does not is refused to everyone and fails the build.",
        "This page is generated from those declarations and from the table of roles by `make docs`.",
        "",
        *roles.as_markdown(),
        "",
        "## Pages",
        "",
        "Staff pages ask for a second factor unless they say otherwise. “Signed in” means an applicant or registrant.",
        "",
        "| address | method | who | why |",
        "| --- | --- | --- | --- |",
    ]
    for row in table(app):
        who = row.access.who if row.access else "nobody"
        why = row.access.because if row.access else "not declared"
        address = row.rule.replace("|", "\\|")
        lines.append(f"| `{address}` | {', '.join(row.methods)} | {who} | {why} |")
    return "\n".join([*lines, ""])
