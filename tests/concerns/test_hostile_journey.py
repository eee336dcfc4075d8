"""The public form under people who do what nobody foresaw: pages skipped, posted twice, in two tabs, with anything in.

Every answer is a page in order with a status that fits, nothing is doubled, nothing that was saved is lost, and nobody
comes by what is somebody else's.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from accounts.models import Role
from concerns.intake.pages import JOURNEY
from concerns.models import Concern, Statement
from concerns.vocabulary import Naming
from foundation import locks
from foundation.database import db
from foundation.journey.drafts import Draft
from foundation.journey.pages import Kind, all_questions
from tests.accounts.staff import hire, sit_down
from tests.concerns.teller import ANONYMOUS, NAMED, PREFIX, STORY, Teller
from tests.frame.house import let_go
from tests.page import faults

SCRIPT = "<script>alert(1)</script>"
#: What people type to see what breaks, and what broken programs send.
HOSTILE = {
    "script": f"{SCRIPT} \"' onload=alert(1) ${{7*7}} %s %(x)s",
    "control": "a\x00b\x01c\x7fd\x1b[31me\u2028f\ufffeg",
    "direction": "\u202eabc\u2066def\u200f ghi",
    "formula": '=HYPERLINK("http://evil.example")',
    "sql": "'; DROP TABLE concern; --",
    "headers": "a\r\nBcc: x@reporters.example\r\n\r\nb",
    "signs": "👩‍👩‍👧‍👦 Ольга ﷽ Z̷̧̢͇a̵lgo 漢字",
}


def concerns_held() -> int:
    """How many concerns there are."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Concern)) or 0


def first_statement() -> str:
    """Everything in the only concern's first statement."""
    db.session.rollback()
    [concern] = db.session.scalars(select(Concern)).all()
    [statement] = db.session.scalars(select(Statement)).all()
    return str(locks.box_of(concern.lock_id).open_json(statement.words_sealed))


def in_order(answer: TestResponse) -> None:
    """An answer that a person can read."""
    assert answer.status_code < 500, answer.status_code
    if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303):
        assert not faults(answer.text), faults(answer.text)


# ------------------------------------------------------------------------------------------------------ out of order


def addresses(method: str, app: Flask) -> Iterator[str]:
    """Every address of the public form that takes a method, its placeholders filled in."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if str(rule.rule).startswith(PREFIX) and method in (rule.methods or set()):
                held = {name: 1 if f"<int:{name}>" in str(rule.rule) else "what" for name in rule.arguments}
                yield adapter.build(rule.endpoint, held, method=method)
        yield from (f"{PREFIX}/{page.slug}" for section in JOURNEY.sections for page in section.pages)


@pytest.mark.parametrize("begun", [False, True])
def test_any_page_may_be_opened_or_posted_at_any_time(app: Flask, begun: bool) -> None:
    teller = Teller(app)
    if begun:
        teller.begin()
    for address in addresses("GET", app):
        in_order(teller.client.get(address))
    for address in addresses("POST", app):
        for data in ({}, {"go": "on"}, {"go": "save"}, {"true": "yes", "from": "check", "once": "x"}):
            in_order(teller.client.post(address, data={"csrf_token": teller.token(), **data}))
    with app.app_context():
        assert concerns_held() == 0


def test_no_page_takes_a_method_it_does_not_know_or_a_form_without_its_token(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    teller.begin()
    before = draft_of(teller)
    for address in sorted({*addresses("POST", app)}):
        assert teller.client.post(address, data={"what": "no token"}).status_code in (400, 405)
        assert teller.client.delete(address).status_code == 405
        assert teller.client.put(address, data={"what": "put"}).status_code == 405
    assert draft_of(teller) == before


def draft_of(teller: Teller) -> tuple[int, str | None]:
    """Version and sealed words of this browser's draft."""
    db.session.rollback()
    row = db.session.execute(select(Draft.version, Draft.sealed).where(Draft.reference == teller.held()[0])).one()
    return row[0], row[1]


def test_nothing_is_sent_that_is_not_finished_or_not_said_to_be_true(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    teller.begin()
    assert teller.post("send", {"true": "yes"}).headers["Location"].endswith("/check")
    for slug in ("what", "kind", "name-or-not"):
        teller.post(slug, ANONYMOUS[slug])
    assert teller.post("send", {"true": "yes"}).headers["Location"].endswith("/check")
    assert concerns_held() == 0
    done = Teller(app)
    done.tell()
    assert done.post("send", {}).headers["Location"].endswith("/check?look=again")
    assert done.post("send", {"true": "no"}).headers["Location"].endswith("/check?look=again")
    assert concerns_held() == 0
    done.send()
    assert concerns_held() == 1


def test_a_page_that_no_longer_applies_is_not_sent(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    teller.tell(NAMED)
    assert teller.post("name-or-not", {"naming": "anonymous"}).status_code == 303
    # A tab that was open before still posts the name.
    teller.post("your-name", {"name": "Perpetua Oakenshaw"})
    teller.post("reach", {"ways": ["email"], "email": "perpetua@reporters.example"})
    teller.send()
    told = first_statement()
    assert "Perpetua" not in told
    assert "perpetua@" not in told
    assert db.session.scalars(select(Concern.naming)).one() is Naming.ANONYMOUS


# ------------------------------------------------------------------------------------------------------- what is typed


@pytest.mark.parametrize("kind", HOSTILE)
def test_anything_may_be_typed_anywhere(app: Flask, database: SQLAlchemy, kind: str) -> None:
    words = HOSTILE[kind]
    said = {slug: dict(values) for slug, values in NAMED.items()}
    for section in JOURNEY.sections:
        for page in section.pages:
            for question in all_questions(page.questions):
                if question.kind in (Kind.LINE, Kind.TEXT, Kind.WHEN) and page.slug in said:
                    said[page.slug][question.name] = words
    teller = Teller(app)
    teller.tell(said)
    teller.post("witnesses/ab12", {"name": words, "saw": words, "ask": "yes", "reach": words})
    teller.describe({"name": words, "work": words, "more": words, "on_register": "says_so"}, item="two")
    for page in ("tasks", "who", "witnesses", "witnesses/ab12", "who/described/two", "check"):
        answer = teller.client.get(f"{PREFIX}/{page}")
        in_order(answer)
        assert SCRIPT not in answer.text
    receipt = teller.send()
    assert SCRIPT not in receipt.html
    for page in ("receipt/copy", "receipt/copy.pdf"):
        answer = teller.client.get(f"{PREFIX}/{page}")
        assert answer.status_code == 200
        assert SCRIPT.encode() not in answer.data
    told = first_statement()
    for piece in ("alert(1)", "HYPERLINK", "DROP TABLE", "Ольга"):
        assert (piece in words) <= (piece in told)
    reference = teller.held()[0]
    officer = sit_down(app, hire(Role.CONCERNS_OFFICER))
    answer = officer.get(f"/staff/concerns/{reference}", follow_redirects=True)
    in_order(answer)
    assert SCRIPT not in answer.text


def test_a_million_signs_come_back_with_a_sentence(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    teller.begin()
    story = "It went on for years. " * 48_000
    answer = teller.post("what", {"what": story})
    assert answer.status_code == 400
    assert "too long" in answer.text
    assert answer.text.count("It went on for years.") >= 48_000
    too_much = teller.post("what", {"what": "x" * 3_000_000})
    assert too_much.status_code == 413
    in_order(too_much)
    assert concerns_held() == 0


def test_names_that_come_twice_and_lists_without_end(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    teller.begin()
    token = teller.token()
    many = [*(("worries", f"w{number}") for number in range(500)), ("worries", "delay"), ("worries", "delay")]
    body = "&".join(f"{name}={value}" for name, value in [("csrf_token", token), *many])
    answer = teller.client.post(f"{PREFIX}/kind", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303
    body = f"csrf_token={token}&naming=named&naming=anonymous&naming=nonsense"
    answer = teller.client.post(f"{PREFIX}/name-or-not", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (303, 400)
    fields = "&".join(f"f{number}=x" for number in range(20_000))
    answer = teller.client.post(
        f"{PREFIX}/what", data=f"csrf_token={token}&{fields}", content_type="application/x-www-form-urlencoded"
    )
    in_order(answer)
    for raw, kind in (
        (b"\xff\xfe%%%&&&===", "application/x-www-form-urlencoded"),
        (b"what=%ed%a0%80half", "application/x-www-form-urlencoded"),
        (b"--x\r\nnot a form", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"what=words", "text/plain"),
    ):
        in_order(teller.client.post(f"{PREFIX}/what", data=raw, content_type=kind, headers={"X-CSRFToken": token}))


# ------------------------------------------------------------------------------------------------ at once, and again


def together(*acts: Callable[[], object]) -> None:
    """Do these at the same moment."""
    gate = threading.Barrier(len(acts))
    failed: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed


def twin(app: Flask, teller: Teller) -> FlaskClient:
    """A second tab of the same browser."""
    client = app.test_client()
    held = teller.client.get_cookie("register_forms")
    assert held is not None
    client.set_cookie("register_forms", held.value)
    return client


def test_pressing_twice_sends_once(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    teller.tell()
    token = teller.token()
    tabs = [twin(app, teller) for _ in range(4)]
    led: list[str] = []

    def press(tab: FlaskClient) -> None:
        answer = tab.post(f"{PREFIX}/send", data={"csrf_token": token, "true": "yes"})
        assert answer.status_code == 303, answer.text
        led.append(answer.headers["Location"])
        shown = tab.get(f"{PREFIX}/receipt")
        assert shown.status_code == 200
        assert teller.held()[0] in shown.text
        assert teller.held()[1] in shown.text

    together(*(lambda tab=tab: press(tab) for tab in tabs))
    assert led == [f"{PREFIX}/receipt"] * 4
    assert concerns_held() == 1
    assert db.session.scalar(select(func.count()).select_from(Statement)) == 1


def test_two_tabs_on_two_pages_lose_nothing(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    teller.tell()
    token = teller.token()
    pages = {
        "where": {"where": "in the corridor"},
        "when": {"when": "in the summer of 2025"},
        "what": {"what": "Another telling of it."},
        "witnesses/one": {"name": "A nurse", "saw": "all of it"},
        "witnesses/two": {"name": "A driver", "saw": "some of it"},
        "who/described/two": {"name": "A second person", "on_register": "not_sure"},
    }
    tabs = {path: twin(app, teller) for path in pages}

    def press(path: str) -> None:
        answer = tabs[path].post(f"{PREFIX}/{path}", data={"csrf_token": token, **pages[path]})
        assert answer.status_code == 303, answer.text

    together(*(lambda path=path: press(path) for path in pages))
    shown = teller.client.get(f"{PREFIX}/check").text
    for values in pages.values():
        for words in values.values():
            assert words in shown or words == "not_sure"


def test_an_older_tab_never_empties_what_has_to_be_answered(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    teller.begin()
    for slug, name in (("what", "what"), ("going-on", "ongoing"), ("kind", "worries")):
        teller.say(slug, ANONYMOUS[slug])
        answer = teller.post(slug, {name: "", "go": "on"})
        assert answer.headers["Location"] == f"{PREFIX}/{slug}"
    assert STORY in teller.client.get(f"{PREFIX}/what").text
    # What may be left out can be taken out.
    teller.say("where", {"where": "at home"})
    teller.say("where", {"where": ""})
    assert 'value="at home"' not in teller.client.get(f"{PREFIX}/where").text


@pytest.mark.parametrize(
    ("path", "name", "more"),
    [("witnesses", "saw", {"name": "A nurse"}), ("who/described", "more", {"name": "Jo", "on_register": "not_sure"})],
)
def test_one_more_than_a_list_takes_is_said_and_stays_on_the_page(
    app: Flask, database: SQLAlchemy, path: str, name: str, more: dict[str, str]
) -> None:
    teller = Teller(app)
    teller.begin()
    for number in range(20):
        assert teller.post(f"{path}/n{number}", {**more, name: "words"}).status_code == 303
    answer = teller.post(f"{path}/n20", {**more, name: STORY})
    assert answer.status_code == 400
    in_order(answer)
    assert STORY in answer.text
    assert "we can take no more here" in answer.text
    # The twentieth can still be changed.
    assert teller.post(f"{path}/n19", {**more, name: STORY}).status_code == 303


@pytest.mark.parametrize(
    ("action", "typed"),
    [
        ("what", {"what": STORY}),
        ("witnesses/ab12", {"name": "A nurse", "saw": STORY}),
        ("who/described/ab12", {"name": "Jo", "more": STORY, "on_register": "not_sure"}),
        ("who", {"who_words": STORY}),
    ],
)
def test_words_typed_while_nothing_was_open_come_to_their_page(
    app: Flask, database: SQLAlchemy, action: str, typed: dict[str, str]
) -> None:
    teller = Teller(app)
    teller.begin()
    reference, secret = teller.held()
    teller.client.delete_cookie("register_forms")
    held = {"reference": reference, "secret": secret, "action": action}
    held |= {f"typed-{name}": value for name, value in typed.items()}
    answer = teller.post("return", held)
    assert answer.headers["Location"] == f"{PREFIX}/{action}"
    assert STORY in teller.client.get(f"{PREFIX}/{action}").text


def test_going_back_after_sending_changes_nothing_and_leads_to_the_receipt(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    teller.tell()
    old = twin(app, teller)
    teller.send()
    told = first_statement()
    for path, values in (("kind", {"worries": "delay"}), ("send", {"true": "yes"}), ("files", {"go": "on"})):
        answer = teller.post(path, values)
        assert (answer.status_code, answer.headers.get("Location")) == (303, f"{PREFIX}/receipt")
    for path in ("tasks", "what", "check", "who"):
        assert teller.client.get(f"{PREFIX}/{path}").headers["Location"] == f"{PREFIX}/receipt"
    # A tab that stood on a page before: it still holds the draft, which was sent.
    token = teller.token()
    answer = old.post(f"{PREFIX}/what", data={"csrf_token": token, "what": "Words typed too late."})
    assert answer.status_code == 409
    assert "Words typed too late." in answer.text
    assert old.get(f"{PREFIX}/what").headers["Location"] == f"{PREFIX}/receipt"
    assert first_statement() == told
    assert concerns_held() == 1


# --------------------------------------------------------------------------------------------- what is somebody else's


def test_nobody_opens_the_draft_or_the_files_of_somebody_else(app: Flask, database: SQLAlchemy) -> None:
    theirs, mine = Teller(app), Teller(app)
    theirs.tell(NAMED)
    mine.tell()
    picture = (io.BytesIO(b"A plain text."), "plan.txt")
    theirs.client.post(f"{PREFIX}/files", data={"csrf_token": theirs.token(), "files": picture, "go": "send"})
    token = db.session.execute(select(Draft.id)).all()
    assert len(token) == 2
    reference, secret = theirs.held()
    own_reference, own_secret = mine.held()
    for wrong in ((reference, own_secret), (own_reference, secret), (reference, ""), (reference, "A" * 500), ("", "")):
        with mine.client.session_transaction() as session:
            session["draft"] = list(wrong)
        answer = mine.client.get(f"{PREFIX}/check")
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"{PREFIX}/return"
        answer = mine.client.post(
            f"{PREFIX}/return", data={"csrf_token": mine.token(), "reference": wrong[0], "secret": wrong[1]}
        )
        assert answer.status_code in (400, 429)
        assert STORY not in answer.text


@pytest.mark.parametrize("held", [None, [], ["", ""], ["CN-2026-7K3M9X", "7"], ["é", "é"], ["x" * 900, "y" * 900]])
def test_a_session_of_any_shape_is_no_draft(app: Flask, held: object) -> None:
    teller = Teller(app)
    with teller.client.session_transaction() as session:
        session["draft"] = held
        session["receipt"] = held
    for path in (PREFIX, f"{PREFIX}/tasks", f"{PREFIX}/receipt", f"{PREFIX}/start", "/concerns/mailbox"):
        answer = teller.client.get(path)
        assert answer.status_code in (200, 303, 404), (path, answer.status_code)


def test_what_was_typed_is_shown_again_when_the_browser_forgot_who_it_is(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    teller.begin()
    secret = teller.held()
    teller.client.delete_cookie("register_forms")
    answer = teller.client.post(
        f"{PREFIX}/what", data={"csrf_token": "old", "what": STORY}, headers={"Origin": "http://localhost"}
    )
    assert answer.status_code == 400
    in_order(answer)
    assert STORY in answer.text
    assert "/concerns/leave" in answer.text
    # A page of somebody else that sends a form here is not shown anything to send on.
    answer = teller.client.post(f"{PREFIX}/what", data={"what": STORY}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 400
    assert STORY not in answer.text
    # Sent once more with a token of the new session: it waits until the draft is open again.
    answer = teller.post("what", {"what": STORY})
    assert answer.status_code == 409
    in_order(answer)
    assert STORY in answer.text
    assert 'name="secret"' in answer.text
    answer = teller.client.post(
        f"{PREFIX}/return",
        data={
            "csrf_token": teller.token(),
            "reference": secret[0],
            "secret": secret[1],
            "action": "what",
            "typed-what": STORY,
        },
    )
    assert answer.headers["Location"] == f"{PREFIX}/what"
    assert STORY in teller.client.get(f"{PREFIX}/what").text


def test_a_server_that_starts_anew_between_two_pages(app: Flask, make_app: Callable[..., Flask]) -> None:
    teller = Teller(app)
    teller.tell()
    held = teller.client.get_cookie("register_forms")
    assert held is not None
    let_go(app)
    other = make_app()
    again = Teller(other)
    again.client.set_cookie("register_forms", held.value)
    assert STORY in again.client.get(f"{PREFIX}/check").text
    again.send()
    with other.app_context():
        assert concerns_held() == 1


def test_mail_that_does_not_go_holds_nothing_up(make_app: Callable[..., Flask]) -> None:
    app = make_app(mail_server="127.0.0.2")
    teller = Teller(app)
    teller.tell(NAMED)
    assert teller.held()[0] in teller.send().text
    assert "1 to be tried again" in app.test_cli_runner().invoke(args=["jobs", "deliver-mail"]).output
