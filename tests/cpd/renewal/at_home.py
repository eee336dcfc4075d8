"""A registrant without a browser who renews, page by page through the form, as its pages lead."""

from __future__ import annotations

import io
from typing import Any

from flask import Flask

from accounts.models import Realm
from tests.accounts.staff import sit_down
from tests.cpd.renewal.arrange import Member
from tests.page import Page, Visitor

HOME = "/account/renewal"
FORM = f"{HOME}/form"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
#: What is said on each page of the form.
ANSWERS: dict[str, dict[str, Any]] = {
    "hours": {"hours_12": "900", "hours_24": "1,800"},
    "areas": {"areas": ["health", "rehabilitation"], "works_with": "adults"},
    "scope": {"D16_1": "yes"},
    "insurance": {"insurer": "A mutual", "policy_number": "P-1", "insured_to": "31 December 2028", "covers": "yes"},
    "cpd": {"D13_1": "yes"},
    "role": {f"role_{name}": "no" for name in ("personal_care", "health_care", "money", "children", "asked_before")},
    "record-check": {"check_scheme": "DBS", "check_level_DBS": "enhanced", "check_issued": "3 March 2027"},
    "d02": {"D02_1": "no"},
    "d03": {"D03_1": "no"},
    "d04": {"D04_1": "no"},
    "d05": {"D05_1": "no"},
    "d06": {"D06_1": "no"},
    "d09": {"D09_1": "yes"},
    "d10": {"D10_1": "no"},
    "feedback": {"D11_1": "yes", "D12_1": "yes"},
    "support": {"D14_1": "yes", "D21_1": "yes", "safeguarded_on": "3 March 2027"},
    "business": {"D15_1": "yes", "D17_1": "yes"},
    "d18": {"D18_1": "no"},
    "d19": {"D19_1": "no"},
    "health": {"D07_1": "no"},
    "agreement": {"D01_1": "yes"},
}


class AtHome:
    """Somebody at their account."""

    def __init__(self, app: Flask, member: Member) -> None:
        self.member = member
        self.client = sit_down(app, member.account, realm=Realm.PUBLIC)
        self.visitor = Visitor(self.client)

    def open(self, path: str = "", *, status: int = 200) -> Page:
        """One of their pages of renewal."""
        return self.visitor.open(f"{HOME}{path}", status=status)

    def begin(self, button: str = "Begin to renew") -> Page:
        """Begin."""
        return self.visitor.send(self.open(), {}, button=button)

    def say(self, slug: str, values: dict[str, Any] | None = None, *, status: int = 200) -> Page:
        """Answer one page; gives the one it leads to."""
        said = ANSWERS[slug] if values is None else values
        return self.visitor.send(self.open(f"/form/{slug}"), said, button="Save and go on", status=status)

    def attach(self, slug: str) -> Page:
        """Send a file where one is wanted."""
        page = self.open(f"/form/{slug}")
        token = page.form(button="Save and go on").find('.//input[@name="csrf_token"]')
        assert token is not None
        self.client.post(
            f"{FORM}/{slug}/files",
            data={
                "csrf_token": token.get("value"),
                "go": "on",
                "files": (io.BytesIO(PDF), "certificate.pdf"),
            },
            content_type="multipart/form-data",
        )
        return self.open(f"/form/{slug}")

    def fill_in(self, *leave_out: str, **changes: dict[str, Any]) -> AtHome:
        """Begin, and answer every page in force; `changes` by slug with `_` for `-`."""
        self.begin()
        said = ANSWERS | {name.replace("_", "-"): value for name, value in changes.items()}
        for slug, values in said.items():
            if slug not in leave_out:
                self.say(slug, values)
        self.attach("insurance-files")
        return self

    def send(self, *, status: int = 200) -> Page:
        """Check, and send; gives the page it leads to."""
        return self.visitor.send(self.open("/form/check"), {"true": "yes"}, button="Send it now", status=status)
