"""What staff write internally never shows to a reporter or registrant: by where the code can reach, and by a marker."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, update

from accounts.models import Realm
from concerns.models import Subject
from concerns.operations import having, writing
from concerns.operations.secrets import give_new_secret
from concerns.vocabulary import SecretCheck, Way
from foundation import clock, evidence, locks
from foundation.database import db, transaction
from foundation.outbox import Letter
from foundation.settings import ROOT
from tests.accounts.staff import sit_down
from tests.concerns.arrange import telling
from tests.concerns.mailboxes import Held, answer, held, officer, opened, read, somebody, taken
from tests.concerns.test_tracker import ABOUT_SIOBHAN, registrant
from tests.page import Visitor
from tests.rules.source import Source, code

#: The tables that only staff write and read.
INTERNAL = frozenset(
    {
        *("Assignment", "Contact", "Note", "SecretGiven", "Pause", "Seat", "Target", "Rating", "Lowering"),
        *("TriageDecision", "LocalResolution", "ThresholdDecision", "Plan", "Allegation", "Particular", "Inquiry"),
        *("Exhibit", "Redaction", "Disclosure", "Report", "ExaminerView", "ExaminerDecision", "InterimDecision"),
        *("Hearing", "Determination", "Vote", "Order", "Appeal"),
    }
)
#: The reporter's and the registrant's side. What officers do stands in other files.
OURS = (
    "concerns/correspondence.py",
    "concerns/reporter_rules.py",
    "concerns/forms/",
    "concerns/views/reporter_view.py",
    "concerns/views/registrant_view.py",
    "concerns/views/stage_line.py",
    "concerns/operations/mailbox.py",
    "concerns/operations/following_up.py",
    "concerns/routes/mailbox.py",
    "concerns/routes/following_up.py",
    "concerns/routes/registrant.py",
    "concerns/routes/opened.py",
    "concerns/emails.py",
)
#: The only questions about internal tables that this side may ask: the clocks made of the days of contact.
MAY_ASK = frozenset({"facts"})
MARKER = "Xylographicmarker"


def side() -> list[Source]:
    return [source for source in code() if source.name.startswith(OURS)]


def names(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, ast.Attribute):
            yield one.attr
        elif isinstance(one, ast.ImportFrom):
            yield from (str(one.module), *(alias.name for alias in one.names))


def reaching(source: Source) -> set[str]:
    """The functions and statements of a file that name an internal table, by themselves or through one that does."""
    functions = {one.name: set(names(one)) for one in source.tree.body if isinstance(one, ast.FunctionDef)}
    for one in source.tree.body:
        if isinstance(one, ast.Assign):
            functions |= {name.id: set(names(one.value)) for name in one.targets if isinstance(name, ast.Name)}
    found: set[str] = set()
    while True:
        more = {name for name, used in functions.items() if used & (INTERNAL | found)} - found
        if not more:
            return found
        found |= more


def breaches(source: Source, forbidden: set[str]) -> list[str]:
    used = set(names(source.tree))
    return sorted(f"{source.name} names {one}" for one in used & (INTERNAL | {"concerns.models.internal"} | forbidden))


def test_no_file_of_this_side_names_an_internal_table_or_asks_about_one() -> None:
    queries = next(source for source in code() if source.name == "concerns/queries.py")
    # A statement is its file's own: others ask through a function of it.
    forbidden = {one for one in reaching(queries) if not one.startswith("_")} - MAY_ASK
    assert reaching(queries) >= MAY_ASK
    assert len(side()) >= len(OURS)
    assert [fault for source in side() for fault in breaches(source, forbidden)] == []


def test_no_page_of_this_side_speaks_of_one() -> None:
    folders = [ROOT / "templates/concerns/mailbox", ROOT / "templates/concerns/data"]
    pages = [path for folder in folders for path in folder.rglob("*.html")] + [ROOT / "templates/account/concerns.html"]
    assert len(pages) > 8
    for path in pages:
        text = path.read_text("utf-8")
        for word in (".note", "assignment", "told_sealed", "held_back", "staff/"):
            assert word not in text, f"{path.name} says {word}"


def test_the_rule_sees_a_breach() -> None:
    bad = Source("concerns/views/reporter_view.py", "from concerns.models import Note\nfrom concerns import queries\n")
    assert breaches(bad, set()) == ["concerns/views/reporter_view.py names Note"]
    through = Source("concerns/queries.py", "def notes():\n    return Note\ndef all_of_it():\n    return notes()\n")
    assert reaching(through) == {"notes", "all_of_it"}
    asking = Source("concerns/routes/mailbox.py", "queries.all_of_it()")
    assert breaches(asking, reaching(through)) == ["concerns/routes/mailbox.py names all_of_it"]


def write_it_everywhere(mine: Held) -> str:
    """The marker in every place where staff write for each other; gives the token of an internal file."""
    sam, kim = officer(), officer("Kim Other")
    taken(mine, sam)
    answer(mine, "What the reporter may read.", sam)
    writing.write_note(mine.reference, MARKER, once="note", by=sam.actor)
    note = next(iter(read_notes(mine)))
    kept = evidence.keep(
        io.BytesIO(b"%PDF-1.4\n" + MARKER.encode() + b"\n%%EOF\n"),
        name=f"{MARKER}.pdf",
        owner=("note", str(note)),
        by=sam.actor,
    )
    token = kept.token
    db.session.rollback()
    writing.record_contact(
        mine.reference, way=Way.PHONE, made_on=clock.today(), words=MARKER, once="call", by=sam.actor
    )
    db.session.rollback()
    having.hand_over(mine.reference, to=kim.id, note=MARKER, version=read(mine).version, by=sam.actor)
    db.session.rollback()
    concern = read(mine)
    box = locks.box_of(concern.lock_id)
    with transaction("a test tells a registrant"):
        db.session.execute(
            update(Subject)
            .where(Subject.concern_id == mine.id)
            .values(
                told_on=clock.today(),
                told_at=clock.now(),
                told_by_id=sam.id,
                told_sealed=box.seal(MARKER),
                held_back_at=clock.now(),
                held_back_by_id=sam.id,
                held_back_until=clock.today(),
                held_back_sealed=box.seal(MARKER),
            )
        )
    return token


def read_notes(mine: Held) -> list[int]:
    """The ids of the notes, asked as no page of this side may."""
    rows = db.session.execute(select(db.metadata.tables["concern_note"].c.id))
    return [int(row[0]) for row in rows]


def test_nothing_internal_shows_in_mailbox_tracker_registrants_page_or_letters(
    sample: Flask, database: SQLAlchemy
) -> None:
    person = registrant()
    mine = held(telling(subjects=ABOUT_SIOBHAN))
    token = write_it_everywhere(mine)
    reporter = somebody(sample)
    shown = [opened(reporter, mine).html]
    assert "What the reporter may read." in shown[0]
    pages = ("told", "add", "put-right", "reach", "take-back", "feedback", "secret")
    shown += [reporter.open(f"/concerns/mailbox/{slug}").html for slug in pages]
    shown.append(reporter.open("/concerns/mailbox/name", status=409).html)
    for address in (f"/concerns/mailbox/files/{token}", f"/concerns/mailbox/files/{token}/view"):
        assert reporter.client.get(address).status_code == 404
    account = Visitor(sit_down(sample, person, realm=Realm.PUBLIC))
    shown += [account.open("/account/concerns").html, account.open("/account").html]
    assert mine.reference in shown[-2]
    new = give_new_secret(mine.reference, how=SecretCheck.MET, words=MARKER, by=officer().actor)
    db.session.rollback()
    shown.append(opened(somebody(sample), Held(mine.reference, new, mine.id)).html)
    shown += [f"{one.subject} {one.body}" for one in db.session.scalars(select(Letter))]
    assert [text[:80] for text in shown if MARKER.lower() in text.lower()] == []
