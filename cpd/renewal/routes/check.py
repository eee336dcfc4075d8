"""Checking the answers and sending them. Health is not shown again: others may look over a shoulder."""

from __future__ import annotations

from itertools import groupby

from flask import redirect, request

from cpd import desk
from cpd.desk import TOO_LATE, WRONG, Answer
from cpd.joining.intake.pages.declared import terms_version
from cpd.renewal.applying import Renewing
from cpd.renewal.intake import telling
from cpd.renewal.intake.pages import FILES, HEALTH_SECTION
from cpd.renewal.operations import sending
from cpd.renewal.routes import desk as here
from cpd.renewal.routes.desk import FORM, HOME
from cpd.renewal.routes.pages import CHECK, edition_name, form
from cpd.renewal.vocabulary import Stage
from foundation import clock
from foundation.errors import Missing, Refused
from foundation.evidence import belonging
from foundation.journey.drafts import Opened
from foundation.journey.pages import ToldPage

blueprint = here.blueprint("check")
_SEE = "Whoever renews sees all of it before it is sent."
_SEALED = "Answered. Only our health officer can open it."
_SAID = {
    Stage.RENEWED: "Done. You are renewed.",
    Stage.LOOKED_AT: "We have everything. An officer looks at it before you come back.",
}


@blueprint.get(f"/form/{CHECK}")
@desk.declare(_SEE)
def check() -> Answer:
    """Every answer, with a way to change it."""
    return _draw(here.opened(), [])


@blueprint.post("/form/send")
@desk.declare(_SEE)
def send() -> Answer:
    """Send it. A second press leads to the same renewal."""
    opened = here.opened()
    if _missing(opened):
        return _draw(opened, []), WRONG
    if request.form.get("true") != "yes":
        return _draw(opened, [("true", "Say that it is true as far as you know")]), WRONG
    try:
        renewal = sending.hand_in(opened.hand, read=_read, by=desk.who().actor)
    except Missing as error:
        raise here.NothingOpen from error
    except Refused as refused:
        return _draw(opened, [("true", refused.sentence)]), TOO_LATE
    desk.say_done(_SAID.get(renewal.stage, "We have your answers. You are not renewed yet: see what is still missing."))
    return redirect(HOME, 303)


def _names(opened: Opened) -> dict[str, str]:
    return {one.token: one.name or "a file" for one in belonging.files_of(opened.files)}


def _read(draft: Opened) -> Renewing:
    """What a draft says, under the lock that sends it."""
    here.know_now(draft.content)
    if _missing(draft):
        raise Refused("Something is still missing. Look at your answers again.")
    return telling.read(draft.content, _names(draft))


def _missing(opened: Opened) -> dict[str, str]:
    """The pages that still need a look, each with a sentence why."""
    found = {page.slug: "Please look at this page" for page in form().missing(opened.content)}
    answers = opened.content.answers
    shown = (edition_name(), terms_version(clock.today()))
    if answers.get("agreed_terms") and (answers.get("agreed_edition"), answers["agreed_terms"]) != shown:
        found["agreement"] = "The terms have changed since you read them. Read them again, please"
    return found


def _draw(opened: Opened, problems: list[tuple[str, str]]) -> str:
    names, content = _names(opened), opened.content
    apart = {page.slug: _SEALED for one in form().sections if one.slug == HEALTH_SECTION for page in one.pages}

    def files(page: ToldPage) -> str:
        return "\n".join(names[one] for one in content.answers.get(FILES[page.page]) or () if one in names)

    frozen = form().frozen(content)
    return here.show(
        "cpd/renewal/check.html",
        sections=[(title, list(pages)) for title, pages in groupby(frozen, lambda one: one.section)],
        missing=_missing(opened),
        apart=apart,
        files={page.page: files(page) for page in frozen if page.page in FILES},
        declaration=telling.TRUE,
        problems=problems,
        back=(f"{FORM}/tasks", "Back"),
    )
