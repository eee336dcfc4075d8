"""What each act beside and after a decision does with what was typed: one operation each."""

from __future__ import annotations

from datetime import date

from concerns.compliance import checking, requiring
from concerns.forms.fields import Given
from concerns.linking import linking
from concerns.panels import reviewing
from concerns.routes.staff.doing import Do, number
from concerns.vocabulary import Checked, LinkKind
from foundation.audit import Actor

_YES = "yes"


def _require(reference: str, given: Given, version: int, by: Actor) -> None:
    requiring.require(
        reference,
        number(given, "order"),
        words=given["words"],
        shown_by=given["shown_by"],
        first_due_on=given.day("first_due_on"),
        every_months=number(given, "every_months") if given["every_months"] else None,
        version=version,
        by=by,
    )


def _kept(reference: str, given: Given, version: int, by: Actor) -> None:
    requirement, _, first = given["occasion"].partition("-")
    checking.check(
        reference,
        int(requirement),
        date.fromisoformat(first),
        Checked(given["checked"]),
        words=given["words"],
        until=given.day("until"),
        version=version,
        by=by,
    )


DO: dict[str, Do] = {
    "link": lambda ref, given, seen, by: linking.link(
        ref, other=given["other"], kind=LinkKind(given["kind"]), reasons=given["words"], version=seen, by=by
    ),
    "unlink": lambda ref, given, seen, by: linking.unlink(
        ref, number(given, "link"), reasons=given["words"], version=seen, by=by
    ),
    "relevance": lambda ref, given, seen, by: linking.decide_relevance(
        ref,
        number(given, "other"),
        relevant=given["relevant"] == _YES,
        reasons=given["words"],
        version=seen,
        by=by,
    ),
    "requirement": _require,
    "drop-requirement": lambda ref, given, seen, by: requiring.drop(
        ref, number(given, "requirement"), reasons=given["words"], version=seen, by=by
    ),
    "kept": _kept,
    "earlier-review": lambda ref, given, seen, by: reviewing.answer(
        ref,
        number(given, "order"),
        grants=given["grants"] == _YES,
        reasons=given["words"],
        version=seen,
        by=by,
    ),
}
