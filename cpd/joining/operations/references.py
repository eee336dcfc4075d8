"""References: asking, reminding, answering by a link that works once, declining, calling back, naming somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.permissions import Permission
from cpd.joining import emails, policy, queries, rules, sending
from cpd.joining.applying import RefereeTold, ReferenceGiven
from cpd.joining.matters import details_of, told_of
from cpd.joining.models import Application, Referee, Reference
from cpd.joining.operations.steps import id_to_change, note, note_step, to_change
from cpd.joining.operations.tasks import begin
from cpd.joining.vocabulary import UNDECIDED, Address, RefereeTie, StepKind
from foundation import clock, locks
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import Missing, Refused
from foundation.locks import Box
from foundation.waiting import Standing

#: Who acts when a referee does: they have no account.
REFEREE = Actor(SYSTEM.kind, None, "a referee")
NO_LINK = "This link does not work. Use the newest letter that we sent you, or call us."
#: Addresses that anybody can have say nothing of where somebody works; then an officer rings the organisation.
ANYBODYS = frozenset(
    {
        "aol.com",
        "btinternet.com",
        "fastmail.com",
        "gmail.com",
        "gmx.com",
        "googlemail.com",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.co.uk",
        "live.com",
        "mac.com",
        "mail.com",
        "me.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "sky.com",
        "talktalk.net",
        "virginmedia.com",
        "yahoo.co.uk",
        "yahoo.com",
        "zoho.com",
    }
)


def address_of(told: RefereeTold) -> Address:
    """Whether the address shows where somebody works."""
    host = told.email.rpartition("@")[2].strip().casefold()
    return Address.ORGANISATION if told.organisation.strip() and host not in ANYBODYS else Address.CALL_NEEDED


def add(application: Application, told: RefereeTold, box: Box) -> Referee:
    """Write down somebody who was named. Inside the caller's operation."""
    referee = Referee(
        application_id=application.id,
        number=len(queries.referees(application.id)) + 1,
        sealed=box.seal_json(_plain(told)),
        tie=told.tie,
        professional=told.tie.is_professional,
        named_at=clock.now(),
        address=address_of(told),
        reminders=0,
    )
    db.session.add(referee)
    db.session.flush()
    return referee


def _plain(told: RefereeTold) -> dict[str, str]:
    return {
        "name": told.name.strip(),
        "email": told.email.strip(),
        "organisation": told.organisation.strip(),
        "role": told.role.strip(),
        "tie": told.tie.value,
        "known_since": told.known_since.isoformat(),
        "phone": told.phone.strip(),
    }


def invite(application: Application, referee: Referee, box: Box, *, by: Actor, reminder: bool = False) -> None:
    """Send a referee a new link; an older one stops working. Inside the caller's operation."""
    told = told_of(referee.sealed, box)
    token = locks.new_secret()
    referee.token_hash = locks.secret_hash(token)
    if not reminder:
        referee.ask(clock.today(), days=application.targets["reference"])
        note_step(application, StepKind.REFEREE_ASKED, by=by, detail={"referee": referee.number})
    db.session.flush()
    emails.referee_invited(application, referee, to=told.email, name=told.name, token=token, reminder=reminder)


# ------------------------------------------------------------------------------------------------------- the referee


@dataclass(frozen=True)
class LinkSeen:
    """What the page behind a link shows: names, and whether an answer is still taken."""

    referee: str
    applicant: str
    standing: Standing
    due_on: date | None


def _by_token(token: str) -> Referee:
    secret = locks.read_secret(token)
    found = queries.referee_of_token(locks.secret_hash(secret)) if secret else None
    if found is None:
        raise Missing(NO_LINK)
    return found


def open_link(token: str) -> LinkSeen:
    """What a referee sees when they open their link. Opening it changes nothing.

    Raises:
        Missing: no link of ours, or an older one.
    """
    referee = _by_token(token)
    application = queries.by_id(referee.application_id)
    box = locks.box_of(application.lock_id)
    standing = referee.waited.standing(clock.today())
    if application.stage not in UNDECIDED and standing is Standing.WAITING:
        standing = Standing.CALLED_OFF
    return LinkSeen(told_of(referee.sealed, box).name, application.name, standing, referee.due_on)


@operation
def give(token: str, given: ReferenceGiven) -> None:
    """Take what a referee says. A link is good for one answer.

    Raises:
        Missing: no link of ours, or an older one.
        Refused: it was used, its day has passed, or we no longer need it.
    """
    referee = _by_token(token)
    application = id_to_change(referee.application_id)
    db.session.refresh(referee)
    _check_still_needed(application)
    referee.receive(clock.today())
    _keep(application, referee, given, taken_by_id=None, by=REFEREE)


@operation
def decline(token: str, why: str) -> None:
    """Note that somebody cannot be a referee, with their reason, which the applicant does not see.

    Raises:
        Refused: no reason, or they have answered.
    """
    referee = _by_token(token)
    application = id_to_change(referee.application_id)
    db.session.refresh(referee)
    _check_still_needed(application)
    reason = rules.check_said(why, "Tell us in a few words why you cannot help.")
    referee.decline(clock.today())
    box = locks.box_of(application.lock_id)
    referee.declined_sealed = box.seal(reason)
    note_step(application, StepKind.REFEREE_DECLINED, by=REFEREE, detail={"referee": referee.number})
    emails.referee_declined(application, referee=told_of(referee.sealed, box).name)


def _keep(
    application: Application, referee: Referee, given: ReferenceGiven, *, taken_by_id: int | None, by: Actor
) -> None:
    box = locks.box_of(application.lock_id)
    db.session.add(
        Reference(
            referee_id=referee.id,
            sealed=box.seal_json(given.as_plain()),
            given_at=clock.now(),
            taken_by_id=taken_by_id,
        )
    )
    note_step(application, StepKind.REFEREE_ANSWERED, by=by, detail={"referee": referee.number})
    told = told_of(referee.sealed, box)
    emails.referee_thanked(application, to=told.email, name=told.name)


def _check_still_needed(application: Application) -> None:
    if application.stage not in UNDECIDED:
        raise Refused("We do not need this any more. Thank you.")


# -------------------------------------------------------------------------------------------------- officers, applicant


def _of_officer(referee_id: int, by: Actor) -> tuple[Referee, Application]:
    referee = db.session.get(Referee, referee_id)
    if referee is None:
        raise Missing("There is no such referee.")
    reference = queries.by_id(referee.application_id).reference
    application, _ = begin(reference, Permission.CHECK_APPLICATIONS, by=by)
    db.session.refresh(referee)
    _check_still_needed(application)
    return referee, application


@operation
def resend(referee_id: int, *, by: Actor) -> None:
    """Send a referee a new link, with the whole time again.

    Raises:
        Refused: they have answered, or we no longer need them.
    """
    referee, application = _of_officer(referee_id, by)
    invite(application, referee, locks.box_of(application.lock_id), by=by)


@operation
def record_call(referee_id: int, *, words: str, by: Actor) -> None:
    """Note that an officer rang the organisation and spoke to the referee: who they are said to be is who they are."""
    referee, application = _of_officer(referee_id, by)
    said = rules.check_said(words, "Say which number you rang, where you found it, and who answered.")
    referee.address = Address.CALLED
    referee.called_at = clock.now()
    referee.called_by_id = rules.check_person(by)
    referee.call_sealed = locks.box_of(application.lock_id).seal(said)
    note(application, "referee_called", by=by, detail={"referee": referee.number})


@operation
def write_down(referee_id: int, given: ReferenceGiven, *, by: Actor) -> None:
    """Write down what a referee says on the telephone. It takes a call to their organisation first.

    Raises:
        Refused: nobody rang them, or they have answered.
    """
    referee, application = _of_officer(referee_id, by)
    if referee.address is not Address.CALLED:
        raise Refused("Note first which number you rang and who answered.")
    if referee.waited.standing(clock.today()) in (Standing.EXPIRED, Standing.NOT_ASKED):
        referee.ask(clock.today(), days=application.targets["reference"])
    referee.receive(clock.today())
    _keep(application, referee, given, taken_by_id=rules.check_person(by), by=by)


@operation
def call_off(referee_id: int, *, by: Actor) -> None:
    """Stop waiting for a referee whom somebody else replaces."""
    referee, application = _of_officer(referee_id, by)
    referee.call_off(clock.today())
    note(application, "referee_called_off", by=by, detail={"referee": referee.number})


@operation
def name_another(reference: str, told: RefereeTold, *, by: Actor) -> int:
    """Name somebody else, when a referee cannot help or does not answer, or an officer asked for it; gives their id.

    Raises:
        Refused: enough of them are still to answer or have answered, or this one cannot vouch.
    """
    application = to_change(reference)
    rules.check_own(application, by)
    _check_still_needed(application)
    today = clock.today()
    box = locks.box_of(application.lock_id)
    alive = [
        one
        for one in queries.referees(application.id)
        if one.waited.standing(today) in (Standing.WAITING, Standing.RECEIVED)
    ]
    asked = queries.open_information(application.id)
    if len(alive) >= application.targets["referees"] and not (asked is not None and "referee" in asked.topics):
        raise Refused("You have named enough referees. We will tell you if we need another.")
    _check_another(application, told, box, today)
    referee = add(application, told, box)
    note_step(application, StepKind.REFEREE_NAMED, by=by, detail={"referee": referee.number})
    invite(application, referee, box, by=SYSTEM)
    return referee.id


def _check_another(application: Application, told: RefereeTold, box: Box, today: date) -> None:
    email = queries.account(application.account_id).email
    sending.check_referee(told, name=details_of(application, box).name, email=email, on=today)
    for one in queries.referees(application.id):
        if told_of(one.sealed, box).email.casefold() == told.email.strip().casefold():
            raise Refused("You have named this person already.")


def known_long_enough(given: ReferenceGiven, on: date) -> bool:
    """Whether a referee, by what they say themselves, has known the applicant long enough and is not too close."""
    months = policy.REFEREE_KNOWN.value(on)
    return given.tie.may_vouch and clock.add_months(given.known_since, months) <= on


def read_given(sealed: str, box: Box) -> ReferenceGiven:
    """What a referee said, opened."""
    held = box.open_json(sealed)
    return ReferenceGiven(
        tie=RefereeTie(held["tie"]),
        known_since=date.fromisoformat(held["known_since"]),
        may_confirm=bool(held["may_confirm"]),
        answers=held["answers"],
        worries=held["worries"],
    )
