"""As what somebody sits when they examine or judge: as a lay person, or as the registrant whom they are."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Key, Model, Moment


class SitsAs(Model):
    """One line for each person, said by whoever looks after people. Nobody else has their number."""

    __tablename__ = "sits_as"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    #: Their own registration number; nothing for a lay person.
    number: Mapped[str | None] = mapped_column(String(9), unique=True)
    said_at: Mapped[Moment]
    #: Nothing when somebody at the shell of the machine said it.
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def lay(self) -> bool:
        """Whether they sit as a lay person."""
        return self.number is None
