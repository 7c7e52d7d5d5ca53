"""Faults, injected into running programs one after another and counted: what was lost, and what the program said.

    scripts/faults [--kills 50 | --calls]

prints the table; `test_faults.py` injects a few of each."""

import argparse
import contextlib
import dataclasses
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time

import failing_calls
from conftest import PROGRAM

SIZES = (
    "gen_dim: 16, factors: 4, ic_enc_dim: 8, ci_enc_dim: 8, con_dim: 8, ic_dim: 8, batch_size: 10, "
    "kl_increase_steps: 20, l2_increase_steps: 20, seed: 3"
)
DATA = 'save_dataset(synthetic("chaotic_rnn_no_inputs", conditions: 8, replications: 5, steps: 20, units: 10), "data.h5")'


def training(epochs, keeping="model"):
    """A script that trains in a directory and prints what only the same bits print."""
    return f"""data = load("data.h5")
m = lfads({SIZES})
fit(m, data, epochs: {epochs}, dir: "{keeping}", quiet: true, example_every: 0)
r = posterior_mean(m, data)
print(m.epochs, m.steps, sum(r), sum(r * r), m.history.train_total[-1])
"""


@dataclasses.dataclass
class Count:
    """One kind of fault."""

    fault: str
    injected: int = 0
    survived: int = 0
    refused: int = 0
    remarks: list = dataclasses.field(default_factory=list)
    lost: list = dataclasses.field(default_factory=list)

    def line(self):
        remark = ("; " + "; ".join(self.remarks)) if self.remarks else ""
        lost = "; ".join(self.lost) or "nothing"
        return f"{self.fault:44} {self.injected:8} {self.survived:8} {self.refused:8}  {lost}{remark}"


class Workshop:
    """A directory with data and scripts, and programs that run in it."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        home = self.directory / "home"
        home.mkdir(exist_ok=True)
        self.environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "dumb"}
        if not (self.directory / "data.h5").exists():
            assert self.run("-e", DATA).returncode == 0

    def start(self, *words, place=None, variables=None, **options):
        return subprocess.Popen(
            [str(PROGRAM), *map(str, words)],
            cwd=place or self.directory,
            env={**self.environment, **(variables or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    def run(self, *words, seconds=300, **options):
        process = self.start(*words, **options)
        try:
            output, error = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            output, error = process.communicate()
            return subprocess.CompletedProcess(words, None, output, error + "\nit did not end")
        return subprocess.CompletedProcess(words, process.returncode, output, error)

    def script(self, text, name="train.lfs", place=None):
        path = pathlib.Path(place or self.directory) / name
        path.write_text(text)
        return name

    def result(self, script):
        """What a script prints; an error where it fails."""
        done = self.run(script)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def loads(self, path):
        """Whether a model can be read whole."""
        return self.run("-e", f'print(load("{path}").steps)').returncode == 0


def is_clear(done):
    """An error in words: no signal, and a line that begins with `error:`."""
    return done.returncode in (1, 2) and "error: " in done.stderr


# Each takes a workshop and how often to inject.


def kills_while_training(shop, times, draw=random.Random(1)):
    """SIGKILL at random moments; the same line again goes on, and the end is that of a training never killed."""
    count = Count("kill -9 while training")
    epochs = 240
    shop.script(training(epochs, "whole"), "whole.lfs")
    whole = shop.result("whole.lfs")
    start = time.monotonic()
    shop.script(training(epochs, "timed"), "timed.lfs")
    shop.result("timed.lfs")
    duration = time.monotonic() - start
    round = 0
    while count.injected < times:
        round += 1
        name = shop.script(training(epochs, f"killed{round}"), f"killed{round}.lfs")
        model = shop.directory / f"killed{round}"
        for _ in range(8):
            if count.injected == times:
                break
            process = shop.start(name)
            try:
                process.wait(timeout=draw.uniform(0, duration * 0.7))
                process.communicate()
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
            count.injected += 1
            intact = True
            if (model / "checkpoint").exists():
                newest = (model / "checkpoint").read_text().split('"')[1]
                intact = shop.loads(model / newest)
            log = model / "fitlog.csv"
            if not intact:
                count.lost.append(f"the checkpoint of round {round}")
            elif log.exists() and any(not line.startswith("epoch,") for line in log.read_text().splitlines()):
                count.lost.append(f"a line of the log of round {round}")
            else:
                count.survived += 1
        if shop.result(name) != whole:
            count.lost.append(f"the bits of round {round}")
        leftovers = [path.name for path in model.iterdir() if path.name.endswith(".tmp")]
        if leftovers:
            count.lost.append(f"{len(leftovers)} temporary files left")
    return count


def kills_while_saving(shop, times, draw=random.Random(2)):
    """SIGKILL while a model is saved over and over: the file is always a whole model."""
    count = Count("kill -9 while saving")
    shop.script(f'm = lfads({SIZES})\nbind(m, load("data.h5"))\nwhile true {{ save(m, "kept.h5") }}\n', "saving.lfs")
    shop.run("-e", f'm = lfads({SIZES}); bind(m, load("data.h5")); save(m, "kept.h5")')
    for _ in range(times):
        process = shop.start("saving.lfs")
        time.sleep(draw.uniform(0.05, 0.5))
        process.kill()
        process.communicate()
        count.injected += 1
        if shop.loads("kept.h5"):
            count.survived += 1
        else:
            count.lost.append("the model")
    return count


def terminations(shop, times, draw=random.Random(3)):
    """SIGTERM: a checkpoint of the last step first, exit status 143; the training goes on to the same bits."""
    count = Count("SIGTERM while training")
    shop.script(training(240, "unterminated"), "unterminated.lfs")
    whole = shop.result("unterminated.lfs")
    for number in range(times):
        name = shop.script(training(240, f"term{number}"), f"term{number}.lfs")
        model = shop.directory / f"term{number}"
        process = shop.start(name)
        while not (model / "fitlog.csv").exists() or (model / "fitlog.csv").stat().st_size == 0:
            time.sleep(0.01)
        time.sleep(draw.uniform(0, 0.2))
        process.send_signal(signal.SIGTERM)
        _, error = process.communicate(timeout=60)
        count.injected += 1
        if process.returncode != 143:
            count.lost.append(f"status {process.returncode} in place of 143: {error[-200:]}")
        elif not (model / "checkpoint").exists():
            count.lost.append("the checkpoint")
        elif shop.result(name) != whole:
            count.lost.append("the bits")
        else:
            count.survived += 1
    return count


@contextlib.contextmanager
def mounted(directory, options):
    """A file system in memory; None where mounting is not allowed."""
    directory.mkdir(exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(directory)], capture_output=True, check=False
    )
    if done.returncode != 0:
        yield None
        return
    try:
        yield directory
    finally:
        subprocess.run(["umount", "-l", str(directory)], check=False)


def full_disks(shop, times):
    """Writing where there is no room: an error that says so, and what stood there stays."""
    count = Count("full disk")
    with mounted(shop.directory / "small", "size=512k") as disk:
        if disk is None:
            count.remarks.append("mounting is not allowed here")
            return count
        shop.run("-e", f'm = lfads({SIZES}); bind(m, load("data.h5")); save(m, "small/kept.h5")')
        before = (disk / "kept.h5").read_bytes()
        big = SIZES.replace("gen_dim: 16", "gen_dim: 200")
        for number in range(times):
            (disk / "filler").write_bytes(b"")
            with contextlib.suppress(OSError), open(disk / "filler", "ab") as filler:
                while True:
                    filler.write(bytes(4096))
                    filler.flush()
            for script in [
                f'm = lfads({big}); bind(m, load("data.h5")); save(m, "small/kept.h5")',
                f'm = lfads({big}); fit(m, load("data.h5"), epochs: 2, quiet: true, dir: "small/model{number}")',
                'save_dataset(load("data.h5"), "small/copy.h5")',
                'save(plot([1, 2, 3]), "small/figure.svg")',
                'save(zeros(300, 300), "small/tensor.h5")',
            ]:
                done = shop.run("-e", script)
                count.injected += 1
                if is_clear(done) and "space" in done.stderr:
                    count.refused += 1
                else:
                    count.lost.append(f"no clear error of {script[:60]}: {done.returncode} {done.stderr[-200:]}")
            shop.script("print(1)\n", "one.lfs")
            done = shop.run("--record", "small/run.h5", "one.lfs")
            count.injected += 1
            if is_clear(done):
                count.refused += 1
            else:
                count.lost.append(f"no clear error of --record: {done.stderr[-200:]}")
            if (disk / "kept.h5").read_bytes() != before or not shop.loads("small/kept.h5"):
                count.lost.append("the model that was there")
            left = [path.name for path in disk.iterdir() if path.name.endswith(".tmp")]
            if left:
                count.lost.append(f"room: {left} left behind")
            (disk / "filler").unlink()
    return count


def read_only_directories(shop, times):
    """Writing where nothing may be written."""
    count = Count("read-only directory")
    with mounted(shop.directory / "shut", "size=1m") as disk:
        if disk is None:
            count.remarks.append("mounting is not allowed here")
            return count
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        shop.script("print(1)\n", "one.lfs")
        for _ in range(times):
            for words in [
                ["-e", f'm = lfads({SIZES}); bind(m, load("data.h5")); save(m, "shut/kept.h5")'],
                ["-e", f'm = lfads({SIZES}); fit(m, load("data.h5"), epochs: 2, quiet: true, dir: "shut/model")'],
                ["-e", 'save_dataset(load("data.h5"), "shut/copy.h5")'],
                ["-e", 'save(plot([1, 2, 3]), "shut/figure.svg")'],
                ["--record", "shut/run.h5", "one.lfs"],
                ["report", "one.lfs", "-o", "shut/one.html"],
            ]:
                done = shop.run(*words)
                count.injected += 1
                if is_clear(done) and "ead-only" in done.stderr:
                    count.refused += 1
                else:
                    count.lost.append(f"no clear error of {words}: {done.returncode} {done.stderr[-200:]}")
            # A cache or history that cannot be written keeps nothing from working.
            done = shop.run("-e", "print(1)", variables={"HOME": str(disk)})
            count.injected += 1
            if done.stdout == "1\n":
                count.survived += 1
            else:
                count.lost.append(f"a start with such a home: {done.stderr[-200:]}")
    return count


def vanished_data(shop, times):
    """The data file disappears, is replaced or is cut off while a script works with it."""
    count = Count("vanished or changed data file")
    for number in range(times):
        for what in ["remove", "replace", "cut"]:
            # Arrays of more than a million elements are read when they are asked for.
            shop.run(
                "-e",
                "c = zeros(140, 100, 100); c[0, 0, 0] = 1; "
                'save_dataset(dataset(c, truth: c + 0.5, dt: 0.01), "fickle.h5")',
            )
            shop.script(
                f"""data = load("fickle.h5")
m = lfads({SIZES.replace("batch_size: 10", "batch_size: 100")})
fit(m, data, epochs: 1, quiet: true, dir: "fickle{number}{what}", example_every: 0)
print("trained")
start = clock()
while clock() - start < 1.5 {{ }}
print(sum(data.train.truth))
""",
                "fickle.lfs",
            )
            process = shop.start("fickle.lfs")
            assert process.stdout.readline() == "trained\n", process.communicate()[1]
            path = shop.directory / "fickle.h5"
            if what == "remove":
                path.unlink()
            elif what == "replace":
                shutil.copy(shop.directory / "data.h5", path)
            else:
                os.truncate(path, path.stat().st_size // 2)
            output, error = process.communicate(timeout=120)
            count.injected += 1
            done = subprocess.CompletedProcess([], process.returncode, output, error)
            if not is_clear(done) or "fickle.h5" not in error:
                count.lost.append(f"no clear error after {what}: {done.returncode} {error[-300:]}")
            elif not shop.loads(next((shop.directory / f"fickle{number}{what}").glob("lfads_vae.ckpt-*"))):
                count.lost.append("the checkpoint")
            else:
                count.refused += 1
    return count


def two_at_once(shop, times):
    """A second training in the same directory is told, and the first goes on undisturbed."""
    count = Count("two trainings in one directory")
    shop.script(training(240, "alone"), "alone.lfs")
    whole = shop.result("alone.lfs")
    for number in range(times):
        name = shop.script(training(240, f"shared{number}"), f"shared{number}.lfs")
        model = shop.directory / f"shared{number}"
        first = shop.start(name)
        while not (model / ".lfads-repl.lock").exists():
            time.sleep(0.01)
        second = shop.run(name)
        output, error = first.communicate(timeout=300)
        count.injected += 1
        if not is_clear(second) or str(first.pid) not in second.stderr:
            count.lost.append(f"no clear error of the second: {second.returncode} {second.stderr[-200:]}")
        elif output != whole:
            count.lost.append(f"the bits of the first: {error[-200:]}")
        else:
            count.refused += 1
    return count


CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <time.h>
/* The time of day jumps back by an hour at every reading; the clocks that measure durations go on. */
static atomic_long readings;
int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int status = real(clock, now);
  if (clock == CLOCK_REALTIME) now->tv_sec -= 3600 * atomic_fetch_add(&readings, 1);
  return status;
}
time_t time(time_t *place) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (place) *place = now.tv_sec;
  return now.tv_sec;
}
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  now->tv_sec = exact.tv_sec;
  now->tv_usec = exact.tv_nsec / 1000;
  return 0;
}
"""


def clocks_backwards(shop, times):
    """The time of day jumps back by an hour at every reading: nothing but stamps depends on it."""
    count = Count("clock going backwards")
    compiler = shutil.which("clang") or shutil.which("cc")
    if compiler is None:
        count.remarks.append("no C compiler here")
        return count
    (shop.directory / "clock.c").write_text(CLOCK)
    library = shop.directory / "clock.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", library, shop.directory / "clock.c", "-ldl"], check=True
    )
    faked = {"LD_PRELOAD": str(library)}
    shop.script(training(60, "steady"), "steady.lfs")
    whole = shop.result("steady.lfs")
    for number in range(times):
        name = shop.script(training(60, f"clock{number}"), f"clock{number}.lfs")
        shop.script(training(20, f"clock{number}"), f"half{number}.lfs")
        first = shop.run(f"half{number}.lfs", variables=faked)
        done = shop.run(name, variables=faked)
        count.injected += 2
        if first.returncode != 0 or done.stdout != whole:
            count.lost.append(f"the bits: {done.stdout} {done.stderr[-200:]}")
            continue
        count.survived += 2
    return count


def memory_limits(shop, megabytes):
    """A limit on the address space: it works, or says that it cannot; what was there stays."""
    count = Count("limit on memory")
    shop.script(training(20, "unlimited"), "unlimited.lfs")
    whole = shop.result("unlimited.lfs")
    shop.run("-e", f'm = lfads({SIZES}); bind(m, load("data.h5")); save(m, "kept.h5")')
    for limit in megabytes:
        name = shop.script(training(20, f"limited{limit}"), f"limited{limit}.lfs")
        limits = lambda: resource.setrlimit(resource.RLIMIT_AS, (limit << 20, limit << 20))  # noqa: E731, B023
        done = shop.run(name, preexec_fn=limits, seconds=120)
        count.injected += 1
        if done.returncode == 0 and done.stdout == whole:
            count.survived += 1
        elif is_clear(done) or (done.returncode not in (0, None) and done.stderr.strip()):
            count.refused += 1
            count.remarks.append(f"{limit} MB: {done.stderr.strip().splitlines()[-1][:100]}")
        else:
            count.lost.append(f"{limit} MB: status {done.returncode}, {done.stderr[-200:]!r}")
        if shop.result(name) != whole:
            count.lost.append(f"{limit} MB: the bits afterwards")
        if not shop.loads("kept.h5"):
            count.lost.append("the model that was there")
    return count


def table(directory, kills):
    shop = Workshop(directory)
    print(f"{'fault':44} {'injected':>8} {'survived':>8} {'refused':>8}  lost")
    counts = []
    for count in (
        lambda: kills_while_training(shop, kills),
        lambda: kills_while_saving(shop, max(kills // 2, 1)),
        lambda: terminations(shop, max(kills // 5, 1)),
        lambda: full_disks(shop, 2),
        lambda: read_only_directories(shop, 2),
        lambda: vanished_data(shop, 2),
        lambda: two_at_once(shop, 3),
        lambda: clocks_backwards(shop, 3),
        lambda: memory_limits(shop, [60, 100, 150, 200, 300, 400, 600, 800, 1200, 2000]),
    ):
        counts.append(count())
        print(counts[-1].line(), flush=True)
    return 1 if any(count.lost for count in counts) else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Injects faults and counts what was lost.")
    parser.add_argument("--kills", type=int, default=50, help="SIGKILLs in trainings; the others follow")
    parser.add_argument("--calls", action="store_true", help="fail every call that writes, for every kind of file")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lfads-faults-") as place:
        if arguments.calls:
            raise SystemExit(failing_calls.table(Workshop(place)))
        raise SystemExit(table(place, arguments.kills))
