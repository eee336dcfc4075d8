"""The pages for files: send some, see what is there, take one out. Pictures of identity papers are kept apart."""

from __future__ import annotations

from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response

from cpd.joining.intake.pages import FILES
from cpd.joining.routes.application import desk
from cpd.joining.routes.application.desk import FORM, WRONG, Answer
from cpd.joining.routes.application.pages import back_of, came_from_check, form, go_on, kept_from, saved
from foundation.errors import Missing, Refused
from foundation.evidence import StoredFile, belonging, refusals, uploads
from foundation.evidence.keeping import usual_limits
from foundation.evidence.refusals import FileRefused
from foundation.evidence.uploads import Taken
from foundation.journey import drafts
from foundation.journey.drafts import Opened
from foundation.journey.pages import Content

blueprint = desk.blueprint("files", FORM)
_WHY = "Whoever applies sends what shows it."
WORDS = {
    "identity-files": "Send a photo or scan of the certified copy. We keep it apart from the rest. "
    "We delete it three months after we decide.",
    "qualification-files": "A photo or scan is fine. You can send them later, when we ask.",
    "insurance-files": "The page that names you, the policy number, the days and what it covers.",
    "evidence-files": "Only if you like. Never send anything that names a service user.",
}


def _mark(slug: str, *added: str) -> Any:
    def edit(content: Content) -> None:
        if added:
            content.answers[FILES[slug]] = [*(content.answers.get(FILES[slug]) or []), *added]
        else:
            content.mark(slug)

    return edit


def _add(slug: str) -> None:
    """The pages for one place. Each place has addresses of its own, so that a page is named like every other."""

    @blueprint.get(f"/{slug}", endpoint=slug)
    @desk.declare(_WHY)
    def files() -> Answer:
        """What was sent so far, and a place for more."""
        opened = desk.opened()
        page = form().page(slug)
        if page is None or not page.applies(opened.content.answers):
            return redirect(f"{FORM}/tasks", 303)
        return _draw(slug, opened, Taken((), ()))

    @blueprint.post(f"/{slug}", endpoint=f"{slug}-take")
    @desk.declare(_WHY)
    @uploads.accepts_files
    def take() -> Answer:
        """Keep the files that were chosen; each is kept or refused by itself."""
        opened = desk.opened()
        hand = opened.hand

        def note(file: StoredFile) -> None:
            try:
                drafts.change(hand, _mark(slug, file.token))
            except (Missing, Refused) as error:
                raise FileRefused(refusals.GONE) from error

        taken = uploads.take_uploads(request, "files", owner=opened.files, by=desk.who().actor, then=note)
        if taken.problems:
            return _draw(slug, desk.opened(), taken), WRONG
        opened = desk.change(_mark(slug))
        if request.form.get("go") == "save":
            return saved()
        page = form().page(slug)
        if request.form.get("go") == "on" and page is not None:
            return go_on(page, opened.content)
        return redirect(f"{FORM}/{slug}{kept_from()}", 303)

    @blueprint.post(f"/{slug}/take-out", endpoint=f"{slug}-take-out")
    @desk.declare(_WHY)
    def take_out_file() -> Response:
        """Shred one file."""
        held = next((one for one in _here(slug, desk.opened()) if one.token == request.form.get("file")), None)
        if held is not None:
            token = held.token
            belonging.remove(held.id, by=desk.who().actor)

            def forget(content: Content) -> None:
                content.answers[FILES[slug]] = [one for one in content.answers.get(FILES[slug]) or [] if one != token]

            desk.change(forget)
        return redirect(f"{FORM}/{slug}{kept_from()}", 303)


def _here(slug: str, opened: Opened) -> list[StoredFile]:
    tokens = opened.content.answers.get(FILES[slug]) or []
    return [one for one in belonging.files_of(opened.files) if one.token in tokens]


def _draw(slug: str, opened: Opened, taken: Taken) -> str:
    page = form().page(slug)
    assert page is not None
    return desk.show(
        "cpd/joining/form/files.html",
        page=page,
        heading=page.heading(opened.content.answers),
        words=WORDS[slug],
        files=_here(slug, opened),
        problems=[("files", f"{one.name}: {one.sentence}") for one in taken.problems],
        limits=usual_limits(),
        what_we_take=refusals.WHAT_WE_TAKE,
        section_title=form().section_of(slug).title,
        back=back_of(page, opened.content.answers),
        from_check=came_from_check(),
    )


for _slug in FILES:
    _add(_slug)
