"""What a message says about a letter: a delivery report (RFC 3464), an answer by a machine (RFC 3834), or neither.

Messages come from anybody. So many bytes are looked at and no more, what is folded too deep is not unfolded, and what
cannot be read is said to be so. Nothing in a message is believed before its trace is found to be ours.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser, HeaderParser
from email.policy import Compat32

#: The report stands at the beginning; our letters are far shorter than this.
MOST_BYTES = 256 * 1024
#: A header with all the lines it goes on over. The time to take one apart grows with the square of this.
LONGEST_HEADER = 4096
#: A report holds a handful of parts. More of them, one in the other, is somebody's joke.
_MOST_PARTS = 40
_PART = re.compile(rb"boundary|message/|multipart/", re.IGNORECASE)
_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_RETURNED_PARTS = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers")
#: Where servers write the envelope's sender of the letter, or its Message-ID.
_ON_THE_REPORT = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "In-Reply-To", "References")
_ON_THE_LETTER = ("Message-ID", "Return-Path")
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"smtp\s*;\s*(\d{3})\b", re.IGNORECASE)
_WENT_ON = frozenset({"delivered", "relayed", "expanded"})
#: No such mailbox, switched off, or no such domain. Microsoft says 5.4.1 of whom it does not know.
_ADDRESS = re.compile(r"5\.1\.\d+|5\.2\.[01]|5\.4\.(?:1|4|310)")
_FULL = re.compile(r"[45]\.2\.2")
#: What a server means that has only the three digits.
_NO_MAILBOX = (550, 551, 553)


class _TooLong(ValueError):
    """A header is longer than any server writes it."""


class _Short(Compat32):
    """Refuses a long header before anybody looks for what it says, in every part of a message."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The name and the value of a header."""
        name, _, _ = sourcelines[0].partition(":")
        if sum(map(len, sourcelines)) <= LONGEST_HEADER:
            return super().header_source_parse(sourcelines)
        # Some servers write down at length what they thought of a message; nobody here reads that.
        if name.lower().startswith(("x-", "arc-")):
            return name, ""
        raise _TooLong


_SHORT = _Short()


class Kind(enum.StrEnum):
    """What a message is."""

    FAILED = "failed"
    DELAYED = "delayed"
    WENT_ON = "went on"
    AUTOMATIC = "automatic"
    NO_REPORT = "no report"
    UNREADABLE = "unreadable"


class Cause(enum.StrEnum):
    """Why a letter did not arrive, as far as the other server says."""

    ADDRESS = "address"
    FULL = "full"
    OTHER = "other"


@dataclass(frozen=True)
class Report:
    """What was read."""

    kind: Kind
    cause: Cause = Cause.OTHER
    #: Lines that may hold a trace.
    texts: Sequence[str] = ()


def read(raw: bytes) -> Report:
    """Read one message."""
    seen = raw[:MOST_BYTES]
    if not seen.strip() or sum(1 for _ in _PART.finditer(seen)) > _MOST_PARTS:
        return Report(Kind.UNREADABLE)
    try:
        return _read(BytesParser(policy=_SHORT).parsebytes(seen))
    except Exception:  # whatever a message does to the parser, the others have their turn
        return Report(Kind.UNREADABLE)


def _read(message: Message) -> Report:
    parts = message.get_payload() if message.is_multipart() else []
    within = [one for one in parts if isinstance(one, Message)] if isinstance(parts, list) else []
    status = next((one for one in within if one.get_content_type() in _STATUS_PARTS), None)
    if status is None:
        return Report(Kind.AUTOMATIC if _is_automatic(message) else Kind.NO_REPORT)
    if any(one.strip() not in ("", "<>") for one in _values(message, "Return-Path")):
        return Report(Kind.NO_REPORT)  # a report has no sender, so that nobody answers it
    kind, cause = _judge(list(_fields(status)))
    return Report(kind, cause, tuple(_texts(message, within)))


def _is_automatic(message: Message) -> bool:
    """An answer by a machine, or a receipt; not a bounce that is written for people only."""
    senders = " ".join(_values(message, "From")).lower()
    if _values(message, "X-Failed-Recipients") or "mailer-daemon" in senders or "postmaster" in senders:
        return False
    said = " ".join(_values(message, "Auto-Submitted")).strip().lower()
    if said and not said.startswith("no"):
        return True
    if str(message.get_param("report-type", "")).lower() == "disposition-notification":
        return True
    bulk = " ".join(_values(message, "Precedence")).strip().lower()
    return bulk in ("auto_reply", "bulk", "junk") or any(
        _values(message, one) for one in ("X-Autoreply", "X-Autorespond")
    )


def _values(message: Message, name: str) -> list[str]:
    return [str(one) for one in message.get_all(name, [])]


def _fields(status: Message) -> Iterator[Message]:
    """The blocks of a status part that speak of a recipient."""
    held = status.get_payload()
    for one in held if isinstance(held, list) else []:
        if not isinstance(one, Message):
            continue
        yield one
        inside = one.get_payload()
        # `message/global-delivery-status` is not taken apart by the parser: one block is the head of the next.
        if isinstance(inside, str):
            yield from (
                HeaderParser(policy=_SHORT).parsestr(block) for block in re.split(r"\r?\n\r?\n", inside)[:_MOST_PARTS]
            )


def _judge(blocks: Sequence[Message]) -> tuple[Kind, Cause]:
    said = [(_action(one), one) for one in blocks]
    actions = {action for action, _ in said}
    if actions & _WENT_ON:
        return Kind.WENT_ON, Cause.OTHER
    if "delayed" in actions:
        return Kind.DELAYED, Cause.OTHER
    causes = [_cause(one) for action, one in said if action == "failed"]
    known = [one for one in causes if one is not None]
    return (Kind.FAILED, known[0]) if known else (Kind.NO_REPORT, Cause.OTHER)


def _action(block: Message) -> str:
    found = re.match(r"\s*([a-z]+)", str(block.get("Action", "")).lower())
    return found[1] if found else ""


def _cause(block: Message) -> Cause | None:
    """Why it failed; None when the block speaks against itself."""
    told, diagnosis = _STATUS.search(str(block.get("Status", ""))), str(block.get("Diagnostic-Code", ""))
    if told is not None and told[1] == "2":
        return None
    status, more = told[0] if told else "", _STATUS.search(diagnosis)
    if more is not None and (not status or status.endswith(".0.0")):
        status = more[0]
    if _ADDRESS.fullmatch(status):
        return Cause.ADDRESS
    if _FULL.fullmatch(status):
        return Cause.FULL
    reply = _REPLY.search(diagnosis)
    if status in ("", "5.0.0", "5.5.0") and reply is not None and int(reply[1]) in _NO_MAILBOX:
        return Cause.ADDRESS
    return Cause.OTHER


def _texts(message: Message, within: Sequence[Message]) -> Iterator[str]:
    for name in _ON_THE_REPORT:
        yield from _values(message, name)
    for part in within:
        if part.get_content_type() not in _RETURNED_PARTS:
            continue
        held = part.get_payload()
        letter = held[0] if isinstance(held, list) and held else HeaderParser(policy=_SHORT).parsestr(_as_text(part))
        if isinstance(letter, Message):
            for name in _ON_THE_LETTER:
                yield from _values(letter, name)


def _as_text(part: Message) -> str:
    held = part.get_payload(decode=True)
    return held.decode("ascii", "replace") if isinstance(held, bytes) else ""
