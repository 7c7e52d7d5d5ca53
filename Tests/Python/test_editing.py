"""Typing, moving, undoing and pasting: what the screen shows and what is run."""

import pytest

HOME, END, DELETE = "\x1b[H", "\x1b[F", "\x1b[3~"
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
WORD_LEFT, WORD_RIGHT = "\x1b[1;5D", "\x1b[1;5C"
BACKSPACE, UNDO, CTRL_C, CTRL_D = "\x7f", "\x1f", "\x03", "\x04"


def entry(screen):
    """The text of the entry in the cursor's row."""
    return screen.lines[screen.cursor[0]].removeprefix("lfads>").removeprefix(" ")


def test_an_entry_is_run_and_its_value_shown(at_prompt):
    at_prompt.run("x = 1.5;")
    at_prompt.run("x * 2")
    assert at_prompt.text.endswith("lfads> x = 1.5;\nlfads> x * 2\n3\nlfads>")


@pytest.mark.parametrize(
    "keys, expected",
    [
        ("bc" + HOME + "a" + END + "d", "abcd"),
        ("bc\x01a\x05d", "abcd"),
        ("\x1bOHx", "x"),
        ("bc" + "\x1b[1~" + "a" + "\x1b[4~" + "d", "abcd"),
        ("abc" + LEFT + LEFT + DELETE, "ac"),
        ("abc" + LEFT + BACKSPACE, "ac"),
        ("ab cd ef" + WORD_LEFT + WORD_LEFT + "X", "ab Xcd ef"),
        ("ab cd ef" + HOME + WORD_RIGHT + "X", "abX cd ef"),
        ("ab cd\x17", "ab "),
        ("ab cd" + LEFT + "\x15", "d"),
        ("ab cd" + HOME + "\x0b", ""),
        ("a" + RIGHT + "b", "ab"),
        ("größe → 漢字 ok", "größe → 漢字 ok"),
        ("漢字" + LEFT + LEFT + "x" + END + "é", "x漢字é"),
        ("é漢" + BACKSPACE, "é"),
        ("\\^-[]{}|~`'@#$%&*_+=<>/?.;!", "\\^-[]{}|~`'@#$%&*_+=<>/?.;!"),
    ],
)
def test_keys_edit_the_line(at_prompt, keys, expected):
    at_prompt.type(keys)
    at_prompt.wait(lambda s: entry(s).rstrip() == expected.rstrip())


def test_enter_submits_only_what_is_complete(at_prompt):
    at_prompt.type("for i in 0..<2 {\r")
    at_prompt.type("print(i * 10)\r")
    at_prompt.type("}")
    at_prompt.wait(lambda s: s.lines[s.cursor[0]] == "}")
    assert "\n0" not in at_prompt.text
    at_prompt.type("\r")
    at_prompt.prompt()
    assert at_prompt.text.endswith("}\n0\n10\nlfads>")


def test_an_earlier_line_of_an_entry_is_edited(at_prompt):
    at_prompt.type("for i in 0..<2 {\rprint(i)\r}")
    at_prompt.type(UP + UP + END + LEFT * 2 + BACKSPACE + "3")
    at_prompt.type(DOWN + HOME + "  " + DOWN + "\r")
    at_prompt.prompt()
    assert "lfads> for i in 0..<3 {\n  print(i)\n}\n0\n1\n2\nlfads>" in at_prompt.text


def test_enter_in_the_middle_of_a_complete_entry_submits_all_of_it(at_prompt):
    at_prompt.type("print(12)" + LEFT * 4 + "\r")
    at_prompt.prompt()
    assert "lfads> print(12)\n12\nlfads>" in at_prompt.text


def test_alt_enter_begins_another_line(at_prompt):
    at_prompt.type("print(1)\x1b\rprint(2)\r")
    at_prompt.prompt()
    assert "lfads> print(1)\nprint(2)\n1\n2\nlfads>" in at_prompt.text


def test_undo_takes_back_words(at_prompt):
    at_prompt.type("alpha beta")
    at_prompt.wait("lfads> alpha beta")
    at_prompt.type(UNDO)
    at_prompt.wait(lambda s: s.lines[s.cursor[0]] == "lfads> alpha")
    at_prompt.type(UNDO + UNDO)
    at_prompt.prompt()


def test_undo_brings_back_what_was_deleted(at_prompt):
    at_prompt.type("print(1)\x15")
    at_prompt.prompt()
    at_prompt.type(UNDO)
    at_prompt.wait("lfads> print(1)")


def test_a_paste_is_one_entry_that_waits_for_enter(at_prompt):
    at_prompt.paste("a = 1;\nprint(a)\n\nprint(\n  a + 1)\n")
    at_prompt.wait("a + 1)")
    assert "\n1" not in at_prompt.text
    at_prompt.type("\r")
    at_prompt.prompt()
    assert at_prompt.text.endswith("lfads> a = 1;\nprint(a)\n\nprint(\n  a + 1)\n1\n2\nlfads>")


def test_a_paste_cannot_press_keys(at_prompt):
    at_prompt.paste('print("a\x1b[A\x12\x04\x7f漢")')
    at_prompt.wait('lfads> print("a[A漢")')


def test_ctrl_c_drops_the_line(at_prompt):
    at_prompt.type("print(1) +")
    at_prompt.wait("+")
    at_prompt.type(CTRL_C)
    at_prompt.prompt()
    assert at_prompt.lines[1:3] == ["lfads> print(1) +", "lfads>"]
    at_prompt.run("print(2)")
    assert "\n2\n" in at_prompt.text


def test_ctrl_c_drops_all_lines_of_an_entry(at_prompt):
    at_prompt.type("for i in 0..<3 {\rprint(i)\rprint(i)" + UP + UP)
    at_prompt.wait(lambda s: s.lines[s.cursor[0] + 2] == "print(i)")
    at_prompt.type(CTRL_C)
    at_prompt.prompt()
    assert at_prompt.text.endswith("{\nprint(i)\nprint(i)\nlfads>")


def test_ctrl_d_leaves(at_prompt):
    at_prompt.type(CTRL_D)
    assert at_prompt.ends() == 0


def test_ctrl_d_in_a_line_does_not_leave(at_prompt):
    at_prompt.type("ab" + CTRL_D + LEFT + CTRL_D)
    at_prompt.wait(lambda s: s.lines[s.cursor[0]] == "lfads> a")


@pytest.mark.parametrize("columns", [20, 24, 33])
def test_a_narrow_window_wraps(open_screen, columns):
    screen = open_screen("--quiet", columns=columns).prompt()
    text = 'print("abcdefghijklmnopqrstuvwxyz0123456789")'
    screen.type(text)
    shown = lambda s: "".join(line.ljust(columns) for line in s.lines).replace(" ", "")
    screen.wait(lambda s: shown(s) == "lfads>" + text)
    screen.type(HOME + "x = 1; " + END + LEFT * 20 + BACKSPACE * 2)
    expected = "x = 1; " + text[: len(text) - 22] + text[len(text) - 20 :]
    screen.wait(lambda s: shown(s) == "lfads>" + expected.replace(" ", ""))
    screen.type("\r")
    screen.wait(lambda s: "".join(s.lines[s.cursor[0] - 2 : s.cursor[0]]).endswith(expected[14:-2]))


def test_wide_characters_wrap_whole(open_screen):
    screen = open_screen("--quiet", columns=20).prompt()
    screen.type('"' + "漢" * 10 + '"')
    screen.wait(lambda s: s.text == 'lfads> "漢漢漢漢漢漢\n漢漢漢漢"'.replace("\n", "\n"))


def test_resizing_rewraps_what_is_being_typed(open_screen):
    screen = open_screen("--quiet", columns=60).prompt()
    text = "abcdefghijklmnopqrstuvwxyz0123456789 " * 2
    screen.type(text)
    screen.wait(lambda s: s.cursor[0] == 1)
    screen.resize(30, 24)
    screen.wait(lambda s: s.lines[s.cursor[0]] == text[53:].rstrip())
    rows = screen.lines[screen.cursor[0] - 2 : screen.cursor[0]]
    assert rows == ["lfads> " + text[:23], text[23:53].rstrip()]
    screen.resize(100, 24)
    screen.wait(("lfads> " + text).rstrip())
    screen.type("end")
    screen.wait("lfads> " + text + "end")
    assert screen.lines[screen.cursor[0]] == "lfads> " + text + "end"


def test_an_entry_taller_than_the_window_stays_whole(open_screen):
    screen = open_screen("--quiet", rows=6).prompt()
    screen.type("x = [\r" + "".join(f"{number},\r" for number in range(12)) + "12]\r")
    screen.wait("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]")


def test_the_user_s_keys_are_honoured(open_screen, home):
    (home / ".editrc").write_text(
        "# mine\nlfads-repl:bind ^G ed-prev-word\nbind ^B ed-move-to-beg\nsomething-else:bind ^A ed-move-to-end\nnonsense\n"
    )
    screen = open_screen("--quiet").prompt()
    screen.type("ab cd\x07X\x02Y\x01Z")
    screen.wait("lfads> ZYab Xcd")


def test_vi_keys_are_honoured(open_screen, home):
    (home / ".editrc").write_text("bind -v\n")
    screen = open_screen("--quiet").prompt()
    screen.type('print("ab"\x1b')
    screen.wait('lfads> print("ab"')
    screen.type("0rPA)")
    screen.wait('lfads> Print("ab")')
    screen.type("\x1b0rp\r")
    screen.prompt()
    assert "\nab\n" in screen.text
    screen.type("\x1bk")
    screen.wait(lambda s: s.text.endswith('lfads> print("ab")'))


def test_typing_works_in_a_locale_that_is_not_utf_8(open_screen):
    screen = open_screen("--quiet", LANG="C").prompt()
    screen.type('print("é→漢")\r')
    screen.prompt()
    assert screen.text == 'lfads> print("é→漢")\né→漢\nlfads>'
