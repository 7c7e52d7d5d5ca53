import Foundation
import Sandbox
import Testing

@testable import HDF5

extension HDF5Suite {
  /// Files read in processes of their own.
  @Suite("Files read apart") struct Apart {
    /// The program that reads them, which is built beside the tests.
    let launch: SandboxLaunch

    init() throws {
      let program = URL(filePath: Bundle.module.bundlePath).deletingLastPathComponent().appending(path: "lfads-repl")
        .path
      try #require(FileManager.default.isExecutableFile(atPath: program), "no program at \(program)")
      launch = SandboxLaunch(program: program, environment: ["OPENBLAS_NUM_THREADS=1"])
    }

    private func open(_ path: String, budget: Int = 1 << 30) throws -> HDF5File {
      try HDF5File(reading: path, budget: budget, by: launch)
    }

    @Test("What comes is what the process itself would read")
    func same() throws {
      let (apart, here) = (try open(fixture("ordinary.h5")), try HDF5File(reading: fixture("ordinary.h5")))
      #expect(try apart.children() == here.children())
      #expect(try apart.attributeNames() == here.attributeNames())
      for child in try here.children() {
        for name in try here.attributeNames(of: child.name) {
          #expect(try apart.attribute(name, of: child.name) == here.attribute(name, of: child.name))
        }
        guard case .array(let info) = child.kind else { continue }
        if info.elements.isString {
          #expect(try apart.readStrings(child.name) == here.readStrings(child.name))
        } else if info.elements.isNumeric {
          let (there, local) = (try apart.read(child.name, as: Double.self), try here.read(child.name, as: Double.self))
          #expect(there.shape == local.shape)
          #expect(there.values.map(\.bitPattern) == local.values.map(\.bitPattern), "\(child.name)")
        }
      }
    }

    @Test("Arrays of more than a block arrive whole, rows too, integers and infinities as they are")
    func large() throws {
      try withTemporaryDirectory { directory in
        let values = (0..<3_000_000).map { Double($0) * ($0 % 7 == 0 ? .infinity : 1) }
        try HDF5File.write(to: directory + "/large.h5") { writer throws(HDF5Error) in
          try writer.write(values, shape: [3000, 1000], at: "x")
          try writer.write([UInt64.max, 0], shape: [2], at: "n")
          try writer.attribute("infinite", -Double.infinity)
        }
        let file = try open(directory + "/large.h5")
        #expect(try file.read("x", as: Double.self).values.elementsEqual(values) { $0 == $1 || ($0.isNaN && $1.isNaN) })
        #expect(try file.read("x", as: Double.self, rows: 1200..<1203).values.dropFirst().first == 1_200_001)
        #expect(try file.read("n", as: UInt64.self).values == [.max, 0])
        #expect(try file.attribute("infinite") == .number(-.infinity))
      }
    }

    @Test("Refusals and errors are the same")
    func refusals() throws {
      let file = try open(fixture("hostile.h5"))
      #expect(failure { _ = try file.read("external_link", as: Double.self) }?.cause == .externalLink)
      #expect(
        failure { _ = try file.read("huge", as: Double.self) }?.cause
          == .tooLarge(bytes: 8_000_000_000_000, limit: 1 << 30))
      #expect(
        failure { _ = try file.read("fine", as: Double.self, rows: 0..<9) }?.cause == .rowsOutOfRange(0..<9, rows: 3))
      #expect(try file.read("fine", as: Int.self).values == [0, 1, 2])
      #expect(failure { _ = try open("/nowhere.h5") }?.cause == .missingFile)
    }

    @Test("A flipped bit anywhere is read, refused or ends the other process, never this one")
    func flips() throws {
      let whole = [UInt8](try Data(contentsOf: URL(filePath: fixture("ordinary.h5"))))
      try withTemporaryDirectory { directory in
        let path = directory + "/flipped.h5"
        // The first bytes, where the file says what it is, and places all over the rest.
        var generator = SystemRandomNumberGenerator()
        let places = Array(0..<24) + (0..<76).map { _ in Int.random(in: 24..<whole.count, using: &generator) }
        for place in places {
          let bit = Int.random(in: 0..<8, using: &generator)
          var bytes = whole
          bytes[place] ^= 1 << bit
          try Data(bytes).write(to: URL(filePath: path))
          guard let file = try? open(path, budget: 1 << 24) else { continue }
          for child in (try? file.children()) ?? [] {
            _ = try? file.read(child.name, as: Double.self)
            _ = try? file.readStrings(child.name)
            _ = try? file.children(of: child.name)
            for name in (try? file.attributeNames(of: child.name)) ?? [] {
              _ = try? file.attribute(name, of: child.name)
            }
          }
        }
      }
      #expect(handlesAreGivenBack())
    }

    @Test("A reader that dies is an error that names the file, at that question and every later one")
    func death() throws {
      let dying = SandboxLaunch(program: "/bin/false", environment: [])
      let cause = failure { _ = try HDF5File(reading: fixture("ordinary.h5"), budget: 1 << 20, by: dying) }?.cause
      #expect(cause == .damaged(["the HDF5 library crashes over it"]))
      let absent = SandboxLaunch(program: "/nowhere", environment: [])
      guard
        case .system(let words)? = failure({
          _ = try HDF5File(reading: fixture("ordinary.h5"), budget: 1 << 20, by: absent)
        })?.cause
      else {
        Issue.record("a reader that is not there is no error of the system")
        return
      }
      #expect(words.contains("no process can be started"))
    }

    @Test("A reader that never answers is given up on at an interrupt, and does not live on")
    func interrupt() throws {
      try withTemporaryDirectory { directory in
        let program = directory + "/silent"
        try Data("#!/bin/sh\necho $$ > '\(directory)/number'\nexec /bin/sleep 100\n".utf8)
          .write(to: URL(filePath: program))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
        let isStarted: @Sendable () -> Bool = { FileManager.default.fileExists(atPath: directory + "/number") }
        let silent = SandboxLaunch(program: program, environment: [], isInterrupted: isStarted)
        let cause = failure { _ = try HDF5File(reading: fixture("ordinary.h5"), budget: 1 << 20, by: silent) }?.cause
        #expect(cause == .interrupted)
        let number = try String(contentsOfFile: directory + "/number", encoding: .utf8)
          .trimmingCharacters(in: .whitespacesAndNewlines)
        let process = try #require(pid_t(number))
        #expect(kill(process, 0) == -1 && errno == ESRCH)
      }
    }

    @Test("Nothing stays open after files were read apart")
    func leavesNothing() throws {
      _ = try open(fixture("ordinary.h5")).names()
      let descriptors = try descriptorCount()
      for _ in 0..<50 { _ = try open(fixture("ordinary.h5")).names() }
      let areGivenBack = try eventually { try descriptorCount() <= descriptors }
      #expect(areGivenBack)
      #expect(handlesAreGivenBack())
    }

    private func descriptorCount() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
  }
}
