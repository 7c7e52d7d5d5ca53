"""The program where `scripts/install` puts it, and where it is moved to."""

import os
import shutil
import subprocess

import pytest

from conftest import PROGRAM, ROOT


def run(program, *arguments, directory):
    return subprocess.run(
        [program, *arguments],
        env={"PATH": os.environ["PATH"], "HOME": str(directory), "LANG": "C.UTF-8"},
        cwd=directory,
        capture_output=True,
        timeout=60,
    )


def test_it_finds_its_library_beside_itself_wherever_it_is_moved(tmp_path):
    first = tmp_path / "first"
    (first / "bin").mkdir(parents=True)
    shutil.copy(PROGRAM, first / "bin/lfads-repl")
    shutil.copytree(ROOT / "stdlib", first / "share/lfads-repl/stdlib")
    moved = tmp_path / "moved here"
    first.rename(moved)
    (tmp_path / "link").symlink_to(moved / "bin/lfads-repl")
    for program in [moved / "bin/lfads-repl", tmp_path / "link"]:
        result = run(program, "-e", "fano_factor([[[1]], [[3]]])", directory=tmp_path)
        assert (result.stdout, result.stderr, result.returncode) == (b"[1]\n", b"", 0)
        # The weights behind this data set lie in the library too.
        result = run(program, "-e", 'synthetic("itb_rnn", conditions: 2).trials', directory=tmp_path)
        assert (result.stdout, result.stderr, result.returncode) == (b"10\n", b"", 0)


def test_without_its_library_it_still_computes_and_says_what_is_missing(tmp_path):
    shutil.copy(PROGRAM, tmp_path / "lfads-repl")
    assert run(tmp_path / "lfads-repl", "-e", "1 + 1", directory=tmp_path).stdout == b"2\n"
    result = run(tmp_path / "lfads-repl", "-e", "import spikes", directory=tmp_path)
    assert result.returncode == 1
    assert b"spikes" in result.stderr


@pytest.mark.parametrize("arguments", [[], [""], ["--help"], ["a", "b"]])
def test_install_wants_one_place(arguments, tmp_path):
    result = subprocess.run([ROOT / "scripts/install", *arguments], cwd=tmp_path, capture_output=True)
    assert (result.returncode, list(tmp_path.iterdir())) == (2, [])
    assert b"usage: scripts/install PREFIX" in result.stderr


def test_install_brings_program_library_manual_and_completions(tmp_path):
    prefix = tmp_path / "a prefix"
    for _ in range(2):
        subprocess.run([ROOT / "scripts/install", prefix], cwd=tmp_path, check=True, capture_output=True, timeout=1500)
    files = sorted(str(path.relative_to(prefix)) for path in prefix.rglob("*") if path.is_file())
    assert [file for file in files if "stdlib" not in file] == [
        "bin/lfads-repl",
        "share/bash-completion/completions/lfads-repl",
        "share/fish/vendor_completions.d/lfads-repl.fish",
        "share/man/man1/lfads-repl.1",
        "share/zsh/site-functions/_lfads-repl",
    ]
    assert "share/lfads-repl/stdlib/prelude.lfs" in files
    assert "share/lfads-repl/stdlib/reference.md" in files
    result = run(prefix / "bin/lfads-repl", "-e", "fano_factor([[[1]], [[3]]])", directory=tmp_path)
    assert (result.stdout, result.stderr) == (b"[1]\n", b"")
    manual = (prefix / "share/man/man1/lfads-repl.1").read_text()
    for word in [".Dt LFADS-REPL 1", "-no-init", "-check", "130 interrupted"]:
        assert word in manual
    # A section for every command with its flags, and none for a `help` that there is not.
    sections = [line.split()[-1] for line in manual.splitlines() if line.startswith(".It Em ")]
    assert sections == ["run", "report", "export", "rerun"]
    assert "-gen_dim" in manual and "-threads" in manual
    completions = prefix / "share/bash-completion/completions/lfads-repl"
    subprocess.run(["bash", "-n", completions], check=True)
    assert "---complete" in completions.read_text()
