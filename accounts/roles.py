"""Who may do what: the table of rules 6.10, on one page, in sentences.

Each line says what a role may and may not do, and names the permissions that give it just that. Pages, rules and
`docs/access.md` all read this table and no other. What one person may not do after another part in the same matter is
in `accounts.separation`; what keeps them away because of whom they know, in `accounts.conflicts`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models.role import Role
from accounts.permissions import ABOUT_CONCERNS, SENTENCES, Permission

#: Giving these needs two different people.
POWERFUL = frozenset(
    {
        Role.REGISTRAR,
        Role.CONCERNS_MANAGER,
        Role.HEALTH_OFFICER,
        Role.DATA_PROTECTION_LEAD,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)
#: These are never given without a last day.
TIME_LIMITED = frozenset({Role.AUDITOR})


@dataclass(frozen=True)
class Line:
    """One line of the table: its name, how one comes by it, what it may and may not do, and what that gives."""

    name: str
    how: str
    may: str
    may_not: str
    #: The roles of staff accounts on this line, each with its permissions; empty for those who hold no such account.
    gives: tuple[tuple[Role, frozenset[Permission]], ...] = ()


_STAFF = "A role of a staff account."


def _role(role: Role, *permissions: Permission) -> tuple[tuple[Role, frozenset[Permission]], ...]:
    return ((role, frozenset(permissions)),)


TABLE: tuple[Line, ...] = (
    Line(
        "Public",
        "Everybody, without signing in.",
        "Search the register, check many numbers, follow an entry, raise a concern, and track it.",
        "See anything that is not published.",
    ),
    Line(
        "Reporter / helper",
        "Whoever raised a concern, with the secret they were given.",
        "See the timeline, messages and files of their own concern.",
        "See what the registrant answered, unless it was disclosed to them.",
    ),
    Line(
        "Applicant / registrant",
        "An account of their own.",
        "See and keep their own record, CPD and declarations, and answer a concern about them.",
        "See officers' notes.",
    ),
    Line(
        "Referee, supervisor, peer",
        "One link that was sent to them.",
        "Fill in one form.",
        "Look at anything else.",
    ),
    Line(
        "Organisation user",
        "An account of their own.",
        "Keep their own watch list, check many numbers, and raise an employer's concern.",
        "See CPD or declarations.",
    ),
    Line(
        "Registration officer",
        _STAFF,
        "Check and verify applications and entries.",
        "Decide refusals, or see the health store.",
        _role(
            Role.REGISTRATION_OFFICER,
            Permission.READ_REGISTER,
            Permission.CORRECT_REGISTER,
            Permission.CHECK_APPLICATIONS,
            Permission.LOOK_AFTER_REGISTRANTS,
            Permission.AUDIT_CPD,
            Permission.CIRCULATE,
            Permission.MAIL,
            Permission.START_RECOVERY,
        ),
    ),
    Line(
        "Registrar",
        _STAFF,
        "Decide applications, lapse and leaving, and publish.",
        "Assess the same application, or sit on panels.",
        _role(
            Role.REGISTRAR,
            Permission.READ_REGISTER,
            Permission.CORRECT_REGISTER,
            Permission.AGREE_WITHHOLDING,
            Permission.DECIDE_REGISTER,
            Permission.LOOK_AFTER_REGISTRANTS,
            Permission.DECIDE_APPLICATIONS,
            Permission.ANSWER_COMPLAINTS,
            Permission.CIRCULATE,
            Permission.PUBLISH,
            Permission.AGREE_ERASURE,
            Permission.READ_REPORTS,
            Permission.SEE_PEOPLE,
            Permission.AGREE_ROLES,
            Permission.START_RECOVERY,
            Permission.APPROVE_RECOVERY,
        ),
    ),
    Line(
        "Assessor (CPD, application)",
        _STAFF,
        "Assess what is given to them.",
        "Assess people of their own employer, or the same person twice running.",
        _role(Role.ASSESSOR, Permission.ASSESS),
    ),
    Line(
        "Concerns officer / triage lead",
        _STAFF,
        "Take in concerns, rate their risk, and triage them.",
        "Apply the threshold test to the same concern.",
        _role(Role.CONCERNS_OFFICER, Permission.TAKE_IN_CONCERNS, Permission.TRIAGE),
    ),
    Line(
        "Concerns manager",
        _STAFF,
        "Apply the threshold test, and give concerns to people.",
        "Investigate the same concern.",
        _role(Role.CONCERNS_MANAGER, Permission.THRESHOLD, Permission.ALLOCATE, Permission.READ_REPORTS),
    ),
    Line(
        "Investigating officer",
        _STAFF,
        "Gather evidence, and report.",
        "Decide whether there is a case to answer.",
        _role(Role.INVESTIGATING_OFFICER, Permission.INVESTIGATE),
    ),
    Line(
        "Case examiner",
        _STAFF,
        "Decide whether there is a case to answer, and agree outcomes.",
        "Sit on the panel of the same concern.",
        _role(Role.CASE_EXAMINER, Permission.EXAMINE),
    ),
    Line(
        "Panel member / chair / legal adviser",
        _STAFF,
        "Read the papers of the concern they are listed for, until 28 days after it is closed.",
        "Have had any earlier part in it. A legal adviser does not vote.",
        (
            *_role(Role.PANEL_MEMBER, Permission.READ_PAPERS, Permission.VOTE),
            *_role(Role.PANEL_CHAIR, Permission.READ_PAPERS, Permission.VOTE, Permission.CHAIR),
            *_role(Role.LEGAL_ADVISER, Permission.READ_PAPERS, Permission.ADVISE),
        ),
    ),
    Line(
        "Appeal panel",
        _STAFF,
        "Read the papers of the appeal, and decide it.",
        "Have had a part in the first decision.",
        _role(Role.APPEAL_PANEL, Permission.HEAR_APPEALS),
    ),
    Line(
        "Compliance officer",
        _STAFF,
        "Follow whether orders are kept.",
        "Change orders.",
        _role(Role.COMPLIANCE_OFFICER, Permission.MONITOR_ORDERS),
    ),
    Line(
        "Publication editor",
        _STAFF,
        "Prepare the text of decisions.",
        "Publish alone: a second person does.",
        _role(Role.PUBLICATION_EDITOR, Permission.PREPARE_TEXT),
    ),
    Line(
        "Health officer",
        _STAFF,
        "Open the sealed health store.",
        "Take registration decisions.",
        _role(Role.HEALTH_OFFICER, Permission.READ_HEALTH),
    ),
    Line(
        "Data-protection lead",
        _STAFF,
        "Handle requests, place holds, and propose erasures.",
        "Delete alone: a second person agrees.",
        _role(
            Role.DATA_PROTECTION_LEAD,
            Permission.HANDLE_DATA,
            Permission.AGREE_ERASURE,
            Permission.LOOK_AT_GLASS,
            Permission.ANSWER_COMPLAINTS,
        ),
    ),
    Line(
        "Finance",
        _STAFF,
        "Make invoices.",
        "See concerns.",
        _role(Role.FINANCE, Permission.INVOICE),
    ),
    Line(
        "Auditor (PSA, internal)",
        "A role of a staff account, always with a last day.",
        "Read, for a limited time, with every reading logged.",
        "Change anything.",
        _role(
            Role.AUDITOR,
            Permission.READ_REGISTER,
            Permission.READ_TRAIL,
            Permission.READ_ACCOUNT_TRAIL,
            Permission.READ_REPORTS,
            Permission.SEE_PEOPLE,
        ),
    ),
    Line(
        "System administrator",
        _STAFF,
        "Look after accounts and settings.",
        "Read a concern without an emergency reason and an alert.",
        _role(
            Role.ADMINISTRATOR,
            Permission.SEE_PEOPLE,
            Permission.MANAGE_PEOPLE,
            Permission.AGREE_ROLES,
            Permission.START_RECOVERY,
            Permission.APPROVE_RECOVERY,
            Permission.DECIDE_POLICY,
            Permission.READ_ACCOUNT_TRAIL,
            Permission.MAIL,
            Permission.BREAK_GLASS,
        ),
    ),
)

GIVES: dict[Role, frozenset[Permission]] = {role: given for line in TABLE for role, given in line.gives}
LABELS: dict[Role, str] = {
    Role.REGISTRATION_OFFICER: "Registration officer",
    Role.REGISTRAR: "Registrar",
    Role.ASSESSOR: "Assessor",
    Role.CONCERNS_OFFICER: "Concerns officer or triage lead",
    Role.CONCERNS_MANAGER: "Concerns manager",
    Role.INVESTIGATING_OFFICER: "Investigating officer",
    Role.CASE_EXAMINER: "Case examiner",
    Role.PANEL_MEMBER: "Panel member",
    Role.PANEL_CHAIR: "Panel chair",
    Role.LEGAL_ADVISER: "Legal adviser",
    Role.APPEAL_PANEL: "Appeal panel member",
    Role.COMPLIANCE_OFFICER: "Compliance officer",
    Role.PUBLICATION_EDITOR: "Publication editor",
    Role.HEALTH_OFFICER: "Health officer",
    Role.DATA_PROTECTION_LEAD: "Data-protection lead",
    Role.FINANCE: "Finance",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "System administrator",
}


@dataclass(frozen=True)
class NotTogether:
    """Two roles that one person does not hold at once, and why."""

    first: Role
    second: Role
    because: str


_PANELS = (Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.LEGAL_ADVISER, Role.APPEAL_PANEL)
_ALERTED = "The data-protection lead is told when an administrator opens a closed record, so they are two people."
_PANEL = "The registrar does not sit on panels."
_CHANGE = "An auditor only reads, so they hold no role that changes anything."
_HEALTH = (
    "Whoever opens the health store takes no registration decisions, and registration does not see the health store."
)
_FINANCE = "Finance does not see concerns."
_CONCERNS = tuple(role for role, given in GIVES.items() if given & ABOUT_CONCERNS)

NOT_TOGETHER: tuple[NotTogether, ...] = (
    NotTogether(Role.ADMINISTRATOR, Role.DATA_PROTECTION_LEAD, _ALERTED),
    *(NotTogether(Role.REGISTRAR, panel, _PANEL) for panel in _PANELS),
    NotTogether(Role.HEALTH_OFFICER, Role.REGISTRAR, _HEALTH),
    NotTogether(Role.HEALTH_OFFICER, Role.REGISTRATION_OFFICER, _HEALTH),
    *(NotTogether(Role.FINANCE, role, _FINANCE) for role in _CONCERNS),
    *(NotTogether(Role.AUDITOR, role, _CHANGE) for role in Role if role is not Role.AUDITOR),
)
_APART: dict[frozenset[Role], str] = {frozenset((one.first, one.second)): one.because for one in NOT_TOGETHER}


def permissions_of(roles: Collection[Role]) -> frozenset[Permission]:
    """Everything that somebody with these roles may do."""
    return frozenset(permission for role in roles for permission in GIVES[role])


def holders_of(permission: Permission) -> tuple[Role, ...]:
    """The roles that give a permission, in the order of the table."""
    return tuple(role for role, given in GIVES.items() if permission in given)


def why_not_together(role: Role, held: Collection[Role]) -> str | None:
    """The sentence that refuses a role to somebody who holds these, or None."""
    return next((_APART[pair] for one in held if (pair := frozenset((role, one))) in _APART), None)


def refusal(permission: Permission, *others: Permission) -> str:
    """What somebody reads who has neither a permission nor, where they would do as well, one of others."""
    held = {role for one in (permission, *others) for role in holders_of(one)}
    names = ", ".join(label.lower() for role, label in LABELS.items() if role in held)
    return f"Only these roles may {'do this' if others else SENTENCES[permission]}: {names}."


def as_markdown() -> list[str]:
    """The table for `docs/access.md`."""
    lines = [
        "## Roles",
        "",
        "The table of the institute's rules 6.10. One person may hold several roles.",
        "",
        "| role | comes with | may | may not |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {line.name} | {line.how} | {line.may} | {line.may_not} |" for line in TABLE]
    lines += ["", "## What each role gives", "", "| role | given by | they may |", "| --- | --- | --- |"]
    for role, given in GIVES.items():
        people = "two people" if role in POWERFUL else "one person"
        until = ", with a last day" if role in TIME_LIMITED else ""
        said = "; ".join(SENTENCES[permission] for permission in Permission if permission in given)
        lines.append(f"| {LABELS[role]} | {people}{until} | {said} |")
    lines += ["", "## Roles that one person does not hold together", ""]
    told: dict[str, list[str]] = {}
    for one in NOT_TOGETHER:
        told.setdefault(one.because, []).append(f"{LABELS[one.first]} with {LABELS[one.second].lower()}")
    lines += [f"- {because} ({'; '.join(pairs)})" for because, pairs in told.items()]
    return lines
