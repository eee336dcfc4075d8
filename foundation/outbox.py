"""Letters as rows: written in the same transaction as the change they speak of, sent afterwards.

Nothing is mailed inside a transaction, and nothing committed is left unmailed: `deliver` may stop at any point and be
run again, on several machines at once. A letter that was handed to the mail server in the very second the machine died
is handed over again with the same Message-ID, so that a mail reader shows it once.
"""

from __future__ import annotations

import enum
import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast

import structlog
from flask import Flask, current_app, render_template
from flask_mail import Connection, Mail, Message
from sqlalchemy import CheckConstraint, Index, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.clock import Division
from foundation.database import (
    AwareMoment,
    Key,
    Long,
    Model,
    Moment,
    claim,
    db,
    in_operation,
    one_at_a_time,
    operation,
    text_enum,
)
from foundation.policy import Policy, declare
from foundation.returned import traces
from foundation.returned.traces import Trace
from foundation.settings import Settings
from foundation.workflow import Move, State, Workflow

mail = Mail()
log = structlog.get_logger()

HANDED_OVER_FOR = timedelta(minutes=10)
#: Seconds to wait for a mail server that says nothing. Far less than the time for which a letter is taken.
PATIENCE = 30
REFUSED = "the address was refused"
#: Why a letter is back that a server had taken first, by what that server says (`foundation.returned.reports.Cause`).
CAME_BACK = {
    "address": "it came back: the address takes no letters",
    "full": "it came back: the mailbox is full",
    "other": "it came back: the other server did not deliver it",
}
#: Problems that lie with the address, so that the next letter would not arrive either …
ADDRESS_IS_BAD = (REFUSED, CAME_BACK["address"])
#: … and those of a letter that nobody need wait for any longer.
FAILED_FOR_GOOD = (REFUSED, *CAME_BACK.values())
#: A letter whose template begins so goes without the institute's name as its sender: somebody else may see the list of
#: letters over the reader's shoulder.
QUIET = "quiet_"
TRIES = declare(
    Policy(
        "mail.tries",
        8,
        "tries",
        "How often a letter is tried before a person is asked to look",
        "house default",
        lambda tries: 0 < tries <= 50,
    )
)
KIND_FROM = declare(
    Policy("mail.kind.from", 9, "o’clock", "Bad news is sent from", "house default", lambda hour: 0 <= hour < 24)
)
KIND_UNTIL = declare(
    Policy(
        "mail.kind.until",
        15,
        "o’clock",
        "Bad news is not sent after, nor on a day before a day off",
        "background 11",
        lambda hour: 0 < hour <= 24,
    )
)


class Standing(enum.StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given_up"


_LETTERS_ARE_SILENT = "A letter about a letter would never end."
WORKFLOW = Workflow(
    "letter",
    (
        State("waiting", "system", "The letter waits to be sent."),
        State("sending", "system", "The letter is being handed to the mail server."),
        State("sent", "nobody", "The mail server has taken the letter. It may still send it back."),
        State("given_up", "officer", "The letter could not be sent, or came back; a person has to look."),
    ),
    (
        Move("take", frozenset({"waiting", "sending"}), "sending", None, silent_because=_LETTERS_ARE_SILENT),
        Move("sent", frozenset({"sending"}), "sent", None, silent_because=_LETTERS_ARE_SILENT),
        Move("put_back", frozenset({"sending"}), "waiting", None, silent_because=_LETTERS_ARE_SILENT),
        Move("give_up", frozenset({"sending"}), "given_up", None, silent_because=_LETTERS_ARE_SILENT),
        Move(
            "come_back",
            frozenset({"sent", "waiting", "given_up"}),
            "given_up",
            None,
            silent_because=_LETTERS_ARE_SILENT,
        ),
        Move("try_again", frozenset({"given_up"}), "waiting", "mail", silent_because=_LETTERS_ARE_SILENT),
    ),
)


class Letter(Model):
    """One letter to one address, with what happened to it."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("(standing = 'sent') = (sent_at IS NOT NULL)", name="sent_has_its_time"),
        CheckConstraint("standing <> 'given_up' OR problem IS NOT NULL", name="given_up_says_why"),
        CheckConstraint("returned_at IS NULL OR standing = 'given_up'", name="returned_is_given_up"),
        Index("ix_letter_due", "standing", "due_at"),
    )

    id: Mapped[Key]
    #: The folder under templates/mail that it was written from.
    template: Mapped[str] = mapped_column(String(80))
    recipient: Mapped[str] = mapped_column(String(320), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[Long]
    #: What makes this letter the only one of its kind, so that a job run twice writes it once.
    once: Mapped[str | None] = mapped_column(String(200), unique=True)
    standing: Mapped[Standing] = mapped_column(text_enum(Standing), default=Standing.WAITING)
    written_at: Mapped[Moment]
    due_at: Mapped[Moment]
    #: It brings bad news: it goes when somebody is there to speak to, by the bank holidays of this division.
    kind_in: Mapped[str | None] = mapped_column(String(20))
    tries: Mapped[int] = mapped_column(default=0)
    taken_until: Mapped[Moment | None] = mapped_column(AwareMoment())
    sent_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    problem: Mapped[str | None] = mapped_column(String(200))
    #: When it came back, as long as that is where it stands; and how often it did.
    returned_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    returns: Mapped[int] = mapped_column(default=0, server_default="0")
    #: The entry it was written to, as long as it is to go on paper there if it cannot be sent (`Paper`).
    paper_for: Mapped[int | None] = mapped_column(index=True)
    paper_posted_until: Mapped[date | None]
    paper_there_until: Mapped[date | None]


@dataclass(frozen=True)
class Paper:
    """To which entry a letter goes on paper if it cannot be sent, and by which days it is in the post and there."""

    entry_id: int
    post_by: date | None = None
    there_by: date | None = None


def install(app: Flask, settings: Settings) -> None:
    """Connect an app to its mail server, if it has one."""
    app.config.update(
        MAIL_SERVER=settings.mail_server,
        MAIL_PORT=settings.mail_port,
        MAIL_USERNAME=settings.mail_username or None,
        MAIL_PASSWORD=settings.mail_password or None,
        MAIL_USE_TLS=settings.mail_tls,
        MAIL_DEFAULT_SENDER=(settings.institute_name, settings.mail_sender),
        MAIL_SENDER_HOST=settings.mail_sender.rpartition("@")[2],
    )
    mail.init_app(app)


def kind_moment(division: Division, *, at: datetime | None = None) -> datetime:
    """The first moment from now on, or from another one, at which bad news may reach somebody
    (`foundation.clock.kind_moment`).
    """
    since = at or clock.now()
    hours = (KIND_FROM.value(clock.day_of(since)), KIND_UNTIL.value(clock.day_of(since)))
    return clock.kind_moment(since, hours=hours, division=division)


def compose(template: str, **words: Any) -> tuple[str, str]:
    """Subject and body of a letter, from `templates/mail/<template>/subject.txt` and `body.txt`."""
    subject = " ".join(render_template(f"mail/{template}/subject.txt", **words).split())
    return subject, re.sub(r"\n{3,}", "\n\n", render_template(f"mail/{template}/body.txt", **words)).strip() + "\n"


def write(
    template: str,
    *,
    to: str,
    once: str | None = None,
    kindly: Division | None = None,
    paper: Paper | None = None,
    **words: Any,
) -> Letter | None:
    """Write a letter from `templates/mail/<template>/subject.txt` and `body.txt` into the outbox.

    With `once`, a letter of that key is written a single time; None says it was there already. With `kindly`, it brings
    bad news: it is not sent late in the day, nor before a day off of that division. Without `paper` it never goes
    on paper.
    """
    if not in_operation():
        raise RuntimeError("a letter is written inside the operation it speaks of")
    if once is not None:
        one_at_a_time(f"letter {once}")
        if is_written(once):
            return None
    now = clock.now()
    subject, body = compose(template, **words)
    letter = Letter(
        template=template,
        recipient=to,
        subject=subject,
        body=body,
        once=once,
        standing=Standing(WORKFLOW.start.name),
        written_at=now,
        due_at=now if kindly is None else kind_moment(kindly),
        kind_in=kindly,
        tries=0,
        returns=0,
        paper_for=paper.entry_id if paper is not None else None,
        paper_posted_until=paper.post_by if paper is not None else None,
        paper_there_until=paper.there_by if paper is not None else None,
    )
    db.session.add(letter)
    return letter


def call_off(recipient: str) -> int:
    """Throw away every letter to an address that was not sent yet, inside the operation that gives the reason.

    Says how many. For somebody who has died: nobody is to read what we wanted of them.
    """
    if not in_operation():
        raise RuntimeError("letters are called off inside the operation that gives the reason")
    waiting_letters = delete(Letter).where(
        func.lower(Letter.recipient) == recipient.lower(), Letter.standing.in_((Standing.WAITING, Standing.GIVEN_UP))
    )
    return int(db.session.connection().execute(waiting_letters).rowcount)


def is_written(once: str) -> bool:
    """Whether the letter of that key is there."""
    return db.session.scalar(select(Letter.id).where(Letter.once == once)) is not None


@dataclass(frozen=True)
class Delivery:
    """How many letters were sent, put back for later, and given up."""

    sent: int
    put_back: int
    given_up: int


def deliver(*, at_most: int = 500) -> Delivery:
    """Send what is due. Without a mail server the letters stay where they are.

    A letter that fails is tried again after a longer and longer wait (1, 4, 9 … minutes), then given up for a person
    to look at. The log names letters by their number only, never the address or the words.
    """
    if not current_app.config.get("MAIL_SERVER"):
        return Delivery(0, 0, 0)
    counts = {"sent": 0, "put_back": 0, "give_up": 0}
    for _ in range(at_most):
        taken = _take()
        if taken is None:
            break
        if taken.later:
            continue
        problem = _hand_over(taken.letter_id)
        outcome = _note_outcome(taken, problem)
        if outcome is not None:
            counts[outcome] += 1
    return Delivery(counts["sent"], counts["put_back"], counts["give_up"])


class _Taken(NamedTuple):
    """A letter in this worker's hand, and which try this is."""

    letter_id: int
    tries: int
    #: It was put back: by now it is no hour for bad news.
    later: bool = False


@operation
def _take() -> _Taken | None:
    """Take the oldest due letter for this worker; one whose worker died becomes free again after ten minutes."""
    now = clock.now()
    taken = claim(
        "letter",
        where="(standing = 'waiting' AND due_at <= :now) OR (standing = 'sending' AND taken_until <= :now)",
        assign="standing = 'sending', taken_until = :until, tries = tries + 1",
        limit=1,
        values={"now": now, "until": now + HANDED_OVER_FOR},
    )
    if not taken:
        return None
    letter = db.session.get_one(Letter, taken[0])
    if letter.kind_in is not None:
        kind = kind_moment(cast("Division", letter.kind_in))
        if kind > now:
            letter.standing = Standing(WORKFLOW.after("put_back", standing=letter.standing.value))
            letter.due_at, letter.taken_until, letter.tries = kind, None, letter.tries - 1
            return _Taken(letter.id, letter.tries, later=True)
    return _Taken(letter.id, letter.tries)


class _Connection(Connection):
    """A connection that does not wait for ever, checks whom it speaks to, and lets what was taken be taken."""

    def configure_host(self) -> smtplib.SMTP:
        """Connect."""
        host = smtplib.SMTP(self.mail.server, self.mail.port, timeout=PATIENCE)
        if self.mail.use_tls:
            host.starttls(context=ssl.create_default_context())
        if self.mail.username and self.mail.password:
            host.login(self.mail.username, self.mail.password)
        return host

    def __exit__(self, *_error: object) -> None:
        """Say goodbye. A server that hangs up first has taken the letter all the same."""
        if self.host is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.host.quit()


def _hand_over(letter_id: int) -> str | None:
    """Give one letter to the mail server; says what went wrong, without personal data, or None."""
    letter = db.session.get_one(Letter, letter_id)
    message = Message(subject=letter.subject, recipients=[letter.recipient], body=letter.body)
    host = str(current_app.config["MAIL_SENDER_HOST"])
    if letter.template.startswith(QUIET):
        message.sender = str(current_app.config["MAIL_DEFAULT_SENDER"][1])
    trace = Trace(letter.id, traces.stamp(letter.written_at), letter.returns)
    message.msgId, sender = f"<letter-{traces.word(trace)}@{host}>", traces.sender(trace)
    message.extra_headers = {"Auto-Submitted": "auto-generated"}
    db.session.rollback()  # no transaction stays open while the network is waited for
    try:
        with _Connection(current_app.extensions["mail"]) as connection:
            connection.send(message, envelope_from=sender)
    except smtplib.SMTPRecipientsRefused as error:
        # "Not now" (4xx, as from servers that let strangers wait) is not "never" (5xx).
        never = all(code >= 500 for code, _ in error.recipients.values())
        return REFUSED if never else type(error).__name__
    except Exception as error:  # whatever is wrong with one letter must not keep the others back
        return type(error).__name__
    return None


@operation
def _note_outcome(taken: _Taken, problem: str | None) -> str | None:
    """Write down what became of a letter; None when another worker has it by now."""
    letter = db.session.get_one(Letter, taken.letter_id, populate_existing=True)
    if letter.standing is not Standing.SENDING or letter.tries != taken.tries:
        return None
    now = clock.now()
    if problem is None:
        move = "sent"
        letter.sent_at, letter.problem = now, None
    else:
        move = "give_up" if letter.tries >= TRIES.value() or problem == REFUSED else "put_back"
        letter.problem = problem
        letter.due_at = now + timedelta(minutes=letter.tries**2)
    letter.standing = Standing(WORKFLOW.after(move, standing=letter.standing.value))
    letter.taken_until = None
    log.info("letter", letter=letter.id, template=letter.template, outcome=move, problem=problem)
    return move


def waiting() -> tuple[int, int]:
    """How many letters wait, and how many were given up."""
    rows = db.session.execute(select(Letter.standing, func.count()).group_by(Letter.standing)).all()
    counts = {row[0]: int(row[1]) for row in rows}
    return (
        counts.get(Standing.WAITING, 0) + counts.get(Standing.SENDING, 0),
        counts.get(Standing.GIVEN_UP, 0),
    )
