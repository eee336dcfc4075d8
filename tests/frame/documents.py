"""The pages of docs/ that are generated from the code. `make docs` writes them; a test fails when one is stale."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from accounts import guard
from app import create_app
from concerns import life as concern
from cpd.audit import life as cpd_audit
from cpd.disclosures import life as telling_and_leaving
from cpd.joining import life as application
from cpd.renewal import life as renewal
from foundation import settings
from foundation.settings import ROOT, Settings

DOCS = ROOT / "docs"


def access() -> str:
    """Who may open what."""
    return guard.as_markdown(create_app(Settings(database_url="sqlite://", secret_key="none", rate_limits=False)))


PAGES: dict[str, Callable[[], str]] = {
    "access.md": access,
    "life-of-a-concern.md": concern.as_markdown,
    "life-of-a-cpd-audit.md": cpd_audit.as_markdown,
    "life-of-a-renewal.md": renewal.as_markdown,
    "life-of-an-application.md": application.as_markdown,
    "life-of-telling-and-leaving.md": telling_and_leaving.as_markdown,
    "settings.md": settings.as_markdown,
}


def stale(folder: Path) -> list[str]:
    """The generated pages that do not say what the code says."""
    held = {name: folder / name for name in PAGES}
    return [name for name, make in PAGES.items() if not held[name].exists() or held[name].read_text("utf-8") != make()]


def write(folder: Path) -> None:
    """Write every generated page."""
    folder.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        (folder / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    write(DOCS)
