"""The PDF: tagged, titled, in English, on one page, with everything it has to say; and made for any name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.frame import describe_institute
from foundation.settings import Settings
from register.publication import PublicEntry, PublicOrder, PublicRegistration
from register.statements import document, typefaces, typesetting
from register.statements.writing import Statement
from register.vocabulary import OrderKind, Status

MOMENT = datetime(2027, 7, 3, 16, 30, 12, tzinfo=UTC)
CODE = "7KQX-93MD-BCDF-GHJK-MNPQ-RSTV"
ENTRY = PublicEntry(
    number="CM004271S",
    name="Siân Ó’Brien-Łuk",
    status=Status.REGISTERED,
    status_label="Registered",
    status_sentence="On the register. No restrictions.",
    tone="registered",
    may_use_title=True,
    first_registered=date(2024, 5, 1),
    period_from=date(2027, 5, 1),
    period_to=date(2028, 4, 30),
    breaks=(),
    town="Leeds",
    areas=("Health", "Mental health"),
    works_with="Adults",
    organisation="Calder Test Ltd",
    languages=("English", "Welsh"),
    certificate=True,
    other_registrations=(PublicRegistration("HCPC", "Health and Care Professions Council", "PH12", None, None),),
    insurance_to=date(2027, 9, 30),
    restrictions=(),
    former_names=(),
    statement=None,
    as_at=None,
    read_at=MOMENT,
)
ORDER = PublicOrder(
    kind=OrderKind.CONDITIONS,
    label="Conditions",
    sentence="In force from 1 January 2027 to 31 December 2027.",
    text="1. Tell us of new work.\n2. Meet your supervisor.\n\nDo not work #strong[alone] with $x$ children.",
    starts=date(2027, 1, 1),
    ends=date(2027, 12, 31),
    in_force=True,
    reference="D-1",
    address="/decisions/CM004271S/conditions-2027-01-01",
)


def made(entry: PublicEntry) -> pikepdf.Pdf:
    statement = Statement(entry, MOMENT, CODE)
    institute = describe_institute(Settings())
    return pikepdf.open(io.BytesIO(document.pdf(statement, institute=institute, public_url="https://reg.example/")))


def words(pdf: pikepdf.Pdf) -> str:
    """The text of all pages, by the fonts' own maps from glyphs to letters."""
    return " ".join(" ".join(_page_words(page)).replace("\u00ad", "") for page in pdf.pages)


def _page_words(page: pikepdf.Page) -> Iterator[str]:
    maps = {name: _letters(font) for name, font in page.Resources.Font.items()}
    now: dict[int, str] = {}
    line = ""
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            now = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    line += "".join(
                        now.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw), 2)
                    )
        elif str(operator) == "ET":
            yield line
            line = ""


def _letters(font: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    table = font.ToUnicode.read_bytes().decode("latin-1")
    for glyph, letters in re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>\s*$", table, re.MULTILINE):
        found[int(glyph, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    return found


def test_it_is_a_tagged_document_with_language_and_title() -> None:
    pdf = made(ENTRY)
    assert pdf.Root.Lang == "en-GB"
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Verification statement: Siân Ó’Brien-Łuk, CM004271S"
        assert metadata["pdfuaid:part"] == "1"
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20270703")


def test_it_has_headings_a_table_and_a_described_square() -> None:
    pdf = made(ENTRY)
    tags = list(_tags(pdf.Root.StructTreeRoot))
    kinds = [kind for kind, _ in tags]
    assert kinds.count("/H1") == 1
    assert {"/H2", "/Table", "/TH", "/L", "/Figure", "/Link"} <= set(kinds)
    assert [alt for kind, alt in tags if kind == "/Figure"] == [f"QR code that opens https://reg.example/verify/{CODE}"]


def _tags(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S), str(node.get("/Alt", ""))
        below = node.get("/K")
        for one in below if isinstance(below, pikepdf.Array) else [below]:
            yield from _tags(one)


def test_it_says_what_it_has_to_on_one_page() -> None:
    pdf = made(ENTRY)
    said = words(pdf)
    assert len(pdf.pages) == 1
    for part in (
        "Siân Ó’Brien-Łuk",
        "CM004271S",
        "On the register. No restrictions.",
        "5:30pm on ",  # summer time
        "3 July 2027",
        "Calder Test Ltd",
        "HCPC PH12",
        CODE,
        "reg.example/verify",
        "01632 960 123",
        "It does not show that the person who gave it to you is the person it names.",
    ):
        assert part in said
    links = [str(one.A.URI) for one in pdf.pages[0].Annots if "/A" in one]
    assert links == [f"https://reg.example/verify/{CODE}", "mailto:register@ircm.example"]


def test_restrictions_are_there_in_full_and_never_read_as_markup() -> None:
    limited = replace(ENTRY, tone="limited", restrictions=(ORDER, replace(ORDER, in_force=False, label="Warning")))
    pdf = made(limited)
    said = words(pdf)
    assert len(pdf.pages) == 1
    for part in ("Conditions", "2. Meet your supervisor.", "Do not work #strong[alone] with $x$ children.", "Warning"):
        assert part in said


def test_long_restrictions_run_over_to_numbered_pages() -> None:
    pdf = made(replace(ENTRY, restrictions=(replace(ORDER, text="You must tell us. " * 1500),)))
    assert len(pdf.pages) > 2
    assert f"Page 2 of {len(pdf.pages)}" in words(pdf)


def test_somebody_who_may_not_use_the_title_is_said_not_to() -> None:
    stopped = replace(ENTRY, status=Status.SUSPENDED, tone="stopped", may_use_title=False)
    said = words(made(stopped))
    assert "They may not call themselves an IRCM registered case manager." in said
    assert "Last period granted" in said


@pytest.mark.parametrize(
    "name",
    [
        "Zażółć Gęśląjaźń",
        "Nguyễn Thị Ánh Tuyết",
        "Ελένη Παπαδοπούλου",
        "Наталія Їжакевич",
        "王小明",
        "山田 花子",
        "김철수",
        "محمد عبد الله",
        "שרה כהן",
        "प्रिया शर्मा",
        "প্রিয়া",
        "ਗੁਰਪ੍ਰੀਤ",
        "પ્રિયા",
        "பிரியா",
        "Ẹ̀bùnolúwa Ṣẹ́gun",
    ],
)
def test_names_in_many_scripts_are_set_as_they_are(name: str) -> None:
    pdf = made(replace(ENTRY, name=name))
    assert len(pdf.pages) == 1
    assert "In Latin letters" not in words(pdf)
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == f"Verification statement: {name}, CM004271S"


@pytest.mark.parametrize(("name", "latin"), [("አበበ ተስፋ", "'abebe tasefaa"), ("𝕊am 😀", "Sam :grinning:")])
def test_signs_that_no_typeface_has_are_written_in_latin_letters(name: str, latin: str) -> None:
    said = words(made(replace(ENTRY, name=name)))
    assert f"In Latin letters: {typefaces.in_latin(name)}" in said
    assert typefaces.in_latin(name).casefold()[:3] == latin.casefold()[:3]


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=30), st.text(max_size=60))
def test_there_is_a_statement_whatever_the_text(name: str, text: str) -> None:
    pdf = made(replace(ENTRY, name=name, organisation=text, restrictions=(replace(ORDER, text=text),)))
    assert len(pdf.pages) >= 1


def test_a_text_that_cannot_be_set_even_so_is_set_in_latin_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = typesetting._set

    def stubborn(layout: Path, said: dict[str, Any], given: dict[str, str]) -> bytes:
        if not str(said["name"]).isascii():
            raise typst.TypstError("a glyph is missing")
        return whole(layout, said, given)

    monkeypatch.setattr(typesetting, "_set", stubborn)
    assert "Sian O'Brien-Luk" in words(made(ENTRY))
