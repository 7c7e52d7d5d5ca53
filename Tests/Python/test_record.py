"""Runs kept and repeated, as typed."""

import shutil
import subprocess

import h5py
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
    def run(*words, status=0, stdin=subprocess.DEVNULL, cwd=tmp_path):
        done = subprocess.run(
            [str(PROGRAM), *map(str, words)],
            stdin=stdin,
            capture_output=True,
            text=True,
            env=environment,
            cwd=cwd,
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
    assert "there is no file `absent.lfs`" in run("--record", "run.h5", "absent.lfs", status=1).stderr
    assert "cannot be written" in run("--record", "absent/run.h5", "script.lfs", "word", status=1).stderr
    assert "no record of a run" in run("rerun", "data.h5", status=1).stderr
    assert "absent.h5" in run("rerun", "absent.h5", status=1).stderr
    run("rerun", status=2)
    run("rerun", "run.h5", "--threads", "0", status=2)
    assert "rerun" in run("rerun", "--help").stdout


def write(tmp_path, script, name="script.lfs"):
    (tmp_path / name).write_text(script)


@pytest.mark.parametrize("words", [[], ["-o", "o"], ["-o", "./o/../kept"]])
def test_a_repetition_writes_nowhere_else_and_leaves_text_alone(run, tmp_path, words):
    above = "../" * (len(tmp_path.parts) + 8)
    victim = tmp_path / "victim.npy"
    write(
        tmp_path,
        f'print("hello world")\nsave([9], "{above}{str(victim)[1:]}")\nsave([8], "sub/../x.npy")\n'
        'print(read("x.npy"), save_synthetic("./s/", name: "chaotic_rnn_inputs_g1p5", conditions: 2))\n'
        'print(read("o/note.npy"))\nsave([3], "o/note.npy")\nfail("ends here")\n',
    )
    (tmp_path / "sub").mkdir()
    (tmp_path / "o").mkdir()
    run("-e", 'save([1, 2], "o/note.npy")')
    run("--record", "run.h5", "script.lfs", status=1)
    run("-e", 'save([1, 2], "o/note.npy")')
    victim.write_bytes(b"mine")
    (tmp_path / "x.npy").write_bytes(b"mine")
    assert "identical" in run("rerun", "run.h5", *words).stdout
    assert run("-e", 'print(read("o/note.npy"))').stdout == "[1, 2]\n"
    assert victim.read_bytes() == (tmp_path / "x.npy").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "directory, said", [("/", "overwritten"), ("/proc/self/root", "overwritten"), ("data.h5", "is no directory")]
)
def test_directories_that_keep_nothing_apart(run, tmp_path, directory, said):
    write(tmp_path, "print(1)\n")
    run("--record", "run.h5", "script.lfs")
    assert said in run("rerun", "run.h5", "-o", directory, status=1).stderr


def test_what_a_run_wrote_is_told_from_what_it_read(run, tmp_path):
    run("-e", 'save([1, 2], "model_data.npy")')
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write(
        tmp_path,
        'm = lfads(gen_dim: 6, factors: 2, ic_dim: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, seed: 1)\n'
        'fit(m, load("data.h5"), epochs: 1, dir: "model", quiet: true)\n'
        'save([3], "link/x.npy")\nprint(read("real/x.npy"), read("./model_data.npy"))\n'
        'save([4], "real/x.npy")\nprint(read("real/../link/x.npy"))\n',
    )
    run("--record", "run.h5", "script.lfs")
    with h5py.File(tmp_path / "run.h5") as record:
        assert [name.decode() for name in record["inputs/names"]] == ["data.h5", "./model_data.npy"]
    assert "identical" in run("rerun", "run.h5").stdout


@pytest.mark.parametrize("directory", [".", "proj"])
def test_modules_are_the_records_where_their_directory_is_no_more(run, tmp_path, directory):
    project = tmp_path / "proj"
    project.mkdir()
    write(project, "fn twice(x) { if x > 2 { fail(\"too much\") }\n  2 * x }\n", "util.lfs")
    write(project, "import util\nprint(util.twice(2), median([1, 2, 3]))\nutil.twice(3)\n")
    script = project / "script.lfs"
    run("--record", tmp_path / "run.h5", script.relative_to(tmp_path / directory), status=1, cwd=tmp_path / directory)
    shutil.rmtree(project)
    assert "identical" in run("rerun", "run.h5").stdout


def test_the_error_of_a_repetition_is_shown(run, tmp_path):
    run("-e", 'save([1, 2], "c.npy")')
    write(tmp_path, 'print(1)\nprint(read("c.npy"))\nsave([1], "d.npy")\n')
    run("--record", "run.h5", "script.lfs")
    (tmp_path / "c.npy").unlink()
    done = run("rerun", "run.h5", status=1)
    assert "'c.npy' is missing" in done.stdout
    assert "script.lfs:2:12: error: 'c.npy': there is no such file" in done.stderr, done.stderr


@pytest.mark.parametrize(
    "words, said",
    [
        (["--record", "s.lfs", "s.lfs"], "is the script itself"),
        (["--record", "./l.h5", "s.lfs"], "is the script itself"),
        (["--record", "d", "s.lfs"], "a directory stands there"),
        (["--record", "/dev/null", "s.lfs"], "a device or a pipe"),
        (["--record", "data.h5/x", "s.lfs"], "Not a directory"),
        (["report", "s.lfs", "-o", "s.lfs"], "is the script itself"),
        (["export", "s.lfs", "-o", "d"], "a directory stands there"),
        (["export", "-", "-o", "s.lfs"], "is the script itself"),
    ],
)
def test_targets_that_cannot_be_are_found_before_the_run(run, tmp_path, words, said):
    write(tmp_path, 'save([1], "trace.npy")\n', "s.lfs")
    (tmp_path / "d").mkdir()
    (tmp_path / "l.h5").symlink_to("s.lfs")
    with open(tmp_path / "s.lfs") as script:
        done = run(*words, status=1, stdin=script)
    assert said in done.stderr
    assert not (tmp_path / "trace.npy").exists()
    assert (tmp_path / "s.lfs").read_text() == 'save([1], "trace.npy")\n'


@pytest.mark.parametrize("target, use", [("in.npy", "read"), ("./out.npy", "wrote"), ("util.lfs", "read")])
def test_a_record_replaces_no_file_of_its_run(run, tmp_path, target, use):
    run("-e", 'save([1, 2], "in.npy")')
    write(tmp_path, "two = 2\n", "util.lfs")
    write(tmp_path, 'import util\nsave(read("in.npy") * util.two, "out.npy")\n')
    before = (tmp_path / "in.npy").read_bytes()
    done = run("--record", target, "script.lfs", status=1)
    assert f"'{target}' is a file that the run {use}" in done.stderr
    assert "identical" in run("rerun", target + ".run.h5").stdout
    assert (tmp_path / "in.npy").read_bytes() == before
    assert run("-e", 'print(read("out.npy"))').stdout == "[2, 4]\n"
    assert (tmp_path / "util.lfs").read_text() == "two = 2\n"


def test_a_nul_cuts_nothing_short(run, tmp_path):
    write(tmp_path, 'print("a\0b")\nprint(2)\n')
    run("--record", "run.h5", "script.lfs")
    assert "2 results (2 printed)" in run("rerun", "run.h5").stdout


def test_a_damaged_record_is_refused_and_an_older_one_read(run, tmp_path):
    write(tmp_path, "print(1)\n")
    run("--record", "run.h5", "script.lfs")
    with h5py.File(tmp_path / "run.h5", "a") as record:
        record["session/seed"][()] += 1
    assert "the record 'run.h5' is damaged" in run("rerun", "run.h5", status=1).stderr
    with h5py.File(tmp_path / "run.h5", "a") as record:
        del record.attrs["checksum"]
    assert "identical" in run("rerun", "run.h5").stdout
    with h5py.File(tmp_path / "run.h5", "a") as record:
        record.attrs["version"] = "one"
    assert "is no record of a run" in run("rerun", "run.h5", status=1).stderr


@pytest.mark.parametrize("words", [["-"], ["report", "-"], ["export", "-"], ["--record", "run.h5", "-"]])
def test_standard_input_is_called_so(run, words, environment, tmp_path):
    closed = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", str(PROGRAM), *words],
        capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=60, check=False,
    )
    assert (closed.returncode, closed.stderr) == (1, "error: `standard input`: Bad file descriptor\n")
    (tmp_path / "text").write_text("\nabsent\n")
    with open(tmp_path / "text") as text:
        assert "<stdin>:2:1" in run(*words, status=1, stdin=text).stderr
