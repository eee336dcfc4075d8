"""The row of a stored file: what is known of it, where its bytes lie, and the key that opens them.

The row is there before the bytes are (`arriving`), so that whatever a killed server leaves in the store has a row that
leads to it. The name is sealed with the file's own key; without that key neither name nor bytes can be read. No time is
kept, only the day: nobody shall learn from a file when somebody without a name was at their keyboard.
"""

from __future__ import annotations

import enum
import secrets

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation import locks
from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, text_enum
from foundation.evidence.sealing import FileSeal
from foundation.workflow import Move, State, Workflow


class FileKind(enum.StrEnum):
    """What a file is for the person who looks at it."""

    PICTURE = "picture"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    MAIL = "mail"


class FileStanding(enum.StrEnum):
    """Where a file stands."""

    ARRIVING = "arriving"
    HELD = "held"
    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"
    SHREDDED = "shredded"


_FILES_ARE_SILENT = "Whoever owns the file tells the person, on the page they stand on or in their own letter."
_ALIVE = frozenset({"arriving", "held", "unscanned", "clean", "infected"})
WORKFLOW = Workflow(
    "file",
    (
        State("arriving", "system", "The file is on its way into the store."),
        State("held", "system", "The file waits for the virus check. Nobody can open it."),
        State("unscanned", "owner", "The file is kept on a machine without a virus check."),
        State("clean", "owner", "The file is kept and the virus check found nothing."),
        State("infected", "owner", "The virus check found something harmful. The file was shredded."),
        State("shredded", "nobody", "The file can no longer be read; its bytes are being cleared away.", final=True),
    ),
    (
        Move("keep", frozenset({"arriving", "held"}), "clean", None, silent_because=_FILES_ARE_SILENT),
        Move("hold", frozenset({"arriving"}), "held", None, silent_because=_FILES_ARE_SILENT),
        Move("keep_unscanned", frozenset({"arriving"}), "unscanned", None, silent_because=_FILES_ARE_SILENT),
        Move("refuse", frozenset({"held"}), "infected", None, silent_because=_FILES_ARE_SILENT),
        Move("shred", _ALIVE, "shredded", None, silent_because=_FILES_ARE_SILENT),
    ),
)
#: The standings in which the key is gone.
SHUT = frozenset({FileStanding.INFECTED, FileStanding.SHREDDED})
#: The standings that pages show to the owner.
SHOWN = frozenset({FileStanding.HELD, FileStanding.UNSCANNED, FileStanding.CLEAN, FileStanding.INFECTED})
#: The standings in which a file may be opened.
READABLE = frozenset({FileStanding.UNSCANNED, FileStanding.CLEAN})


def new_token() -> str:
    """What names a file in an address, and an object in the store: 160 bits that say nothing."""
    return secrets.token_hex(20)


class StoredFile(Model):
    """One file that somebody gave us."""

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("(standing = 'arriving') = (arriving_until IS NOT NULL)", name="only_arriving_has_a_time"),
        CheckConstraint("(standing IN ('infected', 'shredded')) = (wrapped_key IS NULL)", name="shut_has_no_key"),
        CheckConstraint("(wrapped_key IS NULL) = (sealed_name IS NULL)", name="name_goes_with_the_key"),
        CheckConstraint("(view_key IS NULL) = (view_sha256 IS NULL)", name="view_has_its_hash"),
        CheckConstraint("(view_key IS NULL) = (view_size IS NULL)", name="view_has_its_size"),
        CheckConstraint("size > 0", name="not_empty"),
        Index("ix_stored_file_owner", "owner_kind", "owner_id"),
        Index("ix_stored_file_standing", "standing"),
    )

    id: Mapped[Key]
    token: Mapped[str] = mapped_column(String(40), unique=True, default=new_token)
    #: What the file belongs to, such as ("draft", "17"). No foreign key: drafts, concerns and applications own files.
    owner_kind: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[str] = mapped_column(String(80))
    sealed_name: Mapped[Long | None]
    kind: Mapped[FileKind] = mapped_column(text_enum(FileKind))
    media_type: Mapped[str] = mapped_column(String(100))
    #: The ending that belongs to what the file is, without the dot, whatever it was called.
    ending: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    #: Of the bytes as they were sent, before they were encrypted.
    sha256: Mapped[str] = mapped_column(String(64))
    standing: Mapped[FileStanding] = mapped_column(text_enum(FileStanding))
    kept_on: Mapped[Day]
    #: Until then the upload may still be going on; after it, the row and its bytes are cleared away.
    arriving_until: Mapped[Moment | None] = mapped_column(AwareMoment())
    #: The identity that opens the bytes, wrapped with the service's key. Gone means shredded.
    wrapped_key: Mapped[Long | None]
    #: Where the bytes lie in the store; None when nothing lies there any more.
    object_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    #: The copy for looking at: pictures only, made small, without the place and device they were taken with.
    view_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    view_type: Mapped[str | None] = mapped_column(String(100))
    view_size: Mapped[int | None]
    view_sha256: Mapped[str | None] = mapped_column(String(64))

    @property
    def name(self) -> str | None:
        """The tidied name it was sent with; None when the key is gone."""
        if self.wrapped_key is None or self.sealed_name is None:
            return None
        return FileSeal.unwrap(self.wrapped_key).open_name(self.sealed_name)

    @property
    def owner(self) -> tuple[str, str]:
        """What the file belongs to."""
        return self.owner_kind, self.owner_id

    @property
    def has_view(self) -> bool:
        """Whether there is a copy for looking at."""
        return self.view_key is not None

    @property
    def is_readable(self) -> bool:
        """Whether it may be opened now."""
        return self.standing in READABLE


locks.declare_wrapped(StoredFile.wrapped_key)
