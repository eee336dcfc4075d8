"""Checking the answers and sending them. Health and monitoring are not shown again: others may look over a shoulder."""

from __future__ import annotations

from flask import redirect, request

from cpd import desk
from cpd.desk import TOO_LATE, WRONG, Answer
from cpd.form_desk import NothingOpen, names_of_files
from cpd.joining.intake import terms
from cpd.joining.intake.pages.declared import MONITORING_SECTION
from cpd.joining.operations import monitoring
from cpd.renewal.applying import Renewing
from cpd.renewal.intake import telling
from cpd.renewal.intake.pages import FILES, HEALTH_SECTION
from cpd.renewal.operations import sending
from cpd.renewal.routes.desk import DESK, FORM, HOME, know_now
from cpd.renewal.routes.pages import form
from cpd.renewal.vocabulary import Stage
from foundation.errors import Missing, Refused
from foundation.journey import walking
from foundation.journey.drafts import Opened
from foundation.journey.pages import ToldPage
from foundation.journey.walking import CHECK

blueprint = DESK.blueprint("renewal_check")
_SEE = "Whoever renews sees all of it before it is sent."
_SEALED = {
    HEALTH_SECTION: "Answered. Only our health officer can open it.",
    MONITORING_SECTION: "You may leave these out. What you say is only counted, apart from your name.",
}
_SAID = {
    Stage.RENEWED: "Done. You are renewed.",
    Stage.LOOKED_AT: "We have everything. An officer looks at it before you come back.",
}


@blueprint.get(f"/form/{CHECK}")
@desk.declare(_SEE)
def check() -> Answer:
    """Every answer, with a way to change it."""
    return _draw(DESK.opened(), [])


@blueprint.post("/form/send")
@desk.declare(_SEE)
def send() -> Answer:
    """Send it. A second press leads to the same renewal."""
    opened = DESK.opened()
    if _missing(opened):
        return _draw(opened, []), WRONG
    if request.form.get("true") != "yes":
        return _draw(opened, [("true", "Say that it is true as far as you know")]), WRONG
    counted: dict[str, str] = {}

    def read(draft: Opened) -> Renewing:
        counted.update(telling.monitoring_of(draft.content))
        return _read(draft)

    try:
        renewal = sending.hand_in(opened.hand, read=read, by=desk.who().actor)
    except Missing as error:
        raise NothingOpen from error
    except Refused as refused:
        return _draw(opened, [("true", refused.sentence)]), TOO_LATE
    if counted and renewal.round == 1:
        # After the renewal and apart from it: no one transaction holds both, so that neither leads to the other.
        monitoring.count_at_once(counted)
    desk.say_done(_SAID.get(renewal.stage, "We have your answers. You are not renewed yet: see what is still missing."))
    return redirect(HOME, 303)


def _read(draft: Opened) -> Renewing:
    """What a draft says, under the lock that sends it."""
    know_now(draft.content)
    if _missing(draft):
        raise Refused("Something is still missing. Look at your answers again.")
    return telling.read(draft.content, names_of_files(draft))


def _missing(opened: Opened) -> dict[str, str]:
    """The pages that still need a look, each with a sentence why."""
    found = {page.slug: "Please look at this page" for page in form().missing(opened.content)}
    if terms.have_changed(opened.content.answers):
        found["agreement"] = terms.CHANGED
    return found


def _draw(opened: Opened, problems: list[tuple[str, str]]) -> str:
    names, content = names_of_files(opened), opened.content
    apart = {page.slug: _SEALED[one.slug] for one in form().sections if one.slug in _SEALED for page in one.pages}

    def files(page: ToldPage) -> str:
        return "\n".join(names[one] for one in content.answers.get(FILES[page.page]) or () if one in names)

    frozen = form().frozen(content)
    return DESK.show(
        "cpd/renewal/check.html",
        sections=walking.by_part(frozen),
        missing=_missing(opened),
        apart=apart,
        files={page.page: files(page) for page in frozen if page.page in FILES},
        declaration=telling.TRUE,
        problems=problems,
        back=(f"{FORM}/tasks", "Back"),
    )
