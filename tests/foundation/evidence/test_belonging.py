"""Which files belong to what, who opened them, and that a shredded file can be read by nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pyrage
import pytest
from flask import Flask

from foundation import evidence, locks
from foundation.database import db, operation
from foundation.errors import Missing
from foundation.evidence.models import FileStanding, StoredFile
from foundation.evidence.store import FolderStore
from tests.foundation.evidence import specimens
from tests.foundation.evidence.conftest import OFFICER, OWNER, objects, read, rows, send, trail

Room = Callable[..., Flask]
CONCERN = ("concern", "5")


@operation
def hand_over() -> int:
    return evidence.move(OWNER, CONCERN)


def test_files_are_listed_in_one_query_in_the_order_they_came(
    room: Room, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    room()
    for word in "abc":
        send(word, f"{word}.txt")
    send("not mine", owner=("draft", "1"))
    with statements() as seen:
        assert [one.name for one in evidence.files_of(OWNER)] == ["a.txt", "b.txt", "c.txt"]
    assert len([one for one in seen if "stored_file" in one]) == 1


def test_the_files_of_many_are_listed_in_one_query(
    room: Room, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    room()
    for owner in (OWNER, CONCERN, ("concern", "6"), ("draft", "5")):
        send(" ".join(owner), f"{'-'.join(owner)}.txt", owner=owner)
    with statements() as seen:
        found = evidence.files_of_many([OWNER, CONCERN, ("concern", "7")])
    assert {owner: [one.name for one in held] for owner, held in found.items()} == {
        OWNER: ["draft-17.txt"],
        CONCERN: ["concern-5.txt"],
    }
    assert len([one for one in seen if "stored_file" in one]) == 1
    assert evidence.files_of_many([]) == {}


def test_files_are_handed_over_with_the_change_that_makes_their_new_owner(room: Room) -> None:
    room()
    held = send("a").id
    send("not mine", owner=("draft", "1"))
    assert hand_over() == 1
    assert [one.id for one in evidence.files_of(CONCERN)] == [held]
    assert evidence.files_of(OWNER) == []
    assert hand_over() == 0
    with pytest.raises(RuntimeError, match="inside the operation"):
        evidence.move(CONCERN, OWNER)


def test_what_is_undone_hands_nothing_over(room: Room) -> None:
    room()
    send("a")

    @operation
    def fail() -> None:
        evidence.move(OWNER, CONCERN)
        evidence.destroy_all(CONCERN)
        raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert [read(evidence.open_original(one.id, by=None)) for one in evidence.files_of(OWNER)] == [b"a"]


def test_every_opening_by_a_person_is_on_the_trail_before_a_byte_goes_out(room: Room) -> None:
    room()
    file_id = send("words", "Zzmarker.txt").id
    opened = evidence.open_original(file_id, by=OFFICER)
    assert trail() == [("evidence.original_opened", f"file {file_id}", "Officer Ofgem", "{}")]
    assert read(opened) == b"words"
    read(evidence.open_original(file_id, by=None))
    assert len(trail()) == 1
    read(evidence.open_original(file_id, by=OFFICER))
    assert len(trail()) == 2


def test_an_opened_file_is_handed_out_once_and_can_do_nothing_in_a_browser(room: Room) -> None:
    room()
    opened = evidence.open_original(send("words", 'Siân\'s "list".txt').id, by=None)
    said = opened.headers()
    assert said["Content-Disposition"] == (
        "attachment; filename=\"Si_n_s -list-.txt\"; filename*=UTF-8''Si%C3%A2n%27s%20-list-.txt"
    )
    assert said["Content-Type"] == "text/plain"
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["Cache-Control"] == "no-store"
    assert "sandbox" in said["Content-Security-Policy"]
    assert said["Content-Length"] == "5"
    assert read(opened) == b"words"
    assert read(opened) == b""
    shown = evidence.open_view(send(specimens.photo(), "photo.jpg").id, by=None)
    shown.chunks.close()
    assert shown.headers()["Content-Disposition"].startswith("inline;")


def test_addresses_name_files_by_what_nobody_can_guess(room: Room) -> None:
    room()
    first, second = send("a"), send("b")
    assert evidence.find(first.token).id == first.id
    assert len({first.token, second.token, first.object_key, second.object_key}) == 4
    assert len(first.token) == 40
    for token in ("", "1", "x" * 40):
        with pytest.raises(Missing):
            evidence.find(token)


def test_a_shredded_file_is_gone_for_good(room: Room, place: str) -> None:
    room(evidence_url=place)
    kept = send(specimens.photo(), "Zzphoto.jpg")
    file_id, token, sealed_name = kept.id, kept.token, kept.sealed_name
    assert len(objects()) == 2
    evidence.remove(file_id, by=OFFICER)
    row = db.session.get(StoredFile, file_id)
    assert (row.standing, row.wrapped_key, row.sealed_name, row.name) == (FileStanding.SHREDDED, None, None, None)
    assert sealed_name
    assert evidence.files_of(OWNER) == []
    for ask in (
        lambda: evidence.open_original(file_id, by=None),
        lambda: evidence.open_view(file_id, by=None),
        lambda: evidence.find(token),
        lambda: evidence.remove(file_id),
    ):
        with pytest.raises(Missing):
            ask()
    assert [line[0] for line in trail()] == ["evidence.removed"]
    assert evidence.sweep() == 1
    assert evidence.sweep() == 0
    assert (rows(), objects()) == (0, [])


def test_the_bytes_of_a_shredded_file_open_with_no_key_that_is_left(room: Room, folder: Path) -> None:
    room()
    first, second = send("first"), send("second")
    other = locks.unwrap(second.wrapped_key).decode()
    path = folder / first.object_key[:2] / first.object_key
    evidence.remove(first.id)
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(path.read_bytes(), [pyrage.x25519.Identity.from_str(other)])


def test_all_that_belongs_to_a_draft_goes_with_it(room: Room) -> None:
    room()
    send("a")
    send("b")
    kept = send("c", owner=CONCERN).id
    assert evidence.destroy_all(OWNER) == 2
    assert evidence.destroy_all(OWNER) == 0
    assert evidence.sweep() == 2
    assert len(objects()) == 1
    assert read(evidence.open_original(kept, by=None)) == b"c"


@pytest.mark.parametrize("spoil", ["cut", "changed", "swapped", "gone", "empty"])
def test_bytes_that_are_not_what_was_kept_are_handed_to_nobody(
    room: Room, folder: Path, spoil: str, capfd: pytest.CaptureFixture[str]
) -> None:
    room()
    kept, other = send("Zzmarker " * 40_000, "Zzname.txt"), send("other")
    path, path_of_other = (folder / one.object_key[:2] / one.object_key for one in (kept, other))
    held = bytearray(path.read_bytes())
    if spoil == "gone":
        path.unlink()
    elif spoil == "swapped":
        path.write_bytes(path_of_other.read_bytes())
    elif spoil == "changed":
        held[-100] ^= 1
        path.write_bytes(held)
    else:
        path.write_bytes(held[: -70_000 if spoil == "cut" else 0])
    with pytest.raises(evidence.Damaged):
        evidence.open_original(kept.id, by=OFFICER)
    assert trail() == []
    said = capfd.readouterr().err
    assert "file damaged" in said
    assert "Zz" not in said


def test_bytes_that_open_but_are_others_than_were_kept_are_found_by_their_hash(room: Room) -> None:
    room()
    file_id = send("words").id

    @operation
    def forge() -> None:
        db.session.get_one(StoredFile, file_id).sha256 = "0" * 64

    forge()
    with pytest.raises(evidence.Damaged):
        evidence.open_original(file_id, by=None)


def test_a_store_that_fails_while_it_is_read_is_not_taken_for_damage(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room()
    file_id = send("words" * 1000).id
    get = FolderStore.get

    def breaks_off(self: FolderStore, key: str) -> Iterator[bytes]:
        yield next(get(self, key))[:100]
        raise ConnectionResetError("away")

    monkeypatch.setattr(FolderStore, "get", breaks_off)
    with pytest.raises(ConnectionResetError):
        evidence.open_original(file_id, by=OFFICER)
    assert trail() == []


def test_a_new_key_of_the_service_opens_what_the_old_one_locked(room: Room) -> None:
    room(data_key="old")
    file_id, shredded = send("words", "a.txt").id, send("gone").id
    evidence.remove(shredded)
    db.session.rollback()
    room(data_key="new,old")
    before = db.session.get_one(StoredFile, file_id).wrapped_key
    assert locks.renew().done == 1
    db.session.rollback()
    room(data_key="new")
    row = db.session.get_one(StoredFile, file_id)
    assert row.wrapped_key != before
    assert row.name == "a.txt"
    assert read(evidence.open_original(file_id, by=None)) == b"words"
    room(data_key="old")
    with pytest.raises(Missing):
        evidence.open_original(file_id, by=None)
