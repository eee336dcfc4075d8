"""The two desks at which a concern is told: the public one, without an account, and the staff one.

Each knows how its writer's draft is found again: by the reference and secret in the browser's session, or by the
account. Nothing here is kept after the browser closes; leaving quickly forgets it at once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from accounts import guard, kept, sessions
from accounts.models import Realm
from accounts.permissions import Permission
from accounts.routes import unsaved
from concerns import rules
from concerns.forms.returning import RETURNING
from concerns.intake.pages import DESK, NAME
from concerns.operations import sending
from concerns.routes import private
from concerns.routes.remembered import DRAFT, RECEIPT
from foundation import clock
from foundation.audit import Actor
from foundation.errors import Missing, Refused
from foundation.journey import drafts, reading
from foundation.journey.drafts import Hand, Opened
from foundation.journey.pages import Content

View = TypeVar("View", bound=Callable[..., Any])
Answer = str | AnyResponse | tuple[str, int]

_ENTRY = "entry"
_ENTRY_RECEIPT = "entry_receipt"


class NothingOpen(Exception):
    """This browser holds no draft."""


@dataclass(frozen=True)
class Desk:
    """One of the two, as pages and routes name it."""

    name: str
    prefix: str
    staff: bool

    @property
    def home(self) -> str:
        """Where one begins, and comes back."""
        return self.prefix if self.staff else f"{self.prefix}/return"

    def declare(self, because: str) -> Callable[[View], View]:
        """Who may open a page of this desk."""
        if self.staff:
            return guard.staff(Permission.TAKE_IN_CONCERNS, because)
        return guard.public(because)

    def blueprint(self) -> Blueprint:
        """An empty blueprint at its address."""
        made = Blueprint(self.name, self.name, url_prefix=self.prefix)
        private.dress(made)
        made.register_error_handler(NothingOpen, self._answer_nothing_open)
        return made

    # ------------------------------------------------------------------------------------------------------- the draft

    def start(self, content: Content | None = None) -> Hand:
        """Begin a draft and remember it in this browser."""
        reference = sending.new_reference(clock.today().year)
        content = content or Content()
        if self.staff:
            content.answers[DESK] = "staff"
        owner = self.owner() if self.staff else None
        hand = drafts.start(NAME, reference=reference, owner=owner, content=content)
        self.remember(hand)
        return hand

    def remember(self, hand: Hand) -> None:
        """Keep in the browser's session what opens a draft."""
        if self.staff:
            session[_ENTRY] = hand.reference
        else:
            session[DRAFT] = [hand.reference, hand.secret]

    def hand(self) -> Hand | None:
        """What this browser holds."""
        if self.staff:
            reference = session.get(_ENTRY)
            return Hand(str(reference), owner=self.owner()) if reference else None
        held = session.get(DRAFT)
        return Hand(str(held[0]), secret=str(held[1])) if held else None

    def owner(self) -> str:
        """The account at the keyboard, as drafts name it."""
        return f"account:{sessions.require(Realm.STAFF).account_id}"

    def need(self) -> Hand:
        """What this browser holds.

        Raises:
            NothingOpen: nothing.
        """
        hand = self.hand()
        if hand is None:
            raise NothingOpen
        return hand

    def open(self) -> Opened:
        """The draft of this browser.

        Raises:
            NothingOpen: there is none, or it is gone, or it was sent.
        """
        try:
            opened = drafts.open_draft(self.need())
        except Missing as error:
            raise NothingOpen from error
        if opened.sent_as is not None:
            raise NothingOpen
        return opened

    def change(self, edit: Callable[[Content], object]) -> Opened:
        """Change the draft of this browser.

        Raises:
            NothingOpen: there is none, or it is gone, or it was sent.
        """
        try:
            return drafts.change(self.need(), edit)
        except (Missing, Refused) as error:
            raise NothingOpen from error

    def forget(self) -> None:
        """Let this browser forget the draft."""
        session.pop(_ENTRY if self.staff else DRAFT, None)

    # ----------------------------------------------------------------------------------------------------- the receipt

    def hand_over(self, reference: str, secret: str | None) -> None:
        """The draft was sent: remember its receipt instead. A secret that was shown once is not shown again."""
        self.forget()
        if secret is not None:
            session[_ENTRY_RECEIPT if self.staff else RECEIPT] = [reference, secret]

    def receipt(self) -> tuple[str, str] | None:
        """Reference and secret of what was sent last from this browser."""
        held = session.get(_ENTRY_RECEIPT if self.staff else RECEIPT)
        return (str(held[0]), str(held[1])) if held else None

    def forget_receipt(self) -> None:
        """Let this browser forget the receipt."""
        session.pop(_ENTRY_RECEIPT if self.staff else RECEIPT, None)

    def actor(self) -> Actor:
        """Who sends."""
        return sessions.require(Realm.STAFF).actor if self.staff else rules.REPORTER

    # ------------------------------------------------------------------------------------------------------------ pages

    def show(self, template: str, **given: Any) -> str:
        """Draw a page of this desk."""
        return render_template(
            template, desk=self, form=self.prefix, save_at=f"{self.prefix}/save", by_staff=self.staff, **given
        )

    def _find_receipt(self) -> None:
        """When the answer to sending got lost, this browser still holds the draft: it gets its receipt after all."""
        hand = self.hand()
        if self.staff or hand is None:
            return
        with suppress(Missing):
            opened = drafts.open_draft(hand)
            if opened.sent_as is not None:
                self.hand_over(opened.sent_as, hand.secret)

    def _answer_nothing_open(self, _error: NothingOpen) -> Answer:
        only_looking = request.method in {"GET", "HEAD"}
        if only_looking:
            self._find_receipt()
        if self.receipt() is not None:
            late = [] if only_looking else unsaved.words_in(kept.typed(request.form))
            if late:
                return self.show("concerns/report/sent_already.html", words=late), 409
            return redirect(f"{self.prefix}/receipt", 303)
        if only_looking or self.staff:
            return redirect(self.home, 303)
        # What was typed is not lost: it waits in the page until the draft is open again.
        carried = [] if request.files else kept.typed(request.form)
        action = reading.tame_line(request.path.removeprefix(f"{self.prefix}/"))
        page = self.show(
            "concerns/report/return.html", questions=RETURNING, answers={}, problems=[], carried=carried, action=action
        )
        return page, 409


PUBLIC = Desk("telling", "/concerns/report", staff=False)
STAFF = Desk("telling_at_desk", "/staff/concerns/new", staff=True)
DESKS = (PUBLIC, STAFF)
