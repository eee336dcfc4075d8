"""Email addresses: read as people type them, kept as they write them, compared without capitals.

`Anna@EXAMPLE.org` and `anna@example.org` are one account; `anna+cpd@example.org` is another. Any script may be used.
Refuses what is no address, without asking the network whether it exists.
"""

from __future__ import annotations

import ipaddress
import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

LONGEST = 254


@dataclass(frozen=True)
class Address:
    """An address to write to, and the form in which two of them are compared."""

    text: str
    key: str


class NoAddress(ValueError):
    """What was typed is no email address. The message is for the person."""


def read_address(typed: str) -> Address:
    """Read a typed address.

    Raises:
        NoAddress: there is none, or it is no address.
    """
    tidy = unicodedata.normalize("NFC", typed).strip().strip("<>").strip()
    if not tidy:
        raise NoAddress("Type your email address.")
    if len(tidy) > LONGEST:
        raise NoAddress("That is too long for an email address. Check that nothing else is in the box.")
    try:
        read = validate_email(tidy, check_deliverability=False)
    except EmailNotValidError:
        raise NoAddress("Type an email address with an @, such as name@example.org.") from None
    domain = (read.ascii_domain or read.domain).lower()
    key = f"{unicodedata.normalize('NFC', read.local_part.casefold())}@{domain}"
    return Address(read.normalized, key)


def network_of(address: str | None) -> str:
    """The network an address belongs to, as one visitor: IPv6 hands a whole /64 to each."""
    try:
        read = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(read, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((read, 64), strict=False))
    return str(read)
