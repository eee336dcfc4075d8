"""What is kept of the people at the keyboard: accounts, their sessions, second factors, codes, roles and interests."""

from accounts.models.account import Account, Browser, Realm, Slowdown
from accounts.models.code import Code, Purpose
from accounts.models.factor import App, BackupCode, Passkey
from accounts.models.kept import KeptForm
from accounts.models.recovery import Recovery
from accounts.models.role import Role, RoleGrant
from accounts.models.session import Ended, Session

__all__ = [
    "Account",
    "App",
    "BackupCode",
    "Browser",
    "Code",
    "Ended",
    "KeptForm",
    "Passkey",
    "Purpose",
    "Realm",
    "Recovery",
    "Role",
    "RoleGrant",
    "Session",
    "Slowdown",
]
