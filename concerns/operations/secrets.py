"""An officer lets a reporter back into their mailbox who lost the secret, after making sure who they are.

Never for somebody who is anonymous: we do not know who they are, so nobody could be told from them.
"""

from __future__ import annotations

from concerns import rules
from concerns.models import SecretGiven
from concerns.operations.desk import sit_down
from concerns.operations.mailbox import tell_of_new_secret
from concerns.vocabulary import SecretCheck
from foundation import clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused


@operation
def give_new_secret(reference: str, *, how: SecretCheck, words: str, by: Actor) -> str:
    """Make a new secret, shown to the officer this once; the old one opens nothing any more.

    `how` says how the officer made sure who asked, `words` what they did in their own words.

    Raises:
        NotAllowed: not with these roles, or with a tie to somebody in it.
        Refused: the reporter is anonymous, or nothing says how it was made sure.
    """
    desk = sit_down(reference, by=by)
    if not words.strip():
        raise Refused("Say what you did to make sure who asked.")
    check_secret_can_be_given(rules.is_anonymous(desk.concern))
    secret = locks.new_secret()
    desk.concern.secret_hash = locks.secret_hash(secret)
    db.session.add(
        SecretGiven(
            concern_id=desk.concern.id,
            how=how,
            words_sealed=desk.box.seal(words),
            given_at=clock.now(),
            given_by_id=desk.account_id,
        )
    )
    desk.record("secret_given", how=how.value)
    tell_of_new_secret(desk.concern)
    return secret


def check_secret_can_be_given(anonymous: bool) -> None:
    """Refuse what nobody could make sure of."""
    if anonymous:
        raise Refused(
            "We do not know who this reporter is, so nobody can make sure who asks. Only the old secret opens it."
        )
