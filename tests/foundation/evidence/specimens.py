"""Files for the tests, made when they are asked for: good ones of every kind, and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pillow_heif
from PIL import Image, TiffImagePlugin

WORD_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
MAIL = (
    "Received: from mail.example by mx.example; Tue, 2 Feb 2027 10:00:00 +0000\r\nFrom: Siân <sian@example.com>\r\n"
    "To: manager@example.com\r\nSubject: The visit\r\n that was missed\r\nDate: Tue, 2 Feb 2027 10:00:00 +0000\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html><body>Nobody came.</body></html>\r\n"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
#: Where the picture says it was taken: the tag of the folder with the place.
PLACE = 0x8825


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **named: object) -> bytes:
    """A picture, red on the left and blue on the right."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    held = io.BytesIO()
    if form == "HEIF":
        pillow_heif.register_heif_opener(thumbnails=False)
    drawn.save(held, form, **named)
    return held.getvalue()


def photo(form: str = "JPEG", *, turned: int = 6, size: tuple[int, int] = (64, 48)) -> bytes:
    """A photo that says where it was taken, by whose phone, and which way up the phone was held."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "Zzmaker"
    north = TiffImagePlugin.IFDRational
    exif.get_ifd(PLACE).update({1: "N", 2: (north(51), north(30), north(0)), 3: "W", 4: (north(0), north(7), north(0))})
    return picture(form, size, exif=exif)


def bomb_of_pixels() -> bytes:
    """A PNG of a few hundred bytes that says it has 2,500 million pixels."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    held = b"\x89PNG\r\n\x1a\n"
    for name, words in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(10_000))), (b"IEND", b"")):
        held += struct.pack(">I", len(words)) + name + words + struct.pack(">I", zlib.crc32(name + words))
    return held


def packed(parts: dict[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", how) as target:
        for name, words in parts.items():
            target.writestr(name, words)
    return held.getvalue()


def word(**more: str | bytes) -> bytes:
    """A Word document; `more` adds or replaces parts, `__` standing for a slash and `_dot_` for a dot."""
    parts: dict[str, str | bytes] = {"[Content_Types].xml": WORD_TYPES, "word/document.xml": "<w:document/>"}
    parts |= {name.replace("__", "/").replace("_dot_", "."): words for name, words in more.items()}
    return packed(parts)


def open_document(kind: str = "text") -> bytes:
    """A LibreOffice document."""
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>"})


def overlapping() -> bytes:
    """A ZIP whose directory names the same bytes many times, as a bomb does."""
    plain = word()
    start, end = plain.index(b"PK\x01\x02"), plain.index(b"PK\x05\x06")
    directory = plain[start:end]
    second = directory.index(b"PK\x01\x02", 4)
    again = bytearray(directory[second:].replace(b"word/document.xml", b"word/documenu.xml"))
    count, length = struct.unpack_from("<HI", plain, end + 10)
    tail = bytearray(plain[end:])
    struct.pack_into("<HHI", tail, 8, count + 1, count + 1, length + len(again))
    return plain[:end] + bytes(again) + bytes(tail)


def compound(*names: str) -> bytes:
    """The older Microsoft container with these names in its top folder."""
    entries = [
        ("Root Entry", 0xFFFFFFFF, 0xFFFFFFFF, 1),
        *[(name, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF) for name in names],
    ]
    directory = b""
    for number, (name, left, right, child) in enumerate(entries):
        spelt = name.encode("utf-16-le") + b"\0\0"
        follows = number + 1 if 0 < number < len(names) else right
        directory += (spelt.ljust(64, b"\0") + struct.pack("<HBBIII", len(spelt), 1, 1, left, follows, child)).ljust(
            128, b"\0"
        )
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    sectors = len(directory) // 512
    chain = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    return head.ljust(512, b"\xff") + table + directory


def box(brand: bytes, *others: bytes) -> bytes:
    """The first box of a film, a voice note or a phone's photo."""
    words = b"ftyp" + brand + bytes(4) + b"".join(others)
    return struct.pack(">I", len(words) + 4) + words + bytes(64)


def sound(frames: int = 5) -> bytes:
    """MP3 without a head: 128 kbit/s at 44,100 Hz."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def voice(frames: int = 5) -> bytes:
    """AAC as it comes from a phone."""
    length = 100
    frame = bytes([0xFF, 0xF1, 0x50, 0x80 | length >> 11, length >> 3 & 0xFF, (length & 7) << 5 | 0x1F, 0xFC])
    return frame.ljust(length, b"\0") * frames
