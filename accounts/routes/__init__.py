"""Pages about accounts. A route loads, binds the form, calls one operation and redirects; it decides nothing."""

from __future__ import annotations

from typing import Any

from flask import Flask, request

from accounts import policy, sessions
from accounts.models import Realm
from accounts.routes import forgery, kept, new_address, recovery, security, sign_in, sign_up, staff, unsaved


def install(app: Flask) -> None:
    """Give an app its two doors."""
    sessions.install(app)
    forgery.install(app)
    unsaved.install(app)
    for realm in Realm:
        for module in (sign_in, security, kept):
            app.register_blueprint(module.make(realm))
    for blueprint in (sign_up.blueprint, new_address.blueprint, recovery.blueprint):
        app.register_blueprint(blueprint)
    staff.install(app)
    app.context_processor(_idle)
    app.after_request(kept.drop_when_sent)


def _idle() -> dict[str, Any]:
    """Until when a member of staff may do nothing, for their pages to say so."""
    if not request or not request.path.startswith("/staff"):
        return {}
    who = sessions.signed_in(Realm.STAFF)
    if who is None:
        return {}
    return {"idle": {"at": who.idle_at, "warning": policy.IDLE_WARNING.value(), "stay": "/staff/stay"}}
