"""Where somebody is reached by post, the letters that go there, and the batches in which they are printed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Day, Key, Long, Model, Moment

#: The template of a letter that lies printed, to be taken out, and of which all else was deleted.
DELETED = "deleted"


class PostReader(Model):
    """Somebody's postal address, under a key of its own that seals their letters too. Never public."""

    __tablename__ = "post_reader"

    id: Mapped[Key]
    #: Counts changes, so that a page left open cannot overwrite a newer one.
    version: Mapped[int] = mapped_column()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))
    #: The lines of the address; nothing when we do not know it yet.
    address_sealed: Mapped[str | None] = mapped_column(Text())
    #: They asked for paper, or their email comes back: nothing is sent by email.
    on_paper: Mapped[bool]
    #: When the address last changed.
    changed_at: Mapped[Moment]

    __mapper_args__ = {"version_id_col": version}


class PostBatch(Model):
    """Letters printed as one document, and the day on which somebody says they were posted."""

    __tablename__ = "post_batch"
    __table_args__ = (
        CheckConstraint(
            "(posted_on IS NULL) = (posted_by_id IS NULL) AND (posted_on IS NULL) = (posted_at IS NULL)",
            name="posted_has_who_and_when",
        ),
        CheckConstraint("undone_at IS NULL OR posted_on IS NULL", name="posted_or_undone"),
        Index("ix_post_batch_posted_on", "posted_on"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    #: It was made at the private desk (`register.post.desks`), and stays there whatever becomes of its letters.
    private: Mapped[bool] = mapped_column(server_default=false())
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    posted_on: Mapped[date | None]
    posted_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    posted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: Its letters went back on the list. The row stays, so that no later batch has its number.
    undone_at: Mapped[Moment | None] = mapped_column(AwareMoment())

    __mapper_args__ = {"version_id_col": version}


class PostLetter(Model):
    """One letter that goes on paper."""

    __tablename__ = "post_letter"
    __table_args__ = (Index("ix_post_letter_entry", "entry_id", "matter"),)

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    #: The folder under templates/mail that it was written from.
    template: Mapped[str] = mapped_column(String(80))
    #: What makes it the only one of its kind.
    once: Mapped[str | None] = mapped_column(String(200), unique=True)
    #: What it is about: a newer letter about it takes the place of one that is not printed yet.
    matter: Mapped[str] = mapped_column(String(200))
    #: Subject and words, under the key of its reader.
    sealed: Mapped[Long]
    written_at: Mapped[Moment]
    #: The day by which it is to be in the post.
    due_on: Mapped[Day]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("post_batch.id"), index=True)
    #: It was printed, and is to be taken out before the batch is posted.
    called_back_at: Mapped[Moment | None] = mapped_column(AwareMoment())
