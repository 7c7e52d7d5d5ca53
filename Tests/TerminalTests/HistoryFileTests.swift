import FoundationEssentials
import Glibc
import Notebook
import Testing

@testable import Terminal

@Suite final class `The history file` {
  let directory = FileManager.default.temporaryDirectory.path() + "/history-\(UUID().uuidString)"
  var path: String { directory + "/state/lfads-repl/history" }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  func put(_ bytes: [UInt8]) throws {
    try HistoryFile(path: path).append("x")
    try Data(bytes).write(to: URL(filePath: path))
  }

  @Test func `entries come back as they were, line breaks and all`() throws {
    let entries = ["x = 1", "for i in 0..<3 {\n  print(\"a\\n\")\n}", "s = \"\\\\\"", "größe = 漢"]
    for entry in entries { try HistoryFile(path: path).append(entry) }
    #expect(try HistoryFile(path: path).load() == entries)
    #expect(try text().split(separator: "\n").count == 4)
  }

  @Test func `there is none before the first entry`() throws {
    #expect(try HistoryFile(path: path).load() == [])
    #expect(!FileManager.default.fileExists(atPath: directory))
  }

  @Test func `an entry counts where it was used last`() throws {
    for entry in ["a", "b", "a", "c", "b"] { try HistoryFile(path: path).append(entry) }
    #expect(try HistoryFile(path: path).load() == ["a", "c", "b"])
  }

  @Test func `nobody else may read it, even one that was open to others`() throws {
    try HistoryFile(path: path).append("a")
    func mode(_ path: String) -> mode_t {
      var status = stat()
      return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }
    #expect(mode(path) == 0o600)
    #expect(mode(directory + "/state/lfads-repl") == 0o700)
    chmod(path, 0o644)
    _ = try HistoryFile(path: path).load()
    #expect(mode(path) == 0o600)
  }

  @Test func `a long one is trimmed to its newest entries`() throws {
    let file = HistoryFile(path: path, kept: 5, trimmedBeyond: 20)
    for number in 0..<20 { try file.append("e\(number)") }
    #expect(try file.load().count == 20)
    #expect(try text().split(separator: "\n").count == 20)
    try file.append("e20")
    #expect(try file.load().count == 21)
    #expect(try text() == "e16\ne17\ne18\ne19\ne20\n")
    #expect(try file.load() == ["e16", "e17", "e18", "e19", "e20"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory + "/state/lfads-repl") == ["history"])
  }

  @Test func `what is no UTF-8 is passed over`() throws {
    try put(Array("good\n".utf8) + [0xFF, 0xFE, 0x0A] + Array("fine\n\n".utf8))
    #expect(try HistoryFile(path: path).load() == ["good", "fine"])
  }

  @Test func `sessions at the same time lose nothing`() async throws {
    let path = path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for session in 0..<8 {
        group.addTask {
          let file = HistoryFile(path: path, kept: 1_000, trimmedBeyond: 50)
          for number in 0..<25 {
            try file.append("s\(session) n\(number)")
            if number % 10 == 0 { _ = try file.load() }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(Set(try HistoryFile(path: path).load()).count == 200)
  }

  @Test func `a directory or a link in its place is refused`() throws {
    try HistoryFile(path: path).append("a")
    unlink(path)
    symlink("/etc/hostname", path)
    #expect(throws: FileAccessError(path: path, number: ELOOP)) { try HistoryFile(path: self.path).append("b") }
    unlink(path)
    mkdir(path, 0o700)
    #expect(throws: FileAccessError(path: path, number: EISDIR)) { try HistoryFile(path: self.path).load() }
  }
}
