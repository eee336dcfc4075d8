"""Writes the page number under a foreign page, on a strip that is added for it: nothing of the page is covered."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

_STRIP, _SIZE, _IN, _UP = 24.0, 9.0, 20.0, 9.0
_FONT = "/BundleFoot"
#: Where the font of the feet is held until all of them are written.
FONT_HELD = "/BundleFont"
#: Marks a layer that was switched off.
HIDDEN = "/BundleHidden"


def stamp(bundle: pikepdf.Pdf, page: pikepdf.Page, words: str, mark: str) -> None:
    """Make a page longer at the side that is below for its reader, and write there. What was drawn before is marked."""
    left, bottom, right, top = _seen(page)
    turned = int(page.obj.get("/Rotate", 0)) % 360
    across = right - left if turned in (0, 180) else top - bottom
    scale = min(max(across / 595, 0.5), 12.0)
    strip = _STRIP * scale
    in_by, up = _IN * scale, _UP * scale
    whole = {
        0: (left, bottom - strip, right, top),
        90: (left, bottom, right + strip, top),
        180: (left, bottom, right, top + strip),
        270: (left - strip, bottom, right, top),
    }.get(turned, (left, bottom - strip, right, top))
    white = {
        90: (right, bottom, strip, top - bottom),
        180: (left, top, right - left, strip),
        270: (left - strip, bottom, strip, top - bottom),
    }.get(turned, (left, bottom - strip, right - left, strip))
    where = {
        90: (0, 1, -1, 0, right + strip - up, bottom + in_by),
        180: (-1, 0, 0, -1, right - in_by, top + strip - up),
        270: (0, -1, 1, 0, left - strip + up, top - in_by),
    }.get(turned, (1, 0, 0, 1, left + in_by, bottom - strip + up))
    page.contents_add(f"{mark} <</MCID 0>> BDC q\n".encode("ascii"), prepend=True)
    page.contents_add(
        (
            f"\nQ EMC /Artifact BMC q 1 g {_numbers(white)} re f 0 g BT {_FONT} {_SIZE * scale:.2f} Tf "
            f"{_numbers(where)} Tm ({_plain(words)}) Tj ET Q EMC"
        ).encode("ascii")
    )
    for box in ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
        if box in page.obj:
            del page.obj[box]
    page.obj.MediaBox = Array([round(one, 2) for one in whole])
    _add_font(bundle, page)


def _seen(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """What its reader sees of a page; a sheet of A4 when it says nothing that can be meant."""
    try:
        media, crop = ([float(one) for one in box] for box in (page.mediabox, page.cropbox))
        sides = (
            max(min(media[0], media[2]), min(crop[0], crop[2])),
            max(min(media[1], media[3]), min(crop[1], crop[3])),
            min(max(media[0], media[2]), max(crop[0], crop[2])),
            min(max(media[1], media[3]), max(crop[1], crop[3])),
        )
    except (pikepdf.PdfError, ValueError, TypeError, IndexError, KeyError, AttributeError):
        return (0.0, 0.0, 595.0, 842.0)
    return sides if sides[2] > sides[0] and sides[3] > sides[1] else (0.0, 0.0, 595.0, 842.0)


def _add_font(bundle: pikepdf.Pdf, page: pikepdf.Page) -> None:
    if FONT_HELD not in bundle.Root:
        # One font for all pages; it is one of those that every reader has.
        bundle.Root[FONT_HELD] = bundle.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        )
    if not isinstance(page.obj.get("/Resources"), Dictionary):
        page.obj.Resources = Dictionary()
    if not isinstance(page.obj.Resources.get("/Font"), Dictionary):
        page.obj.Resources.Font = Dictionary()
    page.obj.Resources.Font[_FONT] = bundle.Root[FONT_HELD]


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(f"{one:.2f}" for one in values)


def _plain(words: str) -> str:
    kept = words.encode("ascii", "replace").decode("ascii")
    return kept.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def keep_layers(bundle: pikepdf.Pdf) -> None:
    """Say of the layers of all files which their readers did not see (`leaves` marked them): they stay hidden."""
    layers = [one for one in bundle.objects if isinstance(one, Dictionary) and one.get("/Type") == Name.OCG]
    if not layers:
        return
    hidden = [one for one in layers if HIDDEN in one]
    for one in hidden:
        del one[HIDDEN]
    bundle.Root.OCProperties = Dictionary(OCGs=Array(layers), D=Dictionary(Order=Array([]), OFF=Array(hidden)))
