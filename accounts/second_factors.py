"""What second factors are made of: codes of an authenticator app, backup codes, passkeys.

Refuses a code that was used already, one from another half minute than the last, this or the next, and a passkey
answer made for another address than ours.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pyotp
import segno
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from flask import current_app, request

from foundation import clock
from foundation.references import digits_in, sayable_code
from foundation.settings import Settings

BACKUP_CODES = 10
_STEP_SECONDS = 30


# ------------------------------------------------------------------------------------------------ authenticator app


def new_app_secret() -> str:
    """A secret to put into an authenticator app (160 bits, base32)."""
    return pyotp.random_base32()


def app_address(secret: str, *, email: str, issuer: str) -> str:
    """The address that an app reads from the square pattern."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def as_picture(address: str) -> bytes:
    """An address as a square pattern to photograph (SVG, without style attributes)."""
    made = io.BytesIO()
    segno.make(address, error="m").save(
        made, kind="svg", scale=5, border=4, light="white", svgclass=None, lineclass=None
    )
    return made.getvalue()


def step_of(secret: str, typed: str, *, after: int) -> int | None:
    """The half minute that a typed code belongs to, later than the last one taken; None when it does not fit."""
    digits = digits_in(typed)
    current = int(clock.now().timestamp()) // _STEP_SECONDS
    totp = pyotp.TOTP(secret)
    found = None
    for step in (current - 1, current, current + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits) and step > after:
            found = step
    return found


def code_now(secret: str) -> str:
    """The code that an app would show now, for demonstrations and tests."""
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // _STEP_SECONDS)


# ------------------------------------------------------------------------------------------------------ backup codes


def new_backup_codes() -> list[str]:
    """Ten codes to print: 57 bits each."""
    codes = []
    for _ in range(BACKUP_CODES):
        code = sayable_code(12)
        codes.append(f"{code[:4]}-{code[4:8]}-{code[8:]}")
    return codes


def hash_backup_code(account_id: int, typed: str) -> str:
    """What is kept of a backup code, typed with or without dashes, in any case."""
    tidy = re.sub(r"[^A-Z0-9]", "", typed.upper())
    return hashlib.sha256(f"{account_id}:{tidy}".encode()).hexdigest()


# ---------------------------------------------------------------------------------------------------------- passkeys


class PasskeyRefused(ValueError):
    """The device's answer does not prove anything. The message is for the person."""


@dataclass(frozen=True)
class Made:
    """A passkey as it comes from a device."""

    credential_id: str
    credential: bytes
    sign_count: int


_NOT_PROVED = "Your device's answer could not be checked. Try again, or sign in another way."


def passkeys_work_here() -> bool:
    """Whether passkeys can be used at this address: they need a name, not a number, and TLS or `localhost`."""
    return _relying_party() is not None


def _relying_party() -> tuple[str, str] | None:
    """The name that passkeys are made for, and the origin that must ask for them."""
    settings: Settings = current_app.config["SETTINGS"]
    split = urlsplit(settings.public_url)
    asked = request.host.split(":")[0]
    if not settings.production and asked == "localhost":
        return "localhost", f"http://{request.host}"
    host = split.hostname or ""
    named = any(sign.isalpha() for sign in host) and ":" not in host
    if not named or split.scheme != "https":
        return None
    return host, f"{split.scheme}://{split.netloc}"


def _server() -> tuple[Fido2Server, str]:
    held = _relying_party()
    if held is None:
        raise PasskeyRefused("Passkeys do not work at this address.")
    name, origin = held
    settings: Settings = current_app.config["SETTINGS"]
    verify: Callable[[str], bool] = lambda said: hmac.compare_digest(said, origin)  # noqa: E731  # the shape it wants
    server = Fido2Server(
        PublicKeyCredentialRpEntity(id=name, name=f"{settings.institute_short} register"), verify_origin=verify
    )
    return server, name


def ask_for_new(*, handle: str, email: str, name: str, held: Sequence[bytes]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What to ask a device for to make a passkey, and what to remember until it answers."""
    server, _ = _server()
    user = PublicKeyCredentialUserEntity(id=bytes.fromhex(handle), name=email, display_name=name or email)
    options, state = server.register_begin(
        user,
        credentials=[AttestedCredentialData(one) for one in held],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), {name: str(value) for name, value in state.items()}


def read_new(state: Mapping[str, Any], answer: Mapping[str, Any]) -> Made:
    """Read the passkey a device made.

    Raises:
        PasskeyRefused: it was made for somebody else's page, long ago, or without checking who is there.
    """
    server, _ = _server()
    try:
        made = server.register_complete(state, answer)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyRefused(_NOT_PROVED) from error
    credential = made.credential_data
    if credential is None:
        raise PasskeyRefused(_NOT_PROVED)
    return Made(websafe_encode(credential.credential_id), bytes(credential), made.counter)


def ask_for_proof() -> tuple[dict[str, Any], dict[str, Any]]:
    """What to ask a device for to sign in, naming no account, and what to remember until it answers."""
    server, _ = _server()
    options, state = server.authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return dict(options), {name: str(value) for name, value in state.items()}


def identity_in(answer: Mapping[str, Any]) -> str:
    """Which passkey an answer says it comes from; nothing is proved yet.

    Raises:
        PasskeyRefused: it does not say.
    """
    identity = answer.get("id")
    if not isinstance(identity, str) or not 0 < len(identity) <= 1400:
        raise PasskeyRefused(_NOT_PROVED)
    return identity


def read_proof(state: Mapping[str, Any], answer: Mapping[str, Any], credential: bytes) -> int:
    """Check a device's answer with the passkey it says it comes from; gives the device's count of signatures.

    Raises:
        PasskeyRefused: the answer does not prove it.
    """
    server, _ = _server()
    try:
        server.authenticate_complete(state, [AttestedCredentialData(credential)], answer)
        read = AuthenticationResponse.from_dict(answer)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyRefused(_NOT_PROVED) from error
    return int(read.response.authenticator_data.counter)


def new_handle() -> str:
    """The random name by which passkeys know an account (32 bytes, as hex)."""
    return secrets.token_hex(32)
