"""Writing: to the reporter, for colleagues, of a call or letter, and why something is late."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from accounts import guard
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from concerns.forms import signs
from concerns.forms import staff as forms
from concerns.operations import writing
from concerns.routes.staff.acting import Answer, acted, form_page
from concerns.routes.staff.page import PATH, known, shown
from concerns.vocabulary import ClockName, Way
from foundation import clock, evidence
from foundation.errors import Refused
from foundation.evidence import accepts_files

blueprint = Blueprint("staff_concern_writing", __name__)
_WHY = "Officers write to reporters and keep a record of it."


@blueprint.post(f"{PATH}/<reference>/messages")
@guard.staff(Permission.TAKE_IN_CONCERNS, _WHY)
@accepts_files
def message(reference: str) -> Answer:
    """Write to the reporter."""
    said = "Your message is in their mailbox."
    return _write(
        known(reference), writing.write_message, said, "mailbox", lambda page, typed: shown(page, message=typed)
    )


@blueprint.post(f"{PATH}/<reference>/notes")
@guard.staff(Permission.TAKE_IN_CONCERNS, "Officers and managers write for each other.", Permission.ALLOCATE)
@accepts_files
def note(reference: str) -> Answer:
    """Write for colleagues."""
    said = "Your note is kept. The reporter does not see it."
    return _write(known(reference), writing.write_note, said, "notes", lambda page, typed: shown(page, note=typed))


def _write(
    reference: str, write: Callable[..., None], said: str, part: str, again: Callable[[str, Typed], str]
) -> Answer:
    once = signs.read_once(request.form)
    taken = evidence.take_uploads(request, "files", owner=(writing.WAITING_FILES, once), by=me())
    typed = Typed({"once": once})
    words = forms.words(typed, request.form.get("words", ""))
    name = "write-words" if part == "mailbox" else "note-words"
    typed.values["words"] = words
    typed.problems = [(name, sentence) for _, sentence in typed.problems]
    if not words:
        typed.wrong(name, "Write something first")
    for problem in taken.problems:
        typed.wrong(name.replace("words", "files"), f"{problem.name}: {problem.sentence}")
    if typed.problems:
        return again(reference, typed), 400
    try:
        write(reference, words, once=once, by=me())
    except Refused as refused:
        typed.wrong(name, refused.sentence)
        return again(reference, typed), 409
    flash(said)
    return redirect(f"{PATH}/{reference}#{part}", 303)


@blueprint.post(f"{PATH}/<reference>/read")
@guard.staff(Permission.TAKE_IN_CONCERNS, _WHY)
def mark_read(reference: str) -> Response:
    """Note that the reporter's messages were read."""
    writing.mark_read(known(reference), by=me())
    flash("The reporter can see that you have read their messages.")
    return redirect(f"{PATH}/{known(reference)}", 303)


@blueprint.get(f"{PATH}/<reference>/contact")
@guard.staff(Permission.TAKE_IN_CONCERNS, _WHY)
def contact_form(reference: str) -> str:
    """The form for a call, a letter or a visit."""
    typed = Typed({"made_on": clock.today().isoformat(), "once": signs.new_once()})
    return form_page(known(reference), "contact", typed)


@blueprint.post(f"{PATH}/<reference>/contact")
@guard.staff(Permission.TAKE_IN_CONCERNS, _WHY)
def contact(reference: str) -> Answer:
    """Record a call, a letter or a visit."""
    typed = forms.read_act(request.form, "way", "made_on")
    typed.values["once"] = signs.read_once(request.form)
    way = next((one for one in Way if one.value == typed.values["way"] and one is not Way.MAILBOX), None)
    if way is None:
        typed.wrong("way", "Choose how you were in touch")
    day = typed.day("made_on", needed="Say on which day")
    words = typed.needs("words", "Say in a few words what was said")

    def act() -> None:
        assert way is not None
        assert day is not None
        writing.record_contact(known(reference), way=way, made_on=day, words=words, once=typed.values["once"], by=me())

    return acted(known(reference), "contact", typed, act, "It is on record.", blame="made_on")


@blueprint.get(f"{PATH}/<reference>/delay")
@guard.staff(Permission.TAKE_IN_CONCERNS, _WHY)
def delay_form(reference: str) -> str:
    """The form to explain a delay."""
    return form_page(known(reference), "delay", Typed({}))


@blueprint.post(f"{PATH}/<reference>/delay")
@guard.staff(Permission.TAKE_IN_CONCERNS, _WHY)
def delay(reference: str) -> Answer:
    """Tell the reporter why something takes longer."""
    typed = forms.read_act(request.form, "clock", "expected_on")
    typed.values["registrant_words"] = forms.words(typed, request.form.get("registrant_words", ""))
    name = next((one for one in ClockName if one.value == typed.values["clock"]), None)
    if name is None:
        typed.wrong("clock", "Choose what takes longer")
    day = typed.day("expected_on", needed="Say by which day it will be there")
    words = typed.needs("words", "Say why, in words the reporter can follow")

    def act() -> None:
        assert name is not None
        assert day is not None
        writing.explain_delay(
            known(reference),
            clock_name=name,
            words=words,
            expected_on=day,
            for_registrant=typed.values["registrant_words"],
            version=forms.version(typed),
            by=me(),
        )

    return acted(
        known(reference), "delay", typed, act, "The reporter can read it in their mailbox.", blame="expected_on"
    )
