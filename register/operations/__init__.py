"""The verbs of the register. Each is one transaction, writes an event and an audit line, and keeps search in step."""

from register.operations.admission import Admission, OtherPlace, admit, load
from register.operations.corrections import correct_period, merge_duplicate, take_back_ending, take_back_restriction
from register.operations.departures import (
    record_agreed_leaving,
    record_death,
    record_leaving,
    remove_administratively,
)
from register.operations.finding import rebuild_search
from register.operations.holds import place_hold, release_hold
from register.operations.later import start_later
from register.operations.orders import (
    end_publication,
    end_restriction,
    extend_restriction,
    impose_restriction,
    look_again_on,
    make_private,
    mark_not_met,
    reword,
    usually_shown,
)
from register.operations.particulars import (
    change_contact,
    change_particulars,
    check_other_registration,
    confirm_insurance,
    end_withholding,
    withhold,
)
from register.operations.periods import renew, restore

__all__ = [
    "Admission",
    "OtherPlace",
    "admit",
    "change_contact",
    "change_particulars",
    "check_other_registration",
    "confirm_insurance",
    "correct_period",
    "end_publication",
    "end_restriction",
    "end_withholding",
    "extend_restriction",
    "impose_restriction",
    "load",
    "look_again_on",
    "make_private",
    "mark_not_met",
    "merge_duplicate",
    "place_hold",
    "rebuild_search",
    "record_agreed_leaving",
    "record_death",
    "record_leaving",
    "release_hold",
    "remove_administratively",
    "renew",
    "restore",
    "reword",
    "start_later",
    "take_back_ending",
    "take_back_restriction",
    "usually_shown",
    "withhold",
]
