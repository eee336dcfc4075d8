"""`flask standards`: what the person at the shell reads, and the exit code."""

import pytest

from foundation import standards
from tests.foundation.made_up_standards import written


@pytest.fixture
def document(tmp_path):
    file = tmp_path / "standards.txt"
    file.write_text(written(), encoding="utf-8")
    return file


def run(runner, *words):
    return runner.invoke(args=["standards", *map(str, words)])


def test_loading_says_what_it_did(runner, document):
    result = run(runner, "load", document)
    assert result.exit_code == 0
    assert "First edition now has the wording of 98 Standards." in result.output
    assert "That day is our default, for the document has none: give the true day with --from." in result.output


def test_loading_again_says_that_nothing_changed(runner, document):
    run(runner, "load", document)
    assert run(runner, "load", document).output == "Nothing to change: First edition already has this wording.\n"


def test_a_new_edition_from_its_day(runner, document):
    run(runner, "load", document, "--from", "2023-05-01")
    document.write_text(written({"3.2": "tell the sample office at once."}), encoding="utf-8")
    result = run(runner, "load", document, "--edition", "Second edition", "--from", "2027-04-01")
    assert result.exit_code == 0
    assert "It is in force from 1 April 2027." in result.output
    assert "Standards without a short label: 3.2." in result.output
    assert run(runner, "list").output.splitlines() == [
        "second-edition: Second edition, in force from 1 April 2027 (coming), with the institute's wording.",
        "first-edition: First edition, in force from 1 May 2023 to 31 March 2027 (current), "
        "with the institute's wording.",
    ]


def test_numbers_that_changed_are_listed(runner, document):
    run(runner, "load", document)
    document.write_text(written().replace("\n22.3. ", "\n22.3. first.\n22.4. "), encoding="utf-8")
    words = ("load", document, "--edition", "Second", "--from", "2027-04-01")
    assert run(runner, *words).exit_code == 1
    result = run(runner, *words, "--numbers-changed")
    assert "Numbers the edition before does not have: 22.4." in result.output


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xff\xfe\xfa", b"A letter about something else."])
def test_a_file_that_is_not_the_standards_is_exit_1(app, runner, document, content):
    document.write_bytes(content)
    result = run(runner, "load", document)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    with app.app_context():
        assert not standards.edition_in_force().has_wording if standards.edition_in_force() else True


def test_a_missing_file_a_folder_and_an_unreadable_day_are_exit_2(runner, document, tmp_path):
    assert run(runner, "load", tmp_path / "nothing.txt").exit_code == 2
    assert run(runner, "load", tmp_path).exit_code == 2
    assert run(runner, "load", document, "--from", "31/02/2027").exit_code == 2


def test_the_list_before_anything_was_loaded(runner):
    assert run(runner, "list").output == "There is no edition yet.\n"
