"""Loading again: the same changes nothing; a changed row becomes operations with their history, or is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from foundation import audit, clock
from foundation.references import register_number
from register import operations, publication, queries
from register.models import EventKind, Particulars, Period
from register.sheets import loading
from register.sheets.loading import RowsRefused, open_sheet
from register.vocabulary import OrderKind, Status
from tests.conftest import StillClock
from tests.register.sheets.loads import BY, ONE, STAFF, counts, figures, load, said, trial
from tests.register.sheets.sheet_files import HEADINGS, TODAY, csv_file, row

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _today(set_clock: StillClock) -> None:
    set_clock(f"{TODAY} 12:00")


# ---------------------------------------------------------------------------------------------------------------- again


def test_the_same_sheet_again_changes_nothing(tmp_path: Path, database: SQLAlchemy, set_clock: StillClock) -> None:
    path = csv_file(tmp_path / "a.csv", [row(digits) for digits in range(1, 6)])
    load(path)
    before = counts(database)
    head = audit.verify().head
    set_clock.move(days=400)
    assert figures(load(path)) == (0, 0, 5, 0)
    assert counts(database) == before
    assert audit.verify().head == head


def test_another_spelling_of_the_same_changes_nothing(tmp_path: Path, database: SQLAlchemy) -> None:
    load(csv_file(tmp_path / "a.csv", [row()]))
    before = counts(database)
    again = row(
        Reg_No="cm 000 001 b".replace(" 000 001 ", "000001"),
        Surname="HOLM",
        Period_from="2026-03-01",
        Status="registered ",
        Town=" LEEDS",
    )
    assert figures(load(csv_file(tmp_path / "b.csv", [again]))) == (0, 0, 1, 0)
    assert counts(database) == before


CHANGES: tuple[tuple[dict[str, Any], EventKind, str, str], ...] = (
    ({"Town": "York"}, EventKind.CHANGED, "Town", "Leeds becomes York."),
    ({"Surname": "Ek"}, EventKind.CHANGED, "Surname", "Holm becomes Ek."),
    ({"Organisation": "Ek Ltd"}, EventKind.CHANGED, "Organisation", "Ek Ltd is added."),
    ({"Practice_settings": "Justice"}, EventKind.CHANGED, "Practice settings", "Health; Housing becomes Justice."),
    ({"Works_with": "Both"}, EventKind.CHANGED, "Works with", "Adults becomes Adults and children."),
    ({"Town": ""}, EventKind.CHANGED, "Town", "Leeds is taken out."),
    ({"Email": "new@example.org"}, EventKind.CHANGED, "Email", "ada.holm@example.org becomes new@example.org."),
    (
        {"Insurance_to": "30/04/2028"},
        EventKind.INSURANCE_CONFIRMED,
        "Insurance to",
        "30 April 2027 becomes 30 April 2028.",
    ),
    (
        {"Other_registration": "NMC 12A3456B"},
        EventKind.OTHER_REGISTER_CHECKED,
        "Other registration",
        "NMC 12A3456B is added.",
    ),
    (
        {"Period_from": "01/03/2027", "Period_to": "29/02/2028"},
        EventKind.RENEWED,
        "Period from",
        "Renewed: 1 March 2027 to 29 February 2028.",
    ),
    (
        {"Period_from": "01/05/2027", "Period_to": "30/04/2028"},
        EventKind.RESTORED,
        "Period from",
        "Back on the register: 1 May 2027 to 30 April 2028.",
    ),
    (
        {"Period_to": "31/03/2027"},
        EventKind.CORRECTED,
        "Period to",
        "1 March 2026 to 28 February 2027 is corrected to 1 March 2026 to 31 March 2027.",
    ),
    (
        {"Period_to": "10/06/2026", "Status": "Left"},
        EventKind.LEFT,
        "Status",
        "Left on 10 June 2026.",
    ),
)


@pytest.mark.parametrize(("changes", "kind", "column", "words"), CHANGES)
def test_a_changed_row_is_an_operation_with_its_event(
    tmp_path: Path, changes: dict[str, Any], kind: EventKind, column: str, words: str
) -> None:
    load(csv_file(tmp_path / "a.csv", [row(1), row(2)]))
    path = csv_file(tmp_path / "b.csv", [row(1, **changes), row(2)])
    tried = trial(path)
    assert (ONE, column, words) in said(tried, "changed")
    loaded = load(path)
    assert figures(tried) == figures(loaded) == (0, 1, 1, 0)
    assert tried.told == loaded.told
    events = queries.history(queries.entry_ids([ONE])[ONE])
    assert kind in {event.kind for event in events[:-1]}
    assert events[0].reason == "Loaded from b.csv"
    assert events[0].recorded_by == BY.label
    assert figures(load(path)) == (0, 0, 2, 0)


def test_nothing_of_the_past_is_lost(tmp_path: Path, database: SQLAlchemy, set_clock: StillClock) -> None:
    load(csv_file(tmp_path / "a.csv", [row()]))
    set_clock.move(days=10)
    changed = row(Surname="Ek", Period_from="01/03/2027", Period_to="29/02/2028")
    load(csv_file(tmp_path / "b.csv", [changed]))
    entry_id = queries.entry_ids([ONE])[ONE]
    assert [one.surname for one in queries.live_facts(Particulars, entry_id)] == ["Holm", "Ek"]
    assert len(queries.live_facts(Period, entry_id)) == 2
    assert queries.live_facts(Particulars, entry_id)[1].previous_names == ["Holm"]
    past = publication.public_entry(ONE, on=date(2026, 6, 20))
    assert past is not None
    assert past.period_to == date(2027, 2, 28)


def test_nobody_is_written_to(tmp_path: Path, database: SQLAlchemy) -> None:
    load(csv_file(tmp_path / "a.csv", [row()]))
    load(csv_file(tmp_path / "b.csv", [row(Email="new@example.org", Surname="Ek")]))
    assert counts(database)["letter"] == 0


def test_what_staff_put_right_is_not_undone_by_an_old_sheet(tmp_path: Path) -> None:
    load(csv_file(tmp_path / "a.csv", [row()]))
    operations.change_particulars(
        ONE, changes={"surname": "Holme"}, effective_at=clock.now(), reason="A letter", by=STAFF, tell=False
    )
    assert figures(load(csv_file(tmp_path / "a.csv", [row()]))) == (0, 0, 1, 0)
    assert said(load(csv_file(tmp_path / "b.csv", [row(Town="York")])), "changed") == [
        (ONE, "Town", "Leeds becomes York.")
    ]
    entry = publication.public_entry(ONE)
    assert entry is not None
    assert (entry.name, entry.town) == ("Ada Holme", "York")


def test_what_the_register_says_already_is_no_change(tmp_path: Path) -> None:
    load(csv_file(tmp_path / "a.csv", [row()]))
    operations.change_particulars(
        ONE, changes={"town": "York"}, effective_at=clock.now(), reason="A letter", by=STAFF, tell=False
    )
    assert figures(load(csv_file(tmp_path / "b.csv", [row(Town="York")]))) == (0, 0, 1, 0)


def test_a_column_left_out_says_nothing(tmp_path: Path) -> None:
    load(csv_file(tmp_path / "a.csv", [row(Organisation="Ek Ltd")]))
    headings = [heading for heading in HEADINGS if heading not in {"Organisation", "Town", "Email"}]
    report = load(csv_file(tmp_path / "b.csv", [row()], headings=headings))
    assert figures(report) == (0, 0, 1, 0)
    assert report.notes == ["The sheet has no column for: Email, Town, Organisation."]
    assert figures(load(csv_file(tmp_path / "a.csv", [row(Organisation="Ek Ltd")]))) == (0, 0, 1, 0)


def test_empty_cells_take_nothing_from_somebody_who_never_came_from_a_sheet(tmp_path: Path) -> None:
    with open_sheet(csv_file(tmp_path / "a.csv", [row(Organisation="Ek Ltd")])) as sheet:
        done = loading.Checker(sheet).check(next(iter(sheet.rows)))
    assert done is not None
    assert done.admission is not None
    operations.admit(done.admission, reason="Applied", by=STAFF)
    report = load(csv_file(tmp_path / "b.csv", [row(Organisation="", Town="York", Email="")]))
    assert said(report, "changed") == [(ONE, "Town", "Leeds becomes York.")]


def test_a_registration_elsewhere_that_left_the_sheet_stays_until_staff_take_it_off(tmp_path: Path) -> None:
    load(csv_file(tmp_path / "a.csv", [row(Other_registration="HCPC OT012345")]))
    report = load(csv_file(tmp_path / "b.csv", [row()]))
    assert figures(report) == (0, 0, 1, 0)
    assert "stays on the register until it is taken off there" in said(report, "changed")[0][2]
    assert said(load(csv_file(tmp_path / "b.csv", [row()])), "changed") == []


# ------------------------------------------------------------------------------------------ changes that cannot be made


def test_a_period_that_overlaps_is_refused(tmp_path: Path, database: SQLAlchemy) -> None:
    load(csv_file(tmp_path / "a.csv", [row()]))
    before = counts(database)
    path = csv_file(tmp_path / "b.csv", [row(Period_from="01/02/2027", Period_to="31/01/2028"), row(2)])
    assert said(trial(path), "refused") == [
        (
            ONE,
            "Period from",
            "This period overlaps the one on the register, 1 March 2026 to 28 February 2027. Look at the entry first.",
        )
    ]
    with pytest.raises(RowsRefused):
        load(path)
    assert counts(database) == before
    assert figures(load(path, accept_good_rows=True)) == (1, 0, 0, 1)


def test_an_older_period_is_refused(tmp_path: Path) -> None:
    load(csv_file(tmp_path / "a.csv", [row()]))
    path = csv_file(tmp_path / "b.csv", [row(Period_from="01/03/2025", Period_to="28/02/2026")])
    assert "The register has a later period" in said(trial(path), "refused")[0][2]


def test_somebody_who_left_comes_back_with_a_new_period_only(tmp_path: Path) -> None:
    left = {"Period_from": "01/06/2025", "Period_to": "10/05/2026"}
    load(csv_file(tmp_path / "a.csv", [row(**left, Status="Left")]))
    same = csv_file(tmp_path / "b.csv", [row(**left)])
    assert "this person left on 10 May 2026" in said(trial(same), "refused")[0][2]
    back = csv_file(tmp_path / "c.csv", [row(Period_from="11/05/2026", Period_to="10/05/2027")])
    assert said(load(back), "changed")[0][2] == "Back on the register: 11 May 2026 to 10 May 2027."
    entry = publication.public_entry(ONE)
    assert entry is not None
    assert entry.status is Status.REGISTERED


def test_a_closed_entry_does_not_change(tmp_path: Path) -> None:
    load(csv_file(tmp_path / "a.csv", [row()]))
    operations.record_death(ONE, at=clock.now(), reason="A letter from the family", by=STAFF)
    path = csv_file(tmp_path / "b.csv", [row(Town="York")])
    assert said(trial(path), "refused")[0][2] == "This entry is closed. Nothing can change on it."
    assert figures(load(path, accept_good_rows=True)) == (0, 0, 0, 1)


def test_somebody_held_cannot_leave_by_the_sheet(tmp_path: Path) -> None:
    load(csv_file(tmp_path / "a.csv", [row()]))
    operations.place_hold(ONE, source="CN", reason="A concern", by=STAFF)
    path = csv_file(tmp_path / "b.csv", [row(Period_to="10/06/2026", Status="Left")])
    assert "something has to be settled first" in said(trial(path), "refused")[0][2]


def test_a_change_that_is_refused_at_the_last_moment_refuses_its_row_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(csv_file(tmp_path / "a.csv", [row(1), row(2)]))

    def refusing(*args: Any, **kwargs: Any) -> None:
        raise loading.Refused("Somebody else changed this just now.")

    monkeypatch.setattr(operations, "change_contact", refusing)
    changed = [row(1, Town="York", Email="new@example.org"), row(2, Town="York")]
    report = load(csv_file(tmp_path / "b.csv", changed), accept_good_rows=True)
    assert figures(report) == (0, 1, 0, 1)
    assert said(report, "refused") == [(ONE, "", "Somebody else changed this just now.")]
    towns = {number: publication.public_entry(number) for number in (ONE, register_number(2))}
    assert [entry.town for entry in towns.values() if entry] == ["Leeds", "York"]


def test_a_refusal_the_register_alone_knows_is_in_the_trial_too(tmp_path: Path, database: SQLAlchemy) -> None:
    load(csv_file(tmp_path / "a.csv", [row(Period_from="01/06/2025", Period_to="31/05/2026")]))
    operations.impose_restriction(
        ONE,
        kind=OrderKind.REMOVAL,
        starts_at=clock.end_of_day(date(2026, 5, 20)),
        ends_at=None,
        wording="Removed.",
        source="P1",
        reason="A panel",
        by=STAFF,
    )
    before = counts(database)
    path = csv_file(tmp_path / "b.csv", [row(Period_from="01/06/2026", Period_to="31/05/2027")])
    tried = trial(path)
    assert said(tried, "refused") == [(ONE, "", "This person may apply to come back from 20 May 2031.")]
    assert counts(database) == before
    loaded = load(path, accept_good_rows=True)
    assert (figures(loaded), loaded.told) == (figures(tried), tried.told)
