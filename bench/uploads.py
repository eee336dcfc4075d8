"""Files for measurements and trials: photos, sound and text of any size, made from noise, nobody's."""

from __future__ import annotations

import io
import random
import struct
from functools import cache

from PIL import Image

from bench.browser import Upload

MEGABYTE = 1_000_000


#: What telephones make: 12 million pixels.
_SHAPE = (4032, 3024)


@cache
def photo(size: int, *, seed: int = 0, shape: tuple[int, int] = _SHAPE) -> Upload:
    """A JPEG of exactly so many bytes, as large as a telephone's photos are."""
    picture = _blurred(shape, seed)
    content = b""
    for quality in (95, 90, 85, 80, 70, 60, 40, 20):
        held = io.BytesIO()
        picture.save(held, "JPEG", quality=quality)
        content = held.getvalue()
        if len(content) <= size:
            break
    # What a camera writes after the picture makes up the rest.
    return Upload(f"photo {seed}.jpg", content + bytes(max(0, size - len(content))), "image/jpeg")


def _blurred(shape: tuple[int, int], seed: int) -> Image.Image:
    width, height = shape[0] // 8, shape[1] // 8
    small = Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(width * height * 3))
    return small.resize(shape, Image.Resampling.BICUBIC)


def sound(size: int, *, seed: int = 0) -> Upload:
    """A WAV of exactly so many bytes."""
    noise = random.Random(seed).randbytes(size - 44)
    head = b"RIFF" + struct.pack("<I", size - 8) + b"WAVEfmt "
    head += struct.pack("<IHHIIHH", 16, 1, 1, 16000, 32000, 2, 16) + b"data" + struct.pack("<I", size - 44)
    return Upload(f"call {seed}.wav", head + noise, "audio/wav")


def words(size: int, *, seed: int = 0) -> Upload:
    """A text of about so many bytes."""
    chance = random.Random(seed)
    line = "".join(chance.choice("abcdefghij klmno pqrst uvwx yz") for _ in range(70)) + "\n"
    return Upload(f"notes {seed}.txt", (line * (size // len(line) + 1))[:size].encode(), "text/plain")
