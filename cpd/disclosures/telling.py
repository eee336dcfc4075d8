"""What a registrant tells us, as values. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from cpd.declarations import Declaration
from cpd.disclosures import policy
from cpd.disclosures.vocabulary import Track, track_of
from foundation import clock
from foundation.clock import Division

#: The question about health, and the one about cautions and convictions.
HEALTH, RECORDS = "D07", "D02"
#: The question of which only a charge has to be told sooner, not every case.
CHARGES = "D03"
#: The question about insurance: on a renewal it is asked with the certificate, and told here when it ends before that.
INSURANCE = "D08"
#: A press is kept as a hash that only we can make: it would say which question was answered.
PRESS = "disclosure press"


@dataclass(frozen=True)
class Said:
    """One answer to one declaration: which version was read, "yes" or "no", and the words."""

    code: str
    version: int
    said: str
    words: str = ""
    branch: str = ""


@dataclass(frozen=True)
class Told:
    """What is sealed: the answer with the question as it was read."""

    code: str
    version: int
    branch: str
    about: str
    question: str
    said: str
    words: str
    #: They were charged, or put on a list: it had to be told within two days.
    charged: bool = False

    def plain(self) -> dict[str, Any]:
        """As it is sealed."""
        return asdict(self)

    @classmethod
    def from_plain(cls, held: dict[str, Any]) -> Told:
        """As it was opened."""
        return cls(**held)


def told(declaration: Declaration, said: str, words: str, *, charged: bool = False) -> Told:
    """An answer with its question."""
    return Told(
        declaration.code,
        declaration.version,
        declaration.branch,
        declaration.about,
        declaration.words,
        said,
        words.strip(),
        charged,
    )


def duty_on(declaration: Declaration, known_on: date, *, charged: bool, division: Division) -> date:
    """By when it had to be told: two working days for a charge or a bar, ten for all else (rules 6.3)."""
    urgent = track_of(declaration) is Track.URGENT and (charged or declaration.code != CHARGES)
    days = (policy.DUTY_URGENT if urgent else policy.DUTY).value(known_on)
    return clock.add_working_days(known_on, days, division)


def target(track: Track, *, division: Division, today: date) -> date:
    """By when somebody has looked at what came today."""
    days = {
        Track.URGENT: policy.URGENT,
        Track.USUAL: policy.OFFICER,
        Track.CONCERNS: policy.CONCERNS,
        Track.HEALTH: policy.HEALTH,
    }[track].value(today)
    return clock.add_working_days(today, days, division)


def deleted_on(today: date) -> date:
    """When the words of what was told in error are deleted."""
    return today + timedelta(days=policy.TOLD_IN_ERROR.value(today))
