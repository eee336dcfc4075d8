"""The words of the register: practice areas, who a case manager works with, kinds of orders and endings, statuses.

Codes are stored and used in addresses; labels are for the eye.
"""

from __future__ import annotations

import enum


class PracticeArea(enum.StrEnum):
    """A setting in which case managers work."""

    HEALTH = "health"
    MENTAL_HEALTH = "mental-health"
    SOCIAL_CARE = "social-care"
    HOUSING = "housing"
    INSURANCE = "insurance"
    REHABILITATION = "rehabilitation"
    CHARITY = "charity"
    JUSTICE = "justice"

    @property
    def label(self) -> str:
        """As written on pages."""
        return self.value.replace("-", " ").capitalize()


class WorksWith(enum.StrEnum):
    """Whom a case manager works with."""

    ADULTS = "adults"
    CHILDREN = "children"
    BOTH = "both"

    @property
    def label(self) -> str:
        """As written on pages."""
        return "Adults and children" if self is WorksWith.BOTH else self.value.capitalize()


class OrderKind(enum.StrEnum):
    """A mark or limit on an entry, from a panel, by agreement, or while the institute looks into something."""

    WARNING = "warning"
    UNDERTAKINGS = "undertakings"
    CONDITIONS = "conditions"
    INTERIM_CONDITIONS = "interim_conditions"
    INTERIM_SUSPENSION = "interim_suspension"
    SUSPENSION = "suspension"
    REMOVAL = "removal"
    #: No limit at all: somebody asked that the public reads that a concern ended without a finding (rules 6.8).
    NO_FINDING = "no_finding"

    @property
    def label(self) -> str:
        """As written on pages."""
        return self.value.replace("_", " ").capitalize()


#: Most restrictive first: the order in which an entry shows them (rules 6.1).
STRICTEST_FIRST = (
    OrderKind.REMOVAL,
    OrderKind.SUSPENSION,
    OrderKind.INTERIM_SUSPENSION,
    OrderKind.INTERIM_CONDITIONS,
    OrderKind.CONDITIONS,
    OrderKind.UNDERTAKINGS,
    OrderKind.WARNING,
    OrderKind.NO_FINDING,
)


class EndingKind(enum.StrEnum):
    """A way of leaving the register other than by not renewing or by a panel's removal."""

    LEFT = "left"
    LEFT_BY_AGREEMENT = "left_by_agreement"
    ADMINISTRATIVE_REMOVAL = "administrative_removal"
    DECEASED = "deceased"
    MERGED = "merged"


#: After these nothing is shown at all.
SILENT_ENDINGS = frozenset({EndingKind.DECEASED, EndingKind.MERGED})


class Status(enum.StrEnum):
    """What an entry says, derived from its facts at a moment (rules 6.1). Never stored, never typed."""

    REGISTERED = "registered"
    REGISTERED_WARNING = "registered_warning"
    REGISTERED_CONDITIONS = "registered_conditions"
    REGISTERED_UNDERTAKINGS = "registered_undertakings"
    INTERIM_CONDITIONS = "interim_conditions"
    INTERIM_SUSPENSION = "interim_suspension"
    SUSPENDED = "suspended"
    REMOVED = "removed"
    LAPSED = "lapsed"
    LEFT = "left"
    ADMINISTRATIVE_REMOVAL = "administrative_removal"
    #: Only in answers about a past day.
    NOT_YET_REGISTERED = "not_yet_registered"
    NOT_RECORDED = "not_recorded"

    @property
    def label(self) -> str:
        """The short word on the tag."""
        return _LABELS[self]

    @property
    def tone(self) -> str:
        """How strongly it is shown: registered, limited, stopped or ended."""
        return _TONES[self]

    @property
    def may_use_title(self) -> bool:
        """Whether the person may call themselves an IRCM registered case manager."""
        return self.tone in {"registered", "limited"}


_LABELS = {
    Status.REGISTERED: "Registered",
    Status.REGISTERED_WARNING: "Registered – warning",
    Status.REGISTERED_CONDITIONS: "Registered – conditions",
    Status.REGISTERED_UNDERTAKINGS: "Registered – undertakings",
    Status.INTERIM_CONDITIONS: "Interim conditions",
    Status.INTERIM_SUSPENSION: "Interim suspension",
    Status.SUSPENDED: "Suspended",
    Status.REMOVED: "Removed",
    Status.LAPSED: "Lapsed",
    Status.LEFT: "Left",
    Status.ADMINISTRATIVE_REMOVAL: "Removed – administrative",
    Status.NOT_YET_REGISTERED: "Not yet registered",
    Status.NOT_RECORDED: "Not recorded",
}
_TONES = {
    Status.REGISTERED: "registered",
    Status.REGISTERED_WARNING: "limited",
    Status.REGISTERED_CONDITIONS: "limited",
    Status.REGISTERED_UNDERTAKINGS: "limited",
    Status.INTERIM_CONDITIONS: "limited",
    Status.INTERIM_SUSPENSION: "stopped",
    Status.SUSPENDED: "stopped",
    Status.REMOVED: "stopped",
    Status.LAPSED: "ended",
    Status.LEFT: "ended",
    Status.ADMINISTRATIVE_REMOVAL: "ended",
    Status.NOT_YET_REGISTERED: "ended",
    Status.NOT_RECORDED: "ended",
}


class Withheld(enum.StrEnum):
    """What may be kept off an entry for somebody's safety."""

    PLACE = "place"
    ORGANISATION = "organisation"


#: Registers of other bodies that the public can look at. Only addresses to follow: nothing is fetched.
OTHER_REGISTERS = {
    "HCPC": ("Health and Care Professions Council", "https://www.hcpc-uk.org/check-the-register/"),
    "NMC": ("Nursing and Midwifery Council", "https://www.nmc.org.uk/registration/search-the-register/"),
    "SWE": ("Social Work England", "https://www.socialworkengland.org.uk/umbraco/surface/searchregister/results"),
    "GMC": ("General Medical Council", "https://www.gmc-uk.org/registration-and-licensing/our-registers"),
    "BACP": ("British Association for Counselling and Psychotherapy", "https://www.bacp.co.uk/search/Register"),
}
