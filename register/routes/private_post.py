"""Letters on paper that say that there is a concern: a list and batches for those who may know of it."""

from __future__ import annotations

from flask import Blueprint

from accounts import guard, places, waiting
from accounts.forms import staff as forms
from accounts.places import Place
from accounts.routes.staff.people import me
from accounts.waiting import Waits
from register.post import listing
from register.post.desks import CONCERNS
from register.routes import post
from register.routes.post import Answer

PATH, MAY = CONCERNS.path, CONCERNS.may
blueprint = Blueprint("staff_private_post", __name__)
_WHY = "Letters about concerns are printed by those who may know of them, and by nobody else."

places.declare(Place(PATH, "Private post", "Letters about concerns that go on paper, and printing them.", MAY))
waiting.declare(
    Waits(
        MAY, lambda _id: listing.to_post(CONCERNS, me()), "private letter", "private letters", "to print and post", PATH
    ),
    Waits(
        MAY,
        lambda _id: listing.late(CONCERNS, me()),
        "private letter",
        "private letters",
        "that should be in the post by now",
        f"{PATH}#late",
    ),
)


@blueprint.get(PATH)
@guard.staff(MAY, _WHY)
def overview() -> str:
    """What is to be printed, what is to be posted, and whose address is missing."""
    return post.list_at(CONCERNS)


@blueprint.post(f"{PATH}/batches")
@guard.staff(MAY, _WHY)
def make() -> Answer:
    """Make a batch of what the page showed."""
    return post.make_at(CONCERNS)


@blueprint.get(f"{PATH}/batches/<int:batch_id>")
@guard.staff(MAY, _WHY)
def show(batch_id: int) -> str:
    """One batch."""
    return post.batch_at(CONCERNS, batch_id, forms.Typed({}))


@blueprint.get(f"{PATH}/batches/<int:batch_id>/letters.pdf")
@guard.staff(MAY, _WHY)
def letters(batch_id: int) -> Answer:
    """All its letters as one document. Each time is a line in the trail."""
    return post.document_at(CONCERNS, batch_id)


@blueprint.post(f"{PATH}/batches/<int:batch_id>/<any('posted', 'undo'):act>")
@guard.staff(MAY, _WHY)
def press(batch_id: int, act: str) -> Answer:
    """Say that it was posted, or put it back."""
    return post.press_at(CONCERNS, batch_id, act)
