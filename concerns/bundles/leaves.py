"""Makes clean pages of one file that somebody sent: nothing runs or hides in them, and nothing unpacks for ever.

Runs in a process that may die of it (`bindery`). What comes out has only pages: no scripts, attachments, forms,
comments, earlier versions, or what was known of its author.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from concerns.bundles.stamping import HIDDEN

MOST_PAGES = 3_000
#: What one stream of a file, and the whole of it, may unpack to; and how much when it is packed as only bombs are.
LARGEST_STREAM, LARGEST_WHOLE = 400 * 1024**2, 2 * 1024**3
TIGHT, LARGEST_TIGHT = 300, 128 * 1024**2
#: A smaller stream cannot unpack to much: Flate makes a thousandth at best.
HARMLESS = 64 * 1024
LONGEST_SIDE, MOST_PIXELS = 2400, 120_000_000
A4 = (595, 842)
MARGIN = 28
_GONE = ("/AA", "/Annots", "/StructParents", "/Thumb", "/PieceInfo", "/Metadata", "/B", "/Tabs")
_KEPT = ("/Type", "/Pages")
_MARK = re.compile(rb"(<<[^<>]*?)/MCID\s+\d+([^<>]*>>\s*BDC)")
Image.MAX_IMAGE_PIXELS = None


class Unusable(Exception):
    """No pages can be made of it; the word says why."""


def make(kind: str, source: BinaryIO, target: BinaryIO) -> int:
    """Write the clean pages of a file; says how many they are.

    Raises:
        Unusable: there are none.
    """
    return _MAKERS[kind](source, target)


# ----------------------------------------------------------------------------------------------------------------- PDF


def _of_pdf(source: BinaryIO, target: BinaryIO) -> int:
    try:
        pdf = pikepdf.open(source, access_mode=pikepdf.AccessMode.stream, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Unusable("locked") from error
    with pdf:
        count = len(pdf.pages)
        if not count:
            raise Unusable("broken")
        if count > MOST_PAGES:
            raise Unusable("long")
        _bake_in(pdf)
        _mark_layers(pdf)
        for page in pdf.pages:
            for key in _GONE:
                if key in page.obj:
                    del page.obj[key]
        tagged = "/StructTreeRoot" in pdf.Root
        for key in list(pdf.Root.keys()):
            if key not in _KEPT:
                del pdf.Root[key]
        if "/Info" in pdf.trailer:
            del pdf.trailer.Info
        # What a page does not draw is not in it: what was taken out of a copy goes here at the latest.
        pdf.remove_unreferenced_resources()
        _check_streams(pdf)
        if tagged:
            _forget_marks(pdf)
        pdf.save(
            target,
            encryption=False,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return count


def _bake_in(pdf: pikepdf.Pdf) -> None:
    """What was typed into a form, and notes on a page, become part of the page."""
    try:
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
    except (pikepdf.PdfError, ValueError, TypeError, KeyError):
        return


def _mark_layers(pdf: pikepdf.Pdf) -> None:
    """Note at each layer that is switched off that it is: the list of them does not come along."""
    known = pdf.Root.get("/OCProperties", Dictionary())
    usual = known.get("/D", Dictionary())
    off, shown = ({one.objgen for one in usual.get(key, Array())} for key in ("/OFF", "/ON"))
    all_off = usual.get("/BaseState", Name.ON) == Name.OFF
    for one in known.get("/OCGs", Array()):
        if one.objgen in off or (all_off and one.objgen not in shown):
            one[HIDDEN] = True


def _forget_marks(pdf: pikepdf.Pdf) -> None:
    """Take the numbers of a tree that does not come along off what a page draws: the bundle has a tree of its own."""
    for page in pdf.pages:
        try:
            page.contents_coalesce()
            held = page.obj.Contents.read_bytes()
        except (pikepdf.PdfError, AttributeError):
            continue
        if b"/MCID" in held:
            page.obj.Contents = Stream(pdf, _MARK.sub(rb"\1\2", held))


def _check_streams(pdf: pikepdf.Pdf) -> None:
    whole = 0
    for one in pdf.objects:
        if not isinstance(one, Dictionary | Stream):
            continue
        for key in ("/StructParents", "/StructParent"):
            if key in one:
                del one[key]
        if isinstance(one, Stream):
            whole += _unpacked(one)
            if whole > LARGEST_WHOLE:
                raise Unusable("large")


def _unpacked(stream: Any) -> int:
    """How long a stream is once it is unpacked, as far as it is packed by what packs well."""
    filters = stream.get("/Filter", Array())
    names = [str(one) for one in (filters if isinstance(filters, Array) else [filters])]
    packed = sum(one in ("/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL") for one in names)
    if not packed:
        return 0
    if packed > 1:
        raise Unusable("large")
    raw = stream.read_raw_bytes()
    if len(raw) <= HARMLESS or names[0] not in ("/FlateDecode", "/Fl"):
        return 0
    unpacker, length, rest = zlib.decompressobj(), 0, raw
    try:
        while rest and not unpacker.eof:
            length += len(unpacker.decompress(rest, 1024**2))
            rest = unpacker.unconsumed_tail
            if length > LARGEST_STREAM or length > max(LARGEST_TIGHT, TIGHT * (len(raw) - len(rest))):
                raise Unusable("large")
    except zlib.error:
        return length
    return length


# ------------------------------------------------------------------------------------------------------------ pictures


def _of_picture(source: BinaryIO, target: BinaryIO) -> int:
    """One page with a copy for looking at, which we drew ourselves."""
    with pikepdf.new() as pdf, Image.open(source, formats=("JPEG", "PNG")) as picture:
        if picture.format == "JPEG" and picture.mode in ("RGB", "L"):
            size, mode = picture.size, picture.mode
            source.seek(0)
            _add_page(pdf, source.read(), size, mode)
        else:
            _draw_page(pdf, picture)
        pdf.save(target)
    return 1


def _of_tiff(source: BinaryIO, target: BinaryIO) -> int:
    """A page for each page of a scan or a fax."""
    with pikepdf.new() as pdf, Image.open(source, formats=("TIFF",)) as picture:
        count = getattr(picture, "n_frames", 1)
        if count > MOST_PAGES:
            raise Unusable("long")
        for number in range(count):
            picture.seek(number)
            if picture.width * picture.height > MOST_PIXELS:
                raise Unusable("large")
            frame = picture.copy()
            frame.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.HAMMING)
            _draw_page(pdf, frame)
        pdf.save(target)
    return count


def _draw_page(pdf: pikepdf.Pdf, picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Unusable("large")
    if picture.mode in ("RGBA", "LA", "PA", "P"):
        clear = picture.convert("RGBA")
        plain = Image.new("RGB", clear.size, "white")
        plain.paste(clear, mask=clear.getchannel("A"))
    else:
        plain = picture.convert("L" if picture.mode in ("1", "L") else "RGB")
    drawn = io.BytesIO()
    plain.save(drawn, "JPEG", quality=85)
    _add_page(pdf, drawn.getvalue(), plain.size, plain.mode)


def _add_page(pdf: pikepdf.Pdf, jpeg: bytes, size: tuple[int, int], mode: str) -> None:
    page = A4 if size[0] <= size[1] else A4[::-1]
    scale = min((page[0] - 2 * MARGIN) / size[0], (page[1] - 2 * MARGIN) / size[1], 1.0)
    width, height = size[0] * scale, size[1] * scale
    left, bottom = (page[0] - width) / 2, page[1] - MARGIN - height
    image = Stream(pdf, jpeg)
    image.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=size[0],
        Height=size[1],
        ColorSpace=Name.DeviceRGB if mode == "RGB" else Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    shown = f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {bottom:.2f} cm /Picture Do Q".encode()
    made = pdf.add_blank_page(page_size=page)
    made.obj.Resources = Dictionary(XObject=Dictionary(Picture=image))
    made.obj.Contents = Stream(pdf, shown)


_MAKERS: dict[str, Callable[[BinaryIO, BinaryIO], int]] = {
    "pdf": _of_pdf,
    "picture": _of_picture,
    "tiff": _of_tiff,
}
