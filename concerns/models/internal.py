"""What only staff write and read. No page of a reporter or registrant reads these tables (a test holds that)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from concerns.vocabulary import SecretCheck, Way
from foundation.database import Day, Key, Long, Model, Moment, text_enum


class Note(Model):
    """An officer's note. Files that belong to it are kept for `("note", id)`."""

    __tablename__ = "concern_note"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    words_sealed: Mapped[Long]
    written_at: Mapped[Moment]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: What the page it came from was given, so that the same page sent twice is one note.
    once: Mapped[str | None] = mapped_column(String(40), unique=True)


class Assignment(Model):
    """Who looks after a concern from when on, given by whom, with the hand-over note."""

    __tablename__ = "concern_assignment"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[Moment]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    note_sealed: Mapped[Long | None]


class Contact(Model):
    """One time that a member of staff was in touch with the reporter. The 28-day promise counts from the last."""

    __tablename__ = "concern_contact"
    __table_args__ = (Index("ix_concern_contact_concern_id", "concern_id", "made_on"),)

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    way: Mapped[Way] = mapped_column(text_enum(Way))
    made_on: Mapped[Day]
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: What was said on the telephone or in person; a message or letter speaks for itself.
    words_sealed: Mapped[Long | None]
    #: What the page it came from was given, so that the same page sent twice is one contact.
    once: Mapped[str | None] = mapped_column(String(40), unique=True)


class SecretGiven(Model):
    """An officer gave a reporter a new secret: how they made sure who asked."""

    __tablename__ = "concern_secret_given"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    how: Mapped[SecretCheck] = mapped_column(text_enum(SecretCheck))
    words_sealed: Mapped[Long]
    given_at: Mapped[Moment]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
