"""A new secret for a mailbox, chosen by whoever holds the old one."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request

from accounts import guard
from concerns.forms.mailbox import OPENING, TYPED_SECRET
from concerns.operations import mailbox as operations
from concerns.routes import mailbox, opened
from foundation import locks
from foundation.errors import Refused

blueprint = Blueprint("mailbox_secret", __name__)
mailbox.dress(blueprint)
_WHY = "Anyone may open a mailbox who has its reference and secret."
_OLD_SECRET = replace(next(asked for asked in OPENING if asked.name == TYPED_SECRET), words="Your old secret")


@blueprint.get(f"{mailbox.PATH}/secret")
@guard.public(_WHY)
def new_secret() -> mailbox.Answer:
    """A new secret to write down, before it is used."""
    opened.concern()
    if not opened.kept("next"):
        opened.keep("next", locks.new_secret())
    return _secret_page([])


@blueprint.post(f"{mailbox.PATH}/secret")
@guard.public(_WHY)
def use_new_secret() -> mailbox.Answer:
    """Use the new secret from now on. It is shown until then, so that no lost answer locks anybody out."""
    concern = opened.concern()
    new = opened.kept("next")
    if not new:
        return redirect(f"{mailbox.PATH}/secret", 303)
    try:
        operations.change_secret(concern.reference, old=request.form.get(TYPED_SECRET, "")[:100], new=new)
    except Refused as error:
        return _secret_page([(TYPED_SECRET, error.sentence)]), mailbox.WRONG
    opened.remember(concern.reference, locks.secret_hash(new))
    opened.keep("done", "Your new secret works from now on. The old one no longer does.")
    return redirect(mailbox.PATH, 303)


def _secret_page(problems: list[tuple[str, str]]) -> str:
    return render_template(
        "concerns/mailbox/secret.html", secret=opened.kept("next"), problems=problems, asked=_OLD_SECRET
    )
