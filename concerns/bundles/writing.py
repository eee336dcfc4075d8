"""Writes our own pages of a bundle: cover, allegations, answers, report, and a sheet for each exhibit."""

from __future__ import annotations

from concerns.bundles import contents
from concerns.bundles.contents import Item, Material, Recipient, Why
from concerns.bundles.setting import Front, Leaf, Sheet, paragraphs
from concerns.investigation.responding import Stance
from concerns.models import Concern, Response
from concerns.parties import Parties
from concerns.vocabulary import Audience
from foundation import clock
from foundation.evidence import FileKind, StoredFile
from foundation.frame import Institute
from foundation.locks import Box
from foundation.words import say_day, say_moment, say_size

_PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/heic")
_WORDS = ("text/plain", "text/csv")
_KINDS = {
    FileKind.AUDIO: ("This is sound.", "To hear it, open it"),
    FileKind.VIDEO: ("This is film.", "To see it, open it"),
}


class Writer:
    """One bundle while it is written. What is sealed is opened with the key of its concern."""

    def __init__(
        self, concern: Concern, material: Material, whom: Recipient, *, box: Box, people: Parties, public_url: str
    ) -> None:
        self._concern, self._material, self._whom = concern, material, whom
        self._box, self._people = box, people
        self._mine = whom.audience is Audience.REGISTRANT
        side = "account" if self._mine else "staff"
        self._address = f"{public_url.rstrip('/')}/{side}/concerns/{concern.reference}"
        self._count = 0

    def front(self, *, number: int, whose: str, by: str, institute: Institute) -> Front:
        """The cover, and what stands at the foot of every page."""
        now = clock.now()
        about = [one.name for one in self._people.subjects if self._whom.subject_id in (None, one.subject_id)]
        return Front(
            title=f"Concern {self._concern.reference}: bundle {number}",
            foot=f"{self._concern.reference}, bundle {number}",
            institute=institute.name,
            made_at=now,
            cover=[
                ("About", ", ".join(about)),
                ("Made for", whose),
                ("Made by", by),
                ("Made on", say_moment(now)),
                ("From", institute.name),
            ],
            words=[
                ["It was made for the reader named above and for nobody else. Do not pass it on."],
                ["The number under each page is its page in this bundle. Every opening of this file is recorded."],
                ["Files that cannot be set on paper have a page that says how to read or hear them."],
            ],
        )

    def sheets(self, found: tuple[Item, ...]) -> list[Sheet]:
        """Everything after the index, in order."""
        parts = [self._allegations(), *self._answers(), self._report(), *(self._exhibit(one) for one in found)]
        return [one for one in parts if one is not None]

    def _allegations(self) -> Sheet | None:
        held = contents.allegations(self._material, self._whom)
        if not held:
            return None
        names = {one.subject_id: one.name for one in self._people.subjects}
        sheet = Sheet("allegations", "Allegations", "What is alleged", "What is alleged")
        for one in held:
            whose = f" ({names[one.subject_id]})" if len(names) > 1 and not self._mine else ""
            words = paragraphs(self._box.open(one.words_sealed))
            facts = self._material.particulars.get(one.id, ())
            words += [[f"{one.number}.{fact.number} {self._box.open(fact.words_sealed)}"] for fact in facts]
            if one.standards:
                words.append([f"Standards: {', '.join(one.standards)}"])
            sheet.blocks.append((f"{one.number}. {one.rests_on}{whose}", words))
        return sheet

    def _answers(self) -> list[Sheet]:
        names = {one.subject_id: one.name for one in self._people.subjects}
        return [self._answer(one, names[one.subject_id]) for one in contents.responses(self._material, self._whom)]

    def _answer(self, row: Response, name: str) -> Sheet:
        assert row.words_sealed is not None
        assert row.answered_at is not None
        held = self._box.open_json(row.words_sealed)
        numbers = {
            fact.id: f"{one.number}.{fact.number}"
            for one in self._material.allegations
            for fact in self._material.particulars.get(one.id, ())
        }
        said = [
            (numbers[int(fact)], Stance(stance).label)
            for fact, stance in held.get("stances", {}).items()
            if int(fact) in numbers
        ]
        sheet = Sheet(f"answer-{row.id}", "Answer", f"The answer of {name}", f"The answer of {name}")
        sheet.facts = [("Sent", say_day(clock.day_of(row.answered_at))), *sorted(said)]
        sheet.blocks = [("In their own words", paragraphs(held.get("words", "")))]
        self._add_files(sheet, contents.files_of(self._material, ("response", str(row.id))), named=True)
        return sheet

    def _report(self) -> Sheet | None:
        row = contents.report(self._material, self._whom)
        if row is None:
            return None
        sheet = Sheet("report", "Report", "The report of the investigation", "The report of the investigation")
        sheet.blocks = [(say_day(clock.day_of(row.made_at)), paragraphs(self._box.open(row.words_sealed)))]
        return sheet

    def _exhibit(self, item: Item) -> Sheet:
        row = item.exhibit
        part = f"Exhibit {row.number}"
        sheet = Sheet(f"exhibit-{row.number}", part, part, part)
        if item.why is not None:
            sheet.what = "Not in this bundle"
            sheet.notes = sheet.missing = [item.why.value]
            return sheet
        if item.copy is not None:
            sheet.what = "A copy made for this reader"
            sheet.facts.append(("Copy", f"Some things were taken out. Checked {self._checked(item)}."))
        elif not self._mine:
            sheet.what = self._box.open(row.title_sealed)
            sheet.facts.append(("Title", sheet.what))
            sheet.facts.append(("From", self._box.open(row.source_sealed)))
        if row.dated_on is not None:
            sheet.facts.append(("Dated", say_day(row.dated_on)))
        if row.is_statement and row.words_sealed and item.copy is None:
            sheet.blocks.append(("The statement", paragraphs(self._box.open(row.words_sealed))))
        self._add_files(sheet, contents.files_of(self._material, item.owner), named=item.copy is None)
        waits = sum(not one.is_readable for one in self._material.files.get(item.owner, ()))
        if waits:
            sheet.missing.append("A file of it waits for the virus check.")
            sheet.notes.append("A file of it waits for the virus check, and is not set here.")
        return sheet

    def _checked(self, item: Item) -> str:
        assert item.copy is not None
        assert item.copy.checked_at is not None
        return say_day(clock.day_of(item.copy.checked_at))

    def _add_files(self, sheet: Sheet, files: list[StoredFile], *, named: bool) -> None:
        for number, file in enumerate(files, start=1):
            # The name of what a copy was made of may say what was taken out of it.
            name = (file.name if named and not self._mine else None) or f"{file.kind.value}.{file.ending}"
            sheet.facts.append((f"File {number}", f"{name}, {say_size(file.size)}"))
            sheet.facts.append(("SHA-256", f"{file.sha256[:32]} {file.sha256[32:]}"))
            kind, view = _kind(file)
            where = f"at {self._address}, under {sheet.part}."
            if kind:
                self._count += 1
                note = f"{name}: open it {where}"
                sheet.leaves.append(Leaf(f"f{self._count}", kind, file.id, view, note))
            else:
                what, how = _KINDS.get(file.kind, ("It cannot be set on paper here.", "Open it"))
                sheet.notes.append(f"{name}: {what} {how} {where}")
                sheet.missing.append(f"{name}: {what} {how} {where}")


def _kind(file: StoredFile) -> tuple[str, bool]:
    """How the bindery makes pages of a file, and whether of its copy for looking at; empty when it cannot."""
    if file.media_type == "application/pdf":
        return "pdf", False
    if file.media_type == "image/tiff":
        return "tiff", False
    if file.media_type in _PICTURES and file.has_view:
        return "picture", True
    if file.media_type in _WORDS:
        return "words", False
    return ("mail", False) if file.media_type == "message/rfc822" else ("", False)


def label_of(why: Why | None, *, copy: bool) -> str:
    """What stands beside an exhibit before a bundle is made."""
    if why is not None:
        return {
            Why.WITHDRAWN: "withdrawn, not in it",
            Why.NOT_GIVEN: "not given to them, not in it",
            Why.NOT_CHECKED: "a copy for them waits to be checked, so it is not in it",
            Why.LEFT_OUT: "left out",
        }[why]
    return "the copy made for them" if copy else "all of it"
