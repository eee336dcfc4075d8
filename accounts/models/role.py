"""Roles that accounts hold, each from a moment, perhaps to a moment. What is refused stands in `operations/roles`."""

from __future__ import annotations

import enum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Key, Model, Moment, text_enum


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
    """One role held by one account. It holds while it is not ended and, where it has an end, until then."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("ix_role_grant_account_id", "account_id"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    granted_at: Mapped[Moment]
    until: Mapped[Moment | None] = mapped_column(AwareMoment())
    ended_at: Mapped[Moment | None] = mapped_column(AwareMoment())
