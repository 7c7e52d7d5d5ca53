"""Makes the files of Tests/HDF5Tests/Fixtures with h5py. Run from the top of the checkout; the files are kept."""

from pathlib import Path

import h5py
import numpy as np

folder = Path("Tests/HDF5Tests/Fixtures")


def ordinary():
    with h5py.File(folder / "ordinary.h5", "w") as f:
        counts = np.arange(24).reshape(2, 3, 4)
        for name in ["i1", "u1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4", "u4", "<i8", ">i8", "u8"]:
            f[f"integers/{name.replace('<', 'little_').replace('>', 'big_')}"] = counts.astype(name)
        for name in ["<f2", "<f4", ">f4", "<f8", ">f8"]:
            f[f"floats/{name.replace('<', 'little_').replace('>', 'big_')}"] = (counts / 4).astype(name)
        f.create_dataset("packed/gzip", data=counts, compression="gzip", chunks=(1, 2, 3))
        f.create_dataset("packed/shuffled", data=counts, compression="gzip", shuffle=True, fletcher32=True)
        f.create_dataset("packed/szip", data=counts, compression="szip")
        f.create_dataset("packed/lzf", data=counts, compression="lzf")
        f["bools"] = np.array([[True, False], [False, True]])
        f["enumeration"] = np.array([2, 0, 1], dtype=h5py.enum_dtype({"a": 0, "b": 1, "c": 2}, basetype=">i2"))
        f["scalar"] = 2.5
        f["scalar_int"] = np.int64(-7)
        f["scalar_string"] = "größer"
        f["strings"] = np.array(["one", "zwei", ""], dtype=h5py.string_dtype())
        f["fixed_strings"] = np.array([b"ab", b"cde"])
        f["empty"] = h5py.Empty("f")
        f["no_rows"] = np.zeros((0, 3))
        f["wide"] = np.array([0, 255, 300])
        f["negative"] = np.array([0, -1])
        f["fractional"] = np.array([0.0, 1.5])
        f["whole_floats"] = np.array([0.0, 3.0])
        f["not_a_number"] = np.array([0.0, np.nan])
        f["labelled"] = np.zeros((2, 3), "f4")
        f["labelled"].dims[0].label = "trial"
        f["labelled"].dims[1].label = "time"
        f["soft"] = h5py.SoftLink("/scalar")
        f.attrs["text"] = "π = 3"
        f.attrs["bytes"] = np.bytes_("plain")
        f.attrs["whole"] = 12
        f.attrs["real"] = 0.25
        f.attrs["flag"] = True
        f.attrs["several"] = [1.0, 2.0]
        f.attrs["names"] = ["a", "b"]
        f.attrs["nothing"] = h5py.Empty("f")
        f["integers"].attrs["of_group"] = "here"


def hostile():
    with h5py.File(folder / "hostile.h5", "w") as f:
        f["external_link"] = h5py.ExternalLink("ordinary.h5", "/scalar")
        f["dangling"] = h5py.SoftLink("/nowhere")
        f["loop_a"] = h5py.SoftLink("/loop_b")
        f["loop_b"] = h5py.SoftLink("/loop_a")
        f["group/itself"] = h5py.SoftLink("/group")
        f["group/value"] = 1.0
        f["hard"] = f["group"]
        f["group/again"] = f["/"]
        f.create_dataset("external_storage", (4,), "f4", external=[("ordinary.h5", 0, 16)])
        layout = h5py.VirtualLayout((2,), "f8")
        layout[0] = h5py.VirtualSource("ordinary.h5", "scalar", ())
        f.create_virtual_dataset("virtual", layout)
        f["compound"] = np.zeros(2, dtype=[("x", "f4"), ("y", "i4")])
        lists = f.create_dataset("lists", (2,), dtype=h5py.vlen_dtype("i4"))
        lists[0] = [1, 2, 3]
        f["arrays"] = np.zeros(2, dtype=[("a", "f4", (2,))])["a"]
        f["references"] = np.array([f["group"].ref], dtype=h5py.ref_dtype)
        f["opaque"] = np.zeros(2, "V4")
        f.create_dataset("huge", (10**6, 10**6), "f8", chunks=(100, 100))
        f.create_dataset("beyond_counting", (2**40, 2**40), "f8", chunks=(10, 10))
        f.create_dataset("implausible", (5000, 5000), "f8", chunks=(100, 100))
        f.create_dataset("big_chunk", (10,), "u1", chunks=(2**31,), maxshape=(None,), compression="gzip")
        f["fine"] = np.arange(3.0)


def uncountable():
    with h5py.File(folder / "uncountable.h5", "w") as f:
        h5py.h5a.create(f.id, b"extents", h5py.h5t.NATIVE_INT8, h5py.h5s.create_simple((2**63, 0)))


ordinary()
hostile()
uncountable()
