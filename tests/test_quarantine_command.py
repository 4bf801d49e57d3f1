"""`gatehouse quarantine`: what a person reads when data could not be applied."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gatehouse.cli import app
from gatehouse.shipped import shipped
from tests.lake.source_folder import NOW, SourceFolder

_BEDS = """\
table: nomis.beds
version: 3
description: Beds, for tests.
key: [id]
retention: P7Y
columns:
  id: {type: integer, nullable: false}
"""


@pytest.fixture
def folder(tmp_path: Path) -> SourceFolder:
    folder = SourceFolder(tmp_path)
    contracts = tmp_path / "contracts"
    (contracts / "nomis").mkdir(parents=True)
    (contracts / "nomis" / "beds.yaml").write_text(_BEDS, "utf-8")
    shutil.copy(shipped("contracts") / "nomis" / "offenders.yaml", contracts / "nomis")
    config = f'data = "{tmp_path}"\ncontracts = "{contracts}"\n[sources]\nnomis = "{folder.raw}"\n'
    (tmp_path / "gatehouse.toml").write_text(f"[service]\n{config}", "utf-8")
    return folder


def _say(folder: SourceFolder, *arguments: str) -> tuple[int, str]:
    config = str(folder.root / "gatehouse.toml")
    within = 1 if "discard" in arguments else 0  # an option belongs to its own command
    words = ["quarantine", *arguments[:within], "--config", config, *arguments[within:]]
    answer = CliRunner().invoke(app, words)
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


def test_a_fault_is_discarded_by_its_id_with_a_reason_that_is_kept(folder: SourceFolder) -> None:
    file = folder.write([{"id": None}, {"id": None}])
    folder.capture()
    lines = _say(folder, "--table", "nomis.beds")[1].splitlines()
    first = lines[0].split()[0]
    why = ["--reason", "rows of a test"]
    code, said = _say(folder, "discard", first, *why)
    assert (code, said) == (0, f"Discarded {first}: nomis.beds {file}, row 1\n")
    assert _say(folder, "--table", "nomis.beds")[1].splitlines() == lines[1:]
    closed = _say(folder, "--table", "nomis.beds", "--all")[1]
    assert "[closed: discarded by" in closed
    assert "UTC: rows of a test]" in closed


def test_what_cannot_be_discarded_is_said(folder: SourceFolder) -> None:
    code, said = _say(folder, "discard", "0123456789ab", "--reason", "none")
    assert (code, said.split(";")[0]) == (1, "there is no fault 0123456789ab")
    assert _say(folder, "discard", "0123456789ab")[0] == 2, "a reason is needed"
