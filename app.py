"""The door for people: puts the house together. Settings, extensions, blueprints, the guard; nothing else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

import jobs
import psa
from accounts import commands as accounts_commands
from accounts import guard
from accounts import routes as accounts_routes
from concerns import commands as concerns_commands
from concerns import routes as concerns_routes
from cpd import commands as cpd_commands
from cpd import routes as cpd_routes
from foundation import commands as foundation_commands
from foundation import database, evidence, frame, journal, limits, outbox
from foundation.settings import ROOT, Settings
from register import commands as register_commands
from register import routes as register_routes

MOST_BYTES_A_REQUEST = 2 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """A ready application. Without settings it reads them from the environment."""
    chosen = settings or Settings.from_environment()
    app = Flask("app", root_path=str(ROOT), static_folder=None)
    app.request_class = evidence.UploadRequest
    app.config.update(
        SETTINGS=chosen,
        SECRET_KEY=chosen.secret_key,
        SECRET_KEY_FALLBACKS=[chosen.secret_key_before] if chosen.secret_key_before else None,
        MAX_CONTENT_LENGTH=MOST_BYTES_A_REQUEST,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES_A_REQUEST,
        SESSION_COOKIE_NAME="__Host-register_forms" if chosen.production else "register_forms",
        SESSION_COOKIE_SECURE=chosen.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=20),
    )
    if chosen.trusted_proxies:
        hops = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # how Werkzeug documents it
    journal.install(app)
    database.install(app, chosen.database_url)
    Migrate(app, database.db, directory=str(Path(ROOT) / "migrations"))
    outbox.install(app, chosen)
    limits.install(app, database_url=chosen.database_url, secret=chosen.secret_key, enabled=chosen.rate_limits)
    guard.install(app)
    frame.dress(app, chosen)
    accounts_routes.install(app)
    register_routes.install(app)
    concerns_routes.install(app)
    cpd_routes.install(app)
    rooms = (foundation_commands, accounts_commands, register_commands, concerns_commands, cpd_commands)
    for group in (*(group for room in rooms for group in room.GROUPS), jobs.GROUP, psa.GROUP):
        app.cli.add_command(group)
    return app
