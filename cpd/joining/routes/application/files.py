"""The pages for files: send some, see what is there, take one out. Pictures of identity papers are kept apart."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from cpd import desk
from cpd.desk import WRONG, Answer
from cpd.form_desk import files_of_page
from cpd.joining.intake.pages import FILES
from cpd.joining.routes.application import desk as here
from cpd.joining.routes.application.desk import DESK, FORM
from cpd.joining.routes.application.pages import back_of, form, go_on, saved
from foundation.evidence import refusals, uploads
from foundation.evidence.keeping import usual_limits
from foundation.evidence.uploads import Taken
from foundation.journey.drafts import Opened
from foundation.journey.walking import came_from_check, kept_from

blueprint = here.blueprint("files", "/form")
_WHY = "Whoever applies sends what shows it."
WORDS = {
    "identity-files": "Send a photo or scan of the certified copy. We keep it apart from the rest. "
    "We delete it three months after we decide.",
    "qualification-files": "A photo or scan is fine. You can send them later, when we ask.",
    "insurance-files": "The page that names you, the policy number, the days and what it covers.",
    "evidence-files": "Only if you like. Never send anything that names a service user.",
}


def _add(slug: str) -> None:
    """The pages for one place. Each place has addresses of its own, so that a page is named like every other."""

    @blueprint.get(f"/{slug}", endpoint=slug)
    @desk.declare(_WHY)
    def files() -> Answer:
        """What was sent so far, and a place for more."""
        opened = DESK.opened()
        page = form().page(slug)
        if page is None or not page.applies(opened.content.answers):
            return redirect(f"{FORM}/tasks", 303)
        return _draw(slug, opened, Taken((), ()))

    @blueprint.post(f"/{slug}", endpoint=f"{slug}-take")
    @desk.declare(_WHY)
    @uploads.accepts_files
    def take() -> Answer:
        """Keep the files that were chosen; each is kept or refused by itself."""
        opened, taken = DESK.take_files(slug, FILES[slug])
        if taken.problems:
            return _draw(slug, opened, taken), WRONG
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
        DESK.take_out_file(FILES[slug], request.form.get("file", ""))
        return redirect(f"{FORM}/{slug}{kept_from()}", 303)


def _draw(slug: str, opened: Opened, taken: Taken) -> str:
    page = form().page(slug)
    assert page is not None
    return DESK.show(
        "cpd/joining/form/files.html",
        page=page,
        heading=page.heading(opened.content.answers),
        words=WORDS[slug],
        files=files_of_page(opened, FILES[slug]),
        problems=[("files", f"{one.name}: {one.sentence}") for one in taken.problems],
        limits=usual_limits(),
        what_we_take=refusals.WHAT_WE_TAKE,
        section_title=form().section_of(slug).title,
        back=back_of(page, opened.content.answers),
        from_check=came_from_check(),
    )


for _slug in FILES:
    _add(_slug)
