"""Somebody who applies without a browser: page by page through the form, as its pages lead."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask

from accounts.models import Realm
from cpd.joining.intake.pages import FILES, journey
from cpd.joining.operations import handing_in
from foundation import clock
from foundation.journey import drafts
from foundation.journey.drafts import Hand
from foundation.journey.pages import Content, ListPage
from tests.accounts.staff import Person, sit_down
from tests.cpd.joining.arrange import somebody
from tests.page import Page, Visitor

HOME = "/account/application"
FORM = f"{HOME}/form"
#: What is agreed to while no edition of the Standards is loaded.
EDITION = "Standards of Proficiency"
#: Words that stand in one place each, so that a test can look where they turn up.
ILL = "zzillness comes and goes"
CONVICTED = "zzconviction was long ago"
REFEREES = (
    {
        "name": "Ada Manager",
        "email": "ada@calder.example",
        "organisation": "Calder",
        "role": "Head of service",
        "tie": "manager",
        "known_since": "January 2020",
    },
    {
        "name": "Bo Solicitor",
        "email": "bo@law.example",
        "organisation": "Law & Co",
        "role": "Solicitor",
        "tie": "instructs",
        "known_since": "March 2021",
    },
)
#: What is said on each page; the things of a list as a list.
ANSWERS: dict[str, Any] = {
    "route": {"route": "experience"},
    "nation": {"nation": "england_wales"},
    "name": {"title": "Dr", "forenames": "Perpetua", "surname": "Oakenshaw"},
    "register-name": {"known_as": "Pippa"},
    "former-names": {"former": "yes", "previous_names": "Elderbush", "shows_previous": "no"},
    "born": {"born": "29 February 1980"},
    "reach": {"phone": "01632 960 111", "post": "1 Made Up Street"},
    "place": {"town": "Leeds", "outcode": "ls1", "organisation": "Calder Case Management Ltd", "languages": "Welsh"},
    "easier": {"needs": ""},
    "identity": {"identity": "live"},
    "qualifications": [{"name": "Degree in nursing", "awarded_by": "A university", "year": "2003", "number": ""}],
    "jobs": [
        {
            "employer": "Calder Case Management Ltd",
            "role": "Case manager",
            "began": "January 2019",
            "ended": "",
            "as_case_manager": "yes",
        }
    ],
    "hours": {"hours_12": "900", "hours_24": "1,800", "hours_all": "2600", "months_all": "30"},
    "last-practised": {"last_practised": "October 2026"},
    "areas": {"areas": ["health", "rehabilitation"]},
    "works-with": {"works_with": "adults"},
    "safeguarding": {"safeguarding": "yes", "safeguarding_on": "3 March 2026", "safeguarding_level": "3"},
    "elsewhere": [{"body": "NMC", "number": "00A0000Z"}],
    "insurance": {
        "insured": "yes",
        "insurer": "A mutual",
        "policy_number": "P-1",
        "insured_from": "1 January 2026",
        "insured_to": "31 December 2027",
        "covers": "yes",
    },
    "continuity": {
        "plan": "They take my files.",
        "colleague": "Jo Nobody",
        "colleague_reach": "01632 960 112",
        "colleague_agrees": "yes",
    },
    "referees": list(REFEREES),
    "role": {f"role_{name}": "no" for name in ("personal_care", "health_care", "money", "children", "asked_before")},
    "d02": {"D02_1": "no"},
    "d03": {"D03_1": "no"},
    "d04": {"D04_1": "no"},
    "d05": {"D05_1": "no"},
    "d06": {"D06_1": "no"},
    "d08": {"D08_1": "yes"},
    "d09": {"D09_1": "yes"},
    "d10": {"D10_1": "no"},
    "feedback": {"D11_1": "yes", "D12_1": "yes"},
    "support": {"D14_1": "yes", "D21_1": "yes"},
    "d15": {"D15_1": "yes"},
    "d16": {"D16_1": "yes"},
    "d20": {"D20_1": "yes"},
    "health": {"D07_1": "no"},
    "monitoring": {"monitoring_age": "40_49", "monitoring_ethnicity": "white"},
    "monitoring-2": {"monitoring_sex": "female"},
    "monitoring-3": {},
    "agreement": {"D01_1": "yes"},
}


class Applicant:
    """Somebody with an account at the form."""

    def __init__(self, app: Flask, person: Person | None = None) -> None:
        self.app = app
        self.person = person or somebody()
        self.client = sit_down(app, self.person, realm=Realm.PUBLIC)
        self.visitor = Visitor(self.client)

    def open(self, path: str = "", *, status: int = 200) -> Page:
        """One of their pages."""
        return self.visitor.open(f"{HOME}{path}", status=status)

    def begin(self) -> Page:
        """Begin."""
        return self.visitor.send(self.open(), {}, button="Begin")

    def say(self, slug: str, values: Any) -> Page:
        """Answer one page; gives the one it leads to."""
        page = self.open(f"/form/{slug}")
        if isinstance(values, list):
            for one in values:
                page = self.visitor.send(page, {f"{slug}_more": "yes"}, button="Save and go on")
                page = self.visitor.send(page, one, button="Save this")
            values = {f"{slug}_more": "no"}
        return self.visitor.send(page, values, button="Save and go on")

    def fill_in(self, **changes: Any) -> Applicant:
        """Begin, and answer every page in force; `changes` by slug with `_` for `-`. None leaves a page out."""
        self.begin()
        said = ANSWERS | {name.replace("_", "-"): value for name, value in changes.items()}
        held: dict[str, Any] = {}
        for section in journey(clock.today()).sections:
            for page in section.pages:
                if not page.applies(held) or said.get(page.slug, {}) is None:
                    continue
                self.say(page.slug, said.get(page.slug, {}))
                values = said.get(page.slug, {})
                held |= {page.items: values} if isinstance(page, ListPage) else values
        return self

    def prefill(self, *leave_out: str, **changes: Any) -> Applicant:
        """The same, written straight into the draft: for tests that look at what comes after."""
        hand = handing_in.start(email=self.person.email, by=self.person.actor)
        said = ANSWERS | {name.replace("_", "-"): value for name, value in changes.items()}

        def write(content: Content) -> None:
            for slug, values in said.items():
                if slug in leave_out:
                    continue
                if isinstance(values, list):
                    content.answers[slug] = [{"id": f"{slug}{place}", **one} for place, one in enumerate(values)]
                    content.answers[f"{slug}_more"] = "no"
                else:
                    content.answers.update(values)
                content.mark(slug)
            for slug in FILES:
                content.mark(slug)
            content.answers.update({"agreed_terms": "1", "agreed_edition": EDITION})

        drafts.change(hand, write)
        return self

    def post(self, path: str, values: dict[str, Any], *, token: str = "") -> Any:
        """Send a form, whatever page it stands on, and follow nothing."""
        return self.client.post(f"{HOME}{path}", data={"csrf_token": token or self.token(), **values})

    def token(self) -> str:
        """A token for a form, as a page of this browser gives it."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(HOME).text)
        assert found is not None
        return found[1]

    @property
    def content(self) -> Content:
        """What stands in the draft."""
        [held] = drafts.unfinished(handing_in.owner(self.person.id), handing_in.JOURNEY_NAME)
        return drafts.read_content(Hand(held.reference, owner=handing_in.owner(self.person.id)))

    def send(self, *, status: int = 200) -> Page:
        """Check, and send; gives the page it leads to."""
        return self.visitor.send(self.open("/form/check"), {"true": "yes"}, button="Send it now", status=status)
