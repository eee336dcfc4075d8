"""Who could take an application, sit on its panel, or assess it; and whom a tie or an earlier part keeps away."""

from __future__ import annotations

from accounts import authority
from accounts.conflicts import Choice
from accounts.permissions import Permission
from accounts.roles import holders_of
from accounts.rules import who_is_clear
from cpd.acting import Candidates
from cpd.joining import queries, rules
from cpd.joining.findings import SeatKind
from cpd.joining.matters import matter
from cpd.joining.models import Application
from cpd.joining.operations import assessing, panels
from foundation.errors import allows


def officers(application: Application) -> Candidates:
    """Registration officers."""
    able = authority.able_to(holders_of(Permission.CHECK_APPLICATIONS))
    choice = who_is_clear(able, matter(application), called=rules.CALLED)
    return _made(choice, besides={application.officer_id})


def assessors(application: Application) -> Candidates:
    """Assessors."""
    choice = assessing.candidates(application)
    stale = {one for one in choice.clear if not allows(assessing.check_fresh, application, one)}
    return _made(choice, besides={application.assessor_id}, stale=stale)


def for_panel(application: Application, kind: SeatKind) -> Candidates:
    """Members of panels who are not on this one yet."""
    choice = panels.candidates(application, kind)
    stale = {one for one in choice.clear if not allows(panels.check_fresh, application, kind, one)}
    held = {one.account_id for one in queries.seats(application.id, kind, application.round)}
    return _made(choice, besides=held, stale=stale)


def _made(choice: Choice, *, besides: set[int] | set[int | None], stale: set[int] | None = None) -> Candidates:
    left_out = stale or set()
    clear = tuple(one for one in choice.clear if one not in left_out)
    names = authority.names_of({*choice.clear, *choice.kept_away})
    away = [(names[one], "A tie to somebody in it, or an earlier part.") for one in choice.kept_away]
    away += [(names[one], "An earlier part in it, or in this person’s last application.") for one in left_out]
    return Candidates(
        tuple((str(one), names[one]) for one in sorted(clear, key=names.__getitem__) if one not in besides),
        Choice(clear).sentence,
        tuple(sorted(away)),
    )
