"""Files that NumPy, h5py and MATLAB write are read as they mean them, and they read ours."""

import subprocess

import h5py
import numpy as np
import pytest

from conftest import PROGRAM


@pytest.fixture
def run(environment, tmp_path):
    def run(script):
        result = subprocess.run(
            [PROGRAM, "--quiet", "-"], input=script, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
        )
        assert (result.returncode, result.stderr) == (0, "")
        return result.stdout.splitlines()

    return run


TYPES = ["?", "i1", "u1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4", "<u4", ">u4", "<i8", ">i8", "<u8", ">u8"]
TYPES += ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]
EXPECTED = "x = reshape(0..<24, 2, 3, 4)"


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_arrays_of_numpy(run, tmp_path, version):
    script = EXPECTED + "\n"
    for position, name in enumerate(TYPES):
        for order in "CF":
            array = np.asarray(np.arange(24).reshape(2, 3, 4).astype(name), order=order)
            with open(tmp_path / f"{position}{order}.npy", "wb") as file:
                np.lib.format.write_array(file, array, version=version)
            expected = "x > 0" if name == "?" else "x"
            script += f'print(all(read("{position}{order}.npy") == ({expected})))\n'
    assert run(script) == ["true"] * (2 * len(TYPES))


def test_numpy_reads_ours(run, tmp_path):
    run(f'{EXPECTED}\nsave(x / 8, "x.npy")\nsave(x[0] > 5, "mask.npy")\nsave(rand(3, seed: 1), "r.npy")')
    assert np.array_equal(np.load(tmp_path / "x.npy"), np.arange(24).reshape(2, 3, 4) / 8)
    mask = np.load(tmp_path / "mask.npy")
    assert mask.dtype == bool and np.array_equal(mask, np.arange(12).reshape(3, 4) > 5)
    assert np.load(tmp_path / "r.npy").dtype == np.float64


def test_tables(run, tmp_path):
    table = np.random.default_rng(1).normal(size=(50, 3))
    np.savetxt(tmp_path / "x.csv", table, delimiter=",", fmt="%.17g")
    np.savetxt(tmp_path / "named.csv", table, delimiter=",", fmt="%.17g", header="a,b,c", comments="")
    np.save(tmp_path / "x.npy", table)
    assert run('print(all(read("x.csv") == read("x.npy")))\nprint(all(read("named.csv", "b") == read("x.npy")[:, 1]))') == [
        "true",
        "true",
    ]
    run('save(read("x.npy"), "ours.csv")\nsave(read("x.npy")[:, 0], "vector.csv")')
    assert np.array_equal(np.loadtxt(tmp_path / "ours.csv", delimiter=","), table)
    assert np.array_equal(np.loadtxt(tmp_path / "vector.csv"), table[:, 0])


def test_arrays_of_h5py(run, tmp_path):
    with h5py.File(tmp_path / "x.h5", "w") as file:
        file["session/counts"] = np.arange(24).reshape(2, 3, 4).astype(">i4")
        file["flags"] = np.array([True, False])
        file["side"] = ["left", "right"]
        file["dt"] = 0.01
    assert run(
        EXPECTED + '\nprint(all(read("x.h5", "session/counts") == x), read("x.h5", "flags"), read("x.h5", "side"), '
        'read("x.h5", "dt"))'
    ) == ['true [true, false] ["left", "right"] 0.01']


def test_a_matlab_file(run, tmp_path):
    with h5py.File(tmp_path / "x.mat", "w", userblock_size=512) as file:
        def write(name, values, kind):
            file[name] = values
            file[name].attrs["MATLAB_class"] = np.bytes_(kind)

        write("counts", np.arange(24).reshape(2, 3, 4).T, "double")
        write("times", np.array([[0.5], [1.5]]), "double")
        write("nothing", np.array([0, 0], dtype="u8"), "double")
        file["nothing"].attrs["MATLAB_empty"] = np.uint8(1)
    with open(tmp_path / "x.mat", "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\x00\x02IM")
    assert run(
        EXPECTED + '\nprint(all(read("x.mat", "counts") == x), read("x.mat", "times"), len(read("x.mat", "nothing")))'
    ) == ["true [0.5, 1.5] 0"]


def test_h5py_reads_tensors_posteriors_and_data_sets(run, tmp_path):
    run(
        """
        counts = bin_spikes([0.01, 0.11, 0.13, 1.05], [0, 1, 2, 3, 4], window: [0, 0.2], dt: 0.02, units: [0, 1, 0, 1])
        data = dataset(counts, dt: 0.02)
        m = bind(lfads(gen_dim: 6, factors: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, co_dim: 1, seed: 1), data)
        save(counts, "counts.h5")
        save(data, "data.h5")
        post = posterior(m, data, samples: 2, seed: 1)
        save(post, "post.h5")
        save(post.rates, "rates.npy")
        """
    )
    with h5py.File(tmp_path / "counts.h5") as file:
        assert file["data"].shape == (5, 10, 2)
        assert [axis.label for axis in file["data"].dims] == ["trial", "time", "neuron"]
        assert file["data"][:].sum() == 4
    with h5py.File(tmp_path / "data.h5") as file:
        assert file["train_data"].shape == (4, 10, 2) and file["valid_data"].shape == (1, 10, 2)
    with h5py.File(tmp_path / "post.h5") as file:
        assert [axis.label for axis in file["rates"].dims] == ["trial", "time", "neuron"]
        assert [axis.label for axis in file["factors"].dims] == ["trial", "time", "factor"]
        assert np.array_equal(file["rates"][:], np.load(tmp_path / "rates.npy"))


def test_a_truncated_file_is_refused(environment, tmp_path):
    np.save(tmp_path / "x.npy", np.arange(1000.0))
    (tmp_path / "x.npy").write_bytes((tmp_path / "x.npy").read_bytes()[:500])
    result = subprocess.run(
        [PROGRAM, "-e", 'read("x.npy")'], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 1
    assert "truncated: 500 bytes where its header says 8128" in result.stderr
