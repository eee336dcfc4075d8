"""Deny by default: every page declares who may open it, and a page that does not is refused to everyone.

`docs/access.md` is generated from the same declarations, and a test walks every route.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden

View = TypeVar("View", bound=Callable[..., Any])


class Audience(enum.StrEnum):
    """Who may open a page."""

    EVERYONE = "everyone"


@dataclass(frozen=True)
class Access:
    """A page's declaration: its audience, and why in a sentence for `docs/access.md`."""

    audience: Audience
    because: str


_MARK = "__access__"


def public(because: str) -> Callable[[View], View]:
    """Declare that everyone may open a page, signed in or not, and why."""

    def mark(view: View) -> View:
        setattr(view, _MARK, Access(Audience.EVERYONE, because))
        return view

    return mark


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
    """Refuse every request to a view that has not declared who may open it."""
    app.before_request(_check)


def _check() -> None:
    if request.endpoint is None:
        return  # no such page: the 404 page answers
    view = current_app.view_functions.get(request.endpoint)
    if access_of(view) is None:
        raise Forbidden


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
        "This page is generated from those declarations by `make docs`.",
        "",
        "| address | method | who | why |",
        "| --- | --- | --- | --- |",
    ]
    for row in table(app):
        who = row.access.audience.value if row.access else "nobody"
        why = row.access.because if row.access else "not declared"
        address = row.rule.replace("|", "\\|")
        lines.append(f"| `{address}` | {', '.join(row.methods)} | {who} | {why} |")
    return "\n".join([*lines, ""])
