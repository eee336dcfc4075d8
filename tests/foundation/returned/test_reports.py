"""What messages say: samples as Postfix and Exchange write them, what else comes to such an address, and malice."""

from __future__ import annotations

import time
from email.message import Message

import pytest

from foundation.returned import reports
from foundation.returned.reports import Cause, Kind, Report
from tests.foundation.returned.bounces import EXCHANGE, FROM_A_PERSON, OUT_OF_OFFICE, POSTFIX, bounce

LETTER = Message()
LETTER["Return-Path"] = "<register@ircm.example>"
LETTER["Message-ID"] = "<letter-7@ircm.example>"
AWAY = "550 5.4.1 Recipient address rejected: Access denied. [AB1.eurprd01.prod.example]"
NOT_FOUND = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"
SPAM = "550 5.7.1 Our system has found that this message is likely unsolicited"


@pytest.mark.parametrize(
    ("sample", "changes", "cause"),
    [
        (POSTFIX, {}, Cause.ADDRESS),
        (EXCHANGE, {"status": "5.1.10", "diagnosis": NOT_FOUND}, Cause.ADDRESS),
        (EXCHANGE, {"status": "5.4.1", "diagnosis": AWAY}, Cause.ADDRESS),
        # The other server spoke of its mailbox, with the three digits alone or with more than the status says.
        (POSTFIX, {"status": "5.0.0", "diagnosis": "550 no such user here"}, Cause.ADDRESS),
        (POSTFIX, {"status": "5.0.0", "diagnosis": "550 5.1.1 no such user"}, Cause.ADDRESS),
        (POSTFIX, {"status": "5.2.2", "diagnosis": "552 5.2.2 Mailbox full"}, Cause.FULL),
        # Nothing is wrong with the address: they took us for somebody else, or could not be reached for days.
        (POSTFIX, {"status": "5.7.1", "diagnosis": SPAM}, Cause.OTHER),
        (POSTFIX, {"status": "4.4.1", "diagnosis": "connect to mail.elsewhere.example: timed out"}, Cause.OTHER),
        (POSTFIX, {"status": "", "diagnosis": ""}, Cause.OTHER),
    ],
)
def test_a_letter_that_did_not_arrive(sample: str, changes: dict[str, str], cause: Cause) -> None:
    read = reports.read(bounce(LETTER, sample, **changes))
    assert (read.kind, read.cause) == (Kind.FAILED, cause)
    assert "<letter-7@ircm.example>" in read.texts


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (bounce(LETTER, action="delayed", status="4.4.1"), Kind.DELAYED),
        (bounce(LETTER, EXCHANGE, action="delivered", status="2.0.0"), Kind.WENT_ON),
        (bounce(LETTER, action="relayed (to fax)", status="2.0.0"), Kind.WENT_ON),
        (bounce(LETTER, action="failed", status="2.0.0"), Kind.NO_REPORT),
        (bounce(LETTER, action="", status="5.1.1"), Kind.NO_REPORT),
        (bounce(LETTER, OUT_OF_OFFICE), Kind.AUTOMATIC),
        (bounce(LETTER, FROM_A_PERSON), Kind.NO_REPORT),
        # A report has no sender. One that has is somebody's own work.
        (bounce(LETTER).replace(b"Return-Path: <>", b"Return-Path: <mallory@elsewhere.example>", 1), Kind.NO_REPORT),
        (b"From: MAILER-DAEMON@old.example\nAuto-Submitted: auto-replied\n\nIt failed.\n", Kind.NO_REPORT),
        (b"X-Failed-Recipients: a@b.example\nAuto-Submitted: auto-replied\n\nIt failed.\n", Kind.NO_REPORT),
    ],
)
def test_what_says_something_else(raw: bytes, kind: Kind) -> None:
    assert reports.read(raw).kind is kind


def test_a_report_with_other_alphabets_is_read_as_well() -> None:
    raw = bounce(LETTER, EXCHANGE).replace(b"message/delivery-status", b"message/global-delivery-status")
    raw = raw.replace(b"rfc822;zzmarker@practice.example", "utf-8; siân@practice.example".encode())
    assert reports.read(raw).kind is Kind.FAILED
    windows = bounce(LETTER).replace(b"charset=utf-8", b"charset=x-nobody-knows").replace(b"I'm sorry", b"\xff\xfe\x80")
    assert (reports.read(windows).kind, reports.read(windows).cause) == (Kind.FAILED, Cause.ADDRESS)


def nested(depth: int) -> bytes:
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return b"Return-Path: <>\n" + parts


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        nested(30),
        nested(5000),
        b"Content-Type: message/rfc822\n\n" * 5000,
        b"Content-Type: multipart/report; report-type=delivery-status\n\nno boundary",
        b"Content-Type: multipart/report; boundary=\n\n--\n",
        b"Content-Type: " + b"a=" * 100_000,
        b"To: " + b"(" * 100_000 + b"\n\n",
        b"Content-Type: text/plain; charset*=utf-8''%ff%fe\n\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n"
        b"Content-Transfer-Encoding: base64\n\n!!!!\n--x--\n",
        b"\n--x\n" * 100_000,
    ],
)
def test_malice_costs_neither_time_nor_the_next_message(raw: bytes) -> None:
    began = time.process_time()
    assert reports.read(raw).kind in (Kind.NO_REPORT, Kind.UNREADABLE)
    assert time.process_time() - began < 5


QUOTED = b'x="' + b";" * reports.LONGEST_HEADER


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: a/b; " + QUOTED,
        b"Content-Type: a/b; " + QUOTED.replace(b";;;;;;;;", b";;;;;;;\n "),
        bounce(LETTER).replace(
            b"Content-Type: message/delivery-status", b"Content-Type: message/delivery-status; " + QUOTED
        ),
        bounce(LETTER).replace(b"Action:", b"Action: " + QUOTED),
        bounce(LETTER)
        .replace(b"message/delivery-status", b"message/global-delivery-status")
        .replace(b"Action:", b"Action: " + QUOTED),
    ],
)
def test_a_header_too_long_to_be_taken_apart_is_not(raw: bytes) -> None:
    """In the head, folded over many lines, in a part, and in what a part says."""
    assert reports.read(raw) == Report(Kind.UNREADABLE)


def test_what_servers_write_at_length_for_themselves_does_no_harm() -> None:
    """As Exchange writes down what its filter thought."""
    raw = b"X-Microsoft-Antispam-Message-Info: " + QUOTED + b"\n" + bounce(LETTER, EXCHANGE)
    assert reports.read(raw).kind is Kind.FAILED
    held = b"To: " + b"a" * (reports.LONGEST_HEADER - 5) + b"\n"
    assert reports.read(held + bounce(LETTER)).kind is Kind.FAILED


def test_no_more_is_read_than_a_report_needs() -> None:
    long = bounce(LETTER, EXCHANGE).replace(b"Dear Zzmarker", b"Dear Zzmarker\n" * 1_000_000)
    assert reports.read(long).kind is Kind.FAILED
    assert reports.read(b"\n" * reports.MOST_BYTES + bounce(LETTER)) == Report(Kind.UNREADABLE)
