"""Tells what a file is by looking into it, never by its name. What is not on the list is not taken.

Its name has a say in one thing only: plain words are taken as text when they are called so, since a script is made of
plain words too.
"""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Callable
from typing import IO

from foundation.evidence import compound, office, refusals
from foundation.evidence.models import FileKind
from foundation.evidence.refusals import FileRefused
from foundation.evidence.types import FileType

JPEG = FileType(FileKind.PICTURE, "image/jpeg", "jpg", frozenset({"jpeg", "jpe", "jfif"}))
PNG = FileType(FileKind.PICTURE, "image/png", "png")
GIF = FileType(FileKind.PICTURE, "image/gif", "gif")
WEBP = FileType(FileKind.PICTURE, "image/webp", "webp")
TIFF = FileType(FileKind.PICTURE, "image/tiff", "tiff", frozenset({"tif"}))
HEIC = FileType(FileKind.PICTURE, "image/heic", "heic", frozenset({"heif", "hif"}))
PDF = FileType(FileKind.DOCUMENT, "application/pdf", "pdf")
RTF = FileType(FileKind.DOCUMENT, "application/rtf", "rtf")
TEXT = FileType(FileKind.DOCUMENT, "text/plain", "txt", frozenset({"text", "log", "md", "srt", "vtt", "ics", "vcf"}))
CSV = FileType(FileKind.DOCUMENT, "text/csv", "csv", frozenset({"tsv"}))
MAIL = FileType(FileKind.MAIL, "message/rfc822", "eml")
MP3 = FileType(FileKind.AUDIO, "audio/mpeg", "mp3", frozenset({"mpga"}))
M4A = FileType(FileKind.AUDIO, "audio/mp4", "m4a", frozenset({"m4b"}))
WAV = FileType(FileKind.AUDIO, "audio/wav", "wav")
OGG = FileType(FileKind.AUDIO, "audio/ogg", "ogg", frozenset({"oga", "opus"}))
AAC = FileType(FileKind.AUDIO, "audio/aac", "aac")
FLAC = FileType(FileKind.AUDIO, "audio/flac", "flac")
AMR = FileType(FileKind.AUDIO, "audio/amr", "amr")
MP4 = FileType(FileKind.VIDEO, "video/mp4", "mp4", frozenset({"m4v", "m4a"}))
MOV = FileType(FileKind.VIDEO, "video/quicktime", "mov", frozenset({"qt"}))
THREE_GP = FileType(FileKind.VIDEO, "video/3gpp", "3gp", frozenset({"3g2", "3gpp"}))
WEBM = FileType(FileKind.VIDEO, "video/webm", "webm")
MKV = FileType(FileKind.VIDEO, "video/x-matroska", "mkv", frozenset({"mka"}))
AVI = FileType(FileKind.VIDEO, "video/x-msvideo", "avi")
OGV = FileType(FileKind.VIDEO, "video/ogg", "ogv")

_FIRST_BYTES: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"fLaC", FLAC),
    (b"#!AMR\n", AMR),
    (b"#!AMR-WB\n", AMR),
    (b"{\\rtf", RTF),
)
_IN_RIFF = {b"WEBP": WEBP, b"WAVE": WAV, b"AVI ": AVI}
_BRANDS: tuple[tuple[tuple[bytes, ...], FileType], ...] = (
    ((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), HEIC),
    ((b"M4A ", b"M4B "), M4A),
    ((b"qt  ",), MOV),
    ((b"3gp", b"3g2", b"3ge", b"3gg", b"3gs", b"3gr"), THREE_GP),
    ((b"iso", b"mp4", b"avc1", b"M4V", b"MSNV", b"mmp4", b"dash", b"f4v"), MP4),
)
_PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\0asm", b"dex\n", b"!<arch>", b"\x4c\0\0\0\x01\x14\x02\0"),
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"),
)
_BUNDLES = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"MSCF", b"PK\x05\x06", b"PK\x07\x08")

_HEAD, _CHUNK = 16 * 1024, 1024 * 1024
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKUP = re.compile(r"\A\s*<[a-z!?/]|<(?:html|head|body|script|iframe|object|embed|meta|style|svg|!doctype)\b", re.I)
_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):")
_MAIL_FIELDS = {b"from", b"to", b"date", b"subject", b"message-id", b"received", b"return-path", b"mime-version"}


def sniff(file: IO[bytes], size: int, name: str) -> FileType:
    """What a file is.

    Raises:
        FileRefused: with the sentence that says what may be sent instead.
    """
    file.seek(0)
    head = file.read(_HEAD)
    found = _by_first_bytes(head)
    if found is not None:
        return found
    if head.startswith(b"PK\x03\x04"):
        return office.read_zip(file, size)
    if head.startswith(compound.MAGIC):
        return compound.read_compound(file)
    if head.startswith(_PROGRAMS):
        raise FileRefused(refusals.PROGRAM)
    if head.startswith(_BUNDLES) or head[257:262] == b"ustar":
        raise FileRefused(refusals.BUNDLE)
    if _is_mail(head):
        return MAIL
    if b"%PDF-" in head[:1024] and not head.lstrip().startswith(b"<"):
        return PDF
    return _read_words(file, name)


def _by_first_bytes(head: bytes) -> FileType | None:
    for start, kind in _FIRST_BYTES:
        if head.startswith(start):
            return kind
    if head[:4] in (b"RIFF", b"RF64"):
        return _IN_RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head[4:8] in (b"moov", b"mdat", b"wide"):
        return MOV
    if head.startswith(b"OggS"):
        return OGV if b"theora" in head[:100] else OGG
    if head.startswith(b"\x1aE\xdf\xa3"):
        return WEBM if b"webm" in head[:80] else MKV if b"matroska" in head[:80] else None
    if head.startswith(b"ID3") and len(head) > 10 and max(head[6:10]) < 128:
        return MP3
    if _frames(head, _mp3_frame):
        return MP3
    return AAC if _frames(head, _aac_frame) else None


def _by_brand(head: bytes) -> FileType | None:
    """By the brands that the first box names: the main one, then those it gets on with."""
    length = min(struct.unpack(">I", head[:4])[0], 256, len(head))
    brands = [head[8:12], *(head[place : place + 4] for place in range(16, length - 3, 4))]
    for brand in brands:
        for starts, kind in _BRANDS:
            if brand.startswith(starts):
                return kind
    return None


# ------------------------------------------------------------------------------------------------- sound without a head

_MP3_KBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_MP3_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _frames(head: bytes, length_at: Callable[[bytes, int], int | None]) -> bool:
    """Whether three frames of sound follow each other: two bytes alone could be anything."""
    place = 0
    for _ in range(3):
        length = length_at(head, place)
        if length is None:
            return False
        place += length
        if place + 7 > len(head):
            break
    return place > 0


def _mp3_frame(head: bytes, place: int) -> int | None:
    first, second, third = head[place : place + 3] if place + 3 <= len(head) else (0, 0, 0)
    version, layer, bits, rate = (second >> 3) & 3, (second >> 1) & 3, third >> 4, (third >> 2) & 3
    if first != 0xFF or second < 0xE0 or version == 1 or layer != 1 or bits in (0, 15) or rate == 3:
        return None
    kbits = _MP3_KBITS[3 if version == 3 else 2][bits]
    return (144 if version == 3 else 72) * kbits * 1000 // _MP3_HERTZ[version][rate] + ((third >> 1) & 1)


def _aac_frame(head: bytes, place: int) -> int | None:
    held = head[place : place + 7]
    if len(held) < 7 or held[0] != 0xFF or held[1] & 0xF6 != 0xF0:
        return None
    length = (held[3] & 3) << 11 | held[4] << 3 | held[5] >> 5
    return length if length >= 7 else None


# ---------------------------------------------------------------------------------------------------------------- words


def _is_mail(head: bytes) -> bool:
    """Whether it begins as mail does: nothing but fields, and those that mail has."""
    seen = set[bytes]()
    for line in head.removeprefix(codecs.BOM_UTF8).splitlines():
        if not line.strip():
            break
        if line[:1] in b" \t" and seen:
            continue
        field = _FIELD.match(line)
        if field is None:
            return False
        seen.add(field[1].lower())
    return len(seen & _MAIL_FIELDS) >= 3 and bool(seen & {b"from", b"received"})


def _read_words(file: IO[bytes], name: str) -> FileType:
    """Text: every byte of it, so that nothing hides behind a page of words."""
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        start = _words_at_start(file, encoding)
        if start is not None:
            break
    else:
        raise FileRefused(refusals.UNKNOWN)
    if _MARKUP.search(start):
        raise FileRefused(refusals.WEB_PAGE)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending == CSV.ending or ending in CSV.also:
        return CSV
    # Words under any other name may be a script, or were made for a program that we do not have.
    if ending in ("", TEXT.ending, *TEXT.also):
        return TEXT
    raise FileRefused(refusals.UNKNOWN)


def _words_at_start(file: IO[bytes], encoding: str) -> str | None:
    """The first words when the whole file is text in an encoding, else None."""
    file.seek(0)
    if encoding == "utf-16" and file.read(2) not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return None
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    start = ""
    try:
        while chunk := file.read(_CHUNK):
            words = decoder.decode(chunk)
            if _CONTROLS.search(words):
                return None
            start = start or words[:_HEAD]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return start
