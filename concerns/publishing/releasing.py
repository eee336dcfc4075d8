"""Telling both sides what was decided, and releasing the words of one version to the public, by a second person.

Both sides are told within five working days; the time to appeal runs from the letter. The words may follow until that
time is over: the sanction starts on the day after it, and an interim order covers the time until then.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.separation import Part
from concerns import bad_news, emails, policy, reached, rules
from concerns.models import Order, OrderText, Release
from concerns.operations.desk import Desk, sit_down
from concerns.operations.triaging import subject
from concerns.panels import effects, orders
from concerns.panels import queries as panels
from concerns.publishing import health, proofs, restored, texts
from concerns.publishing import queries as publishing
from concerns.publishing.names import Found
from concerns.publishing.texts import ORDER, Words
from concerns.reached import Days
from concerns.vocabulary import Sanction, Stage, TextAbout, Way
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from register import operations as register
from register import queries as register_queries
from register.post import readers
from register.vocabulary import OrderKind

PUBLISHERS = (Permission.PUBLISH,)
_RIGHT = "Its words were put right."
_POST_FIRST = (
    "Their letter goes on paper, and the time to appeal counts from when it is there. Tell both sides first, and "
    "release this once the private post says on which day the letter was posted."
)
_NO_ADDRESS = Found(
    "unposted",
    "We know no postal address of theirs, so the letter with the time to appeal lies unposted. Find the address and "
    "post it, or say how they were told, and why this is released without it.",
)


@operation
def tell(reference: str, order_id: int, *, version: int, by: Actor) -> None:
    """Write to both sides what was decided; the time to appeal runs from the day of the letter.

    What reaches no page of the register is done with this.

    Raises:
        Refused: they were told, it fell, or somebody says that it is about health.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    rules.check_stage(desk.concern, Stage.OUTCOME)
    row = panels.order(desk.concern.id, order_id)
    if row.told_on is not None or row.ended_on is not None:
        raise Refused("Both sides were told already, or it fell.")
    health.check_not_said(row)
    _tell(desk, row)
    desk.record("told_decision", order=row.id)
    desk.touch()


@operation
def release(reference: str, order_id: int, *, text: int | None = None, why: str = "", version: int, by: Actor) -> None:
    """Release a decision as the second person: on the register from its start. Who was not told yet is told.

    `text` is the version that was read; `why` says why a name that stands in it may stand, and how they were told when
    nobody knows an address for their letter.

    Of an order whose words were hidden, corrected words are released in the same way; the order stays as it is.

    Raises:
        NotAllowed: they wrote its words, or have a part that excludes them.
        Refused: nobody prepared its words, they changed since, proof copies are out, a name stands in them, somebody
            says that it is about health, or it was released before.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    row = texts.to_be_published(desk, order_id, TextAbout.DECISION)
    health.check_not_said(row)
    take_part((ORDER, str(row.id)), Part.PUBLISHED, called="this decision", by=by)
    if row.kind in orders.PRIVATE:
        if row.told_on is not None:
            raise Refused("Both sides were told. The public reads nothing of it.")
        _tell(desk, row)
    elif texts.is_hidden(row):
        held, found = _check(desk, row, TextAbout.DECISION, text, why)
        _put_right(desk, row, held)
        _keep(desk, row, held, found, why)
    elif row.about_health:
        _tell_once(desk, row)
        _put_on_register(desk, row, Words(""))
        _keep(desk, row, None, (), "")
    else:
        held, found = _check(desk, row, TextAbout.DECISION, text, why)
        _tell_once(desk, row)
        row.wording_sealed = held.wording_sealed
        _put_on_register(desk, row, texts.read(held, desk.box), posted=_NO_ADDRESS not in found)
        _keep(desk, row, held, found, why)
    desk.record("released", order=row.id)
    desk.touch()


@operation
def release_not_met(
    reference: str, order_id: int, *, text: int | None = None, why: str = "", version: int, by: Actor
) -> None:
    """Release, as the second person, the notice that a sanction was not met; the entry shows it at once.

    Raises: as `release` does.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    row = texts.to_be_published(desk, order_id, TextAbout.NOT_MET)
    health.check_not_said(row)
    take_part((ORDER, str(row.id)), Part.PUBLISHED, called="this decision", by=by)
    held, found = _check(desk, row, TextAbout.NOT_MET, text, why)
    assert row.restriction_id is not None
    number, notice = effects.number_of(row.entry_id), texts.read(held, desk.box).summary
    before = register_queries.restriction(row.restriction_id)
    if before.notice == texts.HIDDEN_NOTICE:
        register.reword(
            number,
            restriction_id=before.id,
            wording=before.wording,
            facts=before.facts or "",
            decision=before.decision or "",
            notice=notice,
            reason=_RIGHT,
            by=by,
        )
    else:
        register.mark_not_met(number, restriction_id=before.id, notice=notice, reason="It was not met.", by=by)
    row.restriction_id = effects.live_restriction(row.entry_id, row.restriction_id)
    effects.keep_days(row)
    _keep(desk, row, held, found, why)
    emails.registrant(subject(desk, row.subject_id), desk.concern, emails.NOT_MET)
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.DECIDED)
    desk.record("released_not_met", order=row.id)
    desk.touch()


def _check(desk: Desk, row: Order, about: TextAbout, text: int | None, why: str) -> tuple[OrderText, tuple[Found, ...]]:
    """The version that is released, and what in it could lead to somebody."""
    held = publishing.last_text(row.id, about)
    if held is None:
        raise Refused("A publication editor prepares the words first.")
    if text is not None and text != held.number:
        raise Refused("The words were changed since you read them. Read them again.")
    if row.words_hidden_at is not None and about is TextAbout.DECISION and held.written_at <= row.words_hidden_at:
        raise Refused("These words were hidden because they are wrong. An editor writes them anew first.")
    proofs.check_two_people(row, held, desk.account_id)
    waits = proofs.still_waits(desk.concern, row, about, publishing.held([desk.concern.id]))
    if waits:
        raise Refused(waits)
    found = texts.leads(desk, row, texts.read(held, desk.box))
    if found and not why.strip():
        said = " ".join(one.sentence for one in found)
        raise Refused(f"{said} Send it back to the editor, or say why it may stand.")
    if about is TextAbout.DECISION and row.effected_at is None and _lies(desk, row):
        return held, (*found, _without_letter(row, why))
    return held, found


def _lies(desk: Desk, row: Order) -> bool:
    about = subject(desk, row.subject_id)
    return row.appeal_until is not None and reached.lies_unposted(about, Days.APPEAL, row.id)


def _without_letter(row: Order, why: str) -> Found:
    """A letter for which nobody knows an address holds up nothing for ever: the second person says why it need not."""
    if readers.known([row.entry_id]):
        raise Refused(_POST_FIRST)
    if not why.strip():
        raise Refused(_NO_ADDRESS.sentence)
    return _NO_ADDRESS


def _keep(desk: Desk, row: Order, held: OrderText | None, found: tuple[Found, ...], why: str) -> None:
    assert row.restriction_id is not None
    db.session.add(
        Release(
            order_id=row.id,
            text_id=held.id if held is not None else None,
            restriction_id=row.restriction_id,
            found=[one.code for one in found],
            why_sealed=desk.box.seal(why.strip()) if found else None,
            released_at=clock.now(),
            released_by_id=desk.account_id,
        )
    )


def _tell_once(desk: Desk, row: Order) -> None:
    if row.told_on is None:
        _tell(desk, row)


def _tell(desk: Desk, row: Order) -> None:
    """Letters to both sides. Bad news goes out in the morning of a working day, and the days count from there."""
    about = subject(desk, row.subject_id)
    row.told_on, written_on = bad_news.letter_day(), reached.counts_from(about)
    if row.offer_id is None and row.kind != Sanction.NONE.value and panels.appeal(row.id) is None:
        row.appeal_until = written_on + timedelta(days=policy.APPEAL_LODGED.value(written_on))
    if row.kind in orders.PRIVATE:
        _end_interims(desk, row, at=None)
    days = (Days.APPEAL, row.id) if row.appeal_until is not None else None
    emails.registrant(about, desk.concern, emails.DECISION, due=row.appeal_until, days=days)
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.DECIDED)


def _put_on_register(desk: Desk, row: Order, words: Words, *, posted: bool = True) -> None:
    if posted and _lies(desk, row):
        raise Refused(_POST_FIRST)
    kind = OrderKind(row.kind)
    row.starts_at = _starts_at(row)
    row.ends_at = effects.last_moment(row.starts_at, row.months) if row.months is not None else None
    row.effected_at, row.effected_by_id, row.words_hidden_at = clock.now(), desk.account_id, None
    row.restriction_id = register.impose_restriction(
        effects.number_of(row.entry_id),
        kind=kind,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        wording=words.summary,
        facts=words.facts,
        decision=words.decision,
        source=desk.concern.reference,
        reason="A decision was released.",
        about_health=row.about_health,
        shown_for_good=row.without_end,
        shown_months=row.shown_months,
        by=desk.by,
    )
    row.review_on = effects.next_review(row)
    effects.keep_days(row)
    again = register.look_again_on(row.starts_at)
    longer = row.shown_months is not None and row.shown_until is not None and clock.day_of(row.shown_until) > again
    if row.without_end or longer:
        row.shown_again_on = again
    _end_interims(desk, row, at=row.starts_at if row.starts_at > clock.now() else None)


def _put_right(desk: Desk, row: Order, held: OrderText) -> None:
    """Let the public read corrected words of an order that stands; its days stay as they are."""
    restored.follow(row)
    assert row.restriction_id is not None
    words, before = texts.read(held, desk.box), register_queries.restriction(row.restriction_id)
    register.reword(
        effects.number_of(row.entry_id),
        restriction_id=before.id,
        wording=words.summary,
        facts=words.facts,
        decision=words.decision,
        notice=before.notice,
        reason=_RIGHT,
        by=desk.by,
    )
    row.restriction_id = effects.live_restriction(row.entry_id, row.restriction_id)
    row.wording_sealed, row.words_hidden_at = held.wording_sealed, None
    emails.registrant(subject(desk, row.subject_id), desk.concern, emails.WORDS_RIGHT)
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.PUT_RIGHT)


def _starts_at(row: Order) -> datetime:
    """After the time to appeal; at once when it was agreed, the appeal was answered, or that day is over.

    Never before the letter that tells of it, but for what they agreed to themselves.
    """
    if row.offer_id is not None:
        return clock.now()
    if row.appeal_until is None:
        assert row.told_on is not None
        return max(clock.now(), bad_news.from_day(row.told_on).astimezone(UTC))
    return max(clock.now(), clock.start_of_day(row.appeal_until + timedelta(days=1)))


def _end_interims(desk: Desk, row: Order, *, at: datetime | None) -> None:
    """End the interim orders about the same person, now or when the sanction starts."""
    for held in effects.covers(row):
        if at is None:
            effects.end_now(desk, held)
        else:
            effects.cover_until(desk, held, at)
