"""What each act of publishing does with what was typed: one operation each."""

from __future__ import annotations

from typing import NamedTuple

from concerns.forms.fields import Given
from concerns.publishing import health, looking_again, proofs, releasing, taking_down, texts
from concerns.publishing.texts import Words
from concerns.routes.staff.doing import Do, number
from concerns.vocabulary import TextAbout
from foundation.audit import Actor
from foundation.errors import Refused


class _Which(NamedTuple):
    """Which words were chosen: of which order, about what, and the version that was read."""

    order_id: int
    about: TextAbout
    text: int | None


def _which(given: Given) -> _Which:
    order_id, about, *version = given["words_of"].split("-")
    return _Which(int(order_id), TextAbout(about), int(version[0]) if version and version[0] != "0" else None)


def _text(reference: str, given: Given, version: int, by: Actor) -> None:
    chosen = _which(given)
    words = Words(given["wording"], given["facts"], given["decision"])
    texts.prepare(reference, chosen.order_id, words=words, about=chosen.about, version=version, by=by)


def _proofs(reference: str, given: Given, version: int, by: Actor) -> None:
    chosen = _which(given)
    proofs.send(reference, chosen.order_id, about=chosen.about, version=version, by=by)


def _no_proofs(reference: str, given: Given, version: int, by: Actor) -> None:
    chosen = _which(given)
    proofs.skip(reference, chosen.order_id, about=chosen.about, reason=given["words"], version=version, by=by)


def _release(reference: str, given: Given, version: int, by: Actor) -> None:
    chosen = _which(given)
    do = releasing.release if chosen.about is TextAbout.DECISION else releasing.release_not_met
    do(reference, chosen.order_id, text=chosen.text, why=given["words"], version=version, by=by)


def _take_down(reference: str, given: Given, version: int, by: Actor) -> None:
    if not taking_down.take_down(reference, number(given, "order"), reason=given["words"], version=version, by=by):
        raise Refused("It is off the register, but a page still shows it. Call whoever runs this service, now.")


def _look_again(reference: str, given: Given, version: int, by: Actor) -> None:
    looking_again.decide(
        reference,
        number(given, "order"),
        keeps=given["keeps"] == "yes",
        until=given.day("until"),
        reasons=given["words"],
        version=version,
        by=by,
    )


DO: dict[str, Do] = {
    "tell": lambda ref, given, seen, by: releasing.tell(ref, number(given, "order"), version=seen, by=by),
    "text": _text,
    "proofs": _proofs,
    "proof-by-hand": lambda ref, given, seen, by: proofs.note_answer(
        ref, number(given, "proof"), right=given["right"] == "yes", words=given["words"], version=seen, by=by
    ),
    "no-proofs": _no_proofs,
    "release": _release,
    "take-down": _take_down,
    "hide-words": lambda ref, given, seen, by: taking_down.hide_words(
        ref, number(given, "order"), reason=given["words"], version=seen, by=by
    ),
    "about-health": lambda ref, given, seen, by: health.say(
        ref, number(given, "order"), reason=given["words"], version=seen, by=by
    ),
    "health-answer": lambda ref, given, seen, by: health.answer(
        ref, number(given, "order"), agrees=given["agrees"] == "yes", words=given["words"], version=seen, by=by
    ),
    "look-again": _look_again,
}
