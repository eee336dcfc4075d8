"""Parts of an application as staff read them: the person, their work, the check list, referees, lists and files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cpd.joining.applying import Details
from cpd.joining.models import Referee
from cpd.joining.rules import CORRECTABLE
from cpd.joining.views.officer_next import PATH
from cpd.joining.views.officer_rows import Rows
from cpd.joining.views.officer_shown import Act, ShownCheck, ShownFile, ShownList, ShownReferee, Viewer
from cpd.joining.vocabulary import UNDECIDED, Address, CheckItem, CheckOutcome
from foundation import clock
from foundation.evidence import FileStanding, StoredFile
from foundation.waiting import Standing
from foundation.words import say_count, say_day

_SCANNED = {
    FileStanding.CLEAN: "The virus check found nothing",
    FileStanding.UNSCANNED: "Not checked for viruses: this machine has no check",
    FileStanding.HELD: "Waits for the virus check; nobody can open it yet",
    FileStanding.INFECTED: "The virus check found something harmful; it was shredded",
}
OUTCOMES = {
    CheckOutcome.CONFIRMED: "Confirmed",
    CheckOutcome.NOT_CONFIRMED: "Not confirmed",
    CheckOutcome.NOT_NEEDED: "Not needed here",
}
_ADDRESSES = {
    Address.ORGANISATION: "An address of their organisation",
    Address.CALL_NEEDED: "The address could be anybody’s: ring their organisation",
    Address.CALLED: "Their organisation was rung",
}
_STANDINGS = {
    Standing.NOT_ASKED: "Not asked yet",
    Standing.WAITING: "We wait",
    Standing.RECEIVED: "Answered",
    Standing.DECLINED: "Cannot help",
    Standing.EXPIRED: "Did not answer in time",
    Standing.CALLED_OFF: "No longer needed",
}
#: Stages at which a check can be put on record.


def person(details: Details) -> tuple[tuple[str, str], ...]:
    """Who they are and how they may be reached."""
    insured = details.insured
    pairs = (
        ("Name", " ".join(part for part in (details.title, details.name) if part)),
        ("Known as", details.known_as),
        ("Names before", ", ".join(details.previous_names)),
        ("Born", _day(details.born_on)),
        ("What helps them", details.needs),
        ("Telephone", details.phone),
        ("Post", details.post),
        ("Town on the register", " ".join(part for part in (details.town, details.outcode) if part)),
        ("Organisation", details.organisation),
        ("Areas", ", ".join(details.areas)),
        ("Works with", details.works_with.label if details.works_with is not None else ""),
        ("Languages", ", ".join(details.languages)),
        ("Insurance", ", ".join(part for part in (insured.insurer, insured.number, _span(insured.ends_on)) if part)),
        (
            "Who takes over",
            ", ".join(p for p in (details.continuity.colleague, details.continuity.colleague_reach) if p),
        ),
    )
    return tuple((words, value) for words, value in pairs if value)


def work(details: Details) -> tuple[str, ...]:
    """Their work as lines: each job, the gaps, the hours."""
    lines = [
        f"{job.role}, {job.employer}: {say_day(job.began_on)} to {_day(job.ended_on) or 'now'}"
        for job in sorted(details.work, key=lambda one: one.began_on, reverse=True)
    ]
    lines += [f"Gap, {say_day(gap.began_on)} to {say_day(gap.ended_on)}: {gap.why}" for gap in details.gaps]
    lines.append(
        f"As a case manager: {say_count(details.hours_in_all)} hours and {details.months_in_all} months in all, "
        f"{say_count(details.hours_24_months)} hours in the last two years"
    )
    return tuple(lines)


def _span(ends_on: date | None) -> str:
    return f"until {say_day(ends_on)}" if ends_on is not None else ""


def _day(day: date | None) -> str:
    return say_day(day) if day is not None else ""


def checks(rows: Rows, viewer: Viewer) -> tuple[ShownCheck, ...]:
    """The check list."""
    may = viewer.checks and rows.application.stage in CORRECTABLE
    found = []
    for one in rows.to_check:
        held = rows.checks.get((one.item, one.place))
        paper = ""
        if held is not None and held.document is not None:
            how = "seen live" if held.seen_live else "a certified copy"
            paper = f"{held.document.label}, last four signs {held.last_four}, {how}"
        address = f"{PATH}/{rows.application.reference}/check/{one.item.value}-{one.place}"
        words = "Look again" if held is not None else "Put on record"
        if one.item is CheckItem.OTHER_REGISTER and held is None:
            words = "Look at that register"
        found.append(
            ShownCheck(
                item=one.item.label,
                label=one.label,
                problem=one.problem,
                outcome=OUTCOMES[held.outcome] if held is not None else "",
                seen=rows.box.open(held.sealed) if held is not None else "",
                seen_on=held.seen_on if held is not None else None,
                by=rows.name(held.checked_by_id) if held is not None else "",
                paper=paper,
                act=Act(words, address) if may and not one.problem else None,
            )
        )
    return tuple(found)


def referees(rows: Rows, viewer: Viewer) -> tuple[ShownReferee, ...]:
    """Everybody who was named, with where the waiting stands."""
    return tuple(_referee(one, rows, viewer) for one in rows.referees)


def _referee(one: Referee, rows: Rows, viewer: Viewer) -> ShownReferee:
    told, standing = rows.told[one.id], one.waited.standing(clock.today())
    called = f"{rows.box.open(one.call_sealed)} ({rows.name(one.called_by_id)})" if one.call_sealed else ""
    return ShownReferee(
        number=one.number,
        name=told.name,
        work=", ".join(part for part in (told.role, told.organisation) if part),
        tie=one.tie.label + ("" if one.professional else " (not a professional)"),
        known_since=told.known_since,
        standing=_STANDINGS[standing],
        good=standing is Standing.RECEIVED,
        due_on=one.due_on if standing is Standing.WAITING else None,
        address=_ADDRESSES[one.address],
        called=called,
        declined=rows.box.open(one.declined_sealed) if one.declined_sealed else "",
        acts=_referee_acts(one, standing, rows, viewer),
    )


def _referee_acts(one: Referee, standing: Standing, rows: Rows, viewer: Viewer) -> tuple[Act, ...]:
    path, found = f"{PATH}/{rows.application.reference}", []
    if one.id in rows.wrote and (viewer.sees_all or viewer.assesses or viewer.hears):
        found.append(Act("Read what they wrote", f"{path}/referees/{one.number}"))
    if not viewer.checks or rows.application.stage not in UNDECIDED or standing is Standing.CALLED_OFF:
        return tuple(found)
    if one.address is not Address.CALLED:
        found.append(Act("Record a call back", f"{path}/call/{one.number}"))
    if standing is not Standing.RECEIVED:
        found.append(Act("Send a new link", f"{path}/resend/{one.number}"))
        if one.address is Address.CALLED and standing is not Standing.DECLINED:
            found.append(Act("Write down what they say", f"{path}/write-down/{one.number}"))
        found.append(Act("Stop waiting", f"{path}/call-off-referee/{one.number}"))
    return tuple(found)


def lists(rows: Rows) -> tuple[ShownList, ...]:
    """What was asked of the applicant, the newest list first."""
    found = []
    for one in rows.lists:
        items = rows.box.open_json(one.sealed)
        given = rows.box.open_json(one.answer_sealed) if one.answer_sealed else [""] * len(items)
        standing = one.waited.standing(clock.today())
        found.append(
            ShownList(
                by=rows.name(one.asked_by_id),
                asked_at=one.asked_at,
                due_on=one.due_on,
                standing=_STANDINGS[standing],
                items=tuple(zip(items, given, strict=True)),
                files=shown_files(rows.files.get(("information", str(one.id)), [])),
                waits=one.over_on is None,
            )
        )
    return tuple(found)


def files(rows: Rows) -> tuple[ShownFile, ...]:
    """What came with the application and with appeals; pictures of identity papers among them until they are gone."""
    key = str(rows.application.id)
    held = [*rows.files.get(("application", key), []), *rows.files.get(("application_identity", key), [])]
    for one in rows.appeals:
        held += rows.files.get(("appeal", str(one.id)), [])
    return shown_files(held)


def shown_files(held: Sequence[StoredFile]) -> tuple[ShownFile, ...]:
    """Files as staff pages show them."""
    return tuple(
        ShownFile(
            token=one.token,
            name=one.name or "A file that was shredded",
            size=one.size,
            kind=one.kind.value.capitalize(),
            standing=_SCANNED.get(one.standing, ""),
            readable=one.is_readable,
            has_view=one.has_view and one.is_readable,
        )
        for one in held
    )
