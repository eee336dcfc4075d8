"""What the clock does every night with letters on paper: each part in batches, safe to run twice and at once."""

from __future__ import annotations

from foundation.batches import walk
from register.post import batching, writing


def run() -> str:
    """All of it; says in a sentence what it came to."""
    again = walk(writing.put_failed_on_paper)
    letters, readers = walk(batching.forget_letters), walk(batching.forget_readers)
    return (
        f"Post: {again} emails that failed are to go on paper; {letters} old letters and {readers} addresses were "
        "deleted."
    )
