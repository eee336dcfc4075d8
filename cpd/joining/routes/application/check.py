"""Checking the answers and sending them. Health and monitoring are not shown again: others may look over a shoulder."""

from __future__ import annotations

from flask import redirect, request

from cpd import desk
from cpd.desk import TOO_LATE, WRONG, Answer
from cpd.form_desk import NothingOpen, names_of_files
from cpd.joining import queries
from cpd.joining.applying import Applying
from cpd.joining.intake import telling, terms
from cpd.joining.intake.pages import FILES
from cpd.joining.intake.pages.declared import HEALTH_SECTION, MONITORING_SECTION
from cpd.joining.operations import handing_in
from cpd.joining.routes.application import desk as here
from cpd.joining.routes.application.desk import DESK, FORM, HOME
from cpd.joining.routes.application.pages import form
from foundation.errors import Missing, Refused
from foundation.journey import walking
from foundation.journey.drafts import Opened
from foundation.journey.pages import ToldPage

blueprint = here.blueprint("check", "/form")
_SEE = "Whoever applies sees all of it before it is sent."
_UNFINISHED = "Something is still missing. Look at your answers again."
#: Said in the place of an answer that is not shown again.
_SEALED = {
    HEALTH_SECTION: "Answered. Only our health officer can open it.",
    MONITORING_SECTION: "Kept apart from your name. Nobody who decides sees it.",
}


@blueprint.get("/check")
@desk.declare(_SEE)
def check() -> Answer:
    """Every answer, with a way to change it."""
    return _draw(DESK.opened(), [])


@blueprint.post("/send")
@desk.declare(_SEE)
def send() -> Answer:
    """Send it. A second press leads to the same application."""
    try:
        opened = DESK.opened()
    except NothingOpen:
        if queries.open_of(desk.who().account_id) is None:
            raise
        return redirect(HOME, 303)
    if _missing(opened):
        return _draw(opened, []), WRONG
    if request.form.get("true") != "yes":
        return _draw(opened, [("true", "Say that it is true as far as you know")]), WRONG
    try:
        handing_in.hand_in(opened.hand, read=_read, by=desk.who().actor)
    except Missing as error:
        raise NothingOpen from error
    except Refused as refused:
        return _draw(opened, [("true", str(refused))]), TOO_LATE
    desk.say_done("We have your application. You do not have to do anything now.")
    return redirect(HOME, 303)


def _read(draft: Opened) -> Applying:
    """What a draft says, under the lock that sends it."""
    if _missing(draft):
        raise Refused(_UNFINISHED)
    somebody = desk.who()
    return telling.read(
        draft.content, account_id=somebody.account_id, email=somebody.email, names=names_of_files(draft)
    )


def _missing(opened: Opened) -> dict[str, str]:
    """The pages that still need a look, each with a sentence why."""
    found = {page.slug: "Please look at this page" for page in form().missing(opened.content)}
    if terms.have_changed(opened.content.answers):
        found["agreement"] = terms.CHANGED
    return found


def _draw(opened: Opened, problems: list[tuple[str, str]]) -> str:
    names, content = names_of_files(opened), opened.content
    apart = {
        page.slug: _SEALED[section.slug]
        for section in form().sections
        if section.slug in _SEALED
        for page in section.pages
    }

    def files(page: ToldPage) -> str:
        return "\n".join(names[one] for one in content.answers.get(FILES[page.page]) or () if one in names)

    frozen = form().frozen(content)
    return DESK.show(
        "cpd/joining/form/check.html",
        sections=walking.by_part(frozen),
        missing=_missing(opened),
        apart=apart,
        files={page.page: files(page) for page in frozen if page.page in FILES},
        declaration=telling.TRUE,
        problems=problems,
        back=(f"{FORM}/tasks", "Back"),
    )
