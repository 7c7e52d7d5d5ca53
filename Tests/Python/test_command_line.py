"""Flags, scripts, pipes and exit statuses, without a terminal."""

import os
import re
import signal
import subprocess

import h5py
import pytest

from conftest import PROGRAM, ROOT


@pytest.fixture
def run(environment, tmp_path):
    def run(*arguments, input="", **variables):
        return subprocess.run(
            [PROGRAM, *arguments],
            input=input if isinstance(input, bytes) else input.encode(),
            env={**environment, **variables},
            cwd=tmp_path,
            capture_output=True,
            timeout=60,
        )

    return run


def output(result):
    assert result.stderr == b""
    assert result.returncode == 0
    return result.stdout.decode()


@pytest.fixture
def script(tmp_path):
    def script(text, name="script.lfs"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    return script


def test_a_script_shows_only_what_it_prints(run, script):
    assert output(run(script('x = 2\nx * 2\nprint("größe", x)\n'))) == "größe 2\n"


def test_an_expression_shows_the_last_value(run):
    assert output(run("-e", "1 + 1")) == "2\n"
    assert output(run("-e", "x = 3", "-e", "print(x)", "-e", "x * 2")) == "3\n6\n"
    assert output(run("-e", "-1")) == "-1\n"
    assert output(run("-e", "1;")) == ""
    assert output(run("-e", "")) == ""


def test_words_after_the_script_are_its_args(run, script):
    name = script("print(args)")
    assert output(run(name)) == "[]\n"
    words = ["--quiet", "-e", "--", "größe", "-i", "--help", "a b", ""]
    assert output(run(name, *words)) == '["--quiet", "-e", "--", "größe", "-i", "--help", "a b", ""]\n'
    assert output(run("-e", "print(args)", "a", "-b")) == '["a", "-b"]\n'
    assert output(run("-", "a", input="print(args)")) == '["a"]\n'


def test_a_script_whose_name_looks_like_a_flag(run, script):
    assert output(run("--", script("print(args)", "-odd.lfs"), "x")) == '["x"]\n'


def test_a_script_from_standard_input_is_no_conversation(run):
    assert output(run("-", input="x = 2\nx\nprint(x)\n")) == "2\n"


def test_a_pipe_into_the_prompt_shows_values_and_no_prompt(run):
    assert output(run(input="x = 2;\nx * 2\nfor i in 0..<2 {\n  print(i)\n}\n")) == "4\n0\n1\n"
    assert output(run(input="1 + 1")) == "2\n"
    assert output(run(input="")) == ""


def test_a_pipe_into_the_prompt_ends_at_its_first_error(run):
    result = run(input="1\nnonsense\n2\n")
    assert (result.returncode, result.stdout) == (1, b"1\n")
    assert b"nonsense" in result.stderr


def test_i_stays_at_the_prompt_with_the_script_s_values(run, script):
    assert output(run("-i", script("x = 5"), input="x + 1\n")) == "6\n"
    assert output(run("-i", "-e", "y = 7;", input="y\n")) == "7\n"


@pytest.mark.parametrize(
    "arguments, input, status",
    [
        (["-e", "1"], "", 0),
        (["--help"], "", 0),
        (["--version"], "", 0),
        (["-e", "1 + nonsense"], "", 1),
        (["-e", 'assert(false, "no")'], "", 1),
        (["-e", "print(1, valu: 2)"], "", 1),
        (["-e", "(1"], "", 2),
        (["-e", "1 +* 2"], "", 2),
        (["-"], "x = (", 2),
        (["-"], "nonsense()", 1),
        ([], "(1\n", 2),
        ([], "nonsense\n", 1),
        (["/no/such/script.lfs"], "", 1),
        (["."], "", 1),
        (["--bogus"], "", 2),
        (["-x"], "", 2),
        (["--color", "sometimes"], "", 2),
        (["--check"], "", 2),
        (["-e"], "", 2),
        (["--check", "/no/such/script.lfs"], "", 1),
    ],
)
def test_the_exit_status_says_what_happened(run, arguments, input, status):
    result = run(*arguments, input=input)
    assert result.returncode == status
    assert (result.stderr == b"") == (status == 0)


def test_an_error_stops_the_expressions(run):
    result = run("-e", "print(1)", "-e", "nonsense", "-e", "print(2)")
    assert (result.returncode, result.stdout) == (1, b"1\n")


def test_an_error_names_file_line_and_column(run, script):
    result = run(script("x = 1\ny = x + nonsense\n"))
    assert result.returncode == 1
    assert result.stderr.decode().startswith("script.lfs:2:9: error: ")
    assert "    |         ^^^^^^^^" in result.stderr.decode()


def test_a_misspelt_flag_is_recognised(run):
    assert b"--quiet" in run("--quite").stderr


def test_check_runs_nothing(run, script):
    assert output(run("--check", script('print("ran")\n'))) == ""
    assert run("--check", script("x = (1\n")).returncode == 2
    result = run("--check", script("x = nonsense\ny = rubbish\n"))
    assert result.returncode == 1
    assert b"nonsense" in result.stderr and b"rubbish" in result.stderr


@pytest.mark.parametrize(
    "text, offset",
    [(b'print("a")\nprint("\xff")\n', 18), (b"\xfe", 0), (b"# \xc3\xa9\nx = \"\xe6\xbc\"\n", 10)],
)
def test_bytes_that_are_no_text_are_refused_with_their_place(run, script, text, offset):
    for result in [run(script(text)), run("-", input=text), run("--check", script(text)), run(input=text)]:
        assert result.returncode == 2
        assert f"at offset {offset}".encode() in result.stderr
        assert b"\xff" not in result.stdout + result.stderr


def test_results_and_everything_else_go_apart(run, script):
    result = run(script('print("result")\nnonsense_at_runtime = 1\nassert(false, "wrong")\n'))
    assert result.stdout == b"result\n"
    assert b"wrong" in result.stderr


def test_colour_is_asked_for_or_absent(run):
    assert b"\x1b[" not in run("-e", "nonsense").stderr
    assert b"\x1b[" in run("--color", "always", "-e", "nonsense").stderr
    assert b"\x1b[" in run("--color=always", "-e", "nonsense", NO_COLOR="1").stderr


def test_text_of_a_script_cannot_steer_the_terminal(run):
    assert output(run("-e", 'print("\\u{1b}[2J")')) == "␛[2J\n"


def test_a_reader_that_leaves_ends_the_program_as_others(environment, tmp_path):
    process = subprocess.Popen(
        [PROGRAM, "-e", "while true { print(1) }"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout.readline() == b"1\n"
    process.stdout.close()
    assert process.wait(timeout=20) == -signal.SIGPIPE
    assert process.stderr.read() == b""
    process.stderr.close()


def test_init_is_for_the_prompt_only(run, home):
    directory = home / ".config/lfads-repl"
    directory.mkdir(parents=True)
    (directory / "init.lfs").write_text("mine = 11\n")
    assert output(run(input="mine\n")) == "11\n"
    assert output(run("-i", "-e", "mine", input="")) == "11\n"
    assert run("--no-init", input="mine\n").returncode == 1
    assert run("-e", "mine").returncode == 1
    (directory / "init.lfs").write_text("mine = (\n")
    result = run(input="1\n")
    assert (result.returncode, result.stdout) == (0, b"1\n")
    assert b"init.lfs:1:" in result.stderr


def test_version_and_help(run):
    assert output(run("--version")).startswith("lfads-repl ")
    assert "--no-init" in output(run("--help"))
    assert output(run("-h")) == output(run("--help")) == output(run("--quiet", "--help"))


def test_every_documented_flag_is_in_the_help(run):
    text = output(run("--help"))
    for flag in ["-e", "-i", "--check", "--quiet", "--color", "--no-init", "--version", "--help"]:
        assert flag in text


def test_a_closed_standard_output_is_survived(environment):
    process = subprocess.run(
        f'"{PROGRAM}" -e "print(1)" >&- 2>/dev/null', shell=True, env=environment, timeout=60
    )
    assert process.returncode == 0


def test_what_is_printed_to_closed_streams_is_in_no_file(environment, tmp_path):
    (tmp_path / "train.lfs").write_text(
        "m = lfads(gen_dim: 6, factors: 2, ic_dim: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, seed: 1)\n"
        'fit(m, dataset(zeros(20, 10, 5), dt: 0.01), epochs: 2, dir: "model")\nprint("done")\n'
    )
    process = subprocess.run(
        f'"{PROGRAM}" train.lfs <&- >&- 2>&-', shell=True, env=environment, cwd=tmp_path, timeout=60
    )
    assert process.returncode == 0
    lines = (tmp_path / "model/fitlog.csv").read_text().splitlines()
    assert lines and all(line.startswith("epoch,") for line in lines)
    assert (tmp_path / "model/.lfads-repl.lock").read_text().strip().isdigit()


def test_printed_text_that_is_lost_is_an_error(environment):
    done = subprocess.run(
        f'"{PROGRAM}" -e "print(1)" > /dev/full', shell=True, env=environment, timeout=60, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "No space left" in done.stderr


def test_the_first_run_script_parses(run):
    result = run("--check", str(ROOT / "stdlib/first_run.lfs"))
    assert result.returncode in (0, 1), result.stderr


@pytest.mark.parametrize(
    "around",
    [
        "fn f(n) { if n < 1 { k } else { f(n - 1) } }; f",
        "fn even(n) { if n < 1 { k } else { odd(n - 1) } }; fn odd(n) { even(n - 1) }; even",
        "f = fn(n) { if n < 1 { k } else { f(n - 1) } }; fn() { fn(n) { f(n) } }()",
    ],
)
def test_functions_that_know_each_other_are_given_back(environment, tmp_path, around):
    """A function that reaches itself must not hold itself; one that is kept goes on working."""
    script = f"""fn around(k) {{ {around} }}
kept = around("kept")
for i in 0..<ROUNDS {{ last = around(i) }}
if kept(4) != "kept" or last(4) != ROUNDS - 1 {{ fail("another function's value") }}
"""

    def peak(rounds):
        (tmp_path / "rounds.lfs").write_text(script.replace("ROUNDS", str(rounds)))
        process = subprocess.Popen([str(PROGRAM), "rounds.lfs"], env=environment, cwd=tmp_path)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        return usage.ru_maxrss

    assert peak(200_000) < peak(100) + 4_000


def test_the_version_is_one_everywhere(run, environment, tmp_path):
    version = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.M)[1]
    assert output(run("--version")) == f"lfads-repl {version}\n"
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text()
    (tmp_path / "x.lfs").write_text("print(1)")
    subprocess.run([str(PROGRAM), "--record", "x.h5", "x.lfs"], env=environment, cwd=tmp_path, check=True)
    with h5py.File(tmp_path / "x.h5") as record:
        texts = []
        record.visititems(lambda name, item: texts.append(str(item[()])) if hasattr(item, "shape") else None)
        texts += [str(value) for value in record.attrs.values()]
    assert any(f"lfads-repl {version}" in text for text in texts)
