"""Recalling earlier entries, in this run and in later ones."""

import stat

UP, DOWN = "\x1b[A", "\x1b[B"


def history(home):
    return home / ".local/state/lfads-repl/history"


def current(screen):
    row = max(row for row, line in enumerate(screen.lines) if line.startswith("lfads>"))
    return "\n".join(screen.lines[row:]).rstrip().removeprefix("lfads> ")


def recalls(screen, keys, expected):
    screen.type(keys)
    screen.wait(lambda s: current(s) == expected)


def test_up_and_down_walk_through_the_entries(at_prompt):
    for number in range(3):
        at_prompt.run(f"x{number} = {number};")
    recalls(at_prompt, UP, "x2 = 2;")
    recalls(at_prompt, UP, "x1 = 1;")
    recalls(at_prompt, "\x1bOB", "x2 = 2;")
    recalls(at_prompt, DOWN, "lfads>")


def test_up_finds_what_begins_like_the_line(at_prompt):
    for line in ["a1 = 1;", "b1 = 1;", "a2 = 2;", "b2 = 2;"]:
        at_prompt.run(line)
    recalls(at_prompt, "a" + UP, "a2 = 2;")
    recalls(at_prompt, UP, "a1 = 1;")
    recalls(at_prompt, DOWN, "a2 = 2;")
    recalls(at_prompt, DOWN, "a")


def test_an_entry_of_several_lines_is_recalled_whole_and_run_again(at_prompt):
    at_prompt.type("for i in 0..<2 {\rprint(i)\r}\r")
    at_prompt.prompt()
    recalls(at_prompt, UP, "for i in 0..<2 {\nprint(i)\n}")
    at_prompt.type("\r")
    at_prompt.prompt()
    assert at_prompt.text.count("}\n0\n1") == 2


def test_ctrl_r_searches_within_entries(at_prompt):
    at_prompt.run("alpha = 1;")
    at_prompt.run("größe = 2;")
    at_prompt.run("beta = 3;")
    at_prompt.type("\x12röß")
    at_prompt.wait("bck:röß")
    at_prompt.type("\x1b")
    at_prompt.type("\r")
    at_prompt.wait(lambda s: s.text.count("größe = 2;") == 2)


def test_later_runs_know_the_entries(open_screen, home):
    first = open_screen().prompt()
    first.run("alpha = 1;")
    first.type("beta = [\r1,\r2]\r")
    first.prompt()
    first.type("\x04")
    assert first.ends() == 0
    second = open_screen().prompt()
    recalls(second, UP, "beta = [\n1,\n2]")
    second.type("\x03")
    second.prompt()
    recalls(second, "al" + UP, "alpha = 1;")
    assert history(home).read_text() == "alpha = 1;\nbeta = [\\n1,\\n2]\n"
    assert stat.S_IMODE(history(home).stat().st_mode) == 0o600
    assert stat.S_IMODE(history(home).parent.stat().st_mode) == 0o700


def test_sessions_at_the_same_time_keep_each_other_s_entries(open_screen, home):
    one, two = open_screen().prompt(), open_screen().prompt()
    for number in range(5):
        one.run(f"one{number} = 1;")
        two.run(f"two{number} = 1;")
    assert len(set(history(home).read_text().splitlines())) == 10
    # Each walks through its own.
    recalls(one, UP, "one4 = 1;")
    recalls(one, UP, "one3 = 1;")


def test_the_same_entry_again_is_kept_once(open_screen, home):
    screen = open_screen().prompt()
    for line in ["a = 1;", "a = 1;", "b = 1;", "a = 1;"]:
        screen.run(line)
    recalls(screen, UP, "a = 1;")
    recalls(screen, UP, "b = 1;")
    # There is nothing above: another Up changes nothing, as what is typed after it shows.
    recalls(screen, UP + "#", "b = 1;#")


def test_blank_lines_are_no_entries(open_screen, home):
    screen = open_screen().prompt()
    screen.type("\r   \r")
    screen.run("a = 1;")
    assert history(home).read_text() == "a = 1;\n"


def test_a_damaged_history_does_no_harm(open_screen, home):
    history(home).parent.mkdir(parents=True)
    history(home).write_bytes(b"\xff\xfe\x00\x01\ngood = 1;\n\x1b[2Jevil\n" + b"x" * 100_000 + b"\n")
    screen = open_screen().prompt()
    screen.type(UP + "\x03")
    screen.prompt()
    recalls(screen, "go" + UP, "good = 1;")


def test_without_a_place_for_it_the_prompt_says_so_once_and_goes_on(open_screen, home):
    history(home).mkdir(parents=True)
    screen = open_screen().prompt()
    screen.run("a = 1;")
    screen.run("b = 2;")
    assert screen.text.count("the history is not kept") == 1
    recalls(screen, UP, "b = 2;")


def test_history_is_listed(at_prompt):
    at_prompt.run("a = 1;")
    at_prompt.run("b = 2;")
    at_prompt.run(":history")
    assert ":history\na = 1;\nb = 2;\nlfads>" in at_prompt.text
