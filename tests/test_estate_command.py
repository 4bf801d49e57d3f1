"""`gatehouse estate`: what a person reads when it cannot do what they ask."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from gatehouse.cli import app


@pytest.mark.parametrize("taken", ["folder", "folder/notes.txt"])
def test_the_command_says_in_one_line_that_a_folder_is_taken(tmp_path: Path, taken: str) -> None:
    notes = tmp_path / "folder/notes.txt"
    notes.parent.mkdir()
    notes.write_text("mine", encoding="utf-8")
    answer = CliRunner().invoke(app, ["estate", "build", str(tmp_path / taken)])
    assert answer.exit_code == 1
    [line] = answer.stderr.splitlines()
    assert "does not exist yet" in line
    assert notes.read_text(encoding="utf-8") == "mine"
    assert list(notes.parent.iterdir()) == [notes]


def test_the_command_says_in_one_line_that_there_is_no_estate_to_keep_alive(
    tmp_path: Path,
) -> None:
    answer = CliRunner().invoke(app, ["estate", "live", str(tmp_path)])
    assert answer.exit_code == 1
    [line] = answer.stderr.splitlines()
    assert "build an estate" in line
