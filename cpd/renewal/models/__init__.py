"""What the renewal room keeps. What people typed is sealed with the key of their folder (`cpd.folders`).

The answer about health has a table and a key of its own, and everybody has such a row. Which periods somebody has, and
whether they lapsed, is in the register and nowhere here.
"""

from cpd.record_checks import RecordCheckSeen
from cpd.renewal.models.renewal import (
    Renewal,
    RenewalAnswer,
    RenewalHealth,
    RenewalStatement,
    RenewalStep,
    ReturnDecision,
)
from cpd.renewal.models.talk import RenewalTalk
from cpd.renewal.models.watched import InsuranceSuspension, InsuranceTold, Notice, Reached
from foundation.append_only import append_only

__all__ = [
    "InsuranceSuspension",
    "InsuranceTold",
    "Notice",
    "Reached",
    "RecordCheckSeen",
    "Renewal",
    "RenewalAnswer",
    "RenewalHealth",
    "RenewalStatement",
    "RenewalStep",
    "RenewalTalk",
    "ReturnDecision",
]

#: Rows that are only ever added. Retention may delete them by its own operation; nothing may change them.
for _kind in (Notice, Reached, RenewalAnswer, RenewalHealth, RenewalStatement, RenewalStep, ReturnDecision):
    append_only(_kind.__table__, and_delete=False)
