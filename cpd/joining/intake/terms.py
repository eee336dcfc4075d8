"""The terms of registration that applicants agree to, word for word, by version. A new version stands beside the old.

The words are a sample until the institute gives its own; the version in force is a policy (`applications.terms`).
"""

from __future__ import annotations

from datetime import date

from cpd.joining import policy
from foundation import clock, standards
from foundation.journey.conditions import Answers

TERMS: dict[str, tuple[str, ...]] = {
    "1": (
        "I work by the Standards of Proficiency, and by new editions of them from the day they hold.",
        "I keep myself insured for my work, and send proof of it each year.",
        "I keep learning, keep a record of it, and show it when I am asked.",
        "I tell the institute within ten working days of anything that it needs to know.",
        "I answer honestly and in time when the institute looks into a concern about me.",
        "I agree that the public register shows what the page “For case managers” lists, also when a panel decides.",
        "I use the title and the mark of the institute only while I am on the register.",
        "I can leave the register at any time. A concern that is open then may still be looked into.",
    )
}
CHANGED = "The terms have changed since you read them. Read them again, please"
#: The answers that keep what somebody agreed to: the edition of the Standards, and the version of the terms.
KEPT_AS = ("agreed_edition", "agreed_terms")
NOT_HERE = "The wording of this version is not on this website yet. Ask us for it before you agree."


def words_of(version: str) -> tuple[str, ...]:
    """The terms of a version, line by line."""
    return TERMS.get(version, (NOT_HERE,))


def version_on(day: date) -> str:
    """The version that holds on a day."""
    return policy.TERMS.value(day)


def edition_name() -> str:
    """The edition of the Standards that is in force; their bare name before the first one."""
    found = standards.edition_in_force(clock.today())
    return found.name if found is not None else "Standards of Proficiency"


def shown() -> dict[str, object]:
    """What the page of the agreement shows."""
    version = version_on(clock.today())
    return {"edition": edition_name(), "terms_version": version, "terms": words_of(version)}


def have_changed(answers: Answers) -> bool:
    """Whether somebody agreed to other Standards or other terms than hold now."""
    edition, version = (answers.get(one) for one in KEPT_AS)
    return bool(version) and (edition, version) != (edition_name(), version_on(clock.today()))
