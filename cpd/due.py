"""What is due of somebody: one line of the list on the home of their account (`accounts.due`).

Every part of the registrant's side offers `due(registrant) -> list[Due]` in its file `account.py`, and the home puts
them into one list with what other rooms added, sorted by day, each with one button.
"""

from __future__ import annotations

from accounts.due import Due, DueKind

__all__ = ["Due", "DueKind"]
