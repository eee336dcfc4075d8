"""Editions in the database: what a load does, what it refuses, and which edition answers for a day."""

from datetime import date

import pytest
from sqlalchemy import func, select

from foundation import standards
from foundation.audit import Actor, AuditRecord
from foundation.errors import Refused
from tests.foundation.made_up_standards import words_of, written

OFFICER = Actor("account", 1, "Rosa Example")
FIRST = "first-edition"


@pytest.fixture
def base(database):
    return standards.ensure_base_edition(by=OFFICER)


def load(text: str | None = None, **options):
    return standards.load_document((text or written()).encode(), by=OFFICER, **options)


def trail(database) -> list[str]:
    return list(database.session.scalars(select(AuditRecord.action).order_by(AuditRecord.id)))


def count(database, model) -> int:
    return database.session.scalar(select(func.count()).select_from(model))


class TestBaseEdition:
    def test_has_numbers_and_labels_but_no_wording(self, base):
        edition = standards.edition(FIRST)
        assert [len(heading.clauses) for heading in edition.headings] == (
            [4, 9, 9, 4, 3, 4, 8, 6, 4, 3, 7, 3, 4, 2, 2, 5, 3, 4, 3, 5, 3, 3]
        )
        assert [theme.letter for theme in edition.themes] == ["A", "B", "C", "D"]
        assert all(clause.label and clause.wording is None for clause in edition.clauses)
        assert not edition.has_wording
        assert not edition.day_given

    def test_is_made_once(self, database, base):
        again = standards.ensure_base_edition(by=OFFICER)
        assert again.id == base.id
        assert count(database, standards.Clause) == 98
        assert trail(database) == ["standards.add_edition"]


class TestLoad:
    def test_adds_the_wording_to_the_only_edition(self, database, base):
        done = load()
        assert (done.edition.slug, done.wording_added, done.new_edition, done.day_set) == (FIRST, True, False, False)
        edition = standards.edition(FIRST)
        assert [clause.wording for clause in edition.clauses] == [words_of(clause.number) for clause in edition.clauses]
        assert edition.headings[6].opening == words_of("7")
        assert edition.themes[1].opening == words_of("B")
        assert edition.clauses[2].label == "Have insurance, with professional indemnity"
        assert edition.loaded_by == "Rosa Example"
        assert trail(database) == ["standards.add_edition", "standards.load_wording"]

    def test_needs_nothing_there_before(self, database):
        assert load().wording_added
        assert count(database, standards.Clause) == 98

    def test_the_same_file_twice_changes_nothing(self, database, base):
        load()
        before = standards.edition(FIRST).loaded_at
        assert not load().changed
        assert not load(written(width=33).replace("’", "'")).changed
        assert standards.edition(FIRST).loaded_at == before
        assert trail(database) == ["standards.add_edition", "standards.load_wording"]

    def test_other_words_are_refused_by_number(self, database, base):
        load()
        with pytest.raises(Refused) as refused:
            load(written({"3.2": "something else altogether.", "9": "The sample worker rests, and must"}))
        assert "“First edition” already has its wording" in refused.value.sentence
        assert "something else in Standard 3.2, heading 9." in refused.value.sentence
        database.session.expire_all()
        assert standards.clause("3.2").wording == words_of("3.2")

    def test_all_or_nothing(self, database, base):
        with pytest.raises(Refused, match=r"Standard 22\.3 is missing"):
            load(written(without=frozenset({"22.3"})), starts=date(2024, 1, 1))
        edition = standards.edition(FIRST)
        assert not edition.has_wording
        assert not any(clause.wording for clause in edition.clauses)
        assert not edition.day_given
        assert trail(database) == ["standards.add_edition"]

    def test_the_institutes_day_takes_the_place_of_our_default(self, database, base):
        done = load(starts=date(2022, 9, 1))
        assert done.day_set
        assert (done.edition.in_force_from, done.edition.day_given) == (date(2022, 9, 1), True)
        assert not load(starts=date(2022, 9, 1)).changed
        assert load(starts=date(2022, 10, 1), edition="First edition").day_set
        assert trail(database).count("standards.set_day") == 2

    def test_saying_the_default_day_makes_it_given(self, base):
        assert load(starts=base.in_force_from).edition.day_given


class TestNewEdition:
    CHANGED = written({"3.2": "tell the sample office at once."})

    @pytest.fixture
    def second(self, base):
        load(starts=date(2023, 5, 1))
        return load(self.CHANGED, edition="Second edition", starts=date(2027, 4, 1))

    def test_stands_beside_the_first(self, second):
        assert (second.new_edition, second.edition.slug) == (True, "second-edition")
        assert standards.edition("second-edition").clauses[14].wording == "tell the sample office at once."
        assert standards.edition(FIRST).clauses[14].wording == words_of("3.2")

    def test_keeps_labels_only_where_the_words_are_the_same(self, second):
        labels = {clause.number: clause.label for clause in standards.edition("second-edition").clauses}
        assert labels["3.2"] is None
        assert labels["1.3"] == "Have insurance, with professional indemnity"
        assert second.without_label == ("3.2",)

    def test_keeps_the_spelling_of_titles(self, second):
        assert standards.edition("second-edition").headings[0].title == "Duty of care"

    def test_each_day_has_its_edition(self, second):
        assert standards.edition_in_force(date(2023, 4, 30)) is None
        assert standards.edition_in_force(date(2023, 5, 1)).slug == FIRST
        assert standards.edition_in_force(date(2027, 3, 31)).slug == FIRST
        assert standards.edition_in_force(date(2027, 4, 1)).slug == "second-edition"

    def test_a_clause_is_read_as_it_stood_on_the_day(self, second):
        assert standards.clause("3.2", date(2027, 3, 31)).wording == words_of("3.2")
        assert standards.clause("3.2", date(2027, 4, 1)).wording == "tell the sample office at once."
        assert standards.clause("3.2", date(2023, 4, 30)) is None

    def test_editions_are_listed_with_their_last_day(self, second):
        listed = [(item.edition.slug, item.until, item.standing) for item in standards.editions(date(2026, 12, 1))]
        assert listed == [("second-edition", None, "coming"), (FIRST, date(2027, 3, 31), "current")]
        later = [item.standing for item in standards.editions(date(2027, 4, 1))]
        assert later == ["current", "past"]

    def test_the_same_file_again_changes_nothing(self, second):
        assert not load(self.CHANGED, edition="second edition", starts=date(2027, 4, 1)).changed
        assert not load(self.CHANGED).changed
        assert not load().changed

    def test_without_a_name_another_text_is_refused(self, second):
        with pytest.raises(Refused, match="more than one edition: “Second edition”, “First edition”"):
            load(written({"3.2": "a third version."}))

    def test_a_day_may_not_cross_the_neighbour(self, second):
        with pytest.raises(Refused, match="must begin after “First edition”, which is in force from 1 May 2023"):
            load(self.CHANGED, edition="Second edition", starts=date(2023, 5, 1))
        with pytest.raises(Refused, match="must begin before “Second edition”, which is in force from 1 April 2027"):
            load(edition=FIRST, starts=date(2027, 4, 1))

    def test_needs_a_day_after_the_edition_before(self, base):
        load(starts=date(2023, 5, 1))
        with pytest.raises(Refused, match="say from which day it is in force"):
            load(self.CHANGED, edition="Second edition")
        with pytest.raises(Refused, match="must begin after “First edition”"):
            load(self.CHANGED, edition="Second edition", starts=date(2023, 5, 1))
        assert len(standards.editions()) == 1

    def test_needs_words_of_its_own(self, base):
        load()
        with pytest.raises(Refused, match="word for word “First edition”"):
            load(edition="Second edition", starts=date(2027, 4, 1))

    @pytest.mark.parametrize("name", ["", "  ", "---", "e" * 61, "New\x00one", "\u202enoitide"])
    def test_needs_a_name_one_can_read(self, base, name):
        with pytest.raises(Refused, match="Give the edition a name"):
            load(self.CHANGED, edition=name, starts=date(2027, 4, 1))

    def test_may_have_other_numbers_when_told_so(self, base):
        load()
        text = written(without=frozenset({"22.3"})).replace("\n21.3. ", "\n21.3. first.\n\n21.4. ")
        with pytest.raises(Refused, match="--numbers-changed"):
            load(text, edition="Second edition", starts=date(2027, 4, 1))
        done = load(text, edition="Second edition", starts=date(2027, 4, 1), numbers_may_change=True)
        assert (done.added, done.left_out) == (("21.4",), ("22.3",))
        assert standards.clause("22.3", date(2027, 4, 1)) is None
        assert standards.clause("22.3", date(2027, 3, 31)).wording == words_of("22.3")


class TestClause:
    @pytest.mark.parametrize("number", ["3.2", " 3.2. ", "Standard 3.2", "S 3.2", "3,2", "03.02"])
    def test_is_found_however_it_is_cited(self, base, number):
        found = standards.clause(number)
        assert (found.number, found.heading.title) == ("3.2", "Integrity and transparency")

    @pytest.mark.parametrize("number", ["", "3", "3.10", "23.1", "0.0", "three", "3.2.1", "999.999", "-3.2"])
    def test_is_not_made_up(self, base, number):
        assert standards.clause(number) is None


class TestSearch:
    def numbers(self, text: str) -> list[str]:
        found = standards.search(text, standards.edition(FIRST))
        return [clause.number for heading in found.headings for clause in heading.clauses]

    def test_by_number_heading_and_theme(self, base):
        assert self.numbers("3.2") == ["3.2"]
        assert self.numbers("standard 14") == ["14.1", "14.2"]
        assert len(self.numbers("A")) == 26
        assert len(self.numbers("theme [d]")) == 14

    @pytest.mark.parametrize("asked", ["insurance", "INSURED", "insurances", "the insurance", "indemnity professional"])
    def test_by_words_whatever_their_endings(self, base, asked):
        assert self.numbers(asked) == ["1.3"]

    def test_every_word_must_fit(self, base):
        assert self.numbers("conflict interest") == ["2.4"]
        assert self.numbers("conflict insurance") == []

    def test_a_title_brings_its_clauses(self, base):
        assert self.numbers("monitoring") == ["12.1", "12.2", "12.3"]

    def test_the_wording_is_searched_once_it_is_there(self, base):
        assert self.numbers("second look") == []
        load()
        assert "1.1" in self.numbers("second look")

    def test_a_headings_own_sentence_is_searched(self, base):
        load()
        found = standards.search("subject 7 every week", standards.edition(FIRST))
        assert [(item.heading.number, item.clauses) for item in found.headings] == [(7, ())]

    @pytest.mark.parametrize(
        "asked", ["", " ", "the", "?!", "3.99", "99", "Z", "\x00", "\u202e", "'; DROP TABLE x;--", "<b>x</b>", "💥"]
    )
    def test_finds_nothing_where_nothing_is(self, base, asked):
        assert self.numbers(asked) == []


def test_an_edition_is_read_in_four_statements(base, database, statements):
    database.session.expunge_all()
    with statements() as seen:
        edition = standards.edition(FIRST)
        assert len(edition.clauses) == 98
    assert len(seen) == 4
