"""Editions of the Standards of Proficiency as rows: theme, heading, clause.

Keys are the institute's own numbers within an edition, so two editions never mix and no number stands twice. An edition
is in force from its day until the next one begins; only beginnings are stored, so editions cannot overlap. Other tables
cite a clause by its id, which says number and edition at once.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Day, Key, Long, Model, Moment, Short


class Edition(Model):
    """One edition. Its wording may be loaded later than its numbers, all at once or not at all."""

    __tablename__ = "standards_edition"
    __table_args__ = (
        UniqueConstraint("slug"),
        UniqueConstraint("name"),
        UniqueConstraint("in_force_from"),
        CheckConstraint("(loaded_at IS NULL) = (loaded_by IS NULL)", name="loaded_when_and_by_whom"),
    )

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(60))
    in_force_from: Mapped[Day]
    #: Whether the institute gave the day; if not, it is our default and pages say so.
    day_given: Mapped[bool]
    recorded_at: Mapped[Moment]
    loaded_at: Mapped[Moment | None]
    loaded_by: Mapped[Short | None]

    themes: Mapped[list[Theme]] = relationship(back_populates="edition", order_by="Theme.letter")

    @property
    def has_wording(self) -> bool:
        """Whether the institute's wording is there, or only our labels."""
        return self.loaded_at is not None

    @property
    def headings(self) -> list[Heading]:
        """Every heading in order."""
        return [heading for theme in self.themes for heading in theme.headings]

    @property
    def clauses(self) -> list[Clause]:
        """Every clause in order."""
        return [clause for heading in self.headings for clause in heading.clauses]


class Theme(Model):
    """A theme, A to D."""

    __tablename__ = "standards_theme"

    edition_id: Mapped[int] = mapped_column(ForeignKey("standards_edition.id"), primary_key=True)
    letter: Mapped[str] = mapped_column(String(1), primary_key=True)
    title: Mapped[Short]
    #: The institute's sentences under the title.
    opening: Mapped[Long | None]

    edition: Mapped[Edition] = relationship(back_populates="themes")
    headings: Mapped[list[Heading]] = relationship(back_populates="theme", order_by="Heading.number")


class Heading(Model):
    """A numbered heading: a title and the sentence that its clauses complete."""

    __tablename__ = "standards_heading"
    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "letter"], ["standards_theme.edition_id", "standards_theme.letter"]),
        CheckConstraint("number > 0", name="number_counts_from_one"),
    )

    edition_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    letter: Mapped[str] = mapped_column(String(1))
    title: Mapped[Short]
    opening: Mapped[Long | None]

    theme: Mapped[Theme] = relationship(back_populates="headings")
    clauses: Mapped[list[Clause]] = relationship(back_populates="heading", order_by="Clause.position")

    @property
    def anchor(self) -> str:
        """Where it stands on its edition's page."""
        return str(self.number)


class Clause(Model):
    """One Standard, such as 3.2: our short label, and the institute's wording once it is loaded."""

    __tablename__ = "standards_clause"
    __table_args__ = (
        UniqueConstraint("edition_id", "heading_number", "position"),
        ForeignKeyConstraint(
            ["edition_id", "heading_number"], ["standards_heading.edition_id", "standards_heading.number"]
        ),
        CheckConstraint("position > 0", name="position_counts_from_one"),
        CheckConstraint("label IS NOT NULL OR wording IS NOT NULL", name="says_something"),
    )

    id: Mapped[Key]
    edition_id: Mapped[int]
    heading_number: Mapped[int]
    position: Mapped[int]
    #: Ours, to find a clause by; none when a later edition changed the wording and nobody has written one.
    label: Mapped[Short | None]
    wording: Mapped[Long | None]

    heading: Mapped[Heading] = relationship(back_populates="clauses")

    @property
    def number(self) -> str:
        """As people cite it: "3.2"."""
        return f"{self.heading_number}.{self.position}"

    @property
    def anchor(self) -> str:
        """Where it stands on its edition's page."""
        return self.number
