"""The locked dependencies: one version everywhere, a hash for each file, and no address of any registry."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from foundation.settings import ROOT

LOCKS = ("requirements.lock", "requirements-postgres.lock", "requirements-dev.lock")
PINNED = re.compile(r"^([A-Za-z0-9_.\-\[\]]+)==([^\s;\\]+)", re.MULTILINE)


def pins(text: str) -> dict[str, str]:
    return dict(PINNED.findall(text))


def faults(text: str) -> Iterator[str]:
    for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]:
        name = block.split("==")[0].strip()
        if "--hash=sha256:" not in block:
            yield f"{name} has no hash"
    if re.search(r"https?://|--(?:extra-)?index-url|--find-links", text):
        yield "an address of a registry"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_file_has_its_hash_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert len(pins(text)) > 20
    assert list(faults(text)) == []


def test_the_tests_run_on_the_versions_that_the_service_runs_on() -> None:
    runtime, postgres, tests = (pins((ROOT / name).read_text("utf-8")) for name in LOCKS)
    assert runtime.items() <= postgres.items()
    assert postgres.items() <= tests.items()


def test_the_rule_finds_a_careless_lock() -> None:
    good = "flask==3.1.3 \\\n    --hash=sha256:00\n    # via pyproject.toml\n"
    assert list(faults(good)) == []
    assert len(list(faults("flask==3.1.3\n" + good))) == 1
    assert len(list(faults("--index-url https://packages.example/simple\n" + good))) == 1
