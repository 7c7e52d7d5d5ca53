"""The program run from outside, without a terminal."""

import os
import subprocess

from conftest import PROGRAM


def environment(directory):
    """A home of its own, so that no test meets another's cache."""
    return {"HOME": str(directory), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}


def lfads(directory, *words, status=0, timeout=300):
    """Runs the program there; what it printed on standard output and error."""
    done = subprocess.run(
        [str(PROGRAM), "--quiet", *map(str, words)],
        cwd=directory,
        env=environment(directory),
        capture_output=True,
        text=True,
        timeout=timeout,
    )
    assert done.returncode == status, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout, done.stderr


# A model that trains in a moment.
SMALL = [
    "--gen_dim=8", "--factors_dim=3", "--ic_dim=4", "--ic_enc_dim=4", "--ci_enc_dim=4", "--con_dim=4",
    "--batch_size=8", "--kl_increase_steps=4", "--l2_increase_steps=4",
]  # fmt: skip
