"""Checking the answers, sending, and the receipt: reference at once, what happens by when, and a copy to keep."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from accounts import sessions
from accounts.models import Realm
from concerns.intake import copies, receipts, telling
from concerns.intake.pages import ANONYMOUS, JOURNEY, MYSELF
from concerns.intake.telling import DECLARATION
from concerns.operations import sending
from concerns.routes.report.desks import Answer, Desk, NothingOpen
from concerns.routes.report.files import names
from concerns.routes.report.pages import look_again, looks_again
from concerns.telling import Telling
from foundation.errors import Missing, Refused
from foundation.evidence import belonging
from foundation.frame import describe_institute
from foundation.journey import walking
from foundation.journey.drafts import Opened
from foundation.references import read_number
from register import queries as register

_SEE = "Whoever tells us something sees all of it before it is sent."
_RECEIPT = "Whoever sent something has a receipt."
_UNFINISHED = "Something is still missing. Look at your answers again."


def add_to(blueprint: Blueprint, desk: Desk) -> None:
    """Give a desk these pages."""

    @blueprint.get("/check")
    @desk.declare(_SEE)
    def check() -> Answer:
        """Every answer, with a way to change it."""
        return _draw(desk, desk.open(), wrong=looks_again())

    @blueprint.post("/send")
    @desk.declare(_SEE)
    def send() -> Answer:
        """Send it. A second press leads to the same receipt."""
        hand = desk.hand()
        if hand is None:
            raise NothingOpen
        try:
            opened = desk.open()
        except NothingOpen:
            opened = None
        if opened is not None:
            if JOURNEY.missing(opened.content):
                return redirect(f"{desk.prefix}/check", 303)
            if request.form.get("true") != "yes":
                return look_again(desk, "check")
        try:
            sent = sending.send(hand, read=_read, by=desk.actor())
        except Missing as error:
            raise NothingOpen from error
        desk.hand_over(sent.reference, sent.secret)
        return redirect(f"{desk.prefix}/receipt", 303)

    @blueprint.get("/receipt")
    @desk.declare(_RECEIPT)
    def receipt() -> Answer:
        """We have it: its reference, the secret, what happens next and by when."""
        held = desk.receipt()
        if held is None:
            return redirect(desk.home, 303)
        return desk.show("concerns/report/receipt.html", secret=held[1], shown=receipts.read(*held))

    @blueprint.get("/receipt/copy")
    @desk.declare(_RECEIPT)
    def copy() -> Answer:
        """All that was sent, to print or to keep."""
        held = desk.receipt()
        if held is None:
            return redirect(desk.home, 303)
        return desk.show("concerns/report/copy.html", shown=receipts.read(*held))

    @blueprint.get("/receipt/copy.pdf")
    @desk.declare(_RECEIPT)
    def copy_as_pdf() -> AnyResponse:
        """The same as a PDF. Its name says nothing of a concern."""
        held = desk.receipt()
        if held is None:
            return redirect(desk.home, 303)
        shown = receipts.read(*held)
        made = copies.pdf(shown, institute=describe_institute(current_app.config["SETTINGS"]))
        name = f"{shown.reference}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(made, mimetype="application/pdf", headers=headers)


def _draw(desk: Desk, opened: Opened, *, wrong: bool) -> str:
    content = opened.content
    held = belonging.files_of(opened.files)
    missing = {page.slug for page in JOURNEY.missing(content)}
    problems = [("true", "Say that it is true as far as you know")] if wrong and not missing else []
    return desk.show(
        "concerns/report/check.html",
        sections=walking.by_part(JOURNEY.frozen(content)),
        missing=dict.fromkeys(missing, "Please look at this page"),
        apart={},
        files={"files": "\n\n".join(names(held))},
        declaration=DECLARATION,
        anonymous=ANONYMOUS(content.answers),
        problems=problems,
        back=f"{desk.prefix}/tasks",
    )


def _read(draft: Opened) -> Telling:
    """What a draft says, under the lock that sends it."""
    if JOURNEY.missing(draft.content):
        raise Refused(_UNFINISHED)
    return telling.read(draft.content, account_id=_own_account(draft), files=names(belonging.files_of(draft.files)))


def _own_account(draft: Opened) -> int | None:
    """The account of a registrant who tells us about themself, when it is the one that holds their entry."""
    if draft.hand.owner is not None or not MYSELF(draft.content.answers):
        return None
    who = sessions.signed_in(Realm.PUBLIC)
    number = read_number(draft.content.answers.get("own_number") or "").number
    if who is None or number is None or register.entry_of_account(who.account_id) != number:
        return None
    return who.account_id
