"""The whole form of applying, in order, as it is asked on a day. Each section stands in a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from cpd.joining.intake.pages import about, cover, declared, work
from cpd.joining.operations.handing_in import IDENTITY_FILES, JOURNEY_NAME
from foundation.journey.conditions import Answers
from foundation.journey.pages import Journey, Page, Problem, Section, Told
from foundation.journey.reading import problems

NAME = JOURNEY_NAME
#: Pages for files: the name of the answer that keeps which files came there.
FILES = {
    "identity-files": IDENTITY_FILES,
    "qualification-files": "files_qualification",
    "insurance-files": "files_insurance",
    "evidence-files": "files_evidence",
}
#: What is wrong with one thing of a list, beyond its questions.
ITEM_CHECKS: dict[str, Callable[[Mapping[str, Any]], list[Problem]]] = {
    "jobs": work.check_job,
    "gaps": work.check_gap,
    "referees": cover.check_named,
}
EVIDENCE = Section(
    "evidence",
    "Anything else",
    (Page("evidence-files", "Is there anything else that we should see?", own=True, keeps=("files_evidence",)),),
)


def _tell(page: Page, answers: Answers) -> Iterable[Told]:
    """Pages for files: the names stand where the files are kept, so whoever freezes the form puts them in."""
    kept = answers.get(FILES.get(page.slug, "")) or []
    yield Told("files", page.heading(answers), f"{len(kept)} files" if len(kept) > 1 else "1 file" if kept else "")


@lru_cache(maxsize=4)
def journey(on: date) -> Journey:
    """The form as it is asked on a day."""
    return Journey(
        NAME,
        (
            about.HOW,
            about.YOU,
            about.IDENTITY,
            work.QUALIFICATIONS,
            work.WORK,
            work.PRACTICE,
            cover.INSURANCE,
            cover.CONTINUITY,
            cover.REFEREES,
            declared.RECORDS,
            declared.declarations(on),
            declared.health(on),
            EVIDENCE,
            declared.monitoring(on),
            declared.agreement(on),
        ),
        judge=problems,
        tell=_tell,
    )
