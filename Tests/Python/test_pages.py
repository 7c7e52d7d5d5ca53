"""Pages and notebooks, written from outside."""

import subprocess

import nbformat
import pytest

from conftest import PROGRAM

SCRIPT = """\
# %% [markdown]
# # A title with `code`

# %% Numbers
x = linspace(0, 1, 20);
print("hello")
x[0]

# %% A figure
plot(x, x^2, title: "it's <b>`id`</b> $(id)")
"""


def run(directory, *words):
    return subprocess.run(
        [str(PROGRAM), *words], cwd=directory, capture_output=True, text=True, timeout=60
    )


def test_an_exported_notebook_is_valid(tmp_path):
    (tmp_path / "x.lfs").write_text(SCRIPT)
    done = run(tmp_path, "--quiet", "export", "x.lfs")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    notebook = nbformat.read(tmp_path / "x.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert [cell.cell_type for cell in notebook.cells] == ["markdown"] * 2 + ["code", "markdown", "code"]
    assert set(notebook.cells[-1].outputs[0].data) == {"text/plain", "image/png", "image/svg+xml"}


def test_a_notebook_that_fails_is_valid_too_and_written(tmp_path):
    (tmp_path / "x.lfs").write_text(SCRIPT + "\n# %%\nfail(\"on purpose\")\n# %%\n1\n")
    done = run(tmp_path, "export", "x.lfs", "-o", "y.ipynb")
    assert done.returncode == 1 and "x.lfs:13:" in done.stderr, done.stderr
    nbformat.validate(nbformat.read(tmp_path / "y.ipynb", as_version=nbformat.NO_CONVERT))


@pytest.mark.parametrize(
    "words, status, said",
    [
        (["report", "none.lfs"], 1, "none.lfs"),
        (["report"], 2, "SCRIPT"),
        (["report", "x.lfs", "-o", "no/where.html"], 1, "no/where.html"),
        (["export", "x.lfs", "--nonsense"], 2, "--nonsense"),
        (["report", "x.lfs", "-o", "x.ipynb"], 1, "`export` makes notebooks"),
        (["export", "x.lfs", "-o", "x.html"], 1, "`report` makes pages"),
        (["report", "x.lfs", "-o", "x.pdf"], 1, "'x.pdf' is no name for a page"),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_runs(tmp_path, words, status, said):
    (tmp_path / "x.lfs").write_text('save([1], "trace.h5")\n')
    done = run(tmp_path, *words)
    assert done.returncode == status and said in done.stderr, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x.lfs"]


def test_the_prompt_writes_its_session_as_page_and_notebook(at_prompt, tmp_path):
    at_prompt.run("6 * 7")
    at_prompt.type(":report session.html\r")
    at_prompt.wait("saved session.html").prompt()
    at_prompt.type(":report session.ipynb\r")
    at_prompt.wait("saved session.ipynb").prompt()
    assert ">42" in (tmp_path / "session.html").read_text()
    nbformat.validate(nbformat.read(tmp_path / "session.ipynb", as_version=nbformat.NO_CONVERT))


def test_a_figure_is_drawn_at_the_prompt(at_prompt):
    at_prompt.run('plot([1, 3, 2], title: "a title", x_label: "time (s)")')
    assert any("\u2800" < character <= "\u28ff" for character in at_prompt.text)
