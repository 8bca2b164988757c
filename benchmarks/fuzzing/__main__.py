"""`python -m benchmarks.fuzzing TARGET [--seconds N] [FILE …]`: fuzz a reader, or try files on it.

Coverage guides atheris through inputs grown from the corpus. The first finding is kept as a file
and ends the run with its traceback.
"""

import argparse
import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any

_HELD_SECONDS = 600  # of the clock, for what never comes back; the targets look at their own time


def main() -> int:
    """Fuzz one target, or try the files given on it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzzing", description=__doc__)
    parser.add_argument("target", choices=["plain", "markdown", "page", "pack", "calendar"])
    parser.add_argument("files", nargs="*", type=Path, help="findings to try again")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0, help="0 for another one each time")
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    given = parser.parse_args()
    if given.files:
        return _try_again(given.target, given.files)
    return _fuzz(given.target, given.seconds, given.seed, given.findings)


def _try_again(target: str, files: list[Path]) -> int:
    from benchmarks.fuzzing.targets import TARGETS  # noqa: PLC0415 - see below

    for path in files:
        TARGETS[target](path.read_bytes())
        print(f"{path}: kept its promises")
    return 0


def _fuzz(target: str, seconds: int, seed: int, findings: Path) -> int:
    # Not among what the tests need, and it has no types.
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["bot.reading"]):
        from benchmarks.fuzzing.mutations import Mutator, seeds  # noqa: PLC0415
        from benchmarks.fuzzing.targets import LARGEST, TARGETS  # noqa: PLC0415

    mutator = Mutator(target)

    def mutate(data: bytes, longest: int, chance: int) -> bytes:
        if chance % 8 == 0:
            changed: bytes = atheris.Mutate(data, longest)
            return changed
        return mutator.mutate(data, chance, longest)

    findings.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(seeds(target)):
            (Path(folder) / f"{number:03}").write_bytes(data)
        options = [
            f"-max_total_time={seconds}",
            f"-max_len={LARGEST}",
            "-len_control=0",
            f"-timeout={_HELD_SECONDS}",
            "-rss_limit_mb=2048",
            f"-artifact_prefix={findings}/{target}-",
            *([f"-seed={seed}"] if seed else []),
        ]
        atheris.Setup([sys.argv[0], *options, folder], TARGETS[target], custom_mutator=mutate)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
