"""Many people press send in the same moment, some of them twice: is everybody told, and is anything lost or doubled?"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bench.load import USERS
from bench.reckoning import Receipt
from bench.reporter import CHECK, Reporter

#: One in so many presses twice.
TWICE = 5


def press_together(reporters: Sequence[Reporter]) -> tuple[list[Receipt], list[str]]:
    """Bring everybody to the last page, then let all press at once; gives the receipts, and what went wrong."""
    with ThreadPoolExecutor(USERS) as users:
        list(users.map(lambda one: one.walk(CHECK), reporters))
    hands = [(reporter, reporter) for reporter in reporters]
    hands += [(reporter, reporter.twin()) for reporter in reporters[::TWICE]]
    gate = Barrier(len(hands))

    def press(one: Reporter) -> Receipt:
        gate.wait(60)
        return one.tell()

    receipts: list[Receipt] = []
    wrong: list[str] = []
    shown: dict[int, Receipt] = {}
    with ThreadPoolExecutor(len(hands)) as crowd:
        pressed = [(reporter, crowd.submit(press, hand)) for reporter, hand in hands]
        for reporter, done in pressed:
            try:
                receipt = done.result()
            except Exception as error:
                wrong.append(f"{type(error).__name__}: {error}")
                continue
            first = shown.setdefault(id(reporter), receipt)
            if first is receipt:
                receipts.append(receipt)
            elif first != receipt:
                wrong.append(f"pressed twice, and was told {first.reference} and {receipt.reference}")
    return receipts, wrong
