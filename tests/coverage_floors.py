"""Holds the coverage of the last test run to its floors; `make coverage` ends with it."""

import json
import subprocess
import sys
from pathlib import Path

# In percent: the branches of the rooms with the rules; lines and branches of the whole house.
ROOMS = {"bot/domain/": 95.0, "bot/reading/": 95.0, "bot/services/": 95.0}
WHOLE = 90.0


def _branches(files: dict[str, dict[str, dict[str, int]]], room: str) -> float:
    covered = total = 0
    for name, file in files.items():
        if name.startswith(room):
            covered += file["summary"]["covered_branches"]
            total += file["summary"]["num_branches"]
    return 100.0 * covered / total if total else 0.0


def main() -> int:
    """Print each room's coverage beside its floor; exit 1 where one lies below."""
    coverage = [sys.executable, "-m", "coverage"]
    report = Path("coverage.json")
    subprocess.run([*coverage, "json", "-q", "-o", str(report)], check=True)  # noqa: S603 - our own words
    found = json.loads(report.read_text(encoding="utf-8"))
    measured = [(room, _branches(found["files"], room), floor) for room, floor in ROOMS.items()]
    measured.append(("whole", found["totals"]["percent_covered"], WHOLE))
    failed = False
    for room, percent, floor in measured:
        failed |= percent < floor
        verdict = "below its floor" if percent < floor else "ok"
        sys.stdout.write(f"coverage {room:<15}{percent:6.1f} %  (≥ {floor:.0f} %)  {verdict}\n")
    if failed:
        subprocess.run([*coverage, "report"], check=True)  # noqa: S603 - likewise
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
