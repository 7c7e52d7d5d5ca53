"""What nobody means well: scripts, histories, settings, models and data made to break the program."""

import os
import random
import shutil
import socket
import subprocess

import h5py
import numpy as np
import pytest

from conftest import PROGRAM

MODEL = "gen_dim: 6, factors: 2, ic_dim: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, batch_size: 10, seed: 1"


@pytest.fixture
def run(environment, tmp_path):
    """Runs the program to its end; a signal fails the test."""

    def run(*words, text=None, statuses=(0, 1, 2), **variables):
        done = subprocess.run(
            [str(PROGRAM), *map(str, words)],
            input=text,
            stdin=subprocess.DEVNULL if text is None else None,
            capture_output=True,
            env={**environment, **variables},
            cwd=tmp_path,
            timeout=120,
            check=False,
        )
        assert done.returncode in statuses, (words, done.returncode, done.stderr[-500:])
        if done.returncode != 0:
            assert b"error" in done.stderr, (words, done.stderr[-500:])
        return done

    return run


DEEP = 20_000
SCRIPTS = {
    "brackets": b"x = " + b"(" * DEEP,
    "closed brackets": b"x = " + b"(" * DEEP + b"1" + b")" * DEEP,
    "lists": b"x = " + b"[" * DEEP + b"]" * DEEP,
    "records": b"x = " + b"{a: " * DEEP + b"1" + b"}" * DEEP,
    "blocks": b"if true {\n" * DEEP + b"}\n" * DEEP,
    "functions": b"f = " + b"fn(x) { " * DEEP + b"x" + b" }" * DEEP,
    "minus": b"x = " + b"-" * DEEP + b"1",
    "not": b"x = " + b"not " * DEEP + b"true",
    "powers": b"x = 1" + b"^1" * DEEP,
    "sums": b"x = 1" + b"+1" * DEEP,
    "pipes": b"x = 1" + b" |> abs" * DEEP,
    "indices": b"x = [1]" + b"[0]" * DEEP,
    "fields": b"x = {a: 1}" + b".a" * DEEP,
    "interpolations": b'x = ' + b'"\\(' * 5_000 + b"1" + b')"' * 5_000,
    "calls of itself": b"fn f(x) { f(x) }\nf(1)\n",
    "imports of itself": b"import hostile\n",
    "digits": b"x = " + b"9" * 100_000,
    "exponent": b"x = 1e" + b"9" * 100_000 + b"\nx = 1e999999999",
    "fraction": b"x = 0." + b"0" * 100_000 + b"1",
    "escape": b'x = "\\u{' + b"F" * 100_000 + b'}"',
    "string": b'x = "' + b"a" * 1_000_000 + b'"\nprint(len(x))\n',
    "name": b"x" * 100_000 + b" = 1\n",
    "comment": b"#" * 1_000_000,
    "long line": b"x = [" + b"1, " * 100_000 + b"1]\nprint(len(x))\n",
    "statements": b"x = 1;" * 20_000,
    "open string": b'x = "abc',
    "open text": b'x = """abc\n',
    "invalid text": b"x = 1\n\xff\xfe\xfa\n",
    "cut character": 'print("ü")'.encode()[:-3],
    "surrogate": b'x = "\xed\xa0\x80"\n',
    "overlong": b'x = "\xc0\xaf"\n',
    "nul": b"x = 1\0\nprint(x)\n",
    "nul in a string": b'x = "a\0b"\nprint(x)\n',
    "only nul": b"\0" * 100_000,
    "controls": bytes(range(1, 32)) * 100,
    "mark of order": b"\xef\xbb\xbfprint(1)\n",
    "carriage returns": b"x = 1\r\nprint(x)\r\n",
    "turned text": 'x = "\u202e\u2066"\nprint(x)\n'.encode(),
    "huge range": b"x = 0..<1e18\nfor i in x { if i > 3 { break } }\nzeros(1e9, 1e9)\n",
    "growing string": b'x = "a"\nwhile true { x = x + x }\n',
    "noise": random.Random(7).randbytes(50_000),
    "printable noise": bytes(random.Random(8).choices(range(32, 127), k=50_000)),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_hostile_script_ends_or_is_an_error(run, tmp_path, name):
    (tmp_path / "hostile.lfs").write_bytes(SCRIPTS[name])
    run("hostile.lfs")
    run("--check", "hostile.lfs")


@pytest.mark.parametrize("name", ["brackets", "invalid text", "nul", "noise"])
def test_a_hostile_text_on_standard_input_is_an_error(run, name):
    run("-", text=SCRIPTS[name], statuses=(1, 2))


def test_arguments_may_be_anything_but_are_only_words(run, tmp_path):
    (tmp_path / "args.lfs").write_text("print(len(args))\n")
    done = run("args.lfs", "$(touch owned)", "`touch owned`", "; touch owned", b"\xff".decode(errors="surrogateescape"))
    assert done.stdout == b"4\n"
    assert not (tmp_path / "owned").exists()


HISTORIES = {
    "invalid text": b"x = 1\n\xff\xfe\n\xed\xa0\x80\n",
    "nul": b"x = 1\0y\n\0\0\0\n",
    "a long line": b"x" * 4_000_000 + b"\n",
    "many lines": b"1 + 1\n" * 20_000,
    "escapes": b"\x1b]0;owned\x07\x1b[2J\n\\\\\\n\\\n",
    "no end": b"x = 1",
}


@pytest.mark.parametrize("name", HISTORIES)
def test_a_hostile_history_keeps_nobody_from_the_prompt(open_screen, home, name):
    state = home / ".local/state/lfads-repl"
    state.mkdir(parents=True)
    (state / "history").write_bytes(HISTORIES[name])
    screen = open_screen().prompt()
    screen.run("40 + 2")
    assert "42" in screen.text
    screen.type("\x1b[A\x1b[A\x03")
    screen.type(":quit\r")
    assert screen.ends() == 0


@pytest.mark.parametrize("kind", ["directory", "fifo", "link", "socket"])
def test_a_history_that_is_no_file_is_left_alone(open_screen, home, kind):
    state = home / ".local/state/lfads-repl"
    state.mkdir(parents=True)
    path, target = state / "history", home / "victim"
    target.write_text("precious")
    if kind == "directory":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to(target)
    else:
        here = os.getcwd()
        os.chdir(state)
        try:
            socket.socket(socket.AF_UNIX).bind("history")
        finally:
            os.chdir(here)
    screen = open_screen().prompt()
    screen.run("40 + 2")
    assert "42" in screen.text
    assert target.read_text() == "precious"


@pytest.mark.parametrize(
    "text", [b"\xff\xfe", b"x = (", b"fail(\"no\")\n", b"\0" * 1000, b"(" * 100_000], ids=range(5)
)
def test_hostile_settings_are_reported_and_the_prompt_opens(open_screen, home, text):
    settings = home / ".config/lfads-repl"
    settings.mkdir(parents=True)
    (settings / "init.lfs").write_bytes(text)
    screen = open_screen().wait("error").prompt()
    screen.run("40 + 2")
    assert "42" in screen.text


def test_a_model_with_flipped_bits_is_read_or_is_an_error(run, tmp_path):
    run("-e", f'm = lfads({MODEL}); bind(m, dataset(zeros(10, 5, 4), dt: 0.01)); save(m, "model.h5")', statuses=(0,))
    whole = (tmp_path / "model.h5").read_bytes()
    draw = random.Random(5)
    script = 'm = load("flipped.h5"); print(m.parameter_count); print(sum(posterior_mean(m, dataset(zeros(10, 5, 4), dt: 0.01))))'
    for _ in range(25):
        flipped = bytearray(whole)
        place = draw.randrange(len(whole))
        flipped[place] ^= 1 << draw.randrange(8)
        (tmp_path / "flipped.h5").write_bytes(flipped)
        run("-e", script)


def test_data_cut_off_anywhere_are_an_error(run, tmp_path):
    run("-e", 'save_dataset(dataset(zeros(20, 10, 5) + 1, dt: 0.01), "data.h5")', statuses=(0,))
    whole = (tmp_path / "data.h5").read_bytes()
    for percent in range(0, 100, 10):
        (tmp_path / "cut.h5").write_bytes(whole[: len(whole) * percent // 100])
        done = run("-e", 'print(load("cut.h5").trials)', statuses=(1,))
        assert b"cut.h5" in done.stderr


def circle(file):
    group = file.create_group("g")
    group["up"], group["again"] = file["/"], file["/"]


def ladder(file):
    group = file
    for _ in range(500):
        group = group.create_group("g")


def compound(file):
    file["pairs"] = np.zeros(3, dtype=[("a", "f8"), ("b", "i4")])


@pytest.mark.parametrize("build", [circle, ladder, compound])
def test_what_cannot_be_walked_through_is_recorded_by_its_bytes(run, tmp_path, build):
    with h5py.File(tmp_path / "data.h5", "w") as file:
        file["x"] = np.arange(3.0)
        build(file)
    (tmp_path / "script.lfs").write_text('print(sum(read("data.h5", "x")))\n')
    run("--record", "run.h5", "script.lfs", statuses=(0,))
    run("rerun", "run.h5", statuses=(0,))
    with h5py.File(tmp_path / "data.h5", "a") as file:
        if build is compound:
            file["pairs"][0] = (1, 1)
        else:
            file["g"].attrs["new"] = 1
    done = subprocess.run([str(PROGRAM), "rerun", "run.h5"], cwd=tmp_path, capture_output=True, timeout=60)
    assert b"'data.h5' has changed" in done.stdout + done.stderr


def test_a_limit_on_the_size_of_files_is_an_error_that_leaves_nothing(environment, tmp_path):
    command = f"ulimit -f 1; '{PROGRAM}' -e 'save(zeros(1000, 100), \"big.npy\")'"
    done = subprocess.run(["bash", "-c", command], env=environment, cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == 1
    assert b"File too large" in done.stderr
    assert [name for name in os.listdir(tmp_path) if "big" in name] == []


@pytest.mark.parametrize(
    "index",
    [
        b"",
        b"\0" * 1000,
        b"\xff\xfe",
        b'model_checkpoint_path: "' + b"a" * 100_000 + b'"\n',
        b'model_checkpoint_path: "/etc/passwd"\n',
        b'model_checkpoint_path: "../data.h5"\n',
        b'model_checkpoint_path: "\\',
    ],
    ids=range(7),
)
def test_a_hostile_index_of_checkpoints_is_an_error_or_a_fresh_start(run, tmp_path, index):
    run("-e", 'save_dataset(dataset(zeros(20, 10, 5) + 1, dt: 0.01), "data.h5")', statuses=(0,))
    model = tmp_path / "model"
    model.mkdir()
    (model / "checkpoint").write_bytes(index)
    passwd = open("/etc/passwd", "rb").read()
    run("-e", f'm = lfads({MODEL}); fit(m, load("data.h5"), epochs: 1, quiet: true, dir: "model", example_every: 0)')
    assert open("/etc/passwd", "rb").read() == passwd


def test_nothing_in_words_reaches_a_shell_or_gnuplot(run, tmp_path):
    """Titles, labels and names go to gnuplot as words."""
    nasty = "`touch owned` $(touch owned) '; system 'touch owned'; ' \\\\n\\\" | touch owned"
    script = f"""
title = {chr(34) + nasty.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34)) + chr(34)}
save(plot([1, 2, 3], title: title, xlabel: title, ylabel: title), "figure.svg")
save(plot([1, 2, 3], title: title), "figure.gp")
"""
    (tmp_path / "nasty.lfs").write_text(script)
    run("nasty.lfs")
    assert not (tmp_path / "owned").exists()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("figure")) in (
        ["figure.gp", "figure.svg"],
        ["figure.gp"],
        [],
    )


SPY = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
static void note(const char *what) {
  FILE *log = fopen(getenv("SPY_LOG"), "a");
  if (log) { fprintf(log, "%s\n", what); fclose(log); }
}
int socket(int domain, int type, int protocol) {
  if (domain != AF_UNIX) note("socket");
  return ((int (*)(int, int, int))dlsym(RTLD_NEXT, "socket"))(domain, type, protocol);
}
int connect(int socket, const struct sockaddr *address, socklen_t length) {
  if (address->sa_family != AF_UNIX) note("connect");
  return ((int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect"))(socket, address, length);
}
int system(const char *command) { note("system"); return -1; }
FILE *popen(const char *command, const char *mode) { note("popen"); return NULL; }
struct addrinfo;
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  note("getaddrinfo");
  return -2;
}
__attribute__((constructor)) static void begin(void) {
  note("loaded");
  FILE *words = fopen("/proc/self/cmdline", "r");
  char text[256] = {0};
  if (words) { fread(text, 1, sizeof text - 1, words); fclose(words); }
  if (strstr(text, "/sh") || strcmp(text, "sh") == 0) note("shell");
}
"""


def test_no_network_no_shell_and_files_only_where_they_were_asked_for(run, tmp_path, home):
    """With every call that leads to another machine or to a shell written down."""
    compiler = shutil.which("clang") or shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler here")
    (tmp_path / "spy.c").write_text(SPY)
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-w", "-o", tmp_path / "spy.so", tmp_path / "spy.c", "-ldl"], check=True
    )
    log = tmp_path / "spy.log"
    before = set(tmp_path.rglob("*")) | {log}
    script = f"""
data = dataset(poisson(zeros(20, 10, 5) + 0.5, seed: 1), dt: 0.01)
save_dataset(data, "data.h5")
m = lfads({MODEL})
fit(m, load("data.h5"), epochs: 2, quiet: true, dir: "model")
save(m, "model.h5")
save(plot([1, 2, 3]), "figure.svg")
print(sum(posterior_mean(load("model.h5"), data)))
"""
    (tmp_path / "script.lfs").write_text(script)
    spied = {"LD_PRELOAD": str(tmp_path / "spy.so"), "SPY_LOG": str(log)}
    run("script.lfs", statuses=(0,), **spied)
    run("report", "script.lfs", "-o", "page.html", statuses=(0,), **spied)
    assert set(log.read_text().split()) == {"loaded"}
    made = {path.relative_to(tmp_path).parts[0] for path in set(tmp_path.rglob("*")) - before}
    assert made == {"script.lfs", "data.h5", "model", "model.h5", "figure.svg", "page.html"}
    assert list(home.rglob("*")) == []


def test_history_and_cache_are_for_their_owner_alone(open_screen, run, home):
    run("-e", 'print(load("chaotic_rnn_no_inputs").trials)', statuses=(0,))
    screen = open_screen().prompt()
    screen.run("1 + 1")
    screen.type(":quit\r")
    assert screen.ends() == 0
    kept = [path for path in home.rglob("*")]
    assert any(path.name == "history" for path in kept) and any(path.suffix == ".h5" for path in kept)
    for path in kept:
        assert path.stat().st_mode & 0o077 == 0, path
