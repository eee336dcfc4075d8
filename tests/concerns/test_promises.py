"""What we promise a reporter is what the rules keep: news of a delay is no reply, and nobody waits beyond 28 days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from concerns import clocks, queries
from concerns.operations import answering, following_up, triaging, writing
from concerns.vocabulary import Answer, ClockName, CloseReason, StatementKind, StepKind
from foundation import clock
from foundation.errors import Refused
from tests.accounts.staff import Person, hire
from tests.concerns import mailboxes
from tests.concerns.mailboxes import Held
from tests.conftest import StillClock

PAGE = {"page": "add", "title": "More", "answers": [{"question": "What?", "answer": "There is a second letter."}]}


@pytest.fixture
def officer(database: SQLAlchemy) -> Person:
    return mailboxes.officer()


@pytest.fixture
def mine(officer: Person, set_clock: StillClock) -> Held:
    """A concern that an officer has and nobody has answered."""
    set_clock("2026-11-24 10:00")
    found = mailboxes.held()
    mailboxes.taken(found, officer)
    return found


def running(mine: Held) -> dict[str, date]:
    """The clocks of a concern."""
    concern = mailboxes.read(mine)
    return {one.name.value: one.on for one in clocks.running(queries.facts([concern])[concern.id])}


def explain(mine: Held, officer: Person, name: ClockName, expected_on: date) -> None:
    """Say why something takes longer."""
    writing.explain_delay(
        mine.reference,
        clock_name=name,
        words="Half of us are ill.",
        expected_on=expected_on,
        version=mailboxes.read(mine).version,
        by=officer.actor,
    )


def test_who_is_told_that_the_reply_is_late_has_no_reply_yet(mine: Held, officer: Person) -> None:
    explain(mine, officer, ClockName.REPLY, clock.today() + timedelta(days=5))
    assert running(mine)["reply"] == date(2026, 11, 26)
    assert StepKind.REPLIED not in [step.kind for step in queries.steps(mine.id)]
    mailboxes.answer(mine, "I am sorry that you had to wait.", officer)
    assert "reply" not in running(mine)


def test_nobody_is_promised_a_message_in_more_than_28_days(mine: Held, officer: Person) -> None:
    with pytest.raises(Refused):
        explain(mine, officer, ClockName.CONTACT, clock.today() + timedelta(days=29))
    explain(mine, officer, ClockName.CONTACT, clock.today() + timedelta(days=28))
    assert running(mine)["contact"] == clock.today() + timedelta(days=28)


def close(mine: Held, officer: Person) -> None:
    """Close it."""
    version = mailboxes.read(mine).version
    triaging.close(
        mine.reference, reason=CloseReason.ORGANISATION, words="It is theirs.", version=version, by=officer.actor
    )


def test_each_closing_may_be_looked_at_and_is_sent_back_once(
    mine: Held, officer: Person, set_clock: StillClock
) -> None:
    reviewer = hire(Role.APPEAL_PANEL)
    for round_, answer in enumerate((Answer.SENT_BACK, Answer.UPHELD)):
        set_clock.move(days=1)
        close(mine, officer)
        following_up.ask_for_another_look(mine.reference, f"Look again, {round_}.")
        with pytest.raises(Refused):
            following_up.ask_for_another_look(mine.reference, "And again.")
        set_clock.move(days=1)
        if answer is Answer.UPHELD:
            with pytest.raises(Refused):
                look(mine, reviewer, Answer.SENT_BACK)
        look(mine, reviewer, answer)
    with pytest.raises(Refused):
        following_up.ask_for_another_look(mine.reference, "A third time.")


def look(mine: Held, reviewer: Person, how: Answer) -> None:
    """Look again at a closing."""
    version = mailboxes.read(mine).version
    answering.answer_review(mine.reference, how, reasons="I read all of it.", version=version, by=reviewer.actor)


def test_what_is_added_after_a_closing_waits_for_an_answer(mine: Held, officer: Person, set_clock: StillClock) -> None:
    close(mine, officer)
    assert running(mine) == {}
    set_clock.move(days=3)
    following_up.tell_more(mine.reference, StatementKind.ADDED, PAGE)
    assert running(mine) == {"contact": clock.today() + timedelta(days=28)}
    set_clock.move(hours=1)
    mailboxes.answer(mine, "Thank you. We have read it.", officer)
    assert running(mine) == {}
