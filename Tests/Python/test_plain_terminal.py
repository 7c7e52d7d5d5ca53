"""Terminals one cannot edit at, and what depends on where a stream leads."""

import pexpect
import pytest

from conftest import PROGRAM


@pytest.fixture
def dumb(open_screen):
    return open_screen(TERM="dumb").wait(lambda s: s.text.endswith("lfads>"))


def typed(screen, line, expected):
    screen.type(line + "\n")
    screen.wait(lambda s: s.text.endswith(expected))


def test_entries_are_read_line_by_line(dumb):
    typed(dumb, "1 + 1", "\n2\nlfads>")
    typed(dumb, "for i in 0..<2 {", "\n     >")
    typed(dumb, "print(i)", "print(i)\n     >")
    typed(dumb, "}", "}\n0\n1\nlfads>")
    typed(dumb, 'print("größe 漢")', "größe 漢\nlfads>")


def test_nothing_is_coloured_and_no_code_is_sent(open_screen):
    screen = open_screen(TERM="dumb")
    screen.type("nonsense\n")
    screen.child.expect("did you mean|error", timeout=20)
    screen.type("\x04")
    screen.child.expect_exact(["lfads> ", "\n"])
    assert b"\x1b" not in screen.child.before


def test_errors_do_not_end_it(dumb):
    typed(dumb, "nonsense", "\nlfads>")
    typed(dumb, "2 * 3", "\n6\nlfads>")


def test_ctrl_c_drops_the_line_and_stops_what_runs(dumb):
    dumb.type("for i in 0..<2 {\n")
    dumb.wait(lambda s: s.text.endswith("\n     >"))
    dumb.type("\x03")
    dumb.wait(lambda s: s.text.endswith("\nlfads>"))
    typed(dumb, "1 + 2", "\n3\nlfads>")
    dumb.type("while true {}\n")
    dumb.wait(lambda s: s.text.endswith("{}"))
    dumb.type("\x03")
    dumb.wait(lambda s: s.text.endswith("interrupted\nlfads>"))


def test_ctrl_d_leaves(dumb):
    dumb.type("\x04")
    assert dumb.ends() == 0


def test_an_empty_terminal_name_is_as_plain(open_screen):
    screen = open_screen(TERM="").wait(lambda s: s.text.endswith("lfads>"))
    typed(screen, "1 + 1", "\n2\nlfads>")


def test_commands_work_there_too(dumb):
    typed(dumb, "x = 1;", "x = 1;\nlfads>")
    typed(dumb, ":vars", "\nx  number  1\nlfads>")


@pytest.mark.parametrize(
    "variables, colored",
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False), ({"TERM": ""}, False)],
)
def test_colour_at_a_terminal(open_screen, variables, colored):
    child = open_screen("-e", "nonsense", **variables).child
    child.expect(pexpect.EOF)
    assert b"nonsense" in child.before
    assert (b"\x1b[" in child.before) == colored


def test_streams_are_judged_apart(environment, tmp_path):
    command = f'"{PROGRAM}" --quiet > result.txt'
    child = pexpect.spawn("sh", ["-c", command], cwd=str(tmp_path), timeout=20, env=environment)
    child.expect_exact("lfads> ")
    child.send("1 + 1\n")
    child.expect_exact("lfads> ")
    child.send("nonsense\n")
    child.expect("\x1b\\[[0-9;]*merror")
    child.send("\x04")
    child.expect(pexpect.EOF)
    assert (tmp_path / "result.txt").read_bytes() == b"2\n"


def test_a_long_text_is_paged(open_screen):
    screen = open_screen("--quiet", rows=8, PAGER="less").prompt()
    screen.type('print("' + "\\n".join(f"row {number}" for number in range(30)) + '")\r')
    screen.wait(lambda s: s.lines[0] == "row 0" and s.lines[-1] == ":")
    screen.type(" ")
    screen.wait(lambda s: s.lines[0] == "row 7")
    # Ctrl-C is for the pager, which goes on; keys it has not read by then are lost with it.
    screen.type("\x03")

    def turned(screen):
        if screen.lines[0] == "row 7":
            screen.type(" ")
        return screen.lines[0] not in ("row 7", "")

    screen.wait(turned)
    screen.type("q")
    screen.prompt()
    screen.run("1 + 1")


def test_a_short_text_is_not_paged(open_screen):
    screen = open_screen("--quiet", rows=8, PAGER="less").prompt()
    screen.run('print("a\\nb\\nc")')
    assert "a\nb\nc" in screen.text


@pytest.mark.parametrize("pager", ["", "cat", "/no/such/pager"])
def test_without_a_pager_long_texts_run_through(open_screen, pager):
    screen = open_screen("--quiet", rows=8, PAGER=pager).prompt()
    screen.type('print("' + "\\n".join(f"row {number}" for number in range(30)) + '")\r')
    screen.wait(lambda s: s.text.endswith("row 29\nlfads>"))


def test_the_pager_is_no_shell(open_screen, tmp_path):
    screen = open_screen("--quiet", rows=8, PAGER="cat - > stolen").prompt()
    screen.type('print("' + "\\n" * 30 + '")\r')
    screen.prompt()
    assert not (tmp_path / "stolen").exists()
