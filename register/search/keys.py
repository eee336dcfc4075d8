"""Keys under which a word of the register is found again, and the keys a typed word is looked up by.

A key is a 32-bit number of a tagged string. Different strings may share a number; that costs a comparison and nothing
else, because every candidate is compared. Letters are deleted from the first `HEAD` letters only: what follows is
compared anyway, and long names would otherwise need many keys.
"""

from __future__ import annotations

from itertools import combinations
from zlib import crc32

from register.search.sounds import heard, metaphones, said, stem

HEAD = 8
#: From this length on a word is also stored with two letters deleted.
TWO_FROM = 5
_OFFSET = 1 << 31
#: Words that share a metaphone but differ in length by more than this share no key.
_LENGTHS = 3


def key(tag: str, text: str) -> int:
    """A signed 32-bit key."""
    return crc32(f"{tag}{text}".encode()) - _OFFSET


def without_one(word: str) -> set[str]:
    """The head of a word, and that head with each one letter deleted."""
    head = word[:HEAD]
    return {head, *(head[:i] + head[i + 1 :] for i in range(len(head)))}


def without_two(word: str) -> set[str]:
    """The head of a word with each two letters deleted."""
    head = word[:HEAD]
    return {head[:i] + head[i + 1 : j] + head[j + 1 :] for i, j in combinations(range(len(head)), 2)}


def sound_keys(word: str, about: tuple[int, ...] = (0,)) -> set[int]:
    """Keys for how a word sounds, by about how long it is; `about` widens that by so many letters."""
    if len(word) < 2:
        return set()
    lengths = {(len(word) + more) // _LENGTHS for more in about}
    found = {key(f"m{length}", code) for code in metaphones(word) for length in lengths}
    found.update(key("h", stem(code)) for code in heard(word))
    return found


def stored_keys(word: str) -> set[int]:
    """All keys a word of the register is kept under."""
    return _spelling_keys(word) | sound_keys(word) | {key("x", string) for string in _two(word)}


def near_keys(word: str) -> set[int]:
    """Keys that find a word with one slip, some with two, and those that sound the same."""
    heard_so = {key("h", stem(code)) for code in said(word)} if len(word) > 1 else set()
    return _spelling_keys(word) | sound_keys(word, (-2, 0, 2)) | heard_so


def far_keys(word: str) -> set[int]:
    """Keys that find the rest of the words with two slips."""
    two = _two(word)
    if not two:
        return set()
    one = without_one(word)
    return {key("x", string) for string in one | two} | {key("w", string) for string in two}


def word_key(word: str) -> int:
    """The key of the word as it is."""
    return key("w", word[:HEAD])


def _spelling_keys(word: str) -> set[int]:
    strings = without_one(word) if len(word) > 1 else {word}
    return {key("w", string) for string in strings if string}


def _two(word: str) -> set[str]:
    return without_two(word) if len(word) >= TWO_FROM else set()
