"""What a file is, by looking into it: the good kinds by any name, the hostile ones by none."""

from __future__ import annotations

import io
import struct

import pytest

from foundation.evidence import office, refusals
from foundation.evidence.refusals import FileRefused
from foundation.evidence.sniffing import sniff
from foundation.evidence.types import FileType
from tests.foundation.evidence import specimens
from tests.frame.scanner import EICAR


def looked_at(content: bytes | str, name: str = "a.bin") -> FileType:
    held = content.encode() if isinstance(content, str) else content
    return sniff(io.BytesIO(held), len(held), name)


def refused(content: bytes | str, name: str = "a.txt") -> str:
    with pytest.raises(FileRefused) as error:
        looked_at(content, name)
    return error.value.sentence


GOOD: list[tuple[str, bytes | str, str, str]] = [
    ("jpg", specimens.picture(), "picture", "image/jpeg"),
    ("png", specimens.picture("PNG"), "picture", "image/png"),
    ("gif", specimens.picture("GIF"), "picture", "image/gif"),
    ("webp", specimens.picture("WEBP"), "picture", "image/webp"),
    ("tiff", specimens.picture("TIFF"), "picture", "image/tiff"),
    ("heic", specimens.picture("HEIF"), "picture", "image/heic"),
    ("heic", specimens.box(b"mif1", b"mif1", b"heic"), "picture", "image/heic"),
    ("pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "document", "application/pdf"),
    ("pdf", b"\xef\xbb\xbf\n%PDF-1.4\n\x00\x01", "document", "application/pdf"),
    ("docx", specimens.word(), "document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (
        "xlsx",
        specimens.packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}),
        "document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "pptx",
        specimens.packed({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"}),
        "document",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("odt", specimens.open_document(), "document", "application/vnd.oasis.opendocument.text"),
    ("ods", specimens.open_document("spreadsheet"), "document", "application/vnd.oasis.opendocument.spreadsheet"),
    ("rtf", rb"{\rtf1\ansi Hello}", "document", "application/rtf"),
    ("eml", specimens.MAIL, "mail", "message/rfc822"),
    ("msg", specimens.compound("__nameid_version1.0", "__properties_version1.0"), "mail", "application/vnd.ms-outlook"),
    ("mp3", b"ID3\x03\x00\x00\x00\x00\x0f\x76" + bytes(100), "audio", "audio/mpeg"),
    ("mp3", specimens.sound(), "audio", "audio/mpeg"),
    ("aac", specimens.voice(), "audio", "audio/aac"),
    ("m4a", specimens.box(b"M4A ", b"M4A ", b"isom"), "audio", "audio/mp4"),
    ("wav", b"RIFF\x24\0\0\0WAVEfmt ", "audio", "audio/wav"),
    ("ogg", b"OggS\0\2" + bytes(22) + b"\x01\x13OpusHead", "audio", "audio/ogg"),
    ("flac", b"fLaC\0\0\0\x22", "audio", "audio/flac"),
    ("amr", b"#!AMR\n\x3c", "audio", "audio/amr"),
    ("mp4", specimens.box(b"isom", b"isom", b"avc1"), "video", "video/mp4"),
    ("mov", specimens.box(b"qt  "), "video", "video/quicktime"),
    ("3gp", specimens.box(b"3gp5", b"isom"), "video", "video/3gpp"),
    ("webm", b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "video", "video/webm"),
    ("mkv", b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska", "video", "video/x-matroska"),
    ("avi", b"RIFF\x24\0\0\0AVI LIST", "video", "video/x-msvideo"),
]


@pytest.mark.parametrize(("ending", "content", "kind", "media_type"), GOOD)
@pytest.mark.parametrize("name", ["holiday.pdf", "no ending", "x.exe"])
def test_a_good_file_is_known_whatever_it_is_called(
    ending: str, content: bytes | str, kind: str, media_type: str, name: str
) -> None:
    found = looked_at(content, name)
    assert (found.kind.value, found.media_type, found.ending) == (kind, media_type, ending)


@pytest.mark.parametrize("name", ["notes", "notes.txt", "NOTES.TXT", "diary.md", "a.log"])
@pytest.mark.parametrize(
    "words",
    [
        "Nobody came on Tuesday.\r\n\tI rang twice.\n",
        "\ufeffGwên a gŵyl".encode(),
        "Nobody came".encode("utf-16"),
        "Café £5 \x93quoted\x94".encode("latin-1"),
        "3 < 4 and 5 > 2",
        "From: me\nthis is only a note\n",
    ],
)
def test_words_are_text_when_they_are_called_so(words: bytes | str, name: str) -> None:
    assert looked_at(words, name).media_type == "text/plain"


def test_a_list_is_a_list() -> None:
    assert looked_at("day,visit\n1,none\n", "visits.csv").media_type == "text/csv"


@pytest.mark.parametrize(
    "content",
    [
        specimens.SVG,
        f'<?xml version="1.0"?>\n{specimens.SVG}',
        "\ufeff  \n<!DOCTYPE html><html></html>",
        "<HTML><body onload=alert(1)>",
        "Words first, then <script>alert(1)</script>",
        "<x>".encode("utf-16"),
        "<!-- a comment --><svg>",
    ],
)
@pytest.mark.parametrize("name", ["picture.svg", "picture.png", "notes.txt"])
def test_markup_is_refused_by_any_name(content: bytes | str, name: str) -> None:
    assert refused(content, name) == refusals.WEB_PAGE


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\0", b"\x7fELF\x02", b"#!/bin/sh\necho", b"\xca\xfe\xba\xbe\0\0", b"\0asm\1", b"\x4c\0\0\0\x01\x14\x02\0"],
)
def test_programs_are_refused(content: bytes) -> None:
    assert refused(content, "photo.jpg") == refusals.PROGRAM


@pytest.mark.parametrize("name", ["a.js", "a.vbs", "a.ps1", "a.bat", "a.py", "a.hta", "a.html", "a.xyz"])
def test_words_with_the_name_of_a_script_are_refused(name: str) -> None:
    assert refused("WScript.Echo 1", name) == refusals.UNKNOWN


@pytest.mark.parametrize(
    "content",
    [
        specimens.packed({"a.txt": "hello"}),
        specimens.packed({f"{number}.txt": "x" for number in range(office.MOST_PARTS + 1)}),
        specimens.packed({"[Content_Types].xml": "<Types/>"}),
        specimens.packed({"mimetype": "application/epub+zip", "content.xml": "<x/>"}),
        specimens.word(xl__workbook_dot_xml="<x/>"),
        b"7z\xbc\xaf\x27\x1c\0\4",
        b"Rar!\x1a\7\0",
        b"\x1f\x8b\x08\0",
        b"a.txt".ljust(257, b"\0") + b"ustar\0",
    ],
)
def test_bundles_are_refused(content: bytes) -> None:
    assert refused(content, "letter.docx") == refusals.BUNDLE


@pytest.mark.parametrize(
    "content",
    [
        specimens.word(word__vbaProject_dot_bin=b"\0"),
        specimens.word(
            word__harmless_dot_bin=b"\0", **{"[Content_Types].xml": "<x t='application/vnd.ms-office.vbaProject'/>"}
        ),
        specimens.word(**{"[Content_Types].xml": "<x t='word.document.macroEnabled.main+xml'/>"}),
        specimens.word(**{"[Content_Types].xml": "<x t='macro&#69;nabled'/>"}),
        specimens.word(**{"[Content_Types].xml": "<x t='macroEnabled'/>".encode("utf-16")}),
        specimens.word(xl__macrosheets__sheet1_dot_xml="<x/>"),
        specimens.packed(
            {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x", "Basic/a.xml": "x"}
        ),
    ],
)
def test_documents_with_programs_in_them_are_refused(content: bytes) -> None:
    assert refused(content, "letter.docx") == refusals.MACROS


def lying(content: bytes, *, flags: int | None = None, size: int | None = None) -> bytes:
    """The same ZIP with other words about its first part in the directory."""
    held = bytearray(content)
    place = content.index(b"PK\x01\x02")
    if flags is not None:
        struct.pack_into("<H", held, place + 8, flags)
    if size is not None:
        struct.pack_into("<I", held, place + 24, size)
    return bytes(held)


@pytest.mark.parametrize(
    "content",
    [
        specimens.word(**{"../../etc/passwd": "x"}),
        specimens.word(**{"/etc/passwd": "x"}),
        specimens.word(**{"..\\x": "x"}),
        specimens.word(**{"WORD/document.xml": "x"}),
        specimens.word(word__media__zeros_dot_bin=bytes(30 * 1024**2)),
        lying(specimens.word(), size=700 * 1024**2),
        specimens.overlapping(),
        specimens.word()[:-10],
        b"PK\x03\x04" + bytes(200),
        b"MZ" + specimens.word()[2:],
        specimens.word(**{"[Content_Types].xml": " " * (1024**2 + 1)}),
    ],
)
def test_documents_that_no_word_processor_writes_are_refused(content: bytes) -> None:
    assert refused(content, "letter.docx") in (refusals.DAMAGED, refusals.PROGRAM)


def test_a_document_before_which_something_else_stands_is_refused() -> None:
    assert refused(b"PK\x03\x04 words " + specimens.word(), "letter.docx") == refusals.DAMAGED


def test_locked_documents_are_refused_with_what_to_do() -> None:
    assert refused(lying(specimens.word(), flags=1)) == refusals.LOCKED
    assert refused(specimens.compound("EncryptedPackage", "EncryptionInfo")) == refusals.LOCKED


@pytest.mark.parametrize("names", [("WordDocument",), ("Workbook",), ("__properties_version1.0", "WordDocument"), ()])
def test_older_office_files_are_refused_with_what_to_do(names: tuple[str, ...]) -> None:
    assert refused(specimens.compound(*names), "letter.doc") == refusals.OLD_OFFICE


def test_an_older_container_that_leads_in_a_circle_is_refused() -> None:
    held = bytearray(specimens.compound("__properties_version1.0"))
    struct.pack_into("<I", held, 512 + 4, 1)  # the second sector follows itself
    assert refused(bytes(held)) == refusals.DAMAGED
    assert refused(bytes(held[:700])) == refusals.DAMAGED
    assert refused(bytes(held[:20])) == refusals.DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        bytes(1000),
        b"\xff\xfb",
        b"\xff\xfb\x90\x00" + b"\x01" * 500,
        b"RIFF\x24\0\0\0XXXX\0",
        specimens.box(b"zzzz"),
        b"\x1aE\xdf\xa3\0\0",
        b"words\0words",
        b"%!PS-Adobe\x01",
        b"\xff\xfe" + b"\0\xd8" * 3,
    ],
)
def test_what_nobody_knows_is_refused(content: bytes) -> None:
    assert refused(content, "photo.jpg") == refusals.UNKNOWN


def test_nothing_hides_behind_a_long_page_of_words() -> None:
    assert refused(b"words " * 400_000 + b"\0\1\2", "notes.txt") == refusals.UNKNOWN


def test_every_refusal_says_what_to_do_or_what_we_take() -> None:
    for sentence in (refusals.UNKNOWN, refusals.PROGRAM):
        assert refusals.WHAT_WE_TAKE in sentence
    for sentence in (refusals.WEB_PAGE, refusals.MACROS, refusals.LOCKED, refusals.OLD_OFFICE, refusals.DAMAGED):
        assert "send" in sentence
    assert EICAR not in "".join(vars(refusals)[name] for name in vars(refusals) if name.isupper())
