"""The words of risk: its bands, what makes a concern red by itself, and why it is rated again (rules 6.7)."""

from __future__ import annotations

import enum


class Band(enum.StrEnum):
    """How pressing a concern is."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def label(self) -> str:
        """As staff read it."""
        return self.value.capitalize()

    @property
    def raised(self) -> Band:
        """One band higher; red stays red."""
        return Band.RED if self is not Band.GREEN else Band.AMBER


class Flag(enum.StrEnum):
    """What makes a concern red whatever the matrix says. Only two people together may set one aside."""

    SEXUAL = "sexual"
    VIOLENCE = "violence"
    EXPLOITATION = "exploitation"
    AT_RISK = "at_risk"
    CHARGED = "charged"
    BARRED = "barred"
    WHILE_SUSPENDED = "while_suspended"
    IMPAIRED = "impaired"
    DISHONESTY = "dishonesty"
    PRESSURE = "pressure"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return _FLAGS[self]


_FLAGS = {
    Flag.SEXUAL: "Sexual misconduct",
    Flag.VIOLENCE: "Violence",
    Flag.EXPLOITATION: "A service user’s money or property was exploited",
    Flag.AT_RISK: "A child or an adult is at risk",
    Flag.CHARGED: "Charged with a serious offence, or on bail for one",
    Flag.BARRED: "On a barred list",
    Flag.WHILE_SUSPENDED: "Practising while suspended",
    Flag.IMPAIRED: "At work under drink, drugs or an illness that is not managed",
    Flag.DISHONESTY: "Serious dishonesty",
    Flag.PRESSURE: "Threats or pressure on the reporter",
}
#: The worries of the form that say so, by their codes. Danger that the reporter ticks says that somebody is at risk.
TOLD = {
    "boundaries": Flag.SEXUAL,
    "exploitation": Flag.EXPLOITATION,
    "violence": Flag.VIOLENCE,
    "health": Flag.IMPAIRED,
    "pressure": Flag.PRESSURE,
}


class Cause(enum.StrEnum):
    """Why a concern was rated."""

    FIRST = "first"
    NEW_INFORMATION = "new_information"
    STAGE = "stage"
    ROUTINE = "routine"
    LOWERED = "lowered"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {
            "first": "First rating",
            "new_information": "Something new",
            "stage": "A new stage",
            "routine": "In due course",
        }.get(self.value, "Two people lowered it")
