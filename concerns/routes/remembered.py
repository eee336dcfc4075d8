"""What somebody's browser remembers of us, by name, in one signed cookie that goes when the browser is closed."""

from __future__ import annotations

from flask import g, session

#: What is being told, and the receipt of what was told.
DRAFT = "draft"
RECEIPT = "receipt"
#: What is open: a concern's mailbox or a request about data.
MAILBOX = "mailbox"
#: The reference and secret of a request about data, until they are written down.
DATA_PAIR = "data_pair"
#: The same of a complaint about our service, and the one that is open.
SERVICE_PAIR, SERVICE = "service_pair", "service"


def forget_everything() -> None:
    """Let this browser forget what was told and what is open, as whoever leaves quickly wants."""
    for name in (DRAFT, RECEIPT, MAILBOX, DATA_PAIR, SERVICE_PAIR, SERVICE):
        session.pop(name, None)
    g.pop("csrf_token", None)
