"""All that this side of the house holds of somebody, to take away: for people as a page, for programs as JSON.

Each part says what it holds (`cpd.held`); this adds the account, the entry and the letters. Concerns are not here: what
others told us has its own rules, and its own way of asking (`/privacy/ask`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts import identity
from cpd import registrants
from cpd.audit import account as audits
from cpd.disclosures import account as disclosures
from cpd.held import Field, Held
from cpd.home import holdings, letters, packing
from cpd.home.packing import Packed
from cpd.joining import account as joining
from cpd.leaving import account as leaving
from cpd.money import account as money
from cpd.record import account as record
from cpd.registrants import Registrant
from cpd.renewal import account as renewal
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.words import say_day, say_moment
from register import queries as register
from register.following import links
from register.post import readers
from register.vocabulary import PracticeArea, WorksWith

_OF_REGISTRANTS: tuple[Callable[[Registrant], list[Held]], ...] = (
    renewal.held,
    record.held,
    audits.held,
    disclosures.held,
    leaving.held,
)
_OF_ACCOUNTS: tuple[Callable[[int], list[Held]], ...] = (joining.held, money.held)


@dataclass(frozen=True)
class Everything:
    """All of it, and when it was put together."""

    name: str
    at: datetime
    parts: Sequence[Held]
    files: Sequence[Packed]


@operation
def put_together(account_id: int, *, by: Actor) -> Everything:
    """All that is held of the person whose account it is, for themselves. Each time is a line in the trail."""
    audit.record(action="account.data_given", subject=("account", account_id), by=by)
    account = identity.account(account_id)
    registrant = registrants.of_account(account_id)
    parts = _account(account_id)
    if registrant is not None:
        parts += _entry(registrant)
        parts += [one for ask in _OF_REGISTRANTS for one in ask(registrant)]
    parts += [one for ask in _OF_ACCOUNTS for one in ask(account_id)]
    parts.append(_letters(account.email, registrant))
    files = packing.files_of([papers for one in parts for papers in one.papers])
    parts += [_files(files), _left_out()]
    return Everything(account.name, clock.now(), [one for one in parts if one.rows or one.left_out], files)


def as_json(everything: Everything) -> str:
    """For programs: days as YYYY-MM-DD, moments as ISO 8601 in UTC."""
    plain = {
        "name": everything.name,
        "put_together_at": everything.at.isoformat(),
        "parts": {
            one.name: {
                "title": one.title,
                **({"left_out": one.left_out} if one.left_out else {}),
                "rows": [{words: _plain(value) for words, value in row.items()} for row in one.rows],
            }
            for one in everything.parts
        },
    }
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def in_words(value: Field) -> str:
    """A field as people read it; empty when nothing is held."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return say_moment(value)
    if isinstance(value, date):
        return say_day(value)
    return ", ".join(value) if isinstance(value, list) else str(value)


def _plain(value: Field) -> str | int | bool | list[str] | None:
    return value.isoformat() if isinstance(value, date) else value


def _account(account_id: int) -> list[Held]:
    account, factors = identity.account(account_id), identity.factors(account_id)
    row: Mapping[str, Field] = {
        "Name": account.name,
        "Email address": account.email,
        "Since": account.created_at,
        "Address proved": account.email_proved_at,
        "Password set": account.password_set_at,
        "Authenticator apps": [one.name for one in factors.apps],
        "Passkeys": [one.name for one in factors.passkeys],
    }
    signed_in: list[Mapping[str, Field]] = [
        {"Browser": one.browser, "Since": one.began_at} for one in identity.open_sessions(account_id)
    ]
    left_out = "Left out: your password and keys. We keep only what checks them."
    return [Held("account", "Your account", [row], left_out), Held("signed_in", "Signed in now", signed_in)]


def _entry(registrant: Registrant) -> list[Held]:
    record = registrant.record
    names: list[Mapping[str, Field]] = [
        {
            "From": one.effective_from,
            "Title": one.title,
            "Forenames": one.forenames,
            "Surname": one.surname,
            "Known as": one.known_as,
            "Names before": list(one.previous_names),
            "Town": one.town,
            "First half of the postcode": one.outcode,
            "Organisation": one.organisation,
            "Areas of work": [PracticeArea(code).label for code in one.areas],
            "Works with": WorksWith(one.works_with).label if one.works_with else None,
            "Languages": list(one.languages),
            "First registered": one.first_registered_on,
        }
        for one in record.particulars
    ]
    periods: list[Mapping[str, Field]] = [{"From": one.starts_on, "To": one.ends_on} for one in record.periods]
    orders: list[Mapping[str, Field]] = [
        {"Kind": one.kind.label, "From": one.starts_at, "To": one.ends_at, "Words": one.wording, "Decision": one.source}
        for one in record.restrictions
    ]
    others: list[Mapping[str, Field]] = [
        {"Body": one.body, "Number": one.number, "Checked": one.checked_on} for one in record.other_registrations
    ]
    happened: list[Mapping[str, Field]] = [
        {"When": one.effective_at, "Recorded": one.recorded_at, "What": one.kind.value.replace("_", " ").capitalize()}
        for one in reversed(register.history(registrant.entry_id))
        if not one.kind.is_of_hold
    ]
    row: Mapping[str, Field] = {
        "Registration number": registrant.number,
        "Address that we write to": registrant.email,
        "Postal address": list(readers.reached(registrant.entry_id).lines),
        "Insurance seen, up to": registrant.insured_to,
    }
    return [
        Held("entry", "Your entry on the register", [row]),
        Held("entry_names", "Your name, place and work", names),
        Held("entry_periods", "When you were registered", periods),
        Held("entry_orders", "Warnings and limits", orders),
        Held("entry_other_registers", "Other registers", others),
        Held("entry_history", "What happened to your entry", happened),
        Held("who_to_tell", "Who we tell if you are no longer registered", _named(registrant)),
    ]


def _files(files: Sequence[Packed]) -> Held:
    """Which files there are, and where they lie in the zip."""
    rows: list[Mapping[str, Field]] = [
        {
            "Belongs to": one.called,
            "Name": one.name,
            "Came on": one.kept_on,
            "In the zip": one.path or "Not in it: it still waits for the virus check, or the check refused it.",
        }
        for one in files
    ]
    return Held("files", "Your files", rows)


def _left_out() -> Held:
    """What is kept and not given here, in sentences."""
    return Held("left_out", "What is not here, and why", [{"Why": why} for why in holdings.REASONS])


def _named(registrant: Registrant) -> list[Mapping[str, Field]]:
    rows = links.named_by(registrant.entry_id)
    sealed = links.opened(rows)
    return [
        {"Name": sealed[one.id].organisation, "Email address": sealed[one.id].email, "Since": one.begun_at}
        for one in rows
        if one.id in sealed
    ]


def _letters(email: str, registrant: Registrant | None) -> Held:
    rows: list[Mapping[str, Field]] = [
        {
            "Written": one.written_at,
            "Sent": one.sent_at,
            "Came back": one.returned_at,
            "To": one.recipient,
            "Subject": one.subject,
            "Words": one.body,
        }
        for one in letters.everything(letters.addresses(email, registrant))
    ]
    left_out = "Left out: letters with codes and links to sign in, and letters about concerns."
    if registrant is not None:
        rows += [
            {"Written": one.written_at, "Sent": None, "To": "On paper", "Subject": subject, "Words": body}
            for one, subject, body in readers.letters_of(registrant.entry_id)
        ]
    return Held("letters", "Letters to you", rows, left_out)
