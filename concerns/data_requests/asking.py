"""Requests and complaints about data: taking them in, and what the person who asked may do with theirs.

Any way counts, from the day it came. Refuses one without words, and a day that is yet to come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.permissions import Permission
from accounts.rules import check_may
from concerns import policy
from concerns.data_requests import clocks, emails, queries
from concerns.data_requests.models import DataMessage, DataRequest
from concerns.data_requests.vocabulary import DataChannel, DataKind, DataStanding
from concerns.data_requests.workflow import WORKFLOW
from concerns.vocabulary import Direction
from foundation import audit, clock, locks
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.locks import Box
from foundation.references import data_reference

MATTER = "data_request"
#: Who acts when the person who asked does.
ASKER = Actor(SYSTEM.kind, None, "the person who asked")


@dataclass(frozen=True)
class Asked:
    """What somebody asks, as plain values."""

    kind: DataKind
    words: str
    name: str = ""
    email: str = ""
    phone: str = ""
    post: str = ""
    channel: DataChannel = DataChannel.ONLINE
    #: The day it reached us, when staff type it up; today when left out.
    received_on: date | None = None

    @property
    def reach(self) -> dict[str, str]:
        """How they may be reached, as it is kept."""
        return {"email": self.email, "phone": self.phone, "post": self.post}


def new_reference() -> str:
    """A reference that no request has."""
    while True:
        reference = data_reference(clock.today().year)
        if queries.find(reference) is None:
            return reference


@operation
def take_in(asked: Asked, *, reference: str, secret: str, by: Actor) -> DataRequest:
    """Take it in under a reference that the person has already. The same page sent twice is one request.

    Raises:
        Refused: there are no words, the day is yet to come, or the reference has something else.
    """
    if by.kind == "account":
        check_may(by, Permission.HANDLE_DATA)
    if not asked.words.strip():
        raise Refused("Tell us what it is about.")
    today = clock.today()
    received_on = asked.received_on or today
    if received_on > today:
        raise Refused("The day it reached us is yet to come.")
    audit.take_turn()
    before = queries.find(reference)
    if before is not None:
        if _says_the_same(before, asked):
            return before
        raise Refused("There is another request with that reference.")
    lock, box = locks.new_lock()
    request = DataRequest(
        reference=reference,
        kind=asked.kind,
        channel=asked.channel,
        standing=DataStanding(WORKFLOW.start.name),
        lock_id=lock.id,
        secret_hash=locks.secret_hash(secret),
        words_sealed=box.seal(asked.words),
        name_sealed=box.seal(asked.name) if asked.name else None,
        reach_sealed=box.seal_json(asked.reach),
        received_on=received_on,
        recorded_at=clock.now(),
        taken_by_id=by.id,
        due_on=clocks.due_on(
            asked.kind,
            received_on,
            days=policy.DATA_REPLY.value(received_on),
            months=policy.DATA_ANSWER.value(received_on),
        ),
    )
    db.session.add(request)
    db.session.flush()
    record(request, "received", by=by, detail={"kind": asked.kind.value, "channel": asked.channel.value})
    emails.received(request, asked.email)
    return request


def _says_the_same(before: DataRequest, asked: Asked) -> bool:
    return before.kind is asked.kind and locks.box_of(before.lock_id).open(before.words_sealed) == asked.words


@operation
def write_to_us(reference: str, words: str, *, once: str) -> int:
    """Take a message from the person who asked; gives its id. The same page sent twice is one message.

    Raises:
        Refused: there are no words in it.
    """
    if not words.strip():
        raise Refused("Write your message. A few words are enough.")
    audit.take_turn()
    request = queries.get(reference)
    once = hashlib.sha256(f"{request.id} {once}".encode()).hexdigest()[:40]
    before = queries.message_of_page(request.id, once)
    if before is not None:
        return before.id
    message = put_message(request, locks.box_of(request.lock_id), Direction.TO_US, words, by=ASKER, once=once)
    record(request, "message_to_us", by=ASKER)
    return message.id


@operation
def note_reading(reference: str) -> None:
    """Note on which day the person who asked saw what we wrote."""
    for message in queries.unread(queries.get(reference).id, Direction.FROM_US):
        message.read_on = clock.today()


def put_message(
    request: DataRequest, box: Box, direction: Direction, words: str, *, by: Actor, once: str | None = None
) -> DataMessage:
    """Add a message, inside somebody's operation."""
    message = DataMessage(
        request_id=request.id,
        direction=direction,
        words_sealed=box.seal(words.strip()),
        sent_on=clock.today(),
        sent_at=clock.now(),
        by_account_id=by.id,
        once=once,
    )
    db.session.add(message)
    db.session.flush()
    return message


def record(request: DataRequest, action: str, *, by: Actor, detail: Mapping[str, Any] | None = None) -> None:
    """A line of the audit trail; never with words of the request."""
    audit.record(action=f"data.{action}", subject=(MATTER, request.id), by=by, detail=detail and dict(detail))
