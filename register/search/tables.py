"""The tables behind the search room: ordinary tables and B-trees, written in the transaction that changes the register.

    name_key           a person under one surname form and one given form
    term, term_key     the distinct words of all names, how many people carry each, and the keys that find them
    listing            one row a person: number, sorting, place, filters and the moments between which they are shown
    listing_word       towns, organisations, practice areas and languages, by their folded spelling
    listing_language   who speaks what

They hold nothing that is not on the register itself and can be rebuilt from it at any time. No foreign keys: the
register's own tables are the truth, and the search room must never be a reason why one of them cannot change.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger, String, Table, Text, UniqueConstraint

from foundation.database import Base

#: Byte order on both databases, so that ranges of beginnings work and use the index.
ByteText = Text().with_variant(Text(collation="C"), "postgresql")

name_key = Table(
    "name_key",
    Base.metadata,
    Column("sur", ByteText, primary_key=True),
    Column("giv", ByteText, primary_key=True),
    Column("entry_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", SmallInteger, nullable=False),
    Column("facet", BigInteger, nullable=False),
    Index("ix_name_key_giv_sur", "giv", "sur"),
    sqlite_with_rowid=False,
)

term = Table(
    "term",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("term", ByteText, nullable=False),
    Column("sound", ByteText, nullable=False),
    Column("n_sur", Integer, nullable=False),
    Column("n_giv", Integer, nullable=False),
    UniqueConstraint("term"),
)

term_key = Table(
    "term_key",
    Base.metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("term_id", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: Moments are whole microseconds since 1970 (`moment_number`), far ahead for "no end".
listing = Table(
    "listing",
    Base.metadata,
    Column("entry_id", Integer, primary_key=True, autoincrement=False),
    Column("number", ByteText, nullable=False),
    Column("sort_name", ByteText, nullable=False),
    Column("names", ByteText, nullable=False),
    Column("facet", BigInteger, nullable=False),
    Column("areas", BigInteger, nullable=False),
    Column("town_id", Integer),
    Column("organisation_id", Integer),
    Column("outcode", Integer),
    Column("visible_from", BigInteger, nullable=False),
    Column("hidden_at", BigInteger, nullable=False),
    Column("registered_until", BigInteger, nullable=False),
    UniqueConstraint("number"),
    Index("ix_listing_sort_name", "sort_name"),
    Index("ix_listing_town_id_sort_name", "town_id", "sort_name"),
    Index("ix_listing_organisation_id_sort_name", "organisation_id", "sort_name"),
    Index("ix_listing_outcode", "outcode"),
)

listing_word = Table(
    "listing_word",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("folded", ByteText, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("people", Integer, nullable=False),
    UniqueConstraint("kind", "folded"),
)

listing_language = Table(
    "listing_language",
    Base.metadata,
    Column("language_id", Integer, primary_key=True, autoincrement=False),
    Column("entry_id", Integer, primary_key=True, autoincrement=False),
    Index("ix_listing_language_entry_id", "entry_id"),
    sqlite_with_rowid=False,
)

TABLES = (name_key, term, term_key, listing, listing_word, listing_language)
