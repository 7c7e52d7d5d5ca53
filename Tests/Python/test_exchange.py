"""Data and parameters of other programs read, and everything that is written read by theirs."""

import json

import h5py
import numpy as np
import pandas as pd
import pytest
import scipy.linalg
import scipy.signal
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from conftest import ROOT
from running import SMALL, lfads

GOLDEN = sorted((ROOT / "Tests/ParityTests/Golden").glob("*.h5"))
COUNTS = np.random.default_rng(1).poisson(0.4, size=(20, 12, 5))
TRAIN = [0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13, 15, 16, 17, 18]
VALID = [4, 9, 14, 19]


# Data of other programs, written by h5py.


def reference(file, counts):
    file["train_data"], file["valid_data"] = counts[TRAIN], counts[VALID]


def whole_floats(file, counts):
    reference(file, counts.astype(np.float32))


def run_manager(file, counts):
    reference(file, counts)
    file["train_inds"], file["valid_inds"] = np.array(TRAIN) + 1.0, np.array(VALID) + 1.0
    file["conversion_factor"] = np.array([4.0])
    file["train_truth"], file["valid_truth"] = 4 * (counts[TRAIN] + 0.5), 4 * (counts[VALID] + 0.5)


def autolfads(file, counts):
    reference(file, counts.astype(float))
    file["train_inds"], file["valid_inds"] = TRAIN, VALID
    file["conversion_factor"] = 4.0
    file["train_truth"], file["valid_truth"] = 4 * (counts[TRAIN] + 0.5), 4 * (counts[VALID] + 0.5)


def torch(file, counts):
    for name in ["encod_data", "recon_data"]:
        file[f"train_{name}"], file[f"valid_{name}"] = counts[TRAIN].astype("f4"), counts[VALID].astype("f4")
    file["train_inds"], file["valid_inds"] = TRAIN, VALID
    file["conversion_factor"] = 4.0
    file["train_truth"], file["valid_truth"] = 4 * (counts[TRAIN] + 0.5), 4 * (counts[VALID] + 0.5)
    file["readin_weight"] = np.arange(15.0).reshape(5, 3)
    file["readout_bias"] = np.arange(5.0)


def matlab(file, counts):
    """As `save(…, '-v7.3')` leaves them: axes reversed, numbers as 1 × 1 matrices, all of them doubles."""
    arrays = {
        "train_data": counts[TRAIN].T,
        "valid_data": counts[VALID].T,
        "train_inds": np.array([TRAIN]).T + 1,
        "valid_inds": np.array([VALID]).T + 1,
        "dt": np.array([[0.02]]),
    }
    for name, array in arrays.items():
        file[name] = array.astype(float)
        file[name].attrs["MATLAB_class"] = np.bytes_("double")


@pytest.mark.parametrize(
    "name, write, layout",
    [
        ("spikes.h5", reference, "LFADS"),
        ("spikes", whole_floats, "LFADS"),
        ("lfads_monkey.h5", run_manager, "LFADS Run Manager"),
        ("spikes.h5", autolfads, "autolfads-tf2"),
        ("spikes.h5", torch, "lfads-torch"),
        ("spikes.mat", matlab, "autolfads-tf2, MATLAB v7.3"),
    ],
)
def test_every_layout_loads_and_says_which_it_is(name, write, layout, tmp_path):
    userblock = 512 if write is matlab else 0
    with h5py.File(tmp_path / name, "w", userblock_size=userblock) as file:
        write(file, COUNTS)
    (tmp_path / "look.lfs").write_text(f"""
        data = load("{name}")
        print(data.layout)
        print(data.train.trials, data.valid.trials, data.bins, data.neurons, sum(data.train.data))
        save(data.train.data, "train.h5")
        print(join(map(list(data.valid.index), fn(i) {{ "\\(i)" }}), " "))
    """)
    printed = lfads(tmp_path, "look.lfs")[0].splitlines()
    assert printed[0] == layout
    assert printed[1] == f"16 4 12 5 {COUNTS[TRAIN].sum()}"
    assert printed[2] == ("16 17 18 19" if write in [reference, whole_floats] else "4 9 14 19")
    with h5py.File(tmp_path / "train.h5") as file:
        assert (file["data"][()] == COUNTS[TRAIN]).all()
    if write in [run_manager, autolfads, torch]:
        rates = lfads(tmp_path, "-e", f'd = load("{name}")', "-e", "mean(d.valid.rates - d.valid.data)")[0]
        assert float(rates) == pytest.approx(0.5)
    if write is torch:
        shown = lfads(tmp_path, "-e", f'load("{name}").alignment_matrix_cxf[4]')[0]
        assert shown == "[12, 13, 14]\n"


def test_a_run_says_whose_layout_it_read(tmp_path):
    with h5py.File(tmp_path / "spikes_a.h5", "w") as file:
        autolfads(file, COUNTS)
    said, _ = lfads(tmp_path, "run", "--data_dir=.", "--data_filename_stem=spikes", "--lfads_save_dir=m", *SMALL, "--epochs=1")
    assert "the data are in the layout of autolfads-tf2" in said


# Parameters of the reference, and ours for it.


def flags(hyperparameters, known):
    return [f"--{name}={value}" for name, value in hyperparameters.items() if name in known]


@pytest.fixture(scope="module")
def flag_names(tmp_path_factory):
    text = lfads(tmp_path_factory.mktemp("help"), "run", "--help")[0]
    return {line.split()[0][2:] for line in text.splitlines() if line.startswith("  --")}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_parameters_of_the_reference_reproduce_its_posterior_and_are_written_as_they_were(path, flag_names, tmp_path):
    (tmp_path / "model").mkdir()
    with h5py.File(path) as golden:
        names = list(golden["datasets"])
        for name in names:
            with h5py.File(tmp_path / f"golden_{name}", "w") as file:
                for array in golden[f"datasets/{name}"].values():
                    file[array.name.split("/")[-1]] = array[()]
        with h5py.File(tmp_path / "model/model_params", "w") as file:
            for array in golden["params_initial"].values():
                file[array.name.split("/")[-1]] = array[()]
        hyperparameters = json.loads(golden.attrs["hyperparameters"])
        examples = golden["posterior_push_mean/example_idxs"][()]
        expected = {name: array[()] for name, array in golden["posterior_push_mean/activations"].items()}
    own = {"data_dir", "data_filename_stem", "lfads_save_dir", "kind", "checkpoint_pb_load_name", "output_filename_stem"}
    words = [
        "run", "--data_dir=.", "--data_filename_stem=golden", "--lfads_save_dir=model",
        *flags({k: v for k, v in hyperparameters.items() if k not in own}, flag_names),
    ]  # fmt: skip
    lfads(tmp_path, *words, "--kind=posterior_push_mean", f"--ps_nexamples_to_process={max(examples) + 1}")
    with h5py.File(tmp_path / f"model/model_runs_{names[0]}_train_posterior_push_mean") as file:
        for name, values in expected.items():
            found = file[name][()][examples]
            assert found.shape == values.shape, name
            assert np.abs(found - values).max() <= 3e-5 * np.abs(values).max(), name
    lfads(tmp_path, *words, "--kind=write_model_params", "--output_filename_stem=again_")
    with h5py.File(tmp_path / "model/again_model_params") as ours, h5py.File(tmp_path / "model/model_params") as theirs:
        assert set(ours) == set(theirs)
        for name in theirs:
            assert ours[name].dtype == theirs[name].dtype and (ours[name][()] == theirs[name][()]).all(), name


# Everything a run writes.


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A model trained for 12 epochs, read in every way."""
    directory = tmp_path_factory.mktemp("trained")
    lfads(directory, "-e", 'save_synthetic("data", name: "chaotic_rnn_inputs_g2p5", conditions: 3)')
    words = [
        "run", "--data_dir=data", "--data_filename_stem=chaotic_rnn_inputs_g2p5", "--lfads_save_dir=model", "--co_dim=2",
        *SMALL,
    ]  # fmt: skip
    lfads(directory, *words, "--epochs=12")
    for kind in ["posterior_sample_and_average", "posterior_push_mean", "prior_sample", "write_model_params"]:
        lfads(directory, *words, f"--kind={kind}")
    lfads(directory, *words, "--kind=posterior_sample_and_average", "--output_layout=lfads-torch")
    return directory / "model"


EPOCHS, STEPS = 12, 36


def test_pandas_reads_the_log(trained):
    log = pd.read_csv(trained / "fitlog.csv", header=None, skipinitialspace=True)
    assert log.shape == (EPOCHS, 19)
    assert list(log.iloc[0, [0, 2, 4, 7, 10, 13, 15, 17]]) == [
        "epoch", "step", "total", "recon", "kl", "l2", "klweight", "l2weight",
    ]  # fmt: skip
    assert list(log[1]) == list(range(EPOCHS)) and list(log[3]) == list(range(3, STEPS + 1, 3))
    assert all(pd.api.types.is_numeric_dtype(log[column]) for column in [5, 6, 8, 9, 11, 12, 14, 16, 18])
    assert (log[18] == [0.75] + [1.0] * (EPOCHS - 1)).all()


def test_tensorboard_reads_the_events(trained):
    log = pd.read_csv(trained / "fitlog.csv", header=None, skipinitialspace=True)
    events = EventAccumulator(str(trained / "lfads_log"), size_guidance={"scalars": 0, "images": 0}).Reload()
    expected = {"Learning_rate", "KL_weight", "L2_weight", "Corr_cost", "Gradient_global_norm", "L2_cost"}
    expected |= {f"{name}_{number}" for name in ["AR_Autocorrelation_taus", "AR_Variances"] for number in [0, 1]}
    expected |= {
        f"{cost}_cost__{split}_" for cost in ["KL", "Reconstruction", "Total"] for split in ["train", "valid"]
    }
    assert set(events.Tags()["scalars"]) == expected
    for tag in expected:
        assert [event.step for event in events.Scalars(tag)] == list(log[3]), tag
    total = [event.value for event in events.Scalars("Total_cost__train_")]
    assert total == pytest.approx(list(log[5]), abs=0.0051, rel=1e-6)


def test_the_hyperparameters_are_json(trained):
    settings = json.loads((trained / "hyperparameters-0.txt").read_text())
    assert (settings["co_dim"], settings["do_train_readin"], settings["output_dist"]) == (2, "true", "poisson")
    assert settings["dataset_dims"] == {"dataset_N50_S50": 50}


def test_h5py_reads_the_posteriors(trained):
    sizes = {"train": 24, "valid": 6}
    for kind in ["posterior_sample_and_average", "posterior_push_mean"]:
        for split, n in sizes.items():
            with h5py.File(trained / f"model_runs_dataset_N50_S50_{split}_{kind}") as file:
                shapes = {name: array.shape for name, array in file.items()}
                assert all(array.dtype == np.float64 for array in file.values())
                assert (file["train_steps"][()] == STEPS).all()
                # Rates are positive, and the cost of a trial is no less than its reconstruction.
                assert (file["output_dist_params"][()] > 0).all()
            assert shapes == {
                "gen_ics": (n, 8), "gen_states": (n, 100, 8), "factors": (n, 100, 3),
                "output_dist_params": (n, 100, 50), "controller_outputs": (n, 100, 2), "prior_g0_mean": (n, 4),
                "prior_g0_logvar": (n, 4), "post_g0_mean": (n, 4), "post_g0_logvar": (n, 4), "costs": (n,),
                "nll_bound_vaes": (n,), "nll_bound_iwaes": (n,), "train_steps": (n,),
            }  # fmt: skip
    with h5py.File(trained / "model_runs_prior_sample") as file:
        assert {name: array.shape for name, array in file.items()} == {
            "factors": (8, 100, 3), "gen_states": (8, 100, 8), "gen_ics": (8, 8), "costs": (1,),
            "output_dist_params": (8, 100, 50), "prior_g0_mean": (8, 4), "prior_g0_logvar": (8, 4),
            "prior_zs_ar_con": (8, 100, 2),
        }  # fmt: skip


def test_h5py_reads_lfads_torchs_layout(trained):
    with h5py.File(trained / "lfads_output_dataset_N50_S50.h5") as file, h5py.File(
        trained / "model_runs_dataset_N50_S50_valid_posterior_sample_and_average"
    ) as same:
        shapes = {
            "output_params": (100, 50), "factors": (100, 3), "ic_mean": (4,), "ic_std": (4,), "co_means": (100, 2),
            "co_stds": (100, 2), "gen_states": (100, 8), "gen_init": (8,), "gen_inputs": (100, 2),
            "con_states": (100, 4), "encod_data": (100, 50), "recon_data": (100, 50), "inds": (),
        }  # fmt: skip
        for split, n in {"train": 24, "valid": 6}.items():
            for name, shape in shapes.items():
                assert file[f"{split}_{name}"].shape == (n, *shape), name
        assert file["valid_factors"][()] == pytest.approx(same["factors"][()], rel=1e-5, abs=1e-6)
        assert file["valid_ic_std"][()] == pytest.approx(np.exp(same["post_g0_logvar"][()] / 2), rel=1e-5)


def shapes_below(group):
    found = {}

    def visit(name, item):
        if isinstance(item, h5py.Dataset):
            found[name] = item.shape

    group.visititems(visit)
    return found


def test_h5py_reads_the_checkpoints(trained):
    for path in trained.glob("*.ckpt-*.h5"):
        with h5py.File(path) as file:
            assert file.attrs["format"].decode() == "lfads-repl model"
            shapes = [shapes_below(file[group]) for group in ["parameters", "first_moment", "second_moment"]]
            assert shapes[0] == shapes[1] == shapes[2] and len(shapes[0]) > 30
            assert file["hyperparameters/gen_dim"][()] == 8


def test_h5py_reads_what_scripts_keep(tmp_path):
    (tmp_path / "keep.lfs").write_text("""
        data = synthetic("chaotic_rnns_labeled", conditions: 2)
        m = lfads(gen_dim: 8, factors: 3, co_dim: 0, ic_dim: 4, ic_enc_dim: 4, ext_input_dim: 1, seed: 1)
        fit(m, data, epochs: 1, quiet: true)
        post = posterior(m, data, samples: 2, seed: 1)
        save(post, "posterior.h5")
        save(data, "data.h5")
        save(m, "model.h5")
        save_parameters(m, "model_params")
        print(save_posterior(m, data, "torch", samples: 2, seed: 1))
        print(save_posterior(m, data, "lfads", layout: "lfads", split: "valid", means: true))
        n = lfads(gen_dim: 8, factors: 3, co_dim: 0, ic_dim: 4, ic_enc_dim: 4, ext_input_dim: 1, seed: 9)
        load_parameters(n, data, "model_params")
        print(all(push_mean(n, data).rates == push_mean(m, data).rates))
    """)
    printed = lfads(tmp_path, "keep.lfs")[0].splitlines()
    assert printed == [
        '["torch/lfads_output_dataset_N50.h5"]',
        '["lfads/model_runs_dataset_N50_valid_posterior_push_mean"]',
        "true",
    ]
    with h5py.File(tmp_path / "posterior.h5") as file, h5py.File(tmp_path / printed[0][2:-2]) as torch_file:
        assert file["rates"].shape == (20, 100, 50)
        assert [axis.label for axis in file["rates"].dims] == ["trial", "time", "neuron"]
        assert (file["rates"][16:] == torch_file["valid_output_params"][()]).all()
    with h5py.File(tmp_path / "data.h5") as file:
        assert file["train_data"].shape == (16, 100, 50) and file["train_data"].dtype.kind in "iu"
        assert file["train_ext_input"].dtype == np.int64 and set(np.unique(file["train_ext_input"])) <= {0, 1}
        assert 0 <= file["train_truth"][()].min() and file["train_truth"][()].max() <= 1


def test_scipy_finds_the_alignment_that_is_written(tmp_path):
    """The matrices of the sessions, computed anew from the counts in the files."""
    lfads(tmp_path, "-e", 'save_synthetic("data", name: "chaotic_rnn_multisession", conditions: 6)')
    averages, matrices, biases = [], [], []
    for path in sorted((tmp_path / "data").iterdir()):
        with h5py.File(path) as file:
            counts, labels = file["train_data"][()].astype(float), file["condition_labels_train"][()]
            matrices.append(file["alignment_matrix_cxf"][()])
            biases.append(file["alignment_bias_c"][()])
        averages.append(np.concatenate([counts[labels == c].mean(axis=0) for c in np.unique(labels)]).T)
    filtered = scipy.signal.filtfilt(np.ones(6) / 6, 1, np.concatenate(averages), axis=1)
    bias = filtered.mean(axis=1)
    assert np.concatenate(biases) == pytest.approx(bias, abs=1e-9)
    centred = filtered - bias[:, None]
    vectors = np.linalg.eigh(centred @ centred.T)[1][:, ::-1][:, :10]
    projected = centred.T @ vectors
    for session, matrix in enumerate(matrices):
        expected = scipy.linalg.lstsq(centred[20 * session : 20 * session + 20].T, projected)[0]
        signs = np.sign((expected * matrix).sum(axis=0))
        assert matrix == pytest.approx(expected * signs, abs=1e-6)
