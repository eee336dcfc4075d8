"""Where each table of the whole house stands when somebody asks for their data: given in a part, or kept back, and why.

A test holds this against the tables there are: a new one has to be named here, and what is said to be given has to
come out of the download of somebody who filled it. The reasons are printed at the end of what people take away.
"""

from __future__ import annotations

from collections.abc import Mapping

_OFFICERS = (
    "What our officers, assessors and panels wrote for the file and to each other. What they wrote to you is here."
)
_OTHERS = "What others told us in confidence, such as what a referee wrote."
_SECRETS = "Passwords, keys and codes. We keep only what checks them, and that is no use to you."
_UNSENT = "Forms and lists that you began and did not send. You find them in your account."
_ERROR = "What you told us in error. Nobody sees it, and it is deleted."
_MONITORING = "Your answers about age, sex and the like. They are kept apart from your name, and deleted after 30 days."
_WORK = "Marks that our work needs: which reminder was written when, who has your case, how you stand in a draw."
_FOUND = "What we make of your entry so that people find it: the words they search by. It says nothing more about you."
_TRAIL = "The record of who did what, and when. It is kept so that others can check us."
_STAFF = "What we keep about people who work for us. Staff ask the institute for it."
_CONCERNS = (
    "Concerns that were raised with us, also those you raised or answered, requests about data, and complaints about "
    "our service. They tell of other people too. Ask for your part of them at /privacy/ask."
)
#: In the order in which people read them.
REASONS = (_OFFICERS, _OTHERS, _CONCERNS, _SECRETS, _UNSENT, _ERROR, _MONITORING, _WORK, _FOUND, _TRAIL, _STAFF)

#: Rooms of the house that are kept back as a whole.
ROOMS: Mapping[str, str] = {"concerns": _CONCERNS}

#: The part of the download in which a table's rows are.
GIVEN: Mapping[str, str] = {
    "account": "account",
    "app_factor": "account",
    "passkey": "account",
    "session": "signed_in",
    "entry": "entry",
    "contact": "entry",
    "post_reader": "entry",
    "follower": "who_to_tell",
    "insurance": "entry",
    "particulars": "entry_names",
    "period": "entry_periods",
    "restriction": "entry_orders",
    "insurance_suspension": "entry_orders",
    "other_registration": "entry_other_registers",
    "event": "entry_history",
    "ending": "entry_history",
    "application": "applications",
    "application_details": "application_details",
    "application_statement": "application_answers",
    "application_answer": "application_answers",
    "health_answer": "application_health",
    "referee": "application_referees",
    "information_request": "application_asked",
    "application_appeal": "application_appeals",
    "application_decision": "application_decided",
    "application_step": "application_steps",
    "cpd_activity": "cpd_activities",
    "cpd_activity_version": "cpd_activity_versions",
    "cpd_plan_item": "cpd_plan",
    "cpd_audit": "cpd_audits",
    "cpd_audit_submission": "cpd_audit_copies",
    "cpd_audit_extension": "cpd_audit_time",
    "cpd_audit_appeal": "cpd_audit_appeals",
    "cpd_audit_mark": "cpd_audit_words",
    "cpd_audit_decision": "cpd_audit_words",
    "cpd_audit_step": "cpd_audit_steps",
    "renewal": "renewals",
    "renewal_return_decision": "renewals",
    "renewal_statement": "renewal_forms",
    "renewal_answer": "renewal_answers",
    "renewal_health": "renewal_health",
    "renewal_step": "renewal_steps",
    "renewal_talk": "renewal_talks",
    "insurance_told": "insurance",
    "record_check_seen": "record_checks",
    "disclosure": "disclosures",
    "disclosure_message": "disclosures",
    "extended_leave": "leave",
    "departure": "leaving",
    "leaving_statement": "leaving_facts",
    "continuity_plan": "continuity",
    "invoice": "invoices",
    "payment": "invoices",
    "failed_payment": "invoices",
    "refund": "invoices",
    "waiver": "invoices",
    "letter": "letters",
    "post_letter": "letters",
    "stored_file": "files",
}

#: Sealed columns of those tables that are not theirs to have.
COLUMNS: Mapping[str, str] = {
    "application_details.why_sealed": _OFFICERS,
    "health_answer.found_sealed": _OFFICERS,
    "referee.call_sealed": _OTHERS,
    "referee.declined_sealed": _OTHERS,
    "cpd_audit.why_sealed": _OFFICERS,
    "cpd_audit.seed_sealed": _WORK,
    "cpd_audit_mark.reasons_sealed": _OFFICERS,
}

_KEPT_BACK: Mapping[str, tuple[str, ...]] = {
    _OFFICERS: (
        "application_assessment",
        "application_check",
        "application_hold",
        "application_note",
        "appeal_vote",
        "cpd_audit_worry",
        "death_report",
        "declaration_review",
        "declaration_vote",
        "disclosure_review",
        "hold",
        "mistaken_ending",
        "panel_found",
        "registrant_hold",
        "withholding",
    ),
    _OTHERS: ("reference",),
    _SECRETS: (
        "backup_code",
        "browser",
        "code",
        "lock",
        "recovery",
        "registrant_folder",
        "slowdown",
    ),
    _UNSENT: ("cpd_sheet", "draft", "kept_form"),
    _ERROR: ("application_told_in_error",),
    _MONITORING: ("monitoring_link", "monitoring_set"),
    _WORK: (
        "application_delay",
        "circular",
        "circular_recipient",
        "circular_step",
        "cpd_draw",
        "cpd_draw_asked",
        "cpd_draw_ticket",
        "departure_step",
        "disclosure_step",
        "holder",
        "panel_place",
        "panel_seat",
        "post_batch",
        "renewal_notice",
        "renewal_reached",
    ),
    _FOUND: ("listing", "listing_language", "name_key", "sheet_row", "taken_down"),
    _TRAIL: ("audit_record",),
    _STAFF: ("broken_glass", "interest", "part_taken", "role_grant", "sits_as"),
}
#: Tables that are kept back, with the reason.
KEPT_BACK: Mapping[str, str] = {name: why for why, names in _KEPT_BACK.items() for name in names}

#: Tables that are about nobody.
NOBODY = frozenset(
    {
        "erased",
        "listing_word",
        "monitoring_count",
        "policy_value",
        "public_check",
        "rate_window",
        "standards_clause",
        "standards_edition",
        "standards_heading",
        "standards_theme",
        "term",
        "term_key",
    }
)
