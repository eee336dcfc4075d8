"""Passwords: hashed with Argon2id, and checked against what a guesser would try first: the person's own words.

Refuses short passwords, those made of the person's name, address or number, of the commonest words, or of runs such as
`12345` and `aaaa`. It asks for no capitals or signs: three words are better.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
#: Besides words that are easy to guess, so many characters must be left.
_LEFT = 8

#: Argon2id (RFC 9106), 64 MiB, two passes: about 0.15 s of one core.
ARGON2ID = PasswordHasher(time_cost=2, memory_cost=65_536, parallelism=1)
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
_COMMON_WORDS = """
    password passwort passw0rd letmein welcome qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm admin administrator
    iloveyou monkey dragon football baseball sunshine princess superman batman starwars pokemon master shadow
    michael jennifer jordan ashley charlie liverpool chelsea arsenal everton rangers celtic manchester london
    scotland england summer winter spring autumn january february october november december monday friday
    secret login changeme default computer internet whatever trustno flower cheese chocolate
    register registered registrar registration case manager ircm institute casemanager
"""
_COMMON = frozenset(_COMMON_WORDS.split())


class Hasher:
    """The hash in use. One object, so that tests may put a cheaper one in its place."""

    def __init__(self, argon2: PasswordHasher) -> None:
        self.argon2 = argon2
        self._nobody = argon2.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The hash to keep."""
        return self.argon2.hash(_prepared(password))

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one. Without a kept hash the same work is done, and the answer is no."""
        try:
            fits = self.argon2.verify(kept or self._nobody, _prepared(password))
        except (VerificationError, InvalidHashError):
            return False
        return fits and kept is not None

    def is_old(self, kept: str) -> bool:
        """Whether a hash was made with other settings than today's."""
        return self.argon2.check_needs_rehash(kept)


_in_use: list[Hasher] = []


def hasher() -> Hasher:
    """The hash in use, made when first asked for: it costs a hash by itself."""
    if not _in_use:
        _in_use.append(Hasher(ARGON2ID))
    return _in_use[0]


def use(argon2: PasswordHasher) -> None:
    """Put another hash in use: for tests that sign in hundreds of times."""
    _in_use[:] = [Hasher(argon2)]


def _prepared(password: str) -> str:
    """The same characters for every keyboard and system; cut so that nobody can send us a book to hash."""
    return unicodedata.normalize("NFKC", password)[: LONGEST * 2]


def weakness(password: str, *, own_words: Iterable[str] = ()) -> str | None:
    """What makes a password too easy to guess, as a sentence for the person, or None."""
    plain = _prepared(password)
    if len(plain) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Three words you can remember work well."
    if len(plain) > LONGEST:
        return f"Use at most {LONGEST} characters."
    readings = {_fold(plain), _fold(plain).translate(_LOOKALIKES)}
    own = {word for said in own_words for word in _words(said)}
    if any(_left_after(reading, own) < _LEFT for reading in readings):
        return "Leave out your own name, email address and number. They are the first things a stranger would try."
    if any(_left_after(reading, own | _COMMON) < _LEFT for reading in readings):
        return "That is among the first passwords a stranger would try. Use three words that have nothing in common."
    if _without_runs(_fold(plain)) < _LEFT:
        return "That repeats itself or counts up. Use three words that have nothing in common."
    return None


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _words(said: str) -> Iterable[str]:
    """The words of a name, an address or a number that would be guessed."""
    folded = _fold(said)
    parts = [part for part in re.split(r"[\W_]+", folded) if len(part) >= 3]
    return [*parts, "".join(parts)]


def _left_after(reading: str, words: Iterable[str]) -> int:
    """How many characters stay when easy words are taken out."""
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= 3:
            reading = reading.replace(word, " ")
    return len(re.sub(r"\s", "", reading))


def _without_runs(reading: str) -> int:
    """How many characters are no repetition of the one before, nor one up or down from it."""
    pairs = itertools.pairwise(reading)
    return 1 + sum(abs(ord(later) - ord(earlier)) > 1 for earlier, later in pairs) if len(set(reading)) > 4 else 0
