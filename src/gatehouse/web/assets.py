"""The built style sheet and script, under names that change with their content."""

import json
from pathlib import Path

BUILT = Path(__file__).parent / "static" / "build"


class AssetsMissingError(RuntimeError):
    """The front end was not built."""


def asset_names(built: Path = BUILT) -> dict[str, str]:
    """Built file name by plain name ("gatehouse.css"), from the build's manifest."""
    manifest = built / "manifest.json"
    try:
        names = json.loads(manifest.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise AssetsMissingError(
            f"{manifest} is not there, so pages would have no style; "
            "in a checkout run `npm ci && npm run build` (or `make`), and in a wheel report a fault"
        ) from None
    return {str(plain): str(file) for plain, file in names.items()}
