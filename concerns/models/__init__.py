"""What the concerns room keeps. Words that people typed are sealed with the concern's own key (`foundation.locks`).

What a reporter may read (steps, statements, messages, delays) and what only staff write (notes, assignments, contacts)
are separate tables, so that nothing internal can appear in a mailbox by a forgotten condition. For an anonymous report
every time that would be its reporter's is empty: only the day is kept.
"""

from concerns.models.bundles import Bundle
from concerns.models.concern import Affected, Concern, Reporter, Subject
from concerns.models.correspondence import (
    Closure,
    Delay,
    Message,
    RegistrantLetter,
    Statement,
    Step,
)
from concerns.models.course import EndingProposed, Pause, Seat, Target
from concerns.models.decided import (
    Appeal,
    Determination,
    ExaminerDecision,
    ExaminerView,
    Hearing,
    HearingAbout,
    InterimDecision,
    Offer,
    OfferRead,
    Order,
    OrderText,
    ReviewAsked,
    Vote,
)
from concerns.models.desk import Cover, SavedList
from concerns.models.followed import Checking, Link, Relevance, Requirement, Showing
from concerns.models.followed_up import Feedback, Request
from concerns.models.internal import Assignment, Contact, Note, SecretGiven
from concerns.models.investigation import (
    Allegation,
    Disclosure,
    Exhibit,
    Inquiry,
    Particular,
    Plan,
    Redaction,
    Report,
    Response,
)
from concerns.models.published import HealthSaid, NoFindingAsked, Proof, ProofSkipped, PublicationReview, Release
from concerns.models.retention import Erasure, LegalHold, PatternLine, PublishedFigures, Tombstone
from concerns.models.risk import Lowering, Rating
from concerns.models.threshold import LocalResolution, ThresholdDecision, TriageDecision
from foundation.append_only import append_only

__all__ = [
    "Affected",
    "Allegation",
    "Appeal",
    "Assignment",
    "Bundle",
    "Checking",
    "Closure",
    "Concern",
    "Contact",
    "Cover",
    "Delay",
    "Determination",
    "Disclosure",
    "EndingProposed",
    "Erasure",
    "ExaminerDecision",
    "ExaminerView",
    "Exhibit",
    "Feedback",
    "HealthSaid",
    "Hearing",
    "HearingAbout",
    "Inquiry",
    "InterimDecision",
    "LegalHold",
    "Link",
    "LocalResolution",
    "Lowering",
    "Message",
    "NoFindingAsked",
    "Note",
    "Offer",
    "OfferRead",
    "Order",
    "OrderText",
    "Particular",
    "PatternLine",
    "Pause",
    "Plan",
    "Proof",
    "ProofSkipped",
    "PublicationReview",
    "PublishedFigures",
    "Rating",
    "Redaction",
    "RegistrantLetter",
    "Release",
    "Relevance",
    "Report",
    "Reporter",
    "Request",
    "Requirement",
    "Response",
    "ReviewAsked",
    "SavedList",
    "Seat",
    "SecretGiven",
    "Showing",
    "Statement",
    "Step",
    "Subject",
    "Target",
    "ThresholdDecision",
    "Tombstone",
    "TriageDecision",
    "Vote",
]

#: Rows that are only ever added. Retention may delete them, years later, by its own operation; nothing may change them.
_ADDED = (
    Assignment,
    Checking,
    Closure,
    Contact,
    Delay,
    Disclosure,
    ExaminerDecision,
    ExaminerView,
    Feedback,
    InterimDecision,
    Note,
    OfferRead,
    OrderText,
    Particular,
    Plan,
    ProofSkipped,
    PublicationReview,
    PublishedFigures,
    Rating,
    RegistrantLetter,
    Release,
    Relevance,
    Report,
    SecretGiven,
    Showing,
    Statement,
    Step,
    ThresholdDecision,
    Tombstone,
    TriageDecision,
    Vote,
)
for _kind in _ADDED:
    append_only(_kind.__table__, and_delete=False)
