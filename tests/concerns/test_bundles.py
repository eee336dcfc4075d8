"""Bundles: what each reader gets, what none gets, and that no file can stop one from being made."""

from __future__ import annotations

import io

import pikepdf
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from concerns.bundles import contents, leaves, making, queries
from concerns.bundles.contents import Recipient
from concerns.investigation import exhibits, working
from concerns.models import Bundle
from concerns.operations.writing import WAITING_FILES
from concerns.vocabulary import Audience, Job
from foundation import evidence
from foundation.audit import AuditRecord
from foundation.errors import Refused
from tests.accounts.staff import sit_down
from tests.concerns import looking, officers, papers_made
from tests.concerns.looking import Looking
from tests.page import Visitor

EXAMINERS = Recipient(Audience.EXAMINERS)


def heard(pdf: pikepdf.Pdf) -> dict[int, str]:
    """The element of each foreign page in the tree of structure, and what is said in its place, in the tree's order."""
    places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    parents, found = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree), list[tuple[int, str]]()
    top = pdf.Root.StructTreeRoot.K
    for one in (top[0] if isinstance(top, pikepdf.Array) else top).K:
        if one.get("/K") == 0 and "/Pg" in one:
            place = places[one.Pg.objgen]
            assert parents[int(one.Pg.StructParents)][0].objgen == one.objgen
            found.append((place, f"{one.S} {one.get('/Alt', '')}".strip()))
    assert found == sorted(found), "in the order of the pages"
    return dict(found)


def add(held: Looking, title: str, name: str, data: bytes) -> int:
    keep(held, title, name, data)
    return exhibits.add_document(
        held.reference,
        title=title,
        source="The bank",
        dated_on=None,
        once=title,
        version=held.version,
        by=held.investigator.actor,
    )


def keep(held: Looking, once: str, name: str, data: bytes) -> None:
    evidence.keep(io.BytesIO(data), name=name, owner=(WAITING_FILES, once), by=held.investigator.actor)


def copied(held: Looking, number: int, data: bytes, **whose: object) -> int:
    keep(held, f"copy {number} {whose}", "copy.pdf", data)
    return exhibits.redact(
        held.reference,
        number,
        recipient="Them",
        words="The address.",
        once=f"copy {number} {whose}",
        version=held.version,
        by=held.investigator.actor,
        **whose,
    )


def made(held: Looking, whom: Recipient, **more: object) -> tuple[Bundle, bytes]:
    number = making.make(held.reference, whom, version=held.version, by=held.officer.actor, **more)
    row = queries.numbered(officers.now(held.reference).id, number)
    [file] = evidence.files_of(("bundle", str(row.id)))
    return row, b"".join(evidence.open_original(file.id, by=held.officer.actor).chunks)


def read(data: bytes) -> tuple[pikepdf.Pdf, bytes, list[tuple[str, int]]]:
    """The document, all that stands in its streams, and its bookmarks with the pages they lead to."""
    pdf = pikepdf.open(io.BytesIO(data))
    streams = b"\n".join(
        one.read_bytes() if "/DCTDecode" not in repr(one.get("/Filter")) else b""
        for one in pdf.objects
        if isinstance(one, pikepdf.Stream)
    )
    places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    found = []
    with pdf.open_outline() as outline:

        def walk(items: list[pikepdf.OutlineItem]) -> None:
            for one in items:
                found.append((str(one.title), places[one.destination[0].objgen]))
                walk(one.children)

        walk(outline.root)
    return pdf, streams, found


def foot(pdf: pikepdf.Pdf, page: int) -> bytes:
    """What was written under a foreign page."""
    held = pdf.pages[page - 1].obj.Contents
    return (held[-1] if isinstance(held, pikepdf.Array) else held).read_bytes()


def evidence_of_every_kind() -> Looking:
    """A concern whose registrant answered, with nine exhibits; the eighth is withdrawn."""
    held = looking.answered()
    whole = papers_made.paper("HER ADDRESS IS ELM ROAD", "SECOND PAGE", turned=90)
    add(held, "Bank statement", "bank.pdf", whole)
    add(held, "A photo", "photo.jpg", papers_made.picture())
    add(held, "The call", "call.wav", papers_made.sound())
    add(held, "Locked", "locked.pdf", papers_made.locked())
    add(held, "Broken", "broken.pdf", b"%PDF-1.4\nnothing at all\n%%EOF\n")
    add(held, "A bomb", "bomb.pdf", papers_made.bomb())
    add(held, "A scan", "scan.tiff", papers_made.picture("TIFF"))
    add(held, "Never", "never.pdf", papers_made.paper("WITHDRAWN WORDS"))
    add(held, "Her diary", "diary.txt", "She came on Friday.\n\nλ & <b>".encode())
    by = held.investigator.actor
    exhibits.withdraw(held.reference, 8, reasons="Not ours.", version=held.version, by=by)
    return held


def test_the_tree_of_a_foreign_file_stays_behind_with_its_numbers() -> None:
    with pikepdf.open(io.BytesIO(papers_made.paper("ELM ROAD"))) as source:
        source.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
        page = source.pages[0]
        drawn = page.Contents.read_bytes()
        page.Contents = pikepdf.Stream(
            source, b"/P <</MCID 0>> BDC " + drawn + b" EMC /Span <</Lang(en)/MCID 12 >>BDC EMC"
        )
        tagged, made = io.BytesIO(), io.BytesIO()
        source.save(tagged)
    assert leaves.make("pdf", tagged, made) == 1
    with pikepdf.open(made) as clean:
        assert clean.pages[0].Contents.read_bytes() == b"/P <<>> BDC " + drawn + b" EMC /Span <</Lang(en) >>BDC EMC"
        assert "/StructTreeRoot" not in clean.Root


@pytest.mark.one_database
def test_every_reader_gets_the_papers_made_for_them_in_order_and_nothing_else(
    sample: Flask, database: SQLAlchemy
) -> None:
    held = evidence_of_every_kind()
    by = held.investigator.actor
    siobhans = copied(held, 1, papers_made.leftover("ADDRESS OUT", "ELM ROAD"), subject_id=held.subject_id)

    row, data = made(held, EXAMINERS)
    pdf, streams, marks = read(data)
    assert len(pdf.pages) == row.pages
    assert b"ELM ROAD" in streams
    assert b"WITHDRAWN WORDS" not in streams + data
    assert b"app.alert" not in streams + data
    parts = [title.split(":")[0] for title, _ in marks]
    assert parts[:3] == ["Cover", "Index", "What is not in this bundle"]
    assert parts[-9:] == [f"Exhibit {number}" for number in range(1, 10)]
    at = dict(zip(parts, [page for _, page in marks], strict=True))
    # The sheet, two pages turned on their side, and the number of each where its reader looks for it.
    assert at["Exhibit 2"] == at["Exhibit 1"] + 3
    number = at["Exhibit 1"] + 2
    assert f"Page {number} of {row.pages}, {held.reference}, bundle 1, Exhibit 1".encode() in foot(pdf, number)
    assert [float(one) for one in pdf.pages[number - 1].mediabox][2] > 595
    assert at["Exhibit 3"] == at["Exhibit 2"] + 2
    # Sound, what is locked, broken or would unpack for ever: a page each that says so, and the next goes on.
    assert [at[f"Exhibit {one + 1}"] - at[f"Exhibit {one}"] for one in range(3, 9)] == [1, 1, 1, 1, 2, 1]
    assert pdf.Root.PageLabels.Nums[1].St == 1
    assert pdf.Root.MarkInfo.Marked
    unread = "A picture without words that can be read aloud."
    assert heard(pdf) == {
        at["Exhibit 1"] + 1: "/P",
        at["Exhibit 1"] + 2: "/P",
        at["Exhibit 2"] + 1: f"/Figure Exhibit 2: A photo, page 1 of 1. {unread}",
        at["Exhibit 7"] + 1: f"/Figure Exhibit 7: A scan, page 1 of 1. {unread}",
    }
    assert row.holds == [[number, None] for number in (1, 2, 3, 4, 5, 6, 7, 9)]

    # The registrant: nothing that was not given, no copy that nobody checked, and then the copy and not the exhibit.
    hers = Recipient(Audience.REGISTRANT, subject_id=held.subject_id)
    assert made(held, hers)[0].holds == []
    exhibits.check_redaction(held.reference, siobhans, version=held.version, by=held.manager.actor)
    exhibits.disclose(
        held.reference,
        1,
        subject_id=held.subject_id,
        recipient="Siobhan",
        reason="Fairness.",
        version=held.version,
        by=by,
    )
    row, data = made(held, hers)
    _, streams, marks = read(data)
    assert row.holds == [[1, siobhans]]
    assert b"ADDRESS OUT" in streams
    assert b"ELM ROAD" not in streams + data
    assert "Bank statement" not in str(marks)

    # Given, it is theirs; once something of it is withdrawn, it is out of date and shut.
    with pytest.raises(Refused, match="Something changed"):
        making.give(held.reference, 2, version=held.version, by=held.officer.actor)
    making.give(held.reference, row.number, version=held.version, by=held.officer.actor)
    material = contents.gather(officers.now(held.reference).id)
    given = queries.given_to_registrant(officers.now(held.reference).id, held.subject_id)
    assert given is not None
    assert contents.is_current(material, given)
    exhibits.withdraw(held.reference, 1, reasons="Taken back.", version=held.version, by=by)
    material = contents.gather(officers.now(held.reference).id)
    assert not contents.is_current(material, given)
    assert not contents.may_still_be_read(material, given)
    assert len(database.session.scalars(select(Bundle)).all()) == 3


@pytest.mark.one_database
def test_examiners_read_the_copy_made_for_them_and_their_bundle_once_it_is_given(
    sample: Flask, database: SQLAlchemy
) -> None:
    held = looking.answered()
    by = held.investigator.actor
    add(held, "Bank statement", "bank.pdf", papers_made.paper("ELM ROAD"))
    copy = copied(held, 1, papers_made.paper("ROAD OUT"), audience=Audience.EXAMINERS)
    exhibits.check_redaction(held.reference, copy, version=held.version, by=held.manager.actor)
    working.write_report(held.reference, words="The bank shows it.", version=held.version, by=by)
    working.send_to_examiners(held.reference, version=held.version, by=by)
    looking.listed(held, Job.EXAMINER_LAY, held.lay)
    path = f"/staff/concerns/{held.reference}"
    [whole] = evidence.files_of(("exhibit", "1"))
    [theirs] = evidence.files_of(("redaction", str(copy)))

    lena = Visitor(sit_down(sample, held.lay))
    page = lena.open(path)
    assert "a copy made for you" in page.text
    assert "Bank statement" not in page.text
    lena.open(f"{path}/papers/{whole.token}/original", status=404)
    assert lena.client.get(f"{path}/papers/{theirs.token}/original").data.startswith(b"%PDF")
    assert "given to you" in lena.open(page.links["Bundles"]).text
    assert lena.client.post(f"{path}/bundles", data={"whom": "examiners-0"}).status_code == 403

    sam = Visitor(sit_down(sample, held.officer))
    page = sam.open(f"{path}/bundles")
    assert "the copy made for them" in page.text
    page = sam.send(page, {}, button="Make it", status=400)
    page = sam.send(page, {"whom": "examiners-0"}, button="Make it")
    assert "Nobody has it before you give it" in page.text
    lena.open(f"{path}/bundles/1.pdf", status=404)
    page = sam.send(page, {}, button="Give bundle 1 to The case examiners")
    answer = lena.client.get(lena.open(f"{path}/bundles").links["Open bundle 1"])
    _, streams, marks = read(answer.data)
    assert b"ROAD OUT" in streams
    assert b"ELM ROAD" not in streams
    assert [title.split(":")[0] for title, _ in marks][-5:] == [
        "Allegations",
        "Answer",
        "Report",
        "Exhibits",
        "Exhibit 1",
    ]
    opened = database.session.scalars(select(AuditRecord.action).where(AuditRecord.actor_id == held.lay.id)).all()
    assert opened.count("evidence.original_opened") == 2
