import HDF5
import Tensors
import Testing

extension HDF5Suite {
  @Suite("Reading what h5py writes") struct Reading {
    let file: HDF5File
    init() throws { file = try HDF5File(reading: fixture("ordinary.h5")) }

    @Test(
      "Integers of any width and byte order read into any type that holds them",
      arguments: [
        "i1", "u1", "little_i2", "big_i2", "little_u2", "big_u2", "little_i4", "big_i4", "u4", "little_i8", "big_i8",
        "u8",
      ])
    func integers(name: String) throws {
      let path = "integers/\(name)"
      #expect(try file.read(path, as: UInt8.self).values == (0..<24).map { UInt8($0) })
      #expect(try file.read(path, as: Int64.self) == HDF5Array(values: Array(0..<24), shape: [2, 3, 4]))
      #expect(try file.read(path, as: Float.self).values == (0..<24).map { Float($0) })
      #expect(
        try file.read(path, as: Double.self, rows: 1..<2)
          == HDF5Array(values: (12..<24).map { Double($0) }, shape: [1, 3, 4]))
    }

    @Test(
      "Floats of any width and byte order are converted",
      arguments: ["little_f2", "little_f4", "big_f4", "little_f8", "big_f8"])
    func floats(name: String) throws {
      let expected = (0..<24).map { Double($0) / 4 }
      #expect(try file.read("floats/\(name)", as: Double.self).values == expected)
      #expect(try file.read("floats/\(name)", as: Float.self).values == expected.map(Float.init))
    }

    @Test("Every built-in compression unpacks, whole and by rows", arguments: ["gzip", "shuffled", "szip"])
    func packed(name: String) throws {
      #expect(try file.read("packed/\(name)", as: Int.self).values == Array(0..<24))
      #expect(try file.read("packed/\(name)", as: Int.self, rows: 1..<2).values == Array(12..<24))
      #expect(try file.read("packed/\(name)", as: Int.self, rows: 1..<1).values == [])
    }

    @Test("A filter that is not built in is named")
    func unknownFilter() {
      #expect(failure { _ = try file.read("packed/lzf", as: Int.self) }?.cause == .filter("LZF"))
    }

    @Test("Bools and other enumerations are known as such and read as their integers")
    func enumerations() throws {
      #expect(try file.info("bools").elements == .bool)
      #expect(try file.tensor("bools") == Tensor([true, false, false, true], shape: [2, 2]))
      #expect(try file.read("bools", as: Int32.self).values == [1, 0, 0, 1])
      #expect(try file.info("enumeration").elements == .enumeration(bits: 16))
      #expect(try file.read("enumeration", as: Double.self).values == [2, 0, 1])
    }

    @Test("Scalars, empty arrays and null dataspaces have the shapes they should")
    func edges() throws {
      #expect(try file.scalar("scalar") == 2.5)
      #expect(try file.read("scalar_int", as: Int.self) == HDF5Array(values: [-7], shape: []))
      #expect(try file.read("no_rows", as: Float.self) == HDF5Array(values: [], shape: [0, 3]))
      #expect(try file.read("empty", as: Float.self) == HDF5Array(values: [], shape: [0]))
      #expect(try file.scalar("soft") == 2.5)
    }

    @Test("Strings of fixed and of any length are read")
    func strings() throws {
      #expect(try file.readStrings("scalar_string") == HDF5Array(values: ["größer"], shape: []))
      #expect(try file.readStrings("strings").values == ["one", "zwei", ""])
      #expect(try file.readStrings("fixed_strings").values == ["ab", "cde"])
      #expect(
        failure { _ = try file.read("strings", as: Double.self) }?.cause
          == .elementMismatch(found: "strings", wanted: "numbers"))
    }

    @Test("Attributes of every kind are read")
    func attributes() throws {
      #expect(try file.attribute("text") == .text("π = 3"))
      #expect(try file.attribute("bytes") == .text("plain"))
      #expect(try file.attribute("whole") == .integer(12))
      #expect(try file.attribute("real") == .number(0.25))
      #expect(try file.attribute("flag") == .bool(true))
      #expect(try file.attribute("several") == .numbers([1, 2]))
      #expect(try file.attribute("names") == .texts(["a", "b"]))
      #expect(try file.attribute("nothing") == .empty)
      #expect(try file.attribute("of_group", of: "integers") == .text("here"))
      #expect(try file.attribute("absent") == nil)
      #expect(try file.attributeNames() == ["bytes", "flag", "names", "nothing", "real", "several", "text", "whole"])
    }

    @Test("An element that an integer type cannot hold is an error, never clipped")
    func unrepresentable() {
      func cause(_ path: String) -> HDF5Error.Cause? { failure { _ = try file.read(path, as: UInt8.self) }?.cause }
      #expect(cause("wide") == .unrepresentable(.tooLarge, type: "uint8"))
      #expect(cause("negative") == .unrepresentable(.tooSmall, type: "uint8"))
      #expect(cause("fractional") == .unrepresentable(.fractional, type: "uint8"))
      #expect(cause("not_a_number") == .unrepresentable(.fractional, type: "uint8"))
      #expect(cause("whole_floats") == nil)
    }

    @Test("Axis names are h5py's dimension labels")
    func axes() throws {
      #expect(try file.tensor("labelled").axes == ["trial", "time"])
      #expect(try file.tensor("wide").axes == [nil])
    }

    @Test("A group lists its members without reading them")
    func children() throws {
      let children = try file.children(of: "packed")
      #expect(children.map(\.name) == ["gzip", "lzf", "shuffled", "szip"])
      guard case .array(let info) = children[0].kind else { return #expect(Bool(false), "not an array") }
      #expect(info.shape == [2, 3, 4] && info.elements == .integer(bits: 64, signed: true) && info.chunk == [1, 2, 3])
      #expect(children[1].kind == .refused(.filter("LZF")))
      #expect(try file.children().first { $0.name == "integers" }?.kind == .group)
    }

    @Test("Rows outside the array are refused")
    func rows() {
      #expect(
        failure { _ = try file.read("wide", as: Int.self, rows: 1..<4) }?.cause == .rowsOutOfRange(1..<4, rows: 3))
      #expect(
        failure { _ = try file.read("scalar", as: Int.self, rows: 0..<1) }?.cause == .rowsOutOfRange(0..<1, rows: 0))
    }

    @Test("A missing object says what is there, and at which part of the path")
    func missing() {
      let error = failure { _ = try file.read("packed/gzop/x", as: Int.self) }
      #expect(error?.object == "packed/gzop")
      #expect(error?.cause == .noSuchObject(available: ["gzip", "lzf", "shuffled", "szip"]))
      #expect(failure { _ = try file.read("packed", as: Int.self) }?.cause == .notAnArray)
      #expect(failure { _ = try file.names(in: "scalar") }?.cause == .notAGroup)
      #expect(failure { _ = try file.read("scalar/x", as: Int.self) }?.cause == .notAGroup)
      #expect(failure { _ = try file.read("sca\0lar", as: Int.self) }?.cause == .unusableName("sca\0lar"))
    }
  }
}
