"""Tab, and the signature beside a call."""

import pytest

TAB = "\t"


def completes(screen, keys, expected):
    screen.type(keys)
    screen.wait(lambda s: s.lines[s.cursor[0]] == "lfads> " + expected)
    screen.type("\x15")
    screen.prompt()


def test_the_only_candidate_is_typed(at_prompt):
    completes(at_prompt, "prin" + TAB, "print")
    at_prompt.run("schwelle = 1;")
    completes(at_prompt, "2 * schw" + TAB, "2 * schwelle")


def test_several_candidates_are_listed_below_and_the_entry_goes_on(at_prompt):
    at_prompt.run("schwelle1 = 1;")
    at_prompt.run("schwelle2 = 2;")
    at_prompt.type("schw" + TAB)
    at_prompt.wait("lfads> schwelle")
    at_prompt.type(TAB)
    at_prompt.wait(lambda s: "schwelle1  1" in s.text and "schwelle2  2" in s.text)
    at_prompt.wait(lambda s: s.lines[s.cursor[0]] == "lfads> schwelle")
    at_prompt.type("2\r")
    at_prompt.prompt()
    assert "lfads> schwelle2\n2\nlfads>" in at_prompt.text


def test_completing_within_a_line_keeps_the_rest(at_prompt):
    at_prompt.run("schwelle = 4;")
    at_prompt.type("schw + 1" + "\x1b[D" * 4 + TAB + "\r")
    at_prompt.prompt()
    assert "lfads> schwelle + 1\n5\n" in at_prompt.text


def test_completing_in_an_entry_of_several_lines(at_prompt):
    at_prompt.run("schwelle = 4;")
    at_prompt.type("x = [\rschw" + TAB + "\r]\r")
    at_prompt.prompt()
    assert at_prompt.text.endswith("lfads> x = [\nschwelle\n]\n[4]\nlfads>")


def test_fields_of_a_record(at_prompt):
    at_prompt.run("r = {first: 1, second: 2};")
    completes(at_prompt, "r.se" + TAB, "r.second")


def test_commands_of_the_prompt(at_prompt):
    completes(at_prompt, ":va" + TAB, ":vars")
    completes(at_prompt, "?prin" + TAB, "?print")
    at_prompt.type(":" + TAB)
    at_prompt.wait(lambda s: ":reset    forget every variable" in s.text.replace(":reset  ", ":reset  "))


def test_what_completes_nothing_rings_and_changes_nothing(at_prompt):
    at_prompt.type("zzzz" + TAB + "y")
    at_prompt.wait("lfads> zzzzy")


def test_the_signature_shows_beside_a_call_while_it_is_typed(at_prompt):
    at_prompt.run("fn smooth_it(x, width: 5, kernel: 2) { x }")
    at_prompt.type("smooth_it")
    at_prompt.wait("lfads> smooth_it")
    hint = "smooth_it(x, width: 5, kernel: 2)"
    assert hint not in at_prompt.lines[at_prompt.cursor[0]]
    at_prompt.type("(")
    at_prompt.wait(lambda s: s.lines[s.cursor[0]].endswith(hint))
    at_prompt.type("1, kern")
    at_prompt.wait(lambda s: s.lines[s.cursor[0]].startswith("lfads> smooth_it(1, kern ") and hint in s.text)
    at_prompt.type("el: 3)")
    at_prompt.wait(lambda s: s.lines[s.cursor[0]] == "lfads> smooth_it(1, kernel: 3)")


def test_in_a_narrow_window_the_part_around_the_argument_shows(open_screen):
    screen = open_screen("--quiet", columns=48).prompt()
    screen.type("fn spread(first_value, second_value: 5, third_value: 7) { 1 }\r")
    screen.prompt()
    screen.type("spread(1, 2")
    screen.wait(lambda s: "second_value: 5" in s.lines[s.cursor[0]] and "…" in s.lines[s.cursor[0]])
    screen.type(", 123456789")
    screen.wait(lambda s: s.lines[s.cursor[0]].startswith("lfads> spread(1, 2, 123456789"))
    assert len(screen.lines[screen.cursor[0]]) <= 48


def test_file_names_within_strings(open_screen, tmp_path):
    (tmp_path / "stimulus_one.csv").write_text("1\n")
    (tmp_path / "sessions").mkdir()
    screen = open_screen("--quiet").prompt()
    screen.type('x = "stim' + TAB)
    screen.wait(lambda s: s.lines[s.cursor[0]].startswith('lfads> x = "stimulus_one.csv"'))
    screen.type("\x15")
    screen.type('x = "sess' + TAB)
    screen.wait(lambda s: s.lines[s.cursor[0]].startswith('lfads> x = "sessions/'))


SESSION = [
    *("-i", "-e", 'data = synthetic("chaotic_rnn_no_inputs", conditions: 2, replications: 5, steps: 8, units: 4);'),
    *("-e", "m = lfads(gen_dim: 6, factors: 3, ic_enc_dim: 4, co_dim: 0, seed: 1);"),
]


@pytest.mark.parametrize(
    "keys, expected",
    [
        ("fit(m, da" + TAB, "fit(m, data"),
        ("fit(m, data, ep" + TAB, "fit(m, data, epochs:"),
        ("fit(m, data, epochs: 3, qui" + TAB, "fit(m, data, epochs: 3, quiet:"),
        ("lfads(gen_d" + TAB, "lfads(gen_dim:"),
        ('posterior(m, data, split: "va' + TAB, 'posterior(m, data, split: "valid"'),
        ('load("chaotic_rnn_inputs_g2' + TAB, 'load("chaotic_rnn_inputs_g2p5"'),
        ('lfads(output_dist: "gau' + TAB, 'lfads(output_dist: "gaussian"'),
        ("data.ne" + TAB, "data.neurons"),
        ("m.parameter_c" + TAB, "m.parameter_count"),
        ("posterior_m" + TAB, "posterior_mean"),
    ],
)
def test_what_can_stand_there_is_completed(open_screen, keys, expected):
    """A name, a label, an enumerated value, a data set in a string, a field of a handle."""
    screen = open_screen("--quiet", *SESSION, columns=100).prompt()
    screen.type(keys)
    screen.wait(lambda s: s.lines[s.cursor[0]].startswith("lfads> " + expected))


def test_labels_and_values_that_compete_are_listed_with_their_meaning(open_screen):
    screen = open_screen("--quiet", *SESSION, columns=100).prompt()
    screen.type('posterior(m, data, split: "' + TAB + TAB)
    screen.wait(lambda s: all(word in s.text for word in ["all", "train", "valid"]))
    screen.type("\x03")
    screen.prompt()
    screen.type("fit(m, data, " + TAB + TAB)
    screen.wait(lambda s: "epochs:" in s.text and "Further passes over the data" in s.text)
    screen.wait(lambda s: s.lines[s.cursor[0]].startswith("lfads> fit(m, data, "))


def test_fields_of_the_data_are_listed(open_screen):
    screen = open_screen("--quiet", *SESSION, columns=100).prompt()
    screen.type("data." + TAB + TAB)
    screen.wait(lambda s: "conversion_factor" in s.text and "sessions" in s.text)


def test_a_file_s_name_is_completed_in_a_call(open_screen, tmp_path):
    (tmp_path / "größe mit blank.npy").write_text("")
    screen = open_screen("--quiet", columns=100).prompt()
    screen.type('read("grö' + TAB)
    screen.wait(lambda s: s.lines[s.cursor[0]].startswith('lfads> read("größe mit blank.npy"'))


def test_the_signature_of_a_built_in_marks_the_argument_at_hand(open_screen):
    screen = open_screen("--quiet", *SESSION, columns=150).prompt()
    screen.type("fit(")
    screen.wait(lambda s: "fit(m, data, epochs" in s.lines[s.cursor[0]] and "The model" in s.lines[s.cursor[0]])
    screen.type("m, data, epochs: ")
    screen.wait(lambda s: "Further passes over the data" in s.lines[s.cursor[0]])
    screen.type("3)")
    screen.wait(lambda s: s.lines[s.cursor[0]] == "lfads> fit(m, data, epochs: 3)")
