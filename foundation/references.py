"""Numbers and references people say aloud: a check letter catches the slip of a digit.

Registration numbers are `CM` + six digits + a letter: the digits modulo 23, picked from 23 letters that are hard to
mix up (no I, O or U). They are not secret, and a number once given is never used again.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass

CHECK_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"
#: For references and codes: no vowels, no 0/O, 1/I.
SAYABLE = "23456789BCDFGHJKMNPQRSTVWXZ"
_NUMBER = re.compile(r"CM(\d{6})([A-Z])")


def check_letter(digits: int) -> str:
    """The letter that belongs to the six digits."""
    return CHECK_LETTERS[digits % len(CHECK_LETTERS)]


def register_number(digits: int) -> str:
    """The registration number for a count from 0 to 999999, such as `CM004271S`."""
    if not 0 <= digits <= 999_999:
        raise ValueError("registration numbers have six digits")
    return f"CM{digits:06d}{check_letter(digits)}"


def tidy_number(text: str) -> str:
    """What was typed, in capitals, without spaces, hyphens, dots and invisible characters; full-width forms folded."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"[^A-Z0-9]", "", folded)


@dataclass(frozen=True)
class NumberReading:
    """What a typed registration number turned out to be."""

    typed: str
    number: str | None
    #: A sentence for the person when it is not a number as the register gives them.
    problem: str | None = None
    #: The letter that the digits would need, when only the letter is wrong.
    expected: str | None = None


def read_number(text: str) -> NumberReading:
    """Read a typed registration number: any case, with or without spaces or hyphens."""
    tidy = tidy_number(text)
    if not tidy:
        return NumberReading(text, None, "There is no number here.")
    found = _NUMBER.fullmatch(tidy)
    if found is None:
        return NumberReading(text, None, "A registration number is CM, six digits and a letter, such as CM004271S.")
    digits, letter = int(found[1]), found[2]
    right = check_letter(digits)
    if letter != right:
        return NumberReading(
            text, None, f"The last letter does not fit: CM{found[1]} ends in {right}, not {letter}.", expected=right
        )
    return NumberReading(text, tidy)


#: `CN-2026-7K3M9X`: found in any case, with or without its hyphens.
_REFERENCE = re.compile(rf"([A-Z]{{2}})(\d{{4}})([{SAYABLE}]{{6}})")
_CONCERN, _APPLICATION, _INVOICE, _RENEWAL, _DISCLOSURE, _CPD_AUDIT = "CN", "AP", "IN", "RN", "DC", "CA"


def concern_reference(year: int) -> str:
    """A new random reference for a concern: sayable, no secret. Whoever uses it makes sure that it is unique."""
    return _reference(_CONCERN, year)


def read_concern_reference(typed: str) -> str | None:
    """A typed reference in the one spelling, or None when it cannot be one."""
    return _read(_CONCERN, typed)


def application_reference(year: int) -> str:
    """A new random reference for an application, `AP-2026-7K3M9X`. Whoever uses it makes sure that it is unique."""
    return _reference(_APPLICATION, year)


def read_application_reference(typed: str) -> str | None:
    """A typed reference in the one spelling, or None when it cannot be one."""
    return _read(_APPLICATION, typed)


def invoice_reference(year: int) -> str:
    """A new random reference for an invoice, `IN-2026-7K3M9X`: what stands on the bank transfer."""
    return _reference(_INVOICE, year)


def read_invoice_reference(typed: str) -> str | None:
    """A typed reference in the one spelling, or None when it cannot be one."""
    return _read(_INVOICE, typed)


def renewal_reference(year: int) -> str:
    """A new random reference for a renewal, `RN-2026-7K3M9X`. Whoever uses it makes sure that it is unique."""
    return _reference(_RENEWAL, year)


def read_renewal_reference(typed: str) -> str | None:
    """A typed reference in the one spelling, or None when it cannot be one."""
    return _read(_RENEWAL, typed)


def disclosure_reference(year: int) -> str:
    """A new random reference for what a registrant told us, `DC-2026-7K3M9X`. Whoever uses it keeps it unique."""
    return _reference(_DISCLOSURE, year)


def read_disclosure_reference(typed: str) -> str | None:
    """A typed reference in the one spelling, or None when it cannot be one."""
    return _read(_DISCLOSURE, typed)


def cpd_audit_reference(year: int) -> str:
    """A new random reference for a CPD audit, `CA-2026-7K3M9X`. Whoever uses it makes sure that it is unique."""
    return _reference(_CPD_AUDIT, year)


def read_cpd_audit_reference(typed: str) -> str | None:
    """A typed reference in the one spelling, or None when it cannot be one."""
    return _read(_CPD_AUDIT, typed)


def _reference(kind: str, year: int) -> str:
    return f"{kind}-{year}-{sayable_code(6)}"


def _read(kind: str, typed: str) -> str | None:
    found = _REFERENCE.fullmatch(tidy_number(typed))
    return f"{kind}-{found[2]}-{found[3]}" if found and found[1] == kind else None


_DATA = re.compile(rf"DP(\d{{4}})([{SAYABLE}]{{6}})")


def data_reference(year: int) -> str:
    """A new random reference for what somebody asks about their data, such as `DP-2026-7K3M9X`."""
    return f"DP-{year}-{sayable_code(6)}"


def read_data_reference(typed: str) -> str | None:
    """A typed reference of that kind in the one spelling, or None when it cannot be one."""
    found = _DATA.fullmatch(tidy_number(typed))
    return f"DP-{found[1]}-{found[2]}" if found else None


_SERVICE = "SC"


def service_reference(year: int) -> str:
    """A new random reference for a complaint about our service, `SC-2026-7K3M9X`."""
    return _reference(_SERVICE, year)


def read_service_reference(typed: str) -> str | None:
    """A typed reference of that kind in the one spelling, or None when it cannot be one."""
    return _read(_SERVICE, typed)


def sayable_code(length: int) -> str:
    """A random code of so many characters (4.75 bits each) that can be read over the telephone."""
    return "".join(secrets.choice(SAYABLE) for _ in range(length))


def digits_in(text: str) -> str:
    """The digits of a typed code, whatever stands between them; those of other scripts as ours."""
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())
