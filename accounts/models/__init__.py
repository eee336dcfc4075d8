"""What is kept of the people at the keyboard: accounts, their sessions, second factors, codes, roles and interests."""

from accounts.models.account import Account, Browser, Realm, Slowdown
from accounts.models.code import Code, Purpose
from accounts.models.factor import App, BackupCode, Passkey
from accounts.models.glass import BrokenGlass
from accounts.models.interest import Interest
from accounts.models.kept import KeptForm
from accounts.models.part import PartTaken
from accounts.models.recovery import Recovery
from accounts.models.role import Role, RoleGrant
from accounts.models.session import Ended, Session
from accounts.models.sitting import SitsAs

__all__ = [
    "Account",
    "App",
    "BackupCode",
    "BrokenGlass",
    "Browser",
    "Code",
    "Ended",
    "Interest",
    "KeptForm",
    "PartTaken",
    "Passkey",
    "Purpose",
    "Realm",
    "Recovery",
    "Role",
    "RoleGrant",
    "Session",
    "SitsAs",
    "Slowdown",
]
