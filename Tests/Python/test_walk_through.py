"""The README's way from spike times in a file to saved rates, word for word."""

import re

import numpy as np

from conftest import ROOT


def walk_through():
    """The entries of the README's block."""
    text = (ROOT / "README.md").read_text()
    section = text.split("## Your own spikes")[1].split("\n## ")[0]
    entries = re.findall(r"^    > (.*?)(?:\s+#.*)?$", section, re.MULTILINE)
    assert len(entries) > 5
    return entries


def test_from_spike_times_to_saved_rates(open_screen, tmp_path):
    random = np.random.default_rng(1)
    starts = np.arange(1, 13) * 2.0
    rows = [
        (start + t, unit)
        for start in starts
        for unit in range(6)
        for t in np.sort(random.uniform(-0.5, 1.5, random.poisson(20)))
    ]
    (tmp_path / "spikes.csv").write_text("time,unit\n" + "".join(f"{t:.6f},{unit}\n" for t, unit in rows))
    (tmp_path / "trials.csv").write_text("start,side\n" + "".join(f"{start},{k % 2}\n" for k, start in enumerate(starts)))
    screen = open_screen(columns=120, rows=200).prompt()
    for entry in walk_through():
        screen.type(entry + "\r")
        screen.wait(lambda s: s.lines[s.cursor[0]] == "lfads>" and entry in s.text, seconds=300)
        assert "error" not in screen.text and "warning" not in screen.text, screen.text
    rates = np.load(tmp_path / "rates.npy")
    assert rates.shape[0] == 12 and rates.shape[2] == 6 and np.all(rates > 0)
