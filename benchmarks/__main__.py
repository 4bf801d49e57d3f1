"""Every speed that the project promises, each beside a peer in the same run: `make bench`."""

import subprocess
import sys

PARTS: tuple[tuple[str, ...], ...] = (
    ("benchmarks.exports_speed",),
    ("benchmarks.lake_load", "2000000"),
    ("benchmarks.freshness",),
    ("benchmarks.full_estate",),
)


def main() -> int:
    """Run each part in a process of its own; 1 when any broke its promise."""
    broken = 0
    for part in PARTS:
        print(f"\n== {part[0].removeprefix('benchmarks.')}", flush=True)
        broken |= subprocess.run([sys.executable, "-m", *part], check=False).returncode
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
