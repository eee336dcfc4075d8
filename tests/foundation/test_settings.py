"""Settings: read once, refused when they make no service, and nothing of a developer's machine in production."""

from __future__ import annotations

import dataclasses
import os
import stat
import threading
from pathlib import Path

import pytest

from foundation.settings import Settings, SettingsRefused, as_markdown

PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "k" * 40,
    "MAIL_SERVER": "mail.example",
    "DATABASE_URL": "postgresql://register@db.example/register",
    "PUBLIC_URL": "https://register.example",
    "CLAMD": "scanner.example:3310",
}


@pytest.fixture(autouse=True)
def var(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of the test's own for what a machine keeps."""
    folder = tmp_path / "var"
    monkeypatch.setenv("VAR_FOLDER", str(folder))
    return folder


def test_nothing_set_makes_a_service_for_one_machine(var: Path) -> None:
    settings = Settings.from_environment({})
    assert settings.database_url == f"sqlite:///{var / 'register.sqlite'}"
    assert len(settings.secret_key) > 40
    assert settings.rate_limits
    assert not settings.production
    assert settings.mail_server == ""


def test_the_machines_own_key_is_kept_and_private(var: Path) -> None:
    first = Settings.from_environment({}).secret_key
    assert Settings.from_environment({"SECRET_KEY": ""}).secret_key == first
    assert stat.S_IMODE((var / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(var.stat().st_mode) == 0o700
    assert [path.name for path in var.iterdir()] == ["secret-key"]


def test_workers_that_start_together_share_one_key() -> None:
    keys: list[str] = []
    ready = threading.Barrier(8)

    def start() -> None:
        ready.wait()
        keys.append(Settings.from_environment({}).secret_key)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert len(keys[0]) > 40


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
@pytest.mark.parametrize("more", [{}, PRODUCTION])
def test_every_spelling_of_a_postgresql_address_names_our_driver(scheme: str, more: dict[str, str]) -> None:
    settings = Settings.from_environment({**more, "DATABASE_URL": f"{scheme}://register@db.example/register"})
    assert settings.database_url == "postgresql+psycopg://register@db.example/register"


def test_an_empty_database_address_means_the_local_one(var: Path) -> None:
    assert Settings.from_environment({"DATABASE_URL": ""}).database_url == f"sqlite:///{var / 'register.sqlite'}"


@pytest.mark.parametrize("word", ["1", "true", "YES", "on", " 1 ", "On\n"])
def test_production_can_be_said_in_many_ways(word: str) -> None:
    assert Settings.from_environment({**PRODUCTION, "PRODUCTION": word}).production
    with pytest.raises(SettingsRefused, match="SECRET_KEY"):
        Settings.from_environment({**PRODUCTION, "PRODUCTION": word, "SECRET_KEY": ""})
    with pytest.raises(SettingsRefused, match="DATABASE_URL"):
        Settings.from_environment({**PRODUCTION, "PRODUCTION": word, "DATABASE_URL": ""})


@pytest.mark.parametrize("word", ["0", "false", "No", "off", ""])
def test_and_so_can_its_contrary(word: str) -> None:
    assert not Settings.from_environment({"PRODUCTION": word}).production


@pytest.mark.parametrize("name", ["PRODUCTION", "RATE_LIMITS", "MAIL_TLS"])
def test_a_switch_that_is_neither_on_nor_off_is_refused_by_name(name: str) -> None:
    with pytest.raises(SettingsRefused, match=name):
        Settings.from_environment({name: "yess"})


@pytest.mark.parametrize("missing", ["SECRET_KEY", "MAIL_SERVER", "DATABASE_URL", "CLAMD"])
def test_production_refuses_to_start_without_what_it_needs(missing: str) -> None:
    held = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(SettingsRefused, match=missing):
        Settings.from_environment(held)


@pytest.mark.parametrize(
    ("name", "value"), [("PUBLIC_URL", "http://register.example"), ("SECRET_KEY", "short"), ("PUBLIC_URL", "")]
)
def test_production_refuses_what_is_unsafe(name: str, value: str) -> None:
    with pytest.raises(SettingsRefused, match=name):
        Settings.from_environment({**PRODUCTION, name: value})


def test_production_leaves_nothing_on_the_machine(var: Path) -> None:
    Settings.from_environment(PRODUCTION)
    assert not var.exists()


@pytest.mark.parametrize("value", ["", "twenty-five", "-1", "25.5", "²", "0x19"])
def test_a_number_that_is_none_is_refused_by_name(value: str) -> None:
    with pytest.raises(SettingsRefused, match="MAIL_PORT"):
        Settings.from_environment({"MAIL_PORT": value})


def test_settings_cannot_be_changed() -> None:
    settings = Settings.from_environment({})
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.production = True  # type: ignore[misc]  # what the test is about


def test_every_setting_is_described() -> None:
    page = as_markdown()
    for item in dataclasses.fields(Settings):
        assert f"| `{item.name.upper()}` |" in page
        assert str(item.metadata["about"]).endswith(".")
    assert os.environ["VAR_FOLDER"] not in page
