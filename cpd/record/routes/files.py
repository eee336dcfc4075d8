"""Evidence beside an activity: send some, open it again, take it out."""

from __future__ import annotations

from flask import Response, redirect, request

from cpd import desk
from cpd.desk import TOO_LATE, WRONG, Answer
from cpd.record import queries, rules
from cpd.record.models import FILES
from cpd.record.operations import keeping
from cpd.record.routes import activities
from cpd.record.routes.desk import DESK, HOME, own_entry
from foundation import evidence
from foundation.errors import DomainError, Missing, Refused
from foundation.evidence import FileRefused, StoredFile, uploads
from foundation.evidence.opening import open_original, open_view

blueprint = DESK.blueprint("record_files")
_WHY = "Registrants keep evidence beside their own CPD."
_NOT_THERE = "There is no such file with this activity."


@blueprint.post("/activity/<int:activity>/files")
@desk.declare(_WHY)
@uploads.accepts_files
def take(activity: int) -> Answer:
    """Keep the files that were chosen; each is kept or refused by itself."""
    entry_id, by = own_entry(), desk.who().actor
    queries.of(entry_id, activity)

    def still_there(_file: StoredFile) -> None:
        try:
            rules.check_own(entry_id, by)
            rules.check_not_deleted(queries.of(entry_id, activity))
        except DomainError as error:
            raise FileRefused(error.sentence) from error

    taken = uploads.take_uploads(request, "files", owner=(FILES, str(activity)), by=by, then=still_there)
    problems = [("files", f"{one.name}: {one.sentence}") for one in taken.problems]
    if not taken.kept and not problems:
        problems = [("files", "Choose a file first")]
    if problems:
        return activities.draw_whole(activity, problems=problems), WRONG
    desk.say_done("We have your file." if len(taken.kept) == 1 else f"We have your {len(taken.kept)} files.")
    return redirect(f"{HOME}/activity/{activity}#files", 303)


@blueprint.post("/activity/<int:activity>/files/take-out")
@desk.declare(_WHY)
def take_out(activity: int) -> Answer:
    """Delete one file for good."""
    file = _file(activity, request.form.get("file", ""))
    try:
        keeping.take_out(own_entry(), activity, file.id, by=desk.who().actor)
    except Refused as refused:
        return activities.draw_whole(activity, problems=[("files", refused.sentence)]), TOO_LATE
    desk.say_done("The file is deleted.")
    return redirect(f"{HOME}/activity/{activity}#files", 303)


@blueprint.get("/activity/<int:activity>/files/<token>")
@desk.declare(_WHY)
def original(activity: int, token: str) -> Answer:
    """The very file."""
    opened = open_original(_file(activity, token).id, by=desk.who().actor)
    return Response(opened.chunks, headers=opened.headers(), direct_passthrough=True)


@blueprint.get("/activity/<int:activity>/files/<token>/view")
@desk.declare(_WHY)
def view(activity: int, token: str) -> Answer:
    """A picture to look at."""
    opened = open_view(_file(activity, token).id, by=desk.who().actor)
    return Response(opened.chunks, headers=opened.headers(), direct_passthrough=True)


def _file(activity: int, token: str) -> StoredFile:
    queries.of(own_entry(), activity)
    file = evidence.find(token)
    if file.owner != (FILES, str(activity)):
        raise Missing(_NOT_THERE)
    return file
