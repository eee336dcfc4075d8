"""Each thing that somebody may be allowed to do, and the sentence that says so. `accounts.roles` says who may."""

from __future__ import annotations

import enum


class Permission(enum.StrEnum):
    """One thing that somebody may do. The sentence for it is in `SENTENCES`."""

    READ_REGISTER = "register.read"
    CORRECT_REGISTER = "register.correct"
    AGREE_WITHHOLDING = "register.agree_withholding"
    DECIDE_REGISTER = "register.decide"
    MONITOR_ORDERS = "orders.monitor"
    CHECK_APPLICATIONS = "applications.check"
    LOOK_AFTER_REGISTRANTS = "registrants.look_after"
    ASSESS = "applications.assess"
    DECIDE_APPLICATIONS = "applications.decide"
    AUDIT_CPD = "cpd.audit"
    TAKE_IN_CONCERNS = "concerns.take_in"
    TRIAGE = "concerns.triage"
    THRESHOLD = "concerns.threshold"
    ALLOCATE = "concerns.allocate"
    READ_REPORTS = "concerns.reports"
    INVESTIGATE = "concerns.investigate"
    EXAMINE = "concerns.examine"
    READ_PAPERS = "panels.read_papers"
    VOTE = "panels.vote"
    CHAIR = "panels.chair"
    ADVISE = "panels.advise"
    HEAR_APPEALS = "appeals.hear"
    PREPARE_TEXT = "publication.prepare"
    PUBLISH = "publication.publish"
    READ_HEALTH = "health.read"
    HANDLE_DATA = "data.handle"
    AGREE_ERASURE = "data.agree_erasure"
    LOOK_AT_GLASS = "data.look_at_glass"
    ANSWER_COMPLAINTS = "service.answer"
    CIRCULATE = "circulars.send"
    INVOICE = "finance.invoice"
    READ_TRAIL = "audit.read"
    READ_ACCOUNT_TRAIL = "audit.read_accounts"
    SEE_PEOPLE = "accounts.see"
    MANAGE_PEOPLE = "accounts.manage"
    AGREE_ROLES = "accounts.agree_roles"
    START_RECOVERY = "accounts.start_recovery"
    APPROVE_RECOVERY = "accounts.approve_recovery"
    DECIDE_POLICY = "policy.decide"
    MAIL = "mail"
    BREAK_GLASS = "glass.break"


#: Each completes "They may …".
SENTENCES: dict[Permission, str] = {
    Permission.READ_REGISTER: "open an entry with everything that was ever recorded about it",
    Permission.CORRECT_REGISTER: (
        "correct names, places and work, note insurance and other registers, and ask to withhold a place"
    ),
    Permission.AGREE_WITHHOLDING: "agree, as the second person, that part of an entry is withheld for safety",
    Permission.DECIDE_REGISTER: "decide about entry, lapse, leaving and administrative removal",
    Permission.MONITOR_ORDERS: "follow whether orders are kept",
    Permission.CHECK_APPLICATIONS: "check applications and verify what they say",
    Permission.LOOK_AFTER_REGISTRANTS: (
        "look after leave and what registrants tell us, and write down that somebody has died"
    ),
    Permission.ASSESS: "assess the applications and CPD records given to them",
    Permission.DECIDE_APPLICATIONS: "decide applications",
    Permission.AUDIT_CPD: "draw CPD audits, give them to assessors, and give more time",
    Permission.TAKE_IN_CONCERNS: "take in concerns and rate their risk",
    Permission.TRIAGE: "triage concerns",
    Permission.THRESHOLD: "apply the threshold test",
    Permission.ALLOCATE: "give concerns to people",
    Permission.READ_REPORTS: "read the figures on how concerns are looked into",
    Permission.INVESTIGATE: "investigate the concerns given to them and write the report",
    Permission.EXAMINE: "decide whether there is a case to answer, and agree outcomes",
    Permission.READ_PAPERS: "read the papers of the hearings they are listed for, until 28 days after the end",
    Permission.VOTE: "vote on the panels they are listed for",
    Permission.CHAIR: "lead the panels they are listed for and sign the decision",
    Permission.ADVISE: "advise a panel on the law, without a vote",
    Permission.HEAR_APPEALS: "read the papers of the appeals they are listed for and decide them",
    Permission.PREPARE_TEXT: "prepare the text of decisions",
    Permission.PUBLISH: "publish, as the second person, what somebody else prepared",
    Permission.READ_HEALTH: "open the sealed health store",
    Permission.HANDLE_DATA: "handle requests about data, place holds on deletion, and propose erasures",
    Permission.AGREE_ERASURE: "agree, as the second person, to an erasure that somebody else proposed",
    Permission.LOOK_AT_GLASS: "see every record that was opened in an emergency, and say what they found",
    Permission.ANSWER_COMPLAINTS: "answer complaints about our own service, where another person takes a second look",
    Permission.CIRCULATE: (
        "write one letter to many registrants, and release, as the second person, one that somebody else wrote"
    ),
    Permission.INVOICE: "make invoices and follow payments",
    Permission.READ_TRAIL: "read the whole audit trail",
    Permission.READ_ACCOUNT_TRAIL: "read the part of the audit trail about accounts, policies and letters",
    Permission.SEE_PEOPLE: "see who holds which role",
    Permission.MANAGE_PEOPLE: "invite people, propose roles and end access",
    Permission.AGREE_ROLES: "agree, as the second person, to a powerful role that somebody else proposed",
    Permission.START_RECOVERY: "start letting somebody back in who lost every way of signing in",
    Permission.APPROVE_RECOVERY: "agree, as the second person, to let them back in",
    Permission.DECIDE_POLICY: "change a policy from a day on",
    Permission.MAIL: "see which letters wait or failed, and try them again",
    Permission.BREAK_GLASS: (
        "open a closed record in an emergency: with a reason, for a few hours, and the data-protection lead is told"
    ),
}
#: Nobody who only looks after the machine may hold any of these (a test holds every role to its line).
ABOUT_CONCERNS = frozenset(
    {
        Permission.TAKE_IN_CONCERNS,
        Permission.TRIAGE,
        Permission.THRESHOLD,
        Permission.ALLOCATE,
        Permission.INVESTIGATE,
        Permission.EXAMINE,
        Permission.READ_PAPERS,
        Permission.VOTE,
        Permission.CHAIR,
        Permission.ADVISE,
        Permission.HEAR_APPEALS,
        Permission.READ_HEALTH,
    }
)
