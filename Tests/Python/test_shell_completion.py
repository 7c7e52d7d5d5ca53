"""What the shells offer of the program's words, by the scripts it writes for them."""

import os
import shutil
import subprocess

import pytest

from conftest import PROGRAM

# What is typed, and what is offered for its last word.
CASES = [
    ("run --kin", ["--kind="]),
    ("run --kind pr", ["prior_sample"]),
    ("--quiet run --nodo_train_i", ["--nodo_train_io_only"]),
    ("run --output_dist g", ["gaussian"]),
    ("--qu", ["--quiet"]),
    ("--quiet re", ["report", "rerun"]),
    ("x.lfs re", []),
    ("report --o", ["--output"]),
    ("--color a", ["always", "auto"]),
    ("--record r.h5 exp", ["export"]),
]


def environment():
    return {"PATH": f"{os.path.dirname(PROGRAM)}:{os.environ['PATH']}", "LANG": "C.UTF-8", "TERM": "dumb"}


def script(shell, directory):
    result = subprocess.run([PROGRAM, "--generate-completion-script", shell], capture_output=True, check=True)
    file = directory / f"lfads-repl.{shell}"
    file.write_bytes(result.stdout)
    return file


def ask(*command, directory):
    result = subprocess.run(
        command, env=environment(), cwd=directory, capture_output=True, text=True, timeout=60
    )
    assert result.stderr == ""
    return sorted(line.split("\t")[0].strip() for line in result.stdout.splitlines() if line.strip())


BASH = r"""
source "$1"; shift
COMP_WORDS=(lfads-repl "$@"); COMP_CWORD=$#; COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
COMPREPLY=()
_lfads-repl lfads-repl "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize("typed, offered", CASES)
def test_bash(typed, offered, tmp_path):
    file = script("bash", tmp_path)
    assert ask("bash", "-c", BASH, "-", file, *typed.split(), directory=tmp_path) == offered


def test_bash_takes_a_flag_with_its_value_for_three_words(tmp_path):
    file = script("bash", tmp_path)
    (tmp_path / "recordings").mkdir()
    for words, offered in [(["--kind", "=", "wr"], ["write_model_params"]), (["--data_dir", "=", "rec"], ["recordings"])]:
        assert ask("bash", "-c", BASH, "-", file, "run", *words, directory=tmp_path) == offered


def test_bash_offers_the_files_that_a_command_takes(tmp_path):
    file = script("bash", tmp_path)
    for name in ["run.h5", "run.lfs", "notes.txt"]:
        (tmp_path / name).touch()
    (tmp_path / "runs").mkdir()
    for words, offered in [
        (["rerun", "ru"], ["run.h5", "runs"]),
        (["report", "ru"], ["run.lfs", "runs"]),
        (["rerun", "--output", "ru"], ["runs"]),
        (["x.lfs", "no"], ["notes.txt"]),
    ]:
        assert ask("bash", "-c", BASH, "-", file, *words, directory=tmp_path) == offered


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@pytest.mark.parametrize("typed, offered", CASES + [("run --kind=wr", ["--kind=write_model_params"])])
def test_fish(typed, offered, tmp_path):
    file = script("fish", tmp_path)
    command = f"source {file}; complete -C 'lfads-repl {typed}'"
    assert ask("fish", "--no-config", "-c", command, directory=tmp_path) == offered


ZSH = r"""
zmodload zsh/zpty
zpty z "zsh -f"
zpty -w z 'PS1=; PROMPT=; fpath=('$1' $fpath); autoload -U compinit; compinit -u -D; zstyle ":completion:*" list-prompt ""'
# What is accepted comes back as a line of its own.
zpty -w z 'finish() { print "<""<$BUFFER>"">"; BUFFER=; zle accept-line }; zle -N finish; bindkey "^X" finish; print ready'
zpty -m z '*ready*' >/dev/null
zpty -w -n z "lfads-repl $2"$'\t\x18'
zpty -r -m z answer '*<<*>>*'
print -r -- "${${answer##*<<}%%>>*}"
zpty -d z
"""


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
@pytest.mark.parametrize("typed, line", [
    ("run --kin", "run --kind="),
    ("run --kind=wr", "run --kind=write_model_params "),
    ("--quiet run --kind pr", "--quiet run --kind prior_sample "),
    ("--qu", "--quiet "),
    ("rer", "rerun "),
])
def test_zsh(typed, line, tmp_path):
    script("zsh", tmp_path).rename(tmp_path / "_lfads-repl")
    result = subprocess.run(
        ["zsh", "-f", "-c", ZSH, "-", tmp_path, typed], env=environment(), capture_output=True, text=True, timeout=60
    )
    assert result.stdout == f"lfads-repl {line}\n", result.stderr


def test_a_shell_without_a_script_is_refused():
    result = subprocess.run([PROGRAM, "--generate-completion-script", "csh"], capture_output=True, text=True)
    assert (result.stdout, result.returncode) == ("", 2)
    assert "takes one of" in result.stderr and "'csh'" in result.stderr and "zsh" in result.stderr
