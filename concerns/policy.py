"""Clocks and counts of concerns, as policies (rules 6.6, 6.9, 6.11). A concern keeps the ones it began under."""

from __future__ import annotations

from foundation.policy import Policy, declare


def _positive(value: int) -> bool:
    return 0 < value < 10_000


def _days(name: str, starting: int, unit: str, about: str, source: str) -> Policy[int]:
    return declare(Policy(name, starting, unit, about, source, _positive))


REPLY = _days("concerns.reply", 2, "working days", "A person replies to a new concern within", "rules 6.6 stage 0")
TRIAGE = _days(
    "concerns.triage", 10, "working days", "Whether a concern is ours is decided within", "rules 6.6 stage 2"
)
CONTACT = _days("concerns.contact", 28, "days", "Nobody who raised a concern waits longer for a message", "rules 6.6")
CLOSURE_REVIEW = _days(
    "concerns.closure_review", 28, "days", "A closing may be asked to be looked at again for", "rules 6.9"
)
TELLING_REVIEW = _days(
    "concerns.telling_review", 14, "days", "Not telling the registrant yet is looked at again after", "rules 6.6"
)
DATA_REPLY = _days(
    "concerns.data.reply", 30, "days", "A complaint about data is acknowledged within", "law 11.1, DPA 2018 s164A"
)
DATA_ANSWER = _days(
    "concerns.data.answer", 1, "months", "A request about data is answered within", "law 11.1, UK GDPR art. 12"
)
DATA_EXTENSION = _days(
    "concerns.data.extension", 2, "months", "A hard request about data may take longer by", "law 11.1, UK GDPR art. 12"
)
TRIES_A_MINUTE = _days(
    "concerns.mailbox.tries", 10, "tries", "Wrong secrets from one address before a minute's wait", "house default"
)
BEGINNINGS_AN_HOUR = _days(
    "concerns.beginnings", 60, "beginnings", "Forms begun from one address in an hour", "house default"
)
