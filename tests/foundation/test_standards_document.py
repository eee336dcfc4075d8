"""Reading the institute's document: what survives a word processor, and what is refused with its line."""

import re

import pytest

from foundation.errors import Refused
from foundation.standards import document
from foundation.standards.outline import first_edition, in_sequence, plain, title_key
from tests.foundation.made_up_standards import INTRODUCTION, expected_parts, words_of, written

KNOWN = first_edition().parts


def read(text: str):
    return document.read(text.encode(), KNOWN)


def told(parts):
    return [(part.reference, part.title, part.words) for part in parts]


def refusal(text: str | bytes) -> str:
    with pytest.raises(Refused) as refused:
        document.read(text if isinstance(text, bytes) else text.encode(), KNOWN)
    return refused.value.sentence


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if line.startswith(start))


class TestFirstEdition:
    def test_has_the_institutes_shape(self):
        themes, headings = {}, {}
        for part in KNOWN:
            if part.kind == "theme":
                theme = part.reference
                themes[theme] = 0
            elif part.kind == "clause":
                themes[theme] += 1
                heading = part.reference.partition(".")[0]
                headings[heading] = headings.get(heading, 0) + 1
        assert themes == {"A": 26, "B": 38, "C": 20, "D": 14}
        assert list(headings.values()) == [4, 9, 9, 4, 3, 4, 8, 6, 4, 3, 7, 3, 4, 2, 2, 5, 3, 4, 3, 5, 3, 3]
        assert [part.reference for part in KNOWN] == in_sequence([part.reference for part in KNOWN])

    def test_labels_are_short_different_and_carry_no_wording(self):
        labels = [part.label for part in KNOWN if part.kind == "clause"]
        assert len(set(labels)) == 98
        assert all(3 <= len(label.split()) <= 9 for label in labels)
        assert not any(label.endswith(".") for label in labels)
        assert not any(part.words for part in KNOWN)


class TestReading:
    def test_gives_every_part_its_title_and_words(self):
        assert told(read(written())) == told(expected_parts())

    @pytest.mark.parametrize("width", [25, 40, 200])
    def test_lines_may_wrap_anywhere(self, width):
        assert told(read(written(width=width))) == told(expected_parts())

    def test_blank_lines_mean_nothing(self):
        assert told(read(written().replace("\n", "\n\n \n"))) == told(expected_parts())
        assert told(read(re.sub(r"\n\s*\n+", "\n", written()))) == told(expected_parts())

    def test_stray_spaces_and_line_endings(self):
        text = written().replace("\n", "  \r\n   ").replace(" note ", " \u00a0note\t ")
        assert told(read(text)) == told(expected_parts())

    def test_old_line_endings_and_a_byte_order_mark(self):
        assert told(read("\ufeff" + written().replace("\n", "\r"))) == told(expected_parts())

    def test_utf_16_with_its_mark(self):
        assert told(document.read(written().encode("utf-16"), KNOWN)) == told(expected_parts())

    def test_numbers_with_or_without_a_last_stop(self):
        text = re.sub(r"^(\d+\.\d+)\. ", r"\1  ", written(), flags=re.MULTILINE)
        assert told(read(text)) == told(expected_parts())

    def test_numbers_with_inner_spaces_or_none_after(self):
        text = written().replace("\n19.1. ", "\n19 . 1.   ").replace("\n3.2. ", "\n3.2.").replace("\n4. ", "\n4 .")
        assert told(read(text)) == told(expected_parts())

    def test_a_number_alone_on_its_line(self):
        text = re.sub(r"^(\d+\.(?:\d+\.)?) ", r"\1\n\n", written(), flags=re.MULTILINE)
        assert told(read(text)) == told(expected_parts())

    def test_page_breaks_inside_sentences(self):
        text = written(width=30)
        lines = text.split("\n")
        pages = ["\n".join(lines[start : start + 40]) for start in range(0, len(lines), 40)]
        broken = "".join(
            f"Sample Institute  Draft {number}\n\n{page}\n{number}\n\f" for number, page in enumerate(pages, 1)
        )
        assert told(read(broken)) == told(expected_parts())

    def test_page_numbers_between_lines(self):
        pages = iter(range(1, 400))
        text = re.sub(r"\n\n", lambda _gap: f"\nPage {next(pages)} of 30\n", written())
        assert told(read(text)) == told(expected_parts())

    def test_a_number_that_is_no_page_stays_in_its_sentence(self):
        text = written().replace("5.1. ", "5.1. stay below the limit of\n12\nhours a day and ")
        parts = {part.reference: part.words for part in read(text)}
        assert parts["5.1"].startswith("stay below the limit of 12 hours a day and")

    def test_a_list_of_contents_in_front(self):
        text = written().replace(
            INTRODUCTION, f"{INTRODUCTION}\n[A] Standards of Conduct ........ 4\n1. Duty ...... 5\n"
        )
        assert told(read(text)) == told(expected_parts())

    @pytest.mark.parametrize("word", ["co-worker", "worker/manager"])
    def test_words_broken_at_a_hyphen_or_slash_are_joined(self, word):
        text = written({"5.1": f"ask a {word} first."}).replace(word, word.replace("-", "-\n\n").replace("/", "/\n"))
        assert [part.words for part in read(text) if part.reference == "5.1"] == [f"ask a {word} first."]

    def test_ligatures_and_soft_hyphens(self):
        text = written().replace("first", "ﬁrst").replace("meeting", "meet\u00ading")
        assert told(read(text)) == told(expected_parts())

    def test_a_title_may_wrap_and_differ_in_capitals(self):
        text = written().replace("Knowledge and skills development", "KNOWLEDGE AND\nSkills Development ")
        assert told(read(text)) == told(expected_parts())

    def test_a_title_stays_out_of_the_clause_before_it(self):
        parts = {part.reference: part for part in read(written({"1.4": "leave nobody without\nhelp when you go"}))}
        assert parts["1.4"].words == "leave nobody without help when you go"
        assert parts["2"].title == "Best interest of the service user"

    def test_two_headings_may_share_a_title(self):
        parts = {part.reference: part for part in read(written())}
        assert parts["20"].title == parts["21"].title == "Shaping practice"

    def test_a_shared_title_may_also_stand_twice(self):
        text = written().replace("\n21. ", "\nShaping Practice\n21. ")
        assert told(read(text)) == told(expected_parts())

    @pytest.mark.parametrize(
        "mention", ["as set out in Standard\n3.2 and", "as set out in Standards 3.1 and\n3.3. of this", "(see\n14.1)"]
    )
    def test_another_number_mentioned_at_the_start_of_a_line(self, mention):
        text = written().replace("5.1. ", f"5.1. act {mention} ")
        parts = {part.reference: part.words for part in read(text)}
        assert parts["5.1"] == f"act {' '.join(mention.split())} {words_of('5.1')}"


class TestRefused:
    @pytest.mark.parametrize(
        ("source", "says"),
        [
            (b"", "The file is empty."),
            (b" \r\n\t ", "The file is empty."),
            (b"%PDF-1.7 \x00", "The file is a PDF. Save the document as plain text (UTF-8), then load that."),
            (b"PK\x03\x04word", "The file is a Word, spreadsheet or zip file."),
            (b"{\\rtf1", "The file is a rich text file."),
            (b"one\ntwo \xe2\x28", "The letters on line 2 cannot be read. Save the document as plain text in UTF-8."),
            (b"caf\xe9", "The letters on line 1 cannot be read."),
            (b"one\n\x00\x01", "The file is not plain text: line 2 holds a control character."),
            (b"\xff\xfea", "cannot be read"),
            (
                "one\nthe user\u00e2\u20ac\u2122s".encode(),
                "The letters on line 2 were damaged when the file was saved.",
            ),
            (b"a" * 1_000_001, "too long"),
            (b"A shopping list\n1. eggs\n1.1. brown", "no line begins with a theme's letter in brackets, like [A]"),
            (b"[A] Shopping\nFood\n1. eggs\n1.1. brown", "Of 124 numbered parts it has 3. The first one missing is "),
        ],
    )
    def test_a_file_that_is_something_else(self, source, says):
        assert says in refusal(source)

    def test_a_missing_number_and_where_it_should_be(self):
        text = written(without=frozenset({"14.2"}))
        assert (
            f"Standard 14.2 is missing: it should come after Standard 14.1, which is on line {line_of(text, '14.1')}."
            in (refusal(text))
        )

    def test_a_missing_heading_and_a_missing_theme(self):
        assert "Heading 7 is missing" in refusal(written(without=frozenset({"7"})))
        assert "Theme C is missing" in refusal(written(without=frozenset({"C"})))

    def test_a_document_cut_short(self):
        text = written().partition("22.3.")[0]
        assert "Standard 22.3 is missing" in refusal(text)
        assert refusal(text).endswith("Nothing was loaded.")

    def test_a_document_that_starts_late(self):
        text = "[B]" + written().partition("[B]")[2]
        assert "Theme A is missing: it should come at the start." in refusal(text)

    def test_a_number_that_stands_twice(self):
        text = written().replace("\n2.4. ", "\n2.3. ").replace("\n2.3. ", "\n2.3. once more ", 1)
        first = line_of(text, "2.3. once more")
        says = refusal(text)
        assert f"Standard 2.3 stands more than once: on lines {first} and " in says
        assert "Standard 2.4 is missing" in says

    def test_the_whole_document_twice(self):
        assert "stands more than once" in refusal(written() + written())

    def test_numbers_out_of_order(self):
        text = written().replace("\n6.1. ", "\nx").replace("\n6.2. ", "\n6.1. ").replace("\nx", "\n6.2. ")
        assert "Standard 6.1 on line" in refusal(text)
        assert "is out of order: it comes after Standard 6.2." in refusal(text)

    def test_a_number_nobody_knows(self):
        text = written().replace("\n6.1. ", "\n6.1. something.\n6.7. ")
        assert "Standard 6.7 on line" in refusal(text)
        assert "is not a number we know." in refusal(text)

    def test_a_number_without_words(self):
        assert "Standard 9.2 on line" in refusal(written({"9.2": ""}))
        assert "has a number but no words." in refusal(written({"9.2": ""}))

    def test_another_title(self):
        says = refusal(written().replace("Monitoring", "Watching over"))
        assert "Heading 12 on line" in says
        assert "is not called “Monitoring”." in says

    def test_something_that_follows_the_standards(self):
        says = refusal(written() + "\nGlossary of terms\n" + "A word and what it means. " * 80)
        assert "Standard 22.3 on line" in says
        assert "take that out" in says

    def test_many_problems_are_counted_not_listed(self):
        says = refusal(written(without=frozenset(f"7.{number}" for number in range(1, 9))))
        assert says.count("is missing") == 5
        assert "And 3 more problems." in says


class TestLaterEdition:
    def changed(self, text: str, **allowed: bool):
        return document.read(text.encode(), KNOWN, titles_may_change=True, **allowed)

    def test_titles_may_change(self):
        parts = self.changed(written().replace("Monitoring", "Watching over"))
        assert [part.title for part in parts if part.reference == "12"] == ["Watching over"]

    def test_numbers_only_when_told_so(self):
        text = written().replace("\n22.3. ", "\n22.3. first.\n22.4. ")
        with pytest.raises(Refused, match=r"Standard 22\.4 on line \d+ is not a number we know\.") as refused:
            self.changed(text)
        assert refused.value.sentence.endswith("If it has other numbers on purpose, add --numbers-changed.")
        assert self.changed(text, numbers_may_change=True)[-1].reference == "22.4"

    def test_even_then_no_gap(self):
        text = written(without=frozenset({"14", "14.1", "14.2", "3.4"}))
        with pytest.raises(Refused) as refused:
            self.changed(text, numbers_may_change=True)
        assert "Standard 3.4 is missing" in refused.value.sentence
        assert "Heading 14 is missing" in refused.value.sentence

    def test_titles_are_found_without_knowing_them(self):
        parts = document.read(written().encode(), [], titles_may_change=True, numbers_may_change=True)
        found = {part.reference: title_key(part.title) for part in parts if part.title}
        assert found == {part.reference: title_key(part.title) for part in KNOWN if part.title}


def test_two_copies_of_a_text_compare_equal():
    assert plain("the  user’s “best” – interest ") == plain('the user\'s "best" - interest')
    assert plain("may") != plain("must")
