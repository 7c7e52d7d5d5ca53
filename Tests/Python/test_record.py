"""Runs kept and repeated, as typed."""

import subprocess

import pytest

from conftest import PROGRAM

SCRIPT = """data = load("data.h5")
m = lfads(gen_dim: 6, factors: 2, ic_dim: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, batch_size: 40, seed: 1)
fit(m, data, epochs: 2, quiet: true)
print(args[0], sum(posterior_mean(m, data)))
print(uniform(0, 1))
save(m, "model.h5")
"""


@pytest.fixture
def run(environment, tmp_path):
    def run(*words, status=0):
        done = subprocess.run(
            [str(PROGRAM), *map(str, words)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            timeout=120,
            check=False,
        )
        assert done.returncode == status, (words, done.returncode, done.stdout, done.stderr)
        return done

    run("-e", 'c = poisson(zeros(60, 10, 5) + 0.5, seed: 1); save_dataset(dataset(c, dt: 0.01), "data.h5")')
    (tmp_path / "script.lfs").write_text(SCRIPT)
    return run


def test_a_recorded_run_is_repeated_to_the_bit(run, tmp_path):
    plain = run("script.lfs", "word")
    recorded = run("--record", "run.h5", "script.lfs", "word")
    assert recorded.stdout == plain.stdout
    (tmp_path / "script.lfs").unlink()
    for threads in [[], ["--threads", "1"], ["--threads", "3"]]:
        assert run("rerun", "run.h5", *threads).stdout.endswith("identical: every result is the same to the bit\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.h5", "home", "model.h5", "run.h5"]


def test_other_data_are_told(run, tmp_path):
    run("--record", "run.h5", "script.lfs", "word")
    run("-e", 'c = poisson(zeros(60, 10, 5) + 0.5, seed: 2); save_dataset(dataset(c, dt: 0.01), "data.h5")')
    before = (tmp_path / "model.h5").read_bytes()
    done = run("rerun", "run.h5", status=1)
    assert "'data.h5' has changed" in done.stdout
    assert "script.lfs:4" in done.stdout
    assert "results are not those of the record" in done.stderr
    assert (tmp_path / "model.h5").read_bytes() == before


def test_words_that_are_wrong(run):
    assert "--record keeps the run of a script" in run("--record", "run.h5", status=2).stderr
    assert "--record keeps the run of a script" in run("--record", "run.h5", "-e", "1", status=2).stderr
    assert "there is no file absent.lfs" in run("--record", "run.h5", "absent.lfs", status=1).stderr
    assert "cannot be written" in run("--record", "absent/run.h5", "script.lfs", "word", status=1).stderr
    assert "no record of a run" in run("rerun", "data.h5", status=1).stderr
    assert "absent.h5" in run("rerun", "absent.h5", status=1).stderr
    run("rerun", status=2)
    run("rerun", "run.h5", "--threads", "0", status=2)
    assert "rerun" in run("rerun", "--help").stdout
