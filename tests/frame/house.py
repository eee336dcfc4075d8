"""The application as the tests meet it: one app a worker, over a database that is put back for each test."""

from __future__ import annotations

import contextvars
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import time_machine
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from app import create_app
from foundation import clock, limits
from foundation.database import db
from foundation.settings import ROOT, Settings
from foundation.standards import ensure_base_edition
from tests.frame import cast
from tests.frame.databases import Store, Template

SETTINGS = Settings(
    secret_key="a key for tests, of no use to anyone",
    public_url="http://register.example",
    rate_limits=False,
    mail_server="127.0.0.1",
)


class ApartClient(FlaskClient):
    """A client whose requests share nothing with the test, as in real life.

    A test may stand inside an app context to arrange its data; without this, requests would use that context's session
    and memory. Afterwards the test's own session lets go of what it had read, so that it sees what the request changed.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make one request."""
        response: TestResponse = contextvars.Context().run(super().open, *args, **kwargs)
        for answer in (response, *response.history):
            # A large body waits in a file that Werkzeug's client opens and never closes: the warning would come up
            # in whatever test runs when the memory is tidied.
            body = answer.request.environ["wsgi.input"]
            if isinstance(body, io.BufferedRandom):
                body.close()
        if has_app_context():
            db.session.rollback()
        return response


class House:
    """An app over one store."""

    def __init__(self, store: Store, mail_port: int) -> None:
        self._mail_port = mail_port
        self.store = store
        self.app = self.make()

    def make(self, **changes: Any) -> Flask:
        """One more app over the same database, with other settings."""
        settings = replace(SETTINGS, database_url=self.store.url, mail_port=self._mail_port, **changes)
        app = create_app(settings)
        app.testing = True
        app.test_client_class = ApartClient
        return app

    def restore(self, template: Template) -> None:
        """Put the database back to a template."""
        self.store.ensure("empty", self._migrate)
        if template == "sample":
            self.store.ensure("sample", self._fill)
        self.let_go()
        self.store.restore(template)

    def let_go(self) -> None:
        """Close every connection to the database."""
        let_go(self.app)

    def _migrate(self, url: str) -> None:
        with _standing_in(create_app(replace(SETTINGS, database_url=url))):
            upgrade(directory=str(migrations()))

    def _fill(self, url: str) -> None:
        self._migrate(url)
        # An hour ago, so that all is on record before the first test asks: a statement speaks of a whole second,
        # and of what was recorded by then. But never yesterday: the days of the people follow the day of the tests.
        an_hour_ago = max(clock.now() - timedelta(hours=1), clock.start_of_day(clock.today()))
        app = create_app(replace(SETTINGS, database_url=url))
        with _standing_in(app), time_machine.travel(an_hour_ago):
            ensure_base_edition(by=cast.BY)
            cast.put_on_the_register()


def let_go(app: Flask) -> None:
    """Close every connection of an app to its database.

    The one limiter of this process serves the app that was made last: it must not go on counting, for another app, in
    the database of one that is gone.
    """
    limits.limiter.enabled = False
    with _standing_in(app):
        pass


@contextmanager
def _standing_in(app: Flask) -> Iterator[None]:
    """Inside an app; afterwards no connection of it is left open."""
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()
            counting: Engine | None = app.config["RATELIMIT_STORAGE_OPTIONS"].get("engine")
            if counting is not None:
                counting.dispose()


def migrations() -> Path:
    """The folder of the migrations."""
    return ROOT / "migrations"


def upload(content: bytes | str, name: str) -> tuple[io.BytesIO, str]:
    """A file as `Visitor.send` takes it."""
    return io.BytesIO(content.encode() if isinstance(content, str) else content), name
