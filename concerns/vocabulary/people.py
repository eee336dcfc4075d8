"""Who tells us of a concern, how it came, and by what right they speak for somebody."""

from __future__ import annotations

import enum


class Channel(enum.StrEnum):
    """How a concern reached us."""

    ONLINE = "online"
    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"
    IN_PERSON = "in_person"
    #: Nobody outside raised it: the institute did, from what it wrote down itself.
    INSTITUTE = "institute"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {
            "online": "Online form",
            "phone": "Telephone call",
            "letter": "Letter",
            "email": "Email",
            "institute": "Opened by the institute itself",
        }.get(self.value, "In person")


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
    INSTITUTE = "institute"

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
    Relation.INSTITUTE: "The institute itself",
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
