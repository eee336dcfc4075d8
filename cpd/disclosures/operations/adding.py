"""What comes after telling: a question of ours, something added, and taking back what was told in error."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.declarations import get
from cpd.disclosures import emails, rules
from cpd.disclosures.models import Disclosure, DisclosureMessage
from cpd.disclosures.operations.reviewing import begin
from cpd.disclosures.operations.steps import move, note, to_change
from cpd.disclosures.telling import RECORDS, Told, deleted_on
from cpd.disclosures.vocabulary import OPEN, Stage
from foundation import clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from register import operations as register
from register import queries as register_queries
from register.models import Hold

_ASKS: dict[Stage, Permission] = {
    Stage.OFFICER: Permission.LOOK_AFTER_REGISTRANTS,
    Stage.PANEL: Permission.LOOK_AFTER_REGISTRANTS,
    Stage.CONCERNS: Permission.TAKE_IN_CONCERNS,
    Stage.HEALTH: Permission.READ_HEALTH,
}


@operation
def ask(reference: str, words: str, *, by: Actor) -> None:
    """Ask the registrant something about it. They answer in their account.

    Raises:
        Refused: no words, or it is closed.
    """
    permission = _ASKS.get(to_change(reference).stage)
    if permission is None:
        raise Refused("It is closed.")
    disclosure, registrant, box = begin(reference, permission, by=by)
    said = rules.check_said(words, "Write your question.")
    _keep(disclosure, box.seal(said), from_us=True, by=by)
    note(disclosure, "asked", by=by)
    emails.question(disclosure, registrant)


@operation
def add(reference: str, words: str, *, by: Actor) -> None:
    """Add something, as the registrant: an answer, or what has changed.

    Raises:
        Missing: it is somebody else's.
        Refused: no words, or it is closed.
    """
    disclosure = to_change(reference)
    rules.check_own(disclosure, by)
    if disclosure.stage not in OPEN:
        raise Refused("This is closed. If something new has happened, tell us of it anew.")
    said = rules.check_said(words, "Write what you want to add.")
    _keep(disclosure, locks.box_of(disclosure.lock_id).seal(said), from_us=False, by=by)
    note(disclosure, "added", by=by)


def _keep(disclosure: Disclosure, sealed: str, *, from_us: bool, by: Actor) -> None:
    db.session.add(
        DisclosureMessage(
            disclosure_id=disclosure.id,
            from_us=from_us,
            sealed=sealed,
            written_at=clock.now(),
            written_by_id=rules.check_person(by),
        )
    )


@operation
def take_back(reference: str, *, by: Actor) -> None:
    """Take back what the law does not ask for: shown to nobody from now on, its words and files deleted in some days.

    The registrant may for cautions and convictions; an officer who sees that too much was told, for anything that a
    review reads.

    Raises:
        Refused: the law lets us ask what was told, or it was taken back already.
    """
    disclosure = to_change(reference)
    own = rules.is_own(disclosure, by)
    if not own:
        begin(reference, Permission.LOOK_AFTER_REGISTRANTS, by=by)
    if disclosure.stage is Stage.TAKEN_BACK or disclosure.sealed is None:
        raise Refused("It was taken back already.")
    told = Told.from_plain(locks.box_of(disclosure.lock_id).open_json(disclosure.sealed))
    declaration = get(told.code, told.version, told.branch)
    if declaration is None or not declaration.goes_to.is_disputed:
        raise Refused("There is nothing here that the law does not let us ask.")
    if own and told.code != RECORDS:
        raise Refused(
            "You can take back only what you told us of cautions and convictions. Ask us about anything else."
        )
    disclosure.delete_on = deleted_on(clock.today())
    move(disclosure, "take_back", by=by)
    if any(one.source == disclosure.reference for one in register_queries.live_facts(Hold, disclosure.entry_id)):
        registrant = rules.registrant_of(disclosure)
        register.release_hold(registrant.number, source=disclosure.reference, reason="Told in error", by=by)
