"""The server is killed, again and again, while reporters tell us of concerns: does every receipt keep its word?

    python -m bench trial --count 200 --database both
    python -m bench trial --what applications --count 50 --database both

Killed like a power cut (SIGKILL to gunicorn and all its workers), at random moments and more often while something is
being sent or uploaded. Each reporter comes back with reference and secret, in the same browser or in a new one, and
goes on. In the end `bench.reckoning` holds every receipt against what is there. The same for applications to join:
`bench.trial_applications`.
"""

from __future__ import annotations

import argparse
import time

from bench.service import DATABASES, place, running
from bench.trial_applications import ApplicationTrial
from bench.trial_concerns import Trial


def main(arguments: list[str]) -> int:
    """Try and say; 1 when anything was lost, doubled or left over."""
    parser = argparse.ArgumentParser(prog="bench trial", description=__doc__)
    parser.add_argument("--what", choices=[*WHAT, "all"], default="all", help="what people send meanwhile")
    parser.add_argument("--count", type=int, default=10, help="how many of each are sent")
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="sqlite")
    parser.add_argument("--kills", type=int, default=80, help="at most, about")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="where databases and files stand meanwhile (a real disk)")
    chosen = parser.parse_args(arguments)
    wrong: list[str] = []
    for kind in DATABASES if chosen.database == "both" else (chosen.database,):
        for what in WHAT if chosen.what == "all" else (chosen.what,):
            wrong += _try(kind, what, chosen)
    return int(bool(wrong))


def _try(kind: str, what: str, chosen: argparse.Namespace) -> list[str]:
    with place(kind, folder=chosen.folder) as where, running(where) as service:
        began = time.perf_counter()
        trial = WHAT[what](where, service, chosen.count, chosen.seed, chosen.kills)
        found = trial.run()
    print(
        f"{what}, {kind}: {trial.done} acknowledged, {chosen.count} of them while it died, {trial.kills.total()} kills "
        f"{dict(trial.kills)}, {trial.comebacks} came back, {time.perf_counter() - began:.0f} s: "
        f"{len(found)} things wrong",
        flush=True,
    )
    for one in found:
        print(f"  {one}")
    return found


#: What is sent while the server dies.
WHAT: dict[str, type[Trial]] = {"concerns": Trial, "applications": ApplicationTrial}
