import Foundation
import HDF5
import Testing

extension HDF5Suite {
  @Suite("Hostile files") struct Hostile {
    let file: HDF5File
    init() throws { file = try HDF5File(reading: fixture("hostile.h5"), budget: 1 << 30) }

    @Test(
      "Nothing outside the file is opened, and what cannot be read is refused with its cause",
      arguments: [
        ("external_link", .externalLink), ("external_storage", .externalStorage), ("virtual", .virtual),
        ("dangling", .brokenLink), ("loop_a", .brokenLink), ("group", .notAnArray),
        ("compound", .elements("compound records")), ("lists", .elements("lists of varying length")),
        ("references", .elements("references to other objects")), ("opaque", .elements("opaque bytes")),
        ("huge", .tooLarge(bytes: 8_000_000_000_000, limit: 1 << 30)),
        ("beyond_counting", .tooLarge(bytes: nil, limit: .max)),
        ("implausible", .implausibleSize(bytes: 200_000_000, stored: 0)),
        ("big_chunk", .tooLarge(bytes: 1 << 31, limit: 1 << 30)),
      ] as [(String, HDF5Error.Cause)])
    func refused(path: String, cause: HDF5Error.Cause) {
      #expect(failure { _ = try file.read(path, as: Double.self) }?.cause == cause)
    }

    @Test("Links in a circle end the listing of a group, not the program")
    func circles() throws {
      #expect(try file.children(of: "group").map(\.name) == ["again", "itself", "value"])
      #expect(try file.scalar("group/itself/again/hard/value") == 1)
      #expect(try file.children().first { $0.name == "loop_a" }?.kind == .refused(.brokenLink))
      #expect(try file.read("fine", as: Int.self).values == [0, 1, 2])
    }

    @Test("An extent that no integer holds is refused, though nothing lies along it")
    func uncountable() throws {
      let file = try HDF5File(reading: fixture("uncountable.h5"))
      #expect(failure { _ = try file.attribute("extents") }?.cause == .tooLarge(bytes: nil, limit: .max))
    }

    @Test("A file cut off anywhere is an error")
    func damaged() throws {
      let whole = [UInt8](try Data(contentsOf: URL(filePath: fixture("ordinary.h5"))))
      try withTemporaryDirectory { directory in
        let path = directory + "/damaged.h5"
        func probe(_ bytes: [UInt8]) throws -> Bool {
          try Data(bytes).write(to: URL(filePath: path))
          guard let file = try? HDF5File(reading: path, budget: 1 << 24) else { return false }
          for child in (try? file.children()) ?? [] {
            _ = try? file.read(child.name, as: Double.self)
            _ = try? file.readStrings(child.name)
            _ = try? file.children(of: child.name)
          }
          return true
        }
        for percent in 0..<100 {
          let opened = try probe(Array(whole.prefix(whole.count * percent / 100)))
          #expect(!opened, "cut off at \(percent) %")
        }
      }
      #expect(handlesAreGivenBack(butFor: 2), "this suite's own file is open, nothing else")
    }

    @Test("What is not an HDF5 file is told apart")
    func notHDF5() throws {
      try withTemporaryDirectory { directory in
        func cause(_ name: String, _ content: [UInt8]?) throws -> HDF5Error.Cause? {
          if let content { try Data(content).write(to: URL(filePath: "\(directory)/\(name)")) }
          return failure { _ = try HDF5File(reading: "\(directory)/\(name)") }?.cause
        }
        #expect(try cause("absent", nil) == .missingFile)
        #expect(try cause("", nil) == .notARegularFile)
        #expect(try cause("empty", []) == .notHDF5)
        #expect(try cause("text", Array("trial,time".utf8)) == .notHDF5)
        #expect(try cause("old.mat", Array("MATLAB 5.0 MAT-file, Platform: GLNXA64".utf8)) == .oldMatlab)
        let whole = [UInt8](try Data(contentsOf: URL(filePath: fixture("ordinary.h5"))))
        #expect(try cause("half", Array(whole.prefix(whole.count / 2))) == .truncated)
      }
    }
  }
}
