"""What the joining room keeps. What people typed is sealed with the application's own key (`foundation.locks`).

Answers about health have a table and a key each of their own, which only the health officer opens. Monitoring answers
are in tables that lead to nobody once their thirty days are over. What staff write is in tables that no page of an
applicant reads.
"""

from cpd.joining.models.answers import (
    DeclarationAnswer,
    HealthAnswer,
    MonitoringCount,
    MonitoringLink,
    MonitoringSet,
    ToldInError,
)
from cpd.joining.models.application import Application, DetailsKept, FrozenStatement, Note, Step
from cpd.joining.models.awaited import InformationRequest, Referee, Reference
from cpd.joining.models.delays import Delay
from cpd.joining.models.holds import Hold
from cpd.joining.models.judged import (
    Appeal,
    AppealVote,
    Assessment,
    Check,
    Decision,
    DeclarationReview,
    PanelVote,
    Seat,
)
from foundation.append_only import append_only

__all__ = [
    "Appeal",
    "AppealVote",
    "Application",
    "Assessment",
    "Check",
    "Decision",
    "DeclarationAnswer",
    "DeclarationReview",
    "Delay",
    "DetailsKept",
    "FrozenStatement",
    "HealthAnswer",
    "Hold",
    "InformationRequest",
    "MonitoringCount",
    "MonitoringLink",
    "MonitoringSet",
    "Note",
    "PanelVote",
    "Referee",
    "Reference",
    "Seat",
    "Step",
    "ToldInError",
]

#: Rows that are only ever added. Retention may delete them by its own operation; nothing may change them.
for _kind in (
    AppealVote,
    Assessment,
    Check,
    Decision,
    DeclarationAnswer,
    DeclarationReview,
    Delay,
    DetailsKept,
    FrozenStatement,
    Note,
    PanelVote,
    Reference,
    Step,
):
    append_only(_kind.__table__, and_delete=False)
