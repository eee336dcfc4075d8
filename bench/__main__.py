"""`make bench` runs them all, small; `python -m bench NAME …` runs one as you ask."""

from __future__ import annotations

import importlib
import sys

#: Each has a `main(arguments)` that prints ratios and answers 0 when its bars held.
ALL = (
    "pages",
    "search",
    "import_sheet",
    "sign_in",
    "concerns",
    "joining",
    "applications",
    "looking",
    "bundle",
    "nightly",
    "trial",
)


def main() -> int:
    """Run what was asked for, or everything."""
    if len(sys.argv) > 1 and sys.argv[1] in ALL:
        return run(sys.argv[1], sys.argv[2:])
    return max(run(name, sys.argv[1:]) for name in ALL)


def run(name: str, arguments: list[str]) -> int:
    """Run one."""
    print(f"\n== {name}", flush=True)
    return int(importlib.import_module(f"bench.{name}").main(arguments))


sys.exit(main())
