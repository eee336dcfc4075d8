"""Every act of looking into a concern against every part that somebody took before: what rules 6.10 keep apart.

The rules are written down here a second time, by hand, and held against the tables that pages and operations use.
"""

from __future__ import annotations

import itertools

import pytest
from flask_sqlalchemy import SQLAlchemy

from accounts import authority, roles
from accounts.models import Role
from accounts.permissions import Permission
from accounts.separation import Part, excluded
from concerns.forms import acts
from concerns.operations import papers, seating
from concerns.operations.papers import Door
from concerns.vocabulary import HearingKind, Job, Stage
from foundation.errors import NotAllowed
from tests.accounts.staff import hire
from tests.concerns import looking, officers

#: Whoever did anything at all before a panel.
EARLIER = {
    Part.RECEIVED,
    Part.WORKED_ON,
    Part.RATED,
    Part.LOWERED_RISK,
    Part.AGREED_LOWER_RISK,
    Part.TRIAGED,
    Part.APPLIED_THRESHOLD,
    Part.INVESTIGATED,
    Part.EXAMINED,
}
IN_CONCERNS = (
    *EARLIER,
    Part.SAT_ON_INTERIM_PANEL,
    Part.SAT_ON_PANEL,
    Part.ADVISED_PANEL,
    Part.REVIEWED_CLOSURE,
    Part.HEARD_APPEAL,
)
#: Rules 6.7, 6.9 and 6.10, with the house's own line that examiners look afresh.
APART = {
    Part.AGREED_LOWER_RISK: {Part.LOWERED_RISK},
    Part.APPLIED_THRESHOLD: {Part.TRIAGED},
    Part.INVESTIGATED: {Part.APPLIED_THRESHOLD},
    Part.EXAMINED: {Part.INVESTIGATED, Part.TRIAGED, Part.APPLIED_THRESHOLD},
    Part.SAT_ON_INTERIM_PANEL: EARLIER,
    Part.SAT_ON_PANEL: EARLIER | {Part.SAT_ON_INTERIM_PANEL, Part.ADVISED_PANEL},
    Part.ADVISED_PANEL: EARLIER | {Part.SAT_ON_INTERIM_PANEL, Part.SAT_ON_PANEL},
    Part.REVIEWED_CLOSURE: EARLIER,
    Part.HEARD_APPEAL: EARLIER
    | {Part.SAT_ON_INTERIM_PANEL, Part.SAT_ON_PANEL, Part.ADVISED_PANEL, Part.REVIEWED_CLOSURE},
}
PANEL_PARTS = {
    (HearingKind.INTERIM, Job.CHAIR): Part.SAT_ON_INTERIM_PANEL,
    (HearingKind.INTERIM_REVIEW, Job.MEMBER_LAY): Part.SAT_ON_INTERIM_PANEL,
    (HearingKind.INTERIM, Job.ADVISER): Part.SAT_ON_INTERIM_PANEL,
    (HearingKind.FINAL, Job.CHAIR): Part.SAT_ON_PANEL,
    (HearingKind.REVIEW, Job.MEMBER_REGISTRANT): Part.SAT_ON_PANEL,
    (HearingKind.FINAL, Job.ADVISER): Part.ADVISED_PANEL,
    (HearingKind.APPEAL, Job.MEMBER_LAY): Part.HEARD_APPEAL,
    (HearingKind.APPEAL, Job.ADVISER): Part.HEARD_APPEAL,
}


def apart(first: Part, second: Part) -> bool:
    return second in APART.get(first, ()) or first in APART.get(second, ())


def test_every_part_is_apart_from_those_the_rules_name_and_from_no_other() -> None:
    for first, second in itertools.product(IN_CONCERNS, repeat=2):
        if first is not second:
            assert (excluded(first, {second}) is not None) == apart(first, second), f"{first} after {second}"


def test_every_act_takes_the_part_that_the_rules_hold_it_to() -> None:
    investigates = {slug for slug, form in acts.FORMS.items() if Permission.INVESTIGATE in form.may}
    for slug, form in acts.FORMS.items():
        part = acts.part_of(slug)
        if form.may == (Permission.EXAMINE,):
            assert part is Part.EXAMINED, slug
        elif form.may == (Permission.INVESTIGATE,):
            assert part is Part.INVESTIGATED, slug
        elif {Permission.TRIAGE, Permission.THRESHOLD, Permission.ALLOCATE} >= set(form.may):
            assert part is not None, f"{slug} is work on a concern, so it keeps people from its panel"
        if part is not None:
            assert part in IN_CONCERNS, slug
            assert all(
                (excluded(part, {one}) is not None) == apart(part, one) for one in IN_CONCERNS if one is not part
            )
    assert acts.part_of("ours") is Part.TRIAGED
    assert acts.part_of("threshold") is Part.APPLIED_THRESHOLD
    assert {"plan", "allege", "exhibit", "report", "to-examiners"} <= investigates
    for (kind, job), part in PANEL_PARTS.items():
        assert seating.part_of(job, kind) is part, f"{job} at {kind}"


def test_whoever_decides_needs_a_seat_and_whoever_only_looks_after_the_house_is_offered_nothing() -> None:
    for slug, form in acts.FORMS.items():
        decides = {Permission.EXAMINE, Permission.VOTE, Permission.CHAIR} & set(form.may)
        assert bool(acts.seats_of(form)) >= bool(decides), slug
    nothing = (Role.FINANCE, Role.AUDITOR, Role.ADMINISTRATOR, Role.REGISTRATION_OFFICER, Role.DATA_PROTECTION_LEAD)
    for role, stage in itertools.product(nothing, Stage):
        given = roles.permissions_of([role])
        assert not [slug for slug, form in acts.offered(stage, paused=False) if given & set(form.may)], (
            f"{role} {stage}"
        )


def test_each_role_reads_what_is_its_own_at_each_stage_and_nobody_more(sample: object, database: SQLAlchemy) -> None:
    """Every role without a seat, at every stage on the way to the examiners; then those who are listed."""
    everybody = {role: hire(role) for role in Role}
    held = looking.people()
    whole = {Role.CONCERNS_OFFICER, Role.CONCERNS_MANAGER}
    for step in (looking.at_threshold, looking.investigated, looking.examined):
        held.reference, held.siobhan = "", None
        held = step(held)
        concern = officers.now(held.reference)
        for role, who in everybody.items():
            if role in whole:
                assert papers.door(concern, by=who.actor) is Door.WHOLE
            else:
                with pytest.raises(NotAllowed):
                    papers.door(concern, by=who.actor)
    assert papers.door(concern, by=held.investigator.actor) is Door.WHOLE
    assert {papers.door(concern, by=who.actor) for who in (held.lay, held.peer)} == {Door.EXAMINER}
    taken = authority.parts_taken(
        [one.id for one in (held.officer, held.manager, held.investigator)], ("concern", str(concern.id))
    )
    assert taken[held.manager.id] == {Part.APPLIED_THRESHOLD, Part.WORKED_ON}
    assert taken[held.investigator.id] == {Part.INVESTIGATED}
    assert {Part.RECEIVED, Part.RATED, Part.TRIAGED} <= taken[held.officer.id]
