"""Print what building Gatehouse needs, a requirement a line, for `make lock`."""

import tomllib
from pathlib import Path

# hatchling asks for it when an installation is editable, and only then.
EDITABLE = "editables>=0.5"


def main() -> None:
    """Print what pyproject.toml says under build-system, and what an editable build adds."""
    text = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    print(*tomllib.loads(text)["build-system"]["requires"], EDITABLE, sep="\n")


if __name__ == "__main__":
    main()
