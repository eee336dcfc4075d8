"""The first staff page: what waits, what I may do, and what this machine is missing."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from accounts import authority, guard, roles, sessions, waiting
from accounts.models import Realm, Role
from accounts.permissions import SENTENCES, Permission
from foundation import clock, outbox
from foundation.settings import Settings
from foundation.words import say_day

blueprint = Blueprint("staff_home", __name__)


@blueprint.get("/staff")
@guard.staff_any("Every member of staff has a first page; it shows only what their roles allow.")
def start() -> str:
    """What waits, what I may do, what is missing."""
    who = sessions.require(Realm.STAFF)
    now = clock.now()
    mine = [grant for grant in authority.open_grants_of(who.account_id) if grant.holds_at(now)]
    given = roles.permissions_of(who.roles)
    return render_template(
        "staff/home.html",
        who=who,
        roles=[(roles.LABELS[grant.role], grant.until) for grant in mine],
        may=[SENTENCES[permission] for permission in Permission if permission in given],
        waiting=[*waiting.lines(who.account_id, given), *_waiting(given)],
        missing=_missing(),
    )


def _waiting(given: frozenset[Permission]) -> list[tuple[str, str, str]]:
    """What waits for somebody with these permissions: the number, what it is, and where."""
    found = []
    if Permission.AGREE_ROLES in given:
        found.append((len(authority.grants_waiting()), "waiting for a second person", "role", "/staff/people#waiting"))
    if Permission.LOOK_AT_GLASS in given:
        fresh = [glass for glass, _ in authority.all_glass() if glass.looked_at is None]
        found.append((len(fresh), "nobody has looked at yet", "emergency", "/staff/glass/alerts"))
    if Permission.MAIL in given:
        found.append((outbox.waiting()[1], "that did not arrive", "letter", "/staff/mail?standing=given_up"))
    return [(_count(count, thing), rest, address) for count, rest, thing, address in found if count]


def _count(count: int, thing: str) -> str:
    several = {"emergency": "emergencies"}.get(thing, f"{thing}s")
    return f"{count} {thing if count == 1 else several}"


def _missing() -> list[str]:
    """What is not set up on this machine, or not yet safe, in sentences."""
    settings: Settings = current_app.config["SETTINGS"]
    found = []
    if not settings.mail_server:
        found.append("There is no mail server. Letters are written and kept, and not sent.")
    elif not (settings.mail_return or settings.mail_returned_folder):
        found.append(
            "Nobody reads what other mail servers send back (MAIL_RETURN, MAIL_RETURNED_FOLDER). A letter that comes "
            "back counts as one that arrived."
        )
    if not settings.production:
        found.append("This is not set up for the public: it runs without the checks of PRODUCTION=1.")
    if not settings.rate_limits:
        found.append("Rate limits are off.")
    known_to = clock.holidays_known_to()
    if clock.add_months(clock.today(), 12) > known_to:
        found.append(
            f"Bank holidays are known to {say_day(known_to)} only. Bring in a newer list, or clocks will count them as "
            "working days."
        )
    if not authority.holders(Role.DATA_PROTECTION_LEAD):
        found.append("Nobody is the data-protection lead, so no closed record can be opened in an emergency.")
    if len(authority.able_to(roles.holders_of(Permission.AGREE_ROLES))) < 2:
        found.append("Fewer than two people can agree to powerful roles, so none can be given on these pages.")
    return found
