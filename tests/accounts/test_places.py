"""The rooms behind the staff door: work first, then what keeps the house, then one's own."""

from __future__ import annotations

from flask import Flask

from accounts import places
from accounts.models import Role
from accounts.permissions import Permission
from accounts.roles import permissions_of


def test_work_stands_before_what_keeps_the_house(app: Flask) -> None:
    found = [place.address for place in places.open_to(permissions_of([Role.REGISTRAR]))]
    assert found.index("/staff/applications") < found.index("/staff/people") < found.index("/staff/interests")
    assert found.index("/staff/register") < found.index("/staff/recovery")


def test_a_room_that_is_closed_is_not_on_the_list(app: Flask) -> None:
    found = {place.address for place in places.open_to([Permission.READ_REGISTER])}
    assert "/staff/register" in found
    assert "/staff/people" not in found
    assert "/staff/security" in found
