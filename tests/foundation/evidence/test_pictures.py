"""Pictures: the copy for looking at is upright and says nothing of place and device; the original stays as it was."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image

from foundation import evidence
from foundation.errors import Missing
from foundation.evidence.pictures import LONGEST_SIDE
from tests.foundation.evidence import specimens
from tests.foundation.evidence.conftest import OFFICER, objects, read, send, trail

Room = Callable[..., Flask]


def look(content: bytes, name: str = "photo.jpg") -> tuple[Image.Image, bytes, evidence.Opened]:
    """Keep a picture and look at its copy."""
    kept = send(content, name)
    assert kept.has_view
    opened = evidence.open_view(kept.id, by=None)
    shown = read(opened)
    assert len(shown) == opened.size
    return Image.open(io.BytesIO(shown)), shown, opened


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_the_copy_is_upright_and_knows_no_place_and_no_device(room: Room, form: str) -> None:
    room()
    content = specimens.photo(form, turned=6)
    assert b"Zzmaker" in content
    drawn, shown, opened = look(content)
    assert drawn.size == (48, 64)
    red, _, blue = drawn.convert("RGB").getpixel((24, 5))
    assert (red > 200, blue < 60) == (True, True)
    assert dict(drawn.getexif()) == {}
    assert b"Zzmaker" not in shown
    assert "icc_profile" not in drawn.info
    assert opened.inline
    assert read(evidence.open_original(evidence.files_of(("draft", "17"))[0].id, by=None)) == content


def test_a_phones_own_kind_of_picture_can_be_looked_at_anywhere(room: Room) -> None:
    room()
    drawn, shown, opened = look(specimens.photo("HEIF", turned=1), "IMG_0001.HEIC")
    assert (drawn.format, drawn.size, opened.type, opened.name) == ("JPEG", (64, 48), "image/jpeg", "IMG_0001.HEIC.jpg")
    assert b"Zzmaker" not in shown


def test_a_large_photo_is_made_handy(room: Room) -> None:
    room()
    drawn, _, _ = look(specimens.photo(size=(6000, 3000), turned=8))
    assert drawn.size == (LONGEST_SIDE // 2, LONGEST_SIDE)


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "1", "LA", "CMYK", "I;16"])
def test_pictures_in_every_ink_can_be_looked_at(room: Room, mode: str) -> None:
    room()
    held = io.BytesIO()
    form = "TIFF" if mode in ("CMYK", "I;16") else "PNG"
    Image.new(mode, (40, 30)).save(held, form)
    assert look(held.getvalue())[0].size == (40, 30)


def test_what_is_clear_stays_clear(room: Room) -> None:
    room()
    held = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(held, "PNG")
    drawn, _, opened = look(held.getvalue())
    assert (drawn.getpixel((5, 5))[3], opened.type) == (0, "image/png")


@pytest.mark.parametrize(
    "content",
    [
        specimens.photo(size=(800, 600))[:2000],
        specimens.picture("PNG", (300, 300))[:200],
        b"\xff\xd8\xff\xe0" + bytes(100),
        specimens.bomb_of_pixels(),
        b"GIF89a" + bytes(20),
        specimens.box(b"heic", b"mif1"),
        b"II*\0" + bytes(40),
    ],
)
def test_a_broken_picture_is_kept_without_a_copy(room: Room, content: bytes) -> None:
    room()
    kept = send(content, "photo.jpg")
    file_id = kept.id
    assert (kept.has_view, kept.kind.value) == (False, "picture")
    assert len(objects()) == 1
    assert read(evidence.open_original(file_id, by=None)) == content
    with pytest.raises(Missing, match="open the original"):
        evidence.open_view(file_id, by=None)


def test_looking_and_opening_the_original_are_told_apart(room: Room) -> None:
    room()
    file_id = send(specimens.photo(), "photo.jpg").id
    for way in (evidence.open_view, evidence.open_original):
        way(file_id, by=OFFICER).chunks.close()
    assert [(action, subject) for action, subject, _, _ in trail()] == [
        ("evidence.opened", f"file {file_id}"),
        ("evidence.original_opened", f"file {file_id}"),
    ]


def test_only_the_reader_of_its_own_kind_is_tried(room: Room) -> None:
    room()
    wolf = b"GIF89a" + specimens.photo()
    assert not send(wolf, "photo.gif").has_view
