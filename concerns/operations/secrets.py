"""An officer lets a reporter back into their mailbox who lost the secret, after making sure who they are.

Never for somebody who is anonymous: we do not know who they are, so nobody could be told from them.
"""

from __future__ import annotations

from accounts.permissions import Permission
from accounts.rules import check_may
from concerns import queries, rules
from concerns.models import SecretGiven
from concerns.operations.mailbox import tell_of_new_secret
from concerns.vocabulary import SecretCheck
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused


@operation
def give_new_secret(reference: str, *, how: SecretCheck, words: str, by: Actor) -> str:
    """Make a new secret, shown to the officer this once; the old one opens nothing any more.

    `how` says how the officer made sure who asked, `words` what they did in their own words.

    Raises:
        Refused: the reporter is anonymous, or nothing says how it was made sure.
    """
    check_may(by, Permission.TAKE_IN_CONCERNS)
    if not words.strip():
        raise Refused("Say what you did to make sure who asked.")
    audit.take_turn()
    concern = queries.get(reference)
    check_secret_can_be_given(rules.is_anonymous(concern))
    secret = locks.new_secret()
    concern.secret_hash = locks.secret_hash(secret)
    db.session.add(
        SecretGiven(
            concern_id=concern.id,
            how=how,
            words_sealed=locks.box_of(concern.lock_id).seal(words),
            given_at=clock.now(),
            given_by_id=by.id,
        )
    )
    audit.record(action="concern.secret_given", subject=(rules.MATTER, concern.id), by=by, detail={"how": how.value})
    tell_of_new_secret(concern)
    return secret


def check_secret_can_be_given(anonymous: bool) -> None:
    """Refuse what nobody could make sure of."""
    if anonymous:
        raise Refused(
            "We do not know who this reporter is, so nobody can make sure who asks. Only the old secret opens it."
        )
