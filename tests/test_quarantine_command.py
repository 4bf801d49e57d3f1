"""`gatehouse quarantine`: what a person reads when data could not be applied."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gatehouse.cli import app
from tests.lake.source_folder import NOW, SourceFolder


@pytest.fixture
def folder(tmp_path: Path) -> SourceFolder:
    folder = SourceFolder(tmp_path)
    config = f'data = "{tmp_path}"\n[sources]\nnomis = "{folder.raw}"\n'
    (tmp_path / "gatehouse.toml").write_text(f"[service]\n{config}", "utf-8")
    return folder


def _say(folder: SourceFolder, *arguments: str) -> tuple[int, str]:
    config = str(folder.root / "gatehouse.toml")
    answer = CliRunner().invoke(app, ["quarantine", "--config", config, *arguments])
    return answer.exit_code, answer.output


def test_an_empty_quarantine_says_so(folder: SourceFolder) -> None:
    assert _say(folder) == (0, "Nothing in quarantine.\n")
    said = (0, "Nothing in quarantine for nomis.offenders.\n")
    assert _say(folder, "--table", "nomis.offenders") == said


def test_a_table_that_has_no_contract_is_a_wrong_command(folder: SourceFolder) -> None:
    code, said = _say(folder, "--table", "nomis.nonsense")
    assert (code, said.split(" in ")[0]) == (2, "no contract for nomis.nonsense")
    assert _say(folder, "--table", "offenders")[0] == 2


def test_open_faults_are_listed_and_mended_ones_with_all(folder: SourceFolder) -> None:
    file = folder.write([{"id": None}])
    folder.capture()
    code, said = _say(folder)
    assert (code, said.split()[:3]) == (0, ["1", "nomis.beds", "no_key"])
    folder.write([{"id": 1}], file)
    folder.capture(now=NOW + timedelta(minutes=1))
    assert _say(folder) == (0, "Nothing in quarantine.\n")
    assert _say(folder, "--all")[1].split()[:3] == ["1", "nomis.beds", "no_key"]
