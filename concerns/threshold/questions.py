"""The threshold test in plain words, and what follows from its three answers. Pure."""

from __future__ import annotations

from concerns.vocabulary import Yes
from foundation.errors import Refused

#: Rules 6.7, as whoever applies it reads it.
QUESTIONS = {
    "serious": "If what we were told were true, could it show a serious departure from a Standard, or another ground?",
    "matters": "Could it matter today: for the safety of service users, for confidence in case managers, or for "
    "upholding the Standards?",
    "fair": "Can it fairly be looked into?",
}


def investigates(serious: Yes, matters: Yes, fair: Yes) -> bool:
    """Whether the answers lead to an investigation. Doubt on the first two leans to one; the third is yes or no.

    Raises:
        Refused: doubt about whether it can fairly be looked into.
    """
    if fair is Yes.DOUBT:
        raise Refused("Say whether it can fairly be looked into: yes or no.")
    return fair is Yes.YES and Yes.NO not in (serious, matters)
