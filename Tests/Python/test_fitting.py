"""Training at the prompt: its progress, stopping it, going on, and keeping it between programs."""

import re
import subprocess

import pytest

from conftest import PROGRAM

CTRL_C = "\x03"
DATA = 'data = synthetic("chaotic_rnn_no_inputs", conditions: 4, replications: 5, steps: 20, units: 6);'
MODEL = "lfads(gen_dim: 8, factors: 3, ic_enc_dim: 4, ci_enc_dim: 4, con_dim: 4, co_dim: 1, batch_size: 4, seed: 1)"
SETUP = [*("-i", "-e", DATA), *("-e", f"m = {MODEL};")]
# Two models are the same when they say the same of every trial, to the bit, and have the same costs behind them.
SAME = "all(posterior_mean(a, data, samples: 2, seed: 1) == posterior_mean(b, data, samples: 2, seed: 1)) and "
SAME += "a.steps == b.steps and all(a.history.train_total == b.history.train_total) and a.epochs == b.epochs"


@pytest.fixture
def fitting(open_screen):
    """A prompt with data and a model."""
    return open_screen("--quiet", *SETUP).prompt()


def run(arguments, environment, directory, status=0, **options):
    result = subprocess.run(
        [PROGRAM, *arguments], cwd=directory, env=environment, capture_output=True, text=True, timeout=300, **options
    )
    assert result.returncode == status, result.stderr
    return result


def interrupt(screen, call):
    """Starts a training without an end and stops it once it is under way."""
    screen.type(call + "\r")
    screen.wait(lambda s: re.search(r"^fit  epoch \d+", s.text, re.MULTILINE))
    screen.type(CTRL_C)
    return screen.prompt()


def test_a_live_line_shows_the_training_and_disappears_into_the_report(open_screen):
    screen = open_screen(*SETUP, columns=100).prompt()
    screen.type("fit(m, data, epochs: 3000)\r")
    screen.wait(lambda s: re.search(r"^fit  epoch \d+/3000  .*train \S+  .*lr \S+.* left$", s.text, re.MULTILINE))
    # One line that renews itself: there is no second one above it.
    assert screen.text.count("fit  epoch ") <= 2
    screen.type(CTRL_C)
    screen.prompt()
    assert "fit report  " in screen.text


def test_ctrl_c_keeps_the_model_and_says_how_to_go_on(open_screen):
    screen = interrupt(open_screen(*SETUP, columns=100).prompt(), "report = fit(m, data)")
    assert "`fit(m, data)` goes on from here, to the bit" in screen.text
    screen.run("[report.stopped, m.is_trained]")
    assert screen.text.endswith('\n["cancelled", true]\nlfads>')


def test_a_silent_call_says_how_to_go_on_too(open_screen):
    screen = interrupt(open_screen(*SETUP, columns=120).prompt(), "fit(m, data);")
    assert screen.text.count("`fit(m, data)` goes on from here, to the bit") == 1


def test_a_training_that_was_stopped_goes_on_to_the_bit(open_screen):
    screen = open_screen(*SETUP, columns=100).prompt()
    for _ in range(2):
        interrupt(screen, "fit(m, data);")
    # The epoch under way is finished as one of the further ones.
    screen.run("fit(m, data, epochs: 2);")
    screen.run("a = m; b = " + MODEL + ";")
    screen.run("fit(b, data, epochs: m.epochs, quiet: true);")
    screen.run(SAME)
    assert screen.text.endswith("\ntrue\nlfads>")


def test_statements_after_the_training_are_not_run(open_screen):
    screen = interrupt(open_screen(*SETUP, columns=100).prompt(), 'fit(m, data); after = "run"')
    screen.run("m.is_trained")
    assert screen.text.endswith("\ntrue\nlfads>")
    screen.run("after")
    assert "nothing is called `after`" in screen.text


def test_a_second_ctrl_c_aborts_the_call_and_keeps_every_step(open_screen):
    screen = open_screen(
        *("-i", "-e", 'data = synthetic("chaotic_rnn_no_inputs", conditions: 50, replications: 10, steps: 60);'),
        *("-e", "m = lfads(gen_dim: 200, ci_enc_dim: 128, batch_size: 400, seed: 1);"),
        columns=100,
    ).prompt()
    screen.type("report = fit(m, data, epochs: 100000)\r")
    # A batch takes a while: both presses fall into it.
    screen.wait(lambda s: re.search(r"^fit  epoch ", s.text, re.MULTILINE), seconds=120)
    screen.type(CTRL_C)
    screen.type(CTRL_C)
    screen.wait(lambda s: s.lines[s.cursor[0]] == "lfads>", seconds=120)
    assert "interrupted" in screen.text and "`fit(m, data)` goes on from here, to the bit" in screen.text
    screen.run("m.is_trained")
    assert screen.text.endswith("\ntrue\nlfads>")


@pytest.mark.parametrize("call", ["posterior(m, data, samples: 1000000)", "posterior_mean(m, data, samples: 1000000)"])
def test_sampling_is_stopped_and_leaves_everything_as_it_was(open_screen, call):
    # More trials than are read together.
    screen = open_screen("-i", "-e", DATA.replace("replications: 5", "replications: 25"), "-e", f"m = {MODEL};").prompt()
    screen.run("bind(m, data);")
    screen.type(f"post = {call}\r")
    screen.wait(lambda s: s.cursor[1] == 0)
    screen.type(CTRL_C)
    screen.wait(lambda s: s.lines[s.cursor[0]] == "lfads>", seconds=300)
    assert "interrupted; nothing has changed, the same call begins again" in screen.text
    screen.run("m.is_trained")
    assert screen.text.endswith("\nfalse\nlfads>")


def test_generating_data_is_stopped(open_screen):
    screen = open_screen("--quiet", columns=100).prompt()
    screen.type('data = synthetic("chaotic_rnn_no_inputs", conditions: 4000, replications: 100, steps: 100)\r')
    screen.wait(lambda s: s.cursor[1] == 0)
    screen.type(CTRL_C)
    screen.wait(lambda s: s.lines[s.cursor[0]] == "lfads>", seconds=120)
    assert "interrupted; nothing has changed, the same call begins again" in screen.text


def test_in_a_pipe_there_is_a_line_an_epoch(environment, tmp_path):
    script = f"{DATA}\nm = {MODEL}\nfit(m, data, epochs: 3)\nprint(m.epochs)\n"
    result = run(["-"], environment, tmp_path, input=script)
    lines = result.stderr.splitlines()
    assert [line.split("  ")[1] for line in lines] == ["epoch 1/3", "epoch 2/3", "epoch 3/3"]
    assert all(re.search(r"train \S+  valid \S+  ramps \S+  lr \S+", line) for line in lines)
    assert "\x1b" not in result.stderr and "\r" not in result.stderr
    assert result.stdout == "3\n"


def test_quiet_shows_nothing_of_it(environment, tmp_path, open_screen):
    script = f"{DATA}\nm = {MODEL}\nfit(m, data, epochs: 3)\nposterior(m, data)\nprint(m.epochs)\n"
    result = run(["--quiet", "-"], environment, tmp_path, input=script)
    assert (result.stdout, result.stderr) == ("3\n", "")
    (tmp_path / "quiet.lfs").write_text(script)
    screen = open_screen("--quiet", "quiet.lfs")
    assert screen.ends() == 0
    assert screen.text == "3"


def test_a_model_saved_in_mid_training_goes_on_in_another_program_to_the_bit(environment, tmp_path):
    run(["-e", f'{DATA} m = {MODEL}; fit(m, data, epochs: 3); save(m, "m.h5");'], environment, tmp_path)
    run(["-e", f'{DATA} m = load("m.h5"); fit(m, data, epochs: 4); save(m, "m.h5");'], environment, tmp_path)
    result = run(
        ["-e", f'{DATA} a = load("m.h5"); b = {MODEL}; fit(b, data, epochs: 7);', "-e", SAME], environment, tmp_path
    )
    assert result.stdout == "true\n"


def test_one_saved_within_an_epoch_does_too(open_screen, environment, tmp_path):
    screen = interrupt(open_screen(*SETUP, columns=100).prompt(), "fit(m, data);")
    screen.run('save(m, "m.h5")')
    screen.type("\x04")
    assert screen.ends() == 0
    run(["-e", f'{DATA} m = load("m.h5"); fit(m, data, epochs: 2); save(m, "m.h5");'], environment, tmp_path)
    result = run(
        ["-e", f'{DATA} a = load("m.h5"); b = {MODEL}; fit(b, data, epochs: a.epochs);', "-e", SAME],
        environment,
        tmp_path,
    )
    assert result.stdout == "true\n"


def test_ctrl_c_in_a_script_ends_it_and_keeps_the_directory_s_training(open_screen, environment, tmp_path):
    (tmp_path / "long.lfs").write_text(f'{DATA}\nm = {MODEL}\nfit(m, data, epochs: 1000000, dir: "run")\nprint("the end")\n')
    screen = open_screen("long.lfs", columns=100)
    screen.wait(lambda s: re.search(r"^fit  epoch [1-9]", s.text, re.MULTILINE))
    screen.type(CTRL_C)
    assert screen.ends() == 130
    assert "\nthe end" not in screen.text
    result = run(
        ["-e", f'{DATA} m = {MODEL}; fit(m, data, epochs: 0, dir: "run"); print(m.steps > 0)'], environment, tmp_path
    )
    assert result.stdout == "true\n"


@pytest.mark.parametrize(
    "use, status",
    [
        ("r = fit(m, data, epochs: 2)", 1),
        ("print(fit(m, data, epochs: 2).stopped)", 0),
        ("try { fit(m, data, epochs: 2) } else(e) { print(e.kind) }", 0),
    ],
)
def test_a_script_whose_training_met_no_number_fails_unless_it_asked(environment, tmp_path, use, status):
    (tmp_path / "x.lfs").write_text(f"""
data = dataset(poisson(ones(40, 10, 3), seed: 1), dt: 0.01)
m = lfads(gen_dim: 8, factors: 3, learning_rate_init: 1000, max_grad_norm: 1e9, seed: 1)
{use}
print("on")
""")
    result = run(["--quiet", "x.lfs"], environment, tmp_path, status)
    assert result.stdout.endswith("on\n")
    assert ("met a number that is not finite" in result.stderr) == (status == 1)
