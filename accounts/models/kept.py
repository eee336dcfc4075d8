"""Work kept when a session ended before a form arrived."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import JsonList, Key, Model, Moment


class KeptForm(Model):
    """What somebody had typed when their session had ended: shown to them alone, once they are back."""

    __tablename__ = "kept_form"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    path: Mapped[str] = mapped_column(String(500))
    #: Pairs of name and value; passwords, codes and files are left out.
    fields: Mapped[JsonList]
    kept_at: Mapped[Moment]
