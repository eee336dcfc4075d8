"""Proof copies: the facts go to both sides for seven days before the public reads them (rules 6.8).

The registrant reads theirs in their account, the reporter in the mailbox; who has neither is given it by hand. They say
that it is right, or which fact is wrong; saying nothing for seven days is an answer too. When the public has to know at
once, or nobody can be asked, somebody who publishes says why it does not wait. Facts that are changed after that go out
again, or somebody else says anew why they need not: what is released is what was asked about.
"""

from __future__ import annotations

from sqlalchemy import select

from accounts.permissions import Permission
from concerns import bad_news, emails, policy, queries, reached, rules
from concerns.investigation.responding import mine
from concerns.models import Concern, Order, OrderText, Proof, ProofSkipped, Subject
from concerns.operations.desk import Desk, sit_down
from concerns.operations.steps import touch
from concerns.operations.triaging import subject
from concerns.panels import queries as panels
from concerns.publishing import health, texts
from concerns.publishing import queries as publishing
from concerns.publishing.queries import Held
from concerns.reached import Days
from concerns.vocabulary import Channel, ProofTo, TextAbout, Way, Who
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from foundation.waiting import Standing
from register import queries as register

PUBLISHERS = (Permission.PUBLISH,)
_TOLD_FIRST = "Tell both sides what was decided first."


@operation
def send(reference: str, order_id: int, *, about: TextAbout, version: int, by: Actor) -> tuple[ProofTo, ...]:
    """Send the facts of the newest words to everybody who is asked; says to whom by hand.

    Raises:
        Refused: nobody wrote any words, nobody was told of the decision, these words went out already, or somebody
            says that it is about health.
    """
    desk = sit_down(reference, by=by, may=texts.EDITORS, version=version)
    row = texts.to_be_published(desk, order_id, about)
    health.check_not_said(row)
    text = publishing.last_text(row.id, about)
    if text is None:
        raise Refused("Prepare the words first.")
    if row.told_on is None:
        raise Refused(_TOLD_FIRST)
    if any(one.text_id == text.id for one in publishing.proofs_of(desk.concern.id)):
        raise Refused("These words went out already. Change them, or wait for the answers.")
    sent = [_send(desk, row, text, one) for one in asked_of(desk.concern)]
    desk.record("proofs_sent", order=row.id, text=text.number, to=[one.goes_to.value for one in sent])
    desk.touch()
    return tuple(one.goes_to for one in sent if one.by_hand)


def _send(desk: Desk, row: Order, text: OrderText, to: ProofTo) -> Proof:
    about = subject(desk, row.subject_id)
    proof = Proof(
        concern_id=desk.concern.id,
        order_id=row.id,
        text_id=text.id,
        goes_to=to,
        by_hand=to is ProofTo.AFFECTED or (to is ProofTo.REGISTRANT and not _has_account(about)),
        sent_at=clock.now(),
        sent_by_id=desk.account_id,
    )
    written_on = reached.counts_from(about) if to is ProofTo.REGISTRANT else bad_news.letter_day()
    proof.ask(written_on, days=policy.PROOF.value(written_on))
    db.session.add(proof)
    db.session.flush()
    if to is ProofTo.REGISTRANT:
        emails.registrant(about, desk.concern, emails.PROOF, due=proof.due_on, days=(Days.PROOF, proof.id))
    elif to is ProofTo.REPORTER:
        desk.was_in_touch(Way.MAILBOX)
        desk.send_word(emails.FACTS)
    return proof


def asked_of(concern: Concern) -> tuple[ProofTo, ...]:
    """Who gets a proof copy: the registrant, whoever raised it, and who was affected when that is somebody else."""
    found = [ProofTo.REGISTRANT]
    if concern.channel is not Channel.INSTITUTE:
        found.append(ProofTo.REPORTER)
    affected = concern.affected
    if affected is not None and affected.who is Who.SOMEBODY and affected.name_sealed:
        found.append(ProofTo.AFFECTED)
    return tuple(found)


def _has_account(about: Subject) -> bool:
    return about.entry_id is not None and about.entry_id in register.holders_of([about.entry_id])


@operation
def skip(reference: str, order_id: int, *, about: TextAbout, reason: str, version: int, by: Actor) -> None:
    """Say why the public need not wait for proof copies: it has to know at once, say. Somebody else releases it then.

    It counts for the words that are there: changed later, they wait again.

    Raises:
        NotAllowed: they wrote the words.
        Refused: nobody wrote any, or there is no reason.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    row = texts.to_be_published(desk, order_id, about)
    text = publishing.last_text(row.id, about)
    if text is None:
        raise Refused("Prepare the words first.")
    if text.written_by_id == desk.account_id:
        raise NotAllowed("You wrote these words. Somebody else says why they need not wait.")
    db.session.add(
        ProofSkipped(
            order_id=row.id,
            about=about,
            reason_sealed=desk.needs(reason, "Say why the public cannot wait for it."),
            skipped_at=clock.now(),
            skipped_by_id=desk.account_id,
        )
    )
    desk.record("proofs_skipped", order=row.id, about=about.value)
    desk.touch()


def check_two_people(row: Order, held: OrderText, account_id: int) -> None:
    """Whoever said that the public need not wait for proof copies of these words does not release them."""
    skipped = select(ProofSkipped.id).where(
        ProofSkipped.order_id == row.id,
        ProofSkipped.about == held.about,
        ProofSkipped.skipped_by_id == account_id,
        ProofSkipped.skipped_at >= held.written_at,
    )
    if db.session.scalar(skipped.limit(1)) is not None:
        raise NotAllowed("You said that the public need not wait for proof copies. Somebody else releases it.")


@operation
def answer_mine(reference: str, proof_id: int, *, account_id: int, right: bool, words: str, by: Actor) -> None:
    """The registrant says whether the facts are right.

    Raises:
        Missing: there is no such proof copy for them.
        Refused: its time is over, they answered before, or they do not say what is wrong.
    """
    audit.take_turn()
    concern, about = mine(reference, account_id)
    if by.id != account_id:
        raise NotAllowed("Only the registrant answers for themself.")
    proof = publishing.proof(concern.id, proof_id, ProofTo.REGISTRANT)
    if panels.order(concern.id, proof.order_id).subject_id != about.id:
        publishing.proof(concern.id, 0)
    _answer(concern, proof, right=right, words=words, by=by)


@operation
def answer_from_mailbox(reference: str, proof_id: int, *, right: bool, words: str) -> None:
    """The reporter says whether the facts are right, in their mailbox. Raises as `answer_mine` does."""
    audit.take_turn()
    concern = queries.get(reference)
    _answer(
        concern, publishing.proof(concern.id, proof_id, ProofTo.REPORTER), right=right, words=words, by=rules.REPORTER
    )


@operation
def note_answer(reference: str, proof_id: int, *, right: bool, words: str, version: int, by: Actor) -> None:
    """Write down what somebody said of the proof copy that was given to them by hand.

    Raises:
        Refused: they answer for themselves, answered before, or what is wrong is missing.
    """
    desk = sit_down(reference, by=by, may=texts.EDITORS, version=version)
    proof = publishing.proof(desk.concern.id, proof_id)
    if not proof.by_hand:
        raise Refused("They answer for themselves.")
    _answer(desk.concern, proof, right=right, words=words, by=by)


def _answer(concern: Concern, proof: Proof, *, right: bool, words: str, by: Actor) -> None:
    if not right and not words.strip():
        raise Refused("Write which fact is wrong, and how it was.")
    proof.receive(clock.today())
    proof.right = right
    proof.words_sealed = locks.box_of(concern.lock_id).seal(words.strip()) if words.strip() else None
    audit.record(action="concern.proof_answered", subject=(rules.MATTER, concern.id), by=by, detail={"proof": proof.id})
    touch(concern)


def still_waits(concern: Concern, row: Order, about: TextAbout, held: Held) -> str:
    """Why the words cannot be released yet because of proof copies; empty when nothing stands in the way."""
    written = [one for one in held.texts.get(row.id, ()) if one.about is about]
    skipped_at = held.skipped.get((row.id, about))
    if skipped_at is not None and written and skipped_at >= written[-1].written_at:
        return ""
    today = clock.today()
    newest = {one.goes_to: one for one in sent_of(concern, row, about, held)}
    if any(to not in newest for to in asked_of(concern)):
        return "Send the proof copies first, and wait for seven days or the answers. Or say why it cannot wait."
    if any(one.waited.waits(today) for one in newest.values()):
        return "Not everybody has answered the proof copy, and the seven days are not over."
    asked = newest[ProofTo.REGISTRANT]
    if asked.waited.standing(today) is Standing.EXPIRED and asked.id in reached.unposted(Days.PROOF):
        return "The letter of the registrant’s proof copy is not in the post yet: the seven days count from then."
    return ""


def sent_of(concern: Concern, row: Order, about: TextAbout, held: Held) -> list[Proof]:
    """The proof copies that say what the newest words say: of the same version, or of one with the same facts."""
    written = [one for one in held.texts.get(row.id, ()) if one.about is about]
    copies = held.proofs.get(row.id, ())
    if not written or not copies:
        return []
    same = {written[-1].id}
    if not same.issuperset(one.text_id for one in copies):
        box = locks.box_of(concern.lock_id)
        facts = texts.shown_facts(written[-1], box)
        same = {one.id for one in written if texts.shown_facts(one, box) == facts}
    return [one for one in copies if one.text_id in same]


def of_subject(concern: Concern, about: Subject) -> list[tuple[Proof, Order]]:
    """The proof copies for one registrant, each with its order, oldest first."""
    held = {one.id: one for one in panels.orders(concern.id) if one.subject_id == about.id}
    return [
        (one, held[one.order_id])
        for one in publishing.proofs_of(concern.id)
        if one.goes_to is ProofTo.REGISTRANT and one.order_id in held
    ]


def words_of(concern: Concern, proof: Proof) -> str:
    """What somebody said was wrong."""
    return locks.box_of(concern.lock_id).open(proof.words_sealed) if proof.words_sealed else ""
