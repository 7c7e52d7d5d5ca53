"""The reference's documented commands, with the program's name changed and epochs cut, and the files they leave."""

import pathlib
import shutil
import subprocess

import pytest

from conftest import PROGRAM, ROOT
from running import environment, lfads

TRAIN_NO_INPUTS = r"""
python run_lfads.py --kind=train \
--data_dir=/tmp/rnn_synth_data_v1.0/ \
--data_filename_stem=chaotic_rnn_no_inputs \
--lfads_save_dir=/tmp/lfads_chaotic_rnn_no_inputs \
--co_dim=0 \
--factors_dim=20 \
--ext_input_dim=0 \
--controller_input_lag=1 \
--output_dist=poisson \
--do_causal_controller=false \
--batch_size=128 \
--learning_rate_init=0.01 \
--learning_rate_stop=1e-05 \
--learning_rate_decay_factor=0.95 \
--learning_rate_n_to_compare=6 \
--do_reset_learning_rate=false \
--keep_prob=0.95 \
--con_dim=128 \
--gen_dim=200 \
--ci_enc_dim=128 \
--ic_dim=64 \
--ic_enc_dim=128 \
--ic_prior_var_min=0.1 \
--gen_cell_input_weight_scale=1.0 \
--cell_weight_scale=1.0 \
--do_feed_factors_to_controller=true \
--kl_start_step=0 \
--kl_increase_steps=2000 \
--kl_ic_weight=1.0 \
--l2_con_scale=0.0 \
--l2_gen_scale=2000.0 \
--l2_start_step=0 \
--l2_increase_steps=2000 \
--ic_prior_var_scale=0.1 \
--ic_post_var_min=0.0001 \
--kl_co_weight=1.0 \
--prior_ar_nvar=0.1 \
--cell_clip_value=5.0 \
--max_ckpt_to_keep_lve=5 \
--do_train_prior_ar_atau=true \
--co_prior_var_scale=0.1 \
--csv_log=fitlog \
--feedback_factors_or_rates=factors \
--do_train_prior_ar_nvar=true \
--max_grad_norm=200.0 \
--device=gpu:0 \
--num_steps_for_gen_ic=100000000 \
--ps_nexamples_to_process=100000000 \
--checkpoint_name=lfads_vae \
--temporal_spike_jitter_width=0 \
--checkpoint_pb_load_name=checkpoint \
--inject_ext_input_to_gen=false \
--co_mean_corr_scale=0.0 \
--gen_cell_rec_weight_scale=1.0 \
--max_ckpt_to_keep=5 \
--output_filename_stem="" \
--ic_prior_var_max=0.1 \
--prior_ar_atau=10.0 \
--do_train_io_only=false
"""

TRAIN_INPUTS = r"""
python run_lfads.py --kind=train \
--data_dir=/tmp/rnn_synth_data_v1.0/ \
--data_filename_stem=chaotic_rnn_inputs_g2p5 \
--lfads_save_dir=/tmp/lfads_chaotic_rnn_inputs_g2p5 \
--co_dim=1 \
--factors_dim=20
"""

TRAIN_MULTISESSION = r"""
python run_lfads.py --kind=train \
--data_dir=/tmp/rnn_synth_data_v1.0/ \
--data_filename_stem=chaotic_rnn_multisession \
--lfads_save_dir=/tmp/lfads_chaotic_rnn_multisession \
--factors_dim=10
"""

TRAIN_INTEGRATOR = r"""
python run_lfads.py --kind=train \
--data_dir=/tmp/rnn_synth_data_v1.0/ \
--data_filename_stem=itb_rnn \
--lfads_save_dir=/tmp/lfads_itb_rnn \
--co_dim=1 \
--factors_dim=20 \
--controller_input_lag=0
"""

TRAIN_LABELED = r"""
python run_lfads.py --kind=train \
--data_dir=/tmp/rnn_synth_data_v1.0/ \
--data_filename_stem=chaotic_rnns_labeled \
--lfads_save_dir=/tmp/lfads_chaotic_rnns_labeled \
--co_dim=0 \
--factors_dim=20 \
--controller_input_lag=0 \
--ext_input_dim=1
"""

SAMPLE_AND_AVERAGE = r"""
python run_lfads.py --kind=posterior_sample_and_average \
--data_dir=/tmp/rnn_synth_data_v1.0/ \
--data_filename_stem=chaotic_rnn_inputs_g2p5 \
--lfads_save_dir=/tmp/lfads_chaotic_rnn_inputs_g2p5 \
--co_dim=1 \
--factors_dim=20 \
--batch_size=1024 \
--checkpoint_pb_load_name=checkpoint_lve
"""

SAMPLE_PRIOR = r"""
python run_lfads.py --kind=prior_sample \
--data_dir=/tmp/rnn_synth_data_v1.0/ \
--data_filename_stem=chaotic_rnn_inputs_g2p5 \
--lfads_save_dir=/tmp/lfads_chaotic_rnn_inputs_g2p5 \
--co_dim=1 \
--factors_dim=20 \
--batch_size=50 \
--checkpoint_pb_load_name=checkpoint_lve
"""

WRITE_PARAMETERS = r"""
python run_lfads.py --kind=write_model_params \
--data_dir=/tmp/rnn_synth_data_v1.0/ \
--data_filename_stem=chaotic_rnn_inputs_g2p5 \
--lfads_save_dir=/tmp/lfads_chaotic_rnn_inputs_g2p5 \
--co_dim=1 \
--factors_dim=20 \
--checkpoint_pb_load_name=checkpoint_lve
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A place that stands for /tmp, with the synthetic data of a single condition."""
    directory = tmp_path_factory.mktemp("reference")
    lfads(directory, "-e", 'save_synthetic("rnn_synth_data_v1.0", conditions: 1)')
    return directory


def run(place, command, *more):
    """A documented command in the shell, its program replaced and the place put for /tmp."""
    # The place first: the program's own path may lie below /tmp.
    text = command.strip().replace("/tmp/", f"{place}/").replace("python run_lfads.py", f"'{PROGRAM}' run")
    done = subprocess.run(
        ["bash", "-c", " ".join([text, *more])],
        cwd=place,
        env=environment(place),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


TRAINED = ["checkpoint", "fitlog.csv", "hyperparameters-0.txt", "lfads_log"]


@pytest.mark.parametrize(
    "command, model, steps",
    [
        (TRAIN_NO_INPUTS, "lfads_chaotic_rnn_no_inputs", 1),
        (TRAIN_MULTISESSION, "lfads_chaotic_rnn_multisession", 5),
        (TRAIN_INTEGRATOR, "lfads_itb_rnn", 1),
        (TRAIN_LABELED, "lfads_chaotic_rnns_labeled", 1),
    ],
    ids=["no_inputs", "multisession", "integrator", "labeled"],
)
def test_training_commands_leave_their_files(place, command, model, steps):
    said = run(place, command, "--epochs=1")
    files = sorted(path.name for path in (place / model).iterdir() if not path.name.startswith("."))
    assert files == sorted([*TRAINED, f"lfads_vae.ckpt-{steps}.h5"])
    assert said.count("no GPU is used") == ("--device=gpu:0" in command)


def test_the_commands_that_evaluate_follow_the_one_that_trains(place):
    model = place / "lfads_chaotic_rnn_inputs_g2p5"
    run(place, TRAIN_INPUTS, "--epochs=1")
    before = {path.name for path in model.iterdir()}
    expected = {
        SAMPLE_AND_AVERAGE: {
            f"model_runs_dataset_N50_S50_{split}_posterior_sample_and_average" for split in ["train", "valid"]
        },
        SAMPLE_PRIOR: {"model_runs_prior_sample"},
        WRITE_PARAMETERS: {"model_params"},
    }
    for command, files in expected.items():
        said = run(place, command)
        assert "checkpoint_lve" in said, "that there is no such checkpoint yet is said"
        after = {path.name for path in model.iterdir()}
        assert after - before == files | ({"hyperparameters-1.txt"} if command is SAMPLE_AND_AVERAGE else set())
        before = after
    # The fifth kind has the files of the sampled posterior under its own name.
    run(place, SAMPLE_AND_AVERAGE.replace("sample_and_average", "push_mean"))
    assert {path.name for path in model.iterdir()} - before == {
        f"model_runs_dataset_N50_S50_{split}_posterior_push_mean" for split in ["train", "valid"]
    }


def test_the_synthetic_data_have_the_references_file_names(place):
    digest = {path.stem for path in (ROOT / "Tests/DatasetsTests/Golden").glob("*.h5")}
    assert {path.name for path in (place / "rnn_synth_data_v1.0").iterdir()} == digest


def test_missing_data_are_made_by_the_command_the_error_names(tmp_path):
    words = ["run", f"--data_dir={tmp_path}/data/", "--data_filename_stem=itb_rnn", "--epochs=0"]
    _, said = lfads(tmp_path, *words, status=1)
    offer = said.split("lfads-repl -e '")[1].split("'")[0]
    assert offer == f'save_synthetic("{tmp_path}/data/", name: "itb_rnn")'
    written, _ = lfads(tmp_path, "-e", offer.replace('")', '", conditions: 2)'))
    assert pathlib.Path(tmp_path, "data/itb_rnn_dataset_N50").exists() and "itb_rnn_dataset_N50" in written


@pytest.mark.parametrize("recipe", sorted((ROOT / "stdlib/recipes").glob("[ci]*.lfs")), ids=lambda path: path.stem)
def test_the_published_recipes_end_in_figures_of_merit(recipe, tmp_path):
    printed, _ = lfads(tmp_path, recipe, 1, 1 if recipe.stem == "chaotic_rnn_multisession" else 3)
    figures = {line[:62].strip(): line[62:] for line in printed.splitlines() if len(line) > 62}
    assert figures["epochs"] == "1"
    rates = [float(value) for label, value in figures.items() if label.startswith("R²")]
    expected = {"chaotic_rnn_multisession": 6, "chaotic_rnns_labeled": 3, "itb_rnn": 2}
    assert len(rates) == expected.get(recipe.stem, 1) and all(rate <= 1 for rate in rates)
    if recipe.stem == "chaotic_rnn_inputs_g2p5":
        for label in ("share of pulses found within two bins", "share recognised by the input's course around them"):
            assert 0 <= float(figures[label]) <= 1


def test_a_pulse_is_recognised_where_the_largest_input_is_ahead_of_it(tmp_path):
    shutil.copy(ROOT / "stdlib/recipes/recipe.lfs", tmp_path)
    (tmp_path / "x.lfs").write_text("""
        import recipe: pulses_found, pulses_recognised
        times = [12, 20, 15, 9, 18, 11]
        inputs = zeros(6, 30, 1)
        for k in 0..<6 { inputs[k, times[k] - 3, 0] = 2; inputs[k, times[k], 0] = -1 }
        print([pulses_found(inputs, times), pulses_recognised(inputs, times)])
        inputs[5] = reverse(inputs[5])
        print(round(6 * pulses_recognised(inputs, times)))
    """)
    printed, _ = lfads(tmp_path, "x.lfs")
    assert printed == "[0, 1]\n5\n"


def test_there_are_five_recipes():
    assert len(list((ROOT / "stdlib/recipes").glob("[ci]*.lfs"))) == 5
