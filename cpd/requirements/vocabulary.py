"""The words of CPD: what people do to keep learning, and how the institute may measure it."""

from __future__ import annotations

import enum


class ActivityKind(enum.StrEnum):
    """What somebody did to learn. Two kinds are a mixture (rules 6.5)."""

    SUPERVISION = "supervision"
    PEER_DISCUSSION = "peer_discussion"
    COURSE = "course"
    CONFERENCE = "conference"
    ONLINE = "online"
    READING = "reading"
    AUDIT = "audit"
    RESEARCH = "research"
    TEACHING = "teaching"
    MENTORING = "mentoring"
    SHADOWING = "shadowing"
    CASE_REVIEW = "case_review"
    WRITING = "writing"
    COMMITTEE = "committee"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As people choose it."""
        return _KINDS[self]


_KINDS = {
    ActivityKind.SUPERVISION: "Supervision",
    ActivityKind.PEER_DISCUSSION: "Talking a case or a question through with a peer",
    ActivityKind.COURSE: "Course or workshop",
    ActivityKind.CONFERENCE: "Conference, seminar or webinar",
    ActivityKind.ONLINE: "Learning online on my own",
    ActivityKind.READING: "Reading",
    ActivityKind.AUDIT: "Audit or looking at the quality of a service",
    ActivityKind.RESEARCH: "Research",
    ActivityKind.TEACHING: "Teaching or giving a talk",
    ActivityKind.MENTORING: "Mentoring, or being mentored",
    ActivityKind.SHADOWING: "Shadowing or a visit",
    ActivityKind.CASE_REVIEW: "Looking back on a case, a complaint or an incident",
    ActivityKind.WRITING: "Writing a paper, a guide or a policy",
    ActivityKind.COMMITTEE: "Work on a committee or a working group",
    ActivityKind.OTHER: "Something else",
}


class Mode(enum.StrEnum):
    """How CPD is measured. The institute chooses; nothing else in the code changes."""

    HOURS = "hours"
    PIECES = "pieces"
    BOTH = "both"
    OUTCOME = "outcome"

    @property
    def counts_hours(self) -> bool:
        """Whether time is counted."""
        return self in (Mode.HOURS, Mode.BOTH)

    @property
    def counts_pieces(self) -> bool:
        """Whether activities are counted, however long they took."""
        return self in (Mode.PIECES, Mode.BOTH)


class Verdict(enum.StrEnum):
    """What the records come to."""

    MET = "met"
    NOT_YET = "not_yet"
    NOT_MET = "not_met"
    #: Records of these days were deleted, their years being over: nothing can be said of them.
    GONE = "gone"

    @property
    def label(self) -> str:
        """As a heading says it."""
        return {"met": "Met", "not_yet": "Not yet", "not_met": "Not met", "gone": "Not judged any more"}[self.value]


class LineCode(enum.StrEnum):
    """The things that are asked for, one line each."""

    HOURS = "hours"
    PIECES = "pieces"
    WITH_OTHERS = "with_others"
    MIXTURE = "mixture"
    PEER = "peer"
    PLANNED = "planned"
    RIGHTS = "rights"
    THEMES = "themes"


class Unit(enum.StrEnum):
    """What a line counts."""

    MINUTES = "minutes"
    ACTIVITIES = "activities"
    KINDS = "kinds"
    THEMES = "themes"


def hours_in_words(minutes: int) -> str:
    """1 hour, 2 hours 30 minutes, 45 minutes, 0 hours."""
    hours, rest = divmod(max(0, minutes), 60)
    parts = []
    if hours:
        parts.append(f"{hours} hour{'' if hours == 1 else 's'}")
    if rest:
        parts.append(f"{rest} minute{'' if rest == 1 else 's'}")
    return " ".join(parts) or "0 hours"
