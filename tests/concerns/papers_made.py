"""Real files for bundles: plain ones, and those that break whoever opens them."""

from __future__ import annotations

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image


def paper(*pages: str, turned: int = 0) -> bytes:
    """A PDF with words on each page, and a script that would run when it is opened."""
    with pikepdf.new() as pdf:
        for words in pages:
            page = pdf.add_blank_page(page_size=(595, 842))
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            page.obj.Resources = Dictionary(Font=Dictionary(F=font))
            page.obj.Contents = Stream(pdf, f"BT /F 20 Tf 60 700 Td ({words}) Tj ET".encode())
            if turned:
                page.obj.Rotate = turned
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('hello')")
        return written(pdf)


def locked() -> bytes:
    """One that asks for a password."""
    with pikepdf.open(io.BytesIO(paper("Locked"))) as pdf:
        return written(pdf, encryption=pikepdf.Encryption(user="no", owner="no"))


def bomb() -> bytes:
    """One of some kilobytes that unpacks to a gigabyte."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        packer = zlib.compressobj(9)
        packed = b"".join(packer.compress(b"\0" * 1024**2) for _ in range(1024)) + packer.flush()
        image = Stream(pdf, packed)
        image.stream_dict = Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=32768,
            Height=32768,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
            Filter=Name.FlateDecode,
        )
        page.obj.Resources = Dictionary(XObject=Dictionary(I=image))
        page.obj.Contents = Stream(pdf, b"q 500 0 0 500 0 0 cm /I Do Q")
        return written(pdf)


def leftover(seen: str, hidden: str) -> bytes:
    """One in which a picture of words was taken off the page, but not out of the file."""
    with pikepdf.open(io.BytesIO(paper(seen))) as pdf:
        drawn = Stream(pdf, f"BT /F 20 Tf ({hidden}) Tj ET".encode())
        drawn.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        pdf.pages[0].obj.Resources.XObject = Dictionary(Gone=drawn)
        pdf.docinfo["/Author"] = hidden
        return written(pdf)


def written(pdf: pikepdf.Pdf, **more: object) -> bytes:
    """Its bytes."""
    held = io.BytesIO()
    pdf.save(held, **more)
    return held.getvalue()


def picture(form: str = "JPEG") -> bytes:
    """A photo."""
    held = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(held, form)
    return held.getvalue()


def sound() -> bytes:
    """A second of silence."""
    return (
        b"RIFF"
        + (36 + 8000).to_bytes(4, "little")
        + b"WAVEfmt "
        + bytes([16, 0, 0, 0, 1, 0, 1, 0, 64, 31, 0, 0, 64, 31, 0, 0, 1, 0, 8, 0])
        + b"data"
        + (8000).to_bytes(4, "little")
        + b"\x80" * 8000
    )
