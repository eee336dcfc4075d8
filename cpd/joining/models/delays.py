"""Why an application is late, as whoever has it says."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cpd.joining.findings import DelayReason
from cpd.joining.vocabulary import Stage
from foundation.database import Key, Long, Model, Moment, text_enum


class Delay(Model):
    """Said at a stage, read by the applicant and by staff. The last one at a stage counts."""

    __tablename__ = "application_delay"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    reason: Mapped[DelayReason] = mapped_column(text_enum(DelayReason))
    #: More about it, for the applicant; nothing when the reason says it all.
    sealed: Mapped[Long | None]
    said_at: Mapped[Moment]
    said_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
