"""Holds the coverage of the last test run to its floors; `make test` ends with it."""

import json
import subprocess
import sys
from pathlib import Path

# Branch coverage in percent: the rooms with the rules, and the whole house.
FLOORS = {"bot/domain/": 95.0, "bot/reading/": 95.0, "bot/services/": 95.0, "": 90.0}


def _percent(files: dict[str, dict[str, dict[str, int]]], room: str) -> float:
    covered = total = 0
    for name, file in files.items():
        if name.startswith(room):
            summary = file["summary"]
            covered += summary["covered_branches"]
            total += summary["num_branches"]
    return 100.0 * covered / total if total else 0.0


def main() -> int:
    """Print each room's coverage beside its floor; exit 1 where one lies below."""
    coverage = [sys.executable, "-m", "coverage"]
    report = Path("coverage.json")
    subprocess.run([*coverage, "json", "-q", "-o", str(report)], check=True)  # noqa: S603 - our own words
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    failed = False
    for room, floor in FLOORS.items():
        percent = _percent(files, room)
        failed |= percent < floor
        verdict = "below its floor" if percent < floor else "ok"
        sys.stdout.write(
            f"coverage {room or 'whole':<15}{percent:6.1f} %  (≥ {floor:.0f} %)  {verdict}\n"
        )
    if failed:
        subprocess.run([*coverage, "report"], check=True)  # noqa: S603 - likewise
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
