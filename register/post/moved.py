"""Somebody's postal address changed: they are told, in case it was not they.

By email, and where no email reaches them by a letter to the place where post found them until now: a stranger who
changed it does not live there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from accounts.models import Account
from foundation import clock, outbox
from foundation.database import db
from foundation.locks import Box
from register import emails, queries
from register.post import policy
from register.post.models import PostLetter

_TEMPLATE = "post_changed"


def tell(entry_id: int, before: Sequence[str], *, box: Box, on_paper: bool, by_us: bool) -> None:
    """Write to their email addresses, that of the entry and that of whoever looks after it; `on_paper` also to the
    lines from `before`, once a day. Inside the operation that changes them.
    """
    named = queries.named([entry_id])[entry_id]
    words: dict[str, Any] = {"number": named.number, "name": named.particulars_at(clock.now()).name, "by_us": by_us}
    holder = queries.holder_of(entry_id)
    account = db.session.get_one(Account, holder).email if holder is not None else None
    told = {one.lower(): one for one in (account, queries.email_of(entry_id)) if one}
    for to in told.values():
        emails.post_changed(to, **words)
    today = clock.today()
    once = f"post {entry_id} {today} changed"
    if on_paper and before and db.session.scalar(select(PostLetter.id).where(PostLetter.once == once)) is None:
        subject, body = outbox.compose(_TEMPLATE, to_old=True, **words)
        db.session.add(
            PostLetter(
                entry_id=entry_id,
                template=_TEMPLATE,
                once=once,
                matter=once.rpartition(" ")[0],
                sealed=box.seal_json({"subject": subject, "body": body, "to": list(before)}),
                written_at=clock.now(),
                due_on=clock.add_working_days(today, policy.WITHIN.value(today)),
            )
        )
        db.session.flush()
