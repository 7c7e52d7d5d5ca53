"""What version 0.1 wrote is read for ever, and its runs come to the same results (Tests/Fixtures-0.1)."""

import os
import shutil
import subprocess

import h5py
import numpy
import pytest
from conftest import PROGRAM, ROOT
from running import environment, lfads

FIXTURES = ROOT / "Tests/Fixtures-0.1"
RUNS = sorted(path.name for path in FIXTURES.glob("*.run.h5"))
WRITTEN = {
    "gaussian.run.h5": ["gaussian_model.h5", "gaussian_posterior.h5", "gaussian_prior.npy"],
    "multisession.run.h5": ["multi_model.h5", "multi_posterior.h5"],
    "opened.run.h5": [
        "opened_model.h5", "opened_parameters.h5", "opened_posterior.h5", "opened_data.h5", "trace_factors.npy",
        "trace_rates.npy",
    ],
}  # fmt: skip


def kernels(record):
    """What results may depend on by a rounding: the kernel set and OpenBLAS's own."""
    with h5py.File(record) as file:
        return [line for line in file["versions"].asstr()[()] if line.startswith(("kernels ", "OpenBLAS "))]


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """The kernels of this machine, as a run of its own records them."""
    place = tmp_path_factory.mktemp("kernels")
    (place / "now.lfs").write_text("1\n")
    lfads(place, "--record", "now.h5", "now.lfs")
    return kernels(place / "now.h5")


def arrays(path):
    """Every array of numbers of a file."""
    if path.suffix == ".npy":
        return {"": numpy.load(path)}
    found = {}

    def take(name, thing):
        if isinstance(thing, h5py.Dataset) and thing.dtype.kind in "iuf":
            found[name] = thing[()]

    with h5py.File(path) as file:
        file.visititems(take)
    return found


def assert_close(path, expected):
    now, before = arrays(path), arrays(expected)
    assert now.keys() == before.keys()
    for name, values in before.items():
        scale = max(float(numpy.abs(values.astype(float)).max(initial=0)), 1e-3)
        distance = numpy.abs(now[name].astype(float) - values.astype(float)).max(initial=0)
        assert distance <= 1e-5 * scale, f"{path.name}: {name} is off by {distance} of {scale}"


@pytest.mark.parametrize("run", RUNS)
def test_a_run_comes_to_the_same_results(run, here, tmp_path):
    if kernels(FIXTURES / run) == here:
        output, _ = lfads(tmp_path, "rerun", FIXTURES / run)
        assert "identical: every result is the same to the bit" in output
        return
    subprocess.run(
        [str(PROGRAM), "--quiet", "rerun", "-o", "kept", str(FIXTURES / run)],
        cwd=tmp_path, env=environment(tmp_path), capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    for name in WRITTEN.get(run, []):
        (again,) = (tmp_path / "kept").rglob(name)
        assert_close(again, FIXTURES / name)


def test_models_posteriors_data_and_parameters_are_read(tmp_path):
    for name in ("opened_model.h5", "opened_data.h5", "opened_posterior.h5", "opened_parameters.h5"):
        shutil.copy(FIXTURES / name, tmp_path)
    output, _ = lfads(
        tmp_path, "-e",
        'm = load("opened_model.h5"); data = load("opened_data.h5"); p = load("opened_posterior.h5"); '
        'q = posterior(m, data, samples: 5, seed: 1); save(q, "again.h5"); '
        'print(m.epochs, m.steps, max(abs(p.rates - q.rates)) < 1e-5); load_parameters(m, data, "opened_parameters.h5");',
    )  # fmt: skip
    assert output.splitlines()[-1] == "3 9 true"
    assert_close(tmp_path / "again.h5", FIXTURES / "opened_posterior.h5")


@pytest.mark.parametrize("training", ["opened_training", "gaussian_training"])
def test_a_training_goes_on_from_its_directory(training, tmp_path):
    shutil.copytree(FIXTURES / training, tmp_path / training)
    newest = (FIXTURES / training / "checkpoint").read_text().split('"')[1]
    output, _ = lfads(tmp_path, "-e", f'print(load("{training}/{os.path.basename(newest)}").steps)')
    assert output.split() == ["9"]
