import Foundation
import Testing

@testable import Sandbox

@Suite("Processes apart") struct SandboxedProcessTests {
  /// Never served here: the programs of these tests are shell scripts.
  private static let reader = SandboxReader(kind: "nothing") { _ in }

  /// A message of every kind of number.
  private struct Message: Codable, Equatable {
    var text: String
    var values: [Double]
    var rows: Range<Int>?
  }

  /// A process that another test starts at the same moment may hold the script open for writing until its own program
  /// begins; the system refuses to run it then.
  private static func started(by launch: SandboxLaunch, tries: Int = 100) throws -> SandboxedProcess {
    let first = Result { () throws(SandboxError) in try SandboxedProcess(as: reader, by: launch) }
    guard case .failure(.notStarted(ETXTBSY)) = first, tries > 0 else { return try first.get() }
    usleep(10_000)
    return try started(by: launch, tries: tries - 1)
  }

  /// Runs `body` with a process that executes a shell script, whose words are those a reader is started with.
  private func with(
    _ script: String, isInterrupted: @escaping @Sendable () -> Bool = { false },
    _ body: (SandboxedProcess) throws -> Void
  ) throws {
    let program = FileManager.default.temporaryDirectory.appending(path: "lfads-sandbox-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: program) }
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: program))
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
    let launch = SandboxLaunch(program: program, environment: ["PATH=/usr/bin:/bin"], isInterrupted: isInterrupted)
    try body(try Self.started(by: launch))
  }

  @Test("Messages and bytes come back from a process that sends what it receives")
  func echo() throws {
    try with("exec cat <&3 >&3") { process in
      for message in [
        Message(text: "a", values: [], rows: nil),
        Message(text: "é\0", values: [1, .infinity, -.infinity], rows: 2..<5),
      ] {
        try process.send(message)
        #expect(try process.receive(Message.self) == message)
      }
      // The length of a message and its text, read as plain bytes.
      try process.send("abc")
      var bytes = [UInt8](repeating: 0, count: 13)
      try bytes.withUnsafeMutableBytes { try process.receive(into: $0) }
      #expect(bytes == [5, 0, 0, 0, 0, 0, 0, 0] + Array("\"abc\"".utf8))
    }
  }

  @Test("A process holds the socket and no other file of this one, and is told what to read")
  func surroundings() throws {
    try with("exec 1>&3; printf '%s' \"$1 $2 \"; ls /proc/$$/fd | sort -n | tr '\\n' ' '") { process in
      // A script is one more file of its shell, at 10 or above.
      var bytes = [UInt8](repeating: 0, count: "--read nothing 0 1 2 3 ".utf8.count)
      try bytes.withUnsafeMutableBytes { try process.receive(into: $0) }
      #expect(String(decoding: bytes, as: UTF8.self) == "--read nothing 0 1 2 3 ")
    }
  }

  @Test(
    "What a process dies of is said, at that question and every later one",
    arguments: [
      ("exit 0", SandboxError.crashed), ("kill -SEGV $$", .crashed), ("kill -XCPU $$", .outOfProcessorTime),
      ("kill -ALRM $$", .outOfTime),
      // An answer that is no message: a length, and no JSON after it.
      ("printf '\\001\\0\\0\\0\\0\\0\\0\\0{' >&3; exec sleep 100", .crashed),
      // A length beyond every message.
      ("printf '\\377\\377\\377\\377\\377\\377\\377\\177' >&3; exec sleep 100", .crashed),
    ])
  func death(script: String, expected: SandboxError) throws {
    try with(script) { process in
      #expect(throws: expected) { try process.receive(Message.self) }
      #expect(throws: expected) { try process.send("again") }
      #expect(process.end() == expected)
    }
  }

  @Test("A program that is not there is no process")
  func absent() {
    #expect(throws: SandboxError.notStarted(ENOENT)) {
      try SandboxedProcess(as: Self.reader, by: SandboxLaunch(program: "/nowhere", environment: []))
    }
  }

  @Test("A process that never answers is given up on at an interrupt")
  func interrupt() throws {
    let start = ContinuousClock.now
    let isLate: @Sendable () -> Bool = { ContinuousClock.now - start > .milliseconds(200) }
    try with("exec sleep 100", isInterrupted: isLate) { process in
      #expect(throws: SandboxError.interrupted) { try process.receive(Message.self) }
    }
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test("Where nobody began, nothing is read apart")
  func table() {
    #expect(Sandbox.launch(of: Self.reader) == nil, "nobody began")
  }
}
