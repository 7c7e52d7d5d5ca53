"""Every call that writes made to fail, one after another: what stood there before stays whole.

    scripts/faults --calls

prints the table of all of them; `test_failing_calls.py` tries some of each kind."""

import collections
import dataclasses
import errno
import hashlib
import pathlib
import re
import shutil
import subprocess

import h5py
import numpy

HERE = pathlib.Path(__file__).resolve().parent
SMALL = "gen_dim: 12, factors: 3, ic_enc_dim: 6, ci_enc_dim: 6, con_dim: 6, ic_dim: 4, co_dim: 1, batch_size: 8"

# How a call may fail: its error number (0: a write that is cut short), and whether all later ones fail too.
WAYS = {
    "EIO once": (errno.EIO, False),
    "ENOSPC from then on": (errno.ENOSPC, True),
    "EDQUOT from then on": (errno.EDQUOT, True),
    "short write": (0, False),
}


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of file: what is written into it, for a number that makes it one content or another."""

    name: str
    file: str
    script: str


MODEL = f"m = lfads({SMALL}, seed: NUMBER); bind(m, load(\"../data.h5\")); "
KINDS = [
    Kind("tensor .h5", "x.h5", 'save(randn(300, 40, seed: NUMBER), "x.h5")'),
    Kind("model", "m.h5", MODEL + 'save(m, "m.h5")'),
    Kind("parameters", "p.h5", MODEL + 'save_parameters(m, "p.h5")'),
    Kind("posterior", "q.h5", MODEL + 'save(posterior(m, load("../data.h5"), samples: 1), "q.h5")'),
    Kind("data set", "d.h5", 'save_dataset(dataset(round(rand(30, 20, 8, seed: NUMBER) * 3), dt: 0.01), "d.h5")'),
    Kind(".npy", "x.npy", 'save(randn(300, 40, seed: NUMBER), "x.npy")'),
    Kind(".csv", "x.csv", 'save(randn(300, 4, seed: NUMBER), "x.csv")'),
    Kind("figure", "f.svg", 'save(plot(randn(30, seed: NUMBER)), "f.svg")'),
]


def digest(path):
    """What a file holds: of an HDF5 file the arrays and attributes, since its objects carry the time of their making."""
    if path.suffix != ".h5":
        return hashlib.sha256(path.read_bytes()).hexdigest()
    found = hashlib.sha256()

    def take(name, thing):
        found.update(name.encode())
        for key in sorted(thing.attrs):
            found.update(repr((key, numpy.asarray(thing.attrs[key]).tolist())).encode())
        if isinstance(thing, h5py.Dataset):
            values = thing[()]
            found.update(repr((thing.shape, thing.dtype)).encode())
            found.update(values.tobytes() if thing.dtype.kind in "iufb" else repr(values).encode())

    with h5py.File(path, "r") as file:
        take("/", file["/"])
        file.visititems(take)
    return found.hexdigest()


@dataclasses.dataclass
class Tally:
    """What became of the faults of one kind of file and one way to fail."""

    kind: str
    way: str
    calls: int = 0
    injected: int = 0
    kept: int = 0
    written: int = 0
    lost: list = dataclasses.field(default_factory=list)

    def line(self):
        lost = "; ".join(self.lost[:4]) or "nothing"
        return f"{self.kind:12} {self.way:22} {self.calls:6} {self.injected:9} {self.kept:9} {self.written:8}  {lost}"


class Bench:
    """A directory in which the calls fail, and the data beside it."""

    def __init__(self, shop):
        self.shop = shop
        self.place = shop.directory / "failing"
        self.library = shop.directory / "failing_calls.so"
        compiler = shutil.which("cc") or shutil.which("clang")
        assert compiler is not None, "a C compiler is needed"
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-o", self.library, HERE / "failing_calls.c", "-ldl"], check=True
        )

    def run(self, script, at, way=None):
        """Runs a script in the directory with the n-th call failing; the calls it made."""
        number, on = WAYS[way] if way else (0, False)
        log = self.shop.directory / "calls.log"
        log.unlink(missing_ok=True)
        variables = {
            "LD_PRELOAD": str(self.library),
            "FAIL_UNDER": str(self.place.resolve()),
            "FAIL_AT": str(at),
            "FAIL_ERRNO": str(number),
            "FAIL_ON": str(int(on)),
            "FAIL_LOG": str(log),
        }
        done = self.shop.run("-e", script, place=self.place, variables=variables, seconds=60)
        names = [line.split()[1] for line in log.read_text().splitlines()] if log.exists() else []
        return done, names

    def chosen(self, names, every):
        """The numbers of the calls to fail: every so many, and the last of each name."""
        last = {name: number for number, name in enumerate(names, 1)}
        return sorted(set(range(1, len(names) + 1, every)) | set(last.values()))

    def tally(self, kind, way, every=1):
        """Fails calls of one kind of file one after another."""
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()
        path = self.place / kind.file
        contents = {}
        for number in (1, 2):
            done, names = self.run(kind.script.replace("NUMBER", str(number)), 0)
            assert done.returncode == 0, done.stderr
            contents[number] = (path.read_bytes(), digest(path))
        tally = Tally(kind.name, way, calls=len(names))
        for at in self.chosen(names, every):
            if way == "short write" and names[at - 1] not in ("write", "pwrite"):
                continue
            path.write_bytes(contents[1][0])
            done, _ = self.run(kind.script.replace("NUMBER", "2"), at, way)
            tally.injected += 1
            self.judge(tally, f"call {at}, {names[at - 1]}", done, path, contents)
        path.write_bytes(contents[1][0])
        done, _ = self.run(kind.script.replace("NUMBER", "2"), 0)
        if done.returncode != 0 or digest(path) != contents[2][1]:
            tally.lost.append("the next try fails")
        return tally

    def judge(self, tally, what, done, path, contents):
        left = [entry.name for entry in self.place.iterdir() if entry != path]
        for entry in left:
            (self.place / entry).unlink()
        if left:
            tally.lost.append(f"{what}: {left} left behind")
        try:
            now = digest(path)
        except (OSError, KeyError) as error:
            tally.lost.append(f"{what}: {error}")
            return
        if now not in (contents[1][1], contents[2][1]):
            tally.lost.append(f"{what}: neither the old nor the new content, status {done.returncode}")
        elif done.returncode == 0 and now != contents[2][1]:
            tally.lost.append(f"{what}: status 0 and the old content")
        elif done.returncode == 0:
            tally.written += 1
        elif done.returncode not in (1, 2) or tally_error(done, path) is None:
            tally.lost.append(f"{what}: status {done.returncode}, {done.stderr[-200:]!r}")
        else:
            tally.kept += 1


def tally_error(done, path):
    """The one line that names the file and says why it was not written; None where there is none."""
    lines = [line for line in done.stderr.splitlines() if "error: " in line and path.name in line]
    return lines[0] if len(lines) == 1 and not re.search(r"\b0x[0-9a-f]{6}", lines[0]) else None


def table(shop):
    """Every kind of file, every way to fail, every call."""
    print(f"{'file':12} {'fault':22} {'calls':>6} {'injected':>9} {'old kept':>9} {'written':>8}  lost")
    bench = Bench(shop)
    sums = collections.Counter()
    for kind in KINDS:
        for way in WAYS:
            tally = bench.tally(kind, way)
            print(tally.line(), flush=True)
            sums.update(injected=tally.injected, lost=len(tally.lost))
    print(f"{sums['injected']} faults, {sums['lost']} lost")
    return 1 if sums["lost"] else 0
