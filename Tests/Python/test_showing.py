"""How values look: short, aligned, coloured on a terminal only, paged on a terminal only."""

import re
import subprocess

import pytest

from conftest import PROGRAM

SESSION = [
    *("-i", "-e", 'data = synthetic("chaotic_rnn_no_inputs", conditions: 4, replications: 5, steps: 20, units: 6);'),
    *("-e", "m = lfads(gen_dim: 8, factors: 3, ic_enc_dim: 5, ci_enc_dim: 4, con_dim: 7, co_dim: 2, seed: 1);"),
]


@pytest.fixture
def session(open_screen):
    return open_screen("--quiet", *SESSION, columns=100, rows=40).prompt()


def shown(screen, entry):
    """What an entry shows."""
    screen.run(entry)
    return screen.text.rsplit("lfads> " + entry + "\n", 1)[1].removesuffix("\nlfads>")


def test_a_data_set(session):
    lines = shown(session, "data").splitlines()
    assert lines[0] == "dataset chaotic_rnn_no_inputs"
    header, row = lines[1], lines[2]
    for title, value in [("session", "dataset_N6_S6"), ("trials", "20 "), ("bins", "20"), ("neurons", "6")]:
        assert row[header.index(title) :].lstrip().startswith(value), "\n".join(lines)
    assert "(16 + 4)" in row
    assert float(row[header.index("spikes/s") :]) > 0
    assert lines[3].startswith("  bins of 10 ms")


def test_a_model(session):
    untrained = shown(session, "m")
    assert untrained.startswith("LFADS model  has not met data yet")
    session.run("fit(m, data, epochs: 2);")
    trained = shown(session, "m")
    assert trained.startswith("LFADS model  trained 2 epochs, 2 steps on chaotic_rnn_no_inputs")
    for part in ["6 neurons × 20 bins", "2 × 5", "2 × 4", "controller [7]", "u [2]", "generator [8]", "factors [3]"]:
        assert part in trained
    count = re.search(r"^  (\d+) parameters$", trained, re.MULTILINE)
    assert shown(session, "m.parameter_count") == count[1]
    # The two sources of the generator meet at the right edge.
    edge = [line.index(corner) for corner, line in zip("┐┤┘", trained.splitlines()[3:6])]
    assert len(set(edge)) == 1, trained


def test_a_fit_report(session):
    report = shown(session, "fit(m, data, epochs: 12)")
    lines = report.splitlines()
    assert re.fullmatch(r"fit report  12 epochs in \S+ s, 12 steps in all", lines[0])
    for line, name in zip(lines[1:3], ["train", "valid"]):
        assert re.fullmatch(rf"  {name}  \S+ → \S+  [▁▂▃▄▅▆▇█]{{12}}", line), report
    assert lines[3] == "  all epochs asked for are done"
    assert "no `m.best` yet" in report


def test_a_posterior(session):
    text = shown(session, "posterior(m, data, samples: 2, seed: 1)")
    lines = text.splitlines()
    assert lines[0].startswith("posterior of dataset_N6_S6  20 trials, mean of 2 samples")
    assert re.search(r"^  rates +\[trial 20, time 20, neuron 6\]$", text, re.MULTILINE)
    assert len({line.index("[") for line in lines[1:]}) == 1, text


def test_tensors(session):
    assert shown(session, "[1.5, 2, -3]") == "[1.5, 2, -3]"
    text = shown(session, "data.train.data")
    assert text.splitlines()[0].startswith("tensor [trial: 16, time: 20, neuron: 6]")
    assert len(text.splitlines()) < 10


def test_records(session):
    assert shown(session, '{a: 1, b: "x", c: [1, 2]}') == '{a: 1, b: "x", c: [1, 2]}'
    text = shown(session, "{counts: data.train.data, data: data}")
    assert len(text.splitlines()) <= 6
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("entry", ["data", "m"])
def test_colour_is_for_terminals(open_screen, environment, tmp_path, entry):
    screen = open_screen(*SESSION[1:], "-e", entry, columns=100)
    assert screen.ends() == 0
    assert any(cell.fg != "default" or cell.bold for row in screen.screen.buffer.values() for cell in row.values())
    piped = subprocess.run(
        [PROGRAM, *SESSION[1:], "-e", entry], cwd=tmp_path, env=environment, capture_output=True, timeout=120
    )
    assert piped.returncode == 0
    assert b"\x1b" not in piped.stdout + piped.stderr


def test_a_long_table_pages_on_a_terminal_only(open_screen, environment, tmp_path):
    entries = [SESSION[2], SESSION[4], "bind(m, data);"]
    entry = "posterior(m, data, samples: 2, seed: 1)"
    screen = open_screen("--quiet", *SESSION, rows=10, columns=80, PAGER="less").prompt()
    screen.run(entries[-1])
    screen.type(entry + "\r")
    screen.wait(lambda s: s.lines[-1] == ":" and "rates  " in s.text)
    assert "nll_bound_importance" not in screen.text
    screen.type("q")
    screen.prompt()
    piped = subprocess.run(
        [PROGRAM, "--quiet"],
        input="\n".join([*entries, entry, ""]),
        cwd=tmp_path,
        env={**environment, "PAGER": "false"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "nll_bound_importance" in piped.stdout
