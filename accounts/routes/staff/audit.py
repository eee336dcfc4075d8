"""The audit trail for those who check: searched by person, by record and by day. Nothing can be changed here."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from accounts import guard, roles, sessions, trail
from accounts.forms import staff as forms
from accounts.models import Realm
from accounts.permissions import Permission

PATH = "/staff/audit"
blueprint = Blueprint("staff_audit", __name__)
_FIELDS = ("person", "kind", "record", "first", "last")


@blueprint.get(PATH)
@guard.staff(Permission.READ_ACCOUNT_TRAIL, "Auditors read the whole trail, administrators what is about accounts.")
def search() -> str | tuple[str, int]:
    """A page of the trail. That it was read stands in the trail as well."""
    who = sessions.require(Realm.STAFF)
    everything = trail.sees_everything(roles.permissions_of(who.roles))
    typed = forms.read(request.args, _FIELDS)
    question = forms.read_question(typed, request.args.get("before", ""))
    found = trail.search(question, everything=everything)
    trail.note_reading(question, by=who.actor)

    def address(**changes: object) -> str:
        asked = {name: value for name, value in {**typed.values, **changes}.items() if value}
        return PATH + ("?" + urlencode(asked) if asked else "")

    page = render_template(
        "staff/audit.html",
        found=found,
        typed=typed,
        everything=everything,
        address=address,
        older=address(before=found.next_before) if found.next_before else None,
        paged=question.before is not None,
    )
    return (page, 400) if typed.problems else page
