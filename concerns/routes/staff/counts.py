"""How many concerns wait for whoever signs in, by role: the lines of the staff home.

All that rest on the same facts are counted from one reading of them; the page that shows them changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import g
from sqlalchemy import func, select

from accounts.permissions import Permission
from accounts.waiting import Waits
from concerns import worklist
from concerns.models import Concern
from concerns.panels import queries as panels
from concerns.routes.staff import orders, papers, publishing
from concerns.routes.staff.page import PATH
from concerns.views import my_papers, order_list, publishing_list
from concerns.vocabulary import Job, Stage
from concerns.worklist import Show
from foundation.database import db

_CONCERN = ("concern", "concerns")


def _on(show: Show) -> Callable[[int], int]:
    def count(account_id: int) -> int:
        held = g.get("counted_concerns")
        if held is None or held[0] != account_id:
            lists = worklist.lists(account_id, undecided=panels.to_decide_interim())
            held = g.counted_concerns = (account_id, lists.counts)
        counted: Mapping[Show, int] = held[1]
        return counted[show]

    return count


def _without_reply(_account_id: int) -> int:
    wanted = select(func.count()).where(Concern.stage != Stage.CLOSED, Concern.replied_on.is_(None))
    return db.session.scalar(wanted) or 0


def _in_jobs(*jobs: Job) -> Callable[[int], int]:
    return lambda account_id: my_papers.waiting(account_id, jobs)


def _list(permission: Permission, show: Show, rest: str, address: str = "") -> Waits:
    return Waits(permission, _on(show), *_CONCERN, rest, address or f"{PATH}?show={show.value}")


LINES = (
    Waits(Permission.TAKE_IN_CONCERNS, _without_reply, *_CONCERN, "without a reply yet", f"{PATH}?show=open"),
    _list(Permission.TAKE_IN_CONCERNS, Show.TODAY, "for you to see to today"),
    _list(Permission.TAKE_IN_CONCERNS, Show.MINE, "in your hands"),
    _list(Permission.ALLOCATE, Show.LATE, "whose reporter was left waiting", f"{PATH}/left-waiting"),
    _list(Permission.ALLOCATE, Show.SILENT, "without a word for too long"),
    _list(Permission.ALLOCATE, Show.NOBODY, "without somebody for the work"),
    _list(Permission.THRESHOLD, Show.INTERIM, "that are red: decide whether to ask for an interim order"),
    Waits(
        Permission.INVESTIGATE,
        _in_jobs(Job.INVESTIGATOR),
        *_CONCERN,
        "for you to investigate",
        f"{papers.HERE}?job=investigator",
    ),
    Waits(
        Permission.EXAMINE,
        _in_jobs(Job.EXAMINER_LAY, Job.EXAMINER_REGISTRANT),
        *_CONCERN,
        "for you to examine",
        f"{papers.HERE}?job=examiner",
    ),
    Waits(
        Permission.VOTE,
        _in_jobs(Job.CHAIR, Job.MEMBER_LAY, Job.MEMBER_REGISTRANT),
        "hearing",
        "hearings",
        "that you sit in",
        f"{papers.HERE}?job=panel",
    ),
    Waits(
        Permission.ADVISE, _in_jobs(Job.ADVISER), "hearing", "hearings", "that you advise", f"{papers.HERE}?job=adviser"
    ),
    Waits(
        Permission.PREPARE_TEXT,
        lambda _: publishing_list.to_write(),
        "decision",
        "decisions",
        "to be put into words or proved",
        f"{publishing.HERE}?for=editor",
    ),
    Waits(
        Permission.PUBLISH,
        lambda _: publishing_list.to_publish(),
        "decision",
        "decisions",
        "to be told, released or looked at again",
        publishing.HERE,
    ),
    Waits(
        Permission.PUBLISH,
        lambda _: publishing_list.wrong(),
        "entry",
        "entries",
        "that did not say last night what is in force",
        f"{publishing.HERE}?for=check",
    ),
    Waits(
        Permission.MONITOR_ORDERS,
        order_list.waiting_for,
        "thing that an order asks for",
        "things that orders ask for",
        "to be looked at",
        orders.HERE,
    ),
    Waits(
        Permission.HEAR_APPEALS,
        lambda _account_id: len(worklist.reviews()),
        "closing",
        "closings",
        "to be looked at again",
        f"{PATH}/reviews",
    ),
)
