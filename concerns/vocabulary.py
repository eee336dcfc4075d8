"""The words of the concerns room: each with its code in data, and as people read it. No database, no clock."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Channel(enum.StrEnum):
    """How a concern reached us."""

    ONLINE = "online"
    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"
    IN_PERSON = "in_person"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {"online": "Online form", "phone": "Telephone call", "letter": "Letter", "email": "E-mail"}.get(
            self.value, "In person"
        )


class Naming(enum.StrEnum):
    """What the reporter wants done with their name."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "named": "You may use my name",
            "confidential": "Only the institute may know my name",
            "anonymous": "Nobody knows my name, not even the institute",
        }[self.value]


class Queue(enum.StrEnum):
    """Which list a concern stands on."""

    CONCERNS = "concerns"
    #: About somebody who was never on the register: a claim to be registered, or a person we cannot act against.
    NEVER_REGISTERED = "never_registered"


class Stage(enum.StrEnum):
    """Where a concern stands. `concerns.workflow` says who acts there and what may follow."""

    RECEIVED = "received"
    TRIAGE = "triage"
    CLOSED = "closed"


class Relation(enum.StrEnum):
    """Who the reporter is to what they tell us."""

    SERVICE_USER = "service_user"
    FAMILY = "family"
    FRIEND = "friend"
    REPRESENTATIVE = "representative"
    ADVOCATE = "advocate"
    SUPPORT_WORKER = "support_worker"
    COLLEAGUE = "colleague"
    EMPLOYER = "employer"
    SOLICITOR = "solicitor"
    PROFESSIONAL = "professional"
    ORGANISATION = "organisation"
    PUBLIC = "public"
    ONESELF = "oneself"

    @property
    def label(self) -> str:
        """As people read it."""
        return _RELATIONS[self]


_RELATIONS = {
    Relation.SERVICE_USER: "The case manager works, or worked, for me",
    Relation.FAMILY: "Family or partner of the person they work for",
    Relation.FRIEND: "Friend or neighbour of that person",
    Relation.REPRESENTATIVE: "I act for that person by law: deputy, attorney or litigation friend",
    Relation.ADVOCATE: "Advocate for that person",
    Relation.SUPPORT_WORKER: "Support worker or carer",
    Relation.COLLEAGUE: "Another case manager, or a colleague",
    Relation.EMPLOYER: "Their employer or manager",
    Relation.SOLICITOR: "Solicitor or insurer",
    Relation.PROFESSIONAL: "Another professional, such as a nurse or social worker",
    Relation.ORGANISATION: "I write for an organisation or another register",
    Relation.PUBLIC: "Somebody else",
    Relation.ONESELF: "It is about me: I am the case manager",
}


class Who(enum.StrEnum):
    """Who was affected by what happened."""

    ME = "me"
    SOMEBODY = "somebody"
    SEVERAL = "several"
    NOBODY = "nobody"


class Speaking(enum.StrEnum):
    """By what right the reporter speaks for the person affected (Standards 2.1 to 2.6)."""

    OWN = "own"
    CONSENT = "consent"
    PARENT = "parent"
    DEPUTY = "deputy"
    ATTORNEY = "attorney"
    LITIGATION_FRIEND = "litigation_friend"
    ADVOCATE = "advocate"
    BEST_INTERESTS = "best_interests"
    NONE = "none"

    @property
    def label(self) -> str:
        """As people read it."""
        return _SPEAKING[self]


_SPEAKING = {
    Speaking.OWN: "I speak for myself",
    Speaking.CONSENT: "They agreed that I tell you",
    Speaking.PARENT: "I am the parent or guardian of a child",
    Speaking.DEPUTY: "A court made me deputy, guardian or controller",
    Speaking.ATTORNEY: "I hold a power of attorney that is in use",
    Speaking.LITIGATION_FRIEND: "A court made me litigation friend",
    Speaking.ADVOCATE: "I am their appointed advocate",
    Speaking.BEST_INTERESTS: "They cannot decide this, and telling you is best for them",
    Speaking.NONE: "None of these",
}


class Capacity(enum.StrEnum):
    """Whether the person affected can decide about raising this concern. Presumed until there is reason to doubt it."""

    CAN = "can"
    CANNOT = "cannot"
    UNSURE = "unsure"


class Nation(enum.StrEnum):
    """Whose law on capacity applies (law 11.5)."""

    ENGLAND_WALES = "england_wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    ELSEWHERE = "elsewhere"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "england_wales": "England or Wales",
            "scotland": "Scotland",
            "northern_ireland": "Northern Ireland",
        }.get(self.value, "Somewhere else")

    @property
    def capacity_law(self) -> str | None:
        """The law on deciding for oneself that applies there."""
        return {
            "england_wales": "Mental Capacity Act 2005",
            "scotland": "Adults with Incapacity (Scotland) Act 2000",
            "northern_ireland": "Mental Capacity Act (Northern Ireland) 2016",
        }.get(self.value)


class OnRegister(enum.StrEnum):
    """What the reporter says about the register."""

    FOUND = "found"
    NOT_SURE = "not_sure"
    SAYS_SO = "says_so"
    NEVER = "never"


@dataclass(frozen=True)
class Worry:
    """One kind of worry: its code, its words, the standards it touches, and whether it is red by itself (rules 6.7)."""

    code: str
    words: str
    standards: tuple[str, ...]
    red: bool = False


#: Background 2.4 of the institute's brief; red ones from rules 6.7.
WORRIES: tuple[Worry, ...] = (
    Worry("delay", "Things were slow, or did not happen", ("7.5", "12.1")),
    Worry("assessment", "A poor assessment or plan", ("6", "7")),
    Worry("respect", "Not listening, or being rude", ("3.6", "6.1", "9.2")),
    Worry("consent", "Deciding for somebody without asking them", ("2.1", "2.2", "2.5", "2.6", "5.3")),
    Worry("privacy", "Private facts given away, or poor records", ("2.8", "2.9", "11.7", "14.2")),
    Worry("interest", "Not being independent, or earning from a choice they made", ("2.3", "2.4", "13.4")),
    Worry("money", "Charges, or money asked for and not used well", ("3.9", "7.4", "13.2")),
    Worry("boundaries", "Getting too close, or something sexual", ("3.7", "3.8"), red=True),
    Worry("exploitation", "Taking somebody’s money, things or home", ("3.7", "3.8"), red=True),
    Worry("violence", "Violence or threats", ("1.1", "3.1"), red=True),
    Worry("honesty", "Lying, or saying they are what they are not", ("3.1", "4.1", "13.3")),
    Worry("staff", "Leaving work to people who were not able to do it", ("4.3", "11.2", "18.2")),
    Worry("skill", "Work beyond what they can do", ("4.2",)),
    Worry("candour", "Hiding a mistake, or not answering a complaint", ("3.5", "16.3", "16.5")),
    Worry("health", "Working while unwell, or affected by drink or drugs", ("4.4",), red=True),
    Worry("crime", "A crime, or action by the police, a court or another register", ("3.2", "3.3")),
    Worry("insurance", "Working without insurance", ("1.3",)),
    Worry("leaving", "Leaving somebody with nobody to help", ("1.4", "7.8")),
    Worry("discrimination", "Being unfair because of who somebody is", ("3.6", "17.3")),
    Worry("pressure", "Pressure not to complain", ("3.1", "16.3"), red=True),
    Worry("other", "Something else", ()),
)
WORRIES_BY_CODE = {worry.code: worry for worry in WORRIES}


class StatementKind(enum.StrEnum):
    """What a reporter told us, and what they told us later."""

    FIRST = "first"
    ADDED = "added"
    CORRECTED = "corrected"


class StepKind(enum.StrEnum):
    """What stands on the timeline that a reporter may read. Each has fixed words; nothing typed by staff is here."""

    RECEIVED = "received"
    REPLIED = "replied"
    TRIAGE_BEGAN = "triage_began"
    HANDED_OVER = "handed_over"
    CONTACTED = "contacted"
    DELAY_EXPLAINED = "delay_explained"
    REGISTRANT_TOLD = "registrant_told"
    ADDED = "added"
    CORRECTED = "corrected"
    NAMED = "named"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    CARRIED_ON = "carried_on"
    CLOSED = "closed"
    REVIEW_ASKED = "review_asked"
    REVIEW_ANSWERED = "review_answered"
    REOPENED = "reopened"

    @property
    def words(self) -> str:
        """As the timeline says it."""
        return _STEPS[self]


_STEPS = {
    StepKind.RECEIVED: "We received your concern",
    StepKind.REPLIED: "A person replied for the first time",
    StepKind.TRIAGE_BEGAN: "We began to look at whether it is ours",
    StepKind.HANDED_OVER: "Another officer took it over",
    StepKind.CONTACTED: "We were in touch",
    StepKind.DELAY_EXPLAINED: "We said why it takes longer",
    StepKind.REGISTRANT_TOLD: "We told the case manager about it",
    StepKind.ADDED: "You told us more",
    StepKind.CORRECTED: "You put something right",
    StepKind.NAMED: "You told us your name",
    StepKind.WITHDRAWAL_ASKED: "You asked to take it back",
    StepKind.CARRIED_ON: "We decided to carry on",
    StepKind.CLOSED: "We closed it",
    StepKind.REVIEW_ASKED: "You asked us to look at the closing again",
    StepKind.REVIEW_ANSWERED: "We answered that",
    StepKind.REOPENED: "We opened it again",
}


class Direction(enum.StrEnum):
    """Which way a message in the mailbox went."""

    TO_US = "to_us"
    FROM_US = "from_us"


class Way(enum.StrEnum):
    """How we were in touch with a reporter."""

    MAILBOX = "mailbox"
    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    IN_PERSON = "in_person"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"mailbox": "Mailbox", "phone": "Telephone", "email": "E-mail", "letter": "Letter"}.get(
            self.value, "In person"
        )


class ClockName(enum.StrEnum):
    """What must happen by a day."""

    REPLY = "reply"
    TRIAGE = "triage"
    CONTACT = "contact"


class CloseReason(enum.StrEnum):
    """Why a concern is closed at triage (rules 6.6 and 6.7)."""

    NEVER_REGISTERED = "never_registered"
    NOT_ABOUT_PRACTICE = "not_about_practice"
    TOO_LONG_AGO = "too_long_ago"
    FEES = "fees"
    LITIGATION = "litigation"
    EMPLOYMENT = "employment"
    ORGANISATION = "organisation"
    NOTHING_TO_CHECK = "nothing_to_check"
    DECIDED_ELSEWHERE = "decided_elsewhere"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"

    @property
    def label(self) -> str:
        """As people read it."""
        return _CLOSE_REASONS[self]


_CLOSE_REASONS = {
    CloseReason.NEVER_REGISTERED: "The person was never on our register",
    CloseReason.NOT_ABOUT_PRACTICE: "It is not about their work, behaviour or health",
    CloseReason.TOO_LONG_AGO: "It was too long ago to look into fairly",
    CloseReason.FEES: "It is only about a bill",
    CloseReason.LITIGATION: "It is a different opinion in a court case",
    CloseReason.EMPLOYMENT: "It is between a worker and their employer",
    CloseReason.ORGANISATION: "It is about an organisation, not a person",
    CloseReason.NOTHING_TO_CHECK: "There was nothing we could check",
    CloseReason.DECIDED_ELSEWHERE: "Another body has dealt with it and people are safe",
    CloseReason.RESOLVED: "It was put right to the satisfaction of all",
    CloseReason.WITHDRAWN: "The reporter took it back, and nobody is at risk",
    CloseReason.DUPLICATE: "It is the same as another concern, which goes on",
}


class RequestKind(enum.StrEnum):
    """What a reporter may ask of us later."""

    WITHDRAWAL = "withdrawal"
    CLOSURE_REVIEW = "closure_review"


class Answer(enum.StrEnum):
    """How such a request was answered."""

    CLOSED = "closed"
    CARRIED_ON = "carried_on"
    UPHELD = "upheld"
    SENT_BACK = "sent_back"


class SecretCheck(enum.StrEnum):
    """How an officer made sure that somebody who lost their secret is the reporter."""

    CALLED_BACK = "called_back"
    WROTE_BACK = "wrote_back"
    KNEW = "knew"
    MET = "met"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {
            "called_back": "I called them on the number they gave us",
            "wrote_back": "They answered from the e-mail or postal address they gave us",
            "knew": "They knew things that only the reporter can know",
            "met": "I met them and saw a document with their photo",
        }[self.value]
