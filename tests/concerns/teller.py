"""Somebody who tells us of a concern without a browser: page by page through the public form, as its pages lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask

from concerns.intake.pages import JOURNEY
from tests.page import Page, Visitor

PREFIX = "/concerns/report"
STORY = "The plan was promised in spring and never came."
PERSON = {"name": "Jo Nobody", "work": "a company in Leeds", "on_register": "not_sure"}

#: What somebody unnamed says, page by page.
ANONYMOUS: dict[str, dict[str, Any]] = {
    "about": {"about": "somebody"},
    "you": {"relation": "service_user"},
    "affected": {"affected": "me"},
    "what": {"what": STORY},
    "kind": {"worries": ["delay", "candour"]},
    "when": {"when": "last spring"},
    "where": {"where": "at home"},
    "going-on": {"ongoing": "yes"},
    "risk": {"risk": "no"},
    "want": {"want": ["look"]},
    "told": {"told": ["nobody"]},
    "witnesses": {"witnesses_more": "no"},
    "name-or-not": {"naming": "anonymous"},
    "easier": {"needs": ["large_print"]},
}
#: What somebody says who gives their name and may be written to.
NAMED = ANONYMOUS | {
    "name-or-not": {"naming": "named"},
    "your-name": {"name": "Perpetua Oakenshaw"},
    "reach": {"ways": ["email"], "email": "perpetua@reporters.example"},
    "safely": {"safe": ["no_voicemail"], "safe_times": "weekdays after 6pm"},
}


class Teller:
    """Somebody at the public form. `reference` and `secret` are known once they were shown."""

    def __init__(self, app: Flask, *, strict: bool = True) -> None:
        self.app = app
        self.client = app.test_client()
        self.visitor = Visitor(self.client)
        #: Whether each page's HTML is looked at.
        self.strict = strict

    # ------------------------------------------------------------------------------------------------------- the pages

    def token(self, address: str = f"{PREFIX}/start") -> str:
        """A token for a form, as a page of this browser gives it."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(address).text)
        assert found is not None, f"{address} has no form"
        return found[1]

    def post(self, path: str, values: Mapping[str, Any], *, token: str | None = None) -> Any:
        """Send a form, whatever page it stands on, and follow nothing."""
        data = {"csrf_token": token or self.token(), **values}
        return self.client.post(f"{PREFIX}/{path}", data=data)

    def begin(self) -> None:
        """Begin."""
        answer = self.post("start", {})
        assert answer.status_code == 303, answer.text

    def say(self, slug: str, values: Mapping[str, Any]) -> None:
        """Answer one page and be taken on."""
        if slug == "who":
            self.describe(PERSON)
            return
        answer = self.post(slug, {**values, "go": "on"})
        assert answer.status_code == 303, f"{slug}: {answer.status_code}\n{answer.text}"
        assert "look=" not in answer.headers["Location"], f"{slug} has problems"

    def describe(self, person: Mapping[str, str], item: str = "one") -> None:
        """Describe the case manager."""
        answer = self.post(f"who/described/{item}", person)
        assert answer.status_code == 303, answer.text
        assert self.post("who", {"who_words": "", "go": "on"}).status_code == 303

    def tell(self, answers: Mapping[str, Mapping[str, Any]] = ANONYMOUS) -> None:
        """Begin, and answer everything."""
        self.begin()
        said: dict[str, Any] = {}
        for section in JOURNEY.sections:
            for page in section.pages:
                if not page.applies(said):
                    continue
                if page.slug == "who":
                    self.say("who", {})
                    said["people"] = [PERSON]
                elif page.slug == "files":
                    assert self.client.get(f"{PREFIX}/files").status_code == 200
                    assert self.post("files", {"go": "on"}).status_code == 303
                else:
                    self.say(page.slug, answers[page.slug])
                    said |= answers[page.slug]

    def send(self) -> Page:
        """Send it; gives the receipt."""
        answer = self.post("send", {"true": "yes"})
        assert answer.status_code == 303, answer.text
        assert answer.headers["Location"].endswith("/receipt"), answer.headers["Location"]
        return self.visitor.open(f"{PREFIX}/receipt")

    def held(self) -> tuple[str, str]:
        """Reference and secret, as this browser's session holds them."""
        with self.client.session_transaction() as session:
            found = session.get("receipt") or session.get("draft")
        assert found is not None
        return str(found[0]), str(found[1])
