"""What officers do with a concern: each act once, on the newest state, with its step, its letter and its clock."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from accounts import authority
from accounts.separation import Part
from concerns import clocks, correspondence, queries
from concerns.models import Contact, Delay, Message, Note
from concerns.operations import answering, following_up, having, mailbox, telling_registrants, triaging, writing
from concerns.telling import SubjectTold
from concerns.vocabulary import (
    Answer,
    ClockName,
    CloseReason,
    OnRegister,
    Queue,
    Stage,
    StatementKind,
    StepKind,
    Way,
)
from foundation import audit, clock, evidence, locks
from foundation.database import db
from foundation.errors import DomainError, Missing, Refused
from foundation.outbox import Letter
from tests.accounts.staff import Person, sit_down
from tests.concerns import officers
from tests.concerns.arrange import EMAIL, anonymous, raised, telling
from tests.concerns.officers import version
from tests.conftest import StillClock
from tests.frame import cast
from tests.page import Page, Visitor

ABOUT_SIOBHAN = telling(subjects=(SubjectTold("Siobhan", OnRegister.FOUND, cast.SIOBHAN),))
ONCE = "0" * 32


def steps(reference: str) -> list[StepKind]:
    """The timeline."""
    return [one.kind for one in queries.steps(officers.now(reference).id)]


def count(table: type[Message | Contact | Note | Delay]) -> int:
    """How many rows there are."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def waiting_letters() -> list[str]:
    """The letters to the reporter, but for the first."""
    db.session.rollback()
    statement = select(Letter.template).where(Letter.recipient == EMAIL, Letter.template != "concern_received")
    return list(db.session.scalars(statement.order_by(Letter.id)))


# ------------------------------------------------------------------------------------------------------- having it


def test_taking_is_a_part_and_taking_twice_is_once(database: SQLAlchemy) -> None:
    who, reference = officers.officer(), raised().reference
    first = version(reference)
    for _ in range(2):
        having.take(reference, version=first, by=who.actor)
    concern = officers.now(reference)
    assert concern.officer_id == who.id
    assert concern.officer_since_at is not None
    with pytest.raises(Refused, match="Another officer has this concern"):
        having.take(reference, version=version(reference), by=officers.officer().actor)
    matter = ("concern", str(concern.id))
    assert authority.parts_taken([who.id], matter)[who.id] == {Part.RECEIVED, Part.WORKED_ON}


def test_of_two_officers_who_take_it_at_once_one_has_it(app: Flask, database: SQLAlchemy) -> None:
    people = [officers.officer() for _ in range(4)]
    reference = raised().reference
    seen = version(reference)
    db.session.remove()

    def take(who: Person) -> bool:
        with app.app_context():
            try:
                having.take(reference, version=seen, by=who.actor)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(max_workers=4) as everybody:
        assert sum(everybody.map(take, people)) == 1
    assert audit.verify().broken is None


STALE: dict[str, Callable[[str, int, Person], object]] = {
    "hand over": lambda ref, seen, who: having.hand_over(ref, to=1, note="x", version=seen, by=who.actor),
    "triage": lambda ref, seen, who: triaging.begin_triage(ref, version=seen, by=who.actor),
    "close": lambda ref, seen, who: triaging.close(ref, reason=CloseReason.FEES, words="x", version=seen, by=who.actor),
    "queue": lambda ref, seen, who: triaging.change_queue(
        ref, Queue.NEVER_REGISTERED, reason="x", version=seen, by=who.actor
    ),
    "delay": lambda ref, seen, who: writing.explain_delay(
        ref, clock_name=ClockName.TRIAGE, words="x", expected_on=date(2090, 1, 1), version=seen, by=who.actor
    ),
    "withdrawal": lambda ref, seen, who: answering.answer_withdrawal(
        ref, Answer.CARRIED_ON, reasons="x", version=seen, by=who.actor
    ),
    "link": lambda ref, seen, who: triaging.link(ref, 1, number=cast.SIOBHAN, reason="", version=seen, by=who.actor),
    "told": lambda ref, seen, who: telling_registrants.hold_back(ref, 1, reason="x", version=seen, by=who.actor),
}
CHANGES: dict[str, Callable[[str], object]] = {
    "the reporter adds": lambda ref: following_up.tell_more(ref, StatementKind.ADDED, {"page": "a", "answers": []}),
    "the reporter writes": lambda ref: mailbox.write_to_us(ref, "One thing more.", once="m" * 32),
    "the reporter takes it back": lambda ref: following_up.take_back(ref, "Please stop."),
}


@pytest.mark.parametrize("act", STALE)
@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_done_from_a_page_that_does_not_show_the_last_of_it(
    database: SQLAlchemy, act: str, change: str
) -> None:
    who = officers.officer()
    reference = officers.replied(who)
    seen = version(reference)
    CHANGES[change](reference)
    with pytest.raises(Refused, match="Somebody else changed this concern meanwhile"):
        STALE[act](reference, seen, who)


def test_a_stale_page_keeps_what_was_typed(app: Flask, database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.in_triage(who)
    visitor = Visitor(sit_down(app, who))
    page = visitor.open(f"/staff/concerns/{reference}/close")
    mailbox.write_to_us(reference, "Wait, there is more.", once="m" * 32)
    typed = {"reason": "fees", "words": "My long reasons.", "kind": ["thanks", "looked", "why", "onward", "again"]}
    page = visitor.send(page, typed, button="Close it and tell the reporter", status=409)
    assert "Somebody else changed this concern meanwhile" in page.problems[0]
    assert 'href="#act"' in page.html, "no field is to blame"
    assert "govuk-form-group--error" not in page.html
    assert "My long reasons." in page.html
    page = visitor.send(page, {}, button="Close it and tell the reporter")
    assert officers.now(reference).stage is Stage.CLOSED


# --------------------------------------------------------------------------------------------------------- writing


def test_the_same_page_sent_twice_is_one_message_one_contact_one_note(database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.taken(who)
    for _ in range(2):
        writing.write_message(reference, "Thank you.", once=ONCE, by=who.actor)
        writing.write_note(reference, "Look at the file.", once=ONCE, by=who.actor)
        writing.record_contact(
            reference, way=Way.PHONE, made_on=clock.today(), words="Called.", once="1" * 32, by=who.actor
        )
    assert (count(Message), count(Note), count(Contact)) == (1, 1, 2)
    assert steps(reference) == [StepKind.RECEIVED, StepKind.REPLIED, StepKind.CONTACTED]
    assert waiting_letters() == ["concern_message"]


def test_the_first_word_of_a_person_is_the_reply_we_promised(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    who = officers.officer()
    reference = officers.taken(who)
    set_clock("2026-11-25 09:00")
    writing.record_contact(
        reference, way=Way.PHONE, made_on=date(2026, 11, 24), words="Called.", once=ONCE, by=who.actor
    )
    concern = officers.now(reference)
    assert concern.replied_on == date(2026, 11, 24)
    facts = queries.facts([concern])[concern.id]
    assert [due.name for due in clocks.running(facts)] == [ClockName.TRIAGE, ClockName.CONTACT]
    assert clocks.running(facts)[1].on == date(2026, 12, 22)


@pytest.mark.parametrize(
    ("way", "day", "words"),
    [
        (Way.MAILBOX, date(2026, 11, 24), "x"),
        (Way.PHONE, date(2026, 11, 25), "x"),
        (Way.PHONE, date(2026, 11, 23), "x"),
        (Way.PHONE, date(2026, 11, 24), "  "),
    ],
)
def test_a_contact_that_cannot_be_is_refused(
    database: SQLAlchemy, set_clock: StillClock, way: Way, day: date, words: str
) -> None:
    set_clock("2026-11-24 09:00")
    who = officers.officer()
    reference = officers.taken(who)
    with pytest.raises(Refused):
        writing.record_contact(reference, way=way, made_on=day, words=words, once=ONCE, by=who.actor)
    assert count(Contact) == 0


def test_nobody_writes_before_somebody_has_it(database: SQLAlchemy) -> None:
    who, reference = officers.officer(), raised().reference
    with pytest.raises(Refused, match="Take it first"):
        writing.write_message(reference, "Hello", once=ONCE, by=who.actor)
    assert (count(Message), waiting_letters()) == (0, [])


def test_answering_says_that_their_messages_were_read(database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.taken(who, anonymous())
    mailbox.write_to_us(reference, "Are you there?", once="m" * 32)
    writing.mark_read(reference, by=who.actor)
    [message] = correspondence.messages(officers.now(reference).id)
    assert (message.read_on, message.sent_at) == (clock.today(), None)
    mailbox.write_to_us(reference, "Hello?", once="n" * 32)
    writing.write_message(reference, "Yes.", once=ONCE, by=who.actor)
    assert all(
        one.read_on is not None for one in correspondence.messages(officers.now(reference).id) if not one.by_account_id
    )
    assert waiting_letters() == [], "nobody who stays anonymous is written to"


def test_files_go_with_a_message_and_notes_keep_their_own(app: Flask, database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.taken(who)
    visitor = Visitor(sit_down(app, who))
    page = visitor.open(f"/staff/concerns/{reference}")
    bad = (io.BytesIO(b"MZ" + b"\0" * 60), "tool.exe")
    sent = {"words": "The form you asked for.", "files": [(io.BytesIO(b"Name: \n"), "form.txt"), bad]}
    page = visitor.send(page, sent, button="Send to the reporter", status=400)
    assert any("tool.exe" in problem for problem in page.problems)
    assert count(Message) == 0
    assert "form.txt" in page.text, "what was good waits for the next press"
    page = visitor.send(page, {}, button="Send to the reporter")
    [message] = correspondence.messages(officers.now(reference).id)
    [file] = evidence.files_of(("message", str(message.id)))
    address = page.links["Open the original of form.txt"]
    assert visitor.client.get(address).data == b"Name: \n"
    note = {"words": "Draft.", "files": [(io.BytesIO(b"secret plan\n"), "plan.txt")]}
    page = visitor.send(page, note, button="Keep the note")
    assert visitor.client.get(page.links["Open the original of plan.txt"]).data == b"secret plan\n"
    other = officers.taken(who)
    assert visitor.client.get(address.replace(reference, other)).status_code == 404
    with pytest.raises(DomainError):
        evidence.open_view(file.id, by=who.actor)


def test_a_delay_is_explained_to_the_reporter_with_a_new_day(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    who = officers.officer()
    reference = officers.in_triage(who)
    for bad in (date(2026, 11, 24), date(2026, 11, 23)):
        with pytest.raises(Refused, match="still to come"):
            writing.explain_delay(
                reference,
                clock_name=ClockName.TRIAGE,
                words="Papers.",
                expected_on=bad,
                version=version(reference),
                by=who.actor,
            )
    writing.explain_delay(
        reference,
        clock_name=ClockName.TRIAGE,
        words="We wait for papers.",
        expected_on=date(2026, 12, 18),
        version=version(reference),
        by=who.actor,
    )
    concern = officers.now(reference)
    [delay] = correspondence.delays(concern.id)
    assert locks.box_of(concern.lock_id).open(delay.words_sealed) == "We wait for papers."
    assert steps(reference)[-1] is StepKind.DELAY_EXPLAINED
    assert waiting_letters() == ["concern_message", "concern_message"]


# ---------------------------------------------------------------------------------------------------- whom it is about


@pytest.mark.parametrize(
    ("q", "says", "leads_to"), [("", "Look for them first", "#q"), ("penhallow", "Choose the entry", "#number")]
)
def test_linking_nobody_says_what_to_put_right_and_leads_there(
    sample: Flask, database: SQLAlchemy, q: str, says: str, leads_to: str
) -> None:
    who = officers.officer()
    reference = officers.taken(who, telling(subjects=(SubjectTold("Shiv O’Brian", OnRegister.SAYS_SO),)))
    [subject] = officers.now(reference).subjects
    client = sit_down(sample, who)
    path = f"/staff/concerns/{reference}/people/{subject.id}/link"
    [token, *_] = Visitor(client).open(path).all("input", name="csrf_token")
    answer = client.post(path, data={"csrf_token": token.get("value"), "q": q})
    assert answer.status_code == 400
    page = Page(answer, path)
    assert page.links[says].endswith(leads_to)
    assert f'id="{leads_to[1:]}"' in answer.text, "the link leads nowhere"


def test_somebody_described_is_found_and_a_wrong_link_is_put_right(sample: Flask, database: SQLAlchemy) -> None:
    who = officers.officer()
    never = telling(subjects=(SubjectTold("Shiv O’Brian", OnRegister.SAYS_SO),))
    reference = officers.taken(who, never)
    assert officers.now(reference).queue is Queue.NEVER_REGISTERED
    [subject] = officers.now(reference).subjects
    visitor = Visitor(sit_down(sample, who))
    page = visitor.open(f"/staff/concerns/{reference}/people/{subject.id}/link")
    page = visitor.send(page, {"q": "penhallow"}, button="Find")
    assert "penhallow" not in page.address.lower()
    wrong, right = cast.MANY[0][0], cast.SIOBHAN
    page = visitor.send(page, {"number": wrong}, button="Link this entry")
    concern = officers.now(reference)
    assert concern.queue is Queue.CONCERNS
    telling_registrants.record_told(
        reference, subject.id, on=clock.today(), how="By letter", version=version(reference), by=who.actor
    )
    with pytest.raises(Refused, match="Say why the link was wrong"):
        triaging.link(reference, subject.id, number=right, reason="", version=version(reference), by=who.actor)
    triaging.link(
        reference, subject.id, number=right, reason="Another Penhallow.", version=version(reference), by=who.actor
    )
    concern = officers.now(reference)
    box = locks.box_of(concern.lock_id)
    [note] = db.session.scalars(select(Note)).all()
    assert wrong in box.open(note.words_sealed)
    assert "needs an apology" in box.open(note.words_sealed)
    assert concern.subjects[0].told_on is None
    with pytest.raises(Refused):
        triaging.change_queue(reference, Queue.NEVER_REGISTERED, reason="x", version=version(reference), by=who.actor)


def test_telling_the_registrant_is_on_record_once(sample: Flask, database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.taken(who, ABOUT_SIOBHAN)
    [subject] = officers.now(reference).subjects
    telling_registrants.hold_back(reference, subject.id, reason="Police.", version=version(reference), by=who.actor)
    telling_registrants.record_told(
        reference, subject.id, on=clock.today(), how="By letter", version=version(reference), by=who.actor
    )
    assert steps(reference)[-1] is StepKind.REGISTRANT_TOLD
    with pytest.raises(Refused, match="told already"):
        telling_registrants.hold_back(reference, subject.id, reason="x", version=version(reference), by=who.actor)
    with pytest.raises(Missing):
        telling_registrants.hold_back(reference, 999_999, reason="x", version=version(reference), by=who.actor)


# ----------------------------------------------------------------------------------------------------------- closing


def close(reference: str, who: Person, reason: CloseReason = CloseReason.FEES) -> None:
    """Close a concern from a fresh page."""
    triaging.close(reference, reason=reason, words="It is about a bill.", version=version(reference), by=who.actor)


def test_a_closing_carries_reasons_and_says_until_when_to_ask_again(
    database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    who = officers.officer()
    reference = officers.in_triage(who)
    close(reference, who)
    concern = officers.now(reference)
    closing = correspondence.closing(concern.id)
    assert closing is not None
    assert (concern.stage, concern.closed_on) == (Stage.CLOSED, date(2026, 11, 24))
    assert closing.review_until == date(2026, 12, 22)
    assert locks.box_of(concern.lock_id).open(closing.words_sealed) == "It is about a bill."
    assert steps(reference)[-1] is StepKind.CLOSED
    assert waiting_letters()[-1] == "concern_message"
    with pytest.raises(Refused, match="closed"):
        close(reference, who)


def test_kind_words_are_read_again_and_others_who_help_are_named(app: Flask, database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.in_triage(who)
    visitor = Visitor(sit_down(app, who))
    page = visitor.open(f"/staff/concerns/{reference}/close")
    typed = {"reason": "fees", "words": "It is about a bill.", "doors": ["bill"], "kind": ["thanks"]}
    page = visitor.send(page, typed, button="Close it and tell the reporter", status=400)
    assert page.problems == ["Read your words again with each of these in mind, and tick it"]
    ticked = {"kind": ["thanks", "looked", "why", "onward", "again"]}
    page = visitor.send(page, ticked, button="Close it and tell the reporter")
    assert "Citizens Advice, https://www.citizensadvice.org.uk/" in page.text


def test_a_concern_is_closed_as_taken_back_only_when_the_reporter_asked(database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.in_triage(who)
    with pytest.raises(Refused, match="has not asked"):
        close(reference, who, CloseReason.WITHDRAWN)
    following_up.take_back(reference, "Please stop.")
    answering.answer_withdrawal(
        reference, Answer.CARRIED_ON, reasons="Others may be at risk.", version=version(reference), by=who.actor
    )
    assert officers.now(reference).stage is Stage.TRIAGE
    assert steps(reference)[-1] is StepKind.CARRIED_ON
    following_up.take_back(reference, "I still want to stop.")
    answering.answer_withdrawal(
        reference, Answer.CLOSED, reasons="We stop here.", version=version(reference), by=who.actor
    )
    assert officers.now(reference).stage is Stage.CLOSED
    answers = [one.answer for one in correspondence.requests(officers.now(reference).id)]
    assert answers == [Answer.CARRIED_ON, Answer.CLOSED]
    with pytest.raises(DomainError):
        answering.answer_withdrawal(
            reference, Answer.CLOSED, reasons="Again.", version=version(reference), by=who.actor
        )


def test_a_closing_is_sent_back_once_with_a_new_clock(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    who, rita = officers.officer(), officers.reviewer()
    reference = officers.in_triage(who)
    close(reference, who)
    set_clock("2026-12-01 09:00")
    following_up.ask_for_another_look(reference, "You missed a page.")
    answering.answer_review(
        reference, Answer.SENT_BACK, reasons="There is more in it.", version=version(reference), by=rita.actor
    )
    concern = officers.now(reference)
    assert (concern.stage, concern.closed_on, concern.triage_due_on) == (Stage.TRIAGE, None, date(2026, 12, 15))
    assert steps(reference)[-2:] == [StepKind.REVIEW_ANSWERED, StepKind.REOPENED]
    close(reference, who)
    with pytest.raises(Refused):
        following_up.ask_for_another_look(reference, "And again.")


def test_triage_begins_after_a_reply_and_only_once(database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.taken(who)
    with pytest.raises(Refused, match="Reply to the reporter first"):
        triaging.begin_triage(reference, version=version(reference), by=who.actor)
    writing.write_message(reference, "Thank you.", once=ONCE, by=who.actor)
    with pytest.raises(Refused, match="Rate the risk"):
        triaging.begin_triage(reference, version=version(reference), by=who.actor)
    other = officers.in_triage(who)
    with pytest.raises(Refused, match="not possible now"):
        triaging.begin_triage(other, version=version(other), by=who.actor)
