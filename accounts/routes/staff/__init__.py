"""The staff pages of this room: home, people, policy, the audit trail, letters, emergencies and interests."""

from __future__ import annotations

from typing import Any

from flask import Flask, has_request_context, request

from accounts import places, roles, sessions
from accounts.models import Realm
from accounts.permissions import Permission
from accounts.routes.staff import audit, glass, home, interests, mail, people, policy, role_changes, sitting

BLUEPRINTS = tuple(
    module.blueprint for module in (home, people, role_changes, sitting, policy, audit, mail, glass, interests)
)


def install(app: Flask) -> None:
    """Give an app the staff pages, and every staff page its navigation."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)

    @app.context_processor
    def name_the_rooms() -> dict[str, Any]:
        if not has_request_context() or not (request.path == "/staff" or request.path.startswith("/staff/")):
            return {}
        who = sessions.signed_in(Realm.STAFF)
        if who is None or not who.second_factor:
            return {"staff_who": who, "staff_places": []}
        may = roles.permissions_of(who.roles)
        rooms = places.open_to(may)
        return {
            "staff_who": who,
            "staff_places": rooms,
            "staff_here": places.here(request.path, rooms),
            "reads_register": Permission.READ_REGISTER in may,
        }
