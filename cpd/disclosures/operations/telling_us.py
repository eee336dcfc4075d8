"""Telling us: at any time by the registrant, or with a renewal. Both are safe to press twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from accounts.secrecy import keyed, keyed_each
from cpd import registrants
from cpd.declarations import Asked, Declaration, asked_at, get, in_force, worrying
from cpd.disclosures import emails, queries
from cpd.disclosures.models import Disclosure
from cpd.disclosures.operations.steps import move, note, note_step
from cpd.disclosures.telling import HEALTH, INSURANCE, PRESS, Said, Told, duty_on, target, told
from cpd.disclosures.vocabulary import Channel, Stage, Track, track_of
from cpd.registrants import Registrant
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed, Refused
from foundation.references import disclosure_reference
from foundation.words import say_day

_MOVES = {Track.CONCERNS: "read_by_concerns", Track.HEALTH: "read_by_health"}
NOT_YOURS = "This is for people with an entry on the register."


#: What follows at once when somebody tells us that their insurance ends: the room that watches over it says it.
_ON_END: list[Callable[[Registrant, date, Actor], None]] = []


def when_insurance_ends(follow: Callable[[Registrant, date, Actor], None]) -> None:
    """Declare what happens, in the same operation, when somebody tells us on which day their insurance ends."""
    _ON_END.append(follow)


@operation
def tell(
    said: Said,
    *,
    known_on: date,
    charged: bool = False,
    ends_on: date | None = None,
    pressed: str,
    by: Actor,
) -> Disclosure:
    """Take what a registrant tells us now. `pressed` is the same for every press of one page's button.

    Raises:
        NotAllowed: they have no entry.
        Refused: a question that is not asked here, no words, or a day that is yet to come.
    """
    audit.take_turn()
    account_id = _person(by)
    again = queries.by_press(keyed_each(PRESS, str(account_id), pressed))
    if again is not None:
        return again
    registrant = registrants.of_account(account_id)
    if registrant is None:
        raise NotAllowed(NOT_YOURS)
    today = clock.today()
    asked = {(one.code, one.version, one.branch): one for one in _questions(today)}
    declaration = asked.get((said.code, said.version, said.branch))
    if declaration is None:
        raise Refused("Choose what it is about.")
    if not said.words.strip():
        raise Refused("Tell us in a few words what happened.")
    if known_on > today:
        raise Refused("The day on which you knew of it cannot be yet to come.")
    words = said.words
    if declaration.code == INSURANCE:
        if ends_on is None:
            raise Refused("Type the day on which your insurance ends.")
        words = f"{said.words.strip()}\n\nIt ends on {say_day(ends_on)}."
        for follow in _ON_END:
            follow(registrant, ends_on, by)
    by_on = duty_on(declaration, known_on, charged=charged, division=registrant.division)
    disclosure = _open(
        registrant,
        declaration,
        told(declaration, declaration.worrying, words, charged=charged),
        pressed=keyed(PRESS, str(account_id), pressed),
        channel=Channel.TOLD_NOW,
        known_on=known_on,
        by_on=by_on,
        by=by,
    )
    emails.received(disclosure, registrant)
    return disclosure


@operation
def open_from_renewal(entry_id: int, answers: Sequence[Said], *, renewal: str, by: Actor) -> list[str]:
    """Open a matter for each worrying answer of a renewal that needs a look; says their references.

    `renewal` names the renewal (its reference or number): the same one opens nothing twice. Answers with nothing
    worrying, and those that are only noted, are passed over. The answer about health goes to the health officer alone.

    Raises:
        Missing: there is no such entry.
    """
    audit.take_turn()
    registrant = registrants.many([entry_id]).get(entry_id)
    if registrant is None:
        raise Missing("There is no such entry.")
    _person(by)
    found = []
    for said in answers:
        declaration = get(said.code, said.version, said.branch)
        if declaration is None or not needs_a_look(declaration, said.said):
            continue
        held = queries.by_press(keyed_each(PRESS, renewal, said.code))
        if held is None:
            held = _open(
                registrant,
                declaration,
                told(declaration, said.said, said.words),
                pressed=keyed(PRESS, renewal, said.code),
                channel=Channel.RENEWAL,
                known_on=None,
                by_on=None,
                by=by,
            )
        found.append(held.reference)
    return found


def needs_a_look(declaration: Declaration, said: str) -> bool:
    """Whether an answer becomes a matter of this room, and makes a renewal provisional."""
    return worrying(declaration, said) and (declaration.goes_to.is_disputed or declaration.code == HEALTH)


def _questions(today: date) -> tuple[Declaration, ...]:
    """What can be told: for cautions and convictions the narrow question, and the wider one for exempt roles."""
    return (
        *asked_at(Asked.TELL_US_NOW, today),
        *asked_at(Asked.TELL_US_NOW, today, branch="exempt"),
        *(one for one in in_force(today) if one.code == INSURANCE),
    )


def _person(by: Actor) -> int:
    if by.kind != "account" or by.id is None:
        raise NotAllowed("Only a person can tell us something.")
    return by.id


def _open(
    registrant: Registrant,
    declaration: Declaration,
    words: Told,
    *,
    pressed: str,
    channel: Channel,
    known_on: date | None,
    by_on: date | None,
    by: Actor,
) -> Disclosure:
    today, track = clock.today(), track_of(declaration)
    lock, box = locks.new_lock()
    due_on = target(track, division=registrant.division, today=today)
    disclosure = Disclosure(
        reference=_reference(today.year),
        pressed=pressed,
        entry_id=registrant.entry_id,
        account_id=by.id,
        channel=channel,
        track=track,
        stage=Stage.OFFICER,
        lock_id=lock.id,
        sealed=box.seal_json(words.plain()),
        told_at=clock.now(),
        told_on=today,
        known_on=known_on,
        duty_on=by_on,
        late=by_on is not None and today > by_on,
        since_on=today,
        due_on=due_on,
    )
    db.session.add(disclosure)
    db.session.flush()
    note_step(disclosure, by=by)
    note(disclosure, "told", by=by, detail={"channel": channel.value, "late": disclosure.late})
    if track in _MOVES:
        move(disclosure, _MOVES[track], by=by, due_on=due_on)
    emails.tell_staff(disclosure)
    return disclosure


def _reference(year: int) -> str:
    while queries.find(reference := disclosure_reference(year)) is not None:
        continue
    return reference
