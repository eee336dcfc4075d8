"""Nobody comes onto the register uninsured, however they got there: through a late fee, or an appeal that they won.

What was paid is settled, and what was decided stands; the admission waits until the applicant has sent a certificate
that runs, and an officer has looked at it.
"""

from __future__ import annotations

from cpd.joining import emails, queries, rules
from cpd.joining.matters import details_of
from cpd.joining.models import Application
from cpd.joining.operations import information
from cpd.joining.operations.admitting import put_on_register
from cpd.joining.operations.steps import move
from cpd.joining.operations.tasks import begin
from cpd.joining.rules import CHECK
from cpd.joining.vocabulary import CheckItem, CheckOutcome, Stage, StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Refused
from foundation.locks import Box
from foundation.words import say_day

NONE = "There is no insurance that still runs. Ask the applicant for it, and look at it."


def is_insured(application: Application, box: Box) -> bool:
    """Whether an officer saw insurance that runs today."""
    check = queries.checks(application.id).get((CheckItem.INSURANCE, 0))
    ends_on = details_of(application, box).insured.ends_on
    seen = check is not None and check.outcome is CheckOutcome.CONFIRMED
    return seen and ends_on is not None and ends_on >= clock.today()


def wait_for_insurance(application: Application, box: Box, *, name: str, by: Actor) -> None:
    """Let the admission wait, and ask for the certificate. Inside the caller's operation; `name` is the move."""
    ends_on = details_of(application, box).insured.ends_on
    ended = f" The one we have ended on {say_day(ends_on)}." if ends_on is not None and ends_on < clock.today() else ""
    move(application, name, StepKind.INSURANCE_ASKED, by=by)
    item = f"The certificate of insurance that runs now, with its first and last day.{ended}"
    information.put(application, box, topics=["insurance"], items=[item], by=by, tell=False)
    emails.insurance_asked(application, until=queries.open_information(application.id))


@operation
def admit(reference: str, *, version: int, by: Actor) -> None:
    """Put somebody on the register for whom only the insurance was missing.

    Raises:
        Refused: nobody saw insurance that runs, or the applicant has still to send it.
    """
    application, box = begin(reference, CHECK, by=by, version=version)
    rules.check_stage(application, Stage.INSURANCE)
    rules.check_not_waiting(application)
    if not is_insured(application, box):
        raise Refused(NONE)
    put_on_register(application, box, name="admit_insured", by=by)
