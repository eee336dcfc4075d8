"""The desk at which somebody fills in a form over days: their draft, found by their account alone, and its files.

Nothing about a draft stands in an address or in the browser. A page that was left open and came too late is told so,
with what was typed on it, so that nobody loses it. Every file stands in the draft's folder; a page's answer names those
that were sent on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, redirect, request

from accounts import kept
from cpd.desk import TOO_LATE, Answer, Desk, who
from foundation.errors import Missing, Refused
from foundation.evidence import StoredFile, belonging, refusals, uploads
from foundation.evidence.refusals import FileRefused
from foundation.evidence.uploads import Taken
from foundation.journey import drafts
from foundation.journey.drafts import Hand, Opened
from foundation.journey.pages import Content


class NothingOpen(Exception):
    """This account has no draft."""


def _as_it_is(_content: Content) -> None:
    """Nothing is to be said anew in a draft that is opened."""


@dataclass(frozen=True)
class FormDesk(Desk):
    """The desk of one form."""

    #: The name of the journey, and how its drafts name whose they are.
    journey: str
    owner: Callable[[int], str]
    #: The page for what was typed on a page that came too late.
    too_late: Callable[[list[str]], str]
    #: What a draft has to know of today, however long ago it was begun.
    know_now: Callable[[Content], None] = _as_it_is

    @property
    def form(self) -> str:
        """The address of the form."""
        return f"{self.home}/form"

    def blueprint(self, name: str, under: str = "") -> Blueprint:
        """An empty blueprint whose pages may need the draft."""
        made = super().blueprint(name, under)
        made.register_error_handler(NothingOpen, self._answer_nothing_open)
        return made

    def show(self, template: str, **given: Any) -> str:
        """Draw a page of this desk."""
        return super().show(template, form=self.form, **given)

    # ------------------------------------------------------------------------------------------------------- the draft

    def hand(self) -> Hand | None:
        """What opens the draft of this account, asked for once a request."""
        held: dict[str, Hand | None] = g.setdefault("hands_of_forms", {})
        if self.journey not in held:
            mine = self.owner(who().account_id)
            found = drafts.unfinished(mine, self.journey)
            held[self.journey] = Hand(found[0].reference, owner=mine) if found else None
        return held[self.journey]

    def opened(self) -> Opened:
        """The draft of this account.

        Raises:
            NothingOpen: it has none, or it was sent meanwhile.
        """
        try:
            found = drafts.open_draft(self._need())
        except Missing as error:
            raise NothingOpen from error
        if found.sent_as is not None:
            raise NothingOpen
        self.know_now(found.content)
        return found

    def change(self, edit: Callable[[Content], None]) -> Opened:
        """Change the draft of this account.

        Raises:
            NothingOpen: it has none, or it was sent meanwhile.
        """

        def edit_and_know(content: Content) -> None:
            edit(content)
            self.know_now(content)

        try:
            return drafts.change(self._need(), edit_and_know)
        except (Missing, Refused) as error:
            raise NothingOpen from error

    def _need(self) -> Hand:
        found = self.hand()
        if found is None:
            raise NothingOpen
        return found

    def _answer_nothing_open(self, _error: NothingOpen) -> Answer:
        if request.method in {"GET", "HEAD"}:
            return redirect(self.home, 303)
        typed = [value for name, value in kept.typed(request.form) if name not in {"go", "from"} and len(value) > 8]
        return self.too_late(typed), TOO_LATE

    # ------------------------------------------------------------------------------------------------ files of one page

    def take_files(self, slug: str, answer: str) -> tuple[Opened, Taken]:
        """Keep the files that were chosen on a page, each by itself, and name them in its answer."""
        opened = self.opened()

        def note(file: StoredFile) -> None:
            try:
                drafts.change(opened.hand, lambda content: _name_file(content, answer, file.token))
            except (Missing, Refused) as error:
                raise FileRefused(refusals.GONE) from error

        taken = uploads.take_uploads(request, "files", owner=opened.files, by=who().actor, then=note)
        return (self.opened() if taken.problems else self.change(lambda content: content.mark(slug))), taken

    def take_out_file(self, answer: str, token: str) -> None:
        """Shred one file of a page, if it is there."""
        held = next((one for one in files_of_page(self.opened(), answer) if one.token == token), None)
        if held is None:
            return
        belonging.remove(held.id, by=who().actor)

        def forget(content: Content) -> None:
            content.answers[answer] = [one for one in content.answers.get(answer) or [] if one != token]

        self.change(forget)


def _name_file(content: Content, answer: str, token: str) -> None:
    content.answers[answer] = [*(content.answers.get(answer) or []), token]


def files_of_page(opened: Opened, answer: str) -> list[StoredFile]:
    """The files that a page's answer names."""
    tokens = opened.content.answers.get(answer) or []
    return [one for one in belonging.files_of(opened.files) if one.token in tokens]


def names_of_files(opened: Opened) -> dict[str, str]:
    """How each file of a draft is called, by its token."""
    return {one.token: one.name or "a file" for one in belonging.files_of(opened.files)}
