"""One concern on one page, and its files. Every opening is recorded before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, Response, render_template

from accounts import authority, guard, sessions
from accounts.forms.staff import Typed
from accounts.models import Realm
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from accounts.separation import excluded
from concerns import kept, queries, rules
from concerns.forms import acts, signs
from concerns.forms.fields import Form
from concerns.operations import papers, reading
from concerns.operations.papers import Door
from concerns.operations.writing import WAITING_FILES
from concerns.routes.attached import answer_with
from concerns.routes.staff import next_up
from concerns.views import acted_on, beside_view, looking_view, officer_files, officer_view, papers_view
from concerns.views.looking_steps import looking_steps
from concerns.views.officer_files import ShownFile
from concerns.views.section import Section
from concerns.vocabulary import Stage
from foundation import clock, evidence
from foundation.audit import Actor
from foundation.errors import Missing
from foundation.references import read_concern_reference

PATH = "/staff/concerns"
blueprint = Blueprint("staff_concern", __name__)
READ = (
    Permission.TAKE_IN_CONCERNS,
    Permission.ALLOCATE,
    Permission.INVESTIGATE,
    Permission.HEAR_APPEALS,
    Permission.BREAK_GLASS,
    Permission.EXAMINE,
    Permission.VOTE,
    Permission.CHAIR,
    Permission.ADVISE,
    Permission.MONITOR_ORDERS,
    Permission.PREPARE_TEXT,
    Permission.PUBLISH,
)
_WHY = (
    "Officers and managers, the investigating officer who has it, a reviewer while a closing is looked at, an "
    "administrator in an emergency. Those who are listed to decide it, and who publish it, read their papers of it."
)


def known(typed: str) -> str:
    """The reference in an address, in its one spelling.

    Raises:
        Missing: it cannot be one.
    """
    reference = read_concern_reference(typed)
    if reference is None:
        raise Missing("There is no concern with that reference.")
    return reference


@blueprint.get(f"{PATH}/<reference>")
@guard.staff(READ[0], _WHY, *READ[1:])
def show(reference: str) -> str:
    """Everything about one concern."""
    return shown(known(reference))


def shown(reference: str, *, message: Typed | None = None, note: Typed | None = None, refusal: str = "") -> str:
    """The page of a concern, with what was typed in one of its forms, or why a press was refused.

    All of it is read in one transaction, and the opening recorded after that and before anything is shown.
    """
    row, by = queries.get(reference), me()
    kept.look(row.id)
    door, concern_id = papers.door(row, by=by), row.id
    template, gathered = _whole(reference, by) if door is Door.WHOLE else _papers(reference, door, by)
    forms = _forms(message, note, refusal) if door is Door.WHOLE else {}
    papers.note_read(concern_id, door, by=by)
    return render_template(template, **gathered, **forms, path=f"{PATH}/{reference}")


def _whole(reference: str, by: Actor) -> tuple[str, dict[str, Any]]:
    """Everything, for whoever works on it."""
    row = queries.get(reference)
    further = looking_view.has_more(row.stage)
    if further:
        papers_view.gather_files(row.id)
    concern = officer_view.view(reference)
    sections = looking_view.sections(reference, Door.WHOLE, by) if further else beside_view.early(reference, by)
    exhibits = papers_view.exhibits(reference, Door.WHOLE) if further else ()
    steps = next_up.pressing((*looking_steps(reference, reader=by.id), *concern.next))
    return "staff/concerns/concern.html", {
        "concern": concern,
        "sections": sections,
        "exhibits": exhibits,
        "steps": steps,
        "whose": next_up.who(row, steps),
        "places": _places(sections, evidence=bool(exhibits)),
        "acts": _acts(reference, concern.stage, paused=concern.paused),
        "takes_in": guard.may(Permission.TAKE_IN_CONCERNS),
        "allocates": guard.may(Permission.ALLOCATE),
        "reviews": guard.may(Permission.HEAR_APPEALS),
        "back": back(),
        "my_id": by.id,
        "today": clock.today(),
    }


def _forms(message: Typed | None, note: Typed | None, refusal: str) -> dict[str, Any]:
    """The two forms that stand on the page itself, with what was typed and sent so far."""
    wrote, noted = (one or Typed({"once": signs.new_once()}) for one in (message, note))
    return {
        "message": wrote,
        "note": noted,
        "problems": [*([("next", refusal)] if refusal else []), *wrote.problems, *noted.problems],
        "message_files": _waiting(message),
        "note_files": _waiting(note),
        "what_we_take": evidence.WHAT_WE_TAKE,
    }


def _waiting(typed: Typed | None) -> tuple[ShownFile, ...]:
    """The files that were sent with a form which came back."""
    if typed is None:
        return ()
    return officer_files.shown_files(evidence.files_of((WAITING_FILES, typed.values["once"])))


class Back(NamedTuple):
    """Where somebody comes from."""

    address: str
    words: str


def back() -> Back:
    """The list that somebody may open and finds concerns on."""
    if guard.may(Permission.TAKE_IN_CONCERNS) or guard.may(Permission.ALLOCATE):
        return Back(PATH, "All concerns")
    if guard.may(Permission.HEAR_APPEALS):
        return Back(f"{PATH}/reviews", "Closings to look at again")
    if guard.may(Permission.INVESTIGATE):
        return Back(f"{PATH}/papers", "My papers")
    if guard.may(Permission.MONITOR_ORDERS):
        return Back(f"{PATH}/orders", "Orders to follow")
    return Back("/staff/glass", "Open a closed record")


def _acts(reference: str, stage: Stage, *, paused: bool) -> dict[str, str]:
    """The acts that whoever looks may do at a stage, with their seats and parts, and that have something to act on."""
    account_id, concern = sessions.require(Realm.STAFF).account_id, queries.get(reference)
    seated = queries.seated(concern.id, account_id)
    taken = authority.parts_taken([account_id], (rules.MATTER, str(concern.id)))[account_id]

    def may(slug: str, form: Form) -> bool:
        jobs, part = acts.seats_of(form), acts.part_of(slug)
        return (
            any(guard.may(one) for one in form.may)
            and (not jobs or not seated.isdisjoint(jobs))
            and (part is None or excluded(part, taken) is None)
            and acted_on.has_something(concern, slug, form.chooses_from, account_id)
        )

    return {slug: form.heading for slug, form in acts.offered(stage, paused=paused) if may(slug, form)}


def _places(sections: Sequence[Section], *, evidence: bool) -> list[tuple[str, str]]:
    """What stands on the page, by its place on it, in its order."""
    return [
        ("risk", "Risk"),
        *((one.slug, one.heading) for one in sections),
        *([("evidence", "Evidence")] if evidence else []),
        ("told-1", "What they told us"),
        ("mailbox", "Mailbox"),
        ("reporter", "People"),
        ("notes", "Notes"),
        ("timeline", "Timeline"),
    ]


def _papers(reference: str, door: Door, by: Actor) -> tuple[str, dict[str, Any]]:
    """The papers of a concern for somebody who has a job in it, and nothing else of it."""
    concern, row = papers_view.view(reference), queries.get(reference)
    steps = looking_steps(reference, door, papers.sits_in(row.id, door, by=by), reader=by.id)
    return "staff/concerns/papers.html", {
        "concern": concern,
        "sections": looking_view.sections(reference, door, by),
        "exhibits": papers_view.exhibits(reference, door),
        "steps": steps,
        "whose": next_up.who(row, steps),
        "acts": _acts(reference, concern.stage, paused=concern.paused),
    }


@blueprint.get(f"{PATH}/<reference>/papers/<token>/<any(view, original):copy>")
@guard.staff(READ[0], "Whoever may read the evidence opens its files; each opening is recorded.", *READ[1:])
def paper(reference: str, token: str, copy: str) -> Response:
    """Open a file of the evidence: the copy for looking at, or the very bytes that were sent."""
    file_id = papers.open_paper(known(reference), token, by=me())
    opened = (evidence.open_view if copy == "view" else evidence.open_original)(file_id, by=me())
    return answer_with(opened)


@blueprint.get(f"{PATH}/<reference>/files/<token>/<any(view, original):copy>")
@guard.staff(READ[0], "Whoever may read a concern opens its files; each opening is recorded.", *READ[1:])
def file(reference: str, token: str, copy: str) -> Response:
    """Open the copy of a file for looking at, or the very bytes that were sent."""
    file_id = reading.open_file(known(reference), token, by=me())
    opened = (evidence.open_view if copy == "view" else evidence.open_original)(file_id, by=me())
    return answer_with(opened)
