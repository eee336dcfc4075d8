"""Everything about one application, read once: a fixed number of statements, however much there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from accounts import authority
from cpd.joining import queries
from cpd.joining.applying import RefereeTold
from cpd.joining.clocks import Facts
from cpd.joining.findings import ReviewFinding, SeatKind
from cpd.joining.matters import told_of
from cpd.joining.models import (
    Appeal,
    AppealVote,
    Application,
    Assessment,
    Check,
    Decision,
    DeclarationReview,
    DetailsKept,
    HealthAnswer,
    InformationRequest,
    Note,
    PanelVote,
    Referee,
    Reference,
    Seat,
    Step,
)
from cpd.joining.operations.reading import Lookalike, Opened, lookalikes
from cpd.joining.operations.verifying import ToCheck, check_list
from cpd.joining.vocabulary import CheckItem
from cpd.money import queries as bills
from cpd.money.models import Invoice
from cpd.money.queries import Balance
from foundation import evidence
from foundation.database import db
from foundation.evidence import StoredFile
from foundation.locks import Box
from foundation.outbox import Letter


@dataclass(frozen=True)
class Rows:
    """The rows of one application."""

    application: Application
    opened: Opened
    facts: Facts
    referees: Sequence[Referee]
    #: Who they are, by id.
    told: dict[int, RefereeTold]
    #: The referees who wrote something, by id.
    wrote: frozenset[int]
    lists: Sequence[InformationRequest]
    checks: dict[tuple[CheckItem, int], Check]
    to_check: list[ToCheck]
    reviews: Sequence[DeclarationReview]
    votes: Sequence[PanelVote]
    seats: Sequence[Seat]
    assessments: Sequence[Assessment]
    decisions: Sequence[Decision]
    appeals: Sequence[Appeal]
    appeal_votes: Sequence[AppealVote]
    notes: Sequence[Note]
    steps: Sequence[Step]
    versions: Sequence[DetailsKept]
    health: HealthAnswer | None
    invoices: Sequence[Invoice]
    balances: dict[int, Balance]
    alike: list[Lookalike]
    files: dict[tuple[str, str], list[StoredFile]]
    letters: Sequence[Letter]
    names: dict[int, str]

    @property
    def box(self) -> Box:
        """What opens its sealed words."""
        return self.opened.box

    def name(self, account_id: int | None) -> str:
        """Who a member of staff is; empty for nobody."""
        return self.names.get(account_id, "") if account_id is not None else ""

    def seated(self, kind: SeatKind) -> list[Seat]:
        """Who is listed for a panel of this round."""
        return [one for one in self.seats if one.kind is kind and one.round == self.application.round]

    def voted(self, kind: SeatKind) -> set[int]:
        """Who of them has said what they find."""
        if kind is SeatKind.DECLARATIONS:
            sitting = max(1, sum(one.finding is ReviewFinding.REFER for one in self.reviews))
            return {one.member_id for one in self.votes if one.round == sitting}
        lodged = next((one for one in self.appeals if one.round == self.application.round), None)
        return {one.member_id for one in self.appeal_votes if lodged is not None and one.appeal_id == lodged.id}


def read(opened: Opened) -> Rows:
    """Read everything about an application that was opened."""
    application = opened.application
    key = application.id
    referees = queries.referees(key)
    told = {one.id: told_of(one.sealed, opened.box) for one in referees}
    lists = queries.information(key)
    seats = [one for one in queries.rows_of(Seat, key) if one.left_at is None]
    appeals = queries.rows_of(Appeal, key)
    appeal_ids = [one.id for one in appeals]
    votes_of_appeals = select(AppealVote).where(AppealVote.appeal_id.in_(appeal_ids)).order_by(AppealVote.id)
    appeal_votes = db.session.scalars(votes_of_appeals).all() if appeal_ids else []
    invoices = bills.of_matter("application", application.reference)
    checks = queries.checks(key)
    reviews, assessments = queries.reviews(key), queries.assessments(key)
    decisions, notes = queries.decisions(key), queries.notes(key)
    votes, steps, versions = queries.rows_of(PanelVote, key), queries.steps(key), queries.details(key)
    wrote = db.session.scalars(select(Reference.referee_id).where(Reference.referee_id.in_([r.id for r in referees])))
    owners = [
        ("application", str(key)),
        ("application_identity", str(key)),
        *(("information", str(one.id)) for one in lists),
        *(("appeal", str(one.id)) for one in appeals),
    ]
    ids: set[int | None] = {application.officer_id, application.assessor_id}
    ids |= {one.account_id for one in seats} | {one.by_account_id for one in steps}
    ids |= {one.asked_by_id for one in lists} | {one.checked_by_id for one in checks.values()}
    ids |= {one.reviewed_by_id for one in reviews} | {one.assessed_by_id for one in assessments}
    ids |= {one.decided_by_id for one in decisions} | {one.written_by_id for one in notes}
    ids |= {one.member_id for one in votes} | {one.member_id for one in appeal_votes}
    ids |= {one.recorded_by_id for one in versions} | {one.called_by_id for one in referees}
    return Rows(
        application=application,
        opened=opened,
        facts=queries.facts([application])[key],
        referees=referees,
        told=told,
        wrote=frozenset(wrote),
        lists=lists,
        checks=checks,
        to_check=check_list(application, opened.box, opened.details),
        reviews=reviews,
        votes=votes,
        seats=seats,
        assessments=assessments,
        decisions=decisions,
        appeals=appeals,
        appeal_votes=appeal_votes,
        notes=notes,
        steps=steps,
        versions=versions,
        health=queries.health_standing(key),
        invoices=invoices,
        balances=bills.balances(invoices),
        alike=lookalikes(application, opened.details),
        files=evidence.files_of_many(owners),
        letters=_letters(application, {one.email for one in told.values()}),
        names=authority.names_of({one for one in ids if one is not None}),
    )


def _letters(application: Application, referees: set[str]) -> Sequence[Letter]:
    """The letters about it: to the applicant while it ran, and to its referees about this applicant."""
    email = queries.account(application.account_id).email
    later = db.session.scalar(
        select(func.min(Application.received_at)).where(
            Application.account_id == application.account_id, Application.id > application.id
        )
    )
    statement = select(Letter).where(
        Letter.recipient.in_({email, *referees}), Letter.written_at >= application.received_at
    )
    if later is not None:
        statement = statement.where(Letter.written_at < later)
    return [
        one
        for one in db.session.scalars(statement.order_by(Letter.id))
        if (one.recipient == email and one.template.startswith("application_"))
        or (one.recipient in referees and one.template.startswith("referee_") and application.name in one.body)
    ]
