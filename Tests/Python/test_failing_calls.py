"""A write that fails destroys nothing: some calls of every kind of file; `scripts/faults --calls` tries them all."""

import failing_calls
import faults
import pytest


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return failing_calls.Bench(faults.Workshop(tmp_path_factory.mktemp("calls")))


@pytest.mark.parametrize("way", failing_calls.WAYS)
@pytest.mark.parametrize("kind", failing_calls.KINDS, ids=lambda kind: kind.name)
def test_a_failed_write_leaves_the_old_file(bench, kind, way):
    tally = bench.tally(kind, way, every=20)
    assert tally.lost == [], tally.line()
    assert tally.calls > 0
    assert tally.written == 0 or way in ("EIO once", "short write"), tally.line()
