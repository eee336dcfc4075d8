"""One sheet of the evidence pack: its words, its lines, and the Standards of the Authority that it speaks to."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from register.sheets.repair import guarded

Line = Sequence[object]


@dataclass(frozen=True)
class Sheet:
    """One sheet of the pack."""

    name: str
    title: str
    #: The Authority's Standards: as they are from 2026 on, and as they were before.
    new: str
    old: str
    sentence: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]

    def as_csv(self) -> str:
        """With no cell that a spreadsheet would run."""
        written = io.StringIO(newline="")
        writer = csv.writer(written)
        writer.writerow(self.headings)
        for line in self.lines:
            writer.writerow([guarded("" if cell is None else str(cell)) for cell in line])
        return "\ufeff" + written.getvalue()
