"""The draw: repeatable by anybody, fair, and kept with all that it rests on."""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from cpd.audit import drawing, exporting, queries
from cpd.audit.operations import choosing, giving
from cpd.audit.operations import drawing as draws
from cpd.audit.operations.choosing import add_by_hand
from cpd.audit.operations.listing import look
from cpd.audit.vocabulary import DrawStage, Finding, Frame, Stage, Why
from cpd.renewal.models import Renewal
from cpd.renewal.vocabulary import Band
from cpd.renewal.vocabulary import Stage as RenewalStage
from foundation import clock, locks
from foundation.database import db, transaction
from foundation.errors import NotAllowed, Refused
from register import operations
from tests.accounts.staff import SHELL, hire
from tests.conftest import StillClock
from tests.cpd.audit import arrange
from tests.cpd.audit.arrange import draw
from tests.frame.outbox import letters
from tests.register import arrange as register

NAMES = ["Ada", "Bea", "Cai", "Dee", "Eva", "Fay", "Gil", "Hal", "Ida", "Jan", "Kit", "Lee", "Mia"]


def test_the_same_seed_gives_the_same_people() -> None:
    tickets = [f"{one:032x}" for one in range(200)]
    first = drawing.drawn(tickets, seed="abc", size=20)
    assert drawing.drawn(tickets[::-1], seed="abc", size=20) == first
    assert drawing.drawn(tickets, seed="abd", size=20) != first


def test_the_sums_are_those_of_the_published_recipe() -> None:
    """Done here with nothing but hashlib, as `docs/cpd-audit-draw.md` says."""
    tickets = [f"{one:032x}" for one in range(30)]
    frozen = hashlib.sha256("".join(one + "\n" for one in sorted(tickets)).encode()).hexdigest()
    places = {hashlib.sha256(f"a seed:{one}".encode()).hexdigest(): one for one in tickets}
    assert drawing.list_hash(tickets) == frozen
    assert drawing.drawn(tickets, seed="a seed", size=10) == [places[one] for one in sorted(places)[:10]]


@pytest.mark.parametrize(
    ("listed", "size"), [(0, 0), (4, 4), (10, 10), (11, 10), (100, 10), (101, 11), (1000, 100), (1001, 101)]
)
def test_a_tenth_and_never_fewer_than_ten(listed: int, size: int) -> None:
    assert drawing.sample_size(listed, per_cent=10, smallest=10) == size


def unevenness(draws: Callable[[Sequence[str], str], Sequence[str]]) -> float:
    """Chi-square of how often each of 50 is drawn when 2,000 seeds draw 10 each: about 49 when all have one chance."""
    tickets = [f"{one:032x}" for one in range(50)]
    often = Counter(one for seed in range(2000) for one in draws(tickets, str(seed)))
    return sum((often[one] - 400) ** 2 for one in tickets) / (400 * (1 - 10 / 50))


def test_everybody_has_the_same_chance() -> None:
    """Nobody's is better by where they stand in the list. The seeds are fixed, so this says the same each time."""

    def by_first_sign(tickets: Sequence[str], seed: str) -> Sequence[str]:
        return sorted(tickets, key=lambda one: (drawing.place(seed, one)[0], one))[:10]

    assert 25 < unevenness(lambda tickets, seed: drawing.drawn(tickets, seed=seed, size=10)) < 85
    assert unevenness(by_first_sign) > 170, "a slight favour for the top of the list would be seen"


def marked_twice(seed: int, met: int, *, per_cent: int = 10) -> list[int]:
    """Which of so many that are met, one after the other, are marked twice: their numbers from 1 on."""
    found: list[int] = []
    for before in range(met):
        if drawing.is_marked_twice(
            f"seed {seed} {before}", f"CA-{before}", before=before, twice=len(found), per_cent=per_cent
        ):
            found.append(before + 1)
    return found


@pytest.mark.parametrize("per_cent", [0, 7, 10, 30, 50, 100])
def test_the_share_of_those_that_are_met_is_marked_twice_however_few_they_are(per_cent: int) -> None:
    for seed in range(40):
        taken = marked_twice(seed, 60, per_cent=per_cent)
        for met in range(1, 61):
            share = math.ceil(met * per_cent / 100)
            assert share <= sum(one <= met for one in taken) <= min(met, share + (per_cent > 0))


def test_nobody_knows_which_one_of_its_ten_is_marked_twice() -> None:
    """Over many draws each place of a ten comes up alike, and one ten says nothing of the next."""
    second, third = zip(*(marked_twice(seed, 21)[1:] for seed in range(3000)), strict=True)
    for places, first in ((second, 2), (third, 12)):
        often = Counter(places)
        assert sorted(often) == list(range(first, first + 10))
        assert all(240 < count < 360 for count in often.values())
    assert len(Counter(zip(second, third, strict=True))) == 100


def test_a_draw_keeps_all_that_it_rests_on(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock(arrange.DRAW_DAY)
    team = arrange.crew()
    numbers = [arrange.registrant(name) for name in NAMES]
    new = arrange.registrant("New", periods=((date(2026, 6, 2), date(2027, 6, 1)),))
    made = draw(reason="The yearly draw", by=team.officer.actor)
    assert (made.listed, made.size, made.registered) == (13, 10, 14)
    assert queries.frames(made.id) == {Frame.IN: 13, Frame.NEW: 1}
    # As `docs/cpd-audit-draw.md` says it, with nothing but hashlib and hmac, from the registration numbers on.
    key = locks.box_of(made.lock_id).open(made.key_sealed).encode()
    tickets = sorted(hmac.new(key, number.encode(), "sha256").hexdigest()[:32] for number in numbers)
    assert hashlib.sha256("".join(one + "\n" for one in tickets).encode()).hexdigest() == made.list_hash
    order = sorted(tickets, key=lambda one: hashlib.sha256(f"{made.seed}:{one}".encode()).hexdigest())
    assert (queries.tickets(made.id), queries.drawn_in(made.id)) == (tickets, sorted(order[:10]))
    assert exporting.check_stored(made).fine
    chosen = [number for number in numbers if queries.of_entry(register.entry_id(number))]
    assert len(chosen) == 10
    assert not queries.of_entry(register.entry_id(new))
    held = arrange.audit_of(chosen[0])
    assert (held.stage, held.why, held.tell_until) == (Stage.CHOSEN, Why.DRAWN, date(2027, 6, 15))
    assert (held.span_from, held.span_to) == (date(2026, 5, 1), date(2027, 4, 30))


def test_a_large_draw_costs_few_statements_and_no_two_audits_share_a_reference(
    database: SQLAlchemy, set_clock: StillClock, statements: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(arrange.DRAW_DAY)
    team = arrange.crew()
    for name in NAMES:
        arrange.registrant(name)
    codes = (f"CA-2027-{sign * 6}" for sign in "22334455667789BCDFG" * 2)
    monkeypatch.setattr(choosing, "cpd_audit_reference", lambda _year: next(codes))
    with statements() as seen:
        made = draw(reason="The yearly draw", by=team.officer.actor)
    assert made.size == 10
    for once in ("FROM registrant_folder", "WHERE cpd_audit.reference"):
        assert sum(once in one for one in seen) <= 3, once
    # One for what was asked, one for what was drawn, one for each batch of those chosen.
    assert sum("INSERT INTO audit_record" in one for one in seen) == 3


def test_a_draw_that_is_stopped_anywhere_goes_on_where_it_was(
    database: SQLAlchemy, set_clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after each of its operations in turn; what comes out is one draw, whole, as if nothing had happened."""
    set_clock(arrange.DRAW_DAY)
    team = arrange.crew()
    numbers = [arrange.registrant(name) for name in NAMES]
    monkeypatch.setattr(draws, "BATCH", 4)
    asked_id = draws.ask(reason="The yearly draw", by=team.officer.actor).id
    real = {name: getattr(draws, name) for name in ("_freeze", "_carry_out_some")}
    stages = []
    while queries.draws_to_make():
        with monkeypatch.context() as once:
            for name, does in real.items():
                once.setattr(draws, name, _killed_after(does))
            with pytest.raises(KeyboardInterrupt):
                draws.run()
        stages.append(queries.asked(asked_id).stage)
        if stages[-1] is DrawStage.DRAWING:
            assert not queries.draws(), "nobody sees half a draw"
            assert arrange.night().told == 0, "nor is anybody told of one"
            with pytest.raises(Refused, match="being made"):
                add_by_hand(numbers[0], why=Why.OTHER, words="zz", by=team.officer.actor)
    # Frozen, then 13 people four at a time, then the end.
    assert stages == [DrawStage.DRAWING] * 5 + [DrawStage.MADE]
    [made] = queries.draws()
    assert exporting.check_stored(made).fine
    assert queries.chosen_in([made.id]) == {made.id: {"chosen": 10, "over": 0}}
    assert queries.frames(made.id) == {Frame.IN: 13}
    assert draws.run() == "CPD draws: 0 made."
    [letter] = letters("staff_cpd_drawn")
    assert (letter.recipient, "10 of 13 people were drawn" in letter.body) == (team.officer.email, True)
    assert arrange.night().told == 10


def _killed_after(does: Callable[..., object]) -> Callable[..., object]:
    def killed(*args: object) -> object:
        does(*args)
        raise KeyboardInterrupt

    return killed


def test_two_machines_make_one_draw(
    database: SQLAlchemy, set_clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each reads the list, and finds before each of its operations that the other has done the same one."""
    set_clock(arrange.DRAW_DAY)
    team = arrange.crew()
    for name in NAMES:
        arrange.registrant(name)
    monkeypatch.setattr(draws, "BATCH", 4)
    draws.ask(reason="The yearly draw", by=team.officer.actor)
    real = {name: getattr(draws, name) for name in ("_freeze", "_carry_out_some")}
    for name, does in real.items():
        monkeypatch.setattr(draws, name, lambda *args, does=does: (does(*args), does(*args))[1])
    draws.run()
    [made] = queries.draws()
    assert exporting.check_stored(made).fine
    assert queries.chosen_in([made.id]) == {made.id: {"chosen": 10, "over": 0}}
    assert len(letters("staff_cpd_drawn")) == 1


def test_who_was_chosen_while_the_list_was_read_is_not_in_it(
    database: SQLAlchemy, set_clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(arrange.DRAW_DAY)
    team = arrange.crew()
    first, *_ = [arrange.registrant(name) for name in NAMES]
    asked_id = draws.ask(reason="The yearly draw", by=team.officer.actor).id
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(draws, "look", lambda day: (look(day), arrange.chosen(team, first))[0])
        draws.run()
    assert queries.asked(asked_id).stage is DrawStage.ASKED
    draws.run()
    assert queries.frames(queries.draws()[0].id) == {Frame.IN: 12, Frame.UNDER_WAY: 1}


def test_nobody_draws_until_it_suits(database: SQLAlchemy, set_clock: StillClock) -> None:
    """One draw a day, whether it was made today or asked for late yesterday; none while one waits."""
    set_clock("2027-06-01 23:50")
    team = arrange.crew()
    arrange.registrant()
    officer = team.officer.actor
    asked_id = draws.ask(reason="The yearly draw", by=officer).id
    with pytest.raises(Refused, match="not made yet"):
        draws.ask(reason="Again", by=officer)
    set_clock("2027-06-02 00:10")
    draws.run()
    assert queries.asked(asked_id).stage is DrawStage.MADE
    with pytest.raises(Refused, match="made today"):
        draws.ask(reason="Again", by=officer)
    set_clock("2027-06-03 10:00")
    later = draws.ask(reason="Again", by=officer).id
    draws.run()
    assert queries.asked(later).stage is DrawStage.NOBODY
    assert "could draw nobody" in letters("staff_cpd_drawn")[-1].subject


def test_who_may_draw(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock(arrange.DRAW_DAY)
    number = arrange.registrant()
    assessor = hire(Role.ASSESSOR)
    with pytest.raises(NotAllowed):
        draws.ask(reason="I would like to", by=assessor.actor)
    with pytest.raises(NotAllowed):
        add_by_hand(number, why=Why.OTHER, words="I would like to", by=assessor.actor)


def test_exempt_for_two_years_after_meeting_one(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock(arrange.DRAW_DAY)
    team = arrange.crew()
    long = ((date(2025, 5, 1), date(2032, 4, 30)),)
    number = arrange.registrant(periods=long)
    person = arrange.account_of(number)
    arrange.sent(team, number, person)
    held = arrange.mark(number, team.first, Finding.MET)
    if held.stage is Stage.SECOND_MARK:
        arrange.give(team, number, team.second, arrange.Marker.SECOND)
        held = arrange.mark(number, team.second, Finding.MET)
    assert held.stage is Stage.MET
    set_clock("2029-05-31 10:00")
    draws.ask(reason="Within two years", by=team.officer.actor)
    draws.run()
    assert not queries.draws()
    set_clock("2029-06-02 10:00")
    assert draw(reason="After two years", by=team.officer.actor).listed == 1


def test_who_came_back_late_is_looked_at_besides(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock(arrange.DRAW_DAY)
    team = arrange.crew()
    late = ((date(2025, 5, 1), date(2026, 4, 30)), (date(2026, 8, 1), date(2027, 7, 31)))
    for name in NAMES:
        arrange.registrant(name)
    number = arrange.registrant("Zoe", periods=late)
    draw(reason="The yearly draw", by=team.officer.actor)
    held = arrange.audit_of(number)
    assert (held.why, held.ticket) == (Why.LATE_RENEWAL, None), "back for less than a year, so they had no ticket"
    assert len(queries.under_way()) == 10 + 1


def test_who_is_back_after_a_long_break_is_judged_from_their_return(
    database: SQLAlchemy, set_clock: StillClock
) -> None:
    """Twelve months count from the return; a record of years that are deleted is never asked for."""
    set_clock(arrange.DRAW_DAY)
    team = arrange.crew()
    old, back = (date(2018, 5, 1), date(2019, 4, 30)), (date(2026, 8, 1), date(2027, 7, 31))
    number = arrange.registrant("Zoe", periods=(old, back))
    assert look(date(2027, 6, 1)).besides == {}
    assert look(date(2027, 6, 1)).frames[Frame.NEW] == [(register.entry_id(number), number)]
    with pytest.raises(Refused, match="less than a year"):
        add_by_hand(number, why=Why.OTHER, words="zz", by=team.officer.actor)
    set_clock("2027-07-31 10:00")
    assert look(date(2027, 7, 31)).frames[Frame.NEW]
    operations.renew(number, starts_on=date(2027, 8, 1), ends_on=date(2028, 7, 31), reason="zz", by=SHELL)
    set_clock("2027-08-01 10:00")
    assert arrange.chosen(team, number).span_from == date(2026, 8, 1)
    assert arrange.audit_of(number).span_to == date(2027, 7, 31)


def another_seed(said: dict[str, Any]) -> None:
    """One that draws others: of few people, many a seed draws the very same."""
    seeds = (f"another {one}" for one in range(1000))
    said["seed"] = next(
        seed
        for seed in seeds
        if set(drawing.drawn(said["tickets"], seed=seed, size=said["size"])) != set(said["drawn"])
    )


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda said: said["tickets"].pop(), "fingerprint"),
        (another_seed, "not among"),
        (lambda said: said.update(drawn=[f"{0:032x}"]), "not among"),
        (lambda said: said.update(algorithm="by hand"), "another way"),
    ],
)
@pytest.mark.usefixtures("database")
def test_a_file_is_checked_by_one_command(
    set_clock: StillClock,
    runner: FlaskCliRunner,
    tmp_path: Path,
    spoil: object,
    words: str,
) -> None:
    set_clock(arrange.DRAW_DAY)
    team = arrange.crew()
    for name in NAMES:
        arrange.registrant(name)
    made = draw(reason="The yearly draw", by=team.officer.actor)
    said, draw_id = exporting.as_file(made), made.id
    db.session.rollback()
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(said))
    assert runner.invoke(args=["cpd", "verify-draw", str(path)]).exit_code == 0
    assert runner.invoke(args=["cpd", "verify-draw", str(draw_id)]).exit_code == 0
    spoil(said)  # type: ignore[operator]  # given as a bundle
    path.write_text(json.dumps(said))
    answer = runner.invoke(args=["cpd", "verify-draw", str(path)])
    assert (answer.exit_code, words in answer.output) == (1, True)
    assert runner.invoke(args=["cpd", "verify-draw", "no-such-file"]).exit_code == 1


def test_no_ticket_tells_whose_it_is(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock(arrange.DRAW_DAY)
    team = arrange.crew()
    number = arrange.registrant()
    made = draw(reason="The yearly draw", by=team.officer.actor)
    said = json.dumps(exporting.as_file(made))
    [ticket], key = queries.tickets(made.id), locks.box_of(made.lock_id).open(made.key_sealed)
    assert ticket in said
    assert number not in said
    assert key not in said, "whoever has the key can try every number"
    # Nobody finds it by trying numbers with what the file gives them, and nobody knows it again in another draw.
    for public in ("", made.seed, made.list_hash):
        assert drawing.ticket(public, number) != ticket
    assert hashlib.sha256(number.encode()).hexdigest()[:32] != ticket
    other = arrange.audit_of(number)
    giving.stop(other.reference, why="zz", version=other.version, by=team.officer.actor)
    set_clock("2027-06-02 10:00")
    assert queries.tickets(draw(reason="Another one", by=team.officer.actor).id) != [ticket]


def test_who_left_in_the_middle_of_an_audit_is_looked_at_when_they_come_back(
    database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock(arrange.DRAW_DAY)
    team = arrange.crew()
    number = arrange.registrant()
    arrange.asked(team, number)
    operations.record_leaving(number, at=clock.now(), reason="They wish to", by=team.registrar.actor)
    arrange.night()
    assert arrange.audit_of(number).stage is Stage.STOPPED
    set_clock("2028-09-01 10:00")
    days = {"starts_on": date(2028, 9, 1), "ends_on": date(2029, 8, 31)}
    operations.restore(number, reason="They come back", by=team.registrar.actor, **days)
    assert look(date(2028, 9, 1)).besides == {register.entry_id(number): Why.UNFINISHED}


def test_a_late_renewal_leaves_no_break_and_is_found_all_the_same(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock(arrange.DRAW_DAY)
    number = arrange.registrant()
    person = arrange.account_of(number)
    with transaction("a test renews late"):
        db.session.add(
            Renewal(
                reference="RN-2027-AAAAAA",
                entry_id=register.entry_id(number),
                account_id=person.id,
                stage=RenewalStage.RENEWED,
                since_on=date(2027, 5, 10),
                ends_on=date(2027, 4, 30),
                opened_on=date(2027, 1, 30),
                begun_at=clock.now(),
                targets={},
                fee=[],
                sent_at=clock.now(),
                band=Band.LATE,
                renewed_at=clock.now(),
                starts_on=date(2027, 5, 1),
                renewed_to=date(2028, 4, 30),
            )
        )
    assert look(date(2027, 6, 1)).besides == {register.entry_id(number): Why.LATE_RENEWAL}
    assert look(date(2028, 6, 2)).besides == {}
