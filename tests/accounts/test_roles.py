"""The table of roles is the institute's table (rules 6.10): each line, what it gives, and what it must never give."""

from __future__ import annotations

import pytest

from accounts import roles
from accounts.models import Role
from accounts.permissions import ABOUT_CONCERNS, SENTENCES, Permission

#: The roles of rules 6.10, in its order.
LINES = [
    "Public",
    "Reporter / helper",
    "Applicant / registrant",
    "Referee, supervisor, peer",
    "Organisation user",
    "Registration officer",
    "Registrar",
    "Assessor (CPD, application)",
    "Concerns officer / triage lead",
    "Concerns manager",
    "Investigating officer",
    "Case examiner",
    "Panel member / chair / legal adviser",
    "Appeal panel",
    "Compliance officer",
    "Publication editor",
    "Health officer",
    "Data-protection lead",
    "Finance",
    "Auditor (PSA, internal)",
    "System administrator",
]


def test_the_table_has_exactly_the_lines_of_the_rules() -> None:
    assert [line.name for line in roles.TABLE] == LINES


def test_every_role_stands_on_one_line() -> None:
    given = [role for line in roles.TABLE for role, _ in line.gives]
    assert sorted(given) == sorted(Role)
    assert set(roles.LABELS) == set(Role)


def test_every_permission_has_its_sentence_and_somebody_who_holds_it() -> None:
    assert set(SENTENCES) == set(Permission)
    assert [permission for permission in Permission if not roles.holders_of(permission)] == []


@pytest.mark.parametrize("line", roles.TABLE, ids=lambda line: line.name)
def test_each_line_is_in_sentences(line: roles.Line) -> None:
    assert all(text.endswith(".") and text[0].isupper() for text in (line.how, line.may, line.may_not))


#: What each line of rules 6.10 says its role may not do, as the permissions that would let it.
NEVER = {
    Role.REGISTRATION_OFFICER: {Permission.DECIDE_APPLICATIONS, Permission.DECIDE_REGISTER, Permission.READ_HEALTH},
    Role.REGISTRAR: {Permission.ASSESS, Permission.VOTE, Permission.CHAIR, Permission.ADVISE, Permission.READ_PAPERS},
    Role.ASSESSOR: {Permission.DECIDE_APPLICATIONS},
    Role.CONCERNS_OFFICER: {Permission.THRESHOLD},
    Role.CONCERNS_MANAGER: {Permission.INVESTIGATE, Permission.TRIAGE},
    Role.INVESTIGATING_OFFICER: {Permission.EXAMINE},
    Role.CASE_EXAMINER: {Permission.VOTE, Permission.READ_PAPERS},
    Role.PANEL_MEMBER: {Permission.INVESTIGATE, Permission.ADVISE},
    Role.LEGAL_ADVISER: {Permission.VOTE, Permission.CHAIR},
    Role.APPEAL_PANEL: {Permission.VOTE, Permission.DECIDE_APPLICATIONS},
    Role.COMPLIANCE_OFFICER: {Permission.DECIDE_REGISTER, Permission.CORRECT_REGISTER},
    Role.PUBLICATION_EDITOR: {Permission.PUBLISH},
    Role.HEALTH_OFFICER: {Permission.DECIDE_REGISTER, Permission.DECIDE_APPLICATIONS},
    Role.FINANCE: set(ABOUT_CONCERNS),
    Role.AUDITOR: set(Permission)
    - {
        Permission.READ_REGISTER,
        Permission.READ_TRAIL,
        Permission.READ_ACCOUNT_TRAIL,
        Permission.SEE_PEOPLE,
        Permission.READ_REPORTS,
    },
    Role.ADMINISTRATOR: {*ABOUT_CONCERNS, Permission.READ_REGISTER, Permission.READ_TRAIL, Permission.LOOK_AT_GLASS},
}


@pytest.mark.parametrize("role", NEVER)
def test_what_a_role_may_not_do_it_is_not_given(role: Role) -> None:
    assert roles.GIVES[role] & NEVER[role] == set()


def test_administrators_hold_nothing_about_concerns_but_the_emergency() -> None:
    given = roles.GIVES[Role.ADMINISTRATOR]
    assert not given & ABOUT_CONCERNS
    assert not [
        permission for permission in given if permission.value.split(".")[0] in {"concerns", "panels", "health"}
    ]
    assert Permission.BREAK_GLASS in given
    assert roles.holders_of(Permission.BREAK_GLASS) == (Role.ADMINISTRATOR,)


def test_powerful_roles_are_those_that_decide_about_people_or_see_what_is_sealed() -> None:
    assert {
        Role.REGISTRAR,
        Role.CONCERNS_MANAGER,
        Role.HEALTH_OFFICER,
        Role.DATA_PROTECTION_LEAD,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    } == roles.POWERFUL
    assert {Role.AUDITOR} == roles.TIME_LIMITED


@pytest.mark.parametrize(
    ("role", "held"),
    [
        (Role.ADMINISTRATOR, Role.DATA_PROTECTION_LEAD),
        (Role.REGISTRAR, Role.PANEL_CHAIR),
        (Role.LEGAL_ADVISER, Role.REGISTRAR),
        (Role.HEALTH_OFFICER, Role.REGISTRATION_OFFICER),
        (Role.FINANCE, Role.INVESTIGATING_OFFICER),
        (Role.AUDITOR, Role.ASSESSOR),
        (Role.ADMINISTRATOR, Role.AUDITOR),
    ],
)
def test_some_roles_do_not_go_together_either_way_round(role: Role, held: Role) -> None:
    sentence = roles.why_not_together(role, {Role.PUBLICATION_EDITOR, held})
    assert sentence is not None
    assert sentence == roles.why_not_together(held, [role])
    assert sentence.endswith(".")


def test_other_roles_go_together() -> None:
    assert roles.why_not_together(Role.CASE_EXAMINER, {Role.PANEL_MEMBER, Role.ASSESSOR}) is None
    assert roles.permissions_of({Role.FINANCE, Role.ASSESSOR}) == {Permission.INVOICE, Permission.ASSESS}


def test_a_refusal_names_the_roles_that_may() -> None:
    assert roles.refusal(Permission.AGREE_ERASURE) == (
        "Only these roles may agree, as the second person, to an erasure that somebody else proposed: "
        "registrar, data-protection lead."
    )
