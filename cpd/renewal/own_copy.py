"""What this room holds of somebody, opened for themselves: every form they sent, each time they sent it.

What they told us in error is not in it: that is shown to nobody, and deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cpd import folders, record_checks
from cpd.declarations import get
from cpd.held import Field, Held, Papers
from cpd.record_checks import LEVELS, SCHEMES
from cpd.registrants import Registrant
from cpd.renewal import queries
from cpd.renewal.models import InsuranceTold, Renewal, RenewalAnswer, RenewalHealth, RenewalStatement
from cpd.requirements.vocabulary import Verdict
from foundation import locks
from foundation.errors import Missing
from foundation.locks import Box
from register.vocabulary import PracticeArea, WorksWith

_Rows = list[Mapping[str, Field]]
#: Pages of the form that ask nothing of their own.
_SAY_NOTHING = frozenset({"agreement", "check"})


def held(registrant: Registrant) -> list[Held]:
    """Renewals, forms, declarations, health, insurance and record checks."""
    entry_id = registrant.entry_id
    renewals, certificates = queries.of_entry(entry_id), queries.insurance(entry_id)
    checks = Held(
        "record_checks", "Your criminal record checks", [_check(one) for one in record_checks.every(entry_id)]
    )
    try:
        box = folders.box_of(entry_id)
    except Missing:
        return [Held("renewals", "Your renewals", [_renewal(one, "") for one in renewals]), checks]
    called = {one.id: one.reference for one in renewals}
    statements = queries.every_statement(renewals)
    decided = {one.renewal_id: box.open(one.reasons_sealed) for one in queries.decisions(renewals)}
    return [
        Held(
            "renewals",
            "Your renewals",
            [_renewal(one, decided.get(one.id, "")) for one in renewals],
            papers=[Papers(f"Renewal {one.reference}", ("renewal", str(one.id))) for one in renewals],
        ),
        Held("renewal_forms", "The forms you renewed with", _forms(statements, called, box)),
        Held("renewal_cpd", "What your CPD came to when you renewed", _cpd(statements, called, box)),
        Held(
            "renewal_answers",
            "What you declared when you renewed",
            [_answer(one, called, box) for one in queries.every_answer(renewals)],
        ),
        Held("renewal_health", "Your answers about health", _health(queries.every_health(renewals), called)),
        Held("renewal_steps", "How your renewals went", _steps(renewals, called)),
        Held("renewal_talks", "What we talked to you about", _talks(entry_id, box)),
        Held(
            "insurance",
            "Your insurance",
            [_certificate(one, box) for one in certificates],
            papers=[
                Papers(f"Insurance until {one.ends_on.isoformat()}", ("insurance", str(one.id))) for one in certificates
            ],
        ),
        checks,
    ]


def _renewal(one: Renewal, decided: str) -> Mapping[str, Field]:
    return {
        "Reference": one.reference,
        "For the period that ended": one.ends_on,
        "Where it stands": one.stage.label,
        "Begun": one.begun_at,
        "Sent": one.sent_at,
        "How": one.band.label if one.band is not None else None,
        "Renewed from": one.starts_on,
        "Renewed to": one.renewed_to,
        "CPD record": Verdict(one.cpd).label if one.cpd is not None else None,
        "What we decided of your coming back": decided,
    }


def _forms(statements: Sequence[RenewalStatement], called: Mapping[int, str], box: Box) -> _Rows:
    """The forms in the words that were read and typed, page by page, with what they asked the public to be shown."""
    rows: _Rows = []
    for one in statements:
        frozen: dict[str, Any] = box.open_json(one.sealed)
        sent: Mapping[str, Field] = {"Renewal": called[one.renewal_id], "Sent": one.given_at}
        rows += [
            {
                **sent,
                "Part": page["section"],
                "Page": page["title"],
                "Question": said["question"],
                "Your answer": said["answer"],
            }
            for page in frozen["pages"]
            if page.get("page") not in _SAY_NOTHING
            for said in page.get("answers", [])
            if said.get("answer")
        ]
        public = frozen["public"]
        areas = [PracticeArea(code).label for code in public["areas"]]
        works_with = WorksWith(public["works_with"]).label if public["works_with"] else None
        rows.append(
            {
                **sent,
                "Areas of work, for your entry": areas,
                "Works with, for your entry": works_with,
                "Insured until": frozen["cover"],
            }
        )
    return rows


def _cpd(statements: Sequence[RenewalStatement], called: Mapping[int, str], box: Box) -> _Rows:
    """The CPD record as it was reckoned on the day they sent the form."""
    rows: _Rows = []
    for one in statements:
        judged = box.open_json(one.sealed)["cpd"]
        if judged is None:
            continue
        rows.append(
            {
                "Renewal": called[one.renewal_id],
                "Reckoned": one.given_at,
                "From": judged["from"],
                "To": judged["to"],
                "Came to": Verdict(judged["verdict"]).label,
                "Line by line": [f"{line['words']}: {line['missing'] or 'met'}" for line in judged["lines"]],
            }
        )
    return rows


def _answer(one: RenewalAnswer, called: Mapping[int, str], box: Box) -> Mapping[str, Field]:
    said = box.open_json(one.sealed)
    question = get(one.code, one.question_version, one.branch)
    return {
        "Renewal": called[one.renewal_id],
        "Declaration": f"{one.code}, version {one.question_version}",
        "Question": question.words if question is not None else "",
        "Answer": said["said"].capitalize(),
        "Words": said["words"],
        "Given": one.given_at,
    }


def _health(answers: Sequence[RenewalHealth], called: Mapping[int, str]) -> _Rows:
    boxes = locks.boxes_of([one.lock_id for one in answers])
    said = [(one, boxes[one.lock_id].open_json(one.sealed)) for one in answers if one.lock_id in boxes]
    return [
        {
            "Renewal": called[one.renewal_id],
            "Your answer": told["said"].capitalize(),
            "Your words": told["words"],
            "Given": one.given_at,
        }
        for one, told in said
    ]


def _steps(renewals: Sequence[Renewal], called: Mapping[int, str]) -> _Rows:
    return [
        {
            "Renewal": called[one.renewal_id],
            "When": one.at,
            "What happened": one.kind.value.replace("_", " ").capitalize(),
        }
        for one in queries.every_step(renewals)
    ]


def _talks(entry_id: int, box: Box) -> _Rows:
    return [
        {
            "About": ", ".join(box.open_json(one.sealed)["codes"]),
            "Since": one.given_at,
            "Done": one.done_at,
            "What came of it": box.open(one.note_sealed) if one.note_sealed else "",
        }
        for one in queries.talks(entry_id)
    ]


def _certificate(one: InsuranceTold, box: Box) -> Mapping[str, Field]:
    said = box.open_json(one.sealed)
    return {
        "Insurer": said["insurer"],
        "Number": said["number"],
        "Until": one.ends_on,
        "Covers case management": said["covers"],
        "Sent": one.told_at,
        "Seen": one.seen.value.replace("_", " ").capitalize() if one.seen else "Not yet",
        "Why it could not be confirmed": box.open(one.why_sealed) if one.why_sealed else None,
    }


def _check(one: record_checks.RecordCheckSeen) -> Mapping[str, Field]:
    return {
        "Scheme": SCHEMES.get(one.scheme, "Your role cannot have one"),
        "Level": LEVELS.get(one.level),
        "From": one.from_on,
        "Told": one.recorded_at,
    }
