"""House rules that a machine can check."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.support.house import broken_links, rules_in, untested_rules

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


def _text(*patterns: str) -> str:
    """The tracked text files of these patterns but for this check's own, one after another."""
    own = {Path(__file__), ROOT / "tests/support/house.py"}
    paths = [path for pattern in patterns for path in _tracked(pattern) if path not in own]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_every_rule_that_the_code_names_has_a_test_that_names_it() -> None:
    code = _text("src/*.py", "src/*.html", "src/*.typ", "products/*")
    assert len(rules_in(code)) > 30
    assert untested_rules(code, _text("tests/*.py", "tests/*.md", "tests/*.yaml")) == frozenset()


@pytest.mark.parametrize(
    ("code", "tests", "untested"),
    [
        ("the roll (R-ROLL-1)", "", {"R-ROLL-1"}),
        ("the roll (R-ROLL-1)", "R-ROLL-10 and r_roll_10", {"R-ROLL-1"}),
        ("the roll (R-ROLL-6b)", "R-ROLL-6", {"R-ROLL-6b"}),
        ("the roll (R-ROLL-6)", "R-ROLL-6b", {"R-ROLL-6"}),
        ("category (R-CAT)", "def test_our_category", {"R-CAT"}),
        ("as of (R-ROLL-G)", "R-ROLL-7", {"R-ROLL-G"}),
        ("the roll (R-ROLL-1)", "def test_r_roll_1_beds() -> None:", set()),
        ("the roll (R-ROLL-1)", "the roll (R-ROLL-1 to 4)", set()),
        ("all of R-SEC", "R-SEC-1", set()),
        ("category (R-CAT)", "def test_first_r_cat_then() -> None:", set()),
    ],
)
def test_the_check_of_rules_tells_a_rule_without_a_test(
    code: str, tests: str, untested: set[str]
) -> None:
    assert untested_rules(code, tests) == untested


def test_every_relative_link_of_a_page_leads_somewhere() -> None:
    assert broken_links(_tracked("*.md"), ROOT) == frozenset()


@pytest.mark.parametrize(
    ("link", "broken"),
    [
        ("[gone](gone.md)", True),
        ("[gone](gone.md#part)", True),
        ("![gone](pictures/gone.png)", True),
        ('[gone](gone.md "A title")', True),
        ("[outside](../../etc/hostname)", True),
        ("[here](page.md#part)", False),
        ("[part](#part)", False),
        ("[elsewhere](https://example.org/gone.md)", False),
        ("```\n[an example](gone.md)\n```", False),
    ],
)
def test_the_check_of_links_tells_one_that_leads_nowhere(
    tmp_path: Path, link: str, broken: bool
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"A page.\n\n{link}\n", encoding="utf-8")
    assert bool(broken_links([page], tmp_path)) is broken


def test_what_builds_gatehouse_is_locked_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements-build.lock").read_text(encoding="utf-8")
    for requirement in project["build-system"]["requires"]:
        name = re.split(r"[^\w.-]", requirement)[0]
        assert re.search(rf"^{name}==[\d.]+ \\\n +--hash=sha256:", lock, re.MULTILINE), name
