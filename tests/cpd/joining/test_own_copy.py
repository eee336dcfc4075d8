"""What somebody sent is theirs to keep: as a page, as a PDF, and every file of it opened again by nobody else."""

from __future__ import annotations

import io

import pikepdf
import pytest
from flask import Flask

from cpd.joining import queries
from foundation.evidence import belonging
from tests.cpd.joining.applicant import Applicant
from tests.cpd.joining.arrange import case, somebody
from tests.cpd.joining.test_applicant_form import PHOTO

pytestmark = pytest.mark.usefixtures("database")


def sent(app: Flask) -> Applicant:
    someone = Applicant(app).prefill(identity={"identity": "certified"})
    for slug, name in (("identity-files", "paper.pdf"), ("insurance-files", "cover.pdf")):
        page = someone.open(f"/form/{slug}")
        someone.visitor.send(page, {"files": (io.BytesIO(PHOTO), name), "go": "send"}, button="Send these files")
    someone.send()
    return someone


def test_ones_own_files_open_again_as_they_were_sent(app: Flask) -> None:
    someone = sent(app)
    page = someone.open("/copy")
    assert "paper.pdf" in page.text
    assert "cover.pdf" in page.text
    application = queries.latest_of(someone.person.id)
    assert application is not None
    [cover] = belonging.files_of(("application", str(application.id)))
    response = someone.client.get(f"/account/application/copy/{cover.token}")
    assert (response.status_code, response.data) == (200, PHOTO)
    other = Applicant(app, case(applicant=somebody("Somebody Else")).applicant)
    assert other.client.get(f"/account/application/copy/{cover.token}").status_code == 404
    assert someone.client.get("/account/application/copy/no-such-token").status_code == 404


def test_the_pdf_is_tagged_and_titled_and_holds_no_answer_about_health(app: Flask) -> None:
    held = case()
    someone = Applicant(app, held.applicant)
    response = someone.client.get("/account/application/copy.pdf")
    assert response.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(response.data)) as made:
        assert str(made.docinfo["/Title"]) == f"Application {held.reference}"
        assert bool(made.Root.MarkInfo.Marked)
        assert str(made.Root.Lang) == "en-GB"
