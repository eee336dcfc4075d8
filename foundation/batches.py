"""Walking over many rows in batches, each an operation of its own: what a job at night is made of.

So the job may be stopped anywhere and run again, what it needs of memory does not grow with the rows, and nobody waits
longer for the one writer than a batch takes. A batch looks at its rows afresh, under its lock.
"""

from __future__ import annotations

from collections.abc import Callable

#: Where the next batch begins when there is none.
NO_MORE = -1


def walk(batch: Callable[[int], tuple[int, int]]) -> int:
    """Batch after batch, from the lowest key to the highest; says how many were done in all.

    A batch gets the key after which it begins and says how many it did, and after which key the next one begins.
    """
    done, after = 0, 0
    while after != NO_MORE:
        count, after = batch(after)
        done += count
    return done
