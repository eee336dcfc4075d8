"""What the data-protection lead does with a request: open, say that we have it, write, take longer, close.

Every act is checked at that moment and in the audit trail. Refuses to give out or change anything before it was made
sure whose data it is, and to make a complaint wait for anything.
"""

from __future__ import annotations

import hashlib

from accounts.permissions import Permission
from accounts.rules import check_may
from concerns import policy
from concerns.data_requests import emails, queries
from concerns.data_requests.asking import put_message, record
from concerns.data_requests.models import DataRequest
from concerns.data_requests.vocabulary import DataKind, DataOutcome, DataStanding
from concerns.data_requests.workflow import WORKFLOW
from concerns.vocabulary import Direction
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Refused
from foundation.locks import Box

#: Ends that give something out or change something.
_NEEDS_IDENTITY = frozenset({DataOutcome.DONE, DataOutcome.PARTLY})


@operation
def open_request(reference: str, *, by: Actor) -> None:
    """Note that somebody opens a request; call it before showing anything of it."""
    request = _sit_down(reference, by=by)
    record(request, "opened", by=by)


@operation
def acknowledge(reference: str, words: str, *, version: int, by: Actor) -> None:
    """Tell the person that a human being has it, and what happens next."""
    request = _sit_down(reference, by=by, version=version)
    _move(request, "acknowledge", by=by)
    _write(request, words, by=by)


@operation
def write_to_them(reference: str, words: str, *, once: str, by: Actor) -> int:
    """Write to the person; gives the message's id. The same page sent twice is one message."""
    request = _sit_down(reference, by=by)
    once = hashlib.sha256(f"us {request.id} {once}".encode()).hexdigest()[:40]
    before = queries.message_of_page(request.id, once)
    if before is not None:
        return before.id
    return _write(request, words, by=by, once=once)


@operation
def note_identity(reference: str, words: str, *, version: int, by: Actor) -> None:
    """Write down how it was made sure that the data is theirs."""
    request = _sit_down(reference, by=by, version=version)
    if request.identity_at is not None:
        raise Refused("It is written down already how you made sure.")
    request.identity_sealed = _box(request).seal(_needed(words, "Say how you made sure whose data it is."))
    request.identity_at, request.identity_by_id = clock.now(), by.id
    record(request, "identity_noted", by=by)


@operation
def take_longer(reference: str, reasons: str, *, version: int, by: Actor) -> None:
    """Give a hard request more months, once, and tell the person why before its day.

    Raises:
        Refused: it is a complaint, its day is over, or it was given longer before.
    """
    request = _sit_down(reference, by=by, version=version)
    check_can_take_longer(request)
    request.extended_to = clock.add_months(request.due_on, policy.DATA_EXTENSION.value(request.received_on))
    request.extended_at, request.extended_by_id = clock.now(), by.id
    record(request, "extended", by=by, detail={"to": request.extended_to.isoformat()})
    _write(request, _needed(reasons, "Say why it takes longer, in words they can follow."), by=by)


def check_can_take_longer(request: DataRequest) -> None:
    """Refuse where the law knows no longer time."""
    if request.kind is DataKind.COMPLAINT:
        raise Refused("A complaint cannot be made to wait. Tell them how it goes instead.")
    if request.standing is DataStanding.CLOSED:
        raise Refused("This request is closed.")
    if request.extended_to is not None:
        raise Refused("It was given longer once. That is all the law allows.")
    if clock.today() > request.due_on:
        raise Refused("Its day is over. Longer time has to be told before that.")


@operation
def close(reference: str, outcome: DataOutcome, words: str, *, version: int, by: Actor) -> None:
    """Answer a request and close it, with reasons.

    Raises:
        Refused: an end that does not fit, no reasons, or nobody made sure whose data it is.
    """
    request = _sit_down(reference, by=by, version=version)
    if outcome not in DataOutcome.of(request.kind):
        raise Refused("Choose how it ends.")
    asks_for_data = request.kind is not DataKind.COMPLAINT
    if asks_for_data and outcome in _NEEDS_IDENTITY and request.identity_at is None:
        raise Refused("First write down how you made sure that the data is theirs.")
    _move(request, "close", by=by)
    request.outcome = outcome
    request.closed_on, request.closed_at, request.closed_by_id = clock.today(), clock.now(), by.id
    record(request, "closed", by=by, detail={"outcome": outcome.value})
    _write(request, words, by=by)


def _sit_down(reference: str, *, by: Actor, version: int | None = None) -> DataRequest:
    check_may(by, Permission.HANDLE_DATA)
    audit.take_turn()
    request = queries.get(reference)
    if version is not None and request.version != version:
        raise Refused("Somebody else changed this request meanwhile. Look at it again, then try once more.")
    return request


def _move(request: DataRequest, name: str, *, by: Actor) -> None:
    """Take a request where a move of the workflow leads. Whatever we do first says that we have it."""
    request.standing = DataStanding(WORKFLOW.after(name, standing=request.standing.value))
    if request.acknowledged_at is None:
        request.acknowledged_on, request.acknowledged_at = clock.today(), clock.now()
        request.acknowledged_by_id = by.id
        record(request, "acknowledged", by=by)


def _write(request: DataRequest, words: str, *, by: Actor, once: str | None = None) -> int:
    """Put our words where the person reads them, and tell them by email if they gave an address."""
    box = _box(request)
    for message in queries.unread(request.id, Direction.TO_US):
        message.read_on = clock.today()
    words = _needed(words, "Write something to them.")
    message = put_message(request, box, Direction.FROM_US, words, by=by, once=once)
    emails.message_waiting(request, str(box.open_json(request.reach_sealed).get("email", "")))
    record(request, "message_from_us", by=by)
    return message.id


def _box(request: DataRequest) -> Box:
    return locks.box_of(request.lock_id)


def _needed(words: str, sentence: str) -> str:
    if not words.strip():
        raise Refused(sentence)
    return words.strip()
