"""Workbooks for tests: honest ones, and ones that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook


def workbook(*sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with these rows on its sheets."""
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip file of these parts, squeezed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return written.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes | str]) -> bytes:
    """A workbook with some of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts: dict[str, bytes | str] = {name: file.read(name) for name in file.namelist()}
    return packed(parts | dict(changes))
