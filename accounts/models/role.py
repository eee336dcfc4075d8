"""Roles that accounts hold, each from a moment, perhaps to a moment, with who proposed and who agreed.

A row without `granted_at` is only proposed: it gives nothing. The database keeps the two people apart.
"""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import BindParameter, CheckConstraint, ColumnElement, ForeignKey, Index, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Key, Long, Model, Moment, text_enum


class Role(enum.StrEnum):
    """The roles of rules 6.10 that are held by an account of the staff realm."""

    REGISTRATION_OFFICER = "registration_officer"
    REGISTRAR = "registrar"
    ASSESSOR = "assessor"
    CONCERNS_OFFICER = "concerns_officer"
    CONCERNS_MANAGER = "concerns_manager"
    INVESTIGATING_OFFICER = "investigating_officer"
    CASE_EXAMINER = "case_examiner"
    PANEL_MEMBER = "panel_member"
    PANEL_CHAIR = "panel_chair"
    LEGAL_ADVISER = "legal_adviser"
    APPEAL_PANEL = "appeal_panel"
    COMPLIANCE_OFFICER = "compliance_officer"
    PUBLICATION_EDITOR = "publication_editor"
    HEALTH_OFFICER = "health_officer"
    DATA_PROTECTION_LEAD = "data_protection_lead"
    FINANCE = "finance"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class RoleGrant(Model):
    """One role of one account: proposed, perhaps agreed by a second person, held, ended."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("until IS NULL OR granted_at IS NULL OR until > granted_at", name="until_is_later"),
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name="approved_has_who"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> account_id", name="not_for_oneself"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_has_who"),
        CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="ended_says_why"),
        Index("ix_role_grant_account_id", "account_id"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    #: When it should begin, if not at once; kept while it waits for the second person.
    wanted_from: Mapped[Moment | None] = mapped_column(AwareMoment())
    #: From when it holds; nothing while it is only proposed.
    granted_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    until: Mapped[Moment | None] = mapped_column(AwareMoment())
    proposed_at: Mapped[Moment]
    proposed_by: Mapped[str] = mapped_column(String(200))
    #: Nothing when somebody at the shell of the machine proposed it.
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[Long]
    approved_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    approved_by: Mapped[str | None] = mapped_column(String(200))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    ended_by: Mapped[str | None] = mapped_column(String(200))
    ended_because: Mapped[Long | None]

    def holds_at(self, at: datetime) -> bool:
        """Whether it gives anything at a moment."""
        begun = self.granted_at is not None and self.granted_at <= at
        return begun and (self.ended_at is None or self.ended_at > at) and (self.until is None or self.until > at)

    @property
    def waits(self) -> bool:
        """Whether it waits for the second person."""
        return self.granted_at is None and self.ended_at is None


def holds(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """The condition that a grant gives its role at a moment: `RoleGrant.holds_at` for the database."""
    return and_(
        RoleGrant.granted_at <= at,
        or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > at),
        or_(RoleGrant.until.is_(None), RoleGrant.until > at),
    )
