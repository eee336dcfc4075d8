"""The form of applying: every page, half-filled pages, gaps, branches, and what reaches the application."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from cpd import queries
from cpd.matters import details_of
from tests.cpd.applicant import Applicant

pytestmark = pytest.mark.usefixtures("database")


def test_a_whole_application_goes_through_every_page(app: Flask) -> None:
    someone = Applicant(app).fill_in()
    tasks = someone.open("/form/tasks")
    assert "Not started" not in tasks.text.replace("Check and send Not started", "")
    page = someone.send()
    assert page.heading == "Your application"
    assert "We have your application." in page.text
    application = queries.latest_of(someone.person.id)
    assert application is not None
    details = details_of(application)
    assert details.name == "Perpetua Oakenshaw"
    assert details.known_as == "Pippa"
    assert details.previous_names == ("Elderbush",)
    assert details.born_on == date(1980, 2, 29)
    assert (details.hours_12_months, details.hours_24_months) == (900, 1800)
    assert details.outcode == "LS1"
    assert details.work[0].began_on == date(2019, 1, 1)
    assert details.insured.ends_on == date(2027, 12, 31)
    assert [one.name for one in page.all("nothing")] == []
    assert len(queries.referees(application.id)) == 2
    assert application.terms == "1"
    assert application.standards_edition
    assert "Ada Manager" in page.text
