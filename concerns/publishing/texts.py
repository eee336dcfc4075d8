"""The words of a decision for the public, version by version, and what in them could lead to a person.

A warning and undertakings have a summary; conditions, suspensions and removals a summary and the decision; what is
about health alone, and an interim order, none that anybody writes (rules 6.8). What is private is another document.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.separation import Part
from concerns import rules
from concerns.investigation import queries as investigation
from concerns.models import Order, OrderText
from concerns.operations.desk import Desk, sit_down
from concerns.panels import orders
from concerns.panels import queries as panels
from concerns.publishing import names
from concerns.publishing.names import Found, Somebody
from concerns.vocabulary import Stage, TextAbout
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.locks import Box
from register.vocabulary import OrderKind

EDITORS = (Permission.PREPARE_TEXT,)
#: What the public reads of these is a summary and the decision.
WHOLE = (OrderKind.CONDITIONS.value, OrderKind.SUSPENSION.value, OrderKind.REMOVAL.value)
#: Who wrote and who released is kept apart for each order, not for the whole concern.
ORDER = "concern_order"
#: What the public reads of an order, and of a notice, while words that were wrong are written anew.
HIDDEN = "We are putting the words of this decision right. The decision itself stands."
HIDDEN_NOTICE = "What was decided was not met. We are putting the words of this notice right."
AFTER = (Stage.OUTCOME, Stage.APPEAL, Stage.MONITORING)


@dataclass(frozen=True)
class Words:
    """A public text: the summary on the entry, and the facts and the reasons of a whole decision."""

    summary: str
    facts: str = ""
    decision: str = ""

    @property
    def whole(self) -> str:
        """All of it, to look through."""
        return "\n\n".join(part for part in (self.summary, self.facts, self.decision) if part)


@operation
def prepare(
    reference: str,
    order_id: int,
    *,
    words: Words,
    about: TextAbout = TextAbout.DECISION,
    version: int,
    by: Actor,
) -> tuple[Found, ...]:
    """Write a new version of what the public will read; says what in it could lead to a person.

    Where the public reads a summary alone (a warning, undertakings, a notice), nothing more is kept.

    Raises:
        NotAllowed: whoever releases it cannot have written it.
        Refused: it was released already, the public reads none of it, or there are no words.
    """
    desk = sit_down(reference, by=by, may=EDITORS, version=version)
    row = to_be_published(desk, order_id, about)
    if row.about_health or row.kind in orders.PRIVATE:
        raise Refused("The public reads no words of this: of health only that there is a limit.")
    if about is TextAbout.NOT_MET or row.kind not in WHOLE:
        words = Words(words.summary)
    elif not (words.facts.strip() and words.decision.strip()):
        raise Refused("The public reads the whole of this decision: write the facts, and what was decided and why.")
    take_part((ORDER, str(row.id)), Part.PREPARED_TEXT, called="this decision", by=by)
    db.session.add(
        OrderText(
            order_id=row.id,
            number=len(panels.texts([row.id]).get(row.id, ())) + 1,
            about=about,
            wording_sealed=desk.needs(words.summary, "Write the words that the public will read."),
            facts_sealed=desk.box.seal(words.facts.strip()) if words.facts.strip() else None,
            decision_sealed=desk.box.seal(words.decision.strip()) if words.decision.strip() else None,
            written_at=clock.now(),
            written_by_id=desk.account_id,
        )
    )
    desk.record("text_prepared", order=row.id)
    desk.touch()
    return leads(desk, row, words)


def to_be_published(desk: Desk, order_id: int, about: TextAbout) -> Order:
    """The order of a text that may still be changed, or whose words were hidden because they were wrong.

    A warning is not followed, so its concern closes while it is in force: that it was not met can be said then too.

    Raises:
        Refused: it was released already, fell, or it is not the time.
    """
    row = panels.order(desk.concern.id, order_id)
    if about is TextAbout.DECISION and is_hidden(row):
        return row
    if about is TextAbout.DECISION:
        rules.check_stage(desk.concern, Stage.OUTCOME)
        if row.effected_at is not None or row.ended_on is not None:
            raise Refused("It was released already, or fell.")
        return row
    rules.check_stage(desk.concern, *AFTER, Stage.CLOSED)
    if row.restriction_id is None:
        raise Refused("Only of what stands on the register can the public read that it was not met.")
    return row


def is_hidden(row: Order) -> bool:
    """Whether an order stands on the register without its words, because they were wrong."""
    return row.words_hidden_at is not None and row.restriction_id is not None


def read(row: OrderText, box: Box) -> Words:
    """The words of a version."""
    return Words(
        box.open(row.wording_sealed),
        box.open(row.facts_sealed) if row.facts_sealed else "",
        box.open(row.decision_sealed) if row.decision_sealed else "",
    )


def leads(desk: Desk, row: Order, words: Words) -> tuple[Found, ...]:
    """What in a text could lead to the reporter, to who was affected, to a witness, or to another registrant."""
    people = desk.parties
    known = [
        Somebody("reporter", "the reporter", people.reporter),
        Somebody("affected", "the person who was affected", people.affected),
    ]
    own = []
    for one in people.subjects:
        if one.subject_id == row.subject_id:
            own += [one.name, one.told_name]
        else:
            known.append(Somebody("other", "another registrant", one.name))
    known += [
        Somebody("witness", "a witness", desk.box.open(one.source_sealed))
        for one in investigation.exhibits(desk.concern.id)
        if one.is_statement
    ]
    return names.find(words.whole, [one for one in known if one.name], allowed=own)


def shown_facts(row: OrderText, box: Box) -> str:
    """What a proof copy shows: the facts alone, or the summary where the public reads no more."""
    words = read(row, box)
    return words.facts or words.summary
