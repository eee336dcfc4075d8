"""A copy of a picture for looking at: upright, of a handy size, without the place and the device it was taken with.

Made by drawing the picture again, so that nothing of the file it came from is in the copy. A picture that is broken,
or larger than any camera makes, has no copy; it is kept all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

import pillow_heif
from PIL import Image, ImageOps

LONGEST_SIDE = 2400
#: Decoded pictures lie in memory whole: 3 bytes a pixel.
MOST_PIXELS = 120_000_000
#: Only the reader for what the file was found to be is tried.
_READERS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
    "image/heic": "HEIF",
}
_QUALITY = 85

pillow_heif.register_heif_opener(thumbnails=False)
# Pillow warns by its own measure; ours is asked below, before a single pixel is decoded.
Image.MAX_IMAGE_PIXELS = None


def draw_again(file: IO[bytes], media_type: str, spool: Callable[[], IO[bytes]]) -> tuple[IO[bytes], str] | None:
    """The copy and what it is, or None when the picture cannot be drawn."""
    file.seek(0)
    try:
        with Image.open(file, formats=[_READERS[media_type]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            # Small first, upright then: turning the large one would cost as much again. A large photo is even read at
            # a half, a quarter or an eighth of its size.
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.HAMMING)
            upright = ImageOps.exif_transpose(picture)
        clear = upright.mode in ("RGBA", "LA", "PA", "P")
        bare = _bare(upright.convert("RGBA" if clear else "L" if upright.mode in ("1", "L") else "RGB"))
    except Exception:
        # Readers of pictures stumble over broken ones in more ways than they say.
        return None
    copy, form = spool(), "JPEG" if bare.mode == "RGB" else "PNG"
    try:
        bare.save(copy, form, quality=_QUALITY)
    except BaseException:
        copy.close()
        raise
    return copy, f"image/{form.lower()}"


def _bare(picture: Image.Image) -> Image.Image:
    """The same pixels in a picture that knows nothing else."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare
