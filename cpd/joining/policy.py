"""The numbers of joining, as policies (rules 6.2, 6.3, 6.9, 6.11, 6.12). An application keeps those it began under."""

from __future__ import annotations

from datetime import date

from cpd.joining.vocabulary import Stage
from cpd.money.policy import PAYMENT_AGAIN, fee
from foundation.policy import Policy, declare

#: Nothing here takes longer than a lifetime, in whatever unit: no sum of days or months leaves the calendar.
_MOST = 10_000


def _positive(value: int) -> bool:
    return 0 < value < _MOST


def _count(name: str, starting: int, unit: str, about: str, source: str) -> Policy[int]:
    return declare(Policy(f"applications.{name}", starting, unit, about, source, _positive))


def _work(name: str, starting: int, about: str) -> Policy[int]:
    return _count(f"target.{name}", starting, "working days", about, "rules 6.2")


#: What each stage may take, in working days.
TARGETS: dict[Stage, Policy[int]] = {
    Stage.COMPLETENESS: _work("completeness", 5, "An application is looked through for what is missing within"),
    Stage.VERIFICATION: _work("verification", 15, "What an application says is checked within"),
    Stage.DECLARATIONS: _work("declarations", 10, "An officer has read the declarations within"),
    Stage.DECLARATION_PANEL: _work("declaration_panel", 20, "The panel of two has looked at declarations within"),
    Stage.ASSESSMENT: _work("assessment", 15, "An application is assessed within"),
    Stage.DECISION: _work("decision", 5, "The registrar decides within"),
    Stage.INSURANCE: _work("insurance", 5, "Insurance that came late is looked at before joining within"),
}
OVERALL = _work("overall", 10, "A complete application that nobody disputes is decided within")
URGENT = _count(
    "target.urgent", 1, "working days", "An officer has looked at a charge or a bar within", "rules 6.3, D03 and D06"
)
OVERALL_SHARE = declare(
    Policy(
        "applications.target.overall.share",
        90,
        "per cent",
        "So many of those are decided in time",
        "rules 6.2",
        lambda value: 0 < value <= 100,
    )
)
INFORMATION = _count(
    "information.days", 28, "days", "An applicant has so long to send what we ask for", "house default"
)
INFORMATION_REMINDER = _count(
    "information.reminder", 14, "days", "They are reminded after, and once more a week before the end", "house default"
)
REFERENCE = _count("reference.days", 28, "days", "A referee's link works for", "rules 6.2")
REFERENCE_REMINDER = _count("reference.reminder", 10, "days", "A referee is reminded after", "house default")
REFERENCE_REMINDER_AGAIN = _count(
    "reference.reminder.again", 21, "days", "A referee is reminded once more after", "house default"
)
REFEREES = _count("referees", 2, "people", "How many referees an applicant names", "rules 6.2")
REFEREE_KNOWN = _count("referee.known", 12, "months", "How long a referee has known the applicant", "rules 6.2")
OFFER = _count("offer.days", 28, "days", "A place is kept for somebody who has not paid yet for", "rules 6.2")
OFFER_REMINDER = _count("offer.reminder", 7, "days", "They are reminded of the fee after", "rules 6.2")
OFFER_REMINDER_AGAIN = _count("offer.reminder.again", 21, "days", "They are reminded once more after", "rules 6.2")
APPEAL = _count("appeal.days", 28, "days", "A refusal can be appealed for", "rules 6.2, 6.9")
APPEAL_HEARD = _count("appeal.heard", 90, "days", "An appeal is heard within", "rules 6.2, 6.9")
#: Routes and what they ask for at least.
HOURS = _count(
    "route.experience.hours", 2500, "hours", "Experience route: hours of case management", "rules 6.2: CMSUK"
)
HOURS_ALTERNATIVE = _count(
    "route.experience.hours.alternative", 3500, "hours", "Experience route: the other measure", "rules 6.2: BABICM"
)
MONTHS = _count("route.experience.months", 24, "months", "Experience route: or so long as a case manager", "rules 6.2")
WITHIN = _count("route.experience.within", 60, "months", "In which time that experience was gained", "rules 6.2")
RECENT = _count("route.recent", 24, "months", "Practised as a case manager within", "rules 6.2")
EXPERIENCE_CLOSES = declare(
    Policy(
        "applications.route.experience.closes",
        "",
        "the last day, as 2027-12-31; empty means that none is set",
        "Until when the experience route is open",
        "rules 6.2",
        lambda value: value == "" or _is_day(value),
    )
)
CONDITIONS_LONGEST = _count("conditions.longest", 36, "months", "Conditions last at most", "rules 6.8")
RESTORATION_AGAIN = _count(
    "restoration.again", 12, "months", "Who was refused to come back after a removal asks again after", "rules 6.4"
)
GAP = _count("work.gap", 6, "months", "A gap in somebody's work is explained when it is longer than", "issue 5")
PAPERS = _count("papers", 28, "days", "Members of a panel read its papers after the end for", "rules 6.10")
#: Keeping and deleting.
TOLD_IN_ERROR = _count("told_in_error", 7, "days", "Something told in error is deleted after", "rules 6.11, law 11.3")
IDENTITY_IMAGES = _count(
    "identity.images", 3, "months", "Pictures of identity papers go after the decision", "rules 6.11"
)
REFERENCES_KEPT = _count("references.kept", 24, "months", "References are kept after the decision for", "rules 6.11")
REFUSED_KEPT = _count("refused.kept", 72, "months", "A refused application is kept for", "rules 6.11")
ENDED_KEPT = _count(
    "ended.kept", 12, "months", "An application that was taken back, closed or never paid is kept for", "rules 6.11"
)
GRANTED_KEPT = _count(
    "granted.kept", 72, "months", "A granted application is kept after the last day on the register for", "rules 6.11"
)
CLEAR_KEPT = _count(
    "declarations.clear.kept", 36, "months", "Answers that worried nobody are kept after the decision for", "rules 6.11"
)
HOLD_REVIEW = _count("hold.review", 6, "months", "Whoever keeps an application from deletion looks again", "rules 6.11")
MONITORING_LINK = _count(
    "monitoring.link", 30, "days", "Monitoring answers can be found by who gave them for", "rules 6.11"
)
MONITORING_SMALLEST = _count(
    "monitoring.smallest", 5, "people", "Fewer than this are not shown in statistics", "background 9"
)
TERMS = declare(
    Policy(
        "applications.terms",
        "1",
        "a version",
        "The version of the terms of registration that people agree to",
        "background 1",
        lambda value: 0 < len(value.strip()) <= 40,
    )
)
APPLICATION_FEE = fee("application", "What an application costs once a place is offered")
REGISTRATION_FEE = fee("registration", "What the first year on the register costs")
RESTORATION_FEE = fee("restoration", "What coming back after a removal costs on top")


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


#: What a running application keeps, by the name under which it keeps it.
KEPT: dict[str, Policy[int]] = {
    **{stage.value: policy for stage, policy in TARGETS.items()},
    "overall": OVERALL,
    "information": INFORMATION,
    "information_reminder": INFORMATION_REMINDER,
    "reference": REFERENCE,
    "reference_reminder": REFERENCE_REMINDER,
    "reference_reminder_again": REFERENCE_REMINDER_AGAIN,
    "referees": REFEREES,
    "offer": OFFER,
    "offer_reminder": OFFER_REMINDER,
    "offer_reminder_again": OFFER_REMINDER_AGAIN,
    "payment_again": PAYMENT_AGAIN,
    "appeal": APPEAL,
    "appeal_heard": APPEAL_HEARD,
}


def kept_on(day: date) -> dict[str, int]:
    """What an application that begins on a day keeps."""
    return {name: policy.value(day) for name, policy in KEPT.items()}
