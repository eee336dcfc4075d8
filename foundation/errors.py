"""How the domain says no.

A rule raises with the very sentence the person will read; the web turns it into a page with the right status code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


class DomainError(Exception):
    """Something the person asked for will not be done. The message is for them to read."""

    status = 400

    @property
    def sentence(self) -> str:
        """The sentence to show."""
        return str(self.args[0]) if self.args else "That cannot be done."


class Refused(DomainError):
    """Possible for this person in principle, but not now or not like this (HTTP 409).

    `at` names what was typed wrong, where the rule knows it: a page that has such a field says it there.
    """

    status = 409

    def __init__(self, sentence: str = "", *, at: str = "") -> None:
        super().__init__(*([sentence] if sentence else []))
        self.at = at


class NotAllowed(DomainError):
    """This person may not do it (HTTP 403)."""

    status = 403


class Missing(DomainError):
    """There is no such thing, or nothing of it may be shown (HTTP 404)."""

    status = 404


def allows(check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
    """The yes/no form of a `check_*` rule, for pages that show or hide a button."""
    try:
        check(*args, **kwargs)
    except (Refused, NotAllowed):
        return False
    return True
