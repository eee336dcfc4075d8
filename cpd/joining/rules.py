"""May this person, and is it possible now? Two separate questions; each raises with its sentence."""

from __future__ import annotations

from accounts import authority, roles
from accounts.conflicts import Matter
from accounts.permissions import Permission
from accounts.rules import check_may, check_no_conflict
from cpd.declarations import Reader
from cpd.joining import queries
from cpd.joining.models import Application
from cpd.joining.vocabulary import ASKABLE, Stage
from cpd.joining.workflow import WORKFLOW
from foundation import clock
from foundation.audit import Actor
from foundation.errors import NotAllowed, Refused

MATTER = "application"
HEALTH = "health"
CALLED = "this application"
CHECK = Permission.CHECK_APPLICATIONS
#: What was checked, and what stands in an application, can be put right at these.
CORRECTABLE = ASKABLE - {Stage.RECEIVED, Stage.DECLARATION_PANEL}


def key(application: Application) -> tuple[str, str]:
    """An application as a matter of `accounts`: parts, glass, audit."""
    return (MATTER, str(application.id))


def check_own(application: Application, by: Actor) -> None:
    """Refuse everybody but the applicant."""
    if by.kind != "account" or by.id != application.account_id:
        raise NotAllowed("This is somebody else’s application.")


def check_person(by: Actor) -> int:
    """Refuse what only a person can do; gives their account."""
    if by.kind != "account" or by.id is None:
        raise NotAllowed("Only a person can do this.")
    return by.id


def check_may_read(application: Application, by: Actor, matter: Matter) -> None:
    """Refuse somebody whose work is not with this application, or who has a tie to anybody in it.

    Officers and registrars read every application; an assessor the one given to them; panel members the one they are
    listed for. A broken glass lets somebody in for its few hours; each record read through it is noted elsewhere.
    """
    account_id = check_person(by)
    if authority.glass_open(account_id, key(application), clock.now()) is not None:
        return
    check_has_business(application, by)
    check_no_conflict(account_id, matter, called=CALLED)


def check_has_business(application: Application, by: Actor) -> None:
    """Refuse somebody whose roles and tasks do not lead to this application."""
    if sees_all(by):
        return
    if application.assessor_id == by.id and by.id is not None and _has(by, Permission.ASSESS):
        return
    if (_has(by, Permission.VOTE) or _has(by, Permission.HEAR_APPEALS)) and queries.is_seated(application, by.id):
        return
    raise NotAllowed("This application was not given to you.")


def sees_all(by: Actor) -> bool:
    """Whether somebody's work is with every application: officers and the registrar."""
    return _has(by, Permission.CHECK_APPLICATIONS) or _has(by, Permission.DECIDE_APPLICATIONS)


def decides(by: Actor) -> bool:
    """Whether somebody decides applications."""
    return _has(by, Permission.DECIDE_APPLICATIONS)


def _has(by: Actor, permission: Permission) -> bool:
    try:
        check_may(by, permission)
    except NotAllowed:
        return False
    return True


#: Who reads an answer by which permission (`cpd.declarations.shape.Reader`).
_READS: dict[Reader, tuple[Permission, ...]] = {
    Reader.OFFICER: (Permission.CHECK_APPLICATIONS,),
    Reader.PANEL: (Permission.VOTE, Permission.HEAR_APPEALS),
    Reader.ASSESSOR: (Permission.ASSESS,),
    Reader.REGISTRAR: (Permission.DECIDE_APPLICATIONS,),
    Reader.HEALTH_OFFICER: (),
    Reader.NOBODY: (),
}


def reads_as(by: Actor) -> frozenset[Reader]:
    """As which readers of declarations somebody counts now: asked once for all answers of an application."""
    held = (
        roles.permissions_of(authority.roles_held(by.id)) if by.kind == "account" and by.id is not None else frozenset()
    )
    return frozenset(reader for reader, wanted in _READS.items() if not held.isdisjoint(wanted))


def check_health_officer(by: Actor) -> int:
    """Refuse everybody but a health officer: the system itself and somebody at the shell as well."""
    account_id = check_person(by)
    check_may(by, Permission.READ_HEALTH)
    return account_id


def check_stage(application: Application, *stages: Stage) -> None:
    """Refuse what is done at another stage."""
    if application.stage not in stages:
        raise Refused(f"That step is not possible now. {WORKFLOW.state(application.stage.value).about}")


def check_open(application: Application) -> None:
    """Refuse what makes sense only while an application is open."""
    if application.closed_on is not None:
        raise Refused("This application is over.")


def check_not_waiting(application: Application) -> None:
    """Refuse to finish a stage while the applicant still has to send something."""
    if application.paused_on is not None:
        raise Refused("We still wait for something from the applicant. Call that off first if it is not needed.")


def check_version(application: Application, version: int) -> None:
    """Refuse a page that was made before somebody else changed the application."""
    if application.version != version:
        raise Refused("Somebody else changed this application meanwhile. Look at it again, then try once more.")


def check_said(words: str, sentence: str) -> str:
    """Refuse when nothing was written where reasons are needed."""
    if not words.strip():
        raise Refused(sentence)
    return words.strip()
