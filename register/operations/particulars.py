"""Name, place and work; insurance; other registers; and what is withheld for safety."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from foundation import clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Refused
from register import emails, queries
from register.models import Contact, EventKind, Insurance, OtherRegistration, Particulars, Withholding
from register.operations.recording import Change, entry_of
from register.rules import ParticularsFact
from register.vocabulary import Withheld


@operation
def change_particulars(
    number: str, *, changes: dict[str, Any], effective_at: datetime, reason: str, by: Actor, tell: bool = True
) -> None:
    """Change name, place or work from a moment on; what was said before stays on record.

    A surname that changes joins the previous names, so that the person is still found. The person is told unless
    `tell` is False (loading the institute's own sheet).

    Raises:
        Refused: nothing would change, no name would be left, the moment is still to come (search would not learn of it
            then), or a change is recorded for a later moment already.
    """
    if effective_at > clock.now():
        raise Refused("A change is recorded when it has happened, not ahead of its day.")
    entry = entry_of(number)
    record = queries.records([entry.id])[entry.id]
    before = record.particulars_at(effective_at)
    if any(one.effective_from > effective_at for one in record.particulars):
        raise Refused("A later change is on record already. Correct that one.")
    after = before._replace(**changes, effective_from=effective_at)
    changed = sorted(name for name in changes if getattr(before, name) != getattr(after, name))
    if not changed:
        raise Refused("Nothing would change.")
    if "surname" in changed and before.surname and before.surname not in after.previous_names:
        # Leave to show earlier names was given for those the person had then.
        shows = after.shows_previous_names and "shows_previous_names" in changes
        after = after._replace(previous_names=[*after.previous_names, before.surname], shows_previous_names=shows)
    if not (after.forenames or after.surname or after.known_as):
        raise Refused("An entry needs a name.")
    change = Change(entry, EventKind.CHANGED, effective_at=effective_at, reason=reason, by=by)
    old = max(queries.live_facts(Particulars, entry.id), key=lambda one: one.effective_from)
    # A change at the very moment the old one began replaces it; else both stand, each for its time.
    change.add(Particulars(**after._asdict()), instead_of=old if old.effective_from == effective_at else None)
    if tell:
        emails.entry_changed(entry.id, number=number, name=before.name, what=_in_words(changed))
    change.finish({"changed": changed})


_WORDS = {
    "title": "title",
    "forenames": "first names",
    "surname": "surname",
    "known_as": "known-as name",
    "previous_names": "previous names",
    "shows_previous_names": "whether previous names are shown",
    "town": "town",
    "outcode": "postcode area",
    "areas": "practice areas",
    "works_with": "who you work with",
    "languages": "languages",
    "organisation": "organisation",
    "holds_certificate": "Certificate of Proficiency",
    "first_registered_on": "date of first registration",
}


def _in_words(changed: list[str]) -> list[str]:
    return [_WORDS[name] for name in ParticularsFact._fields if name in changed]


@operation
def change_contact(number: str, *, email: str, reason: str, by: Actor, tell: bool = True) -> None:
    """Change the address the institute writes to. Both the old and the new address are told."""
    entry = entry_of(number)
    held = queries.live_facts(Contact, entry.id)
    old = held[-1] if held else None
    if old is not None and old.email == email:
        raise Refused("That is the address on file already.")
    if tell:
        name = queries.records([entry.id])[entry.id].particulars_at(clock.now()).name
        emails.contact_changed(number=number, name=name, addresses=[*([old.email] if old else []), email])
    change = Change(entry, EventKind.CHANGED, effective_at=clock.now(), reason=reason, by=by)
    change.add(Contact(email=email), instead_of=old)
    change.finish({"changed": ["email"]})


@operation
def confirm_insurance(number: str, *, confirmed_to: date, reason: str, by: Actor) -> None:
    """Note insurance seen by the institute, up to a day. The latest one seen holds."""
    entry = entry_of(number)
    held = queries.live_facts(Insurance, entry.id)
    change = Change(entry, EventKind.INSURANCE_CONFIRMED, effective_at=clock.now(), reason=reason, by=by)
    change.add(Insurance(confirmed_to=confirmed_to), instead_of=held[-1] if held else None)
    change.finish({"confirmed_to": confirmed_to.isoformat()})


@operation
def check_other_registration(
    number: str, *, body: str, other_number: str, checked_on: date | None, reason: str, by: Actor
) -> None:
    """Note a place on another body's register, and the day somebody looked there."""
    if checked_on is not None and checked_on > clock.today():
        raise Refused("A check cannot have happened on a day that is still to come.")
    entry = entry_of(number)
    held = queries.live_facts(OtherRegistration, entry.id)
    old = next((one for one in held if (one.body, one.number) == (body, other_number)), None)
    change = Change(entry, EventKind.OTHER_REGISTER_CHECKED, effective_at=clock.now(), reason=reason, by=by)
    change.add(OtherRegistration(body=body, number=other_number, checked_on=checked_on), instead_of=old)
    change.finish({"body": body})


@operation
def withhold(number: str, *, part: Withheld, review_on: date, approved_by: Actor, reason: str, by: Actor) -> None:
    """Keep a part of the entry off the public page for safety.

    Raises:
        Refused: the same person asks and approves, the review is not ahead, or it is withheld already.
    """
    if approved_by.is_same_as(by):
        raise Refused("A second person has to agree.")
    if review_on <= clock.today():
        raise Refused("Choose a day ahead on which this is looked at again.")
    entry = entry_of(number)
    if any(one.part is part for one in queries.live_facts(Withholding, entry.id)):
        raise Refused("That is withheld already.")
    change = Change(entry, EventKind.WITHHELD, effective_at=clock.now(), reason=reason, by=by)
    change.add(Withholding(part=part, approved_by=approved_by.label, review_on=review_on))
    change.finish({"part": part.value})


@operation
def end_withholding(number: str, *, part: Withheld, reason: str, by: Actor) -> None:
    """Show a withheld part again.

    Raises:
        Refused: it is not withheld.
    """
    entry = entry_of(number)
    held = [one for one in queries.live_facts(Withholding, entry.id) if one.part is part]
    if not held:
        raise Refused("That is not withheld.")
    change = Change(entry, EventKind.WITHHOLDING_ENDED, effective_at=clock.now(), reason=reason, by=by)
    for one in held:
        change.take_back(one)
    change.finish({"part": part.value})
