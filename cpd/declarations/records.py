"""Criminal records: what the law lets us ask whom (law 11.3). Pure.

By default nobody has to tell of what is spent. Only where a role is regulated activity, or otherwise on the list of the
Exceptions Order, may we ask about spent cautions and convictions, and never about protected ones. A few short questions
find out which holds. When they leave it open we ask the narrow question: asking too much is what the law forbids.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from cpd.vocabulary import Nation


@dataclass(frozen=True)
class Role:
    """One question of the short list that finds out whether a role is exempt."""

    name: str
    words: str
    hint: str = ""


class Eligibility(enum.StrEnum):
    """What the short list found. Kept with the application, with the version of the list."""

    EXEMPT = "exempt"
    NOT_EXEMPT = "not_exempt"
    UNSURE = "unsure"

    @property
    def branch(self) -> str:
        """Which branch of D02 is asked."""
        return "exempt" if self is Eligibility.EXEMPT else ""


VERSION = 1
ROLES: tuple[Role, ...] = (
    Role(
        "personal_care",
        "Do you yourself wash, dress, feed or give medicine to the people you work with?",
        "Arranging this for them does not count.",
    ),
    Role(
        "health_care",
        "Do you give health care as a registered health professional, as part of your case management?",
        "For example as a nurse or an occupational therapist.",
    ),
    Role(
        "money",
        "Do you yourself handle the money of the people you work with, or shop for them?",
        "Drawing up a budget does not count.",
    ),
    Role(
        "children",
        "Do you teach, train, care for or look after children on your own, at least once a week?",
        "Meeting a child with a parent or carer in the room does not count.",
    ),
    Role(
        "asked_before",
        "Has an employer or an umbrella body asked for your enhanced record check for this role?",
    ),
)
#: Each of these alone makes a role exempt; being asked before does not, as employers get it wrong.
_MAKES_EXEMPT = ("personal_care", "health_care", "money", "children")
#: Where people can find out for themselves what they have to tell.
CHECKERS: dict[Nation, str] = {
    Nation.ENGLAND_WALES: "https://www.gov.uk/tell-employer-or-college-about-criminal-record",
    Nation.SCOTLAND: (
        "https://www.gov.scot/publications/guidance-self-disclosure-previous-convictions-alternatives-prosecution-scotland"
        "-under-rehabilitation-offenders-act-1974/"
    ),
    Nation.NORTHERN_IRELAND: "https://www.nidirect.gov.uk/campaigns/accessni-criminal-record-checks",
}


def eligibility(answers: Mapping[str, str]) -> Eligibility:
    """What the answers ("yes", "no", "unsure" or nothing) to the short list mean."""
    if any(answers.get(name) == "yes" for name in _MAKES_EXEMPT):
        return Eligibility.EXEMPT
    if all(answers.get(name) == "no" for name in _MAKES_EXEMPT):
        return Eligibility.NOT_EXEMPT
    return Eligibility.UNSURE
