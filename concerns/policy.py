"""Clocks and counts of concerns, as policies (rules 6.6, 6.9, 6.11). A concern keeps the ones it began under."""

from __future__ import annotations

from foundation.policy import Policy, declare


def _positive(value: int) -> bool:
    return 0 < value < 10_000


def _days(name: str, starting: int, unit: str, about: str, source: str) -> Policy[int]:
    return declare(Policy(name, starting, unit, about, source, _positive))


REPLY = _days("concerns.reply", 2, "working days", "A person replies to a new concern within", "rules 6.6 stage 0")
TRIAGE = _days(
    "concerns.triage", 10, "working days", "Whether a concern is ours is decided within", "rules 6.6 stage 2"
)
RATE = _days("concerns.rate", 1, "working days", "The risk of a new concern is rated within", "rules 6.6 stage 1")
LOCAL_RESOLUTION = _days(
    "concerns.local", 28, "days", "Settling a concern with those involved takes at most", "rules 6.6 stage 3"
)
THRESHOLD = _days(
    "concerns.threshold", 56, "days", "Whether a concern is investigated is decided within", "rules 6.6 stage 4"
)
INVESTIGATION = _days(
    "concerns.investigation", 180, "days", "An investigation is finished, from receipt, within", "rules 6.6 stage 5"
)
EXAMINATION = _days(
    "concerns.examination", 224, "days", "Case examiners decide, from receipt, within", "rules 6.6 stage 6"
)
PANEL = _days("concerns.panel", 365, "days", "A panel decides, from receipt, within", "rules 6.6 stage 7")
OUTCOME_LETTERS = _days(
    "concerns.outcome", 5, "working days", "Everybody is told what was decided within", "rules 6.6 stage 8"
)
APPEAL_HEARD = _days("concerns.appeal.heard", 90, "days", "An appeal is heard within", "rules 6.6 stage 9, 6.9")
APPEAL_LODGED = _days("concerns.appeal.lodged", 28, "days", "A decision may be appealed for", "rules 6.9")
PLAN = _days("concerns.plan", 10, "working days", "An investigation has its plan within", "rules 6.6 stage 5")
RESPONSE = _days("concerns.response", 28, "days", "A registrant has this long to answer", "rules 6.6 stage 5")
RESPONSE_AGAIN = _days(
    "concerns.response.extended", 14, "days", "A registrant’s time to answer is extended, once, by", "house default"
)
INFORMATION = _days("concerns.information", 21, "days", "Somebody we ask for information has", "house default")
AGE_LIMIT = _days(
    "concerns.age_limit",
    60,
    "months",
    "What happened longer ago is looked into only with a reason",
    "house default: rules 6.6 ask for a limit and name none",
)
RERATE = _days("risk.rerate.days", 28, "days", "The risk of a concern is looked at again every", "rules 6.7")
RERATE_RED = _days("risk.rerate.red", 7, "days", "The risk of a red concern is looked at again every", "rules 6.7")
RERATE_NEW = _days(
    "risk.rerate.new", 1, "working days", "After something new, the risk is looked at again within", "rules 6.7"
)
PATTERN = _days(
    "risk.pattern.count", 3, "concerns", "So many concerns about one person raise the risk by a band", "rules 6.7"
)
PATTERN_MONTHS = _days("risk.pattern.months", 36, "months", "Concerns count towards a pattern for", "rules 6.7")
INTERIM_DECIDE = _days(
    "interim.decide",
    2,
    "working days",
    "Once red, whether to apply for an interim order is decided in",
    "rules 6.7",
)
INTERIM_HEARD = _days("interim.hearing", 14, "days", "An interim hearing follows that decision within", "rules 6.7")
INTERIM_HEARD_FROM_RECEIPT = _days(
    "interim.hearing.receipt", 28, "days", "An interim hearing is held, from receipt, within", "rules 6.7"
)
INTERIM_NOTICE = _days("interim.notice", 7, "days", "Notice of an interim hearing", "rules 6.7")
INTERIM_LENGTH = _days("interim.length", 12, "months", "An interim order lasts at most", "rules 6.7")
INTERIM_CAP = _days("interim.cap", 18, "months", "An interim order lasts, extended, at most", "rules 6.7")
INTERIM_REVIEW = _days("interim.review", 6, "months", "An interim order is first looked at again after", "rules 6.7")
INTERIM_REVIEW_AGAIN = _days("interim.review.again", 3, "months", "And then every", "rules 6.7")
HEARING_NOTICE = _days("panel.notice", 28, "days", "Notice of a hearing", "issue 7, comparison 5.8")
CONDITIONS_LENGTH = _days("sanction.conditions", 36, "months", "Conditions last at most", "rules 6.8")
UNDERTAKINGS_LENGTH = _days("sanction.undertakings", 36, "months", "Undertakings last at most", "rules 6.8")
SUSPENSION_LENGTH = _days("sanction.suspension", 12, "months", "A suspension lasts at most", "rules 6.8")
ORDER_REVIEW = _days("sanction.review", 84, "days", "An order is reviewed before its end by", "rules 6.8: 12 weeks")
PAUSE_REVIEW = _days(
    "concerns.pause.review", 14, "days", "A clock that stands still is looked at again every", "rules 6.6"
)
KEEPING_MORE = _days(
    "compliance.more",
    28,
    "days",
    "More, or what is late, may be sent to show that an order is kept for",
    "house default",
)
KEEPING_FILES = _days(
    "compliance.files", 60, "days", "Files for an order that a registrant never sent are kept for", "house default"
)
INTERIM_REVIEW_AHEAD = _days(
    "interim.review.ahead",
    28,
    "days",
    "A review of an interim order is listed so long before its day",
    "house default: rules 6.7 name the day of the review",
)
PAPERS_AFTER = _days(
    "concerns.papers", 28, "days", "Panels and examiners may read the papers after the closing for", "rules 6.10"
)
CONSENT = _days("concerns.consent", 28, "days", "A registrant has to accept an offered outcome", "house default")
PROOF = _days("concerns.proof", 7, "days", "Errors of fact in what will be public may be pointed out for", "rules 6.8")
NO_FINDING_ASKED = _days(
    "publication.no_finding.asked",
    12,
    "months",
    "After a concern ended without a finding, the registrant may ask that the public reads so, for",
    "house default: rules 6.8 let them ask, and name no period",
)
ADVICE_SEEN = _days("risk.advice.months", 36, "months", "Advice is seen with a later concern for", "rules 6.8")
CONTACT = _days("concerns.contact", 28, "days", "Nobody who raised a concern waits longer for a message", "rules 6.6")
CLOSURE_REVIEW = _days(
    "concerns.closure_review", 28, "days", "A closing may be asked to be looked at again for", "rules 6.9"
)
TELLING_REVIEW = _days(
    "concerns.telling_review", 14, "days", "Not telling the registrant yet is looked at again after", "rules 6.6"
)
DATA_REPLY = _days(
    "concerns.data.reply", 30, "days", "A complaint about data is acknowledged within", "law 11.1, DPA 2018 s164A"
)
DATA_ANSWER = _days(
    "concerns.data.answer", 1, "months", "A request about data is answered within", "law 11.1, UK GDPR art. 12"
)
DATA_EXTENSION = _days(
    "concerns.data.extension", 2, "months", "A hard request about data may take longer by", "law 11.1, UK GDPR art. 12"
)
SERVICE_ANSWER = _days(
    "service.answer", 20, "working days", "A complaint about our own service is answered within", "rules 6.9"
)
SERVICE_AGAIN = _days(
    "service.again", 20, "working days", "The second look at such a complaint takes at most", "rules 6.9"
)
SERVICE_AGAIN_ASKED = _days(
    "service.again.asked", 28, "days", "A second look may be asked for, after the first answer, for", "house default"
)
TRIES_A_MINUTE = _days(
    "concerns.mailbox.tries", 10, "tries", "Wrong secrets from one address before a minute's wait", "house default"
)
BEGINNINGS_AN_HOUR = _days(
    "concerns.beginnings", 60, "beginnings", "Forms begun from one address in an hour", "house default"
)
