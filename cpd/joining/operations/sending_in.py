"""Taking an application in: all of it or nothing, frozen, with the clocks of its day. Sending twice makes one.

Whoever calls it moves the draft's files in the same operation: to `("application", id)`, and pictures of identity
papers to `("application_identity", id)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from accounts.secrecy import keyed
from cpd.declarations import eligibility, get, worries, worrying
from cpd.declarations.monitoring import tidy
from cpd.joining import emails, policy, queries, sending, short_way
from cpd.joining.applying import Answer, Applying
from cpd.joining.findings import HealthStanding
from cpd.joining.models import (
    Application,
    DeclarationAnswer,
    DetailsKept,
    FrozenStatement,
    HealthAnswer,
    MonitoringLink,
    MonitoringSet,
)
from cpd.joining.operations import references
from cpd.joining.operations.steps import hurry, move, note_step
from cpd.joining.rules import check_person
from cpd.joining.vocabulary import Route, Stage, StepKind
from cpd.joining.workflow import WORKFLOW
from foundation import audit, clock, locks
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from foundation.locks import Box
from foundation.words import say_day
from register import queries as register
from register.models import Restriction
from register.rules import is_on_register, standing
from register.search.fold import fold
from register.vocabulary import OrderKind, Status

BORN = "born"
ONE_ONLY = "You have an application open already. You can see it in your account."
#: Pages of the form that never reach the frozen statement: what they hold has places of its own.
APART = frozenset({"declarations", "health", "monitoring"})


@operation
def send_in(applying: Applying, *, reference: str, by: Actor) -> Application:
    """Take an application in under the reference its draft had. The same one sent again is given back as it is.

    Raises:
        Refused: something is missing or cannot be, or the account has an application open.
    """
    if check_person(by) != applying.account_id:
        raise NotAllowed("You can only apply for yourself.")
    audit.take_turn()
    earlier = queries.find(reference)
    if earlier is not None:
        if earlier.account_id != applying.account_id:
            raise Refused("That reference is taken.")
        return earlier
    if queries.open_of(applying.account_id) is not None:
        raise Refused(ONE_ONLY)
    today = clock.today()
    sending.check(applying, today)
    application, box = _open(applying, reference)
    _keep(application, applying, box, by=by)
    _keep_health(application, applying.health)
    _keep_monitoring(application, applying.monitoring)
    note_step(
        application,
        StepKind.RECEIVED,
        by=by,
        detail={"reference": reference, "route": applying.route.value, "terms": applying.terms},
    )
    for told in applying.referees:
        references.add(application, told, box)
    move(application, "begin_check", StepKind.CHECK_BEGUN, by=SYSTEM)
    if is_urgent(applying.answers):
        hurry(application, working_days=policy.URGENT.value(today))
    for referee in queries.referees(application.id):
        references.invite(application, referee, box, by=SYSTEM)
    emails.received(application)
    db.session.flush()
    return application


def _open(applying: Applying, reference: str) -> tuple[Application, Box]:
    """The application itself, under the clocks of today, and the box for what is sealed in it."""
    today = clock.today()
    number = _number(applying)
    lock, box = locks.new_lock()
    details = applying.details
    application = Application(
        reference=reference,
        account_id=applying.account_id,
        route=applying.route,
        nation=applying.nation,
        stage=Stage(WORKFLOW.start.name),
        lock_id=lock.id,
        name=details.name[:200],
        name_key=fold(details.name)[:200],
        born_mark=keyed(BORN, details.born_on.isoformat()) if details.born_on else None,
        received_on=today,
        received_at=clock.now(),
        since_on=today,
        targets=policy.kept_on(today),
        # Whoever was removed comes back through a panel, whatever they declare (rules 6.4).
        declared=applying.route is Route.RESTORATION or _is_declared(applying.answers),
        round=1,
        standards_edition=applying.standards_edition,
        terms=applying.terms,
        eligibility=eligibility(applying.roles),
        number=number,
        offer_reminders=0,
    )
    db.session.add(application)
    db.session.flush()
    return application, box


_OTHER_WAY = {
    Route.RETURN: "A panel removed you from the register. Choose the way of coming back after that.",
    Route.RESTORATION: "No panel removed you. Choose the way of coming back after a break.",
}


def _number(applying: Applying) -> str | None:
    """The number of somebody who comes back.

    Raises:
        Refused: they are on the register now, or come back without an entry, or before a panel's day.
    """
    held = register.entry_of_account(applying.account_id)
    if not applying.route.comes_back:
        if held is not None:
            raise Refused(f"You have a place on the register: {held}. Choose a route for coming back.")
        return None
    if held is None or (applying.number and applying.number != held):
        raise Refused("Take your old entry into your account first. Then you can ask to come back.")
    entry_id = register.entry_ids([held])[held]
    today = clock.today()
    record = register.records([entry_id])[entry_id]
    if is_on_register(record, clock.now()):
        raise Refused("You are on the register now, so you do not need to come back.")
    says = standing(record, clock.now())
    removed = says is not None and says.status is Status.REMOVED
    if removed != (applying.route is Route.RESTORATION):
        raise Refused(_OTHER_WAY[applying.route])
    removal = [one for one in register.live_facts(Restriction, entry_id) if one.kind is OrderKind.REMOVAL]
    for order in removal:
        if order.reapply_from is not None and today < order.reapply_from:
            raise Refused(f"You can ask to come back from {say_day(order.reapply_from)}.")
    _check_not_refused_lately(applying, today)
    way = short_way.of_entry(entry_id) if applying.route is Route.RETURN else None
    if way is not None:
        raise Refused(way.sentence)
    return held


def _check_not_refused_lately(applying: Applying, today: date) -> None:
    if applying.route is not Route.RESTORATION:
        return
    months = policy.RESTORATION_AGAIN.value(today)
    for one in queries.all_of(applying.account_id):
        refused = one.stage in (Stage.REFUSED, Stage.REFUSAL_STANDS) and one.route is Route.RESTORATION
        if refused and one.decided_on is not None and clock.add_months(one.decided_on, months) > today:
            raise Refused(f"You can ask again from {say_day(clock.add_months(one.decided_on, months))}.")


def is_urgent(answers: Sequence[Answer]) -> bool:
    """Whether one of these answers is a charge, or a bar from work with children or adults."""
    asked = [(get(one.code, one.version, one.branch), one.said) for one in answers]
    return any(
        declaration is not None and declaration.goes_to.is_urgent and worrying(declaration, said)
        for declaration, said in asked
    )


def _is_declared(answers: Sequence[Answer]) -> bool:
    asked = [(get(one.code, one.version, one.branch), one.said) for one in answers]
    return worries((declaration, said) for declaration, said in asked if declaration is not None)


def _keep(application: Application, applying: Applying, box: Box, *, by: Actor) -> None:
    now = clock.now()
    pages = [page for page in applying.statement if not _is_apart(page)]
    db.session.add(FrozenStatement(application_id=application.id, sealed=box.seal_json(pages), given_at=now))
    db.session.add(
        DetailsKept(
            application_id=application.id,
            number=1,
            sealed=box.seal_json(applying.details.as_plain()),
            recorded_at=now,
            recorded_by_id=check_person(by),
        )
    )
    for one in applying.answers:
        keep_answer(application, one, box, number=1)


def _is_apart(page: Mapping[str, Any]) -> bool:
    named = {str(page.get(name, "")).strip().casefold() for name in ("section", "section_slug", "page")}
    return bool(named & APART)


def keep_answer(application: Application, answer: Answer, box: Box, *, number: int) -> None:
    """Write down an answer with the question as it was read. Inside the caller's operation."""
    declaration = get(answer.code, answer.version, answer.branch)
    if declaration is None:
        raise Refused("The questions have changed since you began. Look at your answers again, please.")
    words = answer.words.strip() if worrying(declaration, answer.said) or not declaration.worrying else ""
    db.session.add(
        DeclarationAnswer(
            application_id=application.id,
            code=answer.code,
            branch=answer.branch,
            question_version=answer.version,
            number=number,
            sealed=box.seal_json({"question": declaration.words, "said": answer.said, "words": words}),
            given_at=clock.now(),
        )
    )


def _keep_health(application: Application, answer: Answer | None) -> None:
    """Yes or no, everybody has such a row with a key of its own: that there is one tells nothing."""
    said = answer.said if answer is not None else "no"
    lock, box = locks.new_lock()
    declaration = get(answer.code, answer.version) if answer is not None else None
    words = answer.words.strip() if answer is not None and said == "yes" else ""
    db.session.add(
        HealthAnswer(
            application_id=application.id,
            lock_id=lock.id,
            sealed=box.seal_json({"question": declaration.words if declaration else "", "said": said, "words": words}),
            given_at=clock.now(),
            standing=HealthStanding.WAITING if said == "yes" else HealthStanding.NOTHING_TO_READ,
        )
    )


def _keep_monitoring(application: Application, answers: Mapping[str, str]) -> None:
    known = tidy(answers)
    if not known:
        return
    lock, box = locks.new_lock()
    kept = MonitoringSet(lock_id=lock.id, sealed=box.seal_json(known))
    db.session.add(kept)
    db.session.flush()
    today = clock.today()
    db.session.add(
        MonitoringLink(
            application_id=application.id,
            set_id=kept.id,
            delete_on=today + timedelta(days=policy.MONITORING_LINK.value(today)),
        )
    )


def monitoring_of(application: Application) -> MonitoringSet | None:
    """Somebody's monitoring answers while they can still be found."""
    statement = (
        select(MonitoringSet)
        .join(MonitoringLink, MonitoringLink.set_id == MonitoringSet.id)
        .where(MonitoringLink.application_id == application.id)
    )
    return db.session.scalar(statement)
