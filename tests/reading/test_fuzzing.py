"""What fuzzing holds against the readers holds for every input that it grows from."""

import pytest

from benchmarks.fuzzing.mutations import seeds
from benchmarks.fuzzing.targets import TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_every_seed_keeps_the_promises(target):
    """A target raises where a promise is broken, also for an article added to the corpus since."""
    grown_from = list(seeds(target))
    for data in grown_from:
        TARGETS[target](data)

    assert grown_from
