"""Ctrl-C, Ctrl-Z and the signals that end a program."""

import signal

from conftest import PROGRAM, Screen

CTRL_C, CTRL_Z = "\x03", "\x1a"
LOOP = "while true {}"


def test_ctrl_c_stops_what_runs_and_keeps_every_value(at_prompt):
    at_prompt.run("kept = 41;")
    at_prompt.type(LOOP + "\r")
    at_prompt.wait(lambda s: s.lines[s.cursor[0] - 1] == "lfads> " + LOOP)
    at_prompt.type(CTRL_C)
    at_prompt.prompt()
    assert at_prompt.text.endswith("^C\ninterrupted\nlfads>")
    at_prompt.run("kept + 1")
    assert at_prompt.text.endswith("\n42\nlfads>")


def test_what_an_entry_assigned_before_ctrl_c_stays(at_prompt):
    at_prompt.type('x = 0; while true { x += 1; if x == 1 { print("on") } }\r')
    at_prompt.wait(lambda s: "\non" in s.text)
    at_prompt.type(CTRL_C)
    at_prompt.prompt()
    at_prompt.run("x > 0")
    assert at_prompt.text.endswith("\ntrue\nlfads>")


def test_a_second_loop_is_stopped_by_a_first_ctrl_c_again(at_prompt):
    for _ in range(3):
        at_prompt.type(LOOP + "\r")
        at_prompt.wait(lambda s: s.cursor[1] == 0)
        at_prompt.type(CTRL_C)
        at_prompt.prompt()
    at_prompt.run("1 + 1")


def test_in_a_script_ctrl_c_ends_it(open_screen, tmp_path):
    (tmp_path / "loop.lfs").write_text('print("on")\nwhile true {}\nprint("off")\n')
    screen = open_screen("loop.lfs").wait("on")
    screen.type(CTRL_C)
    assert screen.ends() == 130
    assert "off" not in screen.text
    assert "loop.lfs:2:" in screen.text


def test_an_expression_is_interrupted_too(open_screen):
    screen = open_screen("-e", 'print("on"); ' + LOOP).wait("on")
    screen.type(CTRL_C)
    assert screen.ends() == 130


def test_ctrl_z_stops_the_program_and_the_entry_is_still_there(environment, tmp_path):
    """Under a shell that has jobs, since nothing else would wake the program."""
    shell = Screen(["--norc", "--noprofile", "-i"], {**environment, "PS1": "shell> "}, 80, 24, tmp_path, "bash")
    shell.wait("shell>")
    shell.type(f"{PROGRAM} --quiet\r")
    shell.prompt()
    for number in [1, 2]:
        shell.type(f"print({number})")
        shell.wait(f"lfads> print({number})")
        shell.type(CTRL_Z)
        shell.wait(lambda s: "Stopped" in s.text and s.lines[s.cursor[0]] == "shell>")
        shell.type("clear; fg\r")
        shell.wait(lambda s: s.lines[s.cursor[0]] == f"lfads> print({number})" and "Stopped" not in s.text)
        shell.type("\r")
        shell.wait(lambda s: s.text.endswith(f"print({number})\n{number}\nlfads>"))
    shell.type("\x04")
    shell.wait(lambda s: s.lines[s.cursor[0]] == "shell>")
    shell.child.close(force=True)


def test_a_signal_that_ends_the_program_does_so_at_the_prompt(at_prompt):
    at_prompt.child.kill(signal.SIGTERM)
    assert at_prompt.ends() == 128 + signal.SIGTERM


def test_a_signal_that_ends_the_program_does_so_in_a_loop(at_prompt):
    at_prompt.type(LOOP + "\r")
    at_prompt.wait(lambda s: s.cursor[1] == 0)
    at_prompt.child.kill(signal.SIGTERM)
    assert at_prompt.ends() == 128 + signal.SIGTERM


def test_a_signal_ends_a_script(open_screen, tmp_path):
    (tmp_path / "loop.lfs").write_text('print("on")\nwhile true {}\n')
    for number in [signal.SIGTERM, signal.SIGHUP]:
        screen = open_screen("loop.lfs").wait("on")
        screen.child.kill(number)
        assert screen.ends() == 128 + number
