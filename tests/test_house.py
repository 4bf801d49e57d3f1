"""House rules that a machine can check."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_MODULE = 500
# Registries are named by the machine that installs; a project that names one cannot move.
FOREIGN = re.compile(r"pypi\.org|registry\.npmjs|deb\.debian\.org|/home/\w+/|/root/", re.IGNORECASE)


def _tracked(pattern: str) -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "--", pattern], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return [ROOT / line for line in listing.splitlines() if (ROOT / line).is_file()]


def test_no_module_is_longer_than_a_person_can_hold() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in _tracked("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert long == {}


@pytest.mark.parametrize("pattern", ["*.py", "*.md", "*.lock", "*.json", "*.toml", "Makefile"])
def test_nothing_names_a_registry_or_somebodys_folder(pattern: str) -> None:
    named = {
        str(path.relative_to(ROOT))
        for path in _tracked(pattern)
        if path != Path(__file__) and FOREIGN.search(path.read_text(encoding="utf-8"))
    }
    assert named == set()


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in _tracked("src/*.py")
        if (text := path.read_text(encoding="utf-8"))
        and not text.lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_make_command_the_readme_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.findall(r"`make (\w+)`", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert commands
    assert {c for c in commands if not re.search(rf"^{c}:", makefile, re.MULTILINE)} == set()
