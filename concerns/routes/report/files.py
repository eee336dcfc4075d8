"""The page for files: send some, see what is there, take one out. Without script too; with it, shows how far it is."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from concerns.intake.pages import JOURNEY
from concerns.routes.report.desks import Answer, Desk, NothingOpen
from concerns.routes.report.pages import WRONG, go_on
from foundation.audit import Actor
from foundation.errors import Missing, Refused
from foundation.evidence import StoredFile, belonging, refusals, uploads
from foundation.evidence.keeping import usual_limits
from foundation.evidence.refusals import FileRefused
from foundation.evidence.uploads import Taken
from foundation.journey import drafts
from foundation.journey.drafts import Opened
from foundation.journey.walking import came_from_check, kept_from

_WHY = "Whoever tells us something may send what shows it."


def add_to(blueprint: Blueprint, desk: Desk) -> None:
    """Give a desk these pages."""

    @blueprint.get("/files")
    @desk.declare(_WHY)
    def files() -> Answer:
        """What was sent so far, and a place for more."""
        return _draw(desk, desk.open(), Taken((), ()))

    @blueprint.post("/files")
    @desk.declare(_WHY)
    @uploads.accepts_files
    def take() -> Answer:
        """Keep the files that were chosen; each is kept or refused by itself."""
        opened = desk.open()
        taken = uploads.take_uploads(
            request, "files", owner=opened.files, by=_sender(desk), then=lambda _file: _check_open(desk)
        )
        if not taken.problems:
            opened = desk.change(lambda content: content.mark("files"))
        go = request.form.get("go")
        if taken.problems:
            return _draw(desk, opened, taken), WRONG
        if go == "save":
            return redirect(f"{desk.prefix}/save", 303)
        page = JOURNEY.page("files")
        if go == "on" and page is not None:
            return go_on(desk, page, opened.content)
        return redirect(f"{desk.prefix}/files{kept_from()}", 303)

    @blueprint.post("/files/take-out")
    @desk.declare(_WHY)
    def take_out_file() -> Response:
        """Shred one file."""
        token = request.form.get("file", "")
        held = next((one for one in belonging.files_of(desk.open().files) if one.token == token), None)
        if held is not None:
            belonging.remove(held.id, by=_sender(desk))
        return redirect(f"{desk.prefix}/files{kept_from()}", 303)


def _sender(desk: Desk) -> Actor | None:
    """Nobody is noted as the sender of what comes without an account: it may stay anonymous."""
    return desk.actor() if desk.staff else None


def _check_open(desk: Desk) -> None:
    try:
        drafts.check_open(desk.need())
    except (Missing, Refused, NothingOpen) as error:
        raise FileRefused(refusals.GONE) from error


def names(files: list[StoredFile]) -> list[str]:
    """The names of files, as their sender knows them."""
    return [one.name or "a file" for one in files]


def _draw(desk: Desk, opened: Opened, taken: Taken) -> str:
    before = JOURNEY.before("files", opened.content.answers)
    return desk.show(
        "concerns/report/files.html",
        page=JOURNEY.page("files"),
        files=belonging.files_of(opened.files),
        problems=[("files", f"{one.name}: {one.sentence}") for one in taken.problems],
        limits=usual_limits(),
        what_we_take=refusals.WHAT_WE_TAKE,
        section_title=JOURNEY.section_of("files").title,
        back=f"{desk.prefix}/{'check' if came_from_check() else before.slug if before else 'tasks'}",
        from_check=came_from_check(),
    )
