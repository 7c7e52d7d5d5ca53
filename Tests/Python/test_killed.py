"""A training that is killed at any moment leaves checkpoints that load, and goes on to the bit."""

import signal
import subprocess

import h5py
import numpy as np
import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from conftest import PROGRAM
from running import SMALL, environment, lfads

EPOCHS = 120
WORDS = [
    "run", "--data_dir=data", "--data_filename_stem=chaotic_rnn_inputs_g2p5", "--max_ckpt_to_keep=3",
    *SMALL, f"--epochs={EPOCHS}", "--example_epochs=0",
]  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The directory of the data, and of the model whose training nobody disturbed."""
    directory = tmp_path_factory.mktemp("killed")
    lfads(directory, "-e", 'save_synthetic("data", name: "chaotic_rnn_inputs_g2p5", conditions: 1)')
    lfads(directory, *WORDS, "--lfads_save_dir=whole")
    return directory


def numbers(path):
    """Every array of a checkpoint, except the seconds its epochs took."""
    found = {}
    with h5py.File(path) as file:
        seconds = list(file["history/columns"].asstr()).index("seconds")

        def visit(name, item):
            if isinstance(item, h5py.Dataset):
                value = item[()]
                if name == "history/epochs":
                    value[:, seconds] = 0
                is_text = h5py.check_string_dtype(item.dtype)
                found[name] = np.asarray(value).tolist() if is_text else value.tobytes()

        file.visititems(visit)
    return found


def scalars(model):
    events = EventAccumulator(str(model / "lfads_log"), size_guidance={"scalars": 0}).Reload()
    return {tag: [(event.step, event.value) for event in events.Scalars(tag)] for tag in events.Tags()["scalars"]}


@pytest.mark.parametrize("epochs", [1, 11, 30, 64, 97])
def test_a_killed_training_goes_on_to_the_bit(whole, epochs):
    model = whole / f"killed-{epochs}"
    log = model / "fitlog.csv"
    process = subprocess.Popen(
        [str(PROGRAM), "--quiet", *WORDS, f"--lfads_save_dir={model}"], cwd=whole, env=environment(whole)
    )
    while process.poll() is None and not (log.exists() and log.read_bytes().count(b"\n") >= epochs):
        pass
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it had ended before it was killed"

    # An epoch is logged before its checkpoint is saved: only the first may have been logged and not saved.
    checkpoints = sorted(model.glob("*.ckpt-*.h5"))
    assert checkpoints or log.read_bytes().count(b"\n") == 1
    for path in checkpoints:
        assert 0 < int(lfads(whole, "-e", f'load("{path}").epochs')[0]) <= EPOCHS

    lfads(whole, *WORDS, f"--lfads_save_dir={model}")
    names = ["checkpoint", "checkpoint_lve", "fitlog.csv"]
    assert [(model / name).read_text() for name in names] == [(whole / "whole" / name).read_text() for name in names]
    last = f"lfads_vae.ckpt-{EPOCHS}.h5"
    assert numbers(model / last) == numbers(whole / "whole" / last)
    assert scalars(model) == scalars(whole / "whole")
    assert not list(model.glob(".*.tmp")), "what was half written is cleared away"
