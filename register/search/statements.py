"""Every SQL statement of the search room, for both databases, run through the driver.

The ORM is left out on purpose: it costs a third of the time here. Lists are padded to powers of two so that the same
text comes again and stays prepared. The statements that probe lists differ by dialect: SQLite seeks from a VALUES list
with CROSS JOIN (its planner scans otherwise), PostgreSQL from unnest with LATERAL … OFFSET 0 (its planner hashes
otherwise). This module is the one place outside foundation/database.py where dialects differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

Row = tuple[Any, ...]
#: A probe: surname, given name, facet mask, facet value. None means any.
Probe = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Arm:
    """People to fetch: under both names, or under one of them alone; kinds from and to; the facet test."""

    surname: str | None
    given: str | None
    kinds: tuple[int, int]
    test: tuple[int, int]
    limit: int

    @property
    def shape(self) -> str:
        """Which names are asked for."""
        return ("s" if self.surname is not None else "") + ("g" if self.given is not None else "")

    @property
    def names(self) -> list[str]:
        """The names asked for."""
        return [name for name in (self.surname, self.given) if name is not None]


_NOBODY = "-"  # folded words never hold it


def padded(count: int) -> int:
    """The next power of two."""
    return 1 << max(count - 1, 0).bit_length()


class Room:
    """A connection, and the statements of the search room on it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.sqlite = connection.dialect.name == "sqlite"

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Run a SELECT written with `?` and give plain tuples."""
        if not self.sqlite:
            sql = _percent(sql)
        result = self.connection.exec_driver_sql(sql, tuple(parameters))
        found = result.cursor.fetchall() if result.cursor is not None else ()
        result.close()
        return list(found)

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement that gives nothing back."""
        self.connection.exec_driver_sql(sql if self.sqlite else _percent(sql), tuple(parameters)).close()

    def run_many(self, sql: str, parameters: Sequence[Row]) -> None:
        """Run a statement once for each set of values."""
        if parameters:
            self.connection.exec_driver_sql(sql if self.sqlite else _percent(sql), list(parameters)).close()

    # ------------------------------------------------------------------------------------------------- finding

    def words(self, folded: Sequence[str]) -> list[Row]:
        """(id, kind, folded, slot, people) of towns, organisations, areas and languages of those spellings."""
        return self.rows(_words(padded(len(folded))), _pad(folded, _NOBODY))

    def words_beginning(self, kind: str, begin: str, limit: int) -> list[Row]:
        """The same of those of a kind that begin so, those with most people first."""
        return self.rows(_WORDS_BEGINNING, (kind, begin, ceiling(begin), limit))

    def terms(self, keys: Sequence[int]) -> list[Row]:
        """(term, sound, n_sur, n_giv) of the words under any of the keys."""
        if self.sqlite:
            return self.rows(_terms(padded(len(keys))), _pad(keys, keys[0]))
        return self.rows(_TERMS_POSTGRESQL, (list(keys),))

    def terms_beginning(self, begin: str, limit: int) -> list[Row]:
        """The same of words that begin so, the most frequent first."""
        return self.rows(_TERMS_BEGINNING, (begin, ceiling(begin), limit))

    def pairs(self, probes: Sequence[Probe]) -> list[Row]:
        """(index of the probe, kind, how many) of people under exactly that surname and given name."""
        if self.sqlite:
            values = [value for i, probe in enumerate(probes) for value in (i, *probe)]
            count = padded(len(probes))
            values.extend((-1, _NOBODY, _NOBODY, 0, 0) * (count - len(probes)))
            return self.rows(_pairs(count), values)
        return self.rows(_PAIRS_POSTGRESQL, _columns((i, *probe) for i, probe in enumerate(probes)))

    def surnames(self, probes: Sequence[Probe]) -> list[Row]:
        """(index of the probe, given name, kind, how many) of everybody under a surname; the probe's given is idle."""
        if self.sqlite:
            values = [value for i, (sur, _, mask, value_) in enumerate(probes) for value in (i, sur, mask, value_)]
            count = padded(len(probes))
            values.extend((-1, _NOBODY, 0, 0) * (count - len(probes)))
            return self.rows(_surnames(count), values)
        return self.rows(
            _SURNAMES_POSTGRESQL, _columns((i, sur, mask, value) for i, (sur, _, mask, value) in enumerate(probes))
        )

    def given_beginning(self, probe: Probe, limit: int) -> list[Row]:
        """(given name, kind, how many) under a surname, of given names that begin so; the most frequent first."""
        sur, begin, mask, value = probe
        return self.rows(_GIVEN_BEGINNING, (sur, begin, ceiling(begin), mask, value, limit))

    def surnames_beginning(self, probe: Probe, limit: int) -> list[Row]:
        """(surname, how many) under a given name, of surnames that begin so; the most frequent first."""
        begin, giv, mask, value = probe
        if mask:
            return self.rows(_SURNAMES_BEGINNING_FACET, (giv, begin, ceiling(begin), mask, value, limit))
        return self.rows(_SURNAMES_BEGINNING, (giv, begin, ceiling(begin), limit))

    def people(self, arms: Sequence[Arm], narrow: str, values: Sequence[Any]) -> list[Row]:
        """(arm, entry, names, outcode) of people under names, at most `limit` for each arm.

        `narrow` is more SQL about `l` (the listing), with its values.
        """
        sql = " UNION ALL ".join(_arm(arm.shape, narrow) for arm in arms)
        parameters: list[Any] = []
        for i, arm in enumerate(arms):
            parameters += (i, *arm.names, arm.kinds[0], arm.kinds[1], *arm.test, *values, arm.limit)
        return self.rows(sql, parameters)

    # ----------------------------------------------------------------------------------------------- index work

    def array(self, kind: str) -> str:
        """SQL for one column `value` from an array parameter: numbers (`bigint`) or text (`text`)."""
        return "SELECT value FROM json_each(?)" if self.sqlite else f"SELECT unnest(?::{kind}[]) AS value"

    def array_value(self, values: Iterable[Any]) -> Any:
        """The parameter for `array`."""
        found = list(values)
        if not self.sqlite:
            return found
        if found and isinstance(found[0], str):  # folded words: nothing to escape
            return '["' + '","'.join(found) + '"]'
        return f"[{','.join(map(str, found))}]"


def ceiling(begin: str) -> str:
    """The first text, in byte order, behind all that begin so."""
    return begin[:-1] + chr(ord(begin[-1]) + 1)


def _pad(values: Sequence[Any], filler: Any) -> list[Any]:
    return [*values, *[filler] * (padded(len(values)) - len(values))]


def _columns(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


@lru_cache(maxsize=512)
def _percent(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def _marks(count: int, width: int) -> str:
    one = f"({','.join('?' * width)})"
    return ",".join([one] * count)


@lru_cache(maxsize=32)
def _words(count: int) -> str:
    return f"SELECT id, kind, folded, slot, people FROM listing_word WHERE folded IN ({','.join('?' * count)})"


_WORDS_BEGINNING = """SELECT id, kind, folded, slot, people FROM listing_word
WHERE kind = ? AND folded >= ? AND folded < ? ORDER BY people DESC, folded LIMIT ?"""


@lru_cache(maxsize=32)
def _terms(count: int) -> str:
    return f"""SELECT term, sound, n_sur, n_giv FROM term
WHERE id IN (SELECT term_id FROM term_key WHERE key IN ({",".join("?" * count)}))"""


_TERMS_POSTGRESQL = """SELECT t.term, t.sound, t.n_sur, t.n_giv
FROM (SELECT DISTINCT k.term_id FROM unnest(?::int[]) AS p(key)
      CROSS JOIN LATERAL (SELECT term_id FROM term_key WHERE key = p.key OFFSET 0) AS k) AS found
CROSS JOIN LATERAL (SELECT term, sound, n_sur, n_giv FROM term WHERE id = found.term_id OFFSET 0) AS t"""

_TERMS_BEGINNING = """SELECT term, sound, n_sur, n_giv FROM term
WHERE term >= ? AND term < ? ORDER BY n_sur + n_giv DESC, term LIMIT ?"""


@lru_cache(maxsize=32)
def _pairs(count: int) -> str:
    return f"""WITH p(i, sur, giv, mask, val) AS (VALUES {_marks(count, 5)})
SELECT p.i, n.kind, count(*) FROM p CROSS JOIN name_key AS n
WHERE n.sur = p.sur AND n.giv = p.giv AND n.facet & p.mask = p.val GROUP BY p.i, n.kind"""


_PAIRS_POSTGRESQL = """SELECT p.i, n.kind, count(*)
FROM unnest(?::int[], ?::text[], ?::text[], ?::bigint[], ?::bigint[]) AS p(i, sur, giv, mask, val)
CROSS JOIN LATERAL (SELECT kind FROM name_key
    WHERE sur = p.sur AND giv = p.giv AND facet & p.mask = p.val OFFSET 0) AS n
GROUP BY p.i, n.kind"""


@lru_cache(maxsize=32)
def _surnames(count: int) -> str:
    return f"""WITH p(i, sur, mask, val) AS (VALUES {_marks(count, 4)})
SELECT p.i, n.giv, n.kind, 1 FROM p CROSS JOIN name_key AS n
WHERE n.sur = p.sur AND n.facet & p.mask = p.val"""


_SURNAMES_POSTGRESQL = """SELECT p.i, n.giv, n.kind, 1
FROM unnest(?::int[], ?::text[], ?::bigint[], ?::bigint[]) AS p(i, sur, mask, val)
CROSS JOIN LATERAL (SELECT giv, kind FROM name_key WHERE sur = p.sur AND facet & p.mask = p.val OFFSET 0) AS n"""

_GIVEN_BEGINNING = """SELECT giv, kind, count(*) AS people FROM name_key
WHERE sur = ? AND giv >= ? AND giv < ? AND facet & ? = ? GROUP BY giv, kind ORDER BY people DESC, giv, kind LIMIT ?"""

_SURNAMES_BEGINNING = """SELECT sur, count(*) AS people FROM name_key
WHERE giv = ? AND sur >= ? AND sur < ? GROUP BY sur ORDER BY people DESC, sur LIMIT ?"""

_SURNAMES_BEGINNING_FACET = """SELECT sur, count(*) AS people FROM name_key
WHERE giv = ? AND sur >= ? AND sur < ? AND facet & ? = ? GROUP BY sur ORDER BY people DESC, sur LIMIT ?"""

_ARM_NAMES = {"sg": "n.sur = ? AND n.giv = ?", "s": "n.sur = ?", "g": "n.giv = ?"}
_ARM_ORDER = {"sg": "n.entry_id", "s": "n.giv, n.entry_id", "g": "n.sur, n.entry_id"}


@lru_cache(maxsize=64)
def _arm(shape: str, narrow: str) -> str:
    return f"""SELECT * FROM (SELECT CAST(? AS INTEGER) AS i, n.entry_id, l.names, l.outcode
FROM name_key AS n CROSS JOIN listing AS l
WHERE {_ARM_NAMES[shape]} AND n.kind BETWEEN ? AND ? AND n.facet & ? = ? AND l.entry_id = n.entry_id AND {narrow}
ORDER BY {_ARM_ORDER[shape]} LIMIT ?) AS one"""
