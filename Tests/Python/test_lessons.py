"""Every lesson runs to its end with its checks, reduced, and makes a page; the prompt goes through one cell by cell."""

import re
import subprocess
from pathlib import Path

import pytest

from conftest import PROGRAM

LESSONS = sorted((Path(__file__).parents[2] / "stdlib" / "lessons").glob("*.lfs"))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_runs_and_makes_a_page(lesson, tmp_path):
    page = tmp_path / "lesson.html"
    result = subprocess.run(
        [PROGRAM, "--quiet", "report", str(lesson), "quick", "-o", str(page)],
        cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    text = page.read_text()
    assert 'class="output fail"' not in text
    # One lesson provokes a warning, to show it.
    warnings = re.findall('class="output warn">(.*?)</pre>', text, re.DOTALL)
    assert all("was not a finite number at step" in warning for warning in warnings), warnings
    assert len(re.findall("<figure>", text)) >= 1


def test_the_prompt_goes_cell_by_cell(open_screen):
    screen = open_screen(columns=90, rows=60).prompt()
    screen.run("lesson()")
    assert "10  Your own data" in screen.text
    screen.run("lesson(1)")
    assert "Poisson spikes and rates" in screen.text
    assert "next() goes on" in screen.text
    screen.run("next()")
    assert "rate_hz = 40" in screen.text
    screen.run("len(rate)")
    assert "\n100\n" in screen.text
    screen.run("skip()")
    assert "passed over 3/" in screen.text
    screen.run("again()")
    assert "counts = named(poisson" in screen.text
