import Files
import Foundation
import HDF5
import Tensors
import Testing

extension HDF5Suite {
  @Suite("Writing") struct Writing {
    @Test("What is written is read back: every number type, bools, strings, tensors, attributes")
    func roundTrip() throws {
      try withTemporaryDirectory { directory in
        let path = directory + "/x.h5"
        let counts = (0..<60_000).map { UInt16($0) }
        try HDF5File.write(to: path) { (writer) throws(HDF5Error) in
          try writer.write(counts, shape: [3, 100, 200], at: "deep/er/counts")
          try writer.write([Int8(-1), 2], shape: [2], at: "int8", compression: .none)
          try writer.write([Int64.min, .max], shape: [2, 1], at: "int64")
          try writer.write([UInt64.max], shape: [1], at: "uint64")
          try writer.write(2.5, at: "scalar")
          try writer.write([Double](), shape: [0, 4], at: "none")
          try writer.write([true, false], shape: [2], at: "bools")
          try writer.write(["größer", ""], shape: [2], at: "strings")
          try writer.write(["one"], shape: [], at: "string")
          try writer.write(Tensor([Float(1), 2], shape: [1, 2], axes: ["trial", nil]), at: "tensor")
          try writer.group("empty/group")
          try writer.attribute("text", "π")
          try writer.attribute("nothing", "")
          try writer.attribute("number", 0.5, of: "deep/er")
          try writer.attribute("count", 7, of: "scalar")
        }
        let file = try HDF5File(reading: path)
        #expect(try file.read("deep/er/counts", as: UInt16.self) == HDF5Array(values: counts, shape: [3, 100, 200]))
        #expect(try file.info("deep/er/counts").storedBytes < 120_000)
        #expect(try file.read("int8", as: Int8.self).values == [-1, 2])
        #expect(try file.read("int64", as: Int64.self).values == [.min, .max])
        #expect(try file.read("uint64", as: UInt64.self).values == [.max])
        #expect(try file.scalar("scalar") == 2.5)
        #expect(try file.read("none", as: Double.self).shape == [0, 4])
        #expect(try file.tensor("bools") == Tensor([true, false], shape: [2]))
        #expect(try file.readStrings("strings").values == ["größer", ""])
        #expect(try file.readStrings("string") == HDF5Array(values: ["one"], shape: []))
        #expect(try file.tensor("tensor") == Tensor([Float(1), 2], shape: [1, 2], axes: ["trial", nil]))
        #expect(try file.names(in: "empty/group") == [])
        #expect(try file.attribute("text") == .text("π"))
        #expect(try file.attribute("nothing") == .text(""))
        #expect(try file.attribute("number", of: "deep/er") == .number(0.5))
        #expect(try file.attribute("count", of: "scalar") == .integer(7))
      }
      #expect(handlesAreGivenBack())
    }

    @Test("Several threads write files at the same time")
    func together() async throws {
      let directory = NSTemporaryDirectory() + "lfads-writing-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: directory) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<8 {
          group.addTask {
            for round in 0..<20 {
              try HDF5File.write(to: "\(directory)/\(number).h5") { (writer) throws(HDF5Error) in
                try writer.write([Double](repeating: Double(round), count: 1000), shape: [1000], at: "x")
              }
            }
          }
        }
        try await group.waitForAll()
      }
      for number in 0..<8 {
        #expect(try HDF5File(reading: "\(directory)/\(number).h5").read("x", as: Double.self).values.first == 19)
      }
    }

    @Test("A write that fails leaves the old file and nothing else")
    func atomic() throws {
      try withTemporaryDirectory { directory in
        let path = directory + "/x.h5"
        try HDF5File.write(to: path) { (writer) throws(HDF5Error) in try writer.write(1.0, at: "a") }
        let error = failure {
          try HDF5File.write(to: path) { (writer) throws(HDF5Error) in
            try writer.write(2.0, at: "a")
            try writer.write(3.0, at: "a")
          }
        }
        #expect(error?.object == "a" && error?.file == path)
        #expect(try HDF5File(reading: path).scalar("a") == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["x.h5"])
      }
    }

    @Test("A place that cannot be written is an error that says why")
    func unwritable() throws {
      try withTemporaryDirectory { directory in
        func words(_ path: String) -> HDF5Error.Cause? {
          failure { try HDF5File.write(to: path) { (_) throws(HDF5Error) in } }?.cause
        }
        #expect(words(directory + "/no/x.h5") == .system("there is no directory '\(directory)/no'"))
        #expect(words(directory) == .system("a directory stands there"))
        #expect(words("/dev/null") == .system("this is a device or a pipe, not a file"))
      }
    }

    @Test("A replaced file keeps its rights, and a link to it stays a link")
    func rights() throws {
      try withTemporaryDirectory { directory in
        let path = directory + "/x"
        let link = directory + "/link"
        try AtomicFile.write("old", to: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        try AtomicFile.write("new", to: link)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
        try AtomicFile.write("private", to: directory + "/y", mode: 0o600)
        #expect(try FileManager.default.attributesOfItem(atPath: directory + "/y")[.posixPermissions] as? Int == 0o600)
      }
    }

    @Test("Ten thousand openings leave no handle behind, failed ones included")
    func handles() throws {
      for round in 0..<10_000 {
        let file = try HDF5File(reading: fixture("ordinary.h5"))
        if round % 100 == 0 {
          _ = try file.read("packed/gzip", as: UInt8.self, rows: 0..<1)
          _ = try file.readStrings("strings")
          _ = try? file.read("packed/lzf", as: UInt8.self)
          _ = try? file.read("wide", as: UInt8.self)
          _ = try file.attribute("names")
        }
      }
      #expect(handlesAreGivenBack())
    }

    @Test("Chunks hold whole rows up to half a mebibyte")
    func chunks() throws {
      try withTemporaryDirectory { directory in
        let path = directory + "/x.h5"
        try HDF5File.write(to: path) { (writer) throws(HDF5Error) in
          try writer.write([UInt8](repeating: 1, count: 400 * 100 * 50), shape: [400, 100, 50], at: "a")
          try writer.write([Double](repeating: 1, count: 2 * 400 * 400), shape: [2, 400, 400], at: "b")
        }
        let file = try HDF5File(reading: path)
        #expect(try file.info("a").chunk == [104, 100, 50])
        #expect(try file.info("b").chunk == [1, 163, 400])
      }
    }
  }
}
