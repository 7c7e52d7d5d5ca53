"""Questions and commands of the prompt."""

import re


def test_a_question_shows_help_and_two_marks_the_whole_page(open_screen):
    screen = open_screen("--quiet", rows=60, columns=100).prompt()
    screen.run("?group_mean")
    short = screen.text
    assert "group_mean(" in short
    screen.run("??smooth")
    assert len(screen.text) > len(short)
    screen.run("?")
    assert ":vars" in screen.text and "Ctrl-C" in screen.text


def test_two_marks_show_the_source_of_what_is_written_in_the_language(open_screen):
    screen = open_screen("--quiet", rows=60, columns=100).prompt()
    screen.type("## Twice a number.\rfn twice(x) { 2 * x }\r")
    screen.prompt()
    screen.run("??twice")
    assert "fn twice(x) { 2 * x }" in screen.text.split("??twice")[1]


def test_what_has_no_help_is_said_with_what_was_meant(open_screen):
    screen = open_screen("--quiet").prompt()
    screen.run("?postrior")
    assert "did you mean" in screen.text and "posterior" in screen.text.split("?postrior")[1]


def test_variables_are_listed_and_forgotten(open_screen):
    screen = open_screen("--quiet").prompt()
    screen.run('a = 1; long_name = "text";')
    screen.run(":vars")
    assert re.search(r"^a          number  1$", screen.text, re.MULTILINE)
    assert re.search(r'^long_name  string  "text"$', screen.text, re.MULTILINE)
    screen.run(":reset")
    screen.run("a")
    assert "nothing is called `a`" in screen.text


def test_time_is_told(open_screen):
    screen = open_screen("--quiet").prompt()
    screen.run(":time 1 + 1")
    assert re.search(r":time 1 \+ 1\n2\n[\d.]+ (µs|ms|s)\nlfads>$", screen.text)


def test_a_session_is_saved_as_a_script_that_does_the_same_again(open_screen, tmp_path):
    screen = open_screen("--quiet").prompt()
    screen.run("x = 20;")
    screen.run("nonsense")
    screen.run("print(x + 1)")
    screen.run(":save session.lfs")
    text = (tmp_path / "session.lfs").read_text()
    assert "x = 20;" in text and "print(x + 1)" in text and "nonsense" not in text
    (tmp_path / "other.lfs").write_text("mine\n")
    screen.run(":save other.lfs")
    assert (tmp_path / "other.lfs").read_text() == "mine\n"
    again = open_screen("--quiet", "session.lfs")
    assert again.ends() == 0
    assert again.text == "21"


def test_what_is_no_command_is_said(open_screen):
    screen = open_screen("--quiet").prompt()
    screen.run(":var")
    assert ":vars" in screen.text.split("lfads> :var")[1]


def test_quit_leaves(open_screen):
    screen = open_screen("--quiet").prompt()
    screen.type(":quit\r")
    assert screen.ends() == 0


def test_unset_gives_a_hidden_built_in_back(open_screen):
    screen = open_screen("--quiet").prompt()
    screen.run("mean = 3")
    screen.run("mean + 1")
    assert screen.text.count("\n4\n") == 1
    screen.run(":unset mean")
    assert "`mean` is the built-in function again" in screen.text
    screen.run("mean([1, 3])")
    assert "\n2\n" in screen.text
    screen.run(":unset maen")
    assert "there is no variable `maen`" in screen.text
