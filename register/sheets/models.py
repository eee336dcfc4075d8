"""What the sheet last said of each entry that came from it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model, Moment


class SheetRow(Model):
    """The fingerprint of the row an entry was last loaded from. Not a fact about the person: it may be overwritten."""

    __tablename__ = "sheet_row"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True, autoincrement=False)
    fingerprint: Mapped[str] = mapped_column(String(400))
    loaded_at: Mapped[Moment]
