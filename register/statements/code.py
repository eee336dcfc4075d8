"""The code on a verification statement: what it is about and when it was made, sealed so that nobody else can make one.

A code is 24 signs of an alphabet that can be read over the telephone. It carries the digits of the registration
number, the second at which the register was read, a short digest of what was said, and a seal. Nothing is stored when a
statement is made. The first part is masked with the seal, so a code in an address or a log names nobody, and two codes
for one person have nothing in common. `docs/adr/0005-statement-codes.md` says why. Refuses a code that is not whole
(400) and one that this register did not seal (404).
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from foundation.errors import DomainError, Missing
from foundation.references import SAYABLE, register_number

SIGNS = 24
GROUP = 4
#: What a code holds, in bits. Together 114, just under 24 signs of an alphabet of 27.
_NUMBER_BITS, _SECOND_BITS, DIGEST_BITS, _SEAL_BITS = 20, 31, 15, 48
_CLAIM_BITS = _NUMBER_BITS + _SECOND_BITS + DIGEST_BITS
#: Seconds are counted from here; there are enough of them until the year 2094.
_FIRST_SECOND = datetime(2026, 1, 1, tzinfo=UTC)
#: A later way of writing codes gets a label of its own, and both are read for as long as it takes.
_LABEL = b"register: verification statement, 1"
_SPACING = re.compile(r"[\s\-‐-―_.·]+")


class Unreadable(DomainError):
    """What was typed is not a whole code (HTTP 400)."""


class Claim(NamedTuple):
    """What a code says: this number, as the register stood at this second, with this digest of what was said."""

    number: str
    made_at: datetime
    digest: int


def keys(*secrets: str) -> tuple[bytes, ...]:
    """The keys for codes, from the application's secret keys, the one in use first; empty ones are passed over."""
    return tuple(hmac.digest(secret.encode(), _LABEL, "sha256") for secret in secrets if secret)


def write(claim: Claim, key: bytes) -> str:
    """The code, in groups: `7KQX-93MD-…`.

    Raises:
        ValueError: a moment that the code has no room for.
    """
    second = round((claim.made_at - _FIRST_SECOND) / timedelta(seconds=1))
    if not 0 <= second < 1 << _SECOND_BITS:
        raise ValueError("a code has no room for that moment")
    packed = (int(claim.number[2:8]) << _SECOND_BITS | second) << DIGEST_BITS | claim.digest
    seal = _seal(packed, key)
    value = (packed ^ _mask(seal, key)) << _SEAL_BITS | seal
    signs = []
    for _ in range(SIGNS):
        value, place = divmod(value, len(SAYABLE))
        signs.append(SAYABLE[place])
    return grouped("".join(reversed(signs)))


def grouped(signs: str) -> str:
    """A code as it is printed, four signs at a time."""
    return "-".join(signs[place : place + GROUP] for place in range(0, len(signs), GROUP))


def read(typed: str, among: Sequence[bytes]) -> Claim:
    """What a typed code says. Any case, with or without spaces and dashes; a whole address is read for its code.

    Raises:
        Unreadable: too few or too many signs, or signs that no code has.
        Missing: a whole code that this register never gave.
    """
    value = 0
    for sign in signs_of(typed):
        value = value * len(SAYABLE) + SAYABLE.index(sign)
    masked, seal = divmod(value, 1 << _SEAL_BITS)
    if masked < 1 << _CLAIM_BITS:
        for key in among:
            packed = masked ^ _mask(seal, key)
            if hmac.compare_digest(_bytes(_seal(packed, key)), _bytes(seal)):
                return _unpack(packed)
    raise Missing(
        "We never gave this code. Compare each sign with the statement. "
        "If they are the same, the statement is not from us."
    )


def signs_of(typed: str) -> str:
    """The 24 signs of a typed code.

    Raises:
        Unreadable: it does not have 24, or has one that codes never have.
    """
    text = unicodedata.normalize("NFKC", typed[:400]).strip().rstrip("/")
    signs = _SPACING.sub("", text.rpartition("/")[2]).upper()
    if not signs:
        raise Unreadable("Type the code from the statement.")
    strange = next((sign for sign in signs if sign not in SAYABLE), None)
    if strange is not None and strange.isprintable() and not strange.isspace():
        raise Unreadable(f"A code never has the sign “{strange}”. It is made of {_spoken()}. Check that sign again.")
    if strange is not None:
        raise Unreadable(f"A code is made of {_spoken()}. There is something else in this one.")
    if len(signs) != SIGNS:
        count = "1 sign" if len(signs) == 1 else f"{len(signs)} signs"
        raise Unreadable(f"A code has {SIGNS} signs, in groups of {GROUP}. This one has {count}.")
    return signs


def _spoken() -> str:
    return "the numbers 2 to 9 and capital letters, without A, E, I, L, O, U and Y"


def _unpack(packed: int) -> Claim:
    packed, digest = divmod(packed, 1 << DIGEST_BITS)
    digits, second = divmod(packed, 1 << _SECOND_BITS)
    return Claim(register_number(digits), _FIRST_SECOND + timedelta(seconds=second), digest)


def _seal(packed: int, key: bytes) -> int:
    return _cut(hmac.digest(key, b"seal" + _bytes(packed), "sha256"), _SEAL_BITS)


def _mask(seal: int, key: bytes) -> int:
    return _cut(hmac.digest(key, b"mask" + _bytes(seal), "sha256"), _CLAIM_BITS)


def _bytes(value: int) -> bytes:
    return value.to_bytes(16, "big")


def _cut(digest: bytes, bits: int) -> int:
    return int.from_bytes(digest, "big") >> (len(digest) * 8 - bits)
