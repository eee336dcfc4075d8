"""The news that a registrant has died: written down by one person, confirmed by the registrar, never the same one.

Confirmed, the entry closes and nothing of it is shown, letters that wait are called off, open sessions end, and
whoever was named to look after their people is told once.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from accounts.models import Account
from accounts.models.session import Ended
from accounts.operations import sessions
from accounts.permissions import Permission
from accounts.rules import check_may
from cpd import folders, registrants
from cpd.leaving import emails, policy, queries, rules
from cpd.leaving.models import DeathReport
from cpd.leaving.telling import News, Plan
from cpd.leaving.vocabulary import DeathStanding
from cpd.registrants import Registrant
from foundation import audit, clock, outbox
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from register import operations as register
from register.post import writing


@operation
def report_death(entry_id: int, news: News, *, died_on: date | None, by: Actor) -> DeathReport:
    """Write down that somebody has died, for the registrar to confirm.

    Raises:
        NotAllowed: their roles do not give it.
        Refused: it was reported already, a day to come, or nothing on who told us and what was seen.
    """
    check_may(by, Permission.LOOK_AFTER_REGISTRANTS)
    audit.take_turn()
    registrant = rules.registrant_of(entry_id)
    if queries.death_of(entry_id) is not None:
        raise Refused("Somebody has written this down already.")
    if died_on is not None and died_on > clock.today():
        raise Refused("The day cannot be yet to come.")
    rules.check_said(news.told_by, "Write who told us.")
    rules.check_said(news.seen, "Write what we know it from, such as a certificate, a notice or a call back.")
    report = DeathReport(
        entry_id=entry_id,
        standing=DeathStanding.REPORTED,
        died_on=died_on,
        sealed=folders.box_for(entry_id).seal_json(news.plain()),
        reported_at=clock.now(),
        reported_by_id=rules.check_person(by),
        due_on=clock.add_working_days(clock.today(), policy.CONFIRM_DEATH.value(), registrant.division),
    )
    db.session.add(report)
    db.session.flush()
    _note(report, "reported", by)
    return report


@operation
def confirm_death(death_id: int, *, version: int, by: Actor) -> None:
    """Confirm it, as the registrar and the second person. It cannot be taken back here.

    Raises:
        NotAllowed: their roles do not give it, or they wrote it down themselves.
        Refused: it was settled already.
    """
    report, registrant = _to_settle(death_id, version, by)
    if report.reported_by_id == by.id:
        raise NotAllowed("Somebody else confirms what you wrote down. Ask another registrar.")
    plan = queries.plan_of(report.entry_id)
    report.standing, report.settled_at = DeathStanding.CONFIRMED, clock.now()
    report.settled_by_id = rules.check_person(by)
    register.record_death(registrant.number, at=clock.now(), reason="Death confirmed by two people", by=by)
    called_off = _stop_letters(registrant) + writing.call_off(report.entry_id)
    if registrant.account_id is not None:
        sessions.end_all(registrant.account_id, because=Ended.ACCESS_ENDED)
    _tell_contact(report, registrant, plan)
    _note(report, "confirmed", by, {"letters_called_off": called_off})


def _stop_letters(registrant: Registrant) -> int:
    addresses = {registrant.email} if registrant.email else set()
    if registrant.account_id is not None:
        account = db.session.get_one(Account, registrant.account_id)
        account.closed_at = account.closed_at or clock.now()
        addresses.add(account.email)
    return sum(
        outbox.call_off(one) for one in {address.lower() for address in addresses} - _of_others(addresses, registrant)
    )


def _of_others(addresses: set[str], registrant: Registrant) -> frozenset[str]:
    """Of these, those that somebody else has on file or signs in with: their letters are not ours to call off."""
    folded = func.lower(Account.email)
    signs_in = select(folded).where(folded.in_({one.lower() for one in addresses}))
    if registrant.account_id is not None:
        signs_in = signs_in.where(Account.id != registrant.account_id)
    return registrants.others_at(addresses, besides=registrant.entry_id) | frozenset(db.session.scalars(signs_in))


def _tell_contact(report: DeathReport, registrant: Registrant, plan: Plan | None) -> None:
    if plan is None or not plan.names_somebody:
        return
    if plan.email:
        emails.contact_told(report, registrant, plan)
        report.contact_told_on = clock.today()
        return
    report.to_call = True
    report.call_by_on = clock.add_working_days(clock.today(), policy.CONTINUITY_CALL.value(), registrant.division)


@operation
def not_so(death_id: int, *, version: int, by: Actor) -> None:
    """Put on record that it was a mistake. The entry was never touched.

    Raises:
        NotAllowed: their roles do not give it.
        Refused: it was settled already.
    """
    report, _ = _to_settle(death_id, version, by)
    report.standing, report.settled_at = DeathStanding.MISTAKEN, clock.now()
    report.settled_by_id = rules.check_person(by)
    _note(report, "not_so", by)


@operation
def contact_called(death_id: int, *, version: int, by: Actor) -> None:
    """Put on record that the continuity contact was called and told.

    Raises:
        Refused: nobody has to be called, or it was done.
    """
    check_may(by, Permission.LOOK_AFTER_REGISTRANTS)
    report = _to_change(death_id)
    rules.check_version(report, version)
    if not report.to_call or report.contact_told_on is not None:
        raise Refused("Nobody has to be called.")
    report.to_call, report.call_by_on, report.contact_told_on = False, None, clock.today()
    _note(report, "contact_called", by)


@operation
def open_report(death_id: int, *, by: Actor) -> tuple[DeathReport, News, Plan | None]:
    """A report with who told us, and who was named to take over. That it was opened stands in the trail.

    Raises:
        NotAllowed: their roles do not give it.
    """
    check_may(by, Permission.LOOK_AFTER_REGISTRANTS)
    report = queries.death(death_id)
    news = News.from_plain(folders.box_of(report.entry_id).open_json(report.sealed))
    plan = queries.plan_of(report.entry_id)
    _note(report, "opened", by)
    return report, news, plan


def _to_settle(death_id: int, version: int, by: Actor) -> tuple[DeathReport, Registrant]:
    report = _to_change(death_id)
    registrant = rules.registrant_of(report.entry_id)
    rules.check_staff(report, registrant, Permission.DECIDE_REGISTER, by)
    rules.check_version(report, version)
    if report.standing is not DeathStanding.REPORTED:
        raise Refused("This was settled already.")
    return report, registrant


def _to_change(death_id: int) -> DeathReport:
    audit.take_turn()
    report = queries.death(death_id)
    db.session.refresh(report)
    return report


def _note(report: DeathReport, action: str, by: Actor, detail: dict[str, object] | None = None) -> None:
    audit.record(
        action=f"death.{action}", subject=rules.key(report), by=by, detail={"entry": report.entry_id} | (detail or {})
    )
